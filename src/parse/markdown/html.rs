//! Raw HTML in Markdown: read as tokens, of which what may stay becomes nodes.

use super::allowlist::{Flow, allowed, allowed_attribute, is_silent};
use super::builder::{Builder, OpenElement};
use super::url;
use crate::book::{Anchor, Element, Id, Image, Node, RawHtml, Tag};
use crate::diagnostic::{Code, Diagnostic};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::{convert::Infallible, ops::Range};

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// An opening tag and its attributes, names lower-cased, values unescaped.
    Start(String, Vec<(String, String)>),
    /// A closing tag.
    End(String),
    /// Text between tags.
    Text(String),
}

/// Splits raw HTML into pieces; comments, doctypes and processing instructions are left out.
fn pieces(html: &str) -> Vec<Piece> {
    let emitter = DefaultEmitter::<()>::default();
    let mut pieces = Vec::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let token: Result<Token, Infallible> = token;
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value))).collect();
                pieces.push(Piece::Start(text(&tag.name), attributes));
            }
            Token::EndTag(tag) => pieces.push(Piece::End(text(&tag.name))),
            Token::String(string) => pieces.push(Piece::Text(text(&string.value))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    pieces
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Builder<'_> {
    /// Takes a block of raw HTML as the book wants it.
    pub fn html_block(&mut self, raw: &str, start: usize) {
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

    /// Takes raw HTML in a line of text as the book wants it.
    pub fn html_inline(&mut self, raw: &str, range: Range<usize>) {
        match self.options.raw_html {
            RawHtml::Trust => self.inline(Node::TrustedHtml(raw.into())),
            RawHtml::Escape => self.inline(Node::Owned(raw.into())),
            RawHtml::Sanitize => self.html(raw, range.start, false),
        }
    }

    /// Takes raw HTML that stands at `start`: between blocks, or in a line of text.
    fn html(&mut self, raw: &str, start: usize, between_blocks: bool) {
        let place = RawPlace { raw, start, between_blocks };
        for piece in pieces(raw) {
            match piece {
                Piece::End(name) => self.end_tag(&name),
                _ if self.muted.is_some() => {}
                Piece::Text(text) if between_blocks && text.trim().is_empty() => {}
                Piece::Text(text) => self.inline(Node::Owned(text.into())),
                Piece::Start(name, attributes) => self.start_tag(&name, &attributes, &place),
            }
        }
    }

    /// Closes the elements that were opened inside the container at this depth.
    pub fn close_elements(&mut self, depth: usize) {
        while self.elements.last().is_some_and(|element| element.depth >= depth) {
            self.elements.pop();
            self.body.nodes.push(Node::End);
        }
    }

    fn end_tag(&mut self, name: &str) {
        if self.muted.as_ref().is_some_and(|(muted, nested)| muted == name && *nested == 0) {
            self.muted = None;
            return;
        }
        let depth = self.open.len();
        let Some(at) = self.elements.iter().rposition(|element| element.name == name && element.depth == depth) else { return };
        let above = self.elements.len() - at;
        self.elements.truncate(at);
        self.body.nodes.extend(std::iter::repeat_n(Node::End, above));
    }

    fn start_tag(&mut self, name: &str, attributes: &[(String, String)], place: &RawPlace<'_>) {
        let Some((name, flow)) = allowed(name) else {
            self.dropped(place, name, format!("the tag `<{name}>` was left out"), "only tags that cannot run code or change the page stay");
            if is_silent(name) {
                self.muted = Some((name.to_owned(), 0));
            }
            return;
        };
        let block = matches!(flow, Flow::Block | Flow::VoidBlock);
        if block && !place.between_blocks {
            let help = "put it on a line of its own, with empty lines around it";
            return self.dropped(place, name, format!("the tag `<{name}>` cannot stand in a line of text and was left out"), help);
        }
        if name == "a" && self.elements.iter().any(|element| element.name == "a") {
            return;
        }
        if name == "img" {
            return self.image_tag(attributes, place);
        }
        let element = self.element(name, attributes, place);
        match flow {
            Flow::VoidBlock | Flow::VoidPhrasing => self.inline(Node::Void(Box::new(element))),
            Flow::Block | Flow::Phrasing => {
                self.inline(Node::Start(Tag::Element(Box::new(element))));
                self.elements.push(OpenElement { name, depth: self.open.len() });
            }
        }
    }

    fn element(&mut self, name: &'static str, attributes: &[(String, String)], place: &RawPlace<'_>) -> Element {
        let mut element = Element { name, attributes: Vec::new(), link: None };
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "href" if name == "a" => {
                    let target = match url::address(value) {
                        url::Address::Target(target) => Some(target),
                        url::Address::Unsafe => None,
                    };
                    element.link = self.numbered_link(target, value, String::new(), place.of(name), false, false);
                }
                "id" | "name" if attribute == "id" || name == "a" => self.anchor(value, &mut element),
                _ => match allowed_attribute(name, attribute, value) {
                    Some(own) => element.attributes.push((own, value.clone())),
                    None => {
                        let message = format!("the attribute `{attribute}` of `<{name}>` was left out");
                        self.dropped(place, name, message, "classes, titles, languages and sizes stay; scripts and styles do not");
                    }
                },
            }
        }
        element
    }

    fn anchor(&mut self, id: &str, element: &mut Element) {
        let taken = self.body.anchors.iter().any(|anchor| anchor.id == id);
        if Id::is_valid(id) && !taken && !element.attributes.iter().any(|(name, _)| *name == "id") {
            self.body.anchors.push(Anchor { id: id.to_owned() });
            element.attributes.push(("id", id.to_owned()));
        }
    }

    fn image_tag(&mut self, attributes: &[(String, String)], place: &RawPlace<'_>) {
        let value = |name: &str| attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str());
        let alt = value("alt").unwrap_or_default().to_owned();
        let target = match url::address(value("src").unwrap_or_default()) {
            url::Address::Target(target) => Some(target),
            url::Address::Unsafe => None,
        };
        let written = value("src").unwrap_or_default().to_owned();
        let title = value("title").unwrap_or_default().to_owned();
        match self.numbered_link(target, &written, title, place.of("img"), true, false) {
            Some(link) => {
                let number = |name| value(name).and_then(|value| value.parse().ok());
                let size = number("width").zip(number("height"));
                self.inline(Node::Image(Box::new(Image { link, alt, size })));
            }
            None => self.inline(Node::Owned(alt.into())),
        }
    }

    fn dropped(&mut self, place: &RawPlace<'_>, name: &str, message: String, help: &str) {
        let span = self.origin.span(&place.of(name));
        self.diagnostics.push(Diagnostic::at(Code::HtmlDropped, span, message).help(help));
    }
}

/// Raw HTML and where it stands in the text.
struct RawPlace<'a> {
    raw: &'a str,
    start: usize,
    between_blocks: bool,
}

impl RawPlace<'_> {
    /// The bytes of the first tag of this name.
    fn of(&self, name: &str) -> Range<usize> {
        let lower = self.raw.to_ascii_lowercase();
        let at = lower.find(&format!("<{name}")).unwrap_or(0);
        let length = self.raw[at..].find('>').map_or(self.raw.len() - at, |end| end + 1);
        self.start + at..self.start + at + length
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn splits_html_into_pieces() {
        let seen = pieces("<DIV Class=x>a &amp; b<!-- c --></div>");
        let start = Piece::Start("div".into(), vec![("class".into(), "x".into())]);
        assert_eq!(seen, [start, Piece::Text("a & b".into()), Piece::End("div".into())]);
    }
}
