//! Fenced code that is more than code: its content, where its lines stand in the page, and the YAML in it.

use super::yaml;
use crate::diagnostic::{Diagnostic, Outcome, Place};
use crate::source::Origin;
use serde::de::DeserializeOwned;
use std::ops::Range;

/// A fenced block's content, and where its lines stand in the page's text: it may be indented there.
pub(super) struct Fenced {
    /// The content without the indentation.
    pub code: String,
    /// Offset in the content → offset in the page's text, ascending.
    places: Vec<(usize, usize)>,
}

impl Fenced {
    /// Nothing yet, of a block whose fence begins at `start` of the page's text.
    pub fn at(start: usize) -> Self {
        Self { code: String::new(), places: vec![(0, start)] }
    }

    /// Appends a piece of the content that begins at `start` of the page's text.
    pub fn push(&mut self, piece: &str, start: usize) {
        self.places.push((self.code.len(), start));
        self.code.push_str(piece);
    }

    /// The bytes of the page's text that a range of the content stands for.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let end = if range.is_empty() { start } else { self.offset(range.end - 1) + 1 };
        start..end.max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let next = self.places.partition_point(|(code, _)| *code <= at);
        next.checked_sub(1).map_or(0, |number| self.places[number].1 + at - self.places[number].0)
    }

    /// The content as YAML; `None` when anything in it is at fault. Places in the value count from the start of the
    /// content; those of the diagnostics are the page's own, or the included file's.
    pub fn yaml<T: DeserializeOwned>(&self, origin: &Origin) -> Outcome<Option<T>> {
        let code = if self.code.trim().is_empty() { "{}" } else { &self.code };
        let Outcome { value: read, diagnostics } = yaml::read::<T>(&origin.source, code);
        let is_clean = read.broken.is_empty() && diagnostics.is_empty();
        let diagnostics = diagnostics.into_iter().map(|diagnostic| match &diagnostic.place {
            Place::Span(span) => Diagnostic { place: Place::Span(origin.span(&self.place(&span.range()))), ..diagnostic },
            _ => diagnostic,
        });
        Outcome::new(read.value.filter(|_| is_clean), diagnostics.collect())
    }
}
