//! The front matter of pages, by kind.

use super::{Names, Words, shown};
use crate::book::{Entries, Located, Texts, schema};
use schemars::JsonSchema;
use serde::Deserialize;

/// The fields every page may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommonMatter {
    /// The title shown everywhere.
    pub title: Words,
    /// One line below the title and in lists.
    pub summary: Words,
    /// `2026-11-20`, or `git`.
    pub updated: Words,
    /// `published` (the default) or `draft`.
    pub status: Words,
    /// Earlier file stems of this page.
    pub was: Names,
}

/// Front matter of any kind: gives its common fields.
pub trait Matter: Texts {
    /// The fields that this kind has beside the common ones.
    const OWN_FIELDS: &'static [&'static str];

    /// The common fields.
    fn common(&self) -> CommonMatter;
}

macro_rules! matter {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* } $(shows $($shown:ident),+)?) => {
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
        $(#[$doc])*
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// The title shown everywhere; without it, the page's first heading.
            title: Words,
            /// One line below the title and in lists.
            summary: Words,
            /// The day of the last change, or `git` to ask the history.
            #[schemars(schema_with = "schema::updated")]
            updated: Words,
            /// `published`, or `draft`: shown as not defined yet.
            #[schemars(schema_with = "schema::status")]
            status: Words,
            /// Earlier file names of this page, without `.md`.
            #[serde(deserialize_with = "crate::book::located::one_or_many")]
            #[schemars(schema_with = "schema::one_or_many")]
            was: Names,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        shown!($name: title, summary $($(, $shown)+)?);

        impl Matter for $name {
            const OWN_FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn common(&self) -> CommonMatter {
                CommonMatter {
                    title: self.title.clone(),
                    summary: self.summary.clone(),
                    updated: self.updated.clone(),
                    status: self.status.clone(),
                    was: self.was.clone(),
                }
            }
        }
    };
}

matter! {
    /// `index.md`.
    HomeMatter {}
}

matter! {
    /// `guide/**.md`.
    ChapterMatter {
        /// The skills it builds; defaults for its items.
        skills: Names,
        /// False for what is looked up rather than read: nothing to mark as read, and no place on the home page.
        reading: Option<bool>,
    }
}

matter! {
    /// `tracks/*.md`.
    TrackMatter {
        /// Level ids in order, lowest first.
        levels: Names,
    }
}

matter! {
    /// `levels/*.md`.
    LevelMatter {
        /// The track it belongs to.
        track: Words,
        /// The level whose targets, attributes and expectations still hold.
        extends: Words,
        /// Levels of other tracks that are its equals.
        parity: Names,
        /// Whether it is a fine place to stay.
        terminal: bool,
        /// A free map of short facts.
        attributes: Entries<Located<String>>,
        /// Skills it rests on, and the step it asks for.
        #[schemars(schema_with = "schema::steps")]
        core: Entries<Located<u8>>,
        /// Skills that help, and the step it asks for.
        #[schemars(schema_with = "schema::steps")]
        supporting: Entries<Located<u8>>,
        /// Why a target falls or stays, by skill.
        notes: Entries<Located<String>>,
        /// Inherited expectations that end here, by local id.
        ends: Names,
    } shows attributes, notes
}

matter! {
    /// `skills/*.md`.
    SkillMatter {
        /// Its area.
        area: Words,
    }
}

matter! {
    /// `roles/*.md`.
    #[schemars(extend("required" = ["kind"]))]
    RoleMatter {
        /// `assignment` or `job`.
        #[schemars(schema_with = "schema::role_kind")]
        kind: Words,
        /// The levels that usually hold it.
        usual_levels: Names,
        /// The skills it asks for, and the step.
        #[schemars(schema_with = "schema::steps")]
        skills: Entries<Located<u8>>,
    }
}

matter! {
    /// `transitions/*.md`.
    #[schemars(extend("required" = ["from", "to", "kind"]))]
    TransitionMatter {
        /// The level one comes from.
        #[schemars(schema_with = "schema::needed")]
        from: Words,
        /// The level one goes to.
        #[schemars(schema_with = "schema::needed")]
        to: Words,
        /// `promotion`, `track-switch` or `return`.
        #[schemars(schema_with = "schema::transition_kind")]
        kind: Words,
        /// How long one may try it.
        trial: Words,
        /// The transition that leads back.
        return_path: Words,
        /// The checklist of its first weeks.
        checklist: Words,
    } shows trial
}

matter! {
    /// `checklists/*.md`.
    ChecklistMatter {
        /// What it is for.
        #[schemars(schema_with = "schema::checklist_kind")]
        kind: Words,
        /// Who ticks it.
        #[schemars(schema_with = "schema::owner")]
        owner: Words,
        /// The level whose practice it is.
        level: Words,
        /// Default for its items.
        skills: Names,
        /// Default for its items, `90d`.
        #[schemars(schema_with = "schema::review")]
        review: Words,
        /// Default for its items.
        effort: Words,
        /// Default for its items.
        #[schemars(schema_with = "schema::step")]
        step: Option<Located<u8>>,
    }
}

matter! {
    /// `templates/*.md`.
    TemplateMatter {
        /// The skills it serves.
        skills: Names,
        /// The name of the downloaded file; the page's own file name by default.
        filename: Words,
    }
}
