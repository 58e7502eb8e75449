//! Navigation: the header's sections, the sidebar's window around a page, and who comes before and after.

use super::address::{Address, LISTINGS, area_url};
use super::reading::list_key;
use super::url::Url;
use super::workspace::WorkspacePage;
use crate::book::{Book, Entry, PageIndex, PageKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The sidebar shows at most this many entries around a page, so that pages do not grow with the book.
const WINDOW: usize = 90;
/// It shows at most this many sections around the open one; the header leads to the others.
const SECTIONS: usize = 24;

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

/// Everything navigation needs, made once per site.
#[derive(Clone, Debug, Default)]
pub(super) struct Navigation {
    pub header: Vec<(Label, Url, &'static str)>,
    sections: Vec<NavSection>,
    /// Address → section and place in it.
    places: FxHashMap<Url, (usize, usize)>,
    before: FxHashMap<PageIndex, PageIndex>,
    after: FxHashMap<PageIndex, PageIndex>,
}

/// Plans navigation.
pub(super) fn plan(book: &Book, files: &BTreeMap<Url, Address>, urls: &[Option<Url>]) -> Navigation {
    let mut planner = Planner { book, files, urls, navigation: Navigation::default() };
    planner.guide();
    planner.ladder();
    planner.lists();
    planner.workspace();
    planner.reference();
    planner.navigation
}

struct Planner<'a> {
    book: &'a Book,
    files: &'a BTreeMap<Url, Address>,
    urls: &'a [Option<Url>],
    navigation: Navigation,
}

impl Planner<'_> {
    fn guide(&mut self) {
        let reading: Vec<PageIndex> = self.book.guide.pages().into_iter().filter(|page| self.urls[page.0].is_some()).collect();
        self.chain(&reading);
        if let Some(first) = reading.first().and_then(|page| self.urls[page.0].clone()) {
            self.navigation.header.push((Label::Key("nav_guide"), first, "guide"));
        }
        for part in &self.book.guide.parts {
            match &part.title {
                Some(title) => {
                    let entries = self.entries(&part.entries, 0);
                    let url = entries.iter().find_map(|entry| entry.url.clone());
                    self.push(NavSection { title: Label::Words(title.clone()), url, entries });
                }
                None if self.book.guide.parts.len() == 1 => {
                    let entries = self.entries(&part.entries, 0);
                    let url = entries.iter().find_map(|entry| entry.url.clone());
                    self.push(NavSection { title: Label::Key("nav_guide"), url, entries });
                }
                None => {
                    for entry in &part.entries {
                        let url = entry.page.and_then(|page| self.urls[page.0].clone());
                        let children = self.entries(&entry.children, 0);
                        self.push(NavSection { title: Label::Words(entry.title.clone()), url, entries: children });
                    }
                }
            }
        }
    }

    fn entries(&self, entries: &[Entry], depth: u8) -> Vec<NavEntry> {
        let mut all = Vec::new();
        for entry in entries {
            let url = entry.page.and_then(|page| self.urls[page.0].clone());
            all.push(NavEntry { title: Label::Words(entry.title.clone()), url, page: entry.page, depth });
            all.extend(self.entries(&entry.children, (depth + 1).min(3)));
        }
        all
    }

    /// The ladder: tracks with their levels, roles, transitions.
    fn ladder(&mut self) {
        let ladder = &self.book.ladder;
        if ladder.is_empty() {
            return;
        }
        let overview = Url::new("ladder.html");
        self.navigation.header.push((Label::Key("nav_ladder"), overview.clone(), "ladder"));
        let mut entries = vec![NavEntry { title: Label::Key("nav_overview"), url: Some(overview.clone()), page: None, depth: 0 }];
        for (key, name) in [("nav_compare", "compare.html"), ("nav_matrix", "matrix.html")] {
            let url = Url::new(name);
            if self.files.contains_key(&url) {
                entries.push(NavEntry { title: Label::Key(key), url: Some(url), page: None, depth: 0 });
            }
        }
        for track in &ladder.tracks {
            entries.push(self.page_entry(track.page, 0));
            let levels: Vec<PageIndex> = track.levels.iter().filter_map(|id| ladder.level(id)).map(|level| level.page).collect();
            entries.extend(levels.iter().map(|page| self.page_entry(*page, 1)));
            self.chain(&levels);
        }
        for (kind, key, name) in
            [(PageKind::Role, "nav_roles", "roles.html"), (PageKind::Transition, "nav_transitions", "transitions.html")]
        {
            let url = Url::new(name);
            if self.files.contains_key(&url) {
                entries.push(NavEntry { title: Label::Key(key), url: Some(url), page: None, depth: 0 });
                let pages: Vec<PageIndex> = match kind {
                    PageKind::Transition => ladder.transitions.iter().map(|transition| transition.page).collect(),
                    _ => ladder.roles.iter().map(|role| role.page).collect(),
                };
                entries.extend(pages.into_iter().map(|page| self.page_entry(page, 1)));
            }
        }
        let compare = entries.iter().position(|entry| entry.title == Label::Key("nav_compare")).unwrap_or(0);
        let matrix = entries.iter().position(|entry| entry.title == Label::Key("nav_matrix")).unwrap_or(0);
        self.push(NavSection { title: Label::Key("nav_ladder"), url: Some(overview), entries });
        let section = self.navigation.sections.len() - 1;
        for (url, address) in self.files {
            let place = match address {
                Address::Comparison(_) => compare,
                Address::Matrix(Some(_)) => matrix,
                _ => continue,
            };
            self.navigation.places.entry(url.clone()).or_insert((section, place));
        }
    }

    fn lists(&mut self) {
        for (kind, name) in LISTINGS {
            let url = Url::new(name);
            if matches!(kind, PageKind::Role | PageKind::Transition) || !self.files.contains_key(&url) {
                continue;
            }
            let (key, short) = (list_key(kind), name.trim_end_matches(".html"));
            let pages: Vec<PageIndex> = match kind {
                PageKind::Skill => self.book.ladder.skills.iter().map(|skill| skill.page).collect(),
                PageKind::Checklist => self.book.checklists.clone(),
                _ => self.book.templates.clone(),
            };
            let mut entries = vec![NavEntry { title: Label::Key("nav_overview"), url: Some(url.clone()), page: None, depth: 0 }];
            if kind == PageKind::Skill {
                entries.extend(self.skills_by_area());
            } else {
                entries.extend(pages.iter().map(|page| self.page_entry(*page, 0)));
            }
            self.navigation.header.push((Label::Key(key), url.clone(), short));
            self.push(NavSection { title: Label::Key(key), url: Some(url), entries });
        }
    }

    fn workspace(&mut self) {
        let mut entries = Vec::new();
        for page in WorkspacePage::ALL {
            let url = Url::new(&format!("{}.html", page.word()));
            if self.files.get(&url) == Some(&Address::Workspace(page)) {
                entries.push(NavEntry { title: Label::Key(page.title()), url: Some(url), page: None, depth: 0 });
            }
        }
        let backup = Url::new("backup.html");
        if self.files.get(&backup) == Some(&Address::Backup) {
            entries.push(NavEntry { title: Label::Key("nav_backup"), url: Some(backup), page: None, depth: 0 });
        }
        if let Some(first) = entries.first().and_then(|entry| entry.url.clone()) {
            self.navigation.header.push((Label::Key("nav_work"), first.clone(), "work"));
            self.push(NavSection { title: Label::Key("nav_work"), url: Some(first), entries });
        }
    }

    /// Areas with their skills below them; skills without an area stand at the end, as they do in the ladder.
    fn skills_by_area(&self) -> Vec<NavEntry> {
        let mut entries = Vec::new();
        let mut last = None;
        for skill in &self.book.ladder.skills {
            let area = skill.area.as_ref().and_then(|id| self.book.areas.iter().find(|area| area.id == *id));
            if let Some(area) = area.filter(|area| last != Some(&area.id)) {
                let url = area_url(&area.id);
                let url = self.files.contains_key(&url).then_some(url);
                entries.push(NavEntry { title: Label::Words(area.title.clone()), url, page: None, depth: 0 });
                last = Some(&area.id);
            }
            entries.push(self.page_entry(skill.page, u8::from(area.is_some())));
        }
        entries
    }

    fn reference(&mut self) {
        let mut entries = Vec::new();
        for (key, name) in [
            ("nav_glossary", "glossary.html"),
            ("nav_sources", "sources.html"),
            ("nav_changelog", "changelog.html"),
            ("nav_coverage", "coverage.html"),
        ] {
            let url = Url::new(name);
            if self.files.contains_key(&url) {
                entries.push(NavEntry { title: Label::Key(key), url: Some(url), page: None, depth: 0 });
            }
        }
        if let Some(first) = entries.first().and_then(|entry| entry.url.clone()) {
            self.push(NavSection { title: Label::Key("nav_reference"), url: Some(first), entries });
        }
    }

    fn page_entry(&self, page: PageIndex, depth: u8) -> NavEntry {
        let title = Label::Words(self.book.page(page).title.to_string());
        NavEntry { title, url: self.urls[page.0].clone(), page: Some(page), depth }
    }

    fn push(&mut self, section: NavSection) {
        let number = self.navigation.sections.len();
        if let Some(url) = &section.url {
            self.navigation.places.entry(url.clone()).or_insert((number, 0));
        }
        for (place, entry) in section.entries.iter().enumerate() {
            if let Some(url) = &entry.url {
                self.navigation.places.entry(url.clone()).or_insert((number, place));
            }
        }
        self.navigation.sections.push(section);
    }

    fn chain(&mut self, pages: &[PageIndex]) {
        for pair in pages.windows(2) {
            self.navigation.after.entry(pair[0]).or_insert(pair[1]);
            self.navigation.before.entry(pair[1]).or_insert(pair[0]);
        }
    }
}

impl Navigation {
    pub fn neighbours(&self, page: PageIndex) -> (Option<PageIndex>, Option<PageIndex>) {
        (self.before.get(&page).copied(), self.after.get(&page).copied())
    }

    pub fn open_section(&self, url: &Url) -> Option<&Label> {
        self.places.get(url).map(|(section, _)| &self.sections[*section].title)
    }

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
