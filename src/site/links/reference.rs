//! Links by name, `[[kind:id]]`: to pages, terms, sources, areas and items.

use super::linker::{Fault, Linker, Site};
use super::target::{Target, TargetKind};
use super::unresolved::unknown;
use crate::book::{PageIndex, PageKind, ReferenceKind};
use crate::site::address::area_url;
use crate::site::url::Url;
use std::sync::Arc;

impl Linker<'_> {
    /// The target of a link by name.
    pub(super) fn reference(&self, site: &Site<'_>, kind: Option<&str>, id: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        let Some(word) = kind else { return self.any(site, id, anchor) };
        let Some(kind) = ReferenceKind::named(word) else {
            let words: Vec<&str> = ReferenceKind::ALL.iter().map(|kind| kind.word()).collect();
            let diagnostic = unknown(site, format!("`{word}` is not a kind of page")).suggest(word, words.iter().copied());
            return Err(Some(diagnostic.help(format!("the kinds are: {}", words.join(", ")))));
        };
        let found = match kind.page() {
            Some(page_kind) => self.page_of(site, page_kind, id, anchor)?,
            None => self.other(kind, id),
        };
        found.ok_or_else(|| self.unknown_id(site, kind, id))
    }

    /// A link without a kind: pages first, then terms, sources, areas and items.
    fn any(&self, site: &Site<'_>, id: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        let pages: Vec<PageIndex> = self.named(id).collect();
        match &*pages {
            [page] => return self.to_page(site, *page, anchor),
            [] => {}
            several => {
                return Err(Some(self.ambiguous(site, id, several)));
            }
        }
        if self.book.broken.has_id(id) {
            return Err(None);
        }
        let others = [ReferenceKind::Term, ReferenceKind::Source, ReferenceKind::Area, ReferenceKind::Item];
        others.into_iter().find_map(|kind| self.other(kind, id)).ok_or_else(|| {
            if others.into_iter().any(|kind| self.may_be_broken(kind, id)) {
                return None;
            }
            let known = || self.by_id.iter().map(|(id, _)| *id).chain(self.book.terms.iter().map(|term| &*term.id)).collect();
            let message = format!("nothing in this book is called `{id}`");
            Some(self.guess(unknown(site, message), id, known))
        })
    }

    fn page_of(&self, site: &Site<'_>, kind: PageKind, id: &str, anchor: Option<&str>) -> Result<Option<Target>, Fault> {
        let pages: Vec<PageIndex> = self.named(id).filter(|page| self.book.page(*page).kind() == kind).collect();
        match pages.first() {
            Some(_) if pages.len() > 1 => Err(Some(self.ambiguous(site, id, &pages))),
            Some(page) => self.to_page(site, *page, anchor).map(Some),
            None if self.book.broken.has_page(kind, id) => Err(None),
            None => Ok(None),
        }
    }

    /// A term, source, area or item.
    fn other(&self, kind: ReferenceKind, id: &str) -> Option<Target> {
        let inside = |file: &str, anchor: String, title: &str, kind: TargetKind| Target::Inside {
            url: Url::new(file),
            anchor: Some(anchor),
            title: title.into(),
            kind,
        };
        match kind {
            ReferenceKind::Term => {
                let at = self.book.terms.iter().position(|term| &*term.id == id)?;
                Some(inside("glossary.html", id.to_owned(), &self.book.terms[at].title, TargetKind::Term(at)))
            }
            ReferenceKind::Source => {
                let at = self.book.sources.iter().position(|source| &*source.id == id)?;
                Some(inside("sources.html", id.to_owned(), &self.book.sources[at].citation(), TargetKind::Source(at)))
            }
            ReferenceKind::Area => {
                let area = self.book.areas.iter().find(|area| &*area.id == id)?;
                let (title, page) = (area.title.as_str(), area_url(&area.id));
                if self.files.contains_key(&page) {
                    return Some(Target::Inside { url: page, anchor: None, title: title.into(), kind: TargetKind::Other });
                }
                Some(inside("skills.html", id.to_owned(), title, TargetKind::Other))
            }
            ReferenceKind::Item => {
                let place = self.book.items.get(id)?;
                let page = self.book.page(place.page);
                let title = Arc::clone(&page.body().items[place.number].title);
                let url = self.urls[place.page.0].clone()?;
                Some(Target::Inside { url, anchor: Some(format!("item:{id}")), title, kind: TargetKind::Page(place.page) })
            }
            _ => None,
        }
    }
}
