//! The view of a page to print: groups of articles, each under the title of its page.

use super::contents::{Group, page_at};
use crate::book::PageIndex;
use crate::render::{
    data::{Data, data},
    page_views::View,
    scene::Scene,
};
use crate::site::Url;
use std::collections::BTreeMap;

impl Scene<'_> {
    /// Many pages on one, to print; `moved` are their articles, in the order of the groups.
    pub fn printed(&self, track: Option<PageIndex>, groups: &[Group], places: &BTreeMap<Url, usize>, moved: Vec<String>) -> View {
        let book = &self.site.book;
        let title = track.map_or_else(|| book.title.clone(), |track| book.page(track).title.to_string());
        let mut context = self.frame("print", &title, None);
        context["page"]["noindex"] = data!(true);
        context["page"]["canonical"] = Data::Nothing;
        // Its articles count what their own pages counted, wherever that stands.
        self.counted.borrow_mut().items.extend(book.items.keys().cloned());
        let mut moved = moved.into_iter();
        let mut page = |url: &Url| {
            let own = page_at(self.site, url);
            let title = match (own, url.as_str()) {
                (Some(page), _) => book.page(page).title.to_string(),
                (None, "glossary.html") => self.words("nav_glossary"),
                (None, _) => self.words("nav_sources"),
            };
            let id = format!("p{}", places.get(url).copied().unwrap_or_default());
            data!({ "title": title, "id": id, "html": Data::html(&moved.next().unwrap_or_default()) })
        };
        let groups: Vec<Data> = groups
            .iter()
            .map(|group| {
                let pages: Vec<Data> = group.pages.iter().map(&mut page).collect();
                data!({ "title": self.label(&group.title), "pages": pages })
            })
            .collect();
        context.insert("print", groups);
        View { template: "print.html", context }
    }
}
