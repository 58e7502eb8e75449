//! `rungs edition`: a snapshot of the ladder becomes a file of the book, once and for all; and the ladder of any sources.

use super::Edits;
use crate::book::{Book, Edition, Freeze, Snapshot};
use crate::diagnostic::Outcome;
use crate::ladder;
use crate::source::{SourcePath, Sources};
use crate::{Audience, Memory, Options, build, parse};

/// Which edition to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionRequest {
    /// Its name.
    pub name: String,
    /// The day from which it holds, `2026-12-01`.
    pub effective: String,
}

impl EditionRequest {
    /// Where it will stand, if its name can be one.
    #[must_use]
    pub fn file(&self, sources: &Sources) -> Option<SourcePath> {
        let is_name = parse::is_edition_name(&self.name);
        sources.in_book(&format!("editions/{}.json", self.name)).filter(|_| is_name)
    }
}

/// Writes an edition. A book with errors, or without a ladder, or that has the edition already, gets no edits.
#[must_use]
pub fn edition(sources: &Sources, request: &EditionRequest) -> Outcome<Edits> {
    let outcome = ladders(sources, Audience::Reader);
    if outcome.has_errors() {
        return outcome.map(|_| Edits::default());
    }
    outcome.map(|ladders| {
        let Some(file) = request.file(sources).filter(|file| sources.text(file).is_none()) else { return Edits::default() };
        let Some(ladder) = ladders.current.filter(|ladder| !ladder.levels.is_empty() || !ladder.skills.is_empty()) else {
            return Edits::default();
        };
        let edition = Edition { name: request.name.clone(), effective: request.effective.clone(), ladder };
        let report = vec![format!(
            "edition {}, in force from {}: {} levels, {} skills",
            edition.name,
            edition.effective,
            edition.ladder.levels.len(),
            edition.ladder.skills.len()
        )];
        let files = parse::edition_file(&edition).map(|text| vec![(file, text)]).unwrap_or_default();
        Edits { files, report, ..Edits::default() }
    })
}

/// The ladders that some sources hold.
#[derive(Clone, Debug, Default)]
pub struct Ladders {
    /// The book's own, as far as it can be read; `None` when there is no book.
    pub current: Option<Snapshot>,
    /// Its editions, oldest first.
    pub editions: Vec<Edition>,
    /// When it stays as it is.
    pub freeze: Vec<Freeze>,
}

/// Reads the ladders of some sources, with what is wrong with them.
#[must_use]
pub fn ladders(sources: &Sources, audience: Audience) -> Outcome<Ladders> {
    let options = Options { audience, base_url: None };
    let outcome = build::book(sources, &options, &Memory::default(), &|_| {});
    let ladders = |book: Book| Ladders { current: Some(ladder::snapshot(&book)), editions: book.editions, freeze: book.manifest.freeze };
    outcome.map(|book| book.map(ladders).unwrap_or_default()).sorted()
}
