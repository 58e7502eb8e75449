//! What the sidebar of a page shows: a window on the sections around the open one, and on its entries around the page.

use super::navigation::{NavEntry, NavSection, Navigation};
use crate::site::url::Url;

/// The sidebar shows at most this many entries around a page, so that pages do not grow with the book.
const WINDOW: usize = 90;
/// It shows at most this many sections around the open one; the header leads to the others.
const SECTIONS: usize = 24;

/// What the sidebar of a page shows: some sections, one of them open, some of its entries. It borrows all of it, since
/// every page asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sidebar<'a> {
    /// The sections; their entries are not shown, but for some of the open one.
    pub sections: &'a [NavSection],
    /// The open section.
    pub open: Option<usize>,
    /// The entries that are shown of the open section.
    pub entries: &'a [NavEntry],
    /// The entry that the page stands at: its own, or the one that leads to it.
    pub here: Option<&'a Url>,
    /// Which part of the whole this is.
    pub window: Window,
}

/// Which part of all sections and entries a sidebar shows. In one site, sidebars of the same window show the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The open section, counted from the first of all.
    open: Option<usize>,
    /// The first entry that is shown of it.
    from: usize,
}

impl Navigation {
    /// The sidebar of the page at this address; no section is open where the address stands in none.
    pub fn sidebar(&self, url: &Url) -> Sidebar<'_> {
        let Some((open, at)) = self.places.get(url).copied() else {
            let sections = &self.sections[..SECTIONS.min(self.sections.len())];
            return Sidebar { sections, open: None, entries: &[], here: None, window: Window { open: None, from: 0 } };
        };
        let (sections, first) = window(&self.sections, open, SECTIONS);
        let (entries, from) = window(&self.sections[open].entries, at, WINDOW);
        let here = self.sections[open].entries.get(at).and_then(|entry| entry.url.as_ref());
        Sidebar { sections, open: Some(open - first), entries, here, window: Window { open: Some(open), from } }
    }
}

/// At most `size` of all around a place, and where they start.
fn window<T>(all: &[T], place: usize, size: usize) -> (&[T], usize) {
    let start = window_start(place, all.len(), size);
    (&all[start..all.len().min(start + size)], start)
}

/// Where the window of `size` entries around a place starts, at a multiple of a third of its size.
fn window_start(place: usize, total: usize, size: usize) -> usize {
    if total <= size {
        return 0;
    }
    let stride = size / 3;
    let start = place.saturating_sub(size / 2) / stride * stride;
    start.min((total - size).div_ceil(stride) * stride)
}

#[cfg(test)]
mod tests {
    use super::{SECTIONS, WINDOW, window_start};

    #[test]
    fn a_window_holds_its_page() {
        for size in [WINDOW, SECTIONS] {
            for total in [1, 150, 151, 1_000, 10_001] {
                for place in [0, 1, 39, 40, 74, 75, 149, 150, 500, 9_999, 10_000].into_iter().filter(|place| *place < total) {
                    let start = window_start(place, total, size);
                    assert!((start..start + size).contains(&place), "{place} of {total} in {size}");
                }
            }
        }
    }
}
