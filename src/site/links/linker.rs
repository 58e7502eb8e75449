//! Resolves every link of a text, or says what it could have meant.

use super::target::{Target, TargetKind};
use crate::book::{Body, Book, Content, Link, LinkTarget, Page, PageIndex, ParsedPage};
use crate::diagnostic::{Code, Diagnostic, Outcome, Place};
use crate::site::address::Address;
use crate::site::address_table::Addresses;
use crate::site::url::Url;
use crate::source::{Origin, SourcePath, Sources, Span};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// Resolves links against a whole book.
pub(in crate::site) struct Linker<'a> {
    pub book: &'a Book,
    pub sources: &'a Sources,
    pub files: &'a BTreeMap<Url, Address>,
    pub(super) urls: &'a [Option<Url>],
    pub(super) folded: &'a FxHashMap<Url, Url>,
    pub(super) by_path: FxHashMap<&'a SourcePath, PageIndex>,
    /// By id, then in the order of the book.
    pub(super) by_id: Vec<(&'a str, PageIndex)>,
    /// Whether it is looked for among all names of the book what a dead link could have meant.
    pub(super) guesses: bool,
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
        Self { book, sources, files, urls, folded, by_path, by_id, guesses: false }
    }

    /// The pages of this id, of whatever kind.
    pub fn named(&self, id: &str) -> impl Iterator<Item = PageIndex> {
        let start = self.by_id.partition_point(|(known, _)| *known < id);
        self.by_id[start..].iter().take_while(move |(known, _)| *known == id).map(|(_, page)| *page)
    }

    /// The targets of a page's links.
    pub(super) fn page(&self, index: PageIndex) -> Outcome<Vec<Target>> {
        let page = self.book.page(index);
        self.resolve_all(page.source(), Some(index), page.body(), &page.parsed.origin)
    }

    /// What is wrong with the links of a page that is none of the book's, since its front matter could not be read.
    /// Of links to places in that very page nothing is said.
    pub fn unread(&self, page: &ParsedPage) -> Vec<Diagnostic> {
        self.resolve_all(&page.origin.source, None, &page.body, &page.origin).diagnostics
    }

    /// The targets of the links of a text that stands at `range` of a YAML file of the book. What is wrong with them
    /// is said of the text as a whole: YAML may have folded it.
    pub(super) fn text(&self, file: &str, body: &Body, range: Range<usize>) -> Outcome<Vec<Target>> {
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
            LinkTarget::Relative { path, anchor, .. } => self.relative(site, path, anchor.as_deref()),
        }
    }

    /// A link to a page, its anchor checked. Drafts that readers do not see become text.
    pub(super) fn to_page(&self, site: &Site<'_>, index: PageIndex, anchor: Option<&str>) -> Result<Target, Fault> {
        let page = self.book.page(index);
        self.check_anchor(&site.span, page, anchor.unwrap_or_default())?;
        let Some(url) = self.urls[index.0].clone() else { return Ok(Target::Text(Arc::clone(&page.title))) };
        let anchor = anchor.filter(|anchor| !is_top(page, anchor)).map(str::to_owned);
        Ok(Target::Inside { url, anchor, title: Arc::clone(&page.title), kind: TargetKind::Page(index) })
    }

    /// Looks for the place of a page that an address at `span` names.
    pub fn check_anchor(&self, span: &Span, page: &Page, anchor: &str) -> Result<(), Diagnostic> {
        let body = page.body();
        let item = anchor.strip_prefix("item:").is_some_and(|id| body.items.iter().any(|item| &*item.id == id));
        let held = matches!(page.parsed.content, Content::Level { .. })
            && self.book.ladder.level(page.id()).is_some_and(|level| level.expectations.iter().any(|held| &*held.local == anchor));
        if body.has_anchor(anchor) || item || held || anchor == "top" || is_top(page, anchor) {
            return Ok(());
        }
        let message = format!("`{}` has no heading `{anchor}`", page.source());
        let known: Vec<&str> = body.anchor_names().collect();
        let diagnostic = Diagnostic::at(Code::DeadAnchor, span.clone(), message).suggest(anchor, known.iter().copied());
        let listed = if known.is_empty() || known.len() > 25 { None } else { Some(format!("its headings are: {}", known.join(", "))) };
        Err(match listed {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        })
    }
}

/// Whether an anchor means the whole page.
fn is_top(page: &Page, anchor: &str) -> bool {
    anchor.is_empty() || page.body().title_id.as_deref() == Some(anchor)
}
