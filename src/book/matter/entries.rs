//! The entries of `glossary.yml`, `sources.yml`, `areas.yml` and `questions.yml`.

use super::{Names, Words, shown};
use crate::book::{Located, schema};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::RangeInclusive;

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

// Other words for a term are looked for, so they stay as written.
shown!(TermMatter: title);

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
    #[schemars(schema_with = "schema::year")]
    pub year: Option<Located<i32>>,
    /// `book`, `article`, `paper`, `docs`, `talk`.
    #[serde(default)]
    #[schemars(schema_with = "schema::source_kind")]
    pub kind: Words,
    /// Where it can be read.
    #[serde(default)]
    #[schemars(schema_with = "schema::web_address")]
    pub url: Words,
    /// The day the address was last opened.
    #[serde(default)]
    #[schemars(schema_with = "schema::some_day")]
    pub checked: Words,
    /// Its licence.
    #[serde(default)]
    pub licence: Words,
    /// What to take from it, Markdown.
    #[serde(default)]
    pub note: Words,
}

shown!(SourceMatter: title, authors);

impl SourceMatter {
    /// The years in which a work may have come out: the oldest writing, and whatever a mistyped `20206` is not.
    pub const YEARS: RangeInclusive<i32> = -3000..=2999;
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

shown!(AreaMatter: title, summary);

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

// Which questions a reader has chosen is kept by their words, so they stay as written.
shown!(QuestionsMatter: title);
