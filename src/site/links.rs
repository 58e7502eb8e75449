//! Resolves every link of a text, or says what it could have meant.

use super::address::{Address, Addresses};
use super::unresolved::unknown;
use super::url::Url;
use crate::book::{Body, Book, Content, Link, LinkTarget, Page, PageIndex, PageKind, ReferenceKind};
use crate::diagnostic::{Code, Diagnostic, Outcome, Place};
use crate::source::{Origin, SourcePath, Sources, Span};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// What a resolved link points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A place in the site.
    Inside {
        /// The file.
        url: Url,
        /// The place in it.
        anchor: Option<String>,
        /// What a bare link shows.
        title: Arc<str>,
        /// What it is.
        kind: TargetKind,
    },
    /// An address outside.
    Outside(String),
    /// Nothing that can be linked: shown as this text, or as the link's own text when that is empty.
    Text(Arc<str>),
}

/// What a link inside the site points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// A page of the book.
    Page(PageIndex),
    /// A glossary term.
    Term(usize),
    /// A cited source.
    Source(usize),
    /// A page that Rungs makes, or a file.
    Other,
}

impl Target {
    /// The page of the book it points to.
    #[must_use]
    pub fn page(&self) -> Option<PageIndex> {
        match self {
            Self::Inside { kind: TargetKind::Page(page), .. } => Some(*page),
            _ => None,
        }
    }

    /// The source it cites.
    #[must_use]
    pub fn source(&self) -> Option<usize> {
        match self {
            Self::Inside { kind: TargetKind::Source(source), .. } => Some(*source),
            _ => None,
        }
    }
}

/// Resolves links against a whole book.
pub(super) struct Linker<'a> {
    pub book: &'a Book,
    pub sources: &'a Sources,
    pub files: &'a BTreeMap<Url, Address>,
    urls: &'a [Option<Url>],
    folded: &'a FxHashMap<Url, Url>,
    by_path: FxHashMap<&'a SourcePath, PageIndex>,
    /// By id, then in the order of the book.
    by_id: Vec<(&'a str, PageIndex)>,
}

/// A link, where it stands, and the text it stands in.
pub(super) struct Site<'a> {
    pub from: &'a SourcePath,
    pub page: Option<PageIndex>,
    pub body: &'a Body,
    pub span: Span,
    pub link: &'a Link,
}

/// Why a link has no target.
pub(super) type Fault = Option<Diagnostic>;

impl<'a> Linker<'a> {
    pub fn new(book: &'a Book, sources: &'a Sources, addresses: &'a Addresses) -> Self {
        let by_path = book.pages.iter().enumerate().map(|(at, page)| (page.source(), PageIndex(at))).collect();
        let mut by_id: Vec<(&str, PageIndex)> = book.pages.iter().enumerate().map(|(at, page)| (&**page.id(), PageIndex(at))).collect();
        by_id.sort();
        let Addresses { files, folded, pages: urls, .. } = addresses;
        Self { book, sources, files, urls, folded, by_path, by_id }
    }

    /// The pages of this id, of whatever kind.
    pub fn named(&self, id: &str) -> impl Iterator<Item = PageIndex> {
        let start = self.by_id.partition_point(|(known, _)| *known < id);
        self.by_id[start..].iter().take_while(move |(known, _)| *known == id).map(|(_, page)| *page)
    }

    /// The targets of a page's links.
    pub fn page(&self, index: PageIndex) -> Outcome<Vec<Target>> {
        let page = self.book.page(index);
        self.resolve_all(page.source(), Some(index), page.body(), &page.parsed.origin)
    }

    /// The targets of the links of a text that stands at `range` of a YAML file of the book. What is wrong with them
    /// is said of the text as a whole: YAML may have folded it.
    pub fn text(&self, file: &str, body: &Body, range: Range<usize>) -> Outcome<Vec<Target>> {
        let Some(path) = self.sources.in_book(file) else { return Outcome::clean(Vec::new()) };
        let mut outcome = self.resolve_all(&path, None, body, &Origin::plain(&path));
        for diagnostic in &mut outcome.diagnostics {
            diagnostic.place = Place::Span(Span::new(&path, range.clone()));
        }
        outcome
    }

    fn resolve_all(&self, from: &SourcePath, page: Option<PageIndex>, body: &Body, origin: &Origin) -> Outcome<Vec<Target>> {
        let mut diagnostics = Vec::new();
        let targets = body
            .links
            .iter()
            .map(|link| {
                let site = Site { from, page, body, span: origin.span(&link.range), link };
                self.resolve(&site).unwrap_or_else(|fault| {
                    diagnostics.extend(fault);
                    Target::Text(if link.bare { link.written.as_str().into() } else { Arc::default() })
                })
            })
            .collect();
        Outcome::new(targets, diagnostics)
    }

    fn resolve(&self, site: &Site<'_>) -> Result<Target, Fault> {
        match &site.link.target {
            LinkTarget::External(url) => Ok(Target::Outside(url.clone())),
            LinkTarget::Reference { id, .. } if site.link.image => self.relative(site, id, None),
            LinkTarget::Reference { kind, id, anchor } => self.reference(site, kind.as_deref(), id, anchor.as_deref()),
            LinkTarget::Relative { path, anchor } => self.relative(site, path, anchor.as_deref()),
        }
    }

    fn reference(&self, site: &Site<'_>, kind: Option<&str>, id: &str, anchor: Option<&str>) -> Result<Target, Fault> {
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
            if others.into_iter().any(|kind| self.is_broken(kind)) {
                return None;
            }
            let known = self.by_id.iter().map(|(id, _)| *id).chain(self.book.terms.iter().map(|term| &*term.id));
            let message = format!("nothing in this book is called `{id}`");
            Some(unknown(site, message).suggest(id, known))
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
                let (title, page) = (area.title.as_str(), super::address::area_url(&area.id));
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

    /// A link to a page, its anchor checked. Drafts that readers do not see become text.
    fn to_page(&self, site: &Site<'_>, index: PageIndex, anchor: Option<&str>) -> Result<Target, Fault> {
        let page = self.book.page(index);
        let anchor = anchor.filter(|anchor| !anchor.is_empty() && page.body().title_id.as_deref() != Some(anchor));
        if let Some(anchor) = anchor {
            self.check_anchor(site, page, anchor)?;
        }
        let Some(url) = self.urls[index.0].clone() else { return Ok(Target::Text(Arc::clone(&page.title))) };
        let anchor = anchor.map(str::to_owned);
        Ok(Target::Inside { url, anchor, title: Arc::clone(&page.title), kind: TargetKind::Page(index) })
    }

    fn check_anchor(&self, site: &Site<'_>, page: &Page, anchor: &str) -> Result<(), Fault> {
        let body = page.body();
        let item = anchor.strip_prefix("item:").is_some_and(|id| body.items.iter().any(|item| &*item.id == id));
        let held = matches!(page.parsed.content, Content::Level { .. })
            && self.book.ladder.level(page.id()).is_some_and(|level| level.expectations.iter().any(|held| &*held.local == anchor));
        if body.has_anchor(anchor) || item || held || anchor == "top" {
            return Ok(());
        }
        let message = format!("`{}` has no heading `{anchor}`", page.source());
        let known: Vec<&str> = body.anchor_names().collect();
        let diagnostic = Diagnostic::at(Code::DeadAnchor, site.span.clone(), message).suggest(anchor, known.iter().copied());
        let listed = if known.is_empty() || known.len() > 25 { None } else { Some(format!("its headings are: {}", known.join(", "))) };
        Err(Some(match listed {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }))
    }

    fn relative(&self, site: &Site<'_>, path: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        if path.is_empty() {
            return self.same_page(site, anchor);
        }
        let resolved = match path.strip_prefix('/') {
            Some(rooted) => self.sources.in_book(rooted).ok_or(()),
            None => site.from.join(path).map_err(|_| ()),
        };
        let Ok(resolved) = resolved else {
            if matches!(path, "." | "./" | "/" | "..") {
                return Ok(self.home());
            }
            let message = format!("`{path}` lies outside the book");
            return Err(Some(unknown(site, message).help("link to a page of this book, or to a whole address with https://")));
        };
        if let Some(page) = self.page_at(&resolved, path.ends_with('/')) {
            return self.to_page(site, page, anchor);
        }
        let in_book = self.sources.book_path(&resolved).unwrap_or_default();
        if let Some(url) = self.folded.get(&Url::new(in_book).folded()) {
            return self.to_file(site, url, anchor);
        }
        if self.book.broken.has_file(&resolved) {
            return Err(None);
        }
        Err(Some(self.missing(site, &resolved)))
    }

    fn same_page(&self, site: &Site<'_>, anchor: Option<&str>) -> Result<Target, Fault> {
        let (Some(index), Some(anchor)) = (site.page, anchor.filter(|anchor| !anchor.is_empty())) else {
            return site.page.map_or(Err(None), |page| self.to_page(site, page, None));
        };
        if site.body.has_anchor(anchor) {
            let page = self.book.page(index);
            let Some(url) = self.urls[index.0].clone() else { return Ok(Target::Text(Arc::default())) };
            return Ok(Target::Inside {
                url,
                anchor: Some(anchor.to_owned()),
                title: Arc::clone(&page.title),
                kind: TargetKind::Page(index),
            });
        }
        self.to_page(site, index, Some(anchor))
    }

    fn home(&self) -> Target {
        Target::Inside { url: Url::new("index.html"), anchor: None, title: self.book.title.as_str().into(), kind: TargetKind::Other }
    }

    /// The page whose source this is, or whose folder.
    fn page_at(&self, path: &SourcePath, folder: bool) -> Option<PageIndex> {
        if let Some(page) = self.by_path.get(path) {
            return Some(*page);
        }
        if !folder && !path.extension().is_empty() {
            return None;
        }
        ["index.md", "README.md", "readme.md"]
            .iter()
            .find_map(|name| SourcePath::new(&format!("{path}/{name}")).ok().and_then(|path| self.by_path.get(&path).copied()))
    }

    fn to_file(&self, site: &Site<'_>, url: &Url, anchor: Option<&str>) -> Result<Target, Fault> {
        match self.files.get(url) {
            Some(Address::Page(page)) => self.to_page(site, *page, anchor),
            _ => Ok(Target::Inside {
                url: url.clone(),
                anchor: anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned),
                title: url.as_str().into(),
                kind: TargetKind::Other,
            }),
        }
    }

    /// Checks where the redirects of `book.yml` lead.
    pub fn redirects(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(manifest) = self.sources.manifest().map(|text| text.path.clone()) else { return };
        for redirect in &self.book.manifest.redirects {
            let to = redirect.to.value.as_str();
            if to.starts_with("https://") || to.starts_with("http://") {
                continue;
            }
            let path = to.split('#').next().unwrap_or(to).trim_start_matches('/');
            let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
            if self.files.contains_key(&Url::new(&path)) && self.sources.in_book(&path).is_some() {
                continue;
            }
            let span = Span::new(&manifest, redirect.to.range());
            let diagnostic = Diagnostic::at(Code::BadRedirect, span, format!("the site has no page `{path}`"));
            let known = self.files.keys().map(Url::as_str);
            diagnostics.push(diagnostic.suggest(&path, known).help("write the new page's path in the site, like `guide/adr.html`"));
        }
    }
}
