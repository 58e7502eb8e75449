//! The guide: chapters in reading order, as `SUMMARY.md` or the folders say.

use super::{Located, PageIndex};
use crate::source::SourcePath;
use rustc_hash::FxHashSet;

/// `SUMMARY.md` as written, before its files are looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Summary {
    /// Chapters before the first part, without numbers.
    pub prefix: Vec<SummaryEntry>,
    /// The numbered parts.
    pub parts: Vec<SummaryPart>,
    /// Chapters after the last part.
    pub suffix: Vec<SummaryEntry>,
}

/// A part of `SUMMARY.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SummaryPart {
    /// `# Title`; parts made by separators have none.
    pub title: Option<String>,
    /// Its chapters.
    pub entries: Vec<SummaryEntry>,
}

/// A chapter of `SUMMARY.md`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SummaryEntry {
    /// The text of its link.
    pub title: String,
    /// The file it names, relative to `SUMMARY.md`; `None` for a draft chapter.
    pub file: Option<Located<String>>,
    /// The same file as the project names it; `None` when it lies outside.
    pub path: Option<SourcePath>,
    /// Chapters nested below it.
    pub children: Vec<SummaryEntry>,
}

/// The chapters of a book in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// The parts in order; prefix and suffix chapters are parts without a title.
    pub parts: Vec<Part>,
}

/// A part of the guide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Its chapters.
    pub entries: Vec<Entry>,
}

/// A chapter's place in the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The title shown in navigation.
    pub title: String,
    /// The page; `None` for a chapter that is not written yet.
    pub page: Option<PageIndex>,
    /// Chapters nested below it.
    pub children: Vec<Entry>,
}

impl Summary {
    /// Every file it lists.
    #[must_use]
    pub fn files(&self) -> FxHashSet<&SourcePath> {
        fn collect<'a>(entries: &'a [SummaryEntry], files: &mut Vec<&'a SourcePath>) {
            for entry in entries {
                files.extend(&entry.path);
                collect(&entry.children, files);
            }
        }
        let mut files = Vec::new();
        let parts = self.parts.iter().map(|part| &part.entries);
        for entries in parts.chain([&self.prefix, &self.suffix]) {
            collect(entries, &mut files);
        }
        files.into_iter().collect()
    }
}

impl Guide {
    /// All pages in reading order.
    #[must_use]
    pub fn pages(&self) -> Vec<PageIndex> {
        let mut pages = Vec::new();
        for part in &self.parts {
            collect(&part.entries, &mut pages);
        }
        pages
    }
}

impl Part {
    /// The pages of this part in reading order.
    #[must_use]
    pub fn pages(&self) -> Vec<PageIndex> {
        let mut pages = Vec::new();
        collect(&self.entries, &mut pages);
        pages
    }
}

fn collect(entries: &[Entry], pages: &mut Vec<PageIndex>) {
    for entry in entries {
        pages.extend(entry.page);
        collect(&entry.children, pages);
    }
}
