//! The table of all addresses: gives every file of the site its own, and refuses two files at one address.

use super::address::{Address, LISTINGS, area_url, comparison_url, matrix_url};
use super::plan::Options;
use super::url::Url;
use super::workspace::WorkspacePage;
use crate::book::{Book, PageIndex, PageKind};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ladder::{Pair, pairs};
use crate::source::Sources;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{BTreeMap, hash_map::Entry};

/// A book of more pages is not put on one page to print: no browser would open it.
const PRINTED: usize = 1_000;

/// All addresses of the site, and each page's own.
pub(super) struct Addresses {
    pub files: BTreeMap<Url, Address>,
    /// Folded address → address.
    pub folded: FxHashMap<Url, Url>,
    pub pages: Vec<Option<Url>>,
    pub pairs: Vec<Pair>,
}

/// Plans the addresses. Pages that readers do not see have none.
pub(super) fn plan(
    book: &Book,
    sources: &Sources,
    options: &Options,
    hidden: &dyn Fn(PageIndex) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Addresses {
    // Most pages have a twin.
    let many = 2 * book.pages.len();
    let folded = FxHashMap::with_capacity_and_hasher(many, FxBuildHasher);
    let mut planner = Planner { book, options, files: Vec::with_capacity(many), folded, diagnostics };
    let mut pages = Vec::with_capacity(book.pages.len());
    for (at, page) in book.pages.iter().enumerate() {
        let index = PageIndex(at);
        let path = sources.book_path(page.source()).unwrap_or_else(|| page.source().as_str());
        let url = Url::of_page(path);
        let place = Place::File(page.source().clone());
        let taken = hidden(index) || !planner.add(url.clone(), Address::Page(index), &place);
        if !taken && page.kind() == PageKind::Template {
            planner.add(Url::new(&format!("{}.md", stem(&url))), Address::Download(index), &place);
        }
        pages.push((!taken).then_some(url));
    }
    planner.generated(book, &pages);
    let pairs = pairs(&book.ladder, &|level| pages[level.page.0].is_some() && !level.draft);
    planner.of_ladder(book, &pairs);
    planner.twins(book);
    planner.assets(sources);
    planner.redirects(book, sources);
    let Planner { files, folded, .. } = planner;
    Addresses { files: files.into_iter().collect(), folded, pages, pairs }
}

/// Fills the table.
pub(super) struct Planner<'a> {
    book: &'a Book,
    options: &'a Options,
    files: Vec<(Url, Address)>,
    /// Folded address → address.
    folded: FxHashMap<Url, Url>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

/// An address that is taken.
struct Clash {
    /// By this one.
    first: Url,
    /// The one that was to be taken.
    url: Url,
}

impl Planner<'_> {
    /// Takes an address for what an author put there, or says who has it already.
    pub(super) fn add(&mut self, url: Url, address: Address, place: &Place) -> bool {
        if let Err(clash) = self.claim(url, address) {
            let first =
                self.files.iter().find(|(url, _)| *url == clash.first).map_or("another file", |(_, address)| self.source_of(address));
            let message = format!("this would be written to `{}`, where `{first}` goes already", clash.url);
            let clash = match place {
                Place::File(path) => Diagnostic::in_file(Code::PathClash, path, message),
                Place::Span(span) => Diagnostic::at(Code::PathClash, span.clone(), message),
                Place::Book => Diagnostic::of_book(Code::PathClash, message),
            };
            self.diagnostics.push(clash.help("rename one of the two; capitals and small letters count as the same"));
            return false;
        }
        true
    }

    /// Takes an address that is free, in whatever case its letters are.
    fn claim(&mut self, url: Url, address: Address) -> Result<(), Clash> {
        match self.folded.entry(url.folded()) {
            Entry::Occupied(first) => Err(Clash { first: first.get().clone(), url }),
            Entry::Vacant(free) => {
                free.insert(url.clone());
                self.files.push((url, address));
                Ok(())
            }
        }
    }

    /// Where what stands at an address comes from, for messages.
    fn source_of<'b>(&'b self, address: &'b Address) -> &'b str {
        match address {
            Address::Page(page) => self.book.page(*page).source().as_str(),
            Address::Download(_) => "a template's download",
            Address::Asset(path) => path.as_str(),
            Address::Redirect(_) => "a redirect",
            _ => "a page that Rungs makes",
        }
    }

    /// Pages and files that no author writes. An author's page at the same address comes first.
    fn generated(&mut self, book: &Book, pages: &[Option<Url>]) {
        let has = |kind: PageKind| book.pages.iter().zip(pages).any(|(page, url)| page.kind() == kind && url.is_some());
        self.optional("index.html", Address::Home);
        if !book.ladder.is_empty() {
            self.optional("ladder.html", Address::Ladder);
        }
        for (kind, name) in LISTINGS {
            if has(kind) {
                self.optional(name, Address::Listing(kind));
            }
        }
        if !book.terms.is_empty() {
            self.optional("glossary.html", Address::Glossary);
        }
        if !book.sources.is_empty() {
            self.optional("sources.html", Address::Sources);
        }
        for page in WorkspacePage::ALL.into_iter().filter(|page| page.suits(book)) {
            self.optional(&format!("{}.html", page.word()), Address::Workspace(page));
        }
        if !book.editions.is_empty() {
            self.optional("changelog.html", Address::Changelog);
            self.optional("feed.xml", Address::Feed);
        }
        if self.options.drafts && !book.ladder.is_empty() {
            self.optional("coverage.html", Address::Coverage);
        }
        for (name, address) in [
            ("backup.html", Address::Backup),
            ("404.html", Address::NotFound),
            ("sitemap.xml", Address::SiteMap),
            ("robots.txt", Address::Robots),
            (".nojekyll", Address::NoJekyll),
            ("ladder.json", Address::LadderJson),
            ("progress-manifest.json", Address::ProgressManifest),
            ("search.html", Address::Search),
            ("search.json", Address::SearchRecords),
            ("version.json", Address::Versions),
            ("llms.txt", Address::Llms),
            ("offline.html", Address::Offline),
            ("sw.js", Address::Worker),
            ("manifest.webmanifest", Address::WebManifest),
        ] {
            self.optional(name, address);
        }
        if book.pages.len() <= PRINTED {
            self.optional("print.html", Address::Print);
        }
        for track in &book.ladder.tracks {
            if let Some(url) = &pages[track.page.0] {
                self.optional(&format!("{}-print.html", stem(url)), Address::PrintTrack(track.page));
            }
        }
        if book.manifest.cname.is_some() {
            self.optional("CNAME", Address::Cname);
        }
    }

    /// Areas, comparisons and matrices.
    fn of_ladder(&mut self, book: &Book, pairs: &[Pair]) {
        for (number, area) in book.areas.iter().enumerate() {
            if book.ladder.skills_of(&area.id).next().is_some() {
                self.optional(area_url(&area.id).as_str(), Address::Area(number));
            }
        }
        if !pairs.is_empty() {
            self.optional("compare.html", Address::Compare);
        }
        for (number, pair) in pairs.iter().enumerate() {
            self.optional(comparison_url(pair).as_str(), Address::Comparison(number));
        }
        if book.ladder.levels.iter().any(|level| !level.targets.is_empty()) {
            self.optional("matrix.html", Address::Matrix(None));
            self.optional("matrix.csv", Address::MatrixCsv);
            for track in book.ladder.tracks.iter().filter(|_| book.ladder.tracks.len() > 1) {
                self.optional(matrix_url(&track.id).as_str(), Address::Matrix(Some(track.page)));
            }
        }
    }

    /// The Markdown of what pages say.
    fn twins(&mut self, book: &Book) {
        let twins: Vec<Url> = self.files.iter().filter(|(_, address)| address.has_markdown(book)).map(|(url, _)| url.clone()).collect();
        for page in twins {
            self.optional(&format!("{}.md", stem(&page)), Address::Markdown(page));
        }
    }

    fn optional(&mut self, name: &str, address: Address) {
        // An author's page at the same address stays.
        let _ = self.claim(Url::new(name), address);
    }

    fn assets(&mut self, sources: &Sources) {
        for asset in sources.assets() {
            let Some(path) = sources.book_path(&asset.path) else { continue };
            let place = Place::File(asset.path.clone());
            self.add(Url::of_asset(path), Address::Asset(asset.path.clone()), &place);
        }
    }
}

/// A page's address without its ending.
fn stem(url: &Url) -> &str {
    url.as_str().strip_suffix(".html").unwrap_or(url.as_str())
}
