//! Places in a text: byte ranges, and the line and column people count in.

use super::SourcePath;
use std::ops::Range;

/// A range of bytes in one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source.
    pub source: SourcePath,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span over `range` of `source`.
    #[must_use]
    pub fn new(source: &SourcePath, range: Range<usize>) -> Self {
        Self { source: source.clone(), start: range.start, end: range.end }
    }

    /// The bytes it covers.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The position of the byte at `offset`, clamped to the text.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let offset = floor_boundary(text, offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Position, position};

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a\nüx\n";
        assert_eq!(position(text, 4), Position { line: 2, column: 2 });
        assert_eq!(position(text, 3), Position { line: 2, column: 1 });
        assert_eq!(position(text, 99), Position { line: 3, column: 1 });
    }
}
