//! Footnotes: their marks in the text, and their section behind it.

use super::writer::Writer;
use crate::render::escape::{attribute, text};
use crate::theme::fill;

impl Writer<'_> {
    /// Writes the mark of a footnote.
    pub fn footnote_reference(&mut self, number: u32, occurrence: u32) {
        let id = footnote_mark(number, occurrence);
        self.out.push_str(&format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn:{number}\">{number}</a></sup>"));
    }

    /// Opens the text of a footnote; the first one opens their section.
    pub fn footnote(&mut self, number: u32, references: u32) {
        if !self.in_notes {
            let title = text(&self.fragments.words("footnotes"));
            self.out.push_str(&format!("<section class=\"footnotes\"><h2 class=\"visually-hidden\" id=\"fn:all\">{title}</h2>\n<ol>\n"));
            self.in_notes = true;
        }
        let label = attribute(&fill(&self.fragments.words("footnote_back"), [("n", number.to_string())]));
        let backs: String = (1..=references)
            .map(|occurrence| {
                let mark = footnote_mark(number, occurrence);
                format!(" <a class=\"footnote-back\" href=\"#{mark}\" aria-label=\"{label}\">↩</a>")
            })
            .collect();
        self.open(&format!("<li id=\"fn:{number}\">"), format!("{backs}</li>\n"));
    }

    /// Ends the section of the footnotes, if there is one.
    pub fn end_notes(&mut self) {
        if self.in_notes {
            self.out.push_str("</ol></section>\n");
        }
    }
}

fn footnote_mark(number: u32, occurrence: u32) -> String {
    if occurrence == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{occurrence}") }
}
