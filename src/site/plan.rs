//! The link phase: from a valid book to a site in which every link is resolved.

use super::address::{Address, comparison_url, matrix_url};
use super::address_table::{self, Addresses};
use super::links::{LinkTable, Linker, Target};
use super::nav::{self, Navigation, Sidebar};
use super::terms::{TermFinder, TermUse};
use super::url::Url;
use crate::book::{Book, PageIndex, PageKind};
use crate::diagnostic::Outcome;
use crate::ladder::Pair;
use crate::source::{Asset, Sources};
use rayon::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// What decides which site a book becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Where the site is published, ending in `/`.
    pub base_url: Option<String>,
}

/// A site: the book, every address, every link's target.
#[derive(Clone, Debug)]
pub struct Site {
    /// The book.
    pub book: Arc<Book>,
    /// What it was made with.
    pub options: Options,
    /// Every address and what it holds.
    pub addresses: BTreeMap<Url, Address>,
    /// Each page's address; `None` for drafts that readers do not see.
    pub urls: Vec<Option<Url>>,
    /// Per page: link number → target.
    pub links: Vec<Arc<[Target]>>,
    /// Per page: the first uses of glossary terms.
    pub term_uses: Vec<Arc<[TermUse]>>,
    /// Per term of the glossary: link number → target.
    pub term_links: Vec<Arc<[Target]>>,
    /// Per source: link number of its note → target.
    pub source_links: Vec<Arc<[Target]>>,
    /// Per page: the pages that link to it, in the order of the book.
    pub backlinks: Vec<Vec<PageIndex>>,
    /// Per source: the pages that cite it.
    pub citations: Vec<Vec<PageIndex>>,
    /// Images by address, for their sizes.
    pub assets: BTreeMap<Url, Arc<Asset>>,
    /// The pairs of levels that are compared.
    pub pairs: Vec<Pair>,
    /// Per page: its path as the repository names it.
    pub paths: Vec<String>,
    navigation: Navigation,
}

/// Links a book. Links at fault become text and are named.
#[must_use]
pub fn link(book: Arc<Book>, sources: &Sources, options: Options) -> Outcome<Site> {
    let mut diagnostics = Vec::new();
    let hidden = |page: PageIndex| {
        let page = book.page(page);
        page.parsed.draft && !options.drafts && page.kind() != PageKind::Level
    };
    let addresses = address_table::plan(&book, sources, &options, &hidden, &mut diagnostics);
    let finder = TermFinder::new(&book.terms);
    let (table, (term_uses, navigation)) = rayon::join(
        || Linker::new(&book, sources, &addresses).table(),
        || {
            rayon::join(
                || book.pages.par_iter().map(|page| finder.uses(page.body(), None).into()).collect(),
                || nav::plan(&book, &addresses.files, &addresses.pages),
            )
        },
    );
    let LinkTable { pages: links, terms: term_links, sources: source_links } = table.take(&mut diagnostics);
    let Addresses { files, pages: urls, pairs, .. } = addresses;
    let backlinks = backlinks(&book, &links, &urls);
    let citations = citations(&book, &links);
    let assets = sources.assets().filter_map(|asset| Some((Url::of_asset(sources.book_path(&asset.path)?), Arc::clone(asset)))).collect();
    let paths = book.pages.iter().map(|page| sources.book_path(page.source()).unwrap_or_default().to_owned()).collect();
    let site = Site {
        addresses: files,
        navigation,
        urls,
        links,
        term_uses,
        term_links,
        source_links,
        backlinks,
        citations,
        assets,
        paths,
        pairs,
        options,
        book,
    };
    Outcome::new(site, diagnostics)
}

impl Site {
    /// The address of a page; `None` for drafts that readers do not see.
    #[must_use]
    pub fn url(&self, page: PageIndex) -> Option<&Url> {
        self.urls[page.0].as_ref()
    }

    /// The address of a page's Markdown; its own when it has none.
    #[must_use]
    pub fn markdown_of(&self, page: &Url) -> Url {
        let twin = page.as_str().strip_suffix(".html").map(|stem| Url::new(&format!("{stem}.md")));
        let is_markdown = |url: &Url| matches!(self.addresses.get(url), Some(Address::Markdown(_) | Address::Download(_)));
        twin.filter(is_markdown).unwrap_or_else(|| page.clone())
    }

    /// The address at which two levels are compared.
    #[must_use]
    pub fn comparison(&self, a: &str, b: &str) -> Option<&Url> {
        let number = self.pairs.iter().position(|pair| pair.other(a).is_some_and(|other| **other == *b))?;
        self.address_of(&comparison_url(&self.pairs[number]), &Address::Comparison(number))
    }

    /// The address of a track's matrix.
    #[must_use]
    pub fn matrix(&self, track: PageIndex) -> Option<&Url> {
        self.address_of(&matrix_url(self.book.page(track).id()), &Address::Matrix(Some(track)))
    }

    /// The address, when it holds this and no page that an author put there.
    fn address_of(&self, url: &Url, what: &Address) -> Option<&Url> {
        self.addresses.get_key_value(url).filter(|(_, address)| *address == what).map(|(url, _)| url)
    }

    /// What the sidebar of the page at this address shows.
    #[must_use]
    pub fn sidebar(&self, url: &Url) -> Sidebar<'_> {
        self.navigation.sidebar(url)
    }

    /// The title of the sidebar's section that holds this address.
    #[must_use]
    pub fn open_section(&self, url: &Url) -> Option<&super::Label> {
        self.navigation.open_section(url)
    }

    /// The page before and after this one, in the guide or in its own list.
    #[must_use]
    pub fn neighbours(&self, page: PageIndex) -> (Option<PageIndex>, Option<PageIndex>) {
        self.navigation.neighbours(page)
    }

    /// The sections of the site that a header shows.
    #[must_use]
    pub fn sections(&self) -> &[(super::Label, Url, &'static str)] {
        &self.navigation.header
    }
}

fn backlinks(book: &Book, links: &[Arc<[Target]>], urls: &[Option<Url>]) -> Vec<Vec<PageIndex>> {
    let targets = |at: usize| links[at].iter().filter_map(Target::page).map(|page| page.0).filter(move |page| *page != at);
    references(book.pages.len(), (0..links.len()).filter(|at| urls[*at].is_some()).map(|at| (at, targets(at))))
}

fn citations(book: &Book, links: &[Arc<[Target]>]) -> Vec<Vec<PageIndex>> {
    references(book.sources.len(), links.iter().enumerate().map(|(at, targets)| (at, targets.iter().filter_map(Target::source))))
}

/// For each of `count` things, the pages that refer to it, each once and in the order in which they come.
fn references<I: Iterator<Item = usize>>(count: usize, pages: impl Iterator<Item = (usize, I)>) -> Vec<Vec<PageIndex>> {
    let mut referring: Vec<Vec<PageIndex>> = vec![Vec::new(); count];
    for (at, targets) in pages {
        for target in targets {
            if referring[target].last() != Some(&PageIndex(at)) {
                referring[target].push(PageIndex(at));
            }
        }
    }
    referring
}
