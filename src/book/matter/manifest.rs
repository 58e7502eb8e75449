//! `book.yml`, and the maps in it.

use super::{Names, Words, shown};
use crate::book::{Entries, Located, schema};
use schemars::JsonSchema;
use serde::Deserialize;

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
    #[schemars(schema_with = "schema::site_address")]
    pub base_url: Words,
    /// The repository's page.
    #[schemars(schema_with = "schema::site_address")]
    pub repository: Words,
    /// What stands between the repository's address and a file's path in edit links.
    pub edit_path: Words,
    /// The whole address at which a page is edited, with `{path}` for its path in the book; instead of `edit_path`.
    #[schemars(schema_with = "schema::page_address")]
    pub edit_url: Words,
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

shown!(ManifestMatter: title, description);
