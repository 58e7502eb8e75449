//! Editions: snapshots of the ladder in words and numbers, as `editions/*.json` keep them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The ladder as it was published once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name, which is its file's stem: `2026-11`.
    pub name: String,
    /// The day from which it holds, `2026-12-01`.
    pub effective: String,
    /// The ladder.
    pub ladder: Snapshot,
}

/// Every word and number of a ladder, without the pages they come from. `was` lists old ids, through all renames.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The handbook it belongs to.
    pub site: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
    /// Areas in their order.
    pub areas: Vec<AreaSnapshot>,
    /// Tracks by id.
    pub tracks: Vec<TrackSnapshot>,
    /// Levels by track, lowest first.
    pub levels: Vec<LevelSnapshot>,
    /// Skills by area.
    pub skills: Vec<SkillSnapshot>,
    /// Roles by id.
    pub roles: Vec<RoleSnapshot>,
    /// Transitions.
    pub transitions: Vec<TransitionSnapshot>,
}

/// An area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A track.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its levels, lowest first.
    pub levels: Vec<String>,
}

/// A level with everything it inherits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its track.
    pub track: String,
    /// Whether it is not defined yet.
    pub draft: bool,
    /// Whether it is a fine place to stay.
    pub terminal: bool,
    /// The level it extends.
    pub extends: Option<String>,
    /// Its equals on other tracks.
    pub parity: Vec<String>,
    /// Its first paragraph.
    pub identity: String,
    /// Short facts in their order.
    pub attributes: Vec<(String, String)>,
    /// Skill → what it asks for.
    pub targets: BTreeMap<String, TargetSnapshot>,
    /// Every expectation that holds, inherited ones too, as `level/id`.
    pub holds: Vec<String>,
    /// The expectations that its own page writes.
    pub expectations: Vec<ExpectationSnapshot>,
}

/// What a level asks of a skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetSnapshot {
    /// 1 to 5.
    pub step: u8,
    /// Core, or supporting.
    pub core: bool,
    /// Why it falls or stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An expectation as its level writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectationSnapshot {
    /// `level/id`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids, as `level/id`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its skill.
    pub skill: String,
    /// Raised when its meaning changed.
    pub rev: u32,
    /// What it says.
    pub statement: String,
    /// How one sees it.
    pub signals: Vec<String>,
    /// What is not yet it.
    pub not_yet: Vec<String>,
    /// Examples.
    pub examples: Vec<String>,
}

/// A skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Its area.
    pub area: Option<String>,
    /// Its steps by number.
    pub steps: BTreeMap<u8, StepSnapshot>,
}

/// A step of a skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSnapshot {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// `assignment` or `job`.
    pub kind: String,
    /// The levels that usually hold it.
    pub usual_levels: Vec<String>,
    /// Skill → step.
    pub skills: BTreeMap<String, u8>,
}

/// A transition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransitionSnapshot {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Old ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// Where it starts.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// `promotion`, `track-switch` or `return`.
    pub kind: String,
}
