//! One build: the phases in their order, over sources, a theme and a memory.

use crate::assemble::{VanishedIds, assemble};
use crate::book::{Book, Manifest};
use crate::check;
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::memo::{Latest, Table};
use crate::parse::{self, ParseMemory};
use crate::render::{Articles, Entry, ReadyTheme, RenderMemory, Renderer, article};
use crate::site::{self, Site, Url};
use crate::source::{Fingerprint, Sources};
use crate::theme::{self, ThemeFiles};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The worker is made last: it knows all other files by their hashes.
const WORKER: &str = "sw.js";

/// For whom pages are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The published site.
    Reader,
    /// The author's own view while serving: drafts, places in the sources, and live reload.
    Author,
    /// The same without drafts: what readers will see, while the author looks on.
    Preview,
}

impl Audience {
    /// Whether the site is looked at while it is written.
    #[must_use]
    pub fn is_live(self) -> bool {
        self != Self::Reader
    }

    /// Whether drafts are pages like others.
    #[must_use]
    pub fn sees_drafts(self) -> bool {
        self == Self::Author
    }
}

/// What the command line decides about a build.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// For whom.
    pub audience: Audience,
    /// Overrides `base_url` of `book.yml`; as there, a whole web address.
    pub base_url: Option<String>,
}

/// Progress, told to the shell, which holds the clock.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A phase begins: `parse`, `assemble`, `link`, `theme`, `search`, `render`.
    Phase(&'static str),
    /// `done` of `total` sources or files of the current phase are finished.
    Done {
        /// How many are finished.
        done: usize,
        /// How many there are.
        total: usize,
    },
}

/// One file of the site, as it was made.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path in the site, with `/`.
    pub path: &'a str,
    /// What it is made of.
    pub entry: &'a Entry,
    /// Of its content.
    pub fingerprint: Fingerprint,
}

/// The site as files: path with `/` → content.
pub type Output = BTreeMap<String, Entry>;

/// Results kept between builds. A build with memory equals a build without, byte for byte.
#[derive(Default)]
pub struct Memory {
    parsed: ParseMemory,
    linked: Latest<Outcome<Option<Arc<Site>>>>,
    themes: Table<Outcome<Option<ReadyTheme>>>,
    rendered: RenderMemory,
}

impl Memory {
    /// The memory of a build after which there is no other: pages are not kept.
    #[must_use]
    pub fn of_one_build() -> Self {
        let rendered = RenderMemory { pages: Table::forgetful(), ..RenderMemory::default() };
        Self { rendered, ..Self::default() }
    }

    /// Ends a build that rendered only what was asked for: keeps the `most` pages asked for last.
    pub fn keep_rendered(&self, most: usize) {
        self.rendered.pages.keep(most);
        self.rendered.highlighted.keep(most);
    }

    /// How many pages were made rather than remembered, since the start.
    #[must_use]
    pub fn made(&self) -> Made {
        Made { parsed: self.parsed.made(), rendered: self.rendered.pages.made() }
    }
}

/// How many pages were made rather than remembered: what builds cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Pages that were parsed.
    pub parsed: usize,
    /// Pages that were rendered.
    pub rendered: usize,
}

impl Made {
    /// What was made since `before`.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self { parsed: self.parsed - before.parsed, rendered: self.rendered - before.rendered }
    }
}

/// Numbers for the one-line summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// HTML pages of the site.
    pub pages: usize,
    /// Trackable items.
    pub items: usize,
}

/// A book that was read, linked and checked, ready to render page by page.
pub struct Compilation {
    renderer: Renderer,
}

/// Parses, assembles and links a book, and readies its theme. `None` when nothing can be shown. With errors there
/// may still be a value: `build` publishes nothing then, and `serve` keeps the last good one.
pub fn compile(
    sources: &Sources,
    theme: &ThemeFiles,
    options: &Options,
    memory: &Memory,
    on_step: &(dyn Fn(Step) + Sync),
) -> Outcome<Option<Compilation>> {
    let mut diagnostics = Vec::new();
    // A change of the theme alone changes no link.
    let key = Fingerprint::of_value(&(sources.fingerprint(), options));
    let manifest = parse::manifest_of(sources);
    // A theme takes as long as a small book, and the two need nothing of each other.
    let (linked, theme) =
        rayon::join(|| memory.linked.get_or_make(key, || linked(sources, options, memory, on_step)), || ready(theme, &manifest, memory));
    let Some(site) = (*linked).clone().take(&mut diagnostics) else {
        return Outcome::new(None, diagnostics).sorted();
    };
    let live = options.audience.is_live();
    let theme = theme.take(&mut diagnostics);
    let compilation = theme.map(|theme| Compilation { renderer: Renderer::new(site, theme, live) });
    let outcome = Outcome::new(compilation, diagnostics).sorted();
    if !outcome.has_errors() {
        memory.themes.sweep();
    }
    outcome
}

/// The phases up to the site. `None` when there is no book.
fn linked(sources: &Sources, options: &Options, memory: &Memory, on_step: &(dyn Fn(Step) + Sync)) -> Outcome<Option<Arc<Site>>> {
    let mut diagnostics = Vec::new();
    let Some(book) = book(sources, options, memory, on_step).take(&mut diagnostics) else {
        return Outcome::new(None, diagnostics);
    };
    on_step(Step::Phase("link"));
    let base_url = options.base_url.as_deref().map(parse::with_slash).or_else(|| book.manifest.base_url.clone());
    let site_options = site::Options { drafts: options.audience.sees_drafts(), base_url };
    let site = site::link(Arc::new(book), sources, site_options).take(&mut diagnostics);
    let outcome = Outcome::new(Some(Arc::new(site)), diagnostics);
    if !outcome.has_errors() {
        memory.parsed.sweep();
    }
    outcome
}

/// The theme with its templates read; it changes seldom.
fn ready(files: &ThemeFiles, manifest: &Manifest, memory: &Memory) -> Outcome<Option<ReadyTheme>> {
    let (language, hue) = (manifest.language.as_str(), manifest.hue);
    let key = Fingerprint::of_value(&(files.fingerprint(), language, hue));
    let made = memory.themes.get_or_make(key, || {
        let mut diagnostics = Vec::new();
        let theme = theme::assemble(files, language, hue).take(&mut diagnostics);
        let ready = theme.and_then(|theme| ReadyTheme::new(theme).map_err(|fault| diagnostics.push(*fault)).ok());
        Outcome::new(ready, diagnostics)
    });
    (*made).clone()
}

/// The phases up to the book, for whoever needs no site: `ids`.
pub(crate) fn book(sources: &Sources, options: &Options, memory: &Memory, on_step: &(dyn Fn(Step) + Sync)) -> Outcome<Option<Book>> {
    let mut diagnostics = Vec::new();
    on_step(Step::Phase("parse"));
    let draft = parse::draft(sources, &memory.parsed, &|done, total| on_step(Step::Done { done, total })).take(&mut diagnostics);
    on_step(Step::Phase("assemble"));
    let vanished = if options.audience.is_live() { Severity::Warning } else { Severity::Error };
    let book = assemble(draft, sources, VanishedIds(vanished)).take(&mut diagnostics);
    Outcome::new(book, diagnostics)
}

impl Compilation {
    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        self.renderer.site()
    }

    /// Numbers for the one-line summary.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let site = self.renderer.site();
        let pages = site.addresses.keys().filter(|url| url.as_str().ends_with(".html")).count();
        Summary { pages, items: site.book.items.len() }
    }

    /// How many words of each section search knows, when the book is too large for it to know all.
    #[must_use]
    pub fn search_cut(&self) -> Option<usize> {
        self.renderer.search_cut()
    }

    /// The coverage report: what the ladder promises and does not cover. No build asks for it.
    #[must_use]
    pub fn coverage(&self) -> Vec<Diagnostic> {
        check::coverage(&self.site().book).into_iter().map(|advice| advice.diagnostic).collect()
    }

    /// All paths of the output, aggregates, theme files and copied assets included.
    #[must_use]
    pub fn urls(&self) -> Vec<String> {
        let site = self.renderer.site();
        let assets = self.renderer.theme().assets.keys().map(|path| format!("assets/{path}"));
        let mut urls: Vec<String> = site.addresses.keys().map(ToString::to_string).chain(assets).collect();
        urls.sort();
        urls.dedup();
        urls
    }

    /// One file of the output, made when asked and remembered. `None` when there is no such path.
    pub fn render(&self, url: &str, memory: &Memory) -> Option<Result<Entry, Diagnostic>> {
        if url == WORKER && self.renderer.keeps_offline() {
            return self.output(memory, &|_| {}).value.remove(WORKER).map(Ok);
        }
        let rendered = self.renderer.render(&Url::new(url), &memory.rendered, &Articles::new())?;
        Some(rendered.map_err(|fault| *fault))
    }

    /// The whole site at once.
    pub fn output(&self, memory: &Memory, on_step: &(dyn Fn(Step) + Sync)) -> Outcome<Output> {
        let output = Mutex::new(Output::new());
        let made = self.files(memory, on_step, &|file| {
            output.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.to_owned(), file.entry.clone());
        });
        Outcome::new(output.into_inner().unwrap_or_else(PoisonError::into_inner), made.diagnostics)
    }

    /// The whole site, rendered in parallel: each file goes to `take` as it is made, so that nobody needs to hold them
    /// all. What a template cannot render is named and left out.
    pub fn files(&self, memory: &Memory, on_step: &(dyn Fn(Step) + Sync), take: &(dyn Fn(File<'_>) + Sync)) -> Outcome<()> {
        on_step(Step::Phase("search"));
        self.renderer.prepare();
        on_step(Step::Phase("render"));
        let mut urls = self.urls();
        if self.renderer.keeps_offline() {
            urls.retain(|url| url != WORKER);
        }
        let (total, done) = (urls.len(), AtomicUsize::new(0));
        let (shown, kept) = (self.renderer.shown_to_print(), Mutex::new(Articles::new()));
        let make = |url: String, known: &Articles| {
            let address = Url::new(&url);
            let made = self.renderer.render(&address, &memory.rendered, known);
            on_step(Step::Done { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
            let made = made?.map(|entry| {
                let weight = self.renderer.weigh(&url, &entry);
                take(File { path: &url, entry: &entry, fingerprint: weight.fingerprint });
                if let Entry::Bytes(bytes) = entry
                    && shown.contains(&address)
                {
                    kept.lock().unwrap_or_else(PoisonError::into_inner).insert(address, article(&bytes).into());
                }
                weight
            });
            Some((url, made))
        };
        // Pages to print are made of others, so they come when those are there.
        let (to_print, urls): (Vec<String>, Vec<String>) = urls.into_iter().partition(|url| self.renderer.is_to_print(&Url::new(url)));
        let mut made: Vec<_> = urls.into_par_iter().filter_map(|url| make(url, &Articles::new())).collect();
        let known = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        made.extend(to_print.into_par_iter().filter_map(|url| make(url, &known)).collect::<Vec<_>>());
        let mut weights = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for (url, made) in made {
            match made {
                Ok(weight) => _ = weights.insert(url, weight),
                Err(fault) => diagnostics.push(*fault),
            }
        }
        if self.renderer.keeps_offline() {
            let worker = self.renderer.worker(&weights);
            take(File { path: WORKER, entry: &worker, fingerprint: self.renderer.weigh(WORKER, &worker).fingerprint });
        }
        let outcome = Outcome::new((), diagnostics).sorted();
        if !outcome.has_errors() {
            memory.rendered.pages.sweep();
            memory.rendered.highlighted.sweep();
        }
        outcome
    }
}
