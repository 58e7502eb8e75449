//! What navigation is made of: the sections and their entries, where each address stands, and who follows whom.

use crate::book::PageIndex;
use crate::site::url::Url;
use rustc_hash::FxHashMap;

/// A title: the author's words, or a key of the theme's strings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// The author's words.
    Words(String),
    /// A key of the strings.
    Key(&'static str),
}

/// One line of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NavEntry {
    /// Its title.
    pub title: Label,
    /// Its address; `None` when it is not written yet.
    pub url: Option<Url>,
    /// The page of the book it stands for.
    pub page: Option<PageIndex>,
    /// How deep it is nested, from 0.
    pub depth: u8,
}

/// A section of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NavSection {
    /// Its title.
    pub title: Label,
    /// Where it begins.
    pub url: Option<Url>,
    /// Its entries; shown only in its own pages.
    pub entries: Vec<NavEntry>,
}

/// Everything navigation needs, made once per site.
#[derive(Clone, Debug, Default)]
pub(in crate::site) struct Navigation {
    /// The header: title, address, name.
    pub header: Vec<(Label, Url, &'static str)>,
    pub(super) sections: Vec<NavSection>,
    /// Address → section and place in it.
    pub(super) places: FxHashMap<Url, (usize, usize)>,
    before: FxHashMap<PageIndex, PageIndex>,
    after: FxHashMap<PageIndex, PageIndex>,
}

impl Navigation {
    /// The page before and after this one.
    pub fn neighbours(&self, page: PageIndex) -> (Option<PageIndex>, Option<PageIndex>) {
        (self.before.get(&page).copied(), self.after.get(&page).copied())
    }

    /// The title of the section in which an address stands.
    pub fn open_section(&self, url: &Url) -> Option<&Label> {
        self.places.get(url).map(|(section, _)| &self.sections[*section].title)
    }

    /// Adds a section. An address stands where it comes first.
    pub(super) fn push(&mut self, section: NavSection) {
        let number = self.sections.len();
        if let Some(url) = &section.url {
            self.places.entry(url.clone()).or_insert((number, 0));
        }
        for (place, entry) in section.entries.iter().enumerate() {
            if let Some(url) = &entry.url {
                self.places.entry(url.clone()).or_insert((number, place));
            }
        }
        self.sections.push(section);
    }

    /// Lets these pages follow each other.
    pub(super) fn chain(&mut self, pages: &[PageIndex]) {
        for pair in pages.windows(2) {
            self.after.entry(pair[0]).or_insert(pair[1]);
            self.before.entry(pair[1]).or_insert(pair[0]);
        }
    }
}
