//! The view of the sources that the book cites.

use super::data::{Data, data};
use super::{html::Fragment, page_views::View, scene::Scene};
use crate::book::{Located, PageIndex};

impl Scene<'_> {
    /// The sources.
    pub fn sources(&self) -> View {
        let book = &self.site.book;
        let sources: Vec<Data> = book
            .sources
            .iter()
            .enumerate()
            .map(|(number, source)| {
                let matter = &source.matter;
                let words = |field: &Option<Located<String>>| field.as_ref().map(|words| words.value.clone());
                let fragment = Fragment {
                    body: &source.note,
                    links: &self.site.source_links[number],
                    terms: &[],
                    title: "",
                    origin: None,
                    own: false,
                };
                data!({
                    "id": &*source.id,
                    "title": &matter.title.value,
                    "authors": &matter.authors.value,
                    "year": matter.year.as_ref().map(|year| year.value),
                    "kind_label": words(&matter.kind),
                    "url": words(&matter.url),
                    "checked": words(&matter.checked),
                    "licence": words(&matter.licence),
                    "note": Data::html(&self.fragments.html(fragment, source.note.all())),
                    "cited_by": self.apart(&self.site.citations[number]),
                })
            })
            .collect();
        let mut context = self.list_frame("sources", "nav_sources");
        context.insert("sources", sources);
        View { template: "sources.html", context }
    }

    /// References to pages; of two that have one title, each says its kind behind it.
    fn apart(&self, pages: &[PageIndex]) -> Vec<Data> {
        let title = |page: PageIndex| &*self.site.book.page(page).title;
        let reference = |&page: &PageIndex| {
            let mut link = self.reference(page)?;
            if pages.iter().filter(|other| title(**other) == title(page)).count() > 1 {
                let kind = self.words(&format!("kind_{}", self.site.book.page(page).kind()));
                link["title"] = data!(format!("{} ({kind})", title(page)));
            }
            Some(link)
        };
        pages.iter().filter_map(reference).collect()
    }
}
