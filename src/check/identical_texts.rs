//! A text that reads the same on two levels: readers cannot tell them apart by it.

use super::{Advice, advice, defined};
use crate::book::{Body, Book, Content, Node, NodeRange, PageIndex};
use crate::diagnostic::Code;
use crate::parse::keyword_length;
use std::{collections::BTreeMap, ops::Range};

/// Shorter texts may well be the same ("None.").
const FEWEST_WORDS: usize = 4;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    let mut first: BTreeMap<String, PageIndex> = BTreeMap::new();
    let mut all = Vec::new();
    for level in defined(book) {
        for (what, text, range) in texts(book, level.page) {
            if text.split(' ').count() < FEWEST_WORDS {
                continue;
            }
            match first.get(&text) {
                Some(other) if *other != level.page => {
                    let message = format!("this {what} reads the same as at {}", book.page(*other).title);
                    let help = "say what is different here; what is the same comes along by `extends:`";
                    all.push(advice(book, Code::IdenticalTexts, level.page, range, message).help(help));
                }
                Some(_) => {}
                None => {
                    first.insert(text, level.page);
                }
            }
        }
    }
    all
}

/// What a level's page says about itself: what it is, its words without case and signs, its place.
fn texts(book: &Book, page: PageIndex) -> Vec<(&'static str, String, Option<Range<usize>>)> {
    let body = book.page(page).body();
    let Content::Level { identity, expectations, .. } = &book.page(page).parsed.content else { return Vec::new() };
    let mut texts = vec![("description", plain(body, identity), place(body, identity))];
    for expectation in expectations {
        let statement: Vec<String> = expectation.statement.iter().map(|range| plain(body, range)).collect();
        let at = expectation.statement.first().and_then(|range| place(body, range));
        texts.push(("statement", statement.join(" "), at));
        for (what, ranges) in [("signal", &expectation.signals), ("\"not yet\"", &expectation.not_yet), ("example", &expectation.examples)]
        {
            texts.extend(ranges.iter().map(|range| (what, plain(body, range), place(body, range))));
        }
    }
    texts
}

fn plain(body: &Body, range: &NodeRange) -> String {
    let text = body.plain(range.clone());
    let words = text[keyword_length(&text)..].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The bytes from the first literal text to the last.
fn place(body: &Body, range: &NodeRange) -> Option<Range<usize>> {
    let literal = |node: &Node| match node {
        Node::Text(range) => Some(range.start as usize..range.end as usize),
        _ => None,
    };
    let mut texts = body.nodes[range.clone()].iter().filter_map(literal);
    let first = texts.next()?;
    let end = texts.next_back().map_or(first.end, |last| last.end);
    Some(first.start..end)
}
