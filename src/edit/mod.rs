//! Changes to the author's files as values; the shell applies them.
use crate::source::SourcePath;
use crate::{Memory, Options, diagnostic::Outcome, source::Sources};

/// Text to put into a file, at a place counted in the file's original bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Insertion {
    pub source: SourcePath,
    /// From 1.
    pub line: usize,
    /// Bytes from the start of the line, its line end not counted.
    pub column: usize,
    pub text: String,
}

/// What to do to the book's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    pub insertions: Vec<Insertion>,
    /// Whole files to write (`ids.lock`), by path.
    pub files: Vec<(SourcePath, String)>,
    /// One line each, for people: what will have been done.
    pub report: Vec<String>,
}

/// What `rungs ids` is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdsRequest {
    /// Ids to retire.
    pub retire: Vec<String>,
    /// The `ids.lock` of a base revision, whose ordinals stay.
    pub base: Option<String>,
}

/// Gives an id to every item that lacks one and brings `ids.lock` up to date.
pub fn ids(_sources: &Sources, _options: &Options, _memory: &Memory, _request: &IdsRequest) -> Outcome<Edits> {
    Outcome::clean(Edits::default())
}
