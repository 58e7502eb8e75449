//! Results by fingerprint: a value depends on its key and on nothing else.

use crate::source::Fingerprint;
use rustc_hash::FxHashMap;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// Remembers one value, the latest, for what is large and asked for again and again with the same key.
pub struct Latest<V>(Mutex<Option<(Fingerprint, Arc<V>)>>);

impl<V> Default for Latest<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> Latest<V> {
    /// The value of this key, made now if it is not the latest. The lock is not held while it is made.
    pub fn get_or_make(&self, key: Fingerprint, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some((_, value)) = self.lock().as_ref().filter(|(known, _)| *known == key) {
            return Arc::clone(value);
        }
        let value = Arc::new(make());
        *self.lock() = Some((key, Arc::clone(&value)));
        value
    }

    fn lock(&self) -> MutexGuard<'_, Option<(Fingerprint, Arc<V>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers values by the fingerprint of all that they were made from. Entries that two builds in a row
/// did not ask for are dropped by [`Table::sweep`].
pub struct Table<V> {
    entries: Mutex<FxHashMap<Fingerprint, Remembered<V>>>,
    generation: AtomicUsize,
    made: AtomicUsize,
    forgets: bool,
}

struct Remembered<V> {
    value: Arc<V>,
    used: usize,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { entries: Mutex::default(), generation: AtomicUsize::new(0), made: AtomicUsize::new(0), forgets: false }
    }
}

impl<V> Table<V> {
    /// A table that makes every value and remembers none, for builds that come alone.
    #[must_use]
    pub fn forgetful() -> Self {
        Self { forgets: true, ..Self::default() }
    }

    /// The value of this matter: the same as [`Table::get_or_make`], for a key that is worth making only where values
    /// are remembered.
    pub fn get_or_make_of<M>(&self, matter: M, key: impl FnOnce(&M) -> Fingerprint, make: impl FnOnce(M) -> V) -> Arc<V> {
        let key = if self.forgets { None } else { Some(key(&matter)) };
        self.known_or_made(key, || make(matter))
    }

    /// The value of this key, made now if it is not known. The lock is not held while it is made; two
    /// threads may make the same value, which costs time and changes nothing.
    pub fn get_or_make(&self, key: Fingerprint, make: impl FnOnce() -> V) -> Arc<V> {
        self.known_or_made((!self.forgets).then_some(key), make)
    }

    /// The value of this key; without one it is made, and not remembered.
    fn known_or_made(&self, key: Option<Fingerprint>, make: impl FnOnce() -> V) -> Arc<V> {
        let Some(key) = key else {
            self.made.fetch_add(1, Ordering::Relaxed);
            return Arc::new(make());
        };
        let generation = self.generation.load(Ordering::Relaxed);
        if let Some(known) = self.lock().get_mut(&key) {
            known.used = generation;
            return Arc::clone(&known.value);
        }
        let value = Arc::new(make());
        self.made.fetch_add(1, Ordering::Relaxed);
        self.lock().insert(key, Remembered { value: Arc::clone(&value), used: generation });
        value
    }

    /// Ends a build that ran this table's phase: drops what neither it nor the one before asked for.
    pub fn sweep(&self) {
        let ended = self.generation.fetch_add(1, Ordering::Relaxed);
        self.lock().retain(|_, known| known.used + 1 >= ended);
    }

    /// Ends a build that asked only for what it needed: keeps the `most` values asked for last.
    pub fn keep(&self, most: usize) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        let mut entries = self.lock();
        if entries.len() > most {
            let mut ages: Vec<usize> = entries.values().map(|known| known.used).collect();
            ages.sort_unstable_by(|a, b| b.cmp(a));
            let oldest = ages[most - 1];
            let mut spare = ages[..most].iter().filter(|age| **age == oldest).count();
            entries.retain(|_, known| {
                let is_spared = known.used == oldest && spare > 0;
                spare -= usize::from(is_spared);
                known.used > oldest || is_spared
            });
        }
    }

    /// How many values were made rather than remembered, since the start.
    #[must_use]
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// How many values are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, FxHashMap<Fingerprint, Remembered<V>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::source::Fingerprint;

    #[test]
    fn makes_a_value_once_and_forgets_the_unused() {
        let table = Table::default();
        let (a, b) = (Fingerprint::of(b"a"), Fingerprint::of(b"b"));
        assert_eq!((*table.get_or_make(a, || 1), *table.get_or_make(a, || 2)), (1, 1));
        table.sweep();
        table.get_or_make(b, || 3);
        table.sweep();
        table.get_or_make(b, || 3);
        table.sweep();
        assert_eq!((table.made(), table.len()), (2, 1));
    }

    #[test]
    fn keeps_what_was_asked_for_last() {
        let table = Table::default();
        let keys: Vec<_> = (0..6_u8).map(|n| Fingerprint::of(&[n])).collect();
        for key in &keys {
            table.get_or_make(*key, || 1);
        }
        table.keep(4);
        assert_eq!(table.len(), 4);
        table.get_or_make(Fingerprint::of(b"new"), || 1);
        table.keep(1);
        table.get_or_make(Fingerprint::of(b"new"), || 2);
        assert_eq!((table.len(), table.made()), (1, 7));
    }
}
