//! How a table lies: which side its levels stand on, and which column holds skills, areas or what a skill is.

use super::Levels;
use super::rank::is_level;
use crate::parse::GridCell;

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
/// A cell that names a level has so many bytes at most; longer ones speak of levels.
const LEVEL_NAME: usize = 40;

/// Which column is what.
pub(super) struct Columns {
    /// That of the names of skills.
    pub skill: usize,
    /// That of the areas.
    pub area: Option<usize>,
    /// Those of what a skill is.
    pub about: Vec<usize>,
    /// Those of the levels.
    pub levels: Vec<usize>,
}

impl Columns {
    /// The columns by what the header calls them.
    pub fn of(header: &[GridCell]) -> Self {
        let head = |at: usize| header.get(at).map(|cell| cell.words.to_lowercase()).unwrap_or_default();
        // An area stands before or behind the skill, and what the skill is behind both.
        let is = |at: usize, heads: &[&str]| heads.contains(&head(at).as_str());
        let (skill, area) = match (is(0, &AREA_HEADS), is(1, &AREA_HEADS)) {
            (true, _) if is(1, &SKILL_HEADS) || !is_level(&head(1)) && header.len() > 3 => (1, Some(0)),
            (false, true) => (0, Some(1)),
            _ => (0, None),
        };
        let next = skill.max(area.unwrap_or(0)) + 1;
        let (about, levels) = (next..header.len()).partition(|at| is(*at, &ABOUT));
        Self { skill, area, about, levels }
    }
}

/// Whether a word is one for the corner of a table: what its first column holds.
pub(super) fn is_corner(word: &str) -> bool {
    let word = word.to_lowercase();
    [LEVEL_HEADS.as_slice(), &SKILL_HEADS, &AREA_HEADS].iter().any(|heads| heads.contains(&word.as_str()))
}

/// Whether a word names a column that is no level's.
fn is_column(word: &str) -> bool {
    is_corner(word) || ABOUT.contains(&word.to_lowercase().as_str())
}

/// Whether a row below the header is one more header: behind a word for skills, or an empty corner, it names levels only.
pub(super) fn is_header(row: &[GridCell]) -> bool {
    let Some((corner, names)) = row.split_first() else { return false };
    let corner = corner.words.to_lowercase();
    // `Title` and `Role` in front of levels are a row of facts.
    let may_be = corner.is_empty() || is_corner(&corner) && !LEVEL_HEADS.contains(&corner.as_str());
    let mut names = names.iter().map(|cell| cell.words.as_str()).filter(|name| !name.is_empty() && !is_column(name)).peekable();
    may_be && names.peek().is_some() && names.all(|name| name.len() <= LEVEL_NAME && is_level(name))
}

/// Which side the levels stand on: by the corner of the table, else by what its header and first column are called.
pub(super) fn side(rows: &[Vec<GridCell>]) -> Levels {
    let corner = rows[0][0].words.to_lowercase();
    if LEVEL_HEADS.contains(&corner.as_str()) {
        return Levels::Down;
    }
    if is_corner(&corner) {
        return Levels::Across;
    }
    let (across, down) = shares(rows);
    if down > across { Levels::Down } else { Levels::Across }
}

/// Whether a table names levels, or its corner says that it does.
pub(super) fn has_levels(rows: &[Vec<GridCell>]) -> bool {
    let corner = rows[0][0].words.to_lowercase();
    let (across, down) = shares(rows);
    across.max(down) >= 50 || LEVEL_HEADS.contains(&corner.as_str()) || SKILL_HEADS.contains(&corner.as_str())
}

/// How many of a hundred names in the header, and in the first column, are those of levels.
fn shares(rows: &[Vec<GridCell>]) -> (usize, usize) {
    let share = |names: &mut dyn Iterator<Item = &GridCell>| {
        let names: Vec<&GridCell> = names.skip(1).filter(|cell| !is_column(&cell.words)).collect();
        names.iter().filter(|cell| is_level(&cell.words)).count() * 100 / names.len().max(1)
    };
    (share(&mut rows[0].iter()), share(&mut rows.iter().map(|row| &row[0])))
}
