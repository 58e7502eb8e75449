//! `rungs init`: the files of a new handbook, from the one inside the binary or from another book.

use super::{Edits, IdsRequest, ids, starter};
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::schema::SchemaKind;
use crate::source::{Asset, Fingerprint, Refusal, SourcePath, Sources, text_from_bytes};
use crate::{Audience, Memory, Options, VERSION};
use std::{collections::BTreeMap, sync::Arc};

/// The folder of the book in a new handbook.
const BOOK: &str = "book/";
/// What belongs to the handbook that another one begins from, and not to the new one.
const NOT_INHERITED: [&str; 2] = ["ids.lock", "editions/"];
/// Fields of `book.yml` that say where the other handbook stands.
const NOT_KEPT: [&str; 3] = ["base_url", "cname", "edit_path"];

/// What a new handbook is called and where it will stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitRequest {
    /// Its title.
    pub title: String,
    /// Names it in readers' storage; never given before.
    pub site_id: String,
    /// Its repository's page, when there is one.
    pub repository: Option<String>,
    /// The branch from which it is published.
    pub branch: String,
    /// Where Rungs is published, for the workflows that get it.
    pub home: String,
    /// The files of the book it begins from, by path in that book; `None` begins from the one inside the binary.
    pub from: Option<BTreeMap<String, Vec<u8>>>,
}

/// The files of a new handbook, by path in its folder.
pub type NewFiles = BTreeMap<SourcePath, Vec<u8>>;

/// Makes the files. There are none when the book it begins from has errors; the diagnostics are about that book.
#[must_use]
pub fn init(request: &InitRequest) -> Outcome<NewFiles> {
    let mut files: BTreeMap<String, Vec<u8>> = starter::files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    if let Some(from) = &request.from {
        files.retain(|path, _| !path.starts_with(BOOK));
        let is_inherited = |path: &str| !NOT_INHERITED.iter().any(|not| path == *not || (not.ends_with('/') && path.starts_with(not)));
        files.extend(from.iter().filter(|(path, _)| is_inherited(path)).map(|(path, bytes)| (format!("{BOOK}{path}"), bytes.clone())));
    }
    for (path, bytes) in &mut files {
        if let Some(text) = request.filled_in(path, bytes) {
            *bytes = text.into_bytes();
        }
    }
    files.entry(format!("{BOOK}book.yml")).or_insert_with(|| request.manifest("").into_bytes());
    let schemas = SchemaKind::ALL.iter().filter(|kind| !kind.is_front_matter());
    files.extend(schemas.map(|kind| (format!(".vscode/schemas/{}.json", kind.word), kind.file().into_bytes())));
    with_ids(&book(&files)).map(|ids| {
        files.extend(ids);
        let path = |(path, bytes): (String, Vec<u8>)| SourcePath::new(&path).ok().map(|path| (path, bytes));
        files.into_iter().filter_map(path).collect()
    })
}

impl InitRequest {
    /// The text of a file with the new handbook's own facts; `None` when it has none.
    fn filled_in(&self, path: &str, bytes: &[u8]) -> Option<String> {
        let text = text_from_bytes(bytes).ok()?;
        match path.strip_prefix(BOOK) {
            Some("book.yml") => Some(self.manifest(&text)),
            Some("index.md") if self.from.is_none() => Some(with_entry(&text, "title", Some(&quoted(&self.title)))),
            Some(_) => None,
            None => {
                let values = [("TITLE", self.title.as_str()), ("BRANCH", &self.branch), ("HOME", &self.home), ("VERSION", VERSION)];
                Some(values.iter().fold(text, |text, (name, value)| text.replace(&format!("@{name}@"), value)))
            }
        }
    }

    /// `book.yml` of the new handbook, from another's.
    fn manifest(&self, text: &str) -> String {
        let site = format!("{{id: {}}}", self.site_id);
        let mut text = with_entry(text, "title", Some(&quoted(&self.title)));
        text = with_entry(&text, "site", Some(&site));
        for field in NOT_KEPT {
            text = with_entry(&text, field, None);
        }
        text = with_entry(&text, "repository", self.repository.as_deref());
        match self.edit_path() {
            Some(path) => with_entry(&text, "edit_path", Some(&path)),
            None => text,
        }
    }

    /// What stands between the repository's address and a file's path, where it is not as `book.yml` has it by default.
    fn edit_path(&self) -> Option<String> {
        let repository = self.repository.as_deref()?;
        let path = if repository.contains("gitlab") { "-/edit" } else { "edit" };
        (path != "edit" || self.branch != "main").then(|| format!("{path}/{}/book", self.branch))
    }
}

/// YAML in which a top-level field has this value: in its place, else at the end; without a value it is taken away.
fn with_entry(yaml: &str, field: &str, value: Option<&str>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line_of = value.map(|value| format!("{field}: {value}"));
    let mut inside = false;
    // In front matter, a field stands before the closing line.
    let mut open = yaml.starts_with("---\n");
    for (number, line) in yaml.lines().enumerate() {
        let is_fence = line.trim_end() == "---";
        if open && is_fence && number > 0 {
            lines.extend(line_of.take());
            open = false;
        }
        let over = yaml.starts_with("---\n") && !open;
        let continues = line.starts_with([' ', '\t', '-']) && !is_fence;
        inside = !over && ((inside && continues) || line.split_once(':').is_some_and(|(key, _)| key.trim_end() == field));
        if inside {
            lines.extend(line_of.take());
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.extend(line_of);
    lines.join("\n") + "\n"
}

/// A text as a double-quoted YAML value.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The book among the files, as a build sees it.
fn book(files: &BTreeMap<String, Vec<u8>>) -> Sources {
    let mut sources = Sources::new("");
    for (path, bytes) in files {
        let Some(path) = path.strip_prefix(BOOK).and_then(|path| SourcePath::new(path).ok()) else { continue };
        let is_page = matches!(path.extension(), "md" | "yml" | "yaml");
        if !is_page {
            let head: Arc<[u8]> = bytes[..bytes.len().min(Asset::HEAD)].into();
            let asset = Asset { path: path.clone(), length: bytes.len() as u64, fingerprint: Fingerprint::of(bytes), head };
            sources.insert_asset(Arc::new(asset));
        }
        // Whatever is a text may be included.
        match text_from_bytes(bytes) {
            Ok(text) => sources.insert_text(path, &text),
            Err(error) if is_page => sources.refuse(path, Refusal::NotText(error)),
            Err(_) => {}
        }
    }
    sources
}

/// The files of the book that change when every item has its id, and `ids.lock`; and what is wrong with the book.
fn with_ids(sources: &Sources) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let options = Options { audience: Audience::Author, base_url: None };
    let outcome = ids(sources, &options, &Memory::default(), &IdsRequest::default());
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let diagnostics: Vec<Diagnostic> = outcome.diagnostics.into_iter().filter(is_error).collect();
    let edits: Edits = outcome.value;
    let applied = edits.applied(sources);
    let changed = edits.insertions.iter().map(|insertion| &insertion.source).chain(edits.files.iter().map(|(path, _)| path));
    let text = |path: &SourcePath| applied.text(path).map(|text| (format!("{BOOK}{path}"), text.content.as_bytes().to_vec()));
    Outcome::new(changed.filter_map(text).collect(), diagnostics)
}
