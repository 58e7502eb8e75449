//! `Draft` and `Book`: loose pages, and the valid whole they are assembled into.

use super::{
    AreaMatter, Body, Edition, Entries, Guide, Id, Ladder, Located, Lock, Manifest, Owner, Page, PageKind, ParsedPage, QuestionsMatter,
    Renames, Review, SourceMatter, Step, Summary, TermMatter, WorksheetPlace,
};
use crate::source::SourcePath;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

/// The place of a page in [`Book::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageIndex(pub usize);

/// An entry of `glossary.yml` with its parsed definition.
pub type DraftTerm = (Located<String>, TermMatter, Arc<Body>);
/// An entry of `sources.yml` with its parsed note.
pub type DraftSource = (Located<String>, SourceMatter, Arc<Body>);

/// Everything that was parsed, page by page and file by file, before anything is resolved.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// `book.yml`.
    pub manifest: Manifest,
    /// Pages in path order.
    pub pages: Vec<Arc<ParsedPage>>,
    /// Pages that are broken, since their front matter could not be read. What is wrong in their text is named all the
    /// same; their fields say nothing.
    pub unread: Vec<Arc<ParsedPage>>,
    /// `SUMMARY.md`, if there is one.
    pub summary: Option<(SourcePath, Arc<Summary>)>,
    /// `glossary.yml` with its parsed definitions.
    pub terms: Vec<DraftTerm>,
    /// `sources.yml`, with its notes parsed.
    pub sources: Vec<DraftSource>,
    /// `areas.yml`.
    pub areas: Entries<AreaMatter>,
    /// `questions.yml`.
    pub questions: Entries<QuestionsMatter>,
    /// `ids.lock`.
    pub lock: Option<Arc<Lock>>,
    /// `editions/*.json`.
    pub editions: Vec<Edition>,
    /// What exists but could not be read: references to it make no second error.
    pub broken: Broken,
}

/// What exists, or should, but was left out and is named already: references to it make no second error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// Pages by their files.
    pub pages: BTreeMap<SourcePath, (PageKind, Id)>,
    /// Other files of the book, left out whole or in part (`glossary.yml`).
    pub files: BTreeSet<SourcePath>,
}

impl Broken {
    /// Whether a page of this kind and id was left out.
    #[must_use]
    pub fn has_page(&self, kind: PageKind, id: &str) -> bool {
        self.pages.values().any(|(broken, name)| *broken == kind && &**name == id)
    }

    /// Whether a page of this id was left out, whatever its kind.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.pages.values().any(|(_, name)| &**name == id)
    }

    /// Whether the file at this path was left out.
    #[must_use]
    pub fn has_file(&self, path: &SourcePath) -> bool {
        self.pages.contains_key(path) || self.files.contains(path)
    }

    /// Whether a file of the book of this name was left out.
    #[must_use]
    pub fn has_file_named(&self, name: &str) -> bool {
        self.files.iter().any(|file| file.file_name() == name)
    }
}

/// A glossary term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: Id,
    /// The term.
    pub title: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Whether its first use in a page becomes a link.
    pub link: bool,
    /// Its definition.
    pub body: Arc<Body>,
    /// The bytes of its definition in `glossary.yml`.
    pub range: Range<usize>,
}

/// A work that is cited.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its fields.
    pub matter: SourceMatter,
    /// What to take from it.
    pub note: Arc<Body>,
}

impl Source {
    /// How a citation of it reads: "Nygard, 2011".
    #[must_use]
    pub fn citation(&self) -> String {
        let authors = &self.matter.authors.value;
        self.matter.year.as_ref().map_or_else(|| authors.clone(), |year| format!("{authors}, {}", year.value))
    }
}

/// An area of skills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// One line about it.
    pub summary: Option<String>,
}

/// Questions for a 1:1 on one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    /// The theme's id.
    pub id: Id,
    /// The theme.
    pub title: String,
    /// The questions, at least one.
    pub questions: Vec<String>,
}

/// Where an item stands, with the defaults of its page filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPlace {
    /// Its page.
    pub page: PageIndex,
    /// Its number on the page.
    pub number: usize,
    /// Its skills.
    pub skills: Vec<Id>,
    /// The step it helps to reach.
    pub step: Option<Step>,
    /// How often it is due again.
    pub review: Option<Review>,
    /// How long it takes, as typed.
    pub effort: Option<String>,
    /// Who ticks it.
    pub owner: Owner,
    /// The level whose practice it is.
    pub level: Option<Id>,
    /// Raised when its meaning changed.
    pub rev: u32,
    /// Its number in `ids.lock`.
    pub ordinal: Option<u32>,
}

/// What a front matter field or `[[…]]` link names, once it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// A page.
    Page(PageIndex),
    /// A term, by number.
    Term(usize),
    /// A source, by number.
    Source(usize),
    /// An area, by number.
    Area(usize),
}

/// A valid, whole handbook.
#[derive(Clone, Debug)]
pub struct Book {
    /// What `book.yml` decides.
    pub manifest: Manifest,
    /// The book's title.
    pub title: String,
    /// All pages: home first, then the guide in reading order, then the others by kind and id.
    pub pages: Vec<Page>,
    /// Finds a page by kind and id.
    pub index: BTreeMap<(PageKind, Id), PageIndex>,
    /// The chapters in reading order.
    pub guide: Guide,
    /// The ladder.
    pub ladder: Ladder,
    /// Checklist pages, by id.
    pub checklists: Vec<PageIndex>,
    /// Template pages, by id.
    pub templates: Vec<PageIndex>,
    /// Terms, by title.
    pub terms: Vec<Term>,
    /// Sources, by authors and year.
    pub sources: Vec<Source>,
    /// Areas in the order of the file.
    pub areas: Vec<Area>,
    /// The question bank, in the order of the file.
    pub questions: Vec<Questions>,
    /// Every trackable item by its id.
    pub items: BTreeMap<Id, ItemPlace>,
    /// Every worksheet by its id.
    pub worksheets: BTreeMap<Id, WorksheetPlace>,
    /// The lock, when it belongs to this handbook.
    pub lock: Option<Arc<Lock>>,
    /// What became of ids that the book no longer has.
    pub renames: Renames,
    /// The editions of this handbook, oldest first.
    pub editions: Vec<Edition>,
    /// What was left out.
    pub broken: Broken,
    /// Of what was left out, the pages whose text could be read: its links are looked at too.
    pub unread: Vec<Arc<ParsedPage>>,
}

impl Book {
    /// The page at an index.
    #[must_use]
    pub fn page(&self, index: PageIndex) -> &Page {
        &self.pages[index.0]
    }

    /// The page of this kind and id.
    #[must_use]
    pub fn find(&self, kind: PageKind, id: &str) -> Option<PageIndex> {
        self.index.get(&(kind, Id::new(id))).copied()
    }

    /// All pages of a kind, with their indexes, in order.
    pub fn pages_of(&self, kind: PageKind) -> impl Iterator<Item = (PageIndex, &Page)> {
        self.pages.iter().enumerate().filter(move |(_, page)| page.kind() == kind).map(|(at, page)| (PageIndex(at), page))
    }
}
