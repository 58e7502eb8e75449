//! Worksheets: a few fields that readers fill in, and the text that is made of them. What readers write stays in their
//! browser; here stands only what the author asks for.

use super::{Id, Located, PageIndex, matter::shown};
use serde::Deserialize;

/// The YAML of a worksheet block as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorksheetMatter {
    /// Names it in readers' records; unique in the book.
    pub id: Option<Located<String>>,
    /// Earlier ids, whose texts it carries on.
    #[serde(deserialize_with = "super::located::one_or_many")]
    pub was: Vec<Located<String>>,
    /// Its title.
    pub title: Option<Located<String>>,
    /// What is asked.
    pub fields: Vec<Located<FieldMatter>>,
    /// The text made of the fields, `{id}` standing for what was written.
    pub output: Option<Located<String>>,
}

shown!(WorksheetMatter: title, fields);

/// One entry of `fields:`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FieldMatter {
    /// Names it in the worksheet.
    pub id: Option<Located<String>>,
    /// Earlier ids, whose texts it carries on.
    #[serde(deserialize_with = "super::located::one_or_many")]
    pub was: Vec<Located<String>>,
    /// What is asked, in a word or two.
    pub label: Option<Located<String>>,
    /// What a good answer looks like.
    pub hint: Option<Located<String>>,
    /// How many lines the field shows.
    pub lines: Option<Located<u8>>,
    /// The answers there are; without them the field takes any text.
    pub choices: Vec<Located<String>>,
}

// What a reader has chosen is kept by its words, so choices stay as written.
shown!(FieldMatter: label, hint);

/// A valid worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Worksheet {
    /// Its id, and where it stands in the page's text.
    pub id: Located<Id>,
    /// Earlier ids.
    pub was: Vec<Id>,
    /// Its title.
    pub title: String,
    /// Its fields, at least one.
    pub fields: Vec<Field>,
    /// The text made of them; empty when there is none.
    pub output: Vec<OutputPart>,
}

/// One field of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its id, unique in the worksheet.
    pub id: Id,
    /// Earlier ids.
    pub was: Vec<Id>,
    /// What is asked.
    pub label: String,
    /// What a good answer looks like.
    pub hint: Option<String>,
    /// What it takes.
    pub kind: FieldKind,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// Any text; this many lines are shown.
    Text(u8),
    /// One of these answers.
    Choice(Vec<String>),
}

/// A part of a worksheet's text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OutputPart {
    /// The author's words.
    Words(String),
    /// What the reader wrote into this field, by number.
    Field(usize),
}

/// Where a worksheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorksheetPlace {
    /// Its page.
    pub page: PageIndex,
    /// Its number on the page.
    pub number: usize,
}

impl Worksheet {
    /// Everything in it that a reader reads, for search and reading time.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = vec![self.title.as_str()];
        for field in &self.fields {
            words.push(&field.label);
            words.extend(field.hint.as_deref());
        }
        words.join(" ")
    }
}

impl Field {
    /// The field's name in readers' records, `worksheet/field`.
    #[must_use]
    pub fn key(&self, worksheet: &Id) -> Id {
        Id::new(&format!("{worksheet}/{}", self.id))
    }

    /// The names under which readers' records may still hold its text.
    #[must_use]
    pub fn earlier_keys(&self, worksheet: &Worksheet) -> Vec<String> {
        let of = |sheet: &Id| {
            let sheet = sheet.clone();
            std::iter::once(&self.id).chain(&self.was).map(move |field| format!("{sheet}/{field}")).collect::<Vec<_>>()
        };
        std::iter::once(&worksheet.id.value).chain(&worksheet.was).flat_map(of).skip(1).collect()
    }
}
