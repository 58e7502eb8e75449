//! Checklist items as written: a line with a box, its tail, and what "done" means.

use super::{Id, Located};
use std::{ops::Range, sync::Arc};

/// How often a done item is due again, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Review {
    /// Days after the tick or the last confirmation.
    pub days: u16,
}

/// The `{#id key=value …}` tail of an item, all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tail {
    /// `#id`.
    pub id: Option<Located<Id>>,
    /// `skills="a b"`.
    pub skills: Vec<Located<Id>>,
    /// `step=4`: the step it helps to reach.
    pub step: Option<u8>,
    /// `review=90d`.
    pub review: Option<Review>,
    /// `effort=3h`, as typed.
    pub effort: Option<String>,
    /// `rev=2`: raised when the meaning changed.
    pub rev: Option<u32>,
    /// `was=old-id`: ids whose ticks it carries on.
    pub was: Vec<Located<Id>>,
}

/// One trackable item of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// Its id: the tail's, or the slug of its text until it has one.
    pub id: Id,
    /// Its text without markup.
    pub title: Arc<str>,
    /// Its tail.
    pub tail: Tail,
    /// The heading it stands under, by number.
    pub heading: Option<u32>,
    /// The bytes of its first line in the expanded text, without the line end.
    pub line: Range<usize>,
    /// Whether the box is ticked in the source.
    pub ticked: bool,
}

impl Item {
    /// An id made from an item's text has at most this many characters.
    pub const LONGEST_DERIVED: usize = 60;
}
