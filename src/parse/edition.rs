//! `editions/*.json` become editions. They are written by `rungs edition` and never by hand: a checksum tells.

use super::front_matter::is_date;
use crate::book::{Edition, Id, Snapshot};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Fingerprint, Span, Text};
use serde::{Deserialize, Serialize};

/// The version of the format that this version of Rungs writes and reads.
const VERSION: u32 = 1;

/// An edition as its file writes it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    version: u32,
    name: String,
    effective: String,
    checksum: String,
    ladder: Snapshot,
}

/// The version alone, which may be one that we do not know.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Reads an edition; `None`, with an error, when it cannot be believed.
pub(super) fn read(text: &Text) -> Outcome<Option<Edition>> {
    match edition(text) {
        Ok(edition) => Outcome::clean(Some(edition)),
        Err(fault) => {
            let again = "the file is written by `rungs edition` and stays as it is: take the committed version back";
            Outcome::new(None, vec![fault.help(again)])
        }
    }
}

fn edition(text: &Text) -> Result<Edition, Diagnostic> {
    let fault = |message: String| Diagnostic::in_file(Code::EditionSyntax, &text.path, message);
    let unreadable = |error: &serde_json::Error| {
        let start: usize = text.content.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(text.content.len());
        let at = (0..=at).rev().find(|at| text.content.is_char_boundary(*at)).unwrap_or(0);
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        Diagnostic::at(Code::EditionSyntax, Span::new(&text.path, at..at), format!("this is not an edition: {message}"))
    };
    let Version { version } = serde_json::from_str(&text.content).map_err(|error| unreadable(&error))?;
    if version != VERSION {
        let known = format!("this edition has version {version}, and this Rungs reads version {VERSION}");
        return Err(fault(known).help("use a newer Rungs"));
    }
    let file: EditionFile = serde_json::from_str(&text.content).map_err(|error| unreadable(&error))?;
    let stem = text.path.file_name().trim_end_matches(".json");
    if file.name != stem {
        return Err(fault(format!("this edition calls itself `{}`, and its file `{stem}`", file.name)));
    }
    if !is_date(&file.effective) {
        return Err(fault(format!("`{}` is not a day like `2026-11-20`", file.effective)));
    }
    let edition = Edition { name: file.name, effective: file.effective, ladder: file.ladder };
    if checksum(&edition) == file.checksum {
        Ok(edition)
    } else {
        let message = "this edition was changed after it was published, and readers' assessments refer to it";
        Err(Diagnostic::in_file(Code::EditionEdited, &text.path, message))
    }
}

/// An edition as a file.
pub(crate) fn edition_file(edition: &Edition) -> Result<String, serde_json::Error> {
    let file = EditionFile {
        version: VERSION,
        name: edition.name.clone(),
        effective: edition.effective.clone(),
        checksum: checksum(edition),
        ladder: edition.ladder.clone(),
    };
    serde_json::to_string_pretty(&file).map(|text| text + "\n")
}

/// Whether a text may be an edition's name: an id in ASCII, since it becomes a file and an anchor.
#[must_use]
pub fn is_edition_name(name: &str) -> bool {
    Id::is_valid(name) && name.is_ascii() && !name.starts_with('.') && name.len() <= 64
}

/// Of everything that an edition says, however its file is laid out.
fn checksum(edition: &Edition) -> String {
    let ladder = serde_json::to_vec(&edition.ladder).unwrap_or_default();
    Fingerprint::of_parts([edition.name.as_bytes(), edition.effective.as_bytes(), &ladder]).hex(16)
}
