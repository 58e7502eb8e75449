//! Holds the book against `ids.lock`: no published id may vanish without its author saying so.

use crate::book::{Broken, Content, Id, ItemPlace, Ladder, Lock, LockEntry, LockKind, LockState, Manifest, Page};
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::source::{Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The lock, when it belongs to this handbook; another handbook's is ignored with one note.
pub(super) fn own(lock: Lock, manifest: &Manifest, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Lock> {
    if lock.site == manifest.site_id {
        return Some(lock);
    }
    if lock.site.is_empty() {
        // Its first line cannot be read and is named already.
        return None;
    }
    let message = format!("this belongs to the handbook `{}`, and this one is `{}`, so it is ignored", lock.site, manifest.site_id);
    if let Some(path) = sources.in_book("ids.lock") {
        let span = Span::new(&path, 0..lock.site.len() + "site ".len());
        diagnostics.push(Diagnostic::at(Code::ForeignLock, span, message).help("run `rungs ids` to start a fresh one"));
    }
    None
}

/// What the book publishes under ids.
pub(crate) struct PublishedIds<'a> {
    pub pages: &'a [Page],
    pub items: &'a BTreeMap<Id, ItemPlace>,
    pub ladder: &'a Ladder,
}

impl PublishedIds<'_> {
    /// Every id of the book, as the lock writes it.
    pub fn all(&self) -> BTreeSet<(LockKind, Id)> {
        let items = self.items.keys().map(|id| (LockKind::Item, id.clone()));
        let pages = self.pages.iter().map(|page| (LockKind::Page, Id::new(&page.key())));
        let expectations = self.ladder.levels.iter().flat_map(|level| {
            let own = level.expectations.iter().filter(|held| held.owner == level.id);
            own.map(|held| (LockKind::Expectation, Id::new(&format!("{}/{}", level.id, held.local))))
        });
        let fields = self
            .pages
            .iter()
            .flat_map(|page| &page.body().worksheets)
            .flat_map(|worksheet| worksheet.fields.iter().map(|field| (LockKind::Field, field.key(&worksheet.id.value))));
        items.chain(pages).chain(expectations).chain(fields).collect()
    }

    /// Old id → new id, as `was` says it. Expectations of a renamed level follow it.
    pub fn renames(&self) -> BTreeMap<(LockKind, Id), Id> {
        let mut renames = BTreeMap::new();
        for (id, place) in self.items {
            for was in &place.was {
                renames.insert((LockKind::Item, was.clone()), id.clone());
            }
        }
        for worksheet in self.pages.iter().flat_map(|page| &page.body().worksheets) {
            for field in &worksheet.fields {
                let key = field.key(&worksheet.id.value);
                renames.extend(field.earlier_keys(worksheet).iter().map(|was| ((LockKind::Field, Id::new(was)), key.clone())));
            }
        }
        for page in self.pages {
            for was in &page.parsed.common.was {
                renames.insert((LockKind::Page, Id::new(&format!("{}/{}", page.kind(), was.value))), Id::new(&page.key()));
                if let Content::Level { expectations, .. } = &page.parsed.content {
                    for expectation in expectations {
                        let old = Id::new(&format!("{}/{}", was.value, expectation.local));
                        renames.insert((LockKind::Expectation, old), Id::new(&format!("{}/{}", page.id(), expectation.local)));
                    }
                }
            }
            if let Content::Level { expectations, .. } = &page.parsed.content {
                for expectation in expectations {
                    let attributes = &page.body().headings[expectation.heading].attributes;
                    for (_, was) in attributes.iter().filter(|(key, _)| key == "was") {
                        let old = Id::new(&format!("{}/{was}", page.id()));
                        renames.insert((LockKind::Expectation, old), Id::new(&format!("{}/{}", page.id(), expectation.local)));
                    }
                }
            }
        }
        renames
    }
}

/// Names every live id of the lock that the book no longer has, and counts the ids that are new.
/// A book of which something is broken cannot tell what vanished, and a broken lock cannot tell what is new.
pub(super) fn check(
    lock: &Lock,
    ids: &PublishedIds<'_>,
    sources: &Sources,
    severity: Severity,
    broken: &Broken,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let all = ids.all();
    let renames = ids.renames();
    let locked: BTreeSet<(LockKind, Id)> = lock.entries.iter().map(|entry| (entry.kind, entry.id.clone())).collect();
    let new = all.difference(&locked).count();
    let Some(path) = sources.in_book("ids.lock") else { return };
    if new > 0 && !broken.has_file_named("ids.lock") {
        let message = format!("{new} {} not yet in this file", if new == 1 { "id of the book is" } else { "ids of the book are" });
        diagnostics.push(Diagnostic::in_file(Code::NewId, &path, message).help("run `rungs ids` before you publish"));
    }
    if *broken != Broken::default() {
        return;
    }
    for entry in lock.entries.iter().filter(|entry| entry.state == LockState::Live) {
        let key = (entry.kind, entry.id.clone());
        if !all.contains(&key) && !renames.contains_key(&key) {
            let mut diagnostic = vanished(entry, Span::new(&path, entry.start..entry.end), &all);
            diagnostic.severity = severity;
            diagnostics.push(diagnostic);
        }
    }
}

fn vanished(entry: &LockEntry, span: Span, all: &BTreeSet<(LockKind, Id)>) -> Diagnostic {
    let what = entry.kind.word();
    let message = format!("the {what} `{}` was published and is gone: what readers saved for it would be lost", entry.id);
    let near = nearest(&entry.id, all.iter().filter(|(kind, _)| *kind == entry.kind).map(|(_, id)| &**id));
    let stem = entry.id.rsplit('/').next().unwrap_or(&entry.id);
    let renamed = match entry.kind {
        LockKind::Field => format!("if it was renamed: write `was: {stem}` into the field (or the worksheet's old id into the worksheet)"),
        LockKind::Page => format!("if it was renamed: write `was: {stem}` into the new page's front matter"),
        _ => format!("if it was renamed: write `was={stem}` into the new one's `{{…}}`"),
    };
    let renamed = near.map_or_else(|| renamed.clone(), |near| format!("{renamed} (is it `{near}` now?)"));
    Diagnostic::at(Code::VanishedId, span, message)
        .help(renamed)
        .help(format!("if it is gone on purpose: `rungs ids --retire {}`", entry.id))
}
