//! What the book publishes under ids, and which old ids it carries on.

use crate::book::{Content, Expectation, Id, ItemPlace, Ladder, Lock, LockKey, LockKind, LockState, Page, Renames};
use crate::diagnostic::{Code, Diagnostic};
use rustc_hash::FxHashSet;
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

/// What the book publishes under ids.
pub(crate) struct PublishedIds<'a> {
    pages: &'a [Page],
    items: &'a BTreeMap<Id, ItemPlace>,
    ladder: &'a Ladder,
    /// Made when it is first asked for: a book without a lock needs it only to follow its renames.
    all: OnceCell<FxHashSet<LockKey>>,
    /// Old id → new ids, as `was` says it now. Expectations of a renamed level follow it, under their new names, too.
    pub said: Renames,
}

impl<'a> PublishedIds<'a> {
    /// Collects them.
    pub fn new(pages: &'a [Page], items: &'a BTreeMap<Id, ItemPlace>, ladder: &'a Ladder) -> Self {
        let ids = Self { pages, items, ladder, all: OnceCell::new(), said: Renames::new() };
        Self { said: ids.renamed(), ..ids }
    }

    /// Every id of the book, as the lock writes it.
    pub fn all(&self) -> &FxHashSet<LockKey> {
        self.all.get_or_init(|| self.every())
    }

    fn every(&self) -> FxHashSet<LockKey> {
        let items = self.items.keys().map(|id| (LockKind::Item, id.clone()));
        let pages = self.pages.iter().map(|page| (LockKind::Page, Id::new(&page.key())));
        let expectations = self.ladder.levels.iter().flat_map(|level| {
            let own = level.expectations.iter().filter(|held| held.owner == level.id);
            own.map(|held| (LockKind::Expectation, Id::new(&format!("{}/{}", level.id, held.local))))
        });
        let worksheets = self.pages.iter().flat_map(|page| &page.body().worksheets);
        let fields = worksheets.flat_map(|sheet| sheet.fields.iter().map(|field| (LockKind::Field, field.key(&sheet.id.value))));
        items.chain(pages).chain(expectations).chain(fields).collect()
    }

    fn renamed(&self) -> Renames {
        let mut said = Renames::new();
        let mut say = |kind, old: &str, new: &str| {
            if old != new {
                said.entry((kind, Id::new(old))).or_default().insert(Id::new(new));
            }
        };
        for (id, place) in self.items {
            for was in &self.pages[place.page.0].body().items[place.number].tail.was {
                say(LockKind::Item, &was.value, id);
            }
        }
        for worksheet in self.pages.iter().flat_map(|page| &page.body().worksheets) {
            for field in &worksheet.fields {
                let key = field.key(&worksheet.id.value);
                for was in field.earlier_keys(worksheet) {
                    say(LockKind::Field, &was, &key);
                }
            }
        }
        for page in self.pages {
            let was = &page.parsed.common.was;
            for was in was {
                say(LockKind::Page, &within(page.kind().word(), &was.value), &page.key());
            }
            let levels: Vec<&str> = std::iter::once(&**page.id()).chain(was.iter().map(|was| was.value.as_str())).collect();
            for expectation in expectations(page) {
                let new = within(page.id(), &expectation.local);
                for local in std::iter::once(&*expectation.local).chain(old_names(page, expectation)) {
                    for level in &levels {
                        say(LockKind::Expectation, &within(level, local), &new);
                    }
                }
            }
        }
        said
    }

    /// What became of every id that the book no longer has, through the renames of the lock and those of the pages.
    /// An id that its author retired on the way leads nowhere.
    pub fn renames(&self, lock: Option<&Lock>) -> Renames {
        let mut steps = self.said.clone();
        for entry in lock.iter().flat_map(|lock| &lock.entries) {
            if let LockState::Renamed(new) = &entry.state {
                steps.entry(entry.key()).or_default().extend(new.iter().cloned());
            }
        }
        let resolved = steps.keys().map(|old| (old.clone(), arrivals(old, &steps, self.all())));
        resolved.filter(|(_, new)| !new.is_empty()).collect()
    }

    /// An old page or expectation leads to one place. (An item may be split: each part carries its tick on.)
    pub fn conflicts(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut first: BTreeMap<LockKey, &Page> = BTreeMap::new();
        let mut claim = |kind: LockKind, old: String, page| {
            let key = (kind, Id::new(&old));
            let word = kind.word();
            let message = if self.all().contains(&key) {
                format!("`was` names the {word} `{old}`, which is still in the book")
            } else {
                match first.insert(key, page) {
                    Some(other) => format!("`was` names the {word} `{old}`, and so does `{}`", other.source()),
                    None => return,
                }
            };
            let conflict = Diagnostic::in_file(Code::WasConflict, page.source(), message);
            diagnostics.push(conflict.help("what readers saved can go to one place: keep one of the two"));
        };
        for page in self.pages {
            let mut seen = BTreeSet::new();
            for was in &page.parsed.common.was {
                let old = within(page.kind().word(), &was.value);
                if old != page.key() && seen.insert(old.clone()) {
                    claim(LockKind::Page, old, page);
                }
            }
            for expectation in expectations(page) {
                for old in old_names(page, expectation).map(|old| within(page.id(), old)) {
                    if old != within(page.id(), &expectation.local) && seen.insert(old.clone()) {
                        claim(LockKind::Expectation, old, page);
                    }
                }
            }
        }
    }
}

fn expectations(page: &Page) -> &[Expectation] {
    match &page.parsed.content {
        Content::Level { expectations, .. } => expectations,
        _ => &[],
    }
}

/// What `was=` of its heading says: an id on the same page, or `level/id` when it moved from another level.
fn old_names<'a>(page: &'a Page, expectation: &Expectation) -> impl Iterator<Item = &'a str> {
    let attributes = &page.body().headings[expectation.heading].attributes;
    attributes.iter().filter(|(key, _)| key == "was").map(|(_, was)| was.trim_matches('"'))
}

/// `folder/name`, unless the name says its folder itself.
fn within(folder: &str, name: &str) -> String {
    if name.contains('/') { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Where an old id leads: every id of the book that can be reached from it.
fn arrivals(old: &LockKey, steps: &Renames, all: &FxHashSet<LockKey>) -> BTreeSet<Id> {
    let (kind, _) = old;
    let mut seen = BTreeSet::from([old.clone()]);
    let mut open = vec![old.clone()];
    let mut arrived = BTreeSet::new();
    while let Some(at) = open.pop() {
        for id in steps.get(&at).into_iter().flatten() {
            let next = (*kind, id.clone());
            if seen.insert(next.clone()) {
                if all.contains(&next) {
                    arrived.insert(id.clone());
                }
                open.push(next);
            }
        }
    }
    arrived
}
