//! `ids.lock` while it is brought up to date: what is new, what was renamed, what its author lets go.

use super::{Edits, ids::counted};
use crate::assemble::{PublishedIds, vanished};
use crate::book::{Book, Content, Id, LockEntry, LockKey, LockKind, LockState};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::parse;
use crate::source::{Sources, Span};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// The entries, and what there is to tell about them.
pub(super) struct Ledger {
    site: String,
    entries: Vec<LockEntry>,
    fresh: bool,
    before: Option<String>,
    report: Vec<String>,
}

impl Ledger {
    /// The lock as it is. After a merge the base's entries come first, with their numbers; the others follow.
    pub fn open(book: &Book, sources: &Sources, base: Option<&str>, published: &PublishedIds<'_>) -> Self {
        let before = sources.book_text("ids.lock").map(|text| text.content.to_string());
        let site = book.manifest.site_id.clone();
        let mut report = Vec::new();
        let base = base.map(parse::merged_lock).filter(|base| {
            let ours = base.site == site || base.entries.is_empty();
            if !ours {
                report.push(format!("the base's ids.lock belongs to the handbook `{}` and is ignored", base.site));
            }
            ours
        });
        let entries = match base {
            Some(base) => {
                // Not the book's lock: what a merge left in the file has numbers that stand twice.
                let own = before.as_deref().map(parse::merged_lock).filter(|own| own.site == site || own.site.is_empty());
                let (all, said) = (published.all(), &published.said);
                // What came and went on this side alone was never published.
                let lasts =
                    |entry: &LockEntry| entry.state != LockState::Live || all.contains(&entry.key()) || said.contains_key(&entry.key());
                merged(base.entries, own.unwrap_or_default().entries, lasts)
            }
            None => book.lock.as_deref().cloned().unwrap_or_default().entries,
        };
        Self { site, entries, fresh: book.lock.is_none(), before, report }
    }

    /// Adds what is new, follows renames, and takes back ids that stand in the book again.
    pub fn bring_up_to_date(&mut self, book: &Book, published: &PublishedIds<'_>) {
        let (all, said) = (published.all(), &published.said);
        let mut renamed = 0;
        for entry in &mut self.entries {
            if all.contains(&entry.key()) {
                entry.state = LockState::Live;
                continue;
            }
            let Some(new) = said.get(&entry.key()) else { continue };
            match &mut entry.state {
                LockState::Live => {
                    entry.state = LockState::Renamed(new.clone());
                    renamed += 1;
                }
                LockState::Renamed(known) => known.extend(new.iter().cloned()),
                LockState::Retired => {}
            }
        }
        let known: BTreeSet<LockKey> = self.entries.iter().map(LockEntry::key).collect();
        let next = self.next();
        let new = in_book_order(book, all).into_iter().filter(|key| !known.contains(key));
        let before = self.entries.len();
        self.entries.extend((next..).zip(new).map(|(ordinal, (kind, id))| live(ordinal, kind, id)));
        let added = self.entries.len() - before;
        for (count, one, many) in [(added, "id added to ids.lock", "ids added to ids.lock"), (renamed, "id renamed", "ids renamed")] {
            if count > 0 {
                self.report.push(counted(count, one, many));
            }
        }
    }

    /// Lets ids go that have left the book. A level takes its expectations along.
    pub fn retire(&mut self, ids: &[String], published: &PublishedIds<'_>, diagnostics: &mut Vec<Diagnostic>) {
        for id in ids {
            let level = id.strip_prefix("level/").map(|level| format!("{level}/"));
            let follows = |entry: &LockEntry| {
                let of_level = level.as_ref().is_some_and(|level| entry.id.starts_with(level.as_str()));
                of_level && entry.kind == LockKind::Expectation && entry.state == LockState::Live
            };
            let (mut named, mut still) = (false, false);
            for entry in &mut self.entries {
                let meant = *entry.id == **id;
                if !(meant || follows(entry)) {
                    continue;
                }
                named |= meant;
                if published.all().contains(&entry.key()) {
                    still |= meant;
                } else if entry.state != LockState::Retired {
                    entry.state = LockState::Retired;
                    self.report.push(format!("the {} `{}` is retired", entry.kind.word(), entry.id));
                }
            }
            if still {
                let message = format!("`{id}` is still in the book, so it cannot be retired");
                diagnostics.push(Diagnostic::of_book(Code::UnknownReference, message).help("take it out of the book first"));
            } else if !named {
                let known: Vec<&str> = self.entries.iter().map(|entry| &*entry.id).collect();
                let missing = Diagnostic::of_book(Code::UnknownReference, format!("ids.lock has no id `{id}`"));
                diagnostics.push(missing.suggest(id, known.iter().copied()));
            }
        }
    }

    /// Writes the file, if it changed, and names what is still lost.
    pub fn close(mut self, sources: &Sources, published: &PublishedIds<'_>, edits: &mut Edits, diagnostics: &mut Vec<Diagnostic>) {
        let Some(path) = sources.in_book("ids.lock") else { return };
        let all = published.all();
        let gone = self.entries.iter().filter(|entry| entry.state == LockState::Live && !all.contains(&entry.key()));
        let placed = gone.map(|entry| {
            // An entry of the base stands in no file of this book.
            let has_place = entry.end > entry.start;
            (entry, if has_place { Place::Span(Span::new(&path, entry.start..entry.end)) } else { Place::File(path.clone()) })
        });
        diagnostics.extend(vanished(placed.collect(), all, Severity::Warning));
        let text = self.text();
        if self.before.as_deref() == Some(text.as_str()) {
            return;
        }
        if self.fresh && self.before.is_some() {
            self.report.insert(0, "ids.lock was another handbook's and starts afresh".to_owned());
        }
        edits.files.push((path, text));
        edits.report.append(&mut self.report);
    }

    fn text(&self) -> String {
        let mut text = format!("site {}\n", self.site);
        for LockEntry { ordinal, kind, id, state, .. } in &self.entries {
            let state = match state {
                LockState::Live => "live".to_owned(),
                LockState::Retired => "retired".to_owned(),
                LockState::Renamed(new) => format!("renamed -> {}", new.iter().map(Id::to_lock_word).collect::<Vec<_>>().join(" ")),
            };
            text.push_str(&format!("{ordinal} {} {} {state}\n", kind.word(), id.to_lock_word()));
        }
        text
    }

    /// A number that no entry has had.
    fn next(&self) -> u32 {
        self.entries.iter().map(|entry| entry.ordinal + 1).max().unwrap_or(0)
    }
}

fn live(ordinal: u32, kind: LockKind, id: Id) -> LockEntry {
    LockEntry { ordinal, kind, id, state: LockState::Live, start: 0, end: 0 }
}

/// The base's entries as they are numbered, then ours behind them. A rename or retirement on either side holds.
fn merged(base: Vec<LockEntry>, own: Vec<LockEntry>, lasts: impl Fn(&LockEntry) -> bool) -> Vec<LockEntry> {
    let mut own: BTreeMap<LockKey, (usize, LockEntry)> =
        own.into_iter().enumerate().map(|(at, entry)| (entry.key(), (at, entry))).collect();
    let mut entries = base;
    for entry in &mut entries {
        match own.remove(&entry.key()) {
            Some((_, ours)) if entry.state == LockState::Live => entry.state = ours.state,
            _ => {}
        }
    }
    let mut ours: Vec<(usize, LockEntry)> = own.into_values().filter(|(_, entry)| lasts(entry)).collect();
    ours.sort_by_key(|(at, _)| *at);
    let next = entries.iter().map(|entry| entry.ordinal + 1).max().unwrap_or(0);
    entries.extend((next..).zip(ours).map(|(ordinal, (_, entry))| LockEntry { ordinal, ..entry }));
    entries
}

/// Ids in the order in which readers meet them, so that a new book's lock reads like its contents.
fn in_book_order(book: &Book, all: &FxHashSet<LockKey>) -> Vec<LockKey> {
    let mut place: BTreeMap<LockKey, (usize, usize)> = BTreeMap::new();
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
