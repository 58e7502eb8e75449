//! Nodes into HTML, in one walk over a body and the table of its links.

use super::{
    escape::{attribute, text},
    highlight::{self, Highlighted},
};
use crate::book::{Alignment, Block, Body, CodeBlock, Element, Image, ListTag, Node, NodeRange, Tag};
use crate::memo::Table;
use crate::parse::{keyword_length, slug};
use crate::site::{Site, Target, TargetKind, TermUse, Url};
use crate::source::Origin;
use crate::theme::{Strings, fill};
use std::borrow::Cow;

/// Where a fragment of HTML will stand.
pub struct Fragments<'a> {
    /// The site.
    pub site: &'a Site,
    /// The words of the interface.
    pub strings: &'a Strings,
    /// The page the HTML becomes part of.
    pub url: &'a Url,
    /// Highlighted code by its text.
    pub highlighted: &'a Table<Highlighted>,
    /// Where words that are missing are noted.
    pub missing: &'a std::sync::Mutex<Vec<String>>,
    /// Writes a block: a part of the ladder or of a checklist.
    pub blocks: &'a dyn Fn(&Block) -> String,
}

/// A body and the tables that belong to it.
#[derive(Clone, Copy)]
pub struct Fragment<'a> {
    /// The body.
    pub body: &'a Body,
    /// Link number → target.
    pub links: &'a [Target],
    /// First uses of terms.
    pub terms: &'a [TermUse],
    /// What names a list of items that has no heading above it.
    pub title: &'a str,
    /// Where its text comes from, when blocks are to say so: to its author, never to readers.
    pub origin: Option<&'a Origin>,
    /// Whether it stands on its own page. Elsewhere its ids would clash, and its footnotes stand apart from their
    /// marks, so both are left out.
    pub own: bool,
}

impl Fragments<'_> {
    /// The HTML of some nodes.
    #[must_use]
    pub fn html(&self, fragment: Fragment<'_>, range: NodeRange) -> String {
        self.write(fragment, range, false)
    }

    /// The HTML of several ranges.
    #[must_use]
    pub fn html_of_all(&self, fragment: Fragment<'_>, ranges: &[NodeRange]) -> String {
        ranges.iter().map(|range| self.html(fragment, range.clone())).collect()
    }

    /// The HTML of an entry whose first word is a keyword (`signal:`), without that word.
    #[must_use]
    pub fn html_after_keyword(&self, fragment: Fragment<'_>, range: NodeRange) -> String {
        self.write(fragment, range, true)
    }

    fn write(&self, fragment: Fragment<'_>, range: NodeRange, skip_keyword: bool) -> String {
        let mut writer = Writer {
            fragments: self,
            fragment,
            out: String::new(),
            closers: Vec::new(),
            tables: Vec::new(),
            in_notes: false,
            skip_keyword,
        };
        let mut nodes = range;
        while let Some(at) = nodes.next() {
            match fragment.body.nodes[at] {
                Node::Footnote { .. } if !fragment.own => {}
                Node::Start(Tag::FootnoteDefinition { .. }) if !fragment.own => nodes = fragment.body.end_of(at) + 1..nodes.end,
                _ => writer.node(at),
            }
        }
        writer.finish()
    }

    /// Notes words that are missing.
    pub(super) fn miss(&self, missing: String) {
        self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(missing);
    }

    /// The words of a key; a missing one is noted and shown as the key.
    pub(super) fn words(&self, key: &str) -> String {
        match self.strings.get(key) {
            Ok(words) => words.to_owned(),
            Err(missing) => {
                self.miss(missing);
                key.to_owned()
            }
        }
    }

    /// The `href` of a place in the site, seen from this page.
    pub(super) fn href(&self, url: &Url, anchor: Option<&str>) -> String {
        let path = if url == self.url && anchor.is_some() { String::new() } else { url.from_folder(self.url.folder()) };
        match anchor {
            Some(anchor) => format!("{path}#{}", percent_encoding::utf8_percent_encode(anchor, FRAGMENT)),
            None => path,
        }
    }
}

/// What must be escaped in a fragment.
pub(super) const FRAGMENT: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%');

/// A table that is being written.
struct OpenTable {
    alignments: Box<[Alignment]>,
    column: usize,
    in_head: bool,
    body_open: bool,
}

struct Writer<'a> {
    fragments: &'a Fragments<'a>,
    fragment: Fragment<'a>,
    out: String,
    closers: Vec<Cow<'static, str>>,
    tables: Vec<OpenTable>,
    in_notes: bool,
    skip_keyword: bool,
}

impl Writer<'_> {
    fn finish(mut self) -> String {
        if self.in_notes {
            self.out.push_str("</ol></section>\n");
        }
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
            Node::Footnote { number, occurrence } => {
                let id = footnote_mark(*number, *occurrence);
                self.out.push_str(&format!("<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn:{number}\">{number}</a></sup>"));
            }
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

    fn open(&mut self, opening: &str, closing: impl Into<Cow<'static, str>>) {
        self.out.push_str(opening);
        self.closers.push(closing.into());
    }

    /// Opens a block's element; for the author its tag says where the block begins in its source.
    fn open_block(&mut self, at: usize, name: &str, closing: &'static str) {
        let place = self.place(at);
        self.open(&format!("<{name}{place}>"), closing);
    }

    /// ` data-source="guide/a.md@120"`: the source and byte at which the block of a node begins; nothing for readers.
    fn place(&self, at: usize) -> String {
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
            Tag::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = true;
                    table.column = 0;
                }
                self.open("<thead>\n<tr>", "</tr>\n</thead>\n");
            }
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
        match closer.as_ref() {
            "</tr>\n</thead>\n" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
            }
            "</table></div>\n" if self.tables.pop().is_some_and(|table| table.body_open) => {
                self.out.push_str("</tbody>\n");
            }
            _ => {}
        }
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

    fn table(&mut self, alignments: &[Alignment]) {
        self.tables.push(OpenTable { alignments: alignments.into(), column: 0, in_head: false, body_open: false });
        let label = attribute(&self.fragments.words("table"));
        self.open(&format!("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><table>\n"), "</table></div>\n");
    }

    fn table_row(&mut self, at: usize) {
        let place = self.place(at);
        let first = self.tables.last_mut().is_some_and(|table| {
            table.column = 0;
            !std::mem::replace(&mut table.body_open, true)
        });
        self.open(&format!("{}<tr{place}>", if first { "<tbody>\n" } else { "" }), "</tr>\n");
    }

    fn table_cell(&mut self, at: usize) {
        let Some(table) = self.tables.last_mut() else { return self.open("", "") };
        let alignment = table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
        table.column += 1;
        let class = match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"a-left\"",
            Alignment::Center => " class=\"a-center\"",
            Alignment::Right => " class=\"a-right\"",
        };
        // An empty heading names nothing, and screen readers would announce it for every cell below.
        let is_empty = matches!(self.fragment.body.nodes.get(at + 1), Some(Node::End));
        if table.in_head && !is_empty {
            self.open(&format!("<th scope=\"col\"{class}>"), "</th>");
        } else {
            self.open(&format!("<td{class}>"), "</td>");
        }
    }

    fn link(&mut self, number: usize) {
        let link = &self.fragment.body.links[number];
        let title = if link.title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(&link.title)) };
        match self.fragment.links.get(number) {
            Some(Target::Inside { url, anchor, title: name, kind }) => {
                let href = attribute(&self.fragments.href(url, anchor.as_deref()));
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

    fn footnote(&mut self, number: u32, references: u32) {
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

    fn code_block(&mut self, at: usize, block: &CodeBlock) {
        let place = self.place(at);
        let CodeBlock { language, title, tab, code, .. } = block;
        if let Some(name) = tab {
            self.tab(at, name);
        }
        let highlighted = highlight::highlight(language, code, self.fragments.highlighted);
        let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", attribute(language)) };
        let title = title.as_deref().map(|title| format!("<p class=\"code-title\">{}</p>", text(title))).unwrap_or_default();
        self.out.push_str(&format!(
            "<div class=\"code\"{place}>{title}<pre tabindex=\"0\"><code{class}>{}</code></pre></div>\n",
            highlighted.html
        ));
        if tab.is_some() && !self.is_tab(at + 1) {
            self.out.push_str("</fieldset>\n");
        }
    }

    /// The label of a tab, and the opening of its group when it is the first. Radio buttons choose without a script.
    fn tab(&mut self, at: usize, name: &str) {
        let mut first = at;
        while first.checked_sub(1).is_some_and(|before| self.is_tab(before)) {
            first -= 1;
        }
        if first == at {
            let legend = text(&self.fragments.words("tabs"));
            self.out.push_str(&format!("<fieldset class=\"tabs\"><legend class=\"visually-hidden\">{legend}</legend>\n"));
        }
        let checked = if first == at { " checked" } else { "" };
        // Parts of several pages may stand on one.
        let group = if self.fragment.own { format!("tabs:{first}") } else { format!("tabs:{first}:{}", slug(self.fragment.title)) };
        let (group, value) = (attribute(&group), attribute(name));
        self.out.push_str(&format!(
            "<label class=\"tab\"><input type=\"radio\" name=\"{group}\" value=\"{value}\"{checked}><span>{}</span></label>\n",
            text(name)
        ));
    }

    fn is_tab(&self, at: usize) -> bool {
        matches!(self.fragment.body.nodes.get(at), Some(Node::CodeBlock(block)) if block.tab.is_some())
    }

    fn image(&mut self, at: usize, image: &Image) {
        let link = &self.fragment.body.links[image.link as usize];
        let (src, size) = match self.fragment.links.get(image.link as usize) {
            Some(Target::Inside { url, .. }) => (self.fragments.href(url, None), image.size.or_else(|| self.size(url))),
            Some(Target::Outside(address)) => (address.clone(), image.size),
            Some(Target::Text(_)) | None => return self.out.push_str(&text(&image.alt)),
        };
        let size = size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\"")).unwrap_or_default();
        let figure = !link.title.is_empty() && self.stands_alone(at);
        let title = if link.title.is_empty() || figure { String::new() } else { format!(" title=\"{}\"", attribute(&link.title)) };
        let (src, alt) = (attribute(&src), attribute(&image.alt));
        let picture = format!("<img src=\"{src}\" alt=\"{alt}\"{title}{size} loading=\"lazy\" decoding=\"async\">");
        if !figure {
            self.out.push_str(&picture);
            return;
        }
        let open = self.out.rfind("<p").unwrap_or(self.out.len());
        let place = self.place(at);
        self.out.truncate(open);
        self.out.push_str(&format!("<figure{place}>{picture}<figcaption>{}</figcaption>", text(&link.title)));
        if let Some(closer) = self.closers.last_mut() {
            *closer = "</figure>\n".into();
        }
    }

    /// Whether a paragraph holds nothing but the node at `at`.
    fn stands_alone(&self, at: usize) -> bool {
        let nodes = &self.fragment.body.nodes;
        let before = at.checked_sub(1).and_then(|before| nodes.get(before));
        matches!(before, Some(Node::Start(Tag::Paragraph))) && matches!(nodes.get(at + 1), Some(Node::End))
    }

    fn size(&self, url: &Url) -> Option<(u32, u32)> {
        let asset = self.fragments.site.assets.get(url)?;
        let size = imagesize::blob_size(&asset.head).ok()?;
        Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
    }

    /// Writes an allowed element's opening tag; gives its name, or nothing when a dead link leaves only its text.
    fn open_element(&mut self, element: &Element) -> &'static str {
        let mut tag = format!("<{}", element.name);
        for (name, value) in element.attributes.iter().filter(|(name, _)| self.fragment.own || *name != "id") {
            tag.push_str(&format!(" {name}=\"{}\"", attribute(value)));
        }
        if let Some(number) = element.link {
            match self.fragment.links.get(number as usize) {
                Some(Target::Inside { url, anchor, .. }) => {
                    tag.push_str(&format!(" href=\"{}\"", attribute(&self.fragments.href(url, anchor.as_deref()))));
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

fn footnote_mark(number: u32, occurrence: u32) -> String {
    if occurrence == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{occurrence}") }
}
