//! What is different between two ladders. One function serves `rungs diff`, the changelog and its feed.

use super::{level_differences, other_differences, pairing::Pairing, wording::Piece};
use crate::book::Snapshot;
use std::collections::BTreeMap;

/// One thing that is different.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Of what.
    pub subject: Subject,
    /// What it is.
    pub kind: DifferenceKind,
    /// What its sentence names: `skill`, `from`, `to`, `title`, `name`, `level`.
    pub names: BTreeMap<&'static str, String>,
    /// A text that was reworded, word by word.
    pub wording: Vec<Piece>,
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its id; the old one when it is gone.
    pub id: String,
    /// Its title.
    pub title: String,
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that string keys and programs use.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

words! {
    /// What a difference may be about, in the order in which it is shown.
    SubjectKind {
        /// A level.
        Level = "level";
        /// A skill.
        Skill = "skill";
        /// A track.
        Track = "track";
        /// A role.
        Role = "role";
        /// A transition.
        Transition = "transition";
        /// An area.
        Area = "area";
    }
}

words! {
    /// What may be different.
    DifferenceKind {
        /// It is new.
        Added = "added";
        /// It is gone.
        Removed = "removed";
        /// It has another id.
        Renamed = "renamed";
        /// It has another title.
        Retitled = "retitled";

        /// A level stands in another track.
        TrackChanged = "track_changed";
        /// A level that was a draft is defined.
        Defined = "defined";
        /// A level is a draft again.
        Undefined = "undefined";
        /// A level is a fine place to stay now.
        Terminal = "terminal";
        /// A level is one no more.
        NotTerminal = "not_terminal";
        /// A level extends another one.
        ExtendsChanged = "extends_changed";
        /// A level has a new equal.
        ParityAdded = "parity_added";
        /// A level has lost an equal.
        ParityRemoved = "parity_removed";
        /// A level's first paragraph says something else.
        IdentityReworded = "identity_reworded";
        /// A level has a new attribute.
        AttributeAdded = "attribute_added";
        /// An attribute has another value.
        AttributeChanged = "attribute_changed";
        /// An attribute is gone.
        AttributeRemoved = "attribute_removed";

        /// A skill is asked for, as a core one.
        CoreAdded = "core_added";
        /// A skill is asked for, as a supporting one.
        SupportingAdded = "supporting_added";
        /// A higher step is asked for.
        TargetRaised = "target_raised";
        /// A lower step is asked for.
        TargetLowered = "target_lowered";
        /// A supporting skill is a core one now.
        MoreEmphasised = "more_emphasised";
        /// A core skill is a supporting one now.
        LessEmphasised = "less_emphasised";
        /// A skill is no longer asked for.
        TargetRemoved = "target_removed";
        /// The note about a target says something else.
        NoteReworded = "note_reworded";

        /// An expectation is new.
        ExpectationAdded = "expectation_added";
        /// An expectation comes from another level.
        ExpectationMoved = "expectation_moved";
        /// An expectation is gone.
        ExpectationRemoved = "expectation_removed";
        /// An expectation has another id.
        ExpectationRenamed = "expectation_renamed";
        /// An expectation has another title.
        ExpectationRetitled = "expectation_retitled";
        /// An expectation belongs to another skill.
        ExpectationSkillChanged = "expectation_skill_changed";
        /// The meaning of an expectation changed, says its `rev`.
        ExpectationRevised = "expectation_revised";
        /// The words of an expectation changed, and its `rev` says that its meaning did, too.
        StatementChanged = "statement_changed";
        /// The words of an expectation changed, and its `rev` did not.
        StatementReworded = "statement_reworded";
        /// Signals of an expectation changed.
        SignalsChanged = "signals_changed";
        /// What is not yet an expectation changed.
        NotYetChanged = "not_yet_changed";
        /// Examples of an expectation changed.
        ExamplesChanged = "examples_changed";
        /// An expectation of a lower level holds here now.
        Inherits = "inherits";
        /// An expectation of a lower level holds here no more.
        Ends = "ends";

        /// A skill belongs to another area.
        AreaChanged = "area_changed";
        /// A skill has a new step.
        StepAdded = "step_added";
        /// A step has another title.
        StepRetitled = "step_retitled";
        /// A step says something else.
        StepReworded = "step_reworded";
        /// A skill has lost a step.
        StepRemoved = "step_removed";

        /// The levels of a track stand in another order.
        Reordered = "reordered";
        /// A role or transition is of another kind.
        KindChanged = "kind_changed";
        /// A role is usual at another level.
        UsualLevelAdded = "usual_level_added";
        /// A role is no longer usual at a level.
        UsualLevelRemoved = "usual_level_removed";
        /// A role asks for a skill.
        RoleSkillAdded = "role_skill_added";
        /// A transition leads somewhere else.
        RouteChanged = "route_changed";
    }
}

/// Everything that is different between two ladders, each thing once: levels first, in the order of the new ladder.
#[must_use]
pub fn differences(old: &Snapshot, new: &Snapshot) -> Vec<Difference> {
    let pairing = Pairing::new(old, new);
    let mut all = level_differences::collect(old, new, &pairing);
    all.extend(other_differences::collect(old, new, &pairing));
    all
}

/// Collects the differences of one subject.
pub(super) struct Collector {
    subject: Subject,
    pub differences: Vec<Difference>,
}

impl Collector {
    pub fn new(kind: SubjectKind, id: &str, title: &str) -> Self {
        Self { subject: Subject { kind, id: id.to_owned(), title: title.to_owned() }, differences: Vec::new() }
    }

    /// Notes a difference and what its sentence names.
    pub fn note(&mut self, kind: DifferenceKind, names: &[(&'static str, &str)]) {
        self.note_wording(kind, names, Vec::new());
    }

    /// Notes a difference that shows a text word by word.
    pub fn note_wording(&mut self, kind: DifferenceKind, names: &[(&'static str, &str)], wording: Vec<Piece>) {
        let names = names.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.differences.push(Difference { subject: self.subject.clone(), kind, names, wording });
    }

    /// Notes another id and another title.
    pub fn note_names(&mut self, old: (&str, &str), new: (&str, &str)) {
        if old.0 != new.0 {
            self.note(DifferenceKind::Renamed, &[("from", old.0), ("to", new.0)]);
        }
        if old.1 != new.1 {
            self.note(DifferenceKind::Retitled, &[("from", old.1), ("to", new.1)]);
        }
    }

    /// Notes that a plain value is another one.
    pub fn note_change(&mut self, kind: DifferenceKind, old: &str, new: &str) {
        if old != new {
            self.note(kind, &[("from", old), ("to", new)]);
        }
    }
}
