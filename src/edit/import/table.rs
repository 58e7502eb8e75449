//! Grids become a ladder, row by row: what is an area, what describes a level or a skill, and which names are given
//! twice.

use super::Levels;
use super::cell::{line, prose};
use super::ladder::{Ladder, Level, Named, Skill, Track};
use super::layout::{ABOUT, Columns, has_levels, side};
use super::rank::rank;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::parse::{Grid, GridCell, slug};
use crate::source::{Span, Text};
use std::collections::BTreeSet;

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

/// Reads the tables of a file.
pub(super) fn read(text: &Text, grids: &[Grid], levels: Option<Levels>) -> Outcome<Ladder> {
    let mut reader = Reader { ladder: Ladder::default(), ids: BTreeSet::new(), diagnostics: Vec::new() };
    let name = text.path.stem().replace(['-', '_'], " ");
    let file_title = line(&upper(&name), crate::parse::Markup::Markdown);
    reader.ladder.title = grids.iter().find_map(|grid| grid.title.clone()).filter(|_| grids.len() == 1).unwrap_or(file_title);
    let is_ladder = |grid: &&Grid| grid.rows.len() > 1 && grid.rows[0].len() > 1;
    let usable: Vec<&Grid> = grids.iter().filter(is_ladder).collect();
    // A document may have other tables; without a name of a level anywhere, it is left to its author.
    let named: Vec<&Grid> = usable.iter().copied().filter(|grid| usable.len() == 1 || has_levels(grid)).collect();
    let chosen = if named.is_empty() { usable } else { named };
    if chosen.is_empty() {
        let message = "there is no table here with a header and two columns";
        let help = "the first row names the levels, and below it each row begins with a skill";
        reader.diagnostics.push(Diagnostic::in_file(Code::LadderTable, &text.path, message).help(help));
    }
    let several = chosen.len() > 1;
    for grid in chosen {
        let title = grid.title.clone().filter(|_| several).unwrap_or_else(|| reader.ladder.title.clone());
        reader.grid(grid, &title, levels);
    }
    reader.leave_no_skill_without_area();
    Outcome::new(reader.ladder, reader.diagnostics)
}

struct Reader {
    ladder: Ladder,
    /// Ids of levels that are taken, since a level's id is its own in the whole book.
    ids: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn grid(&mut self, grid: &Grid, title: &str, levels: Option<Levels>) {
        let rows = match levels.unwrap_or_else(|| side(grid)) {
            Levels::Across => grid.rows.clone(),
            Levels::Down => transposed(&grid.rows),
        };
        let columns = Columns::of(&rows[0]);
        let track = named(title, &self.ladder.tracks.iter().map(|track| track.name.id.clone()).collect(), "track");
        let Some(mut levels) = self.levels(&rows[0], &columns, &track.id) else { return };
        let mut area: Option<String> = None;
        let mut seen: BTreeSet<(Option<String>, String)> = BTreeSet::new();
        for row in &rows[1..] {
            let name = &row[columns.skill];
            let cells: Vec<&GridCell> = columns.levels.iter().map(|at| &row[*at]).collect();
            if let Some(written) = columns.area.map(|at| &row[at]).filter(|cell| !cell.text.is_empty()) {
                area = Some(self.area(&written.text));
            }
            let is_title = columns.area.is_none() && cells.iter().all(|cell| cell.text.is_empty());
            if is_title && !name.text.is_empty() {
                area = Some(self.area(&name.text));
                continue;
            }
            if name.text.is_empty() {
                if let Some(cell) = cells.iter().find(|cell| !cell.text.is_empty()) {
                    self.fault(&cell.span, "this row has no name of a skill", "write one into its first cell");
                }
                continue;
            }
            let lower = name.text.to_lowercase();
            if ABOUT.contains(&lower.as_str()) {
                levels.iter_mut().zip(&cells).for_each(|(level, cell)| level.identity = prose(&cell.text, grid.markup));
                continue;
            }
            let is_fact = FACTS.contains(&lower.as_str()) && cells.iter().all(|cell| cell.text.chars().count() <= FACT);
            if is_fact {
                for (level, cell) in levels.iter_mut().zip(&cells).filter(|(_, cell)| !cell.text.is_empty()) {
                    level.attributes.push((lower.clone(), cell.text.split_whitespace().collect::<Vec<_>>().join(" ")));
                }
                continue;
            }
            if !seen.insert((area.clone(), lower)) {
                self.fault(
                    &name.span,
                    &format!("the skill `{}` stands here for the second time", name.text),
                    "give each skill a name of its own",
                );
                continue;
            }
            let about = columns.about.map(|at| prose(&row[at].text, grid.markup)).unwrap_or_default();
            let skill = self.skill(&name.text, area.clone(), about);
            for (level, cell) in levels.iter_mut().zip(&cells).filter(|(_, cell)| !cell.text.is_empty()) {
                level.cells.push((skill.clone(), cell.text.clone()));
            }
        }
        if is_descending(&levels) {
            levels.reverse();
        }
        self.ladder.tracks.push(Track { name: track, levels, markup: grid.markup });
    }

    /// The levels of the header; `None` when it names none, or one of them twice.
    fn levels(&mut self, header: &[GridCell], columns: &Columns, track: &str) -> Option<Vec<Level>> {
        let mut levels: Vec<Level> = Vec::new();
        let before = self.diagnostics.len();
        for cell in columns.levels.iter().map(|at| &header[*at]) {
            if cell.text.is_empty() {
                self.fault(&cell.span, "this column has no name of a level", "write it into the header");
                continue;
            }
            let title = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            if levels.iter().any(|level| level.name.title.eq_ignore_ascii_case(&title)) {
                let message = format!("the level `{title}` stands here for the second time");
                self.fault(&cell.span, &message, "give each level a name of its own");
                continue;
            }
            let own = named(&title, &BTreeSet::new(), "level");
            // Two tracks may both have a Senior.
            let long = if self.ids.contains(&own.id) { format!("{track} {title}") } else { title.clone() };
            let name = Named { title, ..named(&long, &self.ids, "level") };
            self.ids.insert(name.id.clone());
            levels.push(Level { name, identity: String::new(), attributes: Vec::new(), cells: Vec::new() });
        }
        (self.diagnostics.len() == before && !levels.is_empty()).then_some(levels)
    }

    fn area(&mut self, title: &str) -> String {
        if let Some(area) = self.ladder.areas.iter().find(|area| area.title.eq_ignore_ascii_case(title)) {
            return area.id.clone();
        }
        let area = named(title, &self.ladder.areas.iter().map(|area| area.id.clone()).collect(), "area");
        let id = area.id.clone();
        self.ladder.areas.push(area);
        id
    }

    /// The id of a skill, which another table may have named already.
    fn skill(&mut self, title: &str, area: Option<String>, about: String) -> String {
        let known = |skill: &&Skill| skill.name.title.eq_ignore_ascii_case(title) && (skill.area == area || area.is_none());
        if let Some(skill) = self.ladder.skills.iter().find(known) {
            return skill.name.id.clone();
        }
        let name = named(title, &self.ladder.skills.iter().map(|skill| skill.name.id.clone()).collect(), "skill");
        let id = name.id.clone();
        self.ladder.skills.push(Skill { name, area, about });
        id
    }

    /// Once a book has areas, every skill is in one.
    fn leave_no_skill_without_area(&mut self) {
        if self.ladder.areas.is_empty() || self.ladder.skills.iter().all(|skill| skill.area.is_some()) {
            return;
        }
        let other = self.area("Other");
        let lost = self.ladder.skills.iter_mut().filter(|skill| skill.area.is_none());
        lost.for_each(|skill| skill.area = Some(other.clone()));
    }

    fn fault(&mut self, span: &Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::at(Code::LadderTable, span.clone(), message).help(help));
    }
}

/// Whether the levels begin with the highest: each name has a rank, and each is below the one before.
fn is_descending(levels: &[Level]) -> bool {
    let ranks: Option<Vec<usize>> = levels.iter().map(|level| rank(&level.name.title)).collect();
    ranks.is_some_and(|ranks| ranks.len() > 1 && ranks.windows(2).all(|pair| pair[1] < pair[0]))
}

fn transposed(rows: &[Vec<GridCell>]) -> Vec<Vec<GridCell>> {
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect()
}

/// A title with an id that none of `taken` is.
fn named(title: &str, taken: &BTreeSet<String>, kind: &str) -> Named {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = slug(&title);
    let parts: Vec<&str> = parts.split('-').filter(|part| !part.is_empty()).collect();
    let id = if parts.is_empty() { kind.to_owned() } else { parts.join("-") };
    let numbered = (2..).map(|number: usize| format!("{id}-{number}"));
    let id = std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(id);
    Named { id, title }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
