//! A ladder as its table tells it, before it is written as files.

use crate::parse::{Markup, slug};
use std::collections::BTreeSet;

/// Tracks and skills, with ids for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ladder {
    /// What it is called.
    pub title: String,
    /// One a table.
    pub tracks: Vec<Track>,
    /// In the order of the tables.
    pub skills: Vec<Skill>,
    /// In the order of the tables.
    pub areas: Vec<Named>,
}

/// An id with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The id.
    pub id: String,
    /// As the table writes it.
    pub title: String,
}

/// A track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Track {
    /// Its id and title.
    pub name: Named,
    /// Lowest first.
    pub levels: Vec<Level>,
    /// How its cells are meant.
    pub markup: Markup,
    /// What its table says of no level and no skill: paragraphs in Markdown.
    pub notes: Vec<String>,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// Its id and title.
    pub name: Named,
    /// What the level is, from a row or column that describes levels; empty when there is none.
    pub identity: String,
    /// Short facts: name and value.
    pub attributes: Vec<(String, String)>,
    /// The id of a skill, and the cell; empty cells are left out.
    pub cells: Vec<(String, String)>,
}

/// A skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Skill {
    /// Its id and title.
    pub name: Named,
    /// The id of its area.
    pub area: Option<String>,
    /// What it is, in Markdown; empty when the table does not say.
    pub about: String,
}

/// The highest step of a skill.
const STEPS: usize = 5;

/// Ids that no page may have: files of these names are the page of their folder.
const RESERVED: [&str; 2] = ["index", "readme"];

impl Named {
    /// A title with an id that none of `taken` is.
    pub fn new(title: &str, taken: &BTreeSet<String>, kind: &str) -> Self {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = slug(&title);
        let parts: Vec<&str> = parts.split('-').filter(|part| !part.is_empty()).collect();
        let id = if parts.is_empty() { kind.to_owned() } else { parts.join("-") };
        let id = if RESERVED.contains(&id.as_str()) { format!("{id}-{kind}") } else { id };
        let numbered = (2..).map(|number: usize| format!("{id}-{number}"));
        let id = std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(id);
        Self { id, title }
    }
}

impl Track {
    /// The step that a level asks for: as high as the level stands, spread over the five steps where there are more.
    pub fn step(&self, level: usize) -> usize {
        let highest = self.levels.len().saturating_sub(1);
        if highest < STEPS { level + 1 } else { 1 + (level * (STEPS - 1) * 2 + highest) / (highest * 2) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Named, Track};
    use crate::parse::Markup;

    #[test]
    fn steps_rise_with_the_levels() {
        let name = || Named { id: String::new(), title: String::new() };
        let level = || Level { name: name(), identity: String::new(), attributes: Vec::new(), cells: Vec::new() };
        let steps = |count: usize| {
            let track = Track { name: name(), levels: (0..count).map(|_| level()).collect(), markup: Markup::Plain, notes: Vec::new() };
            (0..count).map(|at| track.step(at)).collect::<Vec<_>>()
        };
        assert_eq!(steps(1), [1]);
        assert_eq!(steps(3), [1, 2, 3]);
        assert_eq!(steps(5), [1, 2, 3, 4, 5]);
        assert_eq!(steps(6), [1, 2, 3, 3, 4, 5]);
        assert_eq!(steps(9), [1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }
}
