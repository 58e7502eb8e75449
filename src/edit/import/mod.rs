//! `rungs import`: what teams have becomes the files of a book: a mdBook project, or a ladder kept as a table. Files are
//! named as values; the shell writes those that are not there yet, and nothing else.

mod cell;
mod chapters;
mod ladder;
mod layout;
mod rank;
mod row;
mod stack;
mod table;
mod write;

use super::{IdsRequest, ids};
use crate::diagnostic::Outcome;
use crate::source::{SourcePath, Sources};
use crate::{Audience, Memory, Options, parse};

/// The files of a new book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Texts by their path in the new book, in the order of their paths.
    pub texts: Vec<(SourcePath, String)>,
    /// Files that are copied: from where in the project, to where in the new book.
    pub copies: Vec<(SourcePath, SourcePath)>,
    /// One line each, for people: what was found, and what they should look at.
    pub report: Vec<String>,
}

/// How a table lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// A level a column, a skill a row.
    Across,
    /// A level a row, a skill a column.
    Down,
}

/// What an import is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRequest {
    /// The site id of the new book, which no other book has.
    pub site_id: String,
    /// How a table lies, where its names do not tell.
    pub levels: Option<Levels>,
    /// The folder of the mdBook project in its repository: empty, or ending in `/`.
    pub project: String,
    /// The folder of the new book there, likewise.
    pub book: String,
}

/// Makes a book of the tables in this file of `sources`: CSV, or Markdown by its ending. A faulty table gives no files.
#[must_use]
pub fn import_ladder(sources: &Sources, file: &SourcePath, request: &ImportRequest) -> Outcome<Import> {
    let mut diagnostics = parse::refusals(sources);
    let Some(text) = sources.text(file) else { return Outcome::new(Import::default(), diagnostics) };
    let grids = match file.extension() {
        "md" | "markdown" => parse::markdown_grids(text),
        _ => vec![parse::csv_grid(text).take(&mut diagnostics)],
    };
    let tables: Vec<stack::Table> = grids.iter().flat_map(|grid| stack::tables(grid).take(&mut diagnostics)).collect();
    let ladder = table::read(text, &tables, request.levels).take(&mut diagnostics);
    let outcome = Outcome::new((), diagnostics);
    if outcome.has_errors() {
        return outcome.map(|()| Import::default());
    }
    outcome.map(|()| with_ids(write::ladder(&ladder, file, &request.site_id), &Sources::new("")))
}

/// Makes a book of the mdBook project in `sources`.
#[must_use]
pub fn import_mdbook(sources: &Sources, request: &ImportRequest) -> Outcome<Import> {
    let mut diagnostics = parse::refusals(sources);
    let import = chapters::import(sources, request).take(&mut diagnostics);
    Outcome::new(with_ids(import, sources), diagnostics).sorted()
}

/// The import with an id behind each item, and its `ids.lock`; as it is when the book has errors, which its owner must
/// mend first.
fn with_ids(mut import: Import, project: &Sources) -> Import {
    let mut book = Sources::new("");
    for (path, content) in &import.texts {
        book.insert_text(path.clone(), content);
    }
    for (from, to) in &import.copies {
        if let Some(asset) = project.asset(from) {
            let mut asset = (**asset).clone();
            asset.path = to.clone();
            book.insert_asset(asset.into());
        }
    }
    let options = Options { audience: Audience::Reader, base_url: None };
    let edits = ids(&book, &options, &Memory::default(), &IdsRequest::default()).value;
    let named = edits.applied(&book);
    import.texts = named.texts().map(|text| (text.path.clone(), text.content.to_string())).collect();
    import
}
