//! How a table lies: which side its levels stand on, and which column holds skills, areas or what a skill is.

use super::Levels;
use super::rank::is_level;
use crate::parse::{Grid, GridCell};

/// Heads of a column of names of levels.
const LEVEL_HEADS: [&str; 9] = ["level", "levels", "grade", "rank", "role", "title", "job title", "stufe", "position"];
/// Heads of a column of names of skills.
const SKILL_HEADS: [&str; 14] = [
    "skill",
    "skills",
    "competency",
    "competencies",
    "competence",
    "capability",
    "dimension",
    "trait",
    "attribute",
    "behaviour",
    "behavior",
    "expectation",
    "kompetenz",
    "fähigkeit",
];
/// Heads of a column of areas.
const AREA_HEADS: [&str; 11] =
    ["area", "areas", "category", "pillar", "group", "theme", "section", "domain", "bereich", "focus area", "competency area"];
/// What a column or row is called that says what a skill or a level is.
pub(super) const ABOUT: [&str; 9] =
    ["description", "definition", "about", "summary", "overview", "what it means", "in short", "in one sentence", "beschreibung"];

/// Which column is what.
pub(super) struct Columns {
    /// That of the names of skills.
    pub skill: usize,
    /// That of the areas.
    pub area: Option<usize>,
    /// That of what a skill is.
    pub about: Option<usize>,
    /// Those of the levels.
    pub levels: Vec<usize>,
}

impl Columns {
    /// The columns by what the header calls them.
    pub fn of(header: &[GridCell]) -> Self {
        let head = |at: usize| header.get(at).map(|cell| cell.text.to_lowercase()).unwrap_or_default();
        // An area stands before or behind the skill, and what the skill is behind both.
        let is = |at: usize, heads: &[&str]| heads.contains(&head(at).as_str());
        let (skill, area) = match (is(0, &AREA_HEADS), is(1, &AREA_HEADS)) {
            (true, _) if is(1, &SKILL_HEADS) || !is_level(&head(1)) && header.len() > 3 => (1, Some(0)),
            (false, true) => (0, Some(1)),
            _ => (0, None),
        };
        let next = skill.max(area.unwrap_or(0)) + 1;
        let about = is(next, &ABOUT).then_some(next);
        let first = about.map_or(next, |at| at + 1);
        Self { skill, area, about, levels: (first..header.len()).collect() }
    }
}

/// Which side the levels stand on: by the corner of the table, else by what its header and first column are called.
pub(super) fn side(grid: &Grid) -> Levels {
    let corner = grid.rows[0][0].text.to_lowercase();
    if LEVEL_HEADS.contains(&corner.as_str()) {
        return Levels::Down;
    }
    if SKILL_HEADS.contains(&corner.as_str()) || AREA_HEADS.contains(&corner.as_str()) {
        return Levels::Across;
    }
    let (across, down) = shares(grid);
    if down > across { Levels::Down } else { Levels::Across }
}

/// Whether a table names levels, or its corner says that it does.
pub(super) fn has_levels(grid: &Grid) -> bool {
    let corner = grid.rows[0][0].text.to_lowercase();
    let (across, down) = shares(grid);
    across.max(down) >= 50 || LEVEL_HEADS.contains(&corner.as_str()) || SKILL_HEADS.contains(&corner.as_str())
}

/// How many of a hundred names in the header, and in the first column, are those of levels.
fn shares(grid: &Grid) -> (usize, usize) {
    let share = |names: Vec<&GridCell>| {
        let levels = names.iter().filter(|cell| is_level(&cell.text)).count();
        levels * 100 / names.len().max(1)
    };
    (share(grid.rows[0].iter().skip(1).collect()), share(grid.rows.iter().skip(1).map(|row| &row[0]).collect()))
}
