//! Changes to the author's files as values: insertions into the original bytes, and whole files. The shell
//! applies them; nothing here writes.

mod edition;
mod entries;
mod ids;
mod import;
mod init;
mod ledger;
mod starter;

pub use edition::{EditionRequest, Ladders, edition, ladders};
pub use ids::{IdsRequest, ids};
pub use import::{Import, ImportRequest, Levels, import_ladder, import_mdbook};
pub use init::{InitRequest, NewFiles, OtherBook, OtherTheme, init};

use crate::source::{SourcePath, Sources};

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

impl Edits {
    /// The sources as they will be.
    #[must_use]
    pub fn applied(&self, sources: &Sources) -> Sources {
        let mut applied = sources.clone();
        // From the end, so that places before an insertion stay what they are.
        for insertion in self.insertions.iter().rev() {
            let Some(text) = applied.text(&insertion.source) else { continue };
            let start: usize = text.content.split_inclusive('\n').take(insertion.line.saturating_sub(1)).map(str::len).sum();
            let mut content = text.content.to_string();
            if content.is_char_boundary(start + insertion.column) {
                content.insert_str(start + insertion.column, &insertion.text);
            }
            applied.insert_text(insertion.source.clone(), &content);
        }
        for (path, content) in &self.files {
            applied.insert_text(path.clone(), content);
        }
        applied
    }
}
