//! Ids and the lock file that remembers every id ever published.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Deref,
    sync::Arc,
};

/// The id of a page, item, expectation, term or source: what links, records and the lock name it by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// An id with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Whether a text may be written as an id: letters, digits, `-`, `_` and `.`, one at least.
    #[must_use]
    pub fn is_valid(text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    }

    /// The id as one word of `ids.lock`: a file stem may hold spaces, which are written `%20`, as in a URL.
    #[must_use]
    pub fn to_lock_word(&self) -> String {
        let mut word = String::with_capacity(self.len());
        for c in self.chars() {
            if c.is_whitespace() || c.is_control() || c == '%' {
                let mut bytes = [0; 4];
                word.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
            } else {
                word.push(c);
            }
        }
        word
    }

    /// The id that [`Id::to_lock_word`] wrote; a `%` that no two hexadecimal digits follow stands for itself.
    #[must_use]
    pub fn from_lock_word(word: &str) -> Self {
        Self::new(&percent_encoding::percent_decode_str(word).decode_utf8_lossy())
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// What a line of the lock names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockKind {
    /// A checklist item; its id stands alone.
    Item,
    /// A page; its id is `kind/stem`.
    Page,
    /// An expectation; its id is `level/local`.
    Expectation,
    /// A field of a worksheet; its id is `worksheet/field`.
    Field,
}

impl LockKind {
    /// The word in the lock file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Page => "page",
            Self::Expectation => "expectation",
            Self::Field => "field",
        }
    }

    /// The kind this word stands for.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Item, Self::Page, Self::Expectation, Self::Field].into_iter().find(|kind| kind.word() == word)
    }
}

/// What became of a published id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockState {
    /// It is in the book.
    Live,
    /// Others carry it on: one when it was renamed, several when it was split.
    Renamed(BTreeSet<Id>),
    /// Its author took it away on purpose.
    Retired,
}

/// What a published thing is known by: its kind and its id.
pub type LockKey = (LockKind, Id);

/// Ids that the book no longer has → the ids of the book that carry them on, through all renames there ever were.
pub type Renames = BTreeMap<LockKey, BTreeSet<Id>>;

/// One line of `ids.lock`: `ordinal kind id state [-> new …]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockEntry {
    /// Its number, for share links; never used twice.
    pub ordinal: u32,
    /// What it names.
    pub kind: LockKind,
    /// The id.
    pub id: Id,
    /// What became of it.
    pub state: LockState,
    /// Where the line stands in the file.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// `ids.lock`: the site it belongs to and every id ever published, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The site id of the first line.
    pub site: String,
    /// The entries in file order.
    pub entries: Vec<LockEntry>,
}

impl LockEntry {
    /// What it names.
    #[must_use]
    pub fn key(&self) -> LockKey {
        (self.kind, self.id.clone())
    }
}

impl Lock {
    /// The entry of an id.
    #[must_use]
    pub fn entry(&self, kind: LockKind, id: &str) -> Option<&LockEntry> {
        self.entries.iter().find(|entry| entry.kind == kind && &*entry.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn every_id_is_one_word_of_the_lock() {
        for (id, word) in [("plain-id", "plain-id"), ("chapter/Größe & Maß", "chapter/Größe%20&%20Maß"), ("100 %", "100%20%25")] {
            assert_eq!(Id::new(id).to_lock_word(), word);
            assert_eq!(&*Id::from_lock_word(word), id);
        }
        let odd = Id::new("a\u{a0}b\u{3000}c\td");
        assert_eq!(odd.to_lock_word().split_whitespace().count(), 1);
        assert_eq!(Id::from_lock_word(&odd.to_lock_word()), odd);
    }
}
