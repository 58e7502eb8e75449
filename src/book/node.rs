//! The nodes of a body: one step each through a document. What is numbered stands in the body's tables.

use std::{ops::Range, sync::Arc};

/// A fenced or indented code block.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeBlock {
    /// The first word of the info string; empty when there is none.
    pub language: String,
    /// `title="…"` of the info string.
    pub title: Option<String>,
    /// `tab="…"` of the info string: what readers choose it by among the blocks next to it.
    pub tab: Option<String>,
    /// The code.
    pub code: Arc<str>,
    /// The byte at which the block begins.
    pub start: u32,
}

/// An image; its address is a numbered link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// Number of its link.
    pub link: u32,
    /// The alternative text.
    pub alt: String,
    /// Width and height that raw HTML asked for.
    pub size: Option<(u32, u32)>,
}

/// One step through a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Opens a container.
    Start(Tag),
    /// Closes the container opened last.
    End,
    /// Text that stands literally in the source.
    Text(Range<u32>),
    /// Text that does not (entities, escapes).
    Owned(Box<str>),
    /// Inline code.
    Code(Box<str>),
    /// A line end that means a space.
    SoftBreak,
    /// A line end that is kept.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The `occurrence`-th mark of footnote `number`, both from 1.
    Footnote {
        /// Which footnote.
        number: u32,
        /// Which mark of it.
        occurrence: u32,
    },
    /// Mathematics, as `MathML`.
    Math {
        /// The element.
        mathml: Box<str>,
        /// As the author wrote it, in TeX.
        tex: Box<str>,
        /// Whether it stands on lines of its own.
        display: bool,
    },
    /// A code block.
    CodeBlock(Box<CodeBlock>),
    /// A worksheet, by number.
    Worksheet(u32),
    /// A part of the ladder, or of a checklist, by number.
    Block(u32),
    /// An image.
    Image(Box<Image>),
    /// An allowed element that has no content: `br`, `hr`, `wbr`, `col`.
    Void(Box<Element>),
    /// HTML of a book whose author is trusted (`raw_html: trust`).
    TrustedHtml(Box<str>),
}

/// What a [`Node::Start`] opens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// Heading, by number.
    Heading(u32),
    /// A quotation.
    BlockQuote,
    /// A GitHub alert.
    Callout(Callout),
    /// A list.
    List(ListTag),
    /// An entry of a list.
    ListItem,
    /// An entry with a box that is not tracked (templates).
    Task {
        /// Whether the box is ticked.
        ticked: bool,
    },
    /// A list entry that is a trackable item, by number.
    Item(u32),
    /// The first line of an item: what its box is labelled with.
    ItemText,
    /// What stands below an item's first line.
    ItemMore,
    /// A table and its columns.
    Table(Box<[Alignment]>),
    /// The head of a table: one row.
    TableHead,
    /// A row of a table's body.
    TableRow,
    /// A cell, in the column of its place.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Link, by number.
    Link(u32),
    /// The text of a footnote, and how often it is referred to.
    FootnoteDefinition {
        /// Its number, from 1.
        number: u32,
        /// How many marks point to it.
        references: u32,
    },
    /// A definition list.
    DefinitionList,
    /// What is defined.
    DefinitionTitle,
    /// Its definition.
    Definition,
    /// An allowed HTML element.
    Element(Box<Element>),
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ListTag {
    /// The first number of a numbered list.
    pub start: Option<u64>,
    /// Whether it holds trackable items; then the number of the heading above it, if any.
    pub items: Option<Option<u32>>,
}

/// An allowed HTML element with its allowed attributes, values unescaped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Element {
    /// The tag name, lower case.
    pub name: &'static str,
    /// Attributes in order of name.
    pub attributes: Vec<(&'static str, String)>,
    /// Number of the link its `href` or `src` is.
    pub link: Option<u32>,
}

/// Column alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// As the language flows.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// GitHub's alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Callout {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

impl Callout {
    /// The word used in class names and string keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}
