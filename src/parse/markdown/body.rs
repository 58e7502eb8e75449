//! One text through pulldown-cmark: which extensions of Markdown are read, and how its events reach the builder.

use super::{MarkdownOptions, builder::Builder};
use crate::book::{Body, Math};
use crate::diagnostic::Outcome;
use crate::source::Origin;
use pulldown_cmark::{BrokenLink, Options, Parser};
use std::sync::Arc;

/// Reads `text[from..]` as Markdown. Ranges in the body count from the start of `text`.
pub(crate) fn body(text: &Arc<str>, from: usize, origin: &Origin, options: MarkdownOptions) -> Outcome<Body> {
    let mut broken = Vec::new();
    let mut note = |link: BrokenLink<'_>| {
        broken.push((link.span, link.link_type, link.reference.into_string()));
        None
    };
    let parser = Parser::new_with_broken_link_callback(&text[from..], extensions(options), Some(&mut note));
    let mut builder = Builder::new(text, origin, options);
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range.start + from..range.end + from);
    }
    for (range, kind, reference) in broken {
        builder.broken_link(range.start + from..range.end + from, kind, &reference);
    }
    builder.finish()
}

fn extensions(options: MarkdownOptions) -> Options {
    let mut extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    if options.math != Math::Off {
        extensions |= Options::ENABLE_MATH;
    }
    if options.smart_punctuation {
        extensions |= Options::ENABLE_SMART_PUNCTUATION;
    }
    extensions
}
