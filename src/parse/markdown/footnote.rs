//! Footnotes: numbered in the order of their marks, their texts put last; a mark without a footnote is named.

use super::builder::{Builder, Open, OpenKind, as_u32};
use crate::book::{Node, Tag};
use crate::diagnostic::{Code, Diagnostic};
use std::mem;

/// A footnote: its number, how many marks point to it, and its text once it was read.
#[derive(Default)]
pub(super) struct Footnote {
    number: u32,
    references: u32,
    nodes: Option<Vec<Node>>,
}

impl Builder<'_> {
    /// A mark in the text.
    pub fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.values().filter(|footnote| footnote.references > 0).count() + 1;
        let footnote = self.footnotes.entry(label.to_owned()).or_default();
        if footnote.references == 0 {
            footnote.number = as_u32(next);
        }
        footnote.references += 1;
        let node = Node::Footnote { number: footnote.number, occurrence: footnote.references };
        self.inline(node);
    }

    /// Opens the text of a footnote: the nodes before it wait for its end.
    pub fn footnote(&mut self, label: String) {
        let before = mem::take(&mut self.body.nodes);
        self.open.push(Open { kind: OpenKind::Footnote { label, before }, node: 0 });
    }

    /// Keeps the text of a footnote; of two with one label the first counts.
    pub fn end_footnote(&mut self, label: String, before: Vec<Node>) {
        let nodes = mem::replace(&mut self.body.nodes, before);
        let footnote = self.footnotes.entry(label).or_default();
        if footnote.nodes.is_none() {
            footnote.nodes = Some(nodes);
        }
    }

    /// Writes the texts of the footnotes that have a mark.
    pub fn append_footnotes(&mut self) {
        let mut footnotes: Vec<_> = mem::take(&mut self.footnotes).into_values().filter(|footnote| footnote.references > 0).collect();
        footnotes.sort_by_key(|footnote| footnote.number);
        for footnote in footnotes {
            let Footnote { number, references, nodes: Some(nodes) } = footnote else { continue };
            self.body.nodes.push(Node::Start(Tag::FootnoteDefinition { number, references }));
            self.body.nodes.extend(nodes);
            self.body.nodes.push(Node::End);
        }
    }

    /// Finds `[^label]` in the text: the reader of Markdown leaves a mark as it is when no footnote has its label.
    pub fn name_unknown_footnotes(&mut self) {
        for node in &self.body.nodes {
            let Node::Text(range) = node else { continue };
            let text = self.body.slice(range);
            for (at, _) in text.match_indices("[^") {
                let Some((label, _)) = text[at + 2..].split_once(']') else { continue };
                let start = range.start as usize + at;
                let escaped = self.text[..start].ends_with('\\');
                if escaped || label.is_empty() || label.contains(|c: char| c.is_whitespace() || c == '[') {
                    continue;
                }
                let span = self.origin.span(&(start..start + label.len() + 3));
                let message = format!("this page has no footnote `{label}`, so the brackets are shown");
                let help = format!("write a line `[^{label}]: …` on this page, or a backslash before `[`");
                self.diagnostics.push(Diagnostic::at(Code::UnknownFootnote, span, message).help(help));
            }
        }
    }
}
