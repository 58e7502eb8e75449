//! Decides which sections navigation has, what stands in each of them, and in which order.

use super::navigation::{Label, NavEntry, NavSection, Navigation};
use crate::book::{Book, Entry, PageIndex, PageKind};
use crate::site::address::{Address, LISTINGS, area_url};
use crate::site::reading::list_key;
use crate::site::url::Url;
use crate::site::workspace::WorkspacePage;
use std::collections::BTreeMap;

/// Plans navigation.
pub(in crate::site) fn plan(book: &Book, files: &BTreeMap<Url, Address>, urls: &[Option<Url>]) -> Navigation {
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
        self.navigation.chain(&reading);
        if let Some(first) = reading.first().and_then(|page| self.urls[page.0].clone()) {
            self.navigation.header.push((Label::Key("nav_guide"), first, "guide"));
        }
        for part in &self.book.guide.parts {
            match &part.title {
                Some(title) => {
                    let entries = self.entries(&part.entries, 0);
                    let url = entries.iter().find_map(|entry| entry.url.clone());
                    self.navigation.push(NavSection { title: Label::Words(title.clone()), url, entries });
                }
                None if self.book.guide.parts.len() == 1 => {
                    let entries = self.entries(&part.entries, 0);
                    let url = entries.iter().find_map(|entry| entry.url.clone());
                    self.navigation.push(NavSection { title: Label::Key("nav_guide"), url, entries });
                }
                None => {
                    for entry in &part.entries {
                        let url = entry.page.and_then(|page| self.urls[page.0].clone());
                        let children = self.entries(&entry.children, 0);
                        self.navigation.push(NavSection { title: Label::Words(entry.title.clone()), url, entries: children });
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
            self.navigation.chain(&levels);
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
        self.navigation.push(NavSection { title: Label::Key("nav_ladder"), url: Some(overview), entries });
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
            self.navigation.push(NavSection { title: Label::Key(key), url: Some(url), entries });
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
            self.navigation.push(NavSection { title: Label::Key("nav_work"), url: Some(first), entries });
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
            self.navigation.push(NavSection { title: Label::Key("nav_reference"), url: Some(first), entries });
        }
    }

    fn page_entry(&self, page: PageIndex, depth: u8) -> NavEntry {
        let title = Label::Words(self.book.page(page).title.to_string());
        NavEntry { title, url: self.urls[page.0].clone(), page: Some(page), depth }
    }
}
