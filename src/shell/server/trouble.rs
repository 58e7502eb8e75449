//! What is wrong with the book, as the terminal says it and as the page shows it.

use crate::shell::{editor::Editor, report::drawn};
use rungs::{
    diagnostic::{Diagnostic, Place, Severity},
    source::{Position, Sources, position},
};
use serde_json::{Value, json};
use std::path::Path;

/// Everything that keeps the newest book from being shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// As plain text, excerpts included.
    pub text: String,
    /// As JSON for the page: an array of `{severity, text, url}`.
    pub json: String,
}

impl Trouble {
    /// A trouble of the machine, in words.
    pub fn of_machine(words: &str) -> Self {
        Self { text: words.to_owned(), json: json!([{ "severity": "error", "text": words }]).to_string() }
    }

    /// Errors and warnings of a book below `root`; notes would be said again and again while one writes.
    pub fn of_book(diagnostics: &[Diagnostic], sources: &Sources, shown: &str, root: &Path, editor: &Editor) -> Self {
        let loud: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note).collect();
        let texts: Vec<String> = loud.iter().map(|diagnostic| drawn(diagnostic, sources, shown, false)).collect();
        let entries: Vec<Value> = loud
            .iter()
            .zip(&texts)
            .map(|(diagnostic, text)| {
                let url = place(diagnostic, sources).and_then(|(file, at)| editor.url(&root.join(file), at));
                json!({ "severity": diagnostic.severity.word(), "text": text, "url": url })
            })
            .collect();
        Self { text: texts.join("\n\n"), json: Value::Array(entries).to_string() }
    }
}

/// The file a diagnostic points at, below the project's root, and where in it.
fn place<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Option<(&'a str, Position)> {
    let source = diagnostic.source()?;
    let start = match &diagnostic.place {
        Place::Span(span) => sources.text(&span.source).map(|text| position(&text.content, span.start)),
        _ => None,
    };
    Some((source.as_str(), start.unwrap_or(Position { line: 1, column: 1 })))
}
