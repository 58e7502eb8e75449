//! The walk over the nodes of a body, and the elements that need no more than their tag.

use super::fragment::{Fragment, Fragments};
use super::table::OpenTable;
use crate::book::{Element, ListTag, Node, NodeRange, Tag};
use crate::parse::keyword_length;
use crate::render::escape::{attribute, text};
use crate::site::{Target, Url};
use crate::theme::fill;
use std::borrow::Cow;

pub(super) struct Writer<'a> {
    pub fragments: &'a Fragments<'a>,
    pub fragment: Fragment<'a>,
    pub out: String,
    /// What ends the elements that are open.
    pub closers: Vec<Cow<'static, str>>,
    pub tables: Vec<OpenTable>,
    /// Whether the section of the footnotes is open.
    pub in_notes: bool,
    /// Whether the next text begins with a keyword that is not shown.
    skip_keyword: bool,
}

impl<'a> Writer<'a> {
    pub fn new(fragments: &'a Fragments<'a>, fragment: Fragment<'a>, skip_keyword: bool) -> Self {
        Self { fragments, fragment, out: String::new(), closers: Vec::new(), tables: Vec::new(), in_notes: false, skip_keyword }
    }

    /// The HTML of some nodes.
    pub fn write(mut self, range: NodeRange) -> String {
        let body = self.fragment.body;
        let mut nodes = range;
        while let Some(at) = nodes.next() {
            match body.nodes[at] {
                Node::Footnote { .. } if !self.fragment.own => {}
                Node::Start(Tag::FootnoteDefinition { .. }) if !self.fragment.own => nodes = body.end_of(at) + 1..nodes.end,
                _ => self.node(at),
            }
        }
        self.end_notes();
        self.out
    }

    fn node(&mut self, at: usize) {
        let body = self.fragment.body;
        match &body.nodes[at] {
            Node::Start(tag) => self.start(at, tag),
            Node::End => self.end(),
            Node::Text(range) => self.words(at, body.slice(range)),
            Node::Owned(words) => self.words(at, words),
            Node::Code(code) => self.out.push_str(&format!("<code>{}</code>", text(code))),
            Node::SoftBreak => self.out.push('\n'),
            Node::HardBreak => self.out.push_str("<br>\n"),
            Node::Rule => self.out.push_str("<hr>\n"),
            Node::Footnote { number, occurrence } => self.footnote_reference(*number, *occurrence),
            Node::Math { mathml, display: false, .. } => self.out.push_str(mathml),
            Node::Math { mathml, display: true, .. } => {
                self.out.push_str(&format!("<span class=\"math\" tabindex=\"0\">{mathml}</span>"));
            }
            Node::CodeBlock(block) => self.code_block(at, block),
            Node::Image(image) => self.image(at, image),
            Node::Worksheet(number) => {
                let worksheet = self.fragments.worksheet(&body.worksheets[*number as usize], self.fragment.own);
                self.out.push_str(&worksheet);
            }
            Node::Void(element) => {
                self.open_element(element);
            }
            Node::TrustedHtml(html) => self.out.push_str(html),
            Node::Block(number) => self.out.push_str(&(self.fragments.blocks)(&body.blocks[*number as usize])),
        }
    }

    /// Writes an opening tag, and remembers the closing one.
    pub fn open(&mut self, opening: &str, closing: impl Into<Cow<'static, str>>) {
        self.out.push_str(opening);
        self.closers.push(closing.into());
    }

    /// Opens a block's element; for the author its tag says where the block begins in its source.
    fn open_block(&mut self, at: usize, name: &str, closing: &'static str) {
        let place = self.place(at);
        self.open(&format!("<{name}{place}>"), closing);
    }

    /// ` data-source="guide/a.md@120"`: the source and byte at which the block of a node begins; nothing for readers.
    pub fn place(&self, at: usize) -> String {
        let place = self.fragment.origin.zip(self.fragment.body.offset(at));
        let span = place.map(|(origin, offset)| origin.span(&(offset..offset)));
        span.map(|span| format!(" data-source=\"{}@{}\"", attribute(span.source.as_str()), span.start)).unwrap_or_default()
    }

    fn start(&mut self, at: usize, tag: &Tag) {
        match tag {
            Tag::Paragraph => self.open_block(at, "p", "</p>\n"),
            Tag::Heading(number) => self.heading(at, *number as usize),
            Tag::BlockQuote => self.open("<blockquote>\n", "</blockquote>\n"),
            Tag::Callout(kind) => {
                let title = text(&self.fragments.words(&format!("callout_{}", kind.word())));
                let word = kind.word();
                self.open(&format!("<div class=\"callout callout-{word}\"><p class=\"callout-title\">{title}</p>\n"), "</div>\n");
            }
            Tag::List(list) => self.list(*list),
            Tag::ListItem => self.open_block(at, "li", "</li>\n"),
            Tag::Task { ticked } => {
                let class = if *ticked { "box ticked" } else { "box" };
                self.open(&format!("<li class=\"task\"><span class=\"{class}\" aria-hidden=\"true\"></span>"), "</li>\n");
            }
            Tag::Item(number) => {
                let id = attribute(&self.fragment.body.items[*number as usize].id);
                let place = self.place(at);
                let anchor = if self.fragment.own { format!(" id=\"item:{id}\"") } else { String::new() };
                self.open(&format!("<li class=\"item\"{anchor}{place}><label><input type=\"checkbox\" data-item=\"{id}\">"), "</li>\n");
            }
            Tag::ItemText => self.open("<span class=\"item-text\">", "</span></label>"),
            Tag::ItemMore => self.open("<div class=\"item-more\">", "</div>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(at),
            Tag::TableCell => self.table_cell(at),
            Tag::Emphasis => self.open("<em>", "</em>"),
            Tag::Strong => self.open("<strong>", "</strong>"),
            Tag::Strikethrough => self.open("<del>", "</del>"),
            Tag::Link(number) => self.link(*number as usize),
            Tag::FootnoteDefinition { number, references } => self.footnote(*number, *references),
            Tag::DefinitionList => self.open("<dl>\n", "</dl>\n"),
            Tag::DefinitionTitle => self.open_block(at, "dt", "</dt>\n"),
            Tag::Definition => self.open_block(at, "dd", "</dd>\n"),
            Tag::Element(element) => {
                let name = self.open_element(element);
                let closing: Cow<'static, str> = if name.is_empty() { "".into() } else { format!("</{name}>").into() };
                self.closers.push(closing);
            }
        }
    }

    fn end(&mut self) {
        let Some(closer) = self.closers.pop() else { return };
        self.before_table_end(&closer);
        self.out.push_str(&closer);
    }

    fn heading(&mut self, at: usize, number: usize) {
        let place = self.place(at);
        let heading = &self.fragment.body.headings[number];
        let (level, id) = (heading.level, attribute(&heading.id));
        let classes =
            if heading.classes.is_empty() { String::new() } else { format!(" class=\"{}\"", attribute(&heading.classes.join(" "))) };
        let label = fill(&self.fragments.words("link_to"), [("title", heading.title.clone())]);
        let anchor = format!("<a class=\"anchor\" href=\"#{}\" aria-label=\"{}\"></a>", attribute(&heading.id), attribute(&label));
        if self.fragment.own {
            self.open(&format!("<h{level} id=\"{id}\"{classes}{place}>"), format!("{anchor}</h{level}>\n"));
        } else {
            self.open(&format!("<h{level}{classes}{place}>"), format!("</h{level}>\n"));
        }
    }

    fn list(&mut self, list: ListTag) {
        let class = if list.items.is_some() { " class=\"items\"" } else { "" };
        let (opening, closing) = match list.start {
            Some(1) => (format!("<ol{class}>\n"), "</ol>"),
            Some(start) => (format!("<ol start=\"{start}\"{class}>\n"), "</ol>"),
            None => (format!("<ul{class}>\n"), "</ul>"),
        };
        let Some(heading) = list.items else { return self.open(&opening, format!("{closing}\n")) };
        let legend = heading.map_or(self.fragment.title, |number| &self.fragment.body.headings[number as usize].title);
        let legend = text(legend);
        self.open(
            &format!("<fieldset class=\"checklist\"><legend class=\"visually-hidden\">{legend}</legend>{opening}"),
            format!("{closing}</fieldset>\n"),
        );
    }

    /// Writes an allowed element's opening tag; gives its name, or nothing when a dead link leaves only its text.
    fn open_element(&mut self, element: &Element) -> &'static str {
        let mut tag = format!("<{}", element.name);
        for (name, value) in element.attributes.iter().filter(|(name, _)| self.fragment.own || *name != "id") {
            tag.push_str(&format!(" {name}=\"{}\"", attribute(value)));
        }
        if let Some(number) = element.link {
            let link = &self.fragment.body.links[number as usize];
            match self.fragment.links.get(number as usize) {
                Some(Target::Inside { url, anchor, .. }) => {
                    let href = link.with_query(self.fragments.href(url, anchor.as_deref()));
                    tag.push_str(&format!(" href=\"{}\"", attribute(&href)));
                }
                Some(Target::Outside(address)) => tag.push_str(&format!(" href=\"{}\" rel=\"noopener\"", attribute(address))),
                Some(Target::Text(_)) | None => {}
            }
        }
        tag.push('>');
        self.out.push_str(&tag);
        element.name
    }

    /// Text, without a keyword at its start if asked, its terms linked.
    fn words(&mut self, at: usize, words: &str) {
        let mut from = 0;
        if self.skip_keyword {
            from = keyword_length(words);
            self.skip_keyword = false;
        }
        for used in self.fragment.terms.iter().filter(|used| used.node == at) {
            if used.range.start < from {
                continue;
            }
            let term = &self.fragments.site.book.terms[used.term];
            let href = attribute(&self.fragments.href(&Url::new("glossary.html"), Some(&term.id)));
            self.out.push_str(&text(&words[from..used.range.start]));
            self.out.push_str(&format!("<a class=\"term\" href=\"{href}\">{}</a>", text(&words[used.range.clone()])));
            from = used.range.end;
        }
        self.out.push_str(&text(&words[from..]));
    }
}
