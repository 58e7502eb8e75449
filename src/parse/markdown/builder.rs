//! Turns pulldown-cmark's events into the nodes of a `Body`: containers balanced, text joined. What is more than
//! its container stands in a file of its name: `heading`, `item`, `link`, `footnote`, `code`, `math`, raw `html`.

use super::capture::Capture;
use super::footnote::Footnote;
use super::{MarkdownOptions, item::Stage, link::target_of};
use crate::book::{Alignment, Body, Callout, ListTag, Node, Tag};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::parse::fenced::Fenced;
use crate::source::Origin;
use pulldown_cmark::{Alignment as ColumnAlignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag as Opening, TagEnd};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// A Markdown container that is open.
pub(super) struct Open {
    pub kind: OpenKind,
    /// Its `Start` node.
    pub node: usize,
}

/// What the builder must remember about an open container.
pub(super) enum OpenKind {
    /// Nothing: its end is an `End`.
    Plain,
    /// A container that writes no nodes of its own.
    Hidden,
    /// A link whose text is the target's title: what stands inside is dropped.
    Bare,
    /// A heading, by number.
    Heading(usize),
    /// A list entry, and how far it is when it is a trackable item.
    Item(Stage),
    /// The paragraph that holds the first line of an item of a loose list.
    ItemParagraph,
    /// A footnote's text; the nodes before it wait here.
    Footnote { label: String, before: Vec<Node> },
}

/// An element of raw HTML that is open.
pub(super) struct OpenElement {
    pub name: &'static str,
    /// How many Markdown containers were open when it was opened.
    pub depth: usize,
}

pub(super) struct Builder<'a> {
    pub text: &'a Arc<str>,
    pub origin: &'a Origin,
    pub options: MarkdownOptions,
    pub body: Body,
    pub open: Vec<Open>,
    pub elements: Vec<OpenElement>,
    /// A dropped tag whose content is dropped too, and how many containers opened inside it.
    pub muted: Option<(String, usize)>,
    /// The tail of the item being read: its text is not shown.
    pub tail: Option<Range<usize>>,
    pub diagnostics: Vec<Diagnostic>,
    pub capture: Option<Capture>,
    pub footnotes: BTreeMap<String, Footnote>,
}

impl<'a> Builder<'a> {
    pub fn new(text: &'a Arc<str>, origin: &'a Origin, options: MarkdownOptions) -> Self {
        Self {
            text,
            origin,
            options,
            body: Body { text: Arc::clone(text), ..Body::default() },
            open: Vec::new(),
            elements: Vec::new(),
            muted: None,
            tail: None,
            diagnostics: Vec::new(),
            capture: None,
            footnotes: BTreeMap::new(),
        }
    }

    /// Takes the next event, which stands at `range` of the text.
    pub fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.captured(&event, &range) || self.is_muted(&event) || self.is_dropped(&event, &range) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, &range),
            Event::Text(text) => self.words(&text, range),
            Event::Code(code) => self.inline(Node::Code(code.into_string().into())),
            Event::InlineMath(tex) => self.math(&tex, &range, false),
            Event::DisplayMath(tex) => self.math(&tex, &range, true),
            Event::Html(raw) => self.html_block(&raw, range.start),
            Event::InlineHtml(raw) => self.html_inline(&raw, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.line_break(Node::SoftBreak),
            Event::HardBreak => self.line_break(Node::HardBreak),
            Event::Rule => {
                self.before_block();
                self.body.nodes.push(Node::Rule);
            }
            Event::TaskListMarker(ticked) => self.task(ticked, &range),
        }
    }

    /// The body, once every event was read.
    pub fn finish(mut self) -> Outcome<Body> {
        self.close_elements(0);
        self.append_footnotes();
        self.name_unknown_footnotes();
        self.name_headings();
        self.check_tabs();
        let all = self.body.all();
        self.body.words = self.body.plain(all).split_ascii_whitespace().count();
        // A body lives as long as its book, and there are as many as pages.
        self.body.nodes.shrink_to_fit();
        self.body.headings.shrink_to_fit();
        self.body.links.shrink_to_fit();
        self.body.items.shrink_to_fit();
        Outcome::new(self.body, self.diagnostics)
    }

    /// Whether this event stands inside a dropped tag whose content goes with it, or in a bare link.
    fn is_muted(&mut self, event: &Event<'_>) -> bool {
        if matches!(self.open.last(), Some(Open { kind: OpenKind::Bare, .. })) && !matches!(event, Event::End(TagEnd::Link)) {
            return true;
        }
        let Some((_, nested)) = &mut self.muted else { return false };
        match event {
            Event::InlineHtml(_) | Event::Html(_) | Event::Start(Opening::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => return false,
            Event::Start(_) => *nested += 1,
            Event::End(_) if *nested == 0 => {
                self.muted = None;
                return false;
            }
            Event::End(_) => *nested -= 1,
            _ => {}
        }
        true
    }

    /// Whether this event stands in the tail of an item.
    fn is_dropped(&self, event: &Event<'_>, range: &Range<usize>) -> bool {
        let Some(tail) = &self.tail else { return false };
        let inside = range.start >= tail.start && range.end <= tail.end && !range.is_empty();
        inside && !matches!(event, Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Item | TagEnd::Paragraph))
    }

    fn start(&mut self, tag: Opening<'_>, range: Range<usize>) {
        if is_block(&tag) {
            self.before_block();
        } else {
            self.before_inline();
        }
        match tag {
            Opening::Paragraph => self.push(Tag::Paragraph, OpenKind::Plain),
            Opening::Heading { level, id, classes, attrs } => {
                let attributes = attrs.into_iter().map(|(key, value)| (key.into_string(), unquoted(value))).collect();
                let classes = classes.into_iter().map(CowStr::into_string).collect();
                self.heading(level as u8, id.map(CowStr::into_string), classes, attributes, range);
            }
            Opening::BlockQuote(kind) => self.push(kind.map_or(Tag::BlockQuote, |kind| Tag::Callout(callout(kind))), OpenKind::Plain),
            Opening::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.capture = Some(Capture::Code { info, fenced: Fenced::at(range.start), start: as_u32(range.start) });
                self.push_hidden();
            }
            Opening::HtmlBlock => {
                self.capture = Some(Capture::Html { raw: String::new(), start: range.start });
            }
            Opening::List(start) => self.push(Tag::List(ListTag { start, items: None }), OpenKind::Plain),
            Opening::Item => self.push(Tag::ListItem, OpenKind::Item(Stage::NotBox)),
            Opening::FootnoteDefinition(label) => self.footnote(label.into_string()),
            Opening::Table(columns) => self.push(Tag::Table(columns.into_iter().map(alignment).collect()), OpenKind::Plain),
            Opening::TableHead => self.push(Tag::TableHead, OpenKind::Plain),
            Opening::TableRow => self.push(Tag::TableRow, OpenKind::Plain),
            Opening::TableCell => self.push(Tag::TableCell, OpenKind::Plain),
            Opening::Emphasis => self.push(Tag::Emphasis, OpenKind::Plain),
            Opening::Strong => self.push(Tag::Strong, OpenKind::Plain),
            Opening::Strikethrough => self.push(Tag::Strikethrough, OpenKind::Plain),
            Opening::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, title.into_string(), range),
            Opening::Image { link_type, dest_url, title, .. } => {
                let target = target_of(link_type, &dest_url);
                let link = self.numbered_link(target, &dest_url, title.into_string(), range, true, false);
                self.capture = Some(Capture::Image { link, alt: String::new(), nested: 0 });
                self.push_hidden();
            }
            Opening::DefinitionList => self.push(Tag::DefinitionList, OpenKind::Plain),
            Opening::DefinitionListTitle => self.push(Tag::DefinitionTitle, OpenKind::Plain),
            Opening::DefinitionListDefinition => self.push(Tag::Definition, OpenKind::Plain),
            Opening::Superscript | Opening::Subscript | Opening::MetadataBlock(_) => self.push_hidden(),
        }
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        if matches!(end, TagEnd::HtmlBlock) {
            if let Some(Capture::Html { raw, start }) = self.capture.take() {
                self.html_block(&raw, start);
            }
            return;
        }
        self.close_elements(self.open.len());
        let Some(open) = self.open.pop() else { return };
        match open.kind {
            OpenKind::Plain | OpenKind::Bare => self.body.nodes.push(Node::End),
            OpenKind::Hidden => self.end_capture(),
            OpenKind::Heading(number) => self.end_heading(number, open.node),
            OpenKind::Item(stage) => self.end_item(stage),
            OpenKind::ItemParagraph => self.end_item_paragraph(),
            OpenKind::Footnote { label, before } => self.end_footnote(label, before),
        }
        if self.tail.as_ref().is_some_and(|tail| tail.end <= range.end) && matches!(end, TagEnd::Item) {
            self.tail = None;
        }
    }

    /// Writes a `Start` and remembers it.
    pub fn push(&mut self, tag: Tag, kind: OpenKind) {
        self.open.push(Open { kind, node: self.body.nodes.len() });
        self.body.nodes.push(Node::Start(tag));
    }

    /// Remembers a container that writes no nodes of its own.
    pub fn push_hidden(&mut self) {
        self.open.push(Open { kind: OpenKind::Hidden, node: self.body.nodes.len() });
    }

    /// Writes a node that stands in a line of text.
    pub fn inline(&mut self, node: Node) {
        self.before_inline();
        self.body.nodes.push(node);
    }

    fn words(&mut self, text: &str, mut range: Range<usize>) {
        let mut text = text;
        if let Some(tail) = &self.tail
            && range.contains(&tail.start)
            && self.text.get(range.clone()) == Some(text)
        {
            range.end = tail.start;
            text = self.text[range.clone()].trim_end();
            range.end = range.start + text.len();
        }
        if text.is_empty() {
            return;
        }
        self.before_inline();
        if self.text.get(range.clone()) != Some(text) {
            return self.body.nodes.push(Node::Owned(text.into()));
        }
        match self.body.nodes.last_mut() {
            Some(Node::Text(last)) if last.end as usize == range.start => last.end = as_u32(range.end),
            _ => self.body.nodes.push(Node::Text(as_u32(range.start)..as_u32(range.end))),
        }
    }
}

fn is_block(tag: &Opening<'_>) -> bool {
    !matches!(
        tag,
        Opening::Emphasis
            | Opening::Strong
            | Opening::Strikethrough
            | Opening::Superscript
            | Opening::Subscript
            | Opening::Link { .. }
            | Opening::Image { .. }
    )
}

fn unquoted(value: Option<CowStr<'_>>) -> String {
    value.map(|value| value.trim_matches('"').to_owned()).unwrap_or_default()
}

fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}

fn alignment(column: ColumnAlignment) -> Alignment {
    match column {
        ColumnAlignment::None => Alignment::None,
        ColumnAlignment::Left => Alignment::Left,
        ColumnAlignment::Center => Alignment::Center,
        ColumnAlignment::Right => Alignment::Right,
    }
}

/// Texts are at most 10 MiB, so every offset fits.
pub(super) fn as_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
