//! Markdown: one text becomes one `Body`. The only room that reads Markdown and the author's HTML.

mod allowlist;
mod body;
mod builder;
mod capture;
mod code;
mod footnote;
mod heading;
mod html;
mod item;
mod link;
mod math;
mod quotes;
mod slug;
mod tabs;
mod tail;
mod url;

pub(crate) use body::body;
pub(crate) use quotes::curl;
pub use slug::slug;
pub(crate) use tail::review;

use crate::book::{Math, RawHtml};

/// What happens to `- [ ]` boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Boxes {
    /// They are trackable items.
    Tracked,
    /// They are boxes on paper (templates, definitions).
    Untracked,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownOptions {
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Whether straight quotes become curly ones.
    pub smart_punctuation: bool,
    /// How mathematics is written.
    pub math: Math,
    /// What happens to boxes.
    pub boxes: Boxes,
}
