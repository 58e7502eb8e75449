//! The text of a body as search reads it: what readers see, without marks.

use crate::book::{Body, Node, NodeRange, PageIndex, PageKind, Tag};
use crate::parse::keyword_length;
use crate::site::{Site, Target};

/// The text of some nodes without their items, which have records of their own, and without the keywords of a level.
pub(super) fn plain(site: &Site, index: PageIndex, range: NodeRange) -> String {
    let page = site.book.page(index);
    let body = page.body();
    let keywords = page.kind() == PageKind::Level;
    let mut text = String::new();
    let mut at = range.start;
    while at < range.end {
        match &body.nodes[at] {
            Node::Start(Tag::Item(_)) => at = body.end_of(at) + 1,
            Node::Start(Tag::ListItem) if keywords => {
                let end = body.end_of(at) + 1;
                let line = shown(body, &site.links[index.0], at..end);
                say(&mut text, " ");
                say(&mut text, without_keyword(&line));
                at = end;
            }
            _ => {
                show(&mut text, body, &site.links[index.0], at..at + 1);
                at += 1;
            }
        }
    }
    text.trim().to_owned()
}

/// What readers see of some nodes.
pub(super) fn shown(body: &Body, links: &[Target], nodes: NodeRange) -> String {
    let mut text = String::new();
    show(&mut text, body, links, nodes);
    text.trim().to_owned()
}

/// Adds what readers see of some nodes: blocks separated by a space, links named by what they point to.
fn show(text: &mut String, body: &Body, links: &[Target], nodes: NodeRange) {
    for node in &body.nodes[nodes] {
        match node {
            Node::Text(range) => say(text, body.slice(range)),
            Node::Owned(words) | Node::Code(words) => say(text, words),
            Node::CodeBlock(block) => say(text, &format!(" {} ", block.code.trim())),
            Node::Worksheet(number) => say(text, &format!(" {} ", body.worksheets[*number as usize].words())),
            Node::Image(image) => say(text, &format!(" {} ", image.alt)),
            Node::Start(Tag::Link(number)) if body.links[*number as usize].bare => match links.get(*number as usize) {
                Some(Target::Inside { title, .. } | Target::Text(title)) => say(text, title),
                Some(Target::Outside(_)) | None => {}
            },
            Node::SoftBreak
            | Node::HardBreak
            | Node::Start(
                Tag::Paragraph
                | Tag::ListItem
                | Tag::Item(_)
                | Tag::Task { .. }
                | Tag::Heading(_)
                | Tag::TableCell
                | Tag::ItemMore
                | Tag::Definition
                | Tag::DefinitionTitle
                | Tag::FootnoteDefinition { .. },
            ) => say(text, " "),
            _ => {}
        }
    }
}

/// Adds words to a text, one space between.
fn say(text: &mut String, words: &str) {
    let words = if text.is_empty() || text.ends_with(' ') { words.trim_start() } else { words };
    text.push_str(words);
}

fn without_keyword(line: &str) -> &str {
    &line[keyword_length(line)..]
}
