//! The reading order: `SUMMARY.md` with its files found, or the folders of `guide/` when there is none.

use crate::book::{Draft, Entry, Guide, Id, PageIndex, PageKind, ParsedPage, Part, SummaryEntry};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Sources, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeMap, sync::Arc};

/// The guide before its pages have their places in the book.
pub(super) struct Plan {
    parts: Vec<PlannedPart>,
    /// Files that `SUMMARY.md` lists and that are not there.
    pub missing: Vec<SourcePath>,
}

struct PlannedPart {
    title: Option<String>,
    entries: Vec<PlannedEntry>,
}

struct PlannedEntry {
    title: String,
    page: Option<SourcePath>,
    children: Vec<PlannedEntry>,
}

/// Plans the guide of a draft.
pub(super) fn plan(draft: &Draft, pages: &[Arc<ParsedPage>], sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let Some((path, summary)) = &draft.summary else { return by_folders(pages) };
    let files = pages.iter().map(|page| &page.origin.source).collect();
    let mut finder = Finder { summary: path, files, draft, sources, listed: FxHashMap::default(), missing: Vec::new(), diagnostics };
    let mut parts = Vec::new();
    let mut push = |title: Option<String>, entries: Vec<PlannedEntry>| {
        if !entries.is_empty() || title.is_some() {
            parts.push(PlannedPart { title, entries });
        }
    };
    push(None, finder.entries(&summary.prefix));
    for part in &summary.parts {
        push(part.title.clone(), finder.entries(&part.entries));
    }
    push(None, finder.entries(&summary.suffix));
    Plan { parts, missing: finder.missing }
}

struct Finder<'a> {
    summary: &'a SourcePath,
    /// The files of all pages.
    files: FxHashSet<&'a SourcePath>,
    draft: &'a Draft,
    sources: &'a Sources,
    listed: FxHashMap<SourcePath, &'a str>,
    missing: Vec<SourcePath>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Finder<'a> {
    fn entries(&mut self, entries: &'a [SummaryEntry]) -> Vec<PlannedEntry> {
        let mut planned = Vec::with_capacity(entries.len());
        for entry in entries {
            let page = entry.file.as_ref().and_then(|file| self.page(entry, &file.value, Span::new(self.summary, file.range())));
            let children = self.entries(&entry.children);
            planned.push(PlannedEntry { title: entry.title.clone(), page, children });
        }
        planned
    }

    fn page(&mut self, entry: &'a SummaryEntry, file: &str, span: Span) -> Option<SourcePath> {
        let Some(path) = entry.path.clone() else {
            let message = format!("`{file}` lies outside the project");
            self.diagnostics.push(Diagnostic::at(Code::SummaryMissing, span, message).help("a chapter is a file in the book"));
            return None;
        };
        if let Some(first) = self.listed.get(&path) {
            let message = format!("`{path}` is listed already, as \"{first}\"");
            self.diagnostics.push(Diagnostic::at(Code::SummaryDuplicate, span, message).help("take one of the two lines away"));
            return None;
        }
        self.listed.insert(path.clone(), &entry.title);
        if self.files.contains(&path) {
            return Some(path);
        }
        if !self.draft.broken.has_file(&path) {
            let free = self.free();
            let diagnostic = Diagnostic::at(Code::SummaryMissing, span, format!("there is no file `{path}`"));
            let diagnostic = diagnostic.suggest(file, free.iter().map(String::as_str));
            let help = format!("write the file, or `[{}]()` while there is no text yet", entry.title);
            self.diagnostics.push(diagnostic.help(help));
            self.missing.push(path);
        }
        None
    }

    /// Files that `SUMMARY.md` does not list, as it would write them.
    fn free(&self) -> Vec<String> {
        let listed = self.draft.summary.as_ref().map(|(_, summary)| summary.files()).unwrap_or_default();
        let is_free = |path: &&SourcePath| path.extension() == "md" && path.file_name() != "SUMMARY.md" && !listed.contains(*path);
        self.sources.texts().map(|text| &text.path).filter(is_free).map(|free| free.seen_from(self.summary)).collect()
    }
}

/// Chapters in path order; every folder below `guide/` is a part.
fn by_folders(pages: &[Arc<ParsedPage>]) -> Plan {
    let mut parts: Vec<(String, PlannedPart)> = Vec::new();
    let mut chapters: Vec<_> = pages.iter().filter(|page| page.kind == PageKind::Chapter).collect();
    chapters.sort_by_key(|page| (page.origin.source.folder().to_owned(), !is_index(page), page.origin.source.clone()));
    for page in chapters {
        let path = &page.origin.source;
        let folder = path.folder().to_owned();
        let depth = folder.split('/').skip_while(|part| *part != "guide").count();
        let title = (depth > 1).then(|| folder_title(&folder));
        if parts.last().is_none_or(|(last, _)| *last != folder) {
            parts.push((folder, PlannedPart { title, entries: Vec::new() }));
        }
        let entry = PlannedEntry {
            title: page.title.clone().unwrap_or_else(|| page.id.to_string()),
            page: Some(path.clone()),
            children: Vec::new(),
        };
        if let Some((_, part)) = parts.last_mut() {
            part.entries.push(entry);
        }
    }
    Plan { parts: parts.into_iter().map(|(_, part)| part).collect(), missing: Vec::new() }
}

fn is_index(page: &ParsedPage) -> bool {
    let stem = page.origin.source.stem();
    stem == "index" || stem.eq_ignore_ascii_case("readme")
}

/// `02-decide-well` reads "Decide well".
fn folder_title(folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ']);
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(|| folder.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

impl Plan {
    /// Each file's place in reading order, and the title it is listed under.
    pub fn entries(&self) -> FxHashMap<&SourcePath, (usize, &str)> {
        fn collect<'a>(entries: &'a [PlannedEntry], found: &mut FxHashMap<&'a SourcePath, (usize, &'a str)>) {
            for entry in entries {
                if let Some(path) = &entry.page {
                    let place = found.len();
                    found.insert(path, (place, &entry.title));
                }
                collect(&entry.children, found);
            }
        }
        let mut found = FxHashMap::default();
        for part in &self.parts {
            collect(&part.entries, &mut found);
        }
        found
    }

    /// The guide, its pages by their places in the book: listed pages come first, in reading order, behind the
    /// home page if there is one.
    pub fn place(self, index: &BTreeMap<(PageKind, Id), PageIndex>) -> Guide {
        let mut next = index.keys().filter(|(kind, _)| *kind == PageKind::Home).count();
        let parts = self.parts.into_iter().map(|part| Part { title: part.title, entries: placed(part.entries, &mut next) }).collect();
        Guide { parts }
    }
}

/// Entries whose pages have the next places, each before its children.
fn placed(entries: Vec<PlannedEntry>, next: &mut usize) -> Vec<Entry> {
    entries
        .into_iter()
        .map(|entry| {
            let page = entry.page.map(|_| {
                *next += 1;
                PageIndex(*next - 1)
            });
            Entry { title: entry.title, page, children: placed(entry.children, next) }
        })
        .collect()
}
