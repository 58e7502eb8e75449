//! Skills by levels: one row a skill, one cell a level.

use crate::book::{Area, HeldExpectation, Id, Ladder, Level, Skill, Target};

/// What a level asks of a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// The level is a draft: not defined yet, which is not the same as nothing.
    Undefined,
    /// Nothing.
    Nothing,
    /// This, and the expectations that say what it means.
    Asked {
        /// The step and its weight; `None` when only expectations speak of the skill.
        target: Option<&'a Target>,
        /// Expectations of the skill, inherited ones included.
        expectations: Vec<&'a HeldExpectation>,
    },
}

/// A skill and its cells, one for each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow<'a> {
    /// The skill.
    pub skill: &'a Skill,
    /// Its cells.
    pub cells: Vec<Cell<'a>>,
}

/// The rows of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixArea<'a> {
    /// The area; `None` for skills without one.
    pub area: Option<&'a Area>,
    /// Its skills that some level asks for.
    pub rows: Vec<MatrixRow<'a>>,
}

/// Skills by levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix<'a> {
    /// The columns.
    pub levels: Vec<&'a Level>,
    /// The rows by area, areas without any left out.
    pub areas: Vec<MatrixArea<'a>>,
}

impl Matrix<'_> {
    /// The rows of one area.
    #[must_use]
    pub fn of_area(mut self, id: &str) -> Self {
        self.areas.retain(|group| group.area.is_some_and(|area| &*area.id == id));
        self
    }
}

/// The matrix of these levels. Skills that none of them asks for have no row.
#[must_use]
pub fn matrix<'a>(ladder: &'a Ladder, areas: &'a [Area], levels: Vec<&'a Level>) -> Matrix<'a> {
    let known = |id: Option<&Id>| id.and_then(|id| areas.iter().find(|area| area.id == *id));
    let groups = areas.iter().map(Some).chain([None]).map(|area| {
        let own = ladder.skills.iter().filter(|skill| known(skill.area.as_ref()) == area);
        MatrixArea { area, rows: own.filter_map(|skill| row(skill, &levels)).collect() }
    });
    let areas = groups.filter(|group| !group.rows.is_empty()).collect();
    Matrix { levels, areas }
}

fn row<'a>(skill: &'a Skill, levels: &[&'a Level]) -> Option<MatrixRow<'a>> {
    let cells: Vec<Cell<'a>> = levels.iter().map(|level| cell(skill, level)).collect();
    cells.iter().any(|cell| matches!(cell, Cell::Asked { .. })).then_some(MatrixRow { skill, cells })
}

fn cell<'a>(skill: &Skill, level: &'a Level) -> Cell<'a> {
    if level.draft {
        return Cell::Undefined;
    }
    let target = level.targets.get(&skill.id);
    let expectations: Vec<&HeldExpectation> = level.expectations.iter().filter(|held| held.skill == skill.id).collect();
    if target.is_none() && expectations.is_empty() { Cell::Nothing } else { Cell::Asked { target, expectations } }
}
