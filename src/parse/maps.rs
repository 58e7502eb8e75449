//! `glossary.yml`, `sources.yml`, `areas.yml` and `questions.yml`: maps of ids to fields, with their Markdown parsed.

use super::front_matter::{is_date, unknown_word};
use super::markdown::{self, Boxes, MarkdownOptions};
use super::yaml;
use crate::book::{
    AreaMatter, Body, DraftSource, DraftTerm, Entries, Id, Located, Manifest, QuestionsMatter, SourceKind, SourceMatter, TermMatter, Texts,
    ThemeMatter,
};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Origin, SourcePath, Span, Text};
use serde::de::DeserializeOwned;
use std::{ops::Range, sync::Arc};

/// A map that was read; `whole` is false when some of it had to be left out.
pub(super) struct Map<V> {
    /// Its entries in order.
    pub entries: Vec<V>,
    /// Whether every entry was read.
    pub whole: bool,
}

/// Reads the glossary, with its definitions.
pub(super) fn glossary(text: &Text, manifest: &Manifest) -> Outcome<Map<DraftTerm>> {
    let mut diagnostics = Vec::new();
    let map = read::<TermMatter>(text, manifest).take(&mut diagnostics);
    let mut entries = Vec::new();
    for (id, matter) in map.entries {
        diagnostics.extend(yaml::dropped_comment(&text.path, &text.content, &matter.title));
        let body = prose(text, &matter.text, manifest).take(&mut diagnostics);
        entries.push((id, matter, body));
    }
    Outcome::new(Map { entries, whole: map.whole }, diagnostics)
}

/// Reads the list of sources, with its notes.
pub(super) fn sources(text: &Text, manifest: &Manifest) -> Outcome<Map<DraftSource>> {
    let mut diagnostics = Vec::new();
    let map = read::<SourceMatter>(text, manifest).take(&mut diagnostics);
    let mut entries = Vec::new();
    for (id, matter) in map.entries {
        for words in [Some(&matter.title), Some(&matter.authors), matter.note.as_ref()].into_iter().flatten() {
            diagnostics.extend(yaml::dropped_comment(&text.path, &text.content, words));
        }
        let matter = sound(text, matter, &mut diagnostics);
        let note = match &matter.note {
            Some(note) => prose(text, note, manifest).take(&mut diagnostics),
            None => Arc::default(),
        };
        entries.push((id, matter, note));
    }
    Outcome::new(Map { entries, whole: map.whole }, diagnostics)
}

/// A source without the values that are none, so that whoever shows it need not doubt them.
fn sound(text: &Text, matter: SourceMatter, diagnostics: &mut Vec<Diagnostic>) -> SourceMatter {
    let mut fits = |fits: bool, at: Range<usize>, message: String, help: &str| {
        if !fits {
            diagnostics.push(Diagnostic::at(Code::UnknownValue, Span::new(&text.path, at), message).help(help));
        }
        fits
    };
    let url = matter.url.filter(|url| {
        let whole = url.value.starts_with("https://") || url.value.starts_with("http://");
        fits(whole, url.range(), format!("`{}` is not a web address", url.value), "write it whole, with https://")
    });
    let year = matter.year.filter(|year| {
        let sensible = SourceMatter::YEARS.contains(&year.value);
        fits(sensible, year.range(), format!("no work came out in the year {}", year.value), "write the year with four digits, like `2026`")
    });
    let checked = matter
        .checked
        .filter(|day| fits(is_date(&day.value), day.range(), format!("`{}` is not a day", day.value), "write a day like `2026-11-20`"));
    let kind = matter.kind.filter(|kind| {
        let known = SourceKind::named(&kind.value).is_some();
        if !known {
            let words: Vec<&str> = SourceKind::ALL.iter().map(|kind| kind.word()).collect();
            diagnostics.push(unknown_word(&text.path, kind, "kind", &kind.value, &words));
        }
        known
    });
    SourceMatter { year, kind, url, checked, ..matter }
}

/// Reads the areas.
pub(super) fn areas(text: &Text, manifest: &Manifest) -> Outcome<Map<(Located<String>, AreaMatter)>> {
    read::<AreaMatter>(text, manifest)
}

/// Reads the question bank. A theme without a question is named and left out.
pub(super) fn questions(text: &Text, manifest: &Manifest) -> Outcome<Map<(Located<String>, QuestionsMatter)>> {
    let mut diagnostics = Vec::new();
    let mut map = read::<QuestionsMatter>(text, manifest).take(&mut diagnostics);
    map.entries.retain(|(id, matter)| {
        for words in std::iter::once(&matter.title).chain(&matter.questions) {
            diagnostics.extend(yaml::dropped_comment(&text.path, &text.content, words));
        }
        if matter.questions.is_empty() {
            let message = format!("the theme `{}` has no question", id.value);
            let diagnostic = Diagnostic::at(Code::MissingField, Span::new(&text.path, id.range()), message);
            diagnostics.push(diagnostic.help("write `- \"What …?\"` below its `questions:`, or take the theme away"));
        }
        !matter.questions.is_empty()
    });
    Outcome::new(map, diagnostics)
}

/// Reads a theme's strings, a flat map of texts.
#[must_use]
pub fn words(source: &SourcePath, text: &str) -> Outcome<Vec<(Located<String>, String)>> {
    if is_blank(text) {
        return Outcome::clean(Vec::new());
    }
    let read = yaml::read::<Entries<Option<String>>>(source, text);
    read.map(|read| {
        let entries = read.value.unwrap_or_default().0;
        entries.into_iter().map(|(key, words)| (key, words.unwrap_or_default())).collect()
    })
}

/// Reads a `theme.yml`.
#[must_use]
pub fn theme(source: &SourcePath, text: &str) -> Outcome<ThemeMatter> {
    if is_blank(text) {
        return Outcome::clean(ThemeMatter::default());
    }
    yaml::read::<ThemeMatter>(source, text).map(|read| read.value.unwrap_or_default())
}

/// Whether a file says nothing, which is not a map.
fn is_blank(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn read<M: Texts + DeserializeOwned>(text: &Text, manifest: &Manifest) -> Outcome<Map<(Located<String>, M)>> {
    let mut diagnostics = Vec::new();
    if is_blank(&text.content) {
        return Outcome::clean(Map { entries: Vec::new(), whole: true });
    }
    let read = yaml::read::<Entries<M>>(&text.path, &text.content).take(&mut diagnostics);
    let whole = read.broken.is_empty() && read.value.is_some();
    let mut entries = read.value.unwrap_or_default();
    if manifest.smart_punctuation {
        markdown::curl(&mut entries);
    }
    entries.0.retain(|(id, _)| {
        let valid = Id::is_valid(&id.value);
        if !valid {
            let message = format!("`{}` cannot be an id", id.value);
            let help = "an id holds letters, digits, `-`, `_` and `.`";
            diagnostics.push(Diagnostic::at(Code::UnknownValue, Span::new(&text.path, id.range()), message).help(help));
        }
        valid
    });
    Outcome::new(Map { entries: entries.0, whole }, diagnostics)
}

/// Parses a Markdown value. Diagnostics inside it point at the value as a whole: YAML may have folded it.
fn prose(text: &Text, value: &Located<String>, manifest: &Manifest) -> Outcome<Arc<Body>> {
    let options = MarkdownOptions {
        raw_html: manifest.raw_html,
        smart_punctuation: manifest.smart_punctuation,
        math: manifest.math,
        boxes: Boxes::Untracked,
    };
    let content: Arc<str> = value.value.as_str().into();
    let outcome = markdown::body(&content, 0, &Origin::plain(&text.path), options);
    let span = Span::new(&text.path, value.range());
    let moved =
        outcome.diagnostics.into_iter().map(|diagnostic| Diagnostic { place: crate::diagnostic::Place::Span(span.clone()), ..diagnostic });
    Outcome::new(Arc::new(outcome.value), moved.collect())
}
