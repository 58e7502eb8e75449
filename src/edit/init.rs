//! `rungs init`: the files of a new handbook, from the one inside the binary or from another book.

use super::{Edits, IdsRequest, entries::with_values, ids, starter};
use crate::book::Manifest;
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::parse::read_manifest;
use crate::schema::SchemaKind;
use crate::source::{Asset, Fingerprint, Refusal, SourcePath, Sources, text_from_bytes};
use crate::{Audience, Memory, Options, VERSION};
use std::{collections::BTreeMap, sync::Arc};

/// The folder of the book in a new handbook.
const BOOK: &str = "book/";
/// What belongs to the handbook that another one begins from, and not to the new one.
const NOT_INHERITED: [&str; 2] = ["ids.lock", "editions/"];
/// What the new handbook says of itself, in that folder.
const MANIFEST: &str = "book.yml";
/// Beside the book, the folder of a theme that came with another book.
const LOOK: &str = "look";

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
    /// The book it begins from; `None` begins from the one inside the binary.
    pub from: Option<OtherBook>,
}

/// A book that another one begins from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherBook {
    /// Its files, by path in it.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The folders of its theme: the one that `book.yml` names, then the one that this extends, and so on.
    pub themes: Vec<OtherTheme>,
}

/// A folder of another book's theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherTheme {
    /// It is this folder of the book.
    Inside(String),
    /// It stands somewhere else; its files, by path in it.
    Outside(BTreeMap<String, Vec<u8>>),
}

/// The files of a new handbook, by path in its folder.
pub type NewFiles = BTreeMap<SourcePath, Vec<u8>>;

/// Makes the files. There are none when the book it begins from has errors; the diagnostics are about that book.
#[must_use]
pub fn init(request: &InitRequest) -> Outcome<NewFiles> {
    let mut files: BTreeMap<String, Vec<u8>> = starter::files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    for (path, bytes) in &mut files {
        if let Some(text) = request.filled_in(path, bytes) {
            *bytes = text.into_bytes();
        }
    }
    let mut diagnostics = Vec::new();
    let mut theme = None;
    if let Some(from) = &request.from {
        files.retain(|path, _| !path.starts_with(BOOK));
        let is_inherited = |path: &str| !NOT_INHERITED.iter().any(|not| path == *not || (not.ends_with('/') && path.starts_with(not)));
        files
            .extend(from.files.iter().filter(|(path, _)| is_inherited(path)).map(|(path, bytes)| (format!("{BOOK}{path}"), bytes.clone())));
        theme = bring(&from.themes, &mut files);
    }
    let manifest = format!("{BOOK}{MANIFEST}");
    // A file that is no text is named when the book is read.
    if let Ok(text) = text_from_bytes(files.get(&manifest).map_or(&[][..], Vec::as_slice)) {
        files.insert(manifest, request.manifest(&text, theme.as_deref()).take(&mut diagnostics).into_bytes());
    }
    let schemas = SchemaKind::ALL.iter().filter(|kind| !kind.is_front_matter());
    files.extend(schemas.map(|kind| (format!(".vscode/schemas/{}.json", kind.word), kind.file().into_bytes())));
    files.extend(with_ids(&book(&files)).take(&mut diagnostics));
    let path = |(path, bytes): (String, Vec<u8>)| SourcePath::new(&path).ok().map(|path| (path, bytes));
    let files = if diagnostics.is_empty() { files.into_iter().filter_map(path).collect() } else { NewFiles::new() };
    Outcome::new(files, diagnostics)
}

/// Puts the folders of a theme that stand elsewhere beside the new book, and says there which one each extends. Gives what
/// `book.yml` must call the first one.
fn bring(themes: &[OtherTheme], files: &mut BTreeMap<String, Vec<u8>>) -> Option<String> {
    let (mut first, mut number) = (None, 0);
    let mut base = BOOK.to_owned();
    for (at, theme) in themes.iter().enumerate() {
        let folder = match theme {
            OtherTheme::Inside(path) => format!("{BOOK}{path}/"),
            OtherTheme::Outside(theme) => {
                number += 1;
                let folder = if number == 1 { format!("{LOOK}/") } else { format!("{LOOK}-{number}/") };
                files.extend(theme.iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes.clone())));
                let from_base = format!("{}{}", "../".repeat(base.matches('/').count()), folder.trim_end_matches('/'));
                if at == 0 {
                    first = Some(from_base);
                } else if let Some(fields) = files.get_mut(&format!("{base}theme.yml"))
                    && let Some(text) = text_from_bytes(fields).ok().and_then(|text| with_values(&text, &[("extends", Some(&from_base))]))
                {
                    *fields = text.into_bytes();
                }
                folder
            }
        };
        base = folder;
    }
    first
}

impl InitRequest {
    /// The text of one of our own files with the new handbook's facts; `None` when it has none.
    fn filled_in(&self, path: &str, bytes: &[u8]) -> Option<String> {
        let text = text_from_bytes(bytes).ok()?;
        let (title, filter) = (quoted(&self.title), quoted(&literally(&self.branch)));
        let values = match path.strip_prefix(BOOK) {
            Some("index.md") => vec![("title: \"Our ladder\"", format!("title: {title}"))],
            Some(_) => return None,
            None => vec![
                ("@TITLE@", self.title.clone()),
                ("@BRANCH@", self.branch.clone()),
                ("@BRANCH_FILTER@", filter),
                ("@HOME@", self.home.clone()),
                ("@VERSION@", VERSION.to_owned()),
            ],
        };
        Some(values.iter().fold(text, |text, (name, value)| text.replace(name, value)))
    }

    /// `book.yml` of the new handbook, from another's. One with faults stays as it is: they are named where they stand.
    fn manifest(&self, text: &str, theme: Option<&str>) -> Outcome<String> {
        let theirs = read(text);
        if theirs.has_errors() {
            return Outcome::clean(text.to_owned());
        }
        let (title, edit_path) = (quoted(&self.title), self.edit_path());
        let values = [
            ("title", Some(title)),
            ("site.id", Some(self.site_id.clone())),
            ("base_url", None),
            ("cname", None),
            ("edit_url", None),
            ("repository", self.repository.as_deref().map(value)),
            ("edit_path", edit_path.as_deref().map(value)),
            ("theme", theme.map(value)),
        ];
        // A theme that needs no other name keeps the one it has.
        let wanted = values.iter().filter(|(field, value)| *field != "theme" || value.is_some());
        let wanted: Vec<(&str, Option<&str>)> = wanted.map(|(field, value)| (*field, value.as_deref())).collect();
        let ours = Manifest {
            site_id: self.site_id.clone(),
            base_url: None,
            cname: None,
            edit_url: self.repository.as_deref().map(|repository| Manifest::edit_url_of(repository, edit_path.as_deref())),
            repository: self.repository.clone(),
            theme: theme.map_or_else(|| theirs.value.theme.clone(), str::to_owned),
            ..theirs.value
        };
        let new = with_values(text, &wanted).filter(|new| {
            let read = read(new);
            // Redirects say where they stand, and that may be elsewhere now.
            let same = Manifest { title: ours.title.clone(), redirects: ours.redirects.clone(), ..read.value.clone() } == ours;
            same && read.value.title.is_some() && !read.has_errors()
        });
        if let Some(new) = new {
            return Outcome::clean(new);
        }
        let problem = "the new handbook needs other values here, and they cannot be written into the file as it stands";
        let diagnostic = SourcePath::new(MANIFEST).map(|path| Diagnostic::in_file(Code::YamlSyntax, &path, problem));
        let lines = wanted.iter().filter_map(|(field, value)| Some((field.split('.').next()?, value.is_some())));
        let lines = lines
            .map(|(field, stays)| if stays { format!("write `{field}: …` on a line of its own") } else { format!("take `{field}` out") });
        let diagnostic = diagnostic.map(|diagnostic| lines.fold(diagnostic, Diagnostic::help));
        Outcome::new(text.to_owned(), diagnostic.into_iter().collect())
    }

    /// What stands between the repository's address and a file's path, where it is not as `book.yml` has it by default.
    fn edit_path(&self) -> Option<String> {
        let repository = self.repository.as_deref()?;
        let path = if repository.contains("gitlab") { "-/edit" } else { "edit" };
        (path != "edit" || self.branch != "main").then(|| format!("{path}/{}/book", self.branch))
    }
}

/// What a `book.yml` says, and what is wrong with it.
fn read(text: &str) -> Outcome<Manifest> {
    let mut sources = Sources::new("");
    if let Ok(path) = SourcePath::new(MANIFEST) {
        sources.insert_text(path, text);
    }
    read_manifest(&sources)
}

/// A name as a pattern of GitHub's that only this name fits.
fn literally(name: &str) -> String {
    let is_special = |c: char| matches!(c, '*' | '?' | '+' | '!' | '[');
    name.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// A text as a YAML value: as it is where it can be.
fn value(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':');
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.' || c == '-');
    if is_word && text.chars().all(is_plain) && !text.ends_with(':') { text.to_owned() } else { quoted(text) }
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
