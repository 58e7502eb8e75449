//! The view of the home page, written or not: ways into the book.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};
use crate::book::{Book, Content, Entry, PageIndex};

impl Scene<'_> {
    /// A home page for a book that wrote none.
    pub fn plain_home(&self) -> View {
        let book = &self.site.book;
        let mut context = self.frame("home", &book.title, book.manifest.description.as_deref());
        context.insert("home", self.home());
        View { template: "home.html", context }
    }

    /// What the home page shows of the book: its parts, its ladder, and what to practise.
    pub fn home(&self) -> Data {
        let book = &self.site.book;
        let parts: Vec<Data> = book
            .guide
            .parts
            .iter()
            .map(|part| data!({ "title": part.title.as_ref(), "chapters": self.chapters(&part.entries) }))
            .filter(|part| !part["chapters"].items().is_empty())
            .collect();
        let tracks: Vec<Data> = book.ladder.tracks.iter().filter_map(|track| self.track_card(track)).collect();
        let is_practice = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => matter.level.is_none() && matter.kind.as_ref().is_some_and(|kind| kind.value == "habit"),
            _ => false,
        };
        let habits: Vec<PageIndex> = book.checklists.iter().copied().filter(is_practice).collect();
        let shown = if habits.is_empty() { book.checklists.iter().copied().take(6).collect() } else { habits };
        let checklists: Vec<Data> = shown.into_iter().filter_map(|page| self.practice(page)).collect();
        let first = book.guide.pages().into_iter().filter(|page| book.page(*page).is_reading()).find_map(|page| self.reference(page));
        data!({
            "parts": parts,
            "rows": self.glance(),
            "tracks": tracks,
            "checklists": checklists,
            "counts": counts(book),
            "first": first,
        })
    }

    fn chapters(&self, entries: &[Entry]) -> Vec<Data> {
        let mut chapters = Vec::new();
        for entry in entries {
            if let Some(index) = entry.page.filter(|index| self.site.book.page(*index).is_reading())
                && let Some(mut view) = self.reference(index)
            {
                view["title"] = data!(&entry.title);
                view["summary"] = data!(self.site.book.page(index).summary());
                chapters.push(view);
            }
            chapters.extend(self.chapters(&entry.children));
        }
        chapters
    }
}

fn counts(book: &Book) -> Data {
    data!({
        "chapters": book.guide.pages().into_iter().filter(|page| book.page(*page).is_reading()).count(),
        "levels": book.ladder.levels.len(),
        "skills": book.ladder.skills.len(),
        "items": book.items.len(),
        "templates": book.templates.len(),
    })
}
