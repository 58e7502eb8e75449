//! Addresses inside the site: relative paths, and how one page writes the address of another.

use crate::source::SourcePath;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::{borrow::Borrow, fmt, iter, sync::Arc};
use unicode_normalization::UnicodeNormalization;

/// What must be escaped in the path of an address.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'|')
    .add(b'^');

/// The path of a file in the site: `guide/adr.html`. Not yet escaped for HTML or for addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Arc<str>);

impl Url {
    /// An address in the site.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The address of a page from its path in the book: lower case, white space to `-`, `README.md` and
    /// `index.md` to `index.html`.
    #[must_use]
    pub fn of_page(book_path: &str) -> Self {
        let stem = book_path.strip_suffix(".md").unwrap_or(book_path);
        let lower = if is_plain(stem) {
            stem.to_owned()
        } else {
            stem.nfc().flat_map(char::to_lowercase).map(|c| if c.is_whitespace() { '-' } else { c }).collect()
        };
        let path = match lower.strip_suffix("readme") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
            _ => format!("{lower}.html"),
        };
        Self(path.into())
    }

    /// The address of a file that is copied.
    #[must_use]
    pub fn of_asset(book_path: &str) -> Self {
        Self(book_path.into())
    }

    /// The file that an address means which an author wrote from the site's root: a folder means its index.
    #[must_use]
    pub fn of_written(address: &str) -> Self {
        let path = address.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') { Self(format!("{path}index.html").into()) } else { Self(path.into()) }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder part, without a slash at its end; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// All folders that it lies in, the innermost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        iter::successors(Some(self.as_str()), |path| path.rsplit_once('/').map(|(folder, _)| folder)).skip(1)
    }

    /// What leads from this page's folder to the root: empty, `../`, `../../` …
    #[must_use]
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// How a page in `folder` writes this address, percent-encoded.
    #[must_use]
    pub fn from_folder(&self, folder: &str) -> String {
        let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let to: Vec<&str> = self.0.split('/').collect();
        let common = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut path = "../".repeat(from.len() - common);
        path.push_str(&encode(&to[common..].join("/")));
        if path.is_empty() { "./".to_owned() } else { path }
    }

    /// The key under which two files of a case-insensitive or normalising disk would be one.
    #[must_use]
    pub fn folded(&self) -> Self {
        if is_plain(&self.0) { self.clone() } else { Self(self.0.nfc().flat_map(char::to_lowercase).collect::<String>().into()) }
    }

    /// The path, percent-encoded, for absolute addresses.
    #[must_use]
    pub fn encoded(&self) -> String {
        encode(&self.0)
    }
}

/// Whether neither case nor composition nor white space could differ: most paths are so, and are asked often.
fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase())
}

/// Escapes a path for an address.
fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Borrow<str> for Url {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&SourcePath> for Url {
    fn from(path: &SourcePath) -> Self {
        Self::new(path.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn pages_have_flat_lower_case_addresses() {
        for (path, expected) in [
            ("guide/ADR.md", "guide/adr.html"),
            ("README.md", "index.html"),
            ("a/README.md", "a/index.html"),
            ("Über uns.md", "über-uns.html"),
            ("myreadme.md", "myreadme.html"),
        ] {
            assert_eq!(Url::of_page(path).as_str(), expected);
        }
    }

    #[test]
    fn addresses_are_relative_and_escaped() {
        let check = |to: &str, from: &str, expected: &str| assert_eq!(Url::new(to).from_folder(from), expected);
        check("guide/a.html", "guide", "a.html");
        check("levels/staff.html", "guide", "../levels/staff.html");
        check("index.html", "", "index.html");
        check("a/b/c.html", "a/x/y", "../../b/c.html");
        check("x y#ü.html", "", "x%20y%23%C3%BC.html");
        assert_eq!(Url::new("a/b/c.html").root(), "../../");
        assert_eq!(Url::new("a/b/c.html").folders().collect::<Vec<_>>(), ["a/b", "a"]);
    }
}
