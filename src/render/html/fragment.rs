//! A fragment of HTML: which part of a body it is made of, and where it will stand.

use super::writer::Writer;
use crate::book::{Block, Body, NodeRange};
use crate::memo::Table;
use crate::render::highlight::Highlighted;
use crate::site::{Site, Target, TermUse, Url};
use crate::source::Origin;
use crate::theme::Strings;

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
        Writer::new(self, fragment, skip_keyword).write(range)
    }

    /// Notes words that are missing.
    pub(in crate::render) fn miss(&self, missing: String) {
        self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(missing);
    }

    /// The words of a key; a missing one is noted and shown as the key.
    pub(in crate::render) fn words(&self, key: &str) -> String {
        match self.strings.get(key) {
            Ok(words) => words.to_owned(),
            Err(missing) => {
                self.miss(missing);
                key.to_owned()
            }
        }
    }

    /// The `href` of a place in the site, seen from this page.
    pub(in crate::render) fn href(&self, url: &Url, id: Option<&str>) -> String {
        let path = if url == self.url && id.is_some() { String::new() } else { url.from_folder(self.url.folder()) };
        match id {
            Some(id) => format!("{path}#{}", anchor(id)),
            None => path,
        }
    }
}

/// An anchor as an address writes it.
pub(in crate::render) fn anchor(id: &str) -> String {
    percent_encoding::utf8_percent_encode(id, FRAGMENT).to_string()
}

/// What must be escaped in the fragment of an address, behind its `#`.
const FRAGMENT: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%');
