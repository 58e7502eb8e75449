//! Advice that nobody needs in order to build: what a ladder promises and does not cover. One file per rule, each a
//! pure function of the book.

mod core_without_expectation;
mod crowded_level;
mod falling_target;
mod identical_texts;
mod item_without_skill;
mod unneeded_skill;

use crate::book::{Book, Content, Level, LevelMatter, Page, PageIndex};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::Span;
use std::ops::Range;

/// One thing to think about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The page it is about.
    pub page: PageIndex,
    /// What, where and what to do.
    pub diagnostic: Diagnostic,
}

/// The rules of the coverage report, in its order.
pub const COVERAGE: [Code; 6] = [
    Code::CoreWithoutExpectation,
    Code::UnneededSkill,
    Code::CrowdedLevel,
    Code::FallingTarget,
    Code::IdenticalTexts,
    Code::ItemWithoutSkill,
];

/// The coverage report: all advice on a book's ladder, by rule and then in the order of the book.
#[must_use]
pub fn coverage(book: &Book) -> Vec<Advice> {
    let rules: [fn(&Book) -> Vec<Advice>; 6] = [
        core_without_expectation::check,
        unneeded_skill::check,
        crowded_level::check,
        falling_target::check,
        identical_texts::check,
        item_without_skill::check,
    ];
    rules.iter().flat_map(|rule| rule(book)).collect()
}

/// Advice on a whole page, or on some bytes of its expanded text.
fn advice(book: &Book, code: Code, page: PageIndex, range: Option<Range<usize>>, message: String) -> Advice {
    let at = book.page(page);
    let place = match range {
        Some(range) => Place::Span(at.parsed.origin.span(&range)),
        None => Place::File(at.source().clone()),
    };
    Advice { page, diagnostic: Diagnostic { place, ..Diagnostic::of_book(code, message) } }
}

impl Advice {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    /// The same, about a value of the page's front matter, whose places are those of its file.
    fn in_front_matter(mut self, page: &Page, range: Option<Range<usize>>) -> Self {
        if let Some(range) = range {
            self.diagnostic.place = Place::Span(Span::new(page.source(), range));
        }
        self
    }
}

/// Levels that say something: drafts promise nothing yet.
fn defined(book: &Book) -> impl Iterator<Item = &Level> {
    book.ladder.levels.iter().filter(|level| !level.draft)
}

/// Where a level's own front matter asks for a skill; an inherited target stands elsewhere.
fn target_place(book: &Book, level: &Level, skill: &str) -> Option<Range<usize>> {
    let matter = matter(book, level)?;
    let mut entries = matter.core.iter().chain(matter.supporting.iter());
    entries.find(|(name, _)| name.value == skill).map(|(name, _)| name.range())
}

fn matter<'a>(book: &'a Book, level: &Level) -> Option<&'a LevelMatter> {
    match &book.page(level.page).parsed.content {
        Content::Level { matter, .. } => Some(matter),
        _ => None,
    }
}

/// The title of a skill.
fn skill_title<'a>(book: &'a Book, skill: &'a str) -> &'a str {
    book.ladder.skill(skill).map_or(skill, |skill| &book.page(skill.page).title)
}
