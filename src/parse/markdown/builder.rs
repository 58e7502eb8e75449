//! Turns pulldown-cmark's events into the nodes of a `Body`: containers balanced, headings, links,
//! items and footnotes numbered. Raw HTML is in `html`, boxes in `item`, links in `link`, the end in `finish`.

use super::{Boxes, MarkdownOptions, item::Stage, link::target_of, math, tabs};
use crate::book::{Alignment, Body, Callout, CodeBlock, Heading, Image, ListTag, Math, Node, RawHtml, Tag};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::parse::{block, fenced::Fenced, worksheet};
use crate::source::Origin;
use pulldown_cmark::{
    Alignment as ColumnAlignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag as Opening, TagEnd,
};
use std::{collections::BTreeMap, mem, ops::Range, sync::Arc};

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

/// Content that is collected rather than written.
enum Capture {
    Code { info: String, fenced: Fenced, start: u32 },
    Image { link: Option<u32>, alt: String, nested: usize },
    Html { raw: String, start: usize },
}

/// A footnote: its number, how many marks point to it, and its text once it was read.
#[derive(Default)]
pub(super) struct Footnote {
    pub number: u32,
    pub references: u32,
    pub nodes: Option<Vec<Node>>,
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
    capture: Option<Capture>,
    pub footnotes: BTreeMap<String, Footnote>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a Arc<str>, origin: &'a Origin, options: MarkdownOptions) -> Self {
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

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
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

    /// Whether this event went into code, an image's text or a block of HTML.
    fn captured(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
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
            Opening::FootnoteDefinition(label) => {
                let before = mem::take(&mut self.body.nodes);
                self.open.push(Open { kind: OpenKind::Footnote { label: label.into_string(), before }, node: 0 });
            }
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
            OpenKind::Footnote { label, before } => {
                let nodes = mem::replace(&mut self.body.nodes, before);
                let footnote = self.footnotes.entry(label).or_default();
                if footnote.nodes.is_none() {
                    footnote.nodes = Some(nodes);
                }
            }
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

    fn heading(&mut self, level: u8, id: Option<String>, classes: Vec<String>, attributes: Vec<(String, String)>, range: Range<usize>) {
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

    fn end_heading(&mut self, number: usize, node: usize) {
        self.body.headings[number].title = self.body.plain(node + 1..self.body.nodes.len());
        self.body.nodes.push(Node::End);
    }

    fn end_capture(&mut self) {
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

    /// Code, or what the first word of its info string makes of it. A block at fault is shown as code.
    fn code_block(&mut self, info: &str, fenced: Fenced, start: u32) -> Node {
        let word = info.split_whitespace().next().unwrap_or_default();
        if block::is_block(word)
            && let Some(block) = block::read(word, &fenced, self.origin).take(&mut self.diagnostics)
        {
            self.body.blocks.push(block);
            return Node::Block(as_u32(self.body.blocks.len() - 1));
        }
        if word == "worksheet" && self.options.boxes == Boxes::Tracked {
            let read = worksheet::read(&fenced, self.origin).take(&mut self.diagnostics);
            if let Some(worksheet) = read {
                self.body.worksheets.push(worksheet);
                return Node::Worksheet(as_u32(self.body.worksheets.len() - 1));
            }
        }
        Node::CodeBlock(Box::new(code_block(info, fenced.code, start)))
    }

    fn math(&mut self, tex: &str, range: &Range<usize>, display: bool) {
        match math::mathml(tex, display) {
            Ok(mathml) => self.inline(Node::Math { mathml: mathml.into(), tex: tex.into(), display }),
            Err(fault) => {
                let fence = if display { 2 } else { 1 };
                let place = range.start + fence + fault.range.start..(range.start + fence + fault.range.end).min(range.end);
                let message = format!("this is not TeX: {}", fault.message.trim_end_matches('.'));
                let diagnostic = Diagnostic::at(Code::MathSyntax, self.origin.span(&place), message);
                self.diagnostics.push(diagnostic.help("a dollar sign that means money is written `\\$`"));
                self.inline(Node::Code(tex.into()));
            }
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.values().filter(|footnote| footnote.references > 0).count() + 1;
        let footnote = self.footnotes.entry(label.to_owned()).or_default();
        if footnote.references == 0 {
            footnote.number = as_u32(next);
        }
        footnote.references += 1;
        let node = Node::Footnote { number: footnote.number, occurrence: footnote.references };
        self.inline(node);
    }

    fn html_block(&mut self, raw: &str, start: usize) {
        match self.options.raw_html {
            RawHtml::Trust => self.body.nodes.push(Node::TrustedHtml(raw.into())),
            RawHtml::Escape => {
                self.before_block();
                let text = raw.trim_end();
                self.body.nodes.extend([Node::Start(Tag::Paragraph), Node::Owned(text.into()), Node::End]);
            }
            RawHtml::Sanitize => {
                self.before_block();
                self.html(raw, start, true);
            }
        }
    }

    fn html_inline(&mut self, raw: &str, range: Range<usize>) {
        match self.options.raw_html {
            RawHtml::Trust => self.inline(Node::TrustedHtml(raw.into())),
            RawHtml::Escape => self.inline(Node::Owned(raw.into())),
            RawHtml::Sanitize => self.html(raw, range.start, false),
        }
    }

    fn task(&mut self, ticked: bool, range: &Range<usize>) {
        match self.options.boxes {
            Boxes::Tracked => self.item(ticked, range),
            Boxes::Untracked => self.untracked(ticked),
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

fn code_block(info: &str, code: String, start: u32) -> CodeBlock {
    let language: String = info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_owned();
    let title = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(title, _)| title.to_owned());
    let code = if language == "rust" { without_hidden_lines(&code) } else { code };
    CodeBlock { language, title, tab: tabs::name_of(info).map(ToOwned::to_owned), code: code.into(), start }
}

/// Rust's examples may have lines behind `# `, which make them whole and which nobody reads. `##` is a written `#`.
fn without_hidden_lines(code: &str) -> String {
    let shown = |line: &str| match line.trim_start() {
        inner if inner.starts_with("# ") || inner.trim_end() == "#" => None,
        inner if inner.starts_with("##") => Some(line.replacen('#', "", 1)),
        _ => Some(line.to_owned()),
    };
    code.split_inclusive('\n').filter_map(shown).collect()
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
