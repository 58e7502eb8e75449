//! What Rungs says to authors: a diagnostic has a code, a place, what is wrong and the fix.
//! This room collects, sorts and draws them; it decides nothing about books.

mod code;
mod excerpt;
mod explain;
mod outcome;
mod suggest;

pub use code::{Code, Severity};
pub use excerpt::{Excerpts, Lookup, printable};
pub use explain::{Explanation, explain};
pub use outcome::Outcome;
pub use suggest::{GUESSED, did_you_mean, nearest, slip};

use crate::source::{SourcePath, Span};
use std::sync::Arc;

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The book as a whole.
    Book,
    /// A whole file.
    File(SourcePath),
    /// Some bytes of a text.
    Span(Span),
    /// Some bytes of a text that is none of the book's.
    Elsewhere(Elsewhere),
}

/// Some bytes of a text that is none of the book's sources, a theme's file say: it brings its text along.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elsewhere {
    /// The file, as people would type it: `book/theme/theme.yml`.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// One thing that is wrong, or worth knowing, about the author's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// Which kind of thing.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do, one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic about some bytes, at its code's own severity.
    #[must_use]
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Place::Span(span), message)
    }

    /// A diagnostic about a whole file.
    #[must_use]
    pub fn in_file(code: Code, source: &SourcePath, message: impl Into<String>) -> Self {
        Self::new(code, Place::File(source.clone()), message)
    }

    /// A diagnostic about the book.
    #[must_use]
    pub fn of_book(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Place::Book, message)
    }

    /// A diagnostic about whatever is at a place.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { place, code, severity: code.severity(), message: message.into(), help: Vec::new() }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds "did you mean …?" when one of `candidates` is close to `wrong`.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match did_you_mean(wrong, candidates) {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// The diagnostic of a text that is none of the book's; its span counts the bytes of this text.
    #[must_use]
    pub fn elsewhere(self, file: &Arc<str>, text: &Arc<str>) -> Self {
        let Place::Span(Span { start, end, .. }) = self.place else { return self };
        let place = Elsewhere { file: Arc::clone(file), text: Arc::clone(text), start, end };
        Self { place: Place::Elsewhere(place), ..self }
    }

    /// The source it points at, if any.
    #[must_use]
    pub fn source(&self) -> Option<&SourcePath> {
        match &self.place {
            Place::Book | Place::Elsewhere(_) => None,
            Place::File(source) => Some(source),
            Place::Span(span) => Some(&span.source),
        }
    }
}
