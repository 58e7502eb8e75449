//! The ladder: tracks, levels, skills, roles and transitions with everything resolved.

use super::{Id, Located, NodeRange, Nodes, PageIndex, RoleKind, TransitionKind};
use std::collections::BTreeMap;

/// A step of a skill, 1 to 5.
pub type Step = u8;

/// One expectation as its level's page writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expectation {
    /// Its id within the level.
    pub local: Id,
    /// Its title, from the heading.
    pub title: String,
    /// The skill it belongs to.
    pub skill: Located<Id>,
    /// Raised when its meaning changed.
    pub rev: u32,
    /// Number of its heading.
    pub heading: usize,
    /// What it says.
    pub statement: Nodes,
    /// How one sees it.
    pub signals: Vec<NodeRange>,
    /// What is not yet it.
    pub not_yet: Vec<NodeRange>,
    /// Examples.
    pub examples: Vec<NodeRange>,
}

/// An expectation that holds at a level: its own, or one inherited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeldExpectation {
    /// The level whose page writes it.
    pub owner: Id,
    /// Its number on that page.
    pub number: usize,
    /// Its id within the level.
    pub local: Id,
    /// Its skill.
    pub skill: Id,
}

/// How much a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// The level rests on it.
    Core,
    /// It helps.
    Supporting,
}

impl Weight {
    /// The word authors and strings use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Supporting => "supporting",
        }
    }
}

/// The step of a skill that a level asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// 1 to 5.
    pub step: Step,
    /// Core or supporting.
    pub weight: Weight,
    /// Why it falls or stays.
    pub note: Option<String>,
}

/// A level with everything it inherits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its id.
    pub id: Id,
    /// Its page.
    pub page: PageIndex,
    /// Its track.
    pub track: Id,
    /// Whether it is not defined yet.
    pub draft: bool,
    /// Whether it is a fine place to stay.
    pub terminal: bool,
    /// The level it extends.
    pub extends: Option<Id>,
    /// Its equals on other tracks, said on either side.
    pub parity: Vec<Id>,
    /// Short facts, inherited ones first.
    pub attributes: Vec<(String, String)>,
    /// Skill → what it asks for.
    pub targets: BTreeMap<Id, Target>,
    /// Expectations in order: inherited ones in their place, then its own.
    pub expectations: Vec<HeldExpectation>,
}

/// A track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its id.
    pub id: Id,
    /// Its page.
    pub page: PageIndex,
    /// Its levels, lowest first.
    pub levels: Vec<Id>,
}

/// A skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Its id.
    pub id: Id,
    /// Its page.
    pub page: PageIndex,
    /// Its area.
    pub area: Option<Id>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: Id,
    /// Its page.
    pub page: PageIndex,
    /// What it is.
    pub kind: RoleKind,
    /// The levels that usually hold it.
    pub usual_levels: Vec<Id>,
    /// Skill → step.
    pub skills: Vec<(Id, Step)>,
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Its id.
    pub id: Id,
    /// Its page.
    pub page: PageIndex,
    /// Where it starts.
    pub from: Id,
    /// Where it leads.
    pub to: Id,
    /// What it is.
    pub kind: TransitionKind,
    /// How long one may try it.
    pub trial: Option<String>,
    /// The transition that leads back.
    pub return_path: Option<Id>,
    /// Its checklist.
    pub checklist: Option<Id>,
}

/// All of it, each list in the order in which it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Tracks by id.
    pub tracks: Vec<Track>,
    /// Levels by track, lowest first.
    pub levels: Vec<Level>,
    /// Skills by area, then by title.
    pub skills: Vec<Skill>,
    /// Roles by id.
    pub roles: Vec<Role>,
    /// Transitions, lowest start first.
    pub transitions: Vec<Transition>,
}

impl Ladder {
    /// The level of this id.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|level| &*level.id == id)
    }

    /// The skill of this id.
    #[must_use]
    pub fn skill(&self, id: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| &*skill.id == id)
    }

    /// The skills of an area.
    pub fn skills_of<'a>(&'a self, area: &'a Id) -> impl Iterator<Item = &'a Skill> {
        self.skills.iter().filter(move |skill| skill.area.as_ref() == Some(area))
    }

    /// The track of this id.
    #[must_use]
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| &*track.id == id)
    }

    /// Whether there is anything to climb.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty() && self.tracks.is_empty()
    }
}
