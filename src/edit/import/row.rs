//! A row of a table, by what its cells are.

use super::layout::{ABOUT, Columns};
use crate::parse::GridCell;

/// Rows or columns of short facts about levels.
const FACTS: [&str; 12] = [
    "years of experience",
    "experience",
    "years",
    "scope",
    "reports",
    "direct reports",
    "team size",
    "horizon",
    "time horizon",
    "band",
    "pay band",
    "salary band",
];
/// A fact has so many characters at most.
const FACT: usize = 60;

/// A row by what its cells are.
pub(super) struct Row<'a> {
    /// The area that begins with it.
    pub area: Option<&'a GridCell>,
    /// What it is called.
    pub name: &'a GridCell,
    /// What it says of that, without empty cells.
    pub about: Vec<&'a GridCell>,
    /// Its cells for the levels, all of them.
    pub levels: Vec<&'a GridCell>,
    /// Whether no level has a cell, in a table whose areas have no column: its name may be that of an area.
    pub may_be_area: bool,
}

impl<'a> Row<'a> {
    /// The cells of a row by their columns.
    pub fn of(cells: &'a [GridCell], columns: &Columns) -> Self {
        let filled = |cell: &&GridCell| !cell.text.is_empty();
        let levels: Vec<&GridCell> = columns.levels.iter().map(|at| &cells[*at]).collect();
        Self {
            area: columns.area.map(|at| &cells[at]).filter(filled),
            name: &cells[columns.skill],
            about: columns.about.iter().map(|at| &cells[*at]).filter(filled).collect(),
            may_be_area: columns.area.is_none() && !levels.iter().any(filled),
            levels,
        }
    }

    /// Whether it says what the levels are.
    pub fn describes_levels(&self) -> bool {
        ABOUT.contains(&self.name.words.to_lowercase().as_str())
    }

    /// Whether it gives each level a short fact.
    pub fn is_fact(&self) -> bool {
        let is_short = |cell: &&GridCell| !cell.links && cell.words.chars().count() <= FACT;
        FACTS.contains(&self.name.words.to_lowercase().as_str()) && self.levels.iter().all(is_short)
    }
}
