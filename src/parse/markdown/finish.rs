//! The end of a body: footnotes come last, headings get their ids, marks without a footnote are named.

use super::builder::{Builder, Footnote};
use super::slug::{UniqueIds, slug};
use crate::book::{Anchor, Body, Node, Tag};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use std::mem;

impl Builder<'_> {
    /// The body, once every event was read.
    pub fn finish(mut self) -> Outcome<Body> {
        self.close_elements(0);
        self.append_footnotes();
        self.name_unknown_footnotes();
        self.name_headings();
        self.check_tabs();
        let all = self.body.all();
        self.body.words = self.body.plain(all).split_whitespace().count();
        // A body lives as long as its book, and there are as many as pages.
        self.body.nodes.shrink_to_fit();
        self.body.headings.shrink_to_fit();
        self.body.links.shrink_to_fit();
        self.body.items.shrink_to_fit();
        Outcome::new(self.body, self.diagnostics)
    }

    fn append_footnotes(&mut self) {
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
    fn name_unknown_footnotes(&mut self) {
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

    /// Gives every heading its id: ids from HTML and from authors first, then slugs.
    fn name_headings(&mut self) {
        let mut ids = UniqueIds::default();
        for Anchor { id } in &self.body.anchors {
            ids.claim(id);
        }
        let mut unnamed = Vec::new();
        for (number, heading) in self.body.headings.iter().enumerate() {
            if !heading.explicit {
                unnamed.push(number);
                continue;
            }
            let span = self.origin.span(&heading.range);
            if !crate::book::Id::is_valid(&heading.id) {
                let message = format!("`{}` cannot be an id", heading.id);
                let help = "an id holds letters, digits, `-`, `_` and `.`";
                self.diagnostics.push(Diagnostic::at(Code::AttributeSyntax, span, message).help(help));
                unnamed.push(number);
            } else if !ids.claim(&heading.id) {
                let message = format!("the id `{}` stands on this page already", heading.id);
                self.diagnostics.push(Diagnostic::at(Code::DuplicateAnchor, span, message).help("give one of the two another id"));
                unnamed.push(number);
            }
        }
        for number in unnamed {
            let heading = &mut self.body.headings[number];
            heading.id = ids.unique(&slug(&heading.title));
        }
    }
}
