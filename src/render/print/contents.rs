//! What is printed: the whole book, or a track, as groups of pages in the order of reading.

use crate::book::{Book, Content, Id, PageIndex, PageKind};
use crate::site::{Address, Label, Site, Url};

/// Some pages under one title of the contents.
pub(in crate::render) struct Group {
    /// The author's words, or a key of the strings.
    pub title: Label,
    /// The pages.
    pub pages: Vec<Url>,
}

/// Everything there is to read, in the order of reading: chapters to look things up in are for the screen.
pub(in crate::render) fn whole(site: &Site) -> Vec<Group> {
    let mut groups = Vec::new();
    let read = |page: &PageIndex| site.book.page(*page).kind() != PageKind::Chapter || site.book.page(*page).is_reading();
    for group in site.reading_order() {
        push(site, &mut groups, group.title, group.pages.into_iter().filter(read).collect());
    }
    let files = ["glossary.html", "sources.html"].map(Url::new);
    let pages: Vec<Url> = files.into_iter().filter(|url| site.addresses.contains_key(url)).collect();
    if !pages.is_empty() {
        groups.push(Group { title: Label::Key("nav_reference"), pages });
    }
    groups
}

/// A track: its levels, the moves between them, the practice for them, and the skills they ask for.
pub(in crate::render) fn track(site: &Site, page: PageIndex) -> Vec<Group> {
    let book = &site.book;
    let Some(track) = book.ladder.tracks.iter().find(|track| track.page == page) else { return Vec::new() };
    let mut groups = Vec::new();
    let levels: Vec<_> = track.levels.iter().filter_map(|id| book.ladder.level(id)).collect();
    let pages = std::iter::once(page).chain(levels.iter().map(|level| level.page)).collect();
    push(site, &mut groups, Label::Words(book.page(page).title.to_string()), pages);
    let moves = book.ladder.transitions.iter().filter(|one| track.levels.contains(&one.from) && track.levels.contains(&one.to));
    push(site, &mut groups, Label::Key("nav_transitions"), moves.map(|one| one.page).collect());
    push(site, &mut groups, Label::Key("nav_checklists"), practice(book, &track.levels));
    let skills = book.ladder.skills.iter().filter(|skill| levels.iter().any(|level| level.targets.contains_key(&skill.id)));
    push(site, &mut groups, Label::Key("nav_skills"), skills.map(|skill| skill.page).collect());
    groups
}

fn practice(book: &Book, levels: &[Id]) -> Vec<PageIndex> {
    let of_track = |page: &PageIndex| match &book.page(*page).parsed.content {
        Content::Checklist(matter) => matter.level.as_ref().is_some_and(|level| levels.iter().any(|id| **id == *level.value)),
        _ => false,
    };
    book.checklists.iter().copied().filter(of_track).collect()
}

fn push(site: &Site, groups: &mut Vec<Group>, title: Label, pages: Vec<PageIndex>) {
    let pages: Vec<Url> = pages.into_iter().filter_map(|page| site.url(page).cloned()).collect();
    if !pages.is_empty() {
        groups.push(Group { title, pages });
    }
}

/// The page of the book at an address, if it is one.
pub(super) fn page_at(site: &Site, url: &Url) -> Option<PageIndex> {
    match site.addresses.get(url) {
        Some(Address::Page(page)) => Some(*page),
        _ => None,
    }
}
