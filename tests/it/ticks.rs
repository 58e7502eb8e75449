//! No tick is lost that the author did not let go: fifty items, their pages and a level's expectations are moved,
//! renamed, split, merged and deleted in random order, with `rungs ids` now and then, as an author works. After each
//! run the published manifest must lead every id that was ever published to where it went.

use crate::fixture::{build, build_with, for_readers, insert, text};
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, FileFailurePersistence},
};
use rungs::{
    Memory,
    diagnostic::Code,
    edit::{IdsRequest, ids},
    source::Sources,
};
use std::collections::{BTreeMap, BTreeSet};

/// One thing an author does to an item, a page or an expectation.
#[derive(Clone, Debug)]
enum Edit {
    /// Puts an item on another page.
    Move(Index, Index, Index),
    /// Changes all items' words.
    Reword,
    /// Gives an item another id.
    Rename(Index),
    /// Makes two items of one; both new, or the first keeps the id.
    Split(Index, bool),
    /// Makes one item of two; under a new id, or the first keeps its own.
    Merge(Index, Index, bool),
    /// Takes an item away and retires its id.
    Delete(Index),
    /// Writes a new item, without an id.
    Add(Index),
    /// Gives a checklist another file name.
    RenamePage(Index),
    /// Gives the level another file name.
    RenameLevel,
    /// Gives an expectation another id.
    RenameExpectation(Index),
    /// Takes every `was` away that `ids.lock` knows by now.
    TidyUp,
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(item, page, at)| Edit::Move(item, page, at)),
        2 => Just(Edit::Reword),
        4 => any::<Index>().prop_map(Edit::Rename),
        3 => (any::<Index>(), any::<bool>()).prop_map(|(item, keeps)| Edit::Split(item, keeps)),
        3 => (any::<Index>(), any::<Index>(), any::<bool>()).prop_map(|(a, b, keeps)| Edit::Merge(a, b, keeps)),
        2 => any::<Index>().prop_map(Edit::Delete),
        2 => any::<Index>().prop_map(Edit::Add),
        1 => any::<Index>().prop_map(Edit::RenamePage),
        1 => Just(Edit::RenameLevel),
        1 => any::<Index>().prop_map(Edit::RenameExpectation),
        2 => Just(Edit::TidyUp),
    ]
}

/// Something with an id, and what its readers may have saved it under.
#[derive(Clone, Debug, Default)]
struct Named {
    id: String,
    /// Whether the id is in the author's file already.
    written: bool,
    was: Vec<String>,
    /// Every published id that must lead here.
    carries: BTreeSet<String>,
}

/// The author's book, and what they remember of it.
struct Author {
    pages: Vec<(Named, Vec<Named>)>,
    level: Named,
    expectations: Vec<Named>,
    lock: String,
    retire: Vec<String>,
    count: usize,
}

impl Named {
    fn new(id: String) -> Self {
        Self { id, written: true, ..Self::default() }
    }

    /// Under another id, as an author writes it: with the last id that was published.
    fn renamed(&self, id: String, lock: &str) -> Self {
        Self { id, written: true, was: self.last_published(lock), carries: self.carries.clone() }
    }

    /// The ids that would be missed now: its own, and those whose renames nobody has recorded yet.
    fn last_published(&self, lock: &str) -> Vec<String> {
        let live =
            |id: &&String| lock.lines().any(|line| line.strip_suffix(" live").and_then(|line| line.rsplit([' ', '/']).next()) == Some(id));
        std::iter::once(&self.id).chain(&self.was).filter(live).cloned().collect()
    }
}

impl Author {
    fn with_items(count: usize) -> Self {
        let page = |at: usize| {
            let items = (0..count).filter(|item| item % 5 == at).map(|item| Named::new(format!("item-{item}"))).collect();
            (Named::new(format!("list-{at}")), items)
        };
        Self {
            pages: (0..5).map(page).collect(),
            level: Named::new("senior".to_owned()),
            expectations: (0..3).map(|at| Named::new(format!("writes-{at}"))).collect(),
            lock: String::new(),
            retire: Vec::new(),
            count,
        }
    }

    fn fresh(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{what}-{}", self.count)
    }

    fn place(&self, item: Index) -> Option<(usize, usize)> {
        let places: Vec<(usize, usize)> =
            self.pages.iter().enumerate().flat_map(|(page, (_, items))| (0..items.len()).map(move |at| (page, at))).collect();
        (!places.is_empty()).then(|| *item.get(&places))
    }

    fn take(&mut self, item: Index) -> Option<(usize, usize, Named)> {
        let (page, at) = self.place(item)?;
        Some((page, at, self.pages[page].1.remove(at)))
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Move(item, page, at) => {
                let Some((_, _, item)) = self.take(*item) else { return };
                let page = page.index(self.pages.len());
                let items = &mut self.pages[page].1;
                items.insert(at.index(items.len() + 1), item);
            }
            // An item without an id is known by its words; the others may say what they like.
            Edit::Reword => self.count += 1,
            Edit::Rename(item) => {
                let id = self.fresh("item");
                let Some((page, at, item)) = self.take(*item) else { return };
                let renamed = item.renamed(id, &self.lock);
                self.pages[page].1.insert(at, renamed);
            }
            Edit::Split(item, keeps) => {
                let ids = [self.fresh("item"), self.fresh("item")];
                let Some((page, at, item)) = self.take(*item) else { return };
                let [first, second] = ids.map(|id| item.renamed(id, &self.lock));
                let halves = if *keeps && item.written { [item, Named::new(second.id)] } else { [first, second] };
                self.pages[page].1.splice(at..at, halves);
            }
            Edit::Merge(one, other, keeps) => {
                let id = self.fresh("item");
                let Some((page, at, one)) = self.take(*one) else { return };
                let Some((_, _, other)) = self.take(*other) else { return self.pages[page].1.insert(at, one) };
                let mut merged = if *keeps && one.written { one } else { one.renamed(id, &self.lock) };
                merged.was.extend(other.last_published(&self.lock));
                merged.carries.extend(other.carries);
                let at = at.min(self.pages[page].1.len());
                self.pages[page].1.insert(at, merged);
            }
            Edit::Delete(item) => {
                let Some((_, _, item)) = self.take(*item) else { return };
                self.retire.extend(item.last_published(&self.lock));
            }
            Edit::Add(page) => {
                let id = self.fresh("item");
                let page = page.index(self.pages.len());
                self.pages[page].1.push(Named { written: false, ..Named::new(id) });
            }
            Edit::RenamePage(page) => {
                let id = self.fresh("list");
                let page = page.index(self.pages.len());
                let renamed = self.pages[page].0.renamed(id, &self.lock);
                self.pages[page].0 = renamed;
            }
            Edit::RenameLevel => {
                let id = self.fresh("level");
                self.level = self.level.renamed(id, &self.lock);
            }
            Edit::RenameExpectation(at) => {
                let id = self.fresh("writes");
                let at = at.index(self.expectations.len());
                // Its name on the page, whatever its level was called then.
                self.expectations[at] = self.expectations[at].renamed(id, &self.lock);
            }
            Edit::TidyUp => {
                let level = self.level.id.clone();
                let lock = &self.lock;
                for (page, items) in &mut self.pages {
                    tidy(page, lock, "checklist/");
                    for item in items {
                        tidy(item, lock, "");
                    }
                }
                tidy(&mut self.level, lock, "level/");
                for one in &mut self.expectations {
                    tidy(one, lock, &format!("{level}/"));
                }
            }
        }
    }

    fn full(&self, expectation: &Named) -> String {
        format!("{}/{}", self.level.id, expectation.id)
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::new("");
        let was = |named: &Named| format!("was: [{}]\n", named.was.join(", "));
        let steps: String = (1..=5).map(|step| format!("\n## Step {step} {{step={step}}}\nText.\n")).collect();
        insert(&mut sources, "skills/writing.md", &format!("---\ntitle: Writing\n---\n{steps}"));
        insert(&mut sources, "tracks/ic.md", &format!("---\ntitle: IC\nlevels: [{}]\n---\n", self.level.id));
        let mut level = format!("---\ntitle: Senior\ntrack: ic\n{}---\nI am.\n", was(&self.level));
        for one in &self.expectations {
            let was: String = one.was.iter().map(|was| format!(" was={was}")).collect();
            level.push_str(&format!("\n## Writes {{#{} skill=writing{was}}}\nText.\n", one.id));
        }
        insert(&mut sources, &format!("levels/{}.md", self.level.id), &level);
        for (page, items) in &self.pages {
            let mut list = format!("---\ntitle: List\n{}---\n", was(page));
            for item in items {
                let was = if item.was.is_empty() { String::new() } else { format!(" was=\"{}\"", item.was.join(" ")) };
                // Without an id, its words are its id for now.
                let line = if item.written {
                    format!("- [ ] Words {} {{#{}{was}}}\n", self.count, item.id)
                } else {
                    format!("- [ ] {}\n", item.id.replace('-', " "))
                };
                list.push_str(&line);
            }
            insert(&mut sources, &format!("checklists/{}.md", page.id), &list);
        }
        if !self.lock.is_empty() {
            insert(&mut sources, "ids.lock", &self.lock);
        }
        sources
    }

    /// Everything that has an id, as the lock names it.
    fn all(&self) -> Vec<(String, String, &Named)> {
        let items = self.pages.iter().flat_map(|(_, items)| items).map(|item| ("item".to_owned(), item.id.clone(), item));
        let lists = self.pages.iter().map(|(page, _)| ("page".to_owned(), format!("checklist/{}", page.id), page));
        let level = ("page".to_owned(), format!("level/{}", self.level.id), &self.level);
        let expectations = self.expectations.iter().map(|one| ("expectation".to_owned(), self.full(one), one));
        items.chain(lists).chain([level]).chain(expectations).collect()
    }

    /// Runs `rungs ids`, publishes, and looks for every tick there ever was.
    fn publish(&mut self) {
        let mut retire = std::mem::take(&mut self.retire);
        // Of a split item one half may be deleted: the other still carries the tick on.
        let claimed: BTreeSet<&String> = self.pages.iter().flat_map(|(_, items)| items).flat_map(|item| &item.was).collect();
        retire.retain(|id| !claimed.contains(id));
        if !retire.is_empty() {
            let vanished = |code: &&rungs::diagnostic::Diagnostic| code.code == Code::VanishedId;
            let said = build(&self.sources()).diagnostics;
            assert_eq!(said.iter().filter(vanished).count(), retire.len(), "{retire:?} {said:#?}");
        }
        let sources = self.sources();
        let outcome = ids(&sources, &for_readers(), &Memory::default(), &IdsRequest { retire, base: None });
        assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
        let sources = outcome.value.applied(&sources);
        self.lock = sources.book_text("ids.lock").expect("a lock").content.to_string();
        self.written();
        let output = build_with(&sources, &for_readers(), &Memory::default()).clean(&sources);
        let manifest: serde_json::Value = serde_json::from_str(&text(&output, "progress-manifest.json")).expect("JSON");
        for (kind, id, named) in self.all() {
            assert!(self.lock.contains(&format!("{kind} {id} live\n")), "{kind} {id} is not in the lock");
            assert!(named.carries.contains(&id));
        }
        let mut expected: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for (kind, id, named) in self.all() {
            for old in &named.carries {
                expected.entry((kind.clone(), old.clone())).or_default().insert(id.clone());
            }
        }
        let stays = |line: &&str| line.contains(" page track/") || line.contains(" page skill/");
        for line in self.lock.lines().skip(1).filter(|line| !stays(line)) {
            let words: Vec<&str> = line.split(' ').collect();
            let key = (words[1].to_owned(), words[2].to_owned());
            let found = resolve(&manifest, self, &key.0, &key.1);
            let wanted = expected.remove(&key).unwrap_or_default();
            assert_eq!(found, wanted, "{line}\n{}", self.lock);
            assert!(!wanted.is_empty() || leads_to_retired(&self.lock, &key.0, &key.1), "{line} was lost\n{}", self.lock);
        }
        assert!(expected.is_empty(), "published and not in the lock: {expected:?}");
    }

    /// What `rungs ids` has written is published now.
    fn written(&mut self) {
        let level = self.level.id.clone();
        let publish = |named: &mut Named, id: String| {
            named.written = true;
            named.carries.insert(id);
        };
        for (page, items) in &mut self.pages {
            let id = format!("checklist/{}", page.id);
            publish(page, id);
            for item in items {
                let id = item.id.clone();
                publish(item, id);
            }
        }
        let id = format!("level/{level}");
        publish(&mut self.level, id);
        for one in &mut self.expectations {
            let id = format!("{level}/{}", one.id);
            publish(one, id);
        }
    }
}

/// Takes away what the lock knows: that the old id leads to this one.
fn tidy(named: &mut Named, lock: &str, folder: &str) {
    let new = format!("{folder}{}", named.id);
    let knows = |was: &String| {
        let renames = lock.lines().filter_map(|line| line.split_once(" renamed -> "));
        let of_this = |(old, _): &(&str, &str)| old.rsplit([' ', '/']).next() == Some(was);
        renames.filter(of_this).any(|(_, ids)| ids.split(' ').any(|id| id == new))
    };
    named.was.retain(|was| !knows(was));
}

/// Where a reader's record of this id goes, by the manifest alone. Readers keep nothing under the name of a checklist's
/// page; there the lock itself is asked.
fn resolve(manifest: &serde_json::Value, author: &Author, kind: &str, id: &str) -> BTreeSet<String> {
    let all = author.all();
    let stands = |id: &str| all.iter().any(|(of, known, _)| of == kind && known == id);
    let (letter, name) = match (kind, id.split_once('/')) {
        ("item", _) => ("i", id),
        ("expectation", _) => ("e", id),
        ("page", Some(("level", level))) => ("l", level),
        _ => return arrivals(&author.lock, kind, id).into_iter().filter(|id| stands(id)).collect(),
    };
    let was = manifest["was"].as_object().expect("renames");
    let leads = |(key, old): &(&String, &serde_json::Value)| {
        key.starts_with(&format!("{letter}:")) && old.as_array().is_some_and(|old| old.iter().any(|old| old == name))
    };
    let folder = if letter == "l" { "level/" } else { "" };
    let now = was.iter().filter(leads).map(|(key, _)| format!("{folder}{}", &key[2..]));
    now.chain([id.to_owned()]).filter(|id| stands(id)).collect()
}

/// The ids that a chain of the lock's lines ends with.
fn arrivals(lock: &str, kind: &str, id: &str) -> BTreeSet<String> {
    let line = lock.lines().find_map(|line| Some(line.split_once(&format!(" {kind} {id} "))?.1)).unwrap_or_default();
    match line.strip_prefix("renamed -> ") {
        Some(new) => new.split(' ').flat_map(|new| arrivals(lock, kind, new)).collect(),
        None => [id.to_owned()].into(),
    }
}

/// Whether all that an id became was retired by the author.
fn leads_to_retired(lock: &str, kind: &str, id: &str) -> bool {
    let line = lock.lines().find_map(|line| Some(line.split_once(&format!(" {kind} {id} "))?.1)).unwrap_or_default();
    match line.strip_prefix("renamed -> ") {
        Some(new) => new.split(' ').all(|new| leads_to_retired(lock, kind, new)),
        None => line == "retired",
    }
}

proptest! {
    #![proptest_config(Config {
        cases: 12,
        max_shrink_iters: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn no_tick_is_lost_that_the_author_did_not_retire(batches in prop::collection::vec(prop::collection::vec(edits(), 1..8), 6..14)) {
        let mut author = Author::with_items(50);
        author.publish();
        for batch in &batches {
            for edit in batch {
                author.apply(edit);
            }
            author.publish();
        }
    }
}

/// Each of the fifty is renamed twice in a row, the second time without its first name: the chain is the lock's.
#[test]
fn renames_make_chains() {
    let mut author = Author::with_items(50);
    author.publish();
    for _ in 0..3 {
        for number in 0..50 {
            let (page, at) = (number % 5, number / 5);
            let id = author.fresh("item");
            let renamed = author.pages[page].1[at].renamed(id, &author.lock);
            author.pages[page].1[at] = renamed;
        }
        author.apply(&Edit::RenameLevel);
        author.publish();
        author.apply(&Edit::TidyUp);
        author.publish();
    }
    assert!(author.pages.iter().flat_map(|(_, items)| items).all(|item| item.was.is_empty() && item.carries.len() == 4));
}
