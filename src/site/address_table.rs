//! The table of all addresses: gives every file of the site its own, and refuses two files at one address, and a file
//! where others need a folder.

use super::address::{Address, LISTINGS, area_url, comparison_url, matrix_url};
use super::plan::Options;
use super::url::Url;
use super::workspace::WorkspacePage;
use crate::book::{Book, PageIndex, PageKind};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ladder::{Pair, pairs};
use crate::source::Sources;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeMap;

/// A book of more pages is not put on one page to print: no browser would open it.
const PRINTED: usize = 1_000;

/// Where what no author wrote comes from, for messages.
const RUNGS: &str = "a page that Rungs makes";

/// Stands for the theme's files, which are in no table, but need their folder.
const THEME: &str = "assets/";

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
    let folders = FxHashMap::from_iter([(Url::new(THEME.trim_end_matches('/')), Url::new(THEME))]);
    let mut planner = Planner { book, options, files: Vec::with_capacity(many), folded, folders, diagnostics };
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
    /// Folded folder → the first file that needs it.
    folders: FxHashMap<Url, Url>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

/// An address for which another file leaves no room.
struct Clash {
    /// The other one, which was there first.
    first: Url,
    /// The one that was to be taken.
    url: Url,
}

impl Planner<'_> {
    /// Takes an address for what an author put there, or says what is in its way.
    pub(super) fn add(&mut self, url: Url, address: Address, place: &Place) -> bool {
        let Err(clash) = self.claim(url, address) else { return true };
        let first = self.files.iter().find(|(url, _)| *url == clash.first);
        let source = first.map_or("a file of the theme".to_owned(), |(_, address)| self.source_of(address));
        self.diagnostics.push(no_room(place, &clash.url, &clash.first, &source));
        false
    }

    /// Takes an address for what no author wrote. An author's page at the same address stays; one below it would leave
    /// readers with neither.
    fn optional(&mut self, name: &str, address: Address) {
        let Err(Clash { first, url }) = self.claim(Url::new(name), address) else { return };
        let author = self.files.iter().find(|(other, _)| *other == first);
        if first.folded() != url.folded()
            && let Some((_, Address::Page(page) | Address::Download(page))) = author
        {
            let place = Place::File(self.book.page(*page).source().clone());
            self.diagnostics.push(no_room(&place, &first, &url, RUNGS));
        }
    }

    /// Takes an address that is free, in whatever case its letters are: no file has it, needs it as a folder, or stands
    /// where it needs one.
    fn claim(&mut self, url: Url, address: Address) -> Result<(), Clash> {
        let folded = url.folded();
        let folders: Vec<&str> = folded.folders().take_while(|folder| !self.folders.contains_key(*folder)).collect();
        let same = self.folded.get(&folded).or_else(|| self.folders.get(&folded));
        if let Some(first) = same.or_else(|| folders.iter().find_map(|folder| self.folded.get(*folder))) {
            return Err(Clash { first: first.clone(), url });
        }
        self.folders.extend(folders.into_iter().map(|folder| (Url::new(folder), url.clone())));
        self.folded.insert(folded, url.clone());
        self.files.push((url, address));
        Ok(())
    }

    /// Where what stands at an address comes from, for messages.
    fn source_of(&self, address: &Address) -> String {
        match address {
            Address::Page(page) => format!("`{}`", self.book.page(*page).source()),
            Address::Download(_) => "a template's download".to_owned(),
            Address::Asset(path) => format!("`{path}`"),
            Address::Redirect(_) => "a redirect".to_owned(),
            _ => RUNGS.to_owned(),
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
        if self.options.base_url.is_some() {
            // No crawler takes relative addresses.
            self.optional("sitemap.xml", Address::SiteMap);
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

    fn assets(&mut self, sources: &Sources) {
        for asset in sources.assets() {
            let Some(path) = sources.book_path(&asset.path) else { continue };
            let place = Place::File(asset.path.clone());
            self.add(Url::of_asset(path), Address::Asset(asset.path.clone()), &place);
        }
    }
}

/// Says of what stands at `place` that it cannot have its address for another file, and where that comes from.
fn no_room(place: &Place, url: &Url, other: &Url, source: &str) -> Diagnostic {
    let (own, others) = (url.folded(), other.folded());
    let (why, help) = if own == others {
        (format!("where {source} goes already"), "rename one of the two; capitals and small letters count as the same")
    } else if own.folders().any(|folder| folder == others.as_str()) {
        (format!("but `{other}` is no folder: {source} goes there"), "rename the folder, or the file")
    } else {
        (format!("which is a folder already: {source} goes into it"), "rename the folder, or the file")
    };
    Diagnostic::new(Code::PathClash, place.clone(), format!("this would be written to `{url}`, {why}")).help(help)
}

/// A page's address without its ending.
fn stem(url: &Url) -> &str {
    url.as_str().strip_suffix(".html").unwrap_or(url.as_str())
}
