//! Holds the book against `ids.lock`: no published id may vanish without its author saying so.

use super::published::PublishedIds;
use crate::book::{Broken, Lock, LockEntry, LockKey, LockKind, LockState, Manifest};
use crate::diagnostic::{Code, Diagnostic, GUESSED, Place, Severity, nearest};
use crate::source::{Sources, Span};
use rustc_hash::FxHashSet;
use std::{collections::BTreeSet, sync::Arc};

/// The lock, when it belongs to this handbook; another handbook's is ignored with one note.
pub(super) fn own(lock: Arc<Lock>, manifest: &Manifest, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Lock>> {
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
    let (all, said) = (ids.all(), &ids.said);
    // No id stands twice in a lock.
    let (kept, others): (Vec<&LockEntry>, Vec<&LockEntry>) = lock.entries.iter().partition(|entry| all.contains(&entry.key()));
    let new = all.len() - kept.len();
    let Some(path) = sources.in_book("ids.lock") else { return };
    if new > 0 && !broken.has_file_named("ids.lock") {
        let message = format!("{new} {} not yet in this file", if new == 1 { "id of the book is" } else { "ids of the book are" });
        diagnostics.push(Diagnostic::in_file(Code::NewId, &path, message).help("run `rungs ids` before you publish"));
    }
    if *broken != Broken::default() {
        return;
    }
    let gone = others.into_iter().filter(|entry| entry.state == LockState::Live && !said.contains_key(&entry.key()));
    let placed = gone.map(|entry| (entry, Place::Span(Span::new(&path, entry.start..entry.end)))).collect();
    diagnostics.extend(vanished(placed, all, severity));
}

/// Says of each id that it was published and is gone. `all` are those that the book has.
pub(crate) fn vanished(gone: Vec<(&LockEntry, Place)>, all: &FxHashSet<LockKey>, severity: Severity) -> Vec<Diagnostic> {
    // Sorted, so that of two names that are equally near always the same is offered.
    let candidates: BTreeSet<&LockKey> = if (1..=GUESSED).contains(&gone.len()) { all.iter().collect() } else { BTreeSet::new() };
    gone.into_iter().map(|(entry, place)| Diagnostic { severity, ..is_gone(entry, place, &candidates) }).collect()
}

/// Says that a published id is gone, and both ways to go on.
/// `candidates` are what it may be called now.
fn is_gone(entry: &LockEntry, place: Place, candidates: &BTreeSet<&LockKey>) -> Diagnostic {
    let what = entry.kind.word();
    let message = format!("the {what} `{}` was published and is gone: what readers saved for it would be lost", entry.id);
    let near = nearest(&entry.id, candidates.iter().filter(|(kind, _)| *kind == entry.kind).map(|(_, id)| &**id));
    let (folder, stem) = entry.id.rsplit_once('/').unwrap_or(("", &entry.id));
    let moved = near.is_some_and(|near| entry.kind == LockKind::Expectation && near.rsplit_once('/').is_some_and(|(now, _)| now != folder));
    let written = if moved { &*entry.id } else { stem };
    let renamed = match entry.kind {
        LockKind::Field => format!("if it was renamed: write `was: {stem}` into the field (or the worksheet's old id into the worksheet)"),
        LockKind::Page => format!("if it was renamed: write `was: {written}` into the new page's front matter"),
        _ => format!("if it was renamed: write `was={written}` into the new one's `{{…}}`"),
    };
    let renamed = near.map_or_else(|| renamed.clone(), |near| format!("{renamed} (is it `{near}` now?)"));
    Diagnostic { place, ..Diagnostic::of_book(Code::VanishedId, message) }
        .help(renamed)
        .help(format!("if it is gone on purpose: `rungs ids --retire {}`", entry.id))
}
