//! Finds the first use of each glossary term in a page's prose.

use crate::book::{Body, Node, Tag, Term};
use aho_corasick::{AhoCorasick, MatchKind};
use std::{collections::BTreeSet, ops::Range};

/// A use of a term that becomes a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TermUse {
    /// The text node it stands in.
    pub node: usize,
    /// Its bytes in the node's text.
    pub range: Range<usize>,
    /// The term, by number.
    pub term: usize,
}

/// Looks for all terms of a glossary in one pass.
pub(super) struct TermFinder {
    automaton: Option<AhoCorasick>,
    /// Per pattern: the term, and whether capitals matter (abbreviations).
    patterns: Vec<(usize, bool)>,
}

impl TermFinder {
    pub fn new(terms: &[Term]) -> Self {
        let mut words = Vec::new();
        let mut patterns = Vec::new();
        for (number, term) in terms.iter().enumerate().filter(|(_, term)| term.link) {
            for word in std::iter::once(&term.title).chain(&term.aliases) {
                if word.chars().count() >= 2 {
                    words.push(word.clone());
                    patterns.push((number, !word.chars().any(char::is_lowercase)));
                }
            }
        }
        let automaton = (!words.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&words).ok())
            .flatten();
        Self { automaton, patterns }
    }

    /// The first use of each term in a body. `except` is the term whose own definition this is.
    pub fn uses(&self, body: &Body, except: Option<usize>) -> Vec<TermUse> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut seen: BTreeSet<usize> = except.into_iter().collect();
        let mut uses = Vec::new();
        let mut stack: Vec<bool> = Vec::new();
        for (node, at) in body.nodes.iter().zip(0..) {
            match node {
                Node::Start(tag) => stack.push(stack.last().copied().unwrap_or(false) || is_closed(tag)),
                Node::End => {
                    stack.pop();
                }
                Node::Text(range) if !stack.last().copied().unwrap_or(false) => {
                    self.in_text(automaton, body.slice(range), at, &mut seen, &mut uses);
                }
                Node::Owned(text) if !stack.last().copied().unwrap_or(false) => {
                    self.in_text(automaton, text, at, &mut seen, &mut uses);
                }
                _ => {}
            }
        }
        uses
    }

    fn in_text(&self, automaton: &AhoCorasick, text: &str, node: usize, seen: &mut BTreeSet<usize>, uses: &mut Vec<TermUse>) {
        for found in automaton.find_iter(text) {
            let (term, exact) = self.patterns[found.pattern().as_usize()];
            let range = found.range();
            let same_case = !exact || !text[range.clone()].chars().any(char::is_lowercase);
            if same_case && is_word(text, &range) && seen.insert(term) {
                uses.push(TermUse { node, range, term });
            }
        }
    }
}

/// Containers in which no term becomes a link: headings, links, item labels, quotations of others.
fn is_closed(tag: &Tag) -> bool {
    match tag {
        Tag::Heading(_) | Tag::Link(_) | Tag::ItemText | Tag::TableHead | Tag::DefinitionTitle => true,
        Tag::Element(element) => matches!(element.name, "a" | "code" | "pre" | "kbd" | "samp" | "summary" | "caption"),
        _ => false,
    }
}

/// Whether these bytes are whole words; a plural `s` behind them does not count.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..range.start].chars().next_back();
    let rest = &text[range.end..];
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let joined = |c: Option<char>| c.is_some_and(|c| part(c) || c == '-');
    !joined(before) && !joined(rest.chars().next())
}
