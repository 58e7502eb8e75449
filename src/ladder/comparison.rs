//! What changes between two levels, skill by skill. One function serves the comparison pages, the level pages and the
//! blocks in prose.

use crate::book::{HeldExpectation, Id, Ladder, Level, Step, Target, Transition, Weight};

macro_rules! changes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, mirrored $mirror:ident;)*) => {
        /// What becomes of a skill from one level to another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Change { $($(#[$doc])* $variant),* }

        impl Change {
            /// All of them, what grows first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that string keys and class names use.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// What it is in the other direction.
            #[must_use]
            pub fn mirrored(self) -> Self {
                match self { $(Self::$variant => Self::$mirror),* }
            }
        }
    };
}

changes! {
    /// The first level does not ask for it.
    New = "new", mirrored Gone;
    /// A higher step.
    Raised = "raised", mirrored Lower;
    /// The same step, supporting before and core now.
    MoreEmphasised = "more", mirrored LessEmphasised;
    /// The same step, core before and supporting now.
    LessEmphasised = "less", mirrored MoreEmphasised;
    /// A lower step.
    Lower = "lower", mirrored Raised;
    /// The second level does not ask for it.
    Gone = "gone", mirrored New;
    /// The same step with the same weight.
    Same = "same", mirrored Same;
}

/// An expectation that both levels have, in different words: the same skill and local id, written by different levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewording<'a> {
    /// As the first level has it.
    pub before: &'a HeldExpectation,
    /// As the second has it.
    pub after: &'a HeldExpectation,
}

/// What becomes of one skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillChange<'a> {
    /// The skill.
    pub skill: &'a Id,
    /// What becomes of it.
    pub change: Change,
    /// What the first level asks for.
    pub before: Option<&'a Target>,
    /// What the second level asks for.
    pub after: Option<&'a Target>,
    /// Expectations that only the second level has.
    pub starts: Vec<&'a HeldExpectation>,
    /// Expectations that only the first level has.
    pub ends: Vec<&'a HeldExpectation>,
    /// Expectations that the second level words anew.
    pub becomes: Vec<Rewording<'a>>,
}

impl SkillChange<'_> {
    /// The steps that are added: those above the first level's, up to the second's; of a new skill only its own.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        match (self.before, self.after) {
            (Some(before), Some(after)) => (before.step + 1..=after.step).collect(),
            (None, Some(after)) => vec![after.step],
            _ => Vec::new(),
        }
    }

    /// Whether nothing at all is different.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.change == Change::Same && self.starts.is_empty() && self.ends.is_empty() && self.becomes.is_empty()
    }
}

/// A short fact about both levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributeChange<'a> {
    /// Its name.
    pub name: &'a str,
    /// The first level's value.
    pub before: Option<&'a str>,
    /// The second level's.
    pub after: Option<&'a str>,
}

/// Everything that is different between two levels, and everything that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// Where it starts.
    pub from: &'a Level,
    /// Where it leads.
    pub to: &'a Level,
    /// Every skill of either level once, in the order of the ladder.
    pub skills: Vec<SkillChange<'a>>,
    /// Every attribute of either level once.
    pub attributes: Vec<AttributeChange<'a>>,
    /// The transitions that lead from the first to the second.
    pub transitions: Vec<&'a Transition>,
}

impl Comparison<'_> {
    /// Whether the two levels ask for the same and say the same about themselves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.skills.iter().all(SkillChange::is_same) && self.attributes.iter().all(|attribute| attribute.before == attribute.after)
    }

    /// The skills with this change, in order.
    pub fn with(&self, change: Change) -> impl Iterator<Item = &SkillChange<'_>> {
        self.skills.iter().filter(move |skill| skill.change == change)
    }
}

/// Compares two levels of a ladder.
#[must_use]
pub fn compare<'a>(ladder: &'a Ladder, from: &'a Level, to: &'a Level) -> Comparison<'a> {
    let skills = ladder.skills.iter().filter_map(|skill| skill_change(&skill.id, from, to)).collect();
    let transitions = ladder.transitions.iter().filter(|transition| transition.from == from.id && transition.to == to.id).collect();
    Comparison { from, to, skills, attributes: attributes(from, to), transitions }
}

/// What becomes of a skill that either level knows.
fn skill_change<'a>(skill: &'a Id, from: &'a Level, to: &'a Level) -> Option<SkillChange<'a>> {
    let (before, after) = (from.targets.get(skill), to.targets.get(skill));
    let held = |level: &'a Level| level.expectations.iter().filter(|held| held.skill == *skill).collect::<Vec<_>>();
    let (old, new) = (held(from), held(to));
    let change = match (before.is_some() || !old.is_empty(), after.is_some() || !new.is_empty()) {
        (false, false) => return None,
        (false, true) => Change::New,
        (true, false) => Change::Gone,
        (true, true) => of_targets(before, after),
    };
    let other = |list: &[&HeldExpectation], one: &HeldExpectation| list.iter().all(|held| held.local != one.local);
    let starts = new.iter().copied().filter(|held| other(&old, held)).collect();
    let ends = old.iter().copied().filter(|held| other(&new, held)).collect();
    let becomes = new
        .iter()
        .filter_map(|after| {
            let before = old.iter().find(|before| before.local == after.local && before.owner != after.owner)?;
            Some(Rewording { before, after })
        })
        .collect();
    Some(SkillChange { skill, change, before, after, starts, ends, becomes })
}

/// Steps decide first, weights where the steps are the same.
fn of_targets(before: Option<&Target>, after: Option<&Target>) -> Change {
    let step = |target: Option<&Target>| target.map(|target| target.step);
    let weight = |target: Option<&Target>| target.map(|target| target.weight);
    match (step(before).cmp(&step(after)), weight(before), weight(after)) {
        (std::cmp::Ordering::Less, ..) => Change::Raised,
        (std::cmp::Ordering::Greater, ..) => Change::Lower,
        (_, Some(Weight::Core), Some(Weight::Supporting)) => Change::LessEmphasised,
        (_, Some(Weight::Supporting), Some(Weight::Core)) => Change::MoreEmphasised,
        _ => Change::Same,
    }
}

/// The attributes of both, the first level's order first.
fn attributes<'a>(from: &'a Level, to: &'a Level) -> Vec<AttributeChange<'a>> {
    let value = |level: &'a Level, name: &str| level.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in from.attributes.iter().chain(&to.attributes) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| AttributeChange { name, before: value(from, name), after: value(to, name) }).collect()
}
