//! The JSON Schema of front matter and of YAML files, for editors that complete and validate while one types. It is made
//! from the types that [`parse`](crate::parse) fills, so it knows the fields that there are and no others.

use crate::book::{
    AreaMatter, ChapterMatter, ChecklistMatter, Entries, HomeMatter, LevelMatter, ManifestMatter, QuestionsMatter, RoleMatter, SkillMatter,
    SourceMatter, TemplateMatter, TermMatter, TrackMatter, TransitionMatter,
};
use schemars::{
    JsonSchema, Schema,
    generate::SchemaSettings,
    transform::{Transform, transform_subschemas},
};
use serde_json::{Value, json};

/// The draft that editors know best.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// What has a schema.
#[derive(Clone, Copy, Debug)]
pub struct SchemaKind {
    /// The word for it: `level`.
    pub word: &'static str,
    /// The files it holds for, as a pattern inside the book: `levels/*.md`.
    pub files: &'static str,
    make: fn() -> Schema,
}

impl SchemaKind {
    /// All of them: YAML files, then front matter.
    pub const ALL: &'static [Self] = &[
        Self::new("book", "book.yml", schema::<ManifestMatter>),
        Self::new("glossary", "glossary.yml", schema::<Entries<TermMatter>>),
        Self::new("sources", "sources.yml", schema::<Entries<SourceMatter>>),
        Self::new("areas", "areas.yml", schema::<Entries<AreaMatter>>),
        Self::new("questions", "questions.yml", schema::<Entries<QuestionsMatter>>),
        Self::new("home", "index.md", schema::<HomeMatter>),
        Self::new("chapter", "guide/**/*.md", schema::<ChapterMatter>),
        Self::new("track", "tracks/*.md", schema::<TrackMatter>),
        Self::new("level", "levels/*.md", schema::<LevelMatter>),
        Self::new("skill", "skills/*.md", schema::<SkillMatter>),
        Self::new("role", "roles/*.md", schema::<RoleMatter>),
        Self::new("transition", "transitions/*.md", schema::<TransitionMatter>),
        Self::new("checklist", "checklists/*.md", schema::<ChecklistMatter>),
        Self::new("template", "templates/*.md", schema::<TemplateMatter>),
    ];

    const fn new(word: &'static str, files: &'static str, make: fn() -> Schema) -> Self {
        Self { word, files, make }
    }

    /// The one this word stands for.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word == word)
    }

    /// Whether it is for the front matter of Markdown pages, not for a YAML file.
    #[must_use]
    pub fn is_front_matter(self) -> bool {
        self.files.ends_with(".md")
    }

    /// The schema as JSON.
    #[must_use]
    pub fn schema(self) -> Value {
        let title = if self.is_front_matter() { format!("Front matter of {}", self.files) } else { self.files.to_owned() };
        let mut schema = json!({
            "$schema": DRAFT,
            "title": title,
            "description": format!("Written by `rungs schema {}`.", self.word),
        });
        if let (Value::Object(schema), Value::Object(made)) = (&mut schema, (self.make)().to_value()) {
            // The reader's name for the type tells authors nothing.
            schema.extend(made.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title" | "description")));
        }
        schema
    }

    /// The schema as a file.
    #[must_use]
    pub fn file(self) -> String {
        format!("{:#}\n", self.schema())
    }
}

fn schema<T: JsonSchema>() -> Schema {
    // One file holds all.
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    settings.with_transform(PlainValues).into_generator().into_root_schema_for::<T>()
}

/// A text may be written as any plain value: `0`, `no` and `1.10` are texts as typed.
#[derive(Clone)]
struct PlainValues;

impl Transform for PlainValues {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if schema.get("enum").is_some() || schema.get("pattern").is_some() {
            return;
        }
        let Some(kind) = schema.get_mut("type") else { return };
        let is_text = match kind {
            Value::Array(kinds) => kinds.len() == 2 && kinds.iter().all(|kind| kind == "string" || kind == "null"),
            _ => *kind == "string",
        };
        if is_text {
            let known = std::mem::take(kind);
            let known = known.as_array().cloned().unwrap_or_else(|| vec![known]);
            *kind = known.into_iter().chain([json!("number"), json!("boolean")]).collect();
        }
    }
}
