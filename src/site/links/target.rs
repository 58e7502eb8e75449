//! What a link of the book points to, once it is resolved.

use crate::book::PageIndex;
use crate::site::url::Url;
use std::sync::Arc;

/// What a resolved link points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A place in the site.
    Inside {
        /// The file.
        url: Url,
        /// The place in it.
        anchor: Option<String>,
        /// What a bare link shows.
        title: Arc<str>,
        /// What it is.
        kind: TargetKind,
    },
    /// An address outside.
    Outside(String),
    /// Nothing that can be linked: shown as this text, or as the link's own text when that is empty.
    Text(Arc<str>),
}

/// What a link inside the site points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// A page of the book.
    Page(PageIndex),
    /// A glossary term.
    Term(usize),
    /// A cited source.
    Source(usize),
    /// A page that Rungs makes, or a file.
    Other,
}

impl Target {
    /// The page of the book it points to.
    #[must_use]
    pub fn page(&self) -> Option<PageIndex> {
        match self {
            Self::Inside { kind: TargetKind::Page(page), .. } => Some(*page),
            _ => None,
        }
    }

    /// The source it cites.
    #[must_use]
    pub fn source(&self) -> Option<usize> {
        match self {
            Self::Inside { kind: TargetKind::Source(source), .. } => Some(*source),
            _ => None,
        }
    }
}
