//! `rungs ids`: an id for every item and expectation that lacks one, and an `ids.lock` that knows every id.

use super::{Edits, Insertion};
use crate::assemble::PublishedIds;
use crate::book::{Book, Content, Id, Lock, LockEntry, LockKind, LockState, Page};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::source::{Fingerprint, SourcePath, Sources, Span, Text, position};
use crate::{Audience, Memory, Options, build, parse};
use std::collections::{BTreeMap, BTreeSet};

/// What `rungs ids` is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdsRequest {
    /// Ids whose readers' records the author lets go.
    pub retire: Vec<String>,
    /// The `ids.lock` of a base revision, whose numbers stay as they are.
    pub base: Option<String>,
}

/// Gives an id to every item and expectation that lacks one and brings `ids.lock` up to date. A book with other
/// errors gets no edits.
pub fn ids(sources: &Sources, options: &Options, memory: &Memory, request: &IdsRequest) -> Outcome<Edits> {
    let options = Options { audience: Audience::Author, ..options.clone() };
    let mut outcome = build::book(sources, &options, memory, &|_| {});
    outcome.diagnostics.retain(|diagnostic| !is_mended(diagnostic.code, request));
    let mut diagnostics = outcome.diagnostics;
    let Some(book) = outcome.value.filter(|_| !diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)) else {
        return Outcome::new(Edits::default(), diagnostics).sorted();
    };
    let mut edits = Edits { insertions: insertions(&book, sources), ..Edits::default() };
    if !edits.insertions.is_empty() {
        edits.report.push(counted(edits.insertions.len(), "id written", "ids written"));
    }
    let mut ledger = Ledger::open(&book, sources, request, &mut diagnostics);
    ledger.bring_up_to_date(&book);
    ledger.retire(&request.retire, &mut diagnostics);
    ledger.close(sources, &mut edits);
    Outcome::new(edits, diagnostics).sorted()
}

/// What this very command mends or reports better itself.
fn is_mended(code: Code, request: &IdsRequest) -> bool {
    match code {
        Code::NewId | Code::ItemWithoutId | Code::ForeignLock => true,
        Code::VanishedId => !request.retire.is_empty(),
        Code::LockDuplicate | Code::LockSyntax => request.base.is_some(),
        _ => false,
    }
}

/// One insertion for each item and expectation without an id; a file that several pages include gets it once.
fn insertions(book: &Book, sources: &Sources) -> Vec<Insertion> {
    let mut all = BTreeSet::new();
    for page in &book.pages {
        for item in page.body().items.iter().filter(|item| item.tail.id.is_none()) {
            all.extend(insertion(page, sources, item.line.end, &item.id));
        }
        if let Content::Level { expectations, .. } = &page.parsed.content {
            for expectation in expectations {
                let heading = &page.body().headings[expectation.heading];
                if !heading.explicit {
                    all.extend(insertion(page, sources, heading.range.end, &expectation.local));
                }
            }
        }
    }
    all.into_iter().collect()
}

/// Puts `{#id}` at the end of the line that ends at `end`, or `#id ` into the tail that stands there.
fn insertion(page: &Page, sources: &Sources, end: usize, id: &Id) -> Option<Insertion> {
    let line_start = page.body().text[..end].rfind('\n').map_or(0, |at| at + 1);
    let line = &page.body().text[line_start..end];
    let tail = if line.ends_with('}') { line.rfind('{').filter(|at| line[*at..].contains('=')) } else { None };
    let (at, text) = match tail {
        Some(open) => (line_start + open + 1, format!("#{id} ")),
        None => (end, format!(" {{#{id}}}")),
    };
    let span: Span = page.parsed.origin.span(&(at.saturating_sub(1)..at));
    let file = sources.text(&span.source)?;
    let start = file.content[..span.end].rfind('\n').map_or(0, |at| at + 1);
    let line = position(&file.content, span.end).line;
    Some(Insertion { source: span.source.clone(), line, column: span.end - start, text })
}

/// `ids.lock` while it is brought up to date.
struct Ledger {
    site: String,
    entries: Vec<(u32, LockKind, Id, LockState)>,
    fresh: bool,
    before: Option<String>,
    report: Vec<String>,
}

impl Ledger {
    fn open(book: &Book, sources: &Sources, request: &IdsRequest, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let before = sources.book_text("ids.lock").map(|text| text.content.to_string());
        let site = book.manifest.site_id.clone();
        let row = |entry: LockEntry| (entry.ordinal, entry.kind, entry.id, entry.state);
        let own = book.lock.clone().unwrap_or_default();
        let entries = match request.base.as_deref().and_then(base_lock) {
            Some(base) => {
                base.take(diagnostics).entries.into_iter().map(|entry| row(LockEntry { state: newer(&entry, &own), ..entry })).collect()
            }
            None => own.entries.into_iter().map(row).collect(),
        };
        let fresh = book.lock.is_none();
        Self { site, entries, fresh, before, report: Vec::new() }
    }

    /// Adds what is new, follows renames, and takes back ids that stand in the book again.
    fn bring_up_to_date(&mut self, book: &Book) {
        let published = PublishedIds { pages: &book.pages, items: &book.items, ladder: &book.ladder };
        let all = published.all();
        let renames = published.renames();
        let mut renamed = 0;
        for (_, kind, id, state) in &mut self.entries {
            let key = (*kind, id.clone());
            if all.contains(&key) {
                *state = LockState::Live;
            } else if let Some(new) = renames.get(&key).filter(|_| *state == LockState::Live) {
                *state = LockState::Renamed(new.clone());
                renamed += 1;
            }
        }
        let known: BTreeSet<(LockKind, Id)> = self.entries.iter().map(|(_, kind, id, _)| (*kind, id.clone())).collect();
        let next = self.entries.iter().map(|(ordinal, ..)| *ordinal + 1).max().unwrap_or(0);
        let new = in_book_order(book, &all).into_iter().filter(|key| !known.contains(key));
        let before = self.entries.len();
        self.entries.extend((next..).zip(new).map(|(ordinal, (kind, id))| (ordinal, kind, id, LockState::Live)));
        let added = self.entries.len() - before;
        for (count, one, many) in [(added, "id added to ids.lock", "ids added to ids.lock"), (renamed, "id renamed", "ids renamed")] {
            if count > 0 {
                self.report.push(counted(count, one, many));
            }
        }
    }

    fn retire(&mut self, ids: &[String], diagnostics: &mut Vec<Diagnostic>) {
        for id in ids {
            let mut found = false;
            for (_, kind, _, state) in self.entries.iter_mut().filter(|(_, _, known, _)| **known == **id) {
                found = true;
                *state = LockState::Retired;
                self.report.push(format!("the {} `{id}` is retired", kind.word()));
            }
            if !found {
                let known: Vec<&str> = self.entries.iter().map(|(_, _, id, _)| &**id).collect();
                let missing = Diagnostic::of_book(Code::UnknownReference, format!("ids.lock has no id `{id}`"));
                diagnostics.push(missing.suggest(id, known.iter().copied()));
            }
        }
    }

    /// Writes the file, if it changed.
    fn close(mut self, sources: &Sources, edits: &mut Edits) {
        let mut text = format!("site {}\n", self.site);
        for (ordinal, kind, id, state) in &self.entries {
            let state = match state {
                LockState::Live => "live".to_owned(),
                LockState::Retired => "retired".to_owned(),
                LockState::Renamed(new) => format!("renamed -> {}", new.to_lock_word()),
            };
            text.push_str(&format!("{ordinal} {} {} {state}\n", kind.word(), id.to_lock_word()));
        }
        if self.before.as_deref() == Some(text.as_str()) {
            return;
        }
        if self.fresh && self.before.is_some() {
            self.report.insert(0, "ids.lock was another handbook's and starts afresh".to_owned());
        }
        if let Some(path) = sources.in_book("ids.lock") {
            edits.files.push((path, text));
            edits.report.append(&mut self.report);
        }
    }
}

fn base_lock(text: &str) -> Option<Outcome<Lock>> {
    let path = SourcePath::new("ids.lock").ok()?;
    let text = Text { path, content: text.into(), fingerprint: Fingerprint::of(text.as_bytes()) };
    Some(parse::lock(&text))
}

/// An id's state after a merge: a rename or retirement on either side holds.
fn newer(base: &LockEntry, own: &Lock) -> LockState {
    match own.entry(base.kind, &base.id) {
        Some(entry) if base.state == LockState::Live => entry.state.clone(),
        _ => base.state.clone(),
    }
}

/// Ids in the order in which readers meet them, so that a new book's lock reads like its contents.
fn in_book_order(book: &Book, all: &BTreeSet<(LockKind, Id)>) -> Vec<(LockKind, Id)> {
    let mut place: BTreeMap<(LockKind, Id), (usize, usize)> = BTreeMap::new();
    for (at, page) in book.pages.iter().enumerate() {
        place.insert((LockKind::Page, Id::new(&page.key())), (at, 0));
        if let Content::Level { expectations, .. } = &page.parsed.content {
            for (number, expectation) in expectations.iter().enumerate() {
                place.insert((LockKind::Expectation, Id::new(&format!("{}/{}", page.id(), expectation.local))), (at, number + 1));
            }
        }
        for (number, item) in page.body().items.iter().enumerate() {
            place.insert((LockKind::Item, item.id.clone()), (at, number + 1));
        }
        for worksheet in &page.body().worksheets {
            for (number, field) in worksheet.fields.iter().enumerate() {
                place.insert((LockKind::Field, field.key(&worksheet.id.value)), (at, number + 1));
            }
        }
    }
    let mut ordered: Vec<_> = all.iter().cloned().collect();
    ordered.sort_by_key(|key| (place.get(key).copied(), key.clone()));
    ordered
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
