//! Bodies: Markdown after parsing, as a flat list of nodes with its headings, links and items numbered.

use super::{Block, Item, Node, Tag, Worksheet};
use std::{ops::Range, sync::Arc};

/// A parsed Markdown text. `Start` and `End` nodes nest; numbers in nodes point into the tables.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The text (includes expanded) that `Node::Text` ranges point into.
    pub text: Arc<str>,
    /// The nodes in document order.
    pub nodes: Vec<Node>,
    /// Headings, by number.
    pub headings: Vec<Heading>,
    /// Links and images, by number.
    pub links: Vec<Link>,
    /// Trackable items, by number.
    pub items: Vec<Item>,
    /// Worksheets, by number.
    pub worksheets: Vec<Worksheet>,
    /// Parts of the ladder or of a checklist that are shown here, by number.
    pub blocks: Vec<Block>,
    /// Further anchors, from raw HTML.
    pub anchors: Vec<Anchor>,
    /// The id of the heading that was taken out as the page's title: links to it lead to the page.
    pub title_id: Option<String>,
    /// Words of prose, for reading minutes.
    pub words: usize,
}

/// Consecutive nodes of a body; their `Start`s and `End`s balance.
pub type NodeRange = Range<usize>;

/// Several ranges of nodes, read one after the other.
pub type Nodes = Vec<NodeRange>;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in the page.
    pub id: String,
    /// Whether the author wrote the id.
    pub explicit: bool,
    /// Its text without markup.
    pub title: String,
    /// Further `key=value` attributes of its tail.
    pub attributes: Vec<(String, String)>,
    /// Classes of its tail.
    pub classes: Vec<String>,
    /// The bytes of its line.
    pub range: Range<usize>,
    /// Its `Start` node.
    pub node: usize,
    /// Whether it stands at the top of the document, not in a quote or list.
    pub top: bool,
}

/// An `id` that raw HTML brought.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The id.
    pub id: String,
}

/// A link or the address of an image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it points to, as written.
    pub target: LinkTarget,
    /// Its address as the author wrote it.
    pub written: String,
    /// Its title attribute.
    pub title: String,
    /// The bytes of the whole link.
    pub range: Range<usize>,
    /// Whether it shows an image.
    pub image: bool,
    /// Whether the text shown is the target's title (`[[id]]`).
    pub bare: bool,
}

/// What a link points to, before it is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// `[[kind:id#anchor]]`.
    Reference {
        /// The kind, when written.
        kind: Option<String>,
        /// The id.
        id: String,
        /// The anchor, when written.
        anchor: Option<String>,
    },
    /// A relative address, percent-decoded: `../levels/staff.md#design`.
    Relative {
        /// The path; empty for a mere anchor.
        path: String,
        /// The query with its `?`, percent-encoded; empty when there is none.
        query: String,
        /// The anchor, when written.
        anchor: Option<String>,
    },
    /// An address outside the site, allowed as it is.
    External(String),
}

impl Link {
    /// The address that the target has, with the query that was written: pages like that of search work by it.
    #[must_use]
    pub fn with_query(&self, address: String) -> String {
        let LinkTarget::Relative { query, .. } = &self.target else { return address };
        let anchor = address.find('#').unwrap_or(address.len());
        [&address[..anchor], query, &address[anchor..]].concat()
    }
}

impl Body {
    /// The bytes of `key=value` in a heading's tail, as the author wrote it; the whole heading when it is not found.
    #[must_use]
    pub fn attribute_range(&self, heading: &Heading, key: &str) -> Range<usize> {
        let written = &self.text[heading.range.clone()];
        let tail = written.rfind('{').unwrap_or(0);
        let starts = |at: &usize| written[..*at].ends_with(['{', ' ', '\t']) && written[at + key.len()..].starts_with('=');
        let Some(at) = written[tail..].match_indices(key).map(|(at, _)| tail + at).find(starts) else { return heading.range.clone() };
        let value = &written[at + key.len() + 1..];
        let length = match value.strip_prefix('"').and_then(|quoted| quoted.find('"')) {
            Some(end) => end + 2,
            None => value.find([' ', '\t', '}']).unwrap_or(value.len()),
        };
        heading.range.start + at..heading.range.start + at + key.len() + 1 + length
    }

    /// The whole body as one range.
    #[must_use]
    pub fn all(&self) -> NodeRange {
        0..self.nodes.len()
    }

    /// The literal text of a [`Node::Text`] range.
    #[must_use]
    pub fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }

    /// Whether this anchor exists in the page.
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        self.anchor_names().any(|name| name == id)
    }

    /// All anchors: headings, items (`item:id`), and ids from raw HTML.
    pub fn anchor_names(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|heading| heading.id.as_str()).chain(self.anchors.iter().map(|anchor| anchor.id.as_str()))
    }

    /// The nodes below a heading that stands at the top: from its end to the next such heading.
    #[must_use]
    pub fn section(&self, heading: usize) -> NodeRange {
        let start = self.end_of(self.headings[heading].node) + 1;
        let next = self.headings[heading + 1..].iter().find(|next| next.top).map_or(self.nodes.len(), |next| next.node);
        start..next.max(start)
    }

    /// The nodes before the first heading that stands at the top.
    #[must_use]
    pub fn lead(&self) -> NodeRange {
        0..self.headings.iter().find(|heading| heading.top).map_or(self.nodes.len(), |heading| heading.node)
    }

    /// The `End` that belongs to the `Start` at this node; the node itself when it opens nothing.
    #[must_use]
    pub fn end_of(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (at, node) in self.nodes.iter().enumerate().skip(start) {
            match node {
                Node::Start(_) => depth += 1,
                Node::End => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.nodes.len().saturating_sub(1)
    }

    /// The byte at which the first text of a node's block stands; `None` when it holds none that is literal.
    #[must_use]
    pub fn offset(&self, node: usize) -> Option<usize> {
        self.nodes[node..=self.end_of(node)].iter().find_map(|node| match node {
            Node::Start(Tag::Heading(number)) => Some(self.headings[*number as usize].range.start),
            Node::Start(Tag::Item(number)) => Some(self.items[*number as usize].line.start),
            Node::Start(Tag::Link(number)) => Some(self.links[*number as usize].range.start),
            Node::Image(image) => Some(self.links[image.link as usize].range.start),
            Node::CodeBlock(block) => Some(block.start as usize),
            Node::Text(range) => Some(range.start as usize),
            _ => None,
        })
    }

    /// The parts of a range: each top-level node or container as a range of its own.
    #[must_use]
    pub fn parts(&self, range: NodeRange) -> Vec<NodeRange> {
        let mut parts = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let end = self.end_of(at) + 1;
            parts.push(at..end);
            at = end;
        }
        parts
    }

    /// The plain text of a range, blocks separated by a space.
    #[must_use]
    pub fn plain(&self, range: NodeRange) -> String {
        let mut plain = String::new();
        for node in &self.nodes[range] {
            match node {
                Node::Text(range) => plain.push_str(self.slice(range)),
                Node::Owned(text) | Node::Code(text) => plain.push_str(text),
                Node::CodeBlock(block) => plain.push_str(&block.code),
                Node::Image(image) => plain.push_str(&image.alt),
                Node::Worksheet(number) => plain.push_str(&self.worksheets[*number as usize].words()),
                Node::SoftBreak
                | Node::HardBreak
                | Node::Start(Tag::Paragraph | Tag::ListItem | Tag::Heading(_) | Tag::TableCell | Tag::ItemMore)
                    if !plain.ends_with(' ') && !plain.is_empty() =>
                {
                    plain.push(' ');
                }
                _ => {}
            }
        }
        plain.trim().to_owned()
    }
}
