//! Headings: their attributes, their titles and their ids.

use super::builder::{Builder, OpenKind, as_u32};
use super::slug::{UniqueIds, slug};
use crate::book::{Anchor, Heading, Id, Node, Tag};
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

impl Builder<'_> {
    /// Opens a heading.
    pub fn heading(&mut self, level: u8, id: Option<String>, classes: Vec<String>, attributes: Vec<(String, String)>, range: Range<usize>) {
        let number = self.body.headings.len();
        let top = self.open.is_empty() && self.elements.is_empty();
        let line_end = self.text[range.clone()].trim_end().len() + range.start;
        let (id, explicit) = id.map_or((String::new(), false), |id| (id, true));
        let node = self.body.nodes.len();
        let range = range.start..line_end;
        let title = String::new();
        self.body.headings.push(Heading { level, id, explicit, title, attributes, classes, range, node, top });
        self.push(Tag::Heading(as_u32(number)), OpenKind::Heading(number));
    }

    /// Ends a heading, whose title is now known.
    pub fn end_heading(&mut self, number: usize, node: usize) {
        self.body.headings[number].title = self.body.plain(node + 1..self.body.nodes.len());
        self.body.nodes.push(Node::End);
    }

    /// Gives every heading its id: ids from HTML and from authors first, then slugs.
    pub fn name_headings(&mut self) {
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
            if !Id::is_valid(&heading.id) {
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
