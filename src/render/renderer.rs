//! `render(url) → bytes`: one function for every address of the site, remembered by what it was made from.

use super::data::{Data, Fields, data};
use super::{
    engine::{Engine, ReadyTheme},
    files,
    highlight::Highlighted,
    markdown,
    offline::{self, Weight},
    page_views::View,
    print,
    progress::{Counted, Progress},
    scene::Scene,
    search::{self, Records},
    sidebar::Sidebars,
};
use crate::book::{Block, Content, PageIndex};
use crate::diagnostic::Diagnostic;
use crate::memo::Table;
use crate::site::{Address, Site, Url};
use crate::source::{Fingerprint, SourcePath};
use crate::theme::Theme;
use bytes::Bytes;
use rayon::prelude::*;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// What one published file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// These bytes.
    Bytes(Bytes),
    /// A file of the project, copied as it is.
    Copy(SourcePath),
}

/// What rendering remembers between builds.
#[derive(Default)]
pub struct RenderMemory {
    /// Pages by their view and the theme.
    pub pages: Table<Result<Bytes, Box<Diagnostic>>>,
    /// Code by its text.
    pub highlighted: Table<Highlighted>,
}

/// Articles of pages that were rendered already, for those that show them again.
pub type Articles = BTreeMap<Url, Arc<str>>;

/// A site and a theme, ready to make any file of the output.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    engine: Arc<Engine>,
    progress: Progress,
    live: bool,
    sidebars: Sidebars,
    records: OnceLock<Records>,
    ladder: OnceLock<Bytes>,
    manifest: OnceLock<Bytes>,
}

impl Renderer {
    /// Renders this site with this theme; `live` while it is written.
    #[must_use]
    pub fn new(site: Arc<Site>, ReadyTheme { theme, engine }: ReadyTheme, live: bool) -> Self {
        let progress = Progress::new(&site);
        let (sidebars, records) = (Sidebars::default(), OnceLock::new());
        Self { site, theme, engine, progress, live, sidebars, records, ladder: OnceLock::new(), manifest: OnceLock::new() }
    }

    /// The site it renders.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The theme it renders with.
    #[must_use]
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// What search finds, made when it is first asked for.
    fn records(&self) -> &Records {
        self.records.get_or_init(|| search::records(&self.site, &self.theme.strings))
    }

    /// Makes the two largest files of a site. Search uses all threads by itself: made later, by one of many threads that
    /// render, it could wait for itself, as a thread that waits takes up other work, which may ask for the same. The
    /// manifest uses one, which the others would wait for in the end.
    pub fn prepare(&self) {
        rayon::join(|| self.records(), || self.manifest());
    }

    /// The pages that pages to print show.
    #[must_use]
    pub fn shown_to_print(&self) -> BTreeSet<Url> {
        let groups = self.site.addresses.values().flat_map(|address| match address {
            Address::Print => print::whole(&self.site),
            Address::PrintTrack(track) => print::track(&self.site, *track),
            _ => Vec::new(),
        });
        groups.flat_map(|group| group.pages).collect()
    }

    /// Whether the file at this address shows many pages on one, to print.
    #[must_use]
    pub fn is_to_print(&self, url: &Url) -> bool {
        self.site.addresses.get(url).is_some_and(Address::is_to_print)
    }

    /// What the worker knows of a file.
    #[must_use]
    pub fn weigh(&self, url: &str, entry: &Entry) -> Weight {
        offline::weigh(&self.site, url, entry)
    }

    /// `ladder.json`, made when it is first asked for.
    fn ladder(&self) -> &Bytes {
        self.ladder.get_or_init(|| files::ladder(&self.site).into())
    }

    /// `progress-manifest.json`, made when it is first asked for.
    fn manifest(&self) -> &Bytes {
        self.manifest.get_or_init(|| self.progress.whole(&self.site).into())
    }

    /// How many words of each section search knows; `None` when it knows all.
    #[must_use]
    pub fn search_cut(&self) -> Option<usize> {
        self.records().cut
    }

    /// Makes the file at an address; pages whose articles are known are not made again. `None` when the site has no such file.
    ///
    /// # Errors
    /// A diagnostic when a template fails or a word of the interface is missing.
    pub fn render(&self, url: &Url, memory: &RenderMemory, known: &Articles) -> Option<Result<Entry, Box<Diagnostic>>> {
        if let Some(asset) = url.as_str().strip_prefix("assets/").and_then(|path| self.theme.assets.get(path)) {
            return Some(Ok(Entry::Bytes(asset.bytes.clone())));
        }
        let address = self.site.addresses.get(url)?;
        let text = |text: String| Some(Ok(Entry::Bytes(text.into())));
        match address {
            Address::Asset(path) => Some(Ok(Entry::Copy(path.clone()))),
            Address::Download(page) => match &self.site.book.page(*page).parsed.content {
                Content::Template { document, .. } => text(document.to_string()),
                _ => None,
            },
            Address::Redirect(number) => text(files::redirect(&self.site, url, *number)),
            Address::SiteMap => text(files::sitemap(&self.site)),
            Address::Robots => text(files::robots(&self.site)),
            Address::NoJekyll => text(String::new()),
            Address::Cname => text(format!("{}\n", self.site.book.manifest.cname.as_deref().unwrap_or_default())),
            Address::LadderJson => Some(Ok(Entry::Bytes(self.ladder().clone()))),
            Address::MatrixCsv => text(super::matrix_views::csv(&self.site)),
            Address::ProgressManifest => Some(Ok(Entry::Bytes(self.manifest().clone()))),
            Address::SearchRecords => Some(Ok(Entry::Bytes(self.records().json.clone()))),
            Address::Versions => text(files::versions(&self.site, self.ladder(), self.manifest(), &self.records().hash)),
            Address::Worker if self.keeps_offline() => None,
            Address::Worker => text(offline::farewell(&self.site, &self.theme)),
            Address::WebManifest => text(offline::web_manifest(&self.site, &self.theme)),
            Address::Llms => Some(self.words(url, memory, |scene| Some(markdown::llms(scene)))),
            Address::Markdown(page) => {
                let of = self.site.addresses.get(page)?;
                Some(self.words(url, memory, |scene| markdown::twin(scene, of)))
            }
            Address::Feed => Some(self.words(url, memory, |scene| Some(scene.feed()))),
            page => Some(self.page(url, page, memory, known).map(Entry::Bytes)),
        }
    }

    /// Whether the site is kept for reading offline; the author's own view never is.
    #[must_use]
    pub fn keeps_offline(&self) -> bool {
        self.site.book.manifest.offline && !self.live
    }

    /// `sw.js`, from all other files of the site.
    #[must_use]
    pub fn worker(&self, files: &BTreeMap<String, Weight>) -> Entry {
        Entry::Bytes(offline::worker(&self.site, &self.theme, files).into())
    }

    /// A text in the words of the interface.
    fn words(&self, url: &Url, memory: &RenderMemory, write: impl Fn(&Scene<'_>) -> Option<String>) -> Result<Entry, Box<Diagnostic>> {
        let missing = Mutex::new(Vec::new());
        let scene = Scene::new(&self.site, &self.theme, url, self.live, &memory.highlighted, &missing, &|_| String::new());
        let text = write(&scene).unwrap_or_default();
        match missing.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().next() {
            Some(words) => Err(Box::new(Diagnostic::of_book(crate::diagnostic::Code::MissingString, words))),
            None => Ok(Entry::Bytes(text.into())),
        }
    }

    /// The view of many pages on one: each rendered as it is alone, then moved.
    fn printed(
        &self,
        scene: &Scene<'_>,
        track: Option<PageIndex>,
        memory: &RenderMemory,
        known: &Articles,
    ) -> Result<View, Box<Diagnostic>> {
        let groups = track.map_or_else(|| print::whole(&self.site), |track| print::track(&self.site, track));
        let places: BTreeMap<Url, usize> = groups.iter().flat_map(|group| &group.pages).cloned().zip(1..).collect();
        let pages: Vec<&Url> = groups.iter().flat_map(|group| &group.pages).collect();
        let to = scene.url;
        let moved: Result<Vec<String>, Box<Diagnostic>> = pages
            .par_iter()
            .map(|from| {
                let Some(address) = self.site.addresses.get(*from) else { return Ok(String::new()) };
                let moving = print::Move { from, to, places: &places };
                Ok(match known.get(*from) {
                    Some(article) => moving.html(article),
                    None => moving.html(print::article(&self.page(from, address, memory, known)?)),
                })
            })
            .collect();
        Ok(scene.printed(track, &groups, &places, moved?))
    }

    fn page(&self, url: &Url, address: &Address, memory: &RenderMemory, known: &Articles) -> Result<Bytes, Box<Diagnostic>> {
        let missing = Mutex::new(Vec::new());
        let fault = Mutex::new(None);
        let counted = RefCell::default();
        let blocks = |block: &Block| {
            self.block(block, url, memory, &missing, &counted).unwrap_or_else(|diagnostic| {
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(diagnostic);
                String::new()
            })
        };
        let scene = Scene::new(&self.site, &self.theme, url, self.live, &memory.highlighted, &missing, &blocks);
        let View { template, mut context } = match address {
            Address::Page(page) => scene.page(*page),
            Address::Ladder => scene.ladder_page(),
            Address::Listing(kind) => scene.listing(*kind),
            Address::Glossary => scene.glossary(),
            Address::Sources => scene.sources(),
            Address::Backup => scene.backup(),
            Address::Workspace(page) => scene.workspace(*page),
            Address::Changelog => scene.changelog(),
            Address::Coverage => scene.coverage(),
            Address::NotFound => scene.not_found(),
            Address::Search => scene.search(),
            Address::Offline => scene.offline(),
            Address::Print => self.printed(&scene, None, memory, known)?,
            Address::PrintTrack(track) => self.printed(&scene, Some(*track), memory, known)?,
            Address::Area(area) => scene.area(*area),
            Address::Compare => scene.picker(),
            Address::Comparison(pair) => scene.comparison_page(&self.site.pairs[*pair]).unwrap_or_else(|| scene.picker()),
            Address::Matrix(track) => scene.matrix_page(*track),
            _ => scene.plain_home(),
        };
        let sidebar = self.site.sidebar(url);
        context.insert("sidebar", Data::html(&self.sidebars.html(&self.engine, &scene, &sidebar)?));
        let mut counted = counted.take();
        counted.add(scene.counted.take());
        counted.pages.extend(sidebar.entries.iter().filter_map(|entry| entry.page));
        let own = if let Address::Page(page) = address { Some(*page) } else { None };
        context.insert("manifest", Data::html(&self.progress.part(&self.site, own, &counted)));
        if *address == Address::NotFound {
            make_absolute(&mut context, self.site.options.base_url.as_deref());
        }
        if let Some(words) = missing.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().next() {
            return Err(Box::new(Diagnostic::of_book(crate::diagnostic::Code::MissingString, words)));
        }
        if let Some(diagnostic) = fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(diagnostic);
        }
        if address.is_to_print() {
            // Made of pages that are remembered, and far larger than any.
            return self.engine.render(template, context).map(Bytes::from);
        }
        let key = |context: &Fields| {
            Fingerprint::of_parts([self.theme.fingerprint.as_bytes(), template.as_bytes(), context.fingerprint().as_bytes()])
        };
        let make = |context| self.engine.render(template, context).map(Bytes::from);
        (*memory.pages.get_or_make_of(context, key, make)).clone()
    }

    /// A block in the text of the page at `url`. A block in what it shows of other pages is left out, so that blocks end.
    fn block(
        &self,
        block: &Block,
        url: &Url,
        memory: &RenderMemory,
        missing: &Mutex<Vec<String>>,
        counted: &RefCell<Counted>,
    ) -> Result<String, Box<Diagnostic>> {
        let scene = Scene::new(&self.site, &self.theme, url, self.live, &memory.highlighted, missing, &|_| String::new());
        let view = scene.block(block);
        counted.borrow_mut().add(scene.counted.take());
        view.map_or(Ok(String::new()), |view| self.engine.render("block.html", view))
    }
}

/// The page for unknown addresses is shown at any depth, so its root and links begin at the site's own root.
fn make_absolute(view: &mut Fields, base_url: Option<&str>) {
    let path = base_url.and_then(|base| base.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
    let absolute = |url: &Data| match url.as_str() {
        Some(url) if !url.contains("://") && !url.starts_with('#') => data!(format!("{path}{url}")),
        _ => url.clone(),
    };
    view["page"]["root"] = data!(path);
    let site = &mut view["site"];
    site["home_url"] = absolute(&site["home_url"]);
    for link in site["nav"].items_mut() {
        link["url"] = absolute(&link["url"]);
    }
    let sidebar = view["sidebar"].as_str().map(|html| html.replace("<a href=\"", &format!("<a href=\"{path}")));
    view.insert("sidebar", Data::html(&sidebar.unwrap_or_default()));
}
