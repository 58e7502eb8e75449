//! Links and images: their addresses become numbered, unresolved targets.

use super::builder::{Builder, OpenKind, as_u32};
use super::url;
use crate::book::{Link, LinkTarget, Tag};
use crate::diagnostic::{Code, Diagnostic, Severity};
use pulldown_cmark::LinkType;
use std::ops::Range;

impl Builder<'_> {
    /// Opens a link.
    pub fn link(&mut self, kind: LinkType, written: &str, title: String, range: Range<usize>) {
        let bare = matches!(kind, LinkType::WikiLink { has_pothole: false });
        match self.numbered_link(target_of(kind, written), written, title, range, false, bare) {
            Some(number) => self.push(Tag::Link(number), if bare { OpenKind::Bare } else { OpenKind::Plain }),
            None => self.push_hidden(),
        }
    }

    /// Puts a link into the table; `None`, with a warning, when its address is not allowed.
    pub fn numbered_link(
        &mut self,
        target: Option<LinkTarget>,
        written: &str,
        title: String,
        range: Range<usize>,
        image: bool,
        bare: bool,
    ) -> Option<u32> {
        let Some(target) = target else {
            let message = format!("the address `{written}` is not allowed, so it is shown as text");
            let help = "links may be relative, or begin with http:, https: or mailto:";
            self.diagnostics.push(Diagnostic::at(Code::UnsafeUrl, self.origin.span(&range), message).help(help));
            return None;
        };
        self.body.links.push(Link { target, written: written.to_owned(), title, range, image, bare });
        Some(as_u32(self.body.links.len() - 1))
    }

    /// Says that a `[text][name]` has no definition.
    pub fn broken_link(&mut self, range: Range<usize>, kind: LinkType, reference: &str) {
        let span = self.origin.span(&range);
        if matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::ReferenceUnknown | LinkType::CollapsedUnknown) {
            let message = format!("no link definition is called `{reference}`, so the brackets are shown");
            let mut diagnostic = Diagnostic::at(Code::UnknownLink, span, message);
            diagnostic.severity = Severity::Warning;
            self.diagnostics.push(diagnostic.help(format!("write a line `[{reference}]: address`, or a backslash before `[`")));
        }
    }
}

/// What an address may lead to; `None` when it is not allowed.
pub(super) fn target_of(kind: LinkType, written: &str) -> Option<LinkTarget> {
    let image_or_link = match kind {
        LinkType::WikiLink { .. } => return Some(url::reference(written)),
        LinkType::Email => url::address(&format!("mailto:{written}")),
        _ => url::address(written),
    };
    match image_or_link {
        url::Address::Target(target) => Some(target),
        url::Address::Unsafe => None,
    }
}
