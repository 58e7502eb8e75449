//! Changes to the author's files as values: insertions into the original bytes, and whole files. The shell
//! applies them; nothing here writes.

mod ids;

pub use ids::{IdsRequest, ids};

use crate::source::SourcePath;

/// Text to put into a file, at a place counted in the file's original bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Insertion {
    /// The file.
    pub source: SourcePath,
    /// From 1.
    pub line: usize,
    /// Bytes from the start of the line, its line end and the file's byte order mark not counted.
    pub column: usize,
    /// What to put there.
    pub text: String,
}

/// What to do to the book's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Insertions, by place.
    pub insertions: Vec<Insertion>,
    /// Whole files to write (`ids.lock`), by path.
    pub files: Vec<(SourcePath, String)>,
    /// One line each, for people: what will have been done.
    pub report: Vec<String>,
}
