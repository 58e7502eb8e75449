//! Where the bytes of an expanded text come from: the file itself, or files it includes.

use super::{SourcePath, Span};
use std::ops::Range;

/// A page's file, and which bytes of its expanded text stand in which file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The page's own file.
    pub source: SourcePath,
    segments: Vec<Segment>,
}

/// Consecutive bytes of one file. An empty list of segments means: the file as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Segment {
    expanded: usize,
    source: SourcePath,
    start: usize,
}

impl Origin {
    /// A text that includes nothing.
    #[must_use]
    pub fn plain(source: &SourcePath) -> Self {
        Self { source: source.clone(), segments: Vec::new() }
    }

    /// Says that from byte `expanded` of the text on, bytes stand in `source` from `start` on.
    /// Calls come in ascending order of `expanded`.
    pub fn push(&mut self, expanded: usize, source: &SourcePath, start: usize) {
        self.segments.push(Segment { expanded, source: source.clone(), start });
    }

    /// Says that the bytes from `at` of the text on are those of this range of another text.
    pub fn take(&mut self, other: &Self, range: Range<usize>, at: usize) {
        let first = other.span(&(range.start..range.start));
        self.push(at, &first.source, first.start);
        let later = other.segments.iter().filter(|segment| range.start < segment.expanded && segment.expanded < range.end);
        for segment in later {
            self.push(at + segment.expanded - range.start, &segment.source, segment.start);
        }
    }

    /// The place in a file of a range of the expanded text; it ends where its file's part ends.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        let after = self.segments.partition_point(|segment| segment.expanded <= range.start);
        let Some(segment) = after.checked_sub(1).and_then(|at| self.segments.get(at)) else {
            return Span::new(&self.source, range.clone());
        };
        let limit = self.segments.get(after).map_or(usize::MAX, |next| next.expanded);
        let shift = |at: usize| at.min(limit) - segment.expanded + segment.start;
        Span::new(&segment.source, shift(range.start)..shift(range.end.max(range.start)))
    }

    /// Whether these bytes stand in the page's own file.
    #[must_use]
    pub fn is_own(&self, range: &Range<usize>) -> bool {
        self.span(range).source == self.source
    }
}
