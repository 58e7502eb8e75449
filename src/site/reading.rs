//! The whole book in the order of reading, group by group, for whatever shows all of it: the page to print, the
//! contents for machines.

use super::{address::LISTINGS, nav::Label, plan::Site};
use crate::book::{PageIndex, PageKind};

/// Some pages under one title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingGroup {
    /// The author's words, or a key of the strings.
    pub title: Label,
    /// The pages, hidden drafts among them.
    pub pages: Vec<PageIndex>,
}

/// The key of the name that the list of a kind has.
#[must_use]
pub fn list_key(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Skill => "nav_skills",
        PageKind::Role => "nav_roles",
        PageKind::Transition => "nav_transitions",
        PageKind::Checklist => "nav_checklists",
        _ => "nav_templates",
    }
}

impl Site {
    /// The parts of the guide, the tracks with their levels, then the other pages by kind.
    #[must_use]
    pub fn reading_order(&self) -> Vec<ReadingGroup> {
        let (guide, ladder) = (&self.book.guide, &self.book.ladder);
        let parts = guide.parts.iter().map(|part| {
            let title = part.title.clone().map_or(Label::Key("nav_guide"), Label::Words);
            ReadingGroup { title, pages: part.pages() }
        });
        let tracks = ladder.tracks.iter().map(|track| {
            let levels = track.levels.iter().filter_map(|id| ladder.level(id)).map(|level| level.page);
            let title = Label::Words(self.book.page(track.page).title.to_string());
            ReadingGroup { title, pages: std::iter::once(track.page).chain(levels).collect() }
        });
        let lists = LISTINGS.iter().map(|(kind, _)| {
            let pages = self.book.pages_of(*kind).map(|(at, _)| at).collect();
            ReadingGroup { title: Label::Key(list_key(*kind)), pages }
        });
        parts.chain(tracks).chain(lists).collect()
    }
}
