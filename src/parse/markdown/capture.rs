//! Content that is collected until its container ends, and becomes one node then: code, the text of an image, a block
//! of HTML.

use super::builder::Builder;
use crate::book::{Image, Node};
use crate::parse::fenced::Fenced;
use pulldown_cmark::{Event, Tag as Opening, TagEnd};
use std::ops::Range;

/// Content that is collected rather than written.
pub(super) enum Capture {
    Code { info: String, fenced: Fenced, start: u32 },
    Image { link: Option<u32>, alt: String, nested: usize },
    Html { raw: String, start: usize },
}

impl Builder<'_> {
    /// Whether this event went into code, an image's text or a block of HTML.
    pub fn captured(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        match (&mut self.capture, event) {
            (Some(Capture::Code { fenced, .. }), Event::Text(text)) => fenced.push(text, range.start),
            (Some(Capture::Html { raw, .. }), Event::Html(more) | Event::Text(more)) => raw.push_str(more),
            (Some(Capture::Image { nested, .. }), Event::Start(Opening::Image { .. })) => *nested += 1,
            (Some(Capture::Image { nested, .. }), Event::End(TagEnd::Image)) if *nested > 0 => *nested -= 1,
            (Some(Capture::Image { .. }), Event::End(TagEnd::Image)) => return false,
            (Some(Capture::Image { alt, .. }), Event::Text(text) | Event::Code(text)) => alt.push_str(text),
            (Some(Capture::Image { alt, .. }), Event::SoftBreak | Event::HardBreak) => alt.push(' '),
            (Some(Capture::Image { .. }), _) => {}
            _ => return false,
        }
        true
    }

    /// Writes what was collected of code or of an image.
    pub fn end_capture(&mut self) {
        match self.capture.take() {
            Some(Capture::Code { info, fenced, start }) => {
                let block = self.code_block(&info, fenced, start);
                self.body.nodes.push(block);
            }
            Some(Capture::Image { link: Some(link), alt, .. }) => {
                self.body.nodes.push(Node::Image(Box::new(Image { link, alt, size: None })));
            }
            Some(Capture::Image { link: None, alt, .. }) => self.body.nodes.push(Node::Owned(alt.into())),
            _ => {}
        }
    }
}
