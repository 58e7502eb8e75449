//! The view of the glossary: terms under their first letters.

use super::data::{Data, data};
use super::{html::Fragment, page_views::View, scene::Scene};

impl Scene<'_> {
    /// The glossary.
    pub fn glossary(&self) -> View {
        let book = &self.site.book;
        let mut letters: Vec<(String, Vec<Data>)> = Vec::new();
        for (number, term) in book.terms.iter().enumerate() {
            let first = term.title.chars().next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
            let fragment = Fragment {
                body: &term.body,
                links: &self.site.term_links[number],
                terms: &[],
                title: &term.title,
                origin: None,
                own: false,
            };
            let html = Data::html(&self.fragments.html(fragment, term.body.all()));
            let view = data!({ "id": &*term.id, "title": &term.title, "aliases": term.aliases.as_slice(), "html": html });
            match letters.last_mut().filter(|(letter, _)| *letter == first) {
                Some((_, terms)) => terms.push(view),
                None => letters.push((first, vec![view])),
            }
        }
        let letters: Vec<Data> = letters.into_iter().map(|(letter, terms)| data!({ "letter": letter, "terms": terms })).collect();
        let mut context = self.list_frame("glossary", "nav_glossary");
        context.insert("glossary", letters);
        View { template: "glossary.html", context }
    }
}
