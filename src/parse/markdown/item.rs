//! Boxes in lists: how `- [ ] text {#id}` and what stands below it become an item.

use super::builder::{Builder, Open, OpenKind, as_u32};
use super::{Boxes, slug, tail};
use crate::book::{Id, Item, LinkTarget, Node, Tag, Tail};
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// How far the reading of a list entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It has no box that is tracked.
    NotBox,
    /// Its first line is being read.
    Text,
    /// Its first line is over.
    Between,
    /// A paragraph below its first line is being read.
    MoreParagraph,
    /// Blocks below its first line are being read.
    More,
}

impl Builder<'_> {
    /// A box before the text of a list entry.
    pub fn task(&mut self, ticked: bool, marker: &Range<usize>) {
        match self.options.boxes {
            Boxes::Tracked => self.item(ticked, marker),
            Boxes::Untracked => self.untracked(ticked),
        }
    }

    /// A box that is only shown.
    fn untracked(&mut self, ticked: bool) {
        if let Some(open) = self.open.iter().rev().find(|open| matches!(open.kind, OpenKind::Item(_))) {
            self.body.nodes[open.node] = Node::Start(Tag::Task { ticked });
        }
    }

    /// A box that readers tick: the entry around it becomes an item.
    fn item(&mut self, ticked: bool, marker: &Range<usize>) {
        let loose = matches!(self.open.last(), Some(Open { kind: OpenKind::Plain, .. }));
        if loose {
            if let Some(paragraph) = self.open.last_mut() {
                paragraph.kind = OpenKind::ItemParagraph;
            }
            self.body.nodes.pop();
        }
        let Some(at) = self.open.iter().rposition(|open| matches!(open.kind, OpenKind::Item(_))) else { return };
        self.open[at].kind = OpenKind::Item(Stage::Text);
        let number = as_u32(self.body.items.len());
        let node = self.open[at].node;
        self.body.nodes[node] = Node::Start(Tag::Item(number));
        self.mark_list(at);
        let item = self.read_item(ticked, marker);
        self.body.items.push(item);
        self.body.nodes.push(Node::Start(Tag::ItemText));
    }

    /// Tells the list around the entry at `at` that it holds items.
    fn mark_list(&mut self, at: usize) {
        let heading = self.body.headings.len().checked_sub(1).map(as_u32);
        let Some(list) = at.checked_sub(1).map(|at| self.open[at].node) else { return };
        if let Node::Start(Tag::List(list)) = &mut self.body.nodes[list] {
            list.items.get_or_insert(heading);
        }
    }

    fn read_item(&mut self, ticked: bool, marker: &Range<usize>) -> Item {
        let end = self.text[marker.end..].find('\n').map_or(self.text.len(), |at| at + marker.end);
        let line = marker.start..marker.start + self.text[marker.start..end].trim_end().len();
        let tail_range = tail::find(self.text, &(marker.end..line.end));
        let tail = match &tail_range {
            Some(range) => tail::read(self.text, range, self.origin, &mut self.diagnostics),
            None => Tail::default(),
        };
        let text_end = tail_range.as_ref().map_or(line.end, |range| range.start);
        let title = self.text[marker.end..text_end].trim();
        if ticked {
            let span = self.origin.span(&marker.clone());
            let message = "a box that is ticked in the source counts as open";
            self.diagnostics
                .push(Diagnostic::at(Code::ItemTicked, span, message).help("write `[ ]`: readers tick it, each for themselves"));
        }
        // Until its words are read, which an id can be made of.
        let id = tail.id.as_ref().map_or_else(|| Id::new(""), |id| id.value.clone());
        self.tail = tail_range;
        let heading = self.body.headings.len().checked_sub(1).map(as_u32);
        Item { id, title: title.into(), tail, heading, line, ticked }
    }

    /// A line end: the first one in an item's own line ends that line.
    pub fn line_break(&mut self, node: Node) {
        let depth = self.open.len();
        let whole = !self.elements.iter().any(|element| element.depth >= depth);
        let (parent, paragraph) = self.item_around();
        let Some(at) = parent.filter(|_| whole) else { return self.inline(node) };
        if !paragraph && at + 1 != depth {
            return self.inline(node);
        }
        match self.open[at].kind {
            OpenKind::Item(Stage::Text) => {
                self.close_title(at);
                self.body.nodes.extend([Node::Start(Tag::ItemMore), Node::Start(Tag::Paragraph)]);
                self.open[at].kind = OpenKind::Item(Stage::MoreParagraph);
            }
            _ => self.inline(node),
        }
    }

    /// The innermost entry when it, or its first paragraph, is what is open last.
    fn item_around(&self) -> (Option<usize>, bool) {
        let last = self.open.len().checked_sub(1);
        match last.map(|at| &self.open[at].kind) {
            Some(OpenKind::Item(_)) => (last, false),
            Some(OpenKind::ItemParagraph) => (last.and_then(|at| at.checked_sub(1)), true),
            _ => (None, false),
        }
    }

    /// Ends the first line of the item at `at`.
    fn close_title(&mut self, at: usize) {
        self.tail = None;
        let start = self.open[at].node;
        if let Node::Start(Tag::Item(number)) = self.body.nodes[start] {
            self.name_item(number, start);
        }
        self.body.nodes.push(Node::End);
    }

    /// Gives an item whose `Start` is the node `start` its title, which is what was read without markup, and an id made
    /// of these words when it has none.
    fn name_item(&mut self, number: u32, start: usize) {
        let title = self.body.plain(start + 2..self.body.nodes.len());
        let words = self.words_of_item(start + 2);
        let item = &mut self.body.items[number as usize];
        if item.tail.id.is_none() {
            item.id = Id::new(&derived(&words));
            let message = "this item has no id; until it has one, changing its words loses readers' ticks";
            let diagnostic = Diagnostic::at(Code::ItemWithoutId, self.origin.span(&item.line), message);
            self.diagnostics.push(diagnostic.help(format!("run `rungs ids`, which writes `{{#{}}}` behind it", item.id)));
        }
        item.title = title.into();
    }

    /// The text from the node `from` on, with the ids of links that have no words until they are resolved.
    fn words_of_item(&self, from: usize) -> String {
        let (mut words, mut told) = (String::new(), from);
        for at in from..self.body.nodes.len() {
            if let Node::Start(Tag::Link(number)) = &self.body.nodes[at]
                && let Some(link) = self.body.links.get(*number as usize).filter(|link| link.bare)
                && let LinkTarget::Reference { id, .. } = &link.target
            {
                words.push_str(&format!("{} {id} ", self.body.plain(told..at)));
                told = at;
            }
        }
        words + &self.body.plain(told..self.body.nodes.len())
    }

    /// Before a block inside an item: ends its first line, opens what stands below it.
    pub fn before_block(&mut self) {
        let Some(at) = self.open.len().checked_sub(1) else { return };
        let OpenKind::Item(stage) = self.open[at].kind else { return };
        match stage {
            Stage::NotBox | Stage::More => return,
            Stage::Text => {
                self.close_elements(self.open.len());
                self.close_title(at);
                self.body.nodes.push(Node::Start(Tag::ItemMore));
            }
            Stage::Between => self.body.nodes.push(Node::Start(Tag::ItemMore)),
            Stage::MoreParagraph => {
                self.close_elements(self.open.len());
                self.body.nodes.push(Node::End);
            }
        }
        self.open[at].kind = OpenKind::Item(Stage::More);
    }

    /// Before text inside an item whose first line is over.
    pub fn before_inline(&mut self) {
        let Some(at) = self.open.len().checked_sub(1) else { return };
        if matches!(self.open[at].kind, OpenKind::Item(Stage::Between)) {
            self.body.nodes.extend([Node::Start(Tag::ItemMore), Node::Start(Tag::Paragraph)]);
            self.open[at].kind = OpenKind::Item(Stage::MoreParagraph);
        }
    }

    /// The end of the paragraph that held an item's first line.
    pub fn end_item_paragraph(&mut self) {
        let Some(at) = self.open.len().checked_sub(1) else { return };
        let OpenKind::Item(stage) = self.open[at].kind else { return };
        match stage {
            Stage::Text => {
                self.close_title(at);
                self.open[at].kind = OpenKind::Item(Stage::Between);
            }
            Stage::MoreParagraph => {
                self.body.nodes.push(Node::End);
                self.open[at].kind = OpenKind::Item(Stage::More);
            }
            Stage::NotBox | Stage::Between | Stage::More => {}
        }
    }

    /// The end of a list entry that was popped at this stage.
    pub fn end_item(&mut self, stage: Stage) {
        match stage {
            Stage::NotBox | Stage::Between => {}
            Stage::Text => {
                let start = self.item_start();
                self.tail = None;
                if let Some((start, number)) = start {
                    self.name_item(number, start);
                }
                self.body.nodes.push(Node::End);
            }
            Stage::MoreParagraph => self.body.nodes.extend([Node::End, Node::End]),
            Stage::More => self.body.nodes.push(Node::End),
        }
        self.body.nodes.push(Node::End);
    }

    /// The `Start` of the item read last that is still in its first line.
    fn item_start(&self) -> Option<(usize, u32)> {
        self.body.nodes.iter().enumerate().rev().find_map(|(at, node)| match node {
            Node::Start(Tag::Item(number)) => Some((at, *number)),
            _ => None,
        })
    }
}

/// An id made of an item's words: as many of them as fit.
fn derived(title: &str) -> String {
    let slug = slug(title);
    let mut id = String::new();
    for word in slug.split('-').filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.chars().count() + 1 + word.chars().count() > Item::LONGEST_DERIVED {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(Item::LONGEST_DERIVED));
    }
    if id.is_empty() { "item".to_owned() } else { id }
}
