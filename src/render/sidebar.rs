//! The sidebar: rendered once for all pages of a folder that show the same part of it, then marked for each.

use super::data::{Data, Fields, data};
use super::{attribute, engine::Engine, scene::Scene};
use crate::book::Page;
use crate::diagnostic::Diagnostic;
use crate::site::{Label, NavEntry, NavSection, Sidebar, Window};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The sidebars of one site, by what they show and the folder they are shown in.
#[derive(Default)]
pub(super) struct Sidebars(Mutex<HashMap<(Window, String), Arc<Unmarked>>>);

/// A sidebar before the page that it stands on is marked in it.
struct Unmarked {
    html: String,
    /// Address, as it is written there → where its last link begins.
    links: HashMap<String, usize>,
}

/// How a link begins that can be marked.
const LINK: &str = "<a href=\"";

impl Sidebars {
    /// The sidebar of the scene's page, with the page marked in it.
    pub fn html(&self, engine: &Engine, scene: &Scene<'_>, sidebar: &Sidebar<'_>) -> Result<String, Box<Diagnostic>> {
        let Unmarked { html, links } = &*self.unmarked(engine, scene, sidebar)?;
        // A page without an entry of its own, such as a comparison, is marked where its list stands.
        let places = [Some(scene.url), sidebar.here];
        let found = places.into_iter().flatten().find_map(|url| links.get(&attribute(&scene.href(url))));
        Ok(match found {
            Some(at) => [&html[..*at], "<a aria-current=\"page\"", &html[at + "<a".len()..]].concat(),
            None => html.clone(),
        })
    }

    fn unmarked(&self, engine: &Engine, scene: &Scene<'_>, sidebar: &Sidebar<'_>) -> Result<Arc<Unmarked>, Box<Diagnostic>> {
        let key = (sidebar.window, scene.url.folder().to_owned());
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all().get(&key).cloned();
        if let Some(html) = known {
            return Ok(html);
        }
        let made = Arc::new(Unmarked::new(engine.render("sidebar.html", view(scene, sidebar))?));
        all().insert(key, Arc::clone(&made));
        Ok(made)
    }
}

impl Unmarked {
    fn new(html: String) -> Self {
        let links = html.match_indices(LINK).filter_map(|(at, _)| {
            let address = &html[at + LINK.len()..];
            Some((address[..address.find('"')?].to_owned(), at))
        });
        Self { links: links.collect(), html }
    }
}

fn view(scene: &Scene<'_>, sidebar: &Sidebar<'_>) -> Fields {
    let label = |label: &Label| scene.label(label);
    let entry = |entry: &NavEntry| {
        let page = entry.page.map(|page| scene.site.book.page(page));
        let is_reading = page.is_some_and(Page::is_reading);
        data!({
            "title": label(&entry.title),
            "url": entry.url.as_ref().map(|url| scene.href(url)),
            "scope": page.filter(|page| is_reading || !page.body().items.is_empty()).map(super::scene::scope_of),
            "read_id": page.filter(|_| is_reading).map(|page| page.id().to_string()),
            "depth": entry.depth,
            "draft": entry.url.is_none() || page.is_some_and(|page| page.parsed.draft),
        })
    };
    let section = |(number, section): (usize, &NavSection)| {
        let is_open = sidebar.open == Some(number);
        let entries = if is_open { sidebar.entries } else { &[] };
        data!({
            "title": label(&section.title),
            "url": section.url.as_ref().map(|url| scene.href(url)),
            "current": is_open,
            "entries": entries.iter().map(entry).collect::<Vec<_>>(),
        })
    };
    let sections: Vec<Data> = sidebar.sections.iter().enumerate().map(section).collect();
    [("sections", sections.into())].into_iter().collect()
}
