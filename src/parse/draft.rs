//! The parse phase: every text of the book becomes its piece of the draft, in parallel and by memory.

use super::{
    edition, front_matter, lock, manifest, maps, page,
    page::{Parsed, Task},
    summary,
    summary::{Dialect, SummaryReading},
};
use crate::book::{Broken, Draft, Edition, Id, Lock, Manifest, PageKind, Summary};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::memo::{Latest, Table};
use crate::source::{Fingerprint, Refusal, SourcePath, Sources, Text, TextError};
use rayon::prelude::*;
use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What was parsed, by all that it depends on.
#[derive(Default)]
pub struct ParseMemory {
    pages: Table<Outcome<Parsed>>,
    summaries: Table<Outcome<Arc<Summary>>>,
    lock: Latest<Outcome<Arc<Lock>>>,
}

impl ParseMemory {
    /// How many pages were parsed rather than remembered, since the start.
    #[must_use]
    pub fn made(&self) -> usize {
        self.pages.made()
    }

    /// Ends a build: drops what neither it nor the one before asked for.
    pub fn sweep(&self) {
        self.pages.sweep();
        self.summaries.sweep();
    }
}

/// Reads every text of the book. `on_done(done, total)` is told about progress.
pub fn draft(sources: &Sources, memory: &ParseMemory, on_done: &(dyn Fn(usize, usize) + Sync)) -> Outcome<Draft> {
    let (mut diagnostics, broken) = refused(sources);
    let manifest = read_manifest(sources).take(&mut diagnostics);
    let reading = SummaryReading { dialect: dialect(sources), smart_punctuation: manifest.smart_punctuation };
    let summary = sources.book_text("SUMMARY.md").map(|text| {
        let read = || {
            let read = summary::read(text, reading);
            Outcome::new(Arc::new(read.value), read.diagnostics)
        };
        ((*memory.summaries.get_or_make(key_of_summary(text, reading), read)).clone().take(&mut diagnostics), text)
    });
    let summary = summary.map(|(summary, text)| (text.path.clone(), summary));
    let mut draft = Draft { manifest, summary, broken, ..Draft::default() };
    read_maps(sources, &mut draft, &mut diagnostics);
    read_lock(sources, &mut draft, memory, &mut diagnostics);
    draft.editions = editions(sources, &mut diagnostics);
    let kinds = kinds(sources, draft.summary.as_ref(), &mut diagnostics);
    let done = AtomicUsize::new(0);
    let results: Vec<_> = kinds
        .par_iter()
        .map(|(text, kind)| {
            let result = parse(sources, text, *kind, &draft.manifest, memory);
            on_done(done.fetch_add(1, Ordering::Relaxed) + 1, kinds.len());
            result
        })
        .collect();
    for ((text, kind), result) in kinds.into_iter().zip(results) {
        let mut leave_out = || _ = draft.broken.pages.insert(text.path.clone(), (kind, page::page_id(&text.path)));
        match result.take(&mut diagnostics) {
            Parsed::Page(page) => draft.pages.push(page),
            Parsed::Unread(page) => {
                leave_out();
                draft.unread.push(page);
            }
            Parsed::Nothing => leave_out(),
        }
    }
    Outcome::new(draft, diagnostics)
}

/// The manifest alone, with what is wrong with it.
pub(crate) fn read_manifest(sources: &Sources) -> Outcome<Manifest> {
    manifest::read(sources.manifest().map(AsRef::as_ref), sources.abroad())
}

/// A summary alone, as it is written; its faults are named when the book is built.
pub(crate) fn read_summary(sources: &Sources, text: &Text) -> Summary {
    summary::read(text, SummaryReading { dialect: dialect(sources), smart_punctuation: false }).value
}

/// Where the title of a mdBook project's summary stands, if it has one.
pub(crate) fn summary_title(text: &Text) -> Option<Range<usize>> {
    summary::title(text)
}

/// Projects of mdBook keep the meaning that mdBook gives them.
fn dialect(sources: &Sources) -> Dialect {
    let is_mdbook = sources.manifest().is_some_and(|text| text.path.extension() == "toml");
    if is_mdbook { Dialect::MdBook } else { Dialect::Ours }
}

/// What the shell could not read, and why.
pub(crate) fn refusals(sources: &Sources) -> Vec<Diagnostic> {
    sources.refused().map(|(path, refusal)| refusal_diagnostic(path, refusal)).collect()
}

/// The manifest alone: what the shell must know before it can read everything.
#[must_use]
pub fn manifest_of(sources: &Sources) -> Manifest {
    read_manifest(sources).value
}

fn parse(sources: &Sources, text: &Text, kind: PageKind, manifest: &Manifest, memory: &ParseMemory) -> Outcome<Parsed> {
    let task = Task::new(sources, text, kind, manifest);
    let mut outcome = (*memory.pages.get_or_make(task.key(), || task.run())).clone();
    outcome.diagnostics.extend(task.diagnostics);
    outcome
}

fn read_maps(sources: &Sources, draft: &mut Draft, diagnostics: &mut Vec<Diagnostic>) {
    let mut broken = Vec::new();
    let mut note = |text: &Arc<Text>, whole: bool| {
        if !whole {
            broken.push(text.path.clone());
        }
    };
    if let Some(text) = sources.book_text("glossary.yml") {
        let map = maps::glossary(text, &draft.manifest).take(diagnostics);
        note(text, map.whole);
        draft.terms = map.entries;
    }
    if let Some(text) = sources.book_text("sources.yml") {
        let map = maps::sources(text, &draft.manifest).take(diagnostics);
        note(text, map.whole);
        draft.sources = map.entries;
    }
    if let Some(text) = sources.book_text("areas.yml") {
        let map = maps::areas(text, &draft.manifest).take(diagnostics);
        note(text, map.whole);
        draft.areas = crate::book::Entries(map.entries);
    }
    if let Some(text) = sources.book_text("questions.yml") {
        let map = maps::questions(text, &draft.manifest).take(diagnostics);
        note(text, map.whole);
        draft.questions = crate::book::Entries(map.entries);
    }
    draft.broken.files.extend(broken);
}

/// What becomes of a text that is read by itself depends on this.
fn key_of(text: &Text) -> Fingerprint {
    Fingerprint::of_parts([text.path.as_str().as_bytes(), text.fingerprint.as_bytes()])
}

fn key_of_summary(text: &Text, reading: SummaryReading) -> Fingerprint {
    let reading = [u8::from(reading.dialect == Dialect::MdBook), u8::from(reading.smart_punctuation)];
    Fingerprint::of_parts([key_of(text).as_bytes(), &reading])
}

fn read_lock(sources: &Sources, draft: &mut Draft, memory: &ParseMemory, diagnostics: &mut Vec<Diagnostic>) {
    let Some(text) = sources.book_text("ids.lock") else { return };
    let read = || {
        let read = lock::read(text);
        Outcome::new(Arc::new(read.value), read.diagnostics)
    };
    let known = (*memory.lock.get_or_make(key_of(text), read)).clone();
    if !known.diagnostics.is_empty() {
        draft.broken.files.insert(text.path.clone());
    }
    draft.lock = Some(known.take(diagnostics));
}

/// Editions that are at fault are named and left out; nothing else refers to them.
fn editions(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Edition> {
    let is_edition = |text: &&Arc<Text>| {
        let path = sources.book_path(&text.path).and_then(|path| path.strip_prefix("editions/"));
        path.is_some_and(|path| path.ends_with(".json") && !path.contains('/'))
    };
    sources.texts().filter(is_edition).filter_map(|text| edition::read(text).take(diagnostics)).collect()
}

/// What each Markdown file of the book is.
fn kinds<'a>(
    sources: &'a Sources,
    summary: Option<&(SourcePath, Arc<Summary>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a Text, PageKind)> {
    let listed = summary.map(|(_, summary)| summary.files()).unwrap_or_default();
    let mut kinds = Vec::new();
    for text in sources.texts() {
        let Some(path) = sources.book_path(&text.path) else { continue };
        if text.path.extension() != "md" || path == "SUMMARY.md" {
            continue;
        }
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        let folder_kind = PageKind::of_folder(folder);
        let kind = match folder_kind {
            Some(PageKind::Chapter) | None if listed.contains(&text.path) => Some(PageKind::Chapter),
            Some(kind) if listed.contains(&text.path) => {
                let has_data = front_matter::has_any_field(&text.content, front_matter::own_fields(kind));
                Some(if has_data { kind } else { PageKind::Chapter })
            }
            Some(PageKind::Chapter) if summary.is_some() => {
                let diagnostic = Diagnostic::in_file(Code::UnlistedChapter, &text.path, "no reader can reach this chapter");
                diagnostics.push(diagnostic.help("list it in SUMMARY.md, or move it out of `guide/`"));
                None
            }
            Some(kind) => Some(kind),
            None if path == "index.md" => Some(PageKind::Home),
            None if summary.is_none() && path.eq_ignore_ascii_case("readme.md") => Some(PageKind::Home),
            None if summary.is_none() => Some(PageKind::Chapter),
            None => {
                note_unlisted(text, diagnostics);
                None
            }
        };
        kinds.extend(kind.map(|kind| (&**text, kind)));
    }
    kinds
}

/// A Markdown file outside every folder of pages may be there for other reasons, so it is only a note.
fn note_unlisted(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let mut diagnostic = Diagnostic::in_file(Code::UnlistedChapter, &text.path, "this file is not listed in SUMMARY.md and is left out");
    diagnostic.severity = Severity::Note;
    diagnostics.push(diagnostic);
}

/// Names what the shell could not read, and remembers it as broken.
fn refused(sources: &Sources) -> (Vec<Diagnostic>, Broken) {
    let mut broken = Broken::default();
    for (path, _) in sources.refused() {
        match sources.book_path(path).filter(|_| path.extension() == "md" && path.file_name() != "SUMMARY.md") {
            Some(in_book) => broken.pages.insert(path.clone(), (PageKind::of_path(in_book), page::page_id(path))).map_or((), drop),
            None => drop(broken.files.insert(path.clone())),
        }
    }
    (refusals(sources), broken)
}

fn refusal_diagnostic(path: &SourcePath, refusal: &Refusal) -> Diagnostic {
    let (code, message, help) = match refusal {
        Refusal::Unusual(what) => {
            (Code::UnusualFile, format!("this is a {what}, which is not read"), "put a regular file here, or move it out of the book")
        }
        Refusal::TooLarge(length) => (
            Code::TooLarge,
            format!("this file has {}, and a file may have 100 MiB", mebibytes(*length)),
            "make it smaller, or link to the place where it can be downloaded",
        ),
        Refusal::ThemeOfMdbook => (
            Code::MdbookSetting,
            "a theme of mdBook has no counterpart here and is left out".to_owned(),
            "pages get their look from a theme of Rungs: `theme/templates/head.html` of the book adds to every head",
        ),
        Refusal::Unreadable(why) => (Code::UnusualFile, format!("this file cannot be read: {why}"), "check its permissions"),
        Refusal::NameNotUtf8 => (Code::UnusualFile, format!("the name `{path}` is not UTF-8"), RENAME),
        Refusal::BadName(bad) => {
            let what = match bad {
                '\\' => "backslash",
                '\t' => "tab",
                '\n' | '\r' => "line break",
                _ => "control character",
            };
            let shown = format!("%{:02X}", u32::from(*bad));
            (Code::UnusualFile, format!("the name `{path}` has a {what} in it, shown as `{shown}`, and no address can have one"), RENAME)
        }
        Refusal::NotText(TextError::TooLarge(length)) => (
            Code::TooLarge,
            format!("this text has {}, and it may have {} MiB", mebibytes(*length as u64), Text::limit_of(path) / (1024 * 1024)),
            "split it into several pages",
        ),
        Refusal::NotText(TextError::NotUtf8(at)) => {
            (Code::NotText, format!("this is not a text in UTF-8: its byte {at} is wrong"), "save the file as UTF-8")
        }
        Refusal::NotText(TextError::Nul(at)) => {
            (Code::NotText, format!("this is not a text: its byte {at} is a NUL"), "save the file as UTF-8 text")
        }
    };
    Diagnostic::in_file(code, path, message).help(help)
}

/// The fix for a name that cannot stay.
const RENAME: &str = "rename the file, or the folder whose name it is";

/// A length in MiB with one digit behind the point, rounded up so that it is above the limit it broke.
fn mebibytes(length: u64) -> String {
    let tenths = (length * 10).div_ceil(1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

/// The id a page at this path has.
#[must_use]
pub fn id_of(path: &SourcePath) -> Id {
    page::page_id(path)
}
