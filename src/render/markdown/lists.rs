//! The twins of pages that list what the book holds: home, the index of a kind, the glossary, the sources.

use super::escape::escape;
use super::twin::Twin;
use crate::book::PageKind;
use crate::site::list_key;
use crate::theme::fill;

impl Twin<'_> {
    /// A home page for a book that wrote none.
    pub(super) fn home(&mut self) {
        let book = &self.site().book;
        self.heading(1, &book.title);
        if let Some(description) = &book.manifest.description {
            self.say(&format!("> {}", escape(description, false)));
        }
        self.contents();
    }

    /// Where a reader can go from the home page.
    pub(super) fn contents(&mut self) {
        let chapters = self.entries(self.site().book.guide.pages());
        self.list("home_chapters", &chapters);
        let tracks = self.entries(self.site().book.ladder.tracks.iter().map(|track| track.page));
        self.list("home_tracks", &tracks);
        let checklists = self.entries(self.site().book.checklists.iter().copied());
        self.list("home_practice", &checklists);
    }

    /// The pages of a kind.
    pub(super) fn listing(&mut self, kind: PageKind) {
        self.heading(1, &self.scene.words(list_key(kind)));
        let lines = self.entries(self.site().book.pages_of(kind).map(|(at, _)| at));
        self.lines(&lines);
    }

    /// The glossary.
    pub(super) fn glossary(&mut self) {
        self.heading(1, &self.scene.words("nav_glossary"));
        for (term, links) in self.site().book.terms.iter().zip(&self.site().term_links) {
            self.heading(2, &term.title);
            if !term.aliases.is_empty() {
                let names = [("names", escape(&term.aliases.join(&self.scene.words("separator")), false))];
                self.say(&fill(&self.scene.words("also"), names));
            }
            self.say(&self.markdown(&term.body, links, term.body.all()));
        }
    }

    /// The sources.
    pub(super) fn sources(&mut self) {
        self.heading(1, &self.scene.words("nav_sources"));
        let lines: Vec<String> = self
            .site()
            .book
            .sources
            .iter()
            .zip(&self.site().source_links)
            .map(|(source, links)| {
                let title = escape(&source.matter.title.value, false);
                let url = source
                    .matter
                    .url
                    .as_ref()
                    .map(|url| url.value.as_str())
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                let title = url.map_or(title.clone(), |url| format!("[{title}](<{}>)", url.replace(['<', '>'], "")));
                let note = self.markdown(&source.note, links, source.note.all()).replace('\n', "\n  ");
                let note = if note.is_empty() { String::new() } else { format!("\n  {note}") };
                format!("{title}, {}{note}", escape(&source.citation(), false))
            })
            .collect();
        self.lines(&lines);
    }
}
