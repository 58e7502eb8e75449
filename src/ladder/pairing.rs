//! Which thing of a new ladder is which thing of an old one: the same id, or the one that `was` names.

use crate::book::{ExpectationSnapshot, LevelSnapshot, Snapshot};
use std::collections::BTreeMap;

/// Something with an id that may have had others.
pub(super) trait Named {
    /// Its id and its title.
    fn name(&self) -> (&str, &str);
    /// Its old ids.
    fn was(&self) -> &[String];
}

macro_rules! named {
    ($($type:ty),*) => {
        $(impl Named for $type {
            fn name(&self) -> (&str, &str) {
                (&self.id, &self.title)
            }

            fn was(&self) -> &[String] {
                &self.was
            }
        })*
    };
}

named!(
    crate::book::TrackSnapshot,
    LevelSnapshot,
    crate::book::SkillSnapshot,
    crate::book::RoleSnapshot,
    crate::book::TransitionSnapshot,
    ExpectationSnapshot
);

impl Named for crate::book::AreaSnapshot {
    fn name(&self) -> (&str, &str) {
        (&self.id, &self.title)
    }

    fn was(&self) -> &[String] {
        &[]
    }
}

/// Old things and new ones, side by side: the new ones in their order, then what is gone.
pub(super) fn pairs<'a, T: Named>(old: &'a [T], new: &'a [T]) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut left: BTreeMap<&str, &T> = old.iter().map(|one| (one.name().0, one)).collect();
    // The same id comes first: what was renamed away and written anew is a new thing only if nothing claims the old.
    let same: BTreeMap<&str, &T> = new.iter().filter_map(|one| Some((one.name().0, left.remove(one.name().0)?))).collect();
    let mut pairs = Vec::new();
    for one in new {
        let id = one.name().0;
        let known = same.get(id).copied().or_else(|| one.was().iter().find_map(|was| left.remove(was.as_str())));
        pairs.push((known, Some(one)));
    }
    pairs.extend(old.iter().filter(|one| left.contains_key(one.name().0)).map(|one| (Some(one), None)));
    pairs
}

/// Ids and titles across two ladders.
pub(super) struct Pairing<'a> {
    pub levels: Names<'a>,
    pub skills: Names<'a>,
    pub tracks: Names<'a>,
    pub areas: Names<'a>,
    /// Old expectations → what they are called now.
    expectations: BTreeMap<&'a str, &'a str>,
    /// Expectations of either ladder.
    texts: BTreeMap<&'a str, &'a ExpectationSnapshot>,
    /// New expectations → the old ones that they carry on.
    before: BTreeMap<&'a str, &'a ExpectationSnapshot>,
}

/// What things of one kind are called.
#[derive(Default)]
pub(super) struct Names<'a> {
    now: BTreeMap<&'a str, &'a str>,
    titles: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    fn new<T: Named>(old: &'a [T], new: &'a [T]) -> Self {
        let mut names = Self::default();
        for (before, after) in pairs(old, new) {
            if let (Some(before), Some(after)) = (before, after) {
                names.now.insert(before.name().0, after.name().0);
            }
            let Some((id, title)) = after.or(before).map(Named::name) else { continue };
            names.titles.insert(id, title);
        }
        names
    }

    /// What a thing of the old ladder is called in the new one.
    pub fn now(&self, id: &'a str) -> &'a str {
        self.now.get(id).copied().unwrap_or(id)
    }

    /// The title of a thing of either ladder.
    pub fn title(&self, id: &'a str) -> &'a str {
        self.titles.get(self.now(id)).copied().unwrap_or(id)
    }
}

/// The expectations that a ladder's levels write.
pub(super) fn expectations(ladder: &Snapshot) -> impl Iterator<Item = &ExpectationSnapshot> {
    ladder.levels.iter().flat_map(|level| &level.expectations)
}

impl<'a> Pairing<'a> {
    pub fn new(old: &'a Snapshot, new: &'a Snapshot) -> Self {
        let mut pairing = Self {
            levels: Names::new(&old.levels, &new.levels),
            skills: Names::new(&old.skills, &new.skills),
            tracks: Names::new(&old.tracks, &new.tracks),
            areas: Names::new(&old.areas, &new.areas),
            expectations: BTreeMap::new(),
            texts: expectations(old).chain(expectations(new)).map(|one| (one.id.as_str(), one)).collect(),
            before: BTreeMap::new(),
        };
        let old: BTreeMap<&str, &ExpectationSnapshot> = expectations(old).map(|one| (one.id.as_str(), one)).collect();
        // The same id comes first, as everywhere.
        for one in expectations(new).filter(|one| old.contains_key(one.id.as_str())) {
            pairing.expectations.insert(&one.id, &one.id);
        }
        for one in expectations(new).filter(|one| !old.contains_key(one.id.as_str())) {
            let free = one.was.iter().find(|was| old.contains_key(was.as_str()) && !pairing.expectations.contains_key(was.as_str()));
            if let Some(was) = free {
                pairing.expectations.insert(was, &one.id);
            }
        }
        pairing.before = pairing.expectations.iter().filter_map(|(was, now)| Some((*now, *old.get(was)?))).collect();
        pairing
    }

    /// The expectation of the old ladder that a new one carries on.
    pub fn before(&self, new: &str) -> Option<&'a ExpectationSnapshot> {
        self.before.get(new).copied()
    }

    pub fn expectation(&self, id: &'a str) -> &'a str {
        self.expectations.get(id).copied().unwrap_or(id)
    }

    /// Whether both ladders have this expectation, by its new id.
    pub fn is_kept(&self, id: &str) -> bool {
        self.before.contains_key(id)
    }

    pub fn expectation_title(&self, id: &'a str) -> &'a str {
        self.texts.get(id).map_or(id, |one| one.title.as_str())
    }
}
