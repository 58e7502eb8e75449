//! Front matter and YAML files as authors write them, field by field. `parse` fills these; `assemble` resolves them.

use super::{Entries, Located, schema};
use schemars::JsonSchema;
use serde::Deserialize;

/// A text that may hold anything, and where it stands.
type Words = Option<Located<String>>;
/// A list of ids.
type Names = Vec<Located<String>>;

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
pub trait Matter {
    /// The fields that this kind has beside the common ones.
    const OWN_FIELDS: &'static [&'static str];

    /// The common fields.
    fn common(&self) -> CommonMatter;
}

macro_rules! matter {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
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
            #[serde(deserialize_with = "super::located::one_or_many")]
            #[schemars(schema_with = "schema::one_or_many")]
            was: Names,
            $($(#[$field_doc])* pub $field: $type,)*
        }

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
    }
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
    }
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

/// One entry of `glossary.yml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermMatter {
    /// The term.
    pub title: Located<String>,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Names,
    /// Its definition, Markdown.
    pub text: Located<String>,
    /// Whether its first use in a page becomes a link (default: yes).
    #[serde(default = "yes")]
    pub link: bool,
}

fn yes() -> bool {
    true
}

/// One entry of `sources.yml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceMatter {
    /// The work's title.
    pub title: Located<String>,
    /// Its authors, as cited.
    pub authors: Located<String>,
    /// The year it came out.
    #[serde(default)]
    pub year: Option<i32>,
    /// `book`, `article`, `paper`, `docs`, `talk`.
    #[serde(default)]
    pub kind: Words,
    /// Where it can be read.
    #[serde(default)]
    #[schemars(schema_with = "schema::web_address")]
    pub url: Words,
    /// The day the address was last opened.
    #[serde(default)]
    pub checked: Words,
    /// Its licence.
    #[serde(default)]
    pub licence: Words,
    /// What to take from it, Markdown.
    #[serde(default)]
    pub note: Words,
}

/// One entry of `areas.yml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaMatter {
    /// The area's name.
    pub title: Located<String>,
    /// One line about it.
    #[serde(default)]
    pub summary: Words,
}

/// A theme of `questions.yml`: its key is its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionsMatter {
    /// The theme's name.
    pub title: Located<String>,
    /// Questions for a 1:1, in order.
    #[schemars(schema_with = "schema::some_texts")]
    pub questions: Names,
}

/// `site:` of `book.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteMatter {
    /// Names the handbook in readers' storage.
    #[schemars(schema_with = "schema::site_id")]
    pub id: Words,
}

/// `brand:` of `book.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BrandMatter {
    /// The hue of the accent, in degrees of OKLCH.
    #[schemars(schema_with = "schema::hue")]
    pub hue: Option<Located<u16>>,
}

/// `markdown:` of `book.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MarkdownMatter {
    /// `sanitize`, `escape` or `trust`.
    #[schemars(schema_with = "schema::raw_html")]
    pub raw_html: Words,
    /// Whether straight quotes become curly ones.
    pub smart_punctuation: bool,
    /// False leaves dollar signs alone: no mathematics.
    pub math: Option<bool>,
}

/// One entry of `freeze:` of `book.yml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreezeMatter {
    /// The first day.
    #[schemars(schema_with = "schema::day")]
    pub from: Located<String>,
    /// The last day.
    #[schemars(schema_with = "schema::day")]
    pub to: Located<String>,
    /// Why.
    #[serde(default)]
    pub reason: Words,
}

/// `book.yml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ManifestMatter {
    /// The book's title.
    pub title: Words,
    /// One line about the book.
    pub description: Words,
    /// Who wrote it.
    pub authors: Names,
    /// The handbook's identity.
    pub site: SiteMatter,
    /// `en`, `de`, …
    #[schemars(schema_with = "schema::language")]
    pub language: Words,
    /// Where the site is published, for the few absolute addresses.
    #[schemars(schema_with = "schema::web_address")]
    pub base_url: Words,
    /// The repository's page.
    #[schemars(schema_with = "schema::web_address")]
    pub repository: Words,
    /// What stands between the repository's address and a file's path in edit links.
    pub edit_path: Words,
    /// A theme's name or folder.
    pub theme: Words,
    /// Colours.
    pub brand: BrandMatter,
    /// How Markdown is read.
    pub markdown: MarkdownMatter,
    /// Old address → new address.
    pub redirects: Entries<Located<String>>,
    /// Days on which the ladder stays as it is.
    pub freeze: Vec<FreezeMatter>,
    /// A custom domain, written to `CNAME`.
    #[schemars(schema_with = "schema::domain")]
    pub cname: Words,
    /// Whether the site works offline.
    pub offline: Option<bool>,
    /// Whether search engines may list it.
    pub index: Option<bool>,
}
