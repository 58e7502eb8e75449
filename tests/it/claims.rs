//! Numbers about the world in our own handbook have a source beside them.

use crate::handbook::{handbook, none, small};
use crate::prose::{blocks, has};
use rungs::book::{Book, PageKind};

/// Words by which a sentence claims to know what was found out elsewhere.
const RESEARCH: [&str; 11] = [
    "study",
    "studies",
    "survey of",
    "surveyed",
    "the research",
    "research on",
    "research shows",
    "researchers",
    "experiment",
    "experiments",
    "meta-analysis",
];

/// The stories of the handbook play after this year; an earlier one is a fact about the world.
const STORIES_BEGIN: u32 = 2018;

/// A number that is said of the world needs a source in the same paragraph or entry. It is said of the world when
/// beside it stands an author or organisation of `sources.yml`, a word of [`RESEARCH`], or when it is a year before
/// [`STORIES_BEGIN`]. Worked examples are exempt: quotations, tables, code, worksheets, examples of expectations, and
/// templates.
#[test]
fn numbers_about_the_world_have_a_source() {
    let Some(handbook) = handbook() else { return };
    none(&claims(&handbook.site().book));
}

fn claims(book: &Book) -> Vec<String> {
    let authorities = authorities(book);
    let mut faults = Vec::new();
    for page in book.pages.iter().filter(|page| page.kind() != PageKind::Template) {
        for block in blocks(page.body()).iter().filter(|block| !block.quoted && !block.cited && !block.text.starts_with("example:")) {
            if let Some(why) = claim(&block.text, &authorities) {
                faults.push(format!("{}: {why} without a source: {}", page.key(), block.text));
            }
        }
    }
    faults
}

fn claim(text: &str, authorities: &[String]) -> Option<String> {
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let years = numbers.clone().filter(|digits| digits.len() == 4).filter_map(|digits| digits.parse::<u32>().ok());
    if let Some(year) = years.filter(|year| (1900..STORIES_BEGIN).contains(year)).min() {
        return Some(format!("the year {year}"));
    }
    numbers.clone().next()?;
    let lower = text.to_lowercase();
    let research = RESEARCH.iter().find(|word| has(&lower, word)).map(|word| (*word).to_owned());
    research.or_else(|| authorities.iter().find(|name| has(text, name)).cloned()).map(|name| format!("a number and \"{name}\""))
}

/// Last names of people, and organisations in full.
fn authorities(book: &Book) -> Vec<String> {
    let mut names = Vec::new();
    for authors in book.sources.iter().map(|source| &source.matter.authors.value) {
        for name in authors.split(", ").flat_map(|part| part.split(" and ")).map(|name| name.split(" (").next().unwrap_or(name).trim()) {
            let is_person = name.split(' ').count() > 1 && name.split(' ').all(|part| part.starts_with(char::is_uppercase));
            let last = name.split(' ').next_back().unwrap_or(name);
            names.push(if is_person && !name.starts_with("Financial") { last } else { name }.to_owned());
        }
    }
    names.retain(|name| name.starts_with(char::is_uppercase) && name.len() > 2 && !name.ends_with('.'));
    names
}

#[test]
fn claims_are_recognised() {
    let names = ["Larson".to_owned(), "Google".to_owned()];
    assert_eq!(claim("Larson advises 6 to 8 reports.", &names).as_deref(), Some("a number and \"Larson\""));
    assert_eq!(claim("A study of 131 firms found it.", &names).as_deref(), Some("a number and \"study\""));
    assert_eq!(claim("The word is from 1992.", &names).as_deref(), Some("the year 1992"));
    assert_eq!(claim("Priya moved 14 services in 2026.", &names), None);
    assert_eq!(claim("Larson names the four.", &names), None);
}

#[test]
fn the_rule_sees_planted_faults() {
    let small = small(
        "-- guide/b.md --\n# B\n\nGray found 12 of them.\n\nIt is from 1992.\n\n> Gray said 12.\n\nGray found 12 ([[source:gray]]).\n\
         -- sources.yml --\ngray: {title: T, authors: Jim Gray}\n",
    );
    let expected = [
        "chapter/b: a number and \"Gray\" without a source: Gray found 12 of them.",
        "chapter/b: the year 1992 without a source: It is from 1992.",
    ];
    assert_eq!(claims(&small.site().book), expected);
}
