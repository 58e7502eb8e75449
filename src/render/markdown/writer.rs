//! Nodes into Markdown, in one walk: each container that is open has its text, which it gives to the one around it.

use super::escape::escape;
use super::syntax::{around, code_span, column, fence, linked, prefixed};
use crate::book::{Body, Element, Node, NodeRange, Tag};
use crate::parse::keyword_length;
use crate::site::Target;

/// How a place in the site is written: target → address.
pub(super) type Addresses<'a> = &'a dyn Fn(&Target) -> Option<String>;

/// The Markdown of some nodes of a body, without a line break at its end.
pub(super) fn markdown(body: &Body, links: &[Target], address: Addresses<'_>, range: NodeRange) -> String {
    let mut writer = Writer { body, links, address, open: vec![Open::new(None)] };
    for at in range {
        writer.node(&body.nodes[at]);
    }
    while writer.open.len() > 1 {
        writer.end();
    }
    writer.open.pop().map(|open| open.text.trim_end().to_owned()).unwrap_or_default()
}

/// The same for an entry whose first word is a keyword (`signal:`), without that word.
pub(super) fn after_keyword(body: &Body, links: &[Target], address: Addresses<'_>, range: NodeRange) -> String {
    let text = markdown(body, links, address, range);
    let line = text.strip_prefix("- ").unwrap_or(&text);
    line[keyword_length(line)..].to_owned()
}

/// A container that is open.
struct Open<'a> {
    tag: Option<&'a Tag>,
    text: String,
    /// Whether the text ends in words rather than in a block.
    in_line: bool,
    /// The number of the next entry of a numbered list.
    number: u64,
    /// Whether it is a list right after one of its sort, which needs other marks to stay apart.
    other_marks: bool,
    /// Whether its last block was a list: numbered or not, and with other marks.
    last_list: Option<(bool, bool)>,
    /// Whether it holds a paragraph of its own: the list it is an entry of is loose.
    loose: bool,
}

impl<'a> Open<'a> {
    fn new(tag: Option<&'a Tag>) -> Self {
        let number = match tag {
            Some(Tag::List(list)) => list.start.unwrap_or(0),
            _ => 0,
        };
        Self { tag, text: String::new(), in_line: false, number, other_marks: false, last_list: None, loose: false }
    }
}

struct Writer<'a> {
    body: &'a Body,
    links: &'a [Target],
    address: Addresses<'a>,
    open: Vec<Open<'a>>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: &'a Node) {
        match node {
            Node::Start(tag) => {
                let mut open = Open::new(Some(tag));
                if let Tag::List(list) = tag {
                    open.other_marks = self.top().last_list == Some((list.start.is_some(), false));
                }
                self.open.push(open);
            }
            Node::End => self.end(),
            Node::Text(range) => self.words(self.body.slice(range)),
            Node::Owned(words) => self.words(words),
            Node::Code(code) => self.line(&code_span(code)),
            Node::SoftBreak => self.line("\n"),
            Node::HardBreak => self.line("\\\n"),
            Node::Rule => self.block("***"),
            Node::Footnote { number, .. } => self.line(&format!("[^{number}]")),
            Node::Math { tex, display: false, .. } => self.line(&format!("${tex}$")),
            Node::Math { tex, display: true, .. } => self.line(&format!("$${tex}$$")),
            Node::CodeBlock(block) => {
                let fence = fence(&block.code);
                let title = block.title.as_ref().map(|title| format!(" title=\"{title}\"")).unwrap_or_default();
                self.block(&format!("{fence}{}{title}\n{}\n{fence}", block.language, block.code.trim_end_matches('\n')));
            }
            Node::Block(number) => {
                let block = &self.body.blocks[*number as usize];
                self.block(&format!("```{}\n{}\n```", block.word(), block.yaml()));
            }
            Node::Worksheet(number) => {
                let worksheet = &self.body.worksheets[*number as usize];
                let fields: String = worksheet.fields.iter().map(|field| format!("\n- {}:", escape(&field.label, false))).collect();
                self.block(&format!("**{}**\n{fields}", escape(&worksheet.title, false)));
            }
            Node::Image(image) => {
                let link = &self.body.links[image.link as usize];
                let alt = escape(&image.alt, false);
                match self.links.get(image.link as usize).and_then(self.address) {
                    Some(address) => self.line(&format!("!{}", linked(&alt, &address, &link.title))),
                    None => self.line(&alt),
                }
            }
            Node::Void(element) if element.name == "br" => self.line("\\\n"),
            Node::Void(element) if element.name == "hr" => self.block("***"),
            Node::Void(_) => {}
            Node::TrustedHtml(html) => self.line(html),
        }
    }

    fn top(&mut self) -> &mut Open<'a> {
        if self.open.is_empty() {
            self.open.push(Open::new(None));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// Adds words of an author.
    fn words(&mut self, words: &str) {
        let starts = self.starts_line();
        // `1\.` comes in two pieces.
        let ends_number = words.starts_with(['.', ')']) && self.line_is_number();
        self.line(&format!("{}{}", if ends_number { "\\" } else { "" }, escape(words, starts)));
    }

    fn line_is_number(&self) -> bool {
        let line = self.open.last().map_or("", |open| open.text.rsplit('\n').next().unwrap_or_default());
        !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn starts_line(&self) -> bool {
        let open = self.open.iter().rev().find(|open| !open.text.is_empty() || !open.tag.is_some_and(is_in_line));
        open.is_none_or(|open| open.text.is_empty() || open.text.ends_with('\n'))
    }

    /// Adds to the line.
    fn line(&mut self, text: &str) {
        let open = self.top();
        if !open.in_line && !open.text.is_empty() {
            open.text.push_str("\n\n");
        }
        open.in_line = true;
        open.last_list = None;
        open.text.push_str(text);
    }

    /// Adds a block, with an empty line before it unless it belongs to the words of a list's entry.
    fn block(&mut self, text: &str) {
        let open = self.top();
        if !open.text.is_empty() {
            let close = open.in_line && matches!(open.tag, Some(Tag::ListItem | Tag::Item(_) | Tag::Task { .. }));
            open.text.push_str(if close { "\n" } else { "\n\n" });
        }
        open.in_line = false;
        open.last_list = None;
        open.text.push_str(text);
    }

    /// Closes the container opened last.
    fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { tag: Some(tag), text, other_marks, loose, .. }) = self.open.pop() else { return };
        let whole = text.trim_matches('\n');
        match tag {
            Tag::Paragraph => {
                self.block(whole);
                self.top().loose = true;
            }
            Tag::Heading(number) => {
                let marks = "#".repeat(usize::from(self.body.headings[*number as usize].level));
                self.block(&format!("{marks} {}", whole.replace('\n', " ")));
            }
            Tag::BlockQuote => self.block(&prefixed(whole, "> ", "> ")),
            Tag::Callout(kind) => self.block(&format!("> [!{}]\n{}", kind.word().to_uppercase(), prefixed(whole, "> ", "> "))),
            Tag::List(list) => {
                self.block(whole);
                self.top().last_list = Some((list.start.is_some(), other_marks));
            }
            Tag::DefinitionList | Tag::DefinitionTitle | Tag::ItemMore | Tag::Table(_) => self.block(whole),
            Tag::ListItem => {
                let marker = self.marker();
                self.entry(&prefixed(whole, &marker, &" ".repeat(marker.len())), loose);
            }
            Tag::Task { .. } | Tag::Item(_) => {
                let mark = if matches!(tag, Tag::Task { ticked: true }) { "[x] " } else { "[ ] " };
                let marker = self.marker();
                self.entry(&prefixed(whole, &format!("{marker}{mark}"), &" ".repeat(marker.len())), loose);
            }
            Tag::ItemText => self.line(whole),
            Tag::TableHead => {
                let columns: String = match self.top().tag {
                    Some(Tag::Table(alignments)) => alignments.iter().map(|alignment| column(*alignment)).collect(),
                    _ => String::new(),
                };
                self.entry(&format!("|{whole}\n|{columns}"), false);
            }
            Tag::TableRow => self.entry(&format!("|{whole}"), false),
            Tag::TableCell => {
                let cell = whole.replace('|', "\\|").replace("\\\n", " ").replace('\n', " ");
                let row = self.top();
                row.text.push_str(&format!(" {cell} |"));
            }
            Tag::Emphasis => self.line(&around(&text, "*")),
            Tag::Strong => self.line(&around(&text, "**")),
            Tag::Strikethrough => self.line(&around(&text, "~~")),
            Tag::Link(number) => self.link(*number as usize, &text),
            Tag::FootnoteDefinition { number, .. } => self.block(&prefixed(whole, &format!("[^{number}]: "), "    ")),
            Tag::Definition => self.entry(&prefixed(whole, ": ", "  "), loose),
            Tag::Element(element) => self.element(element, &text),
        }
    }

    /// What stands before the next entry of the list that is open.
    fn marker(&mut self) -> String {
        let list = self.top();
        let numbered = matches!(list.tag, Some(Tag::List(list)) if list.start.is_some());
        list.number += 1;
        match (numbered, list.other_marks) {
            (true, other) => format!("{}{} ", list.number - 1, if other { ')' } else { '.' }),
            (false, other) => if other { "* " } else { "- " }.to_owned(),
        }
    }

    /// Adds an entry of a list or a row of a table; the entries of a loose list stand apart.
    fn entry(&mut self, text: &str, loose: bool) {
        let open = self.top();
        if !open.text.is_empty() {
            open.text.push_str(if loose { "\n\n" } else { "\n" });
        }
        open.in_line = false;
        open.text.push_str(text);
    }

    fn link(&mut self, number: usize, text: &str) {
        let link = &self.body.links[number];
        let target = self.links.get(number);
        let shown = match target {
            Some(Target::Inside { title, .. } | Target::Text(title)) if link.bare => escape(title, false),
            _ => text.to_owned(),
        };
        match target.and_then(self.address) {
            Some(address) => self.line(&linked(&shown, &link.with_query(address), &link.title)),
            None => self.line(&shown),
        }
    }

    /// HTML in a line stays as it is; what only arranges blocks gives way to its content.
    fn element(&mut self, element: &Element, text: &str) {
        if let Some(number) = element.link {
            return self.link(number as usize, text);
        }
        match element.name {
            "abbr" | "cite" | "del" | "dfn" | "ins" | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "span" | "sub" | "sup" | "u"
            | "var" => {
                self.line(&format!("<{0}>{text}</{0}>", element.name));
            }
            "b" | "strong" => self.line(&around(text, "**")),
            "em" | "i" => self.line(&around(text, "*")),
            "code" => self.line(&format!("<code>{text}</code>")),
            _ if !text.trim().is_empty() => self.block(text.trim_matches('\n')),
            _ => {}
        }
    }
}

fn is_in_line(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::ItemText)
}
