//! Links: to places of this site, and to others.

use super::writer::Writer;
use crate::render::escape::{attribute, text};
use crate::site::{Target, TargetKind};

impl Writer<'_> {
    /// Opens a link; one that leads nowhere leaves its words.
    pub fn link(&mut self, number: usize) {
        let link = &self.fragment.body.links[number];
        let title = if link.title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(&link.title)) };
        match self.fragment.links.get(number) {
            Some(Target::Inside { url, anchor, title: name, kind }) => {
                let href = attribute(&link.with_query(self.fragments.href(url, anchor.as_deref())));
                let class = match kind {
                    TargetKind::Term(_) => " class=\"term\"",
                    TargetKind::Source(_) => " class=\"cite\"",
                    TargetKind::Page(_) | TargetKind::Other => "",
                };
                let shown = if link.bare { text(name) } else { String::new() };
                self.open(&format!("<a{class} href=\"{href}\"{title}>{shown}"), "</a>");
            }
            Some(Target::Outside(address)) => {
                let href = attribute(address);
                self.open(&format!("<a class=\"external\" href=\"{href}\"{title} rel=\"noopener\">"), "</a>");
            }
            Some(Target::Text(shown)) if link.bare => self.open(&text(shown), ""),
            Some(Target::Text(_)) | None => self.open("", ""),
        }
    }
}
