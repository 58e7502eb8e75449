//! Blocks: fenced code with a known word, whose YAML says which part of the ladder or which checklist stands there.

use super::Located;
use serde::Deserialize;

/// A list of ids.
type Names = Vec<Located<String>>;
/// An id, or none.
type Name = Option<Located<String>>;

/// A block of a body, as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// What changes between two levels.
    Compare(CompareBlock),
    /// Skills by levels.
    Matrix(MatrixBlock),
    /// Levels: a track, or the whole ladder drawn.
    Levels(LevelsBlock),
    /// Items of a checklist, to tick in place.
    Checklist(ChecklistBlock),
}

impl Block {
    /// The words that open a block.
    pub const WORDS: &'static [&'static str] = &["compare", "matrix", "levels", "checklist"];

    /// The word that opens it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Compare(_) => "compare",
            Self::Matrix(_) => "matrix",
            Self::Levels(_) => "levels",
            Self::Checklist(_) => "checklist",
        }
    }

    /// Its YAML, for readers of Markdown.
    #[must_use]
    pub fn yaml(&self) -> String {
        let one = |key: &str, name: Option<&Located<String>>| name.map(|name| format!("{key}: {}", name.value));
        let many = |key: &str, names: &[Located<String>]| {
            let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            (!names.is_empty()).then(|| format!("{key}: [{}]", names.join(", ")))
        };
        let lines = match self {
            Self::Compare(block) => vec![one("from", Some(&block.from)), one("to", Some(&block.to)), many("skills", &block.skills)],
            Self::Matrix(block) => vec![
                one("track", block.track.as_ref()),
                many("levels", &block.levels),
                one("area", block.area.as_ref()),
                block.core.then(|| "core: true".to_owned()),
            ],
            Self::Levels(block) => vec![one("track", block.track.as_ref()), many("levels", &block.levels)],
            Self::Checklist(block) => vec![one("checklist", Some(&block.checklist)), many("items", &block.items)],
        };
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// Every name in it.
    pub fn names_mut(&mut self) -> Vec<&mut Located<String>> {
        match self {
            Self::Compare(block) => [&mut block.from, &mut block.to].into_iter().chain(&mut block.skills).collect(),
            Self::Matrix(block) => block.track.iter_mut().chain(&mut block.area).chain(&mut block.levels).collect(),
            Self::Levels(block) => block.track.iter_mut().chain(&mut block.levels).collect(),
            Self::Checklist(block) => [&mut block.checklist].into_iter().chain(&mut block.items).collect(),
        }
    }
}

/// ```` ```compare ````
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompareBlock {
    /// The level it starts from.
    pub from: Located<String>,
    /// The level it leads to.
    pub to: Located<String>,
    /// Only these skills.
    #[serde(default)]
    pub skills: Names,
}

/// ```` ```matrix ````
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MatrixBlock {
    /// The levels of this track.
    pub track: Name,
    /// These levels.
    pub levels: Names,
    /// Only the skills of this area.
    pub area: Name,
    /// Only skills that are core at one of the levels.
    pub core: bool,
}

/// ```` ```levels ````
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LevelsBlock {
    /// The levels of this track.
    pub track: Name,
    /// These levels.
    pub levels: Names,
}

/// ```` ```checklist ````
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistBlock {
    /// The checklist.
    pub checklist: Located<String>,
    /// Only these of its items.
    #[serde(default)]
    pub items: Names,
}
