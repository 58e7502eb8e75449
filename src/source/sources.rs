//! `Sources`: everything one build may look at. The shell fills it; the phases only read it.

use super::{Fingerprint, Fingerprinter, SourcePath};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// A text file of the project: UTF-8, without byte order mark, with LF line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where it lies.
    pub path: SourcePath,
    /// What it says.
    pub content: Arc<str>,
    /// Of `content`.
    pub fingerprint: Fingerprint,
    /// Whether it may hold helpers (`{{#include …}}`); most texts hold none, and are looked through only once.
    pub has_helpers: bool,
}

/// A file that is copied as it is. Its bytes stay on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it lies.
    pub path: SourcePath,
    /// Length in bytes.
    pub length: u64,
    /// Of its whole content.
    pub fingerprint: Fingerprint,
    /// Its first bytes (up to [`Asset::HEAD`]), enough to read an image's size.
    pub head: Arc<[u8]>,
}

impl Asset {
    /// How many bytes of an asset `head` holds at most.
    pub const HEAD: usize = 64 * 1024;
    /// Assets above this many bytes are refused.
    pub const LIMIT: u64 = 100 * 1024 * 1024;
}

impl Text {
    /// Texts above this many bytes are refused…
    pub const LIMIT: usize = 1024 * 1024;
    /// …but for the two that have a line for every page or item: a book of many thousands has them, too.
    pub const LIST_LIMIT: usize = 16 * 1024 * 1024;

    /// How many bytes the text at this path may have.
    #[must_use]
    pub fn limit_of(path: &SourcePath) -> usize {
        if matches!(path.file_name(), "SUMMARY.md" | "ids.lock") { Self::LIST_LIMIT } else { Self::LIMIT }
    }

    /// The text that these bytes of the file at this path are.
    ///
    /// # Errors
    /// As [`text_from_bytes`], by the limit of this path.
    pub fn read(path: SourcePath, bytes: &[u8]) -> Result<Self, TextError> {
        let content = decode(bytes, Self::limit_of(&path))?;
        Ok(Self::new(path, &content))
    }

    /// The text at this path.
    #[must_use]
    pub fn new(path: SourcePath, content: &str) -> Self {
        let (fingerprint, has_helpers) = (Fingerprint::of(content.as_bytes()), content.contains("{{#"));
        Self { path, content: content.into(), fingerprint, has_helpers }
    }
}

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Not UTF-8 from this byte on.
    NotUtf8(usize),
    /// A NUL at this byte.
    Nul(usize),
    /// Above its limit; its length in bytes.
    TooLarge(usize),
}

/// Why the shell did not read a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A symbolic link, pipe, device or socket.
    Unusual(&'static str),
    /// Above the limit; its length in bytes.
    TooLarge(u64),
    /// The system said no; its words.
    Unreadable(String),
    /// Its name is not UTF-8; its path is noted escaped.
    NameNotUtf8,
    /// Its name has a character that no address can have; its path is noted escaped.
    BadName(char),
    /// Bytes that are not a text where one is needed.
    NotText(TextError),
    /// The folder of a theme of mdBook's.
    ThemeOfMdbook,
}

/// Turns a file's bytes into the content of a [`Text`]: drops the byte order mark, makes CRLF to LF.
///
/// # Errors
/// [`TextError`] when it is too large, not UTF-8, or holds a NUL.
pub fn text_from_bytes(bytes: &[u8]) -> Result<String, TextError> {
    decode(bytes, Text::LIMIT)
}

fn decode(bytes: &[u8], limit: usize) -> Result<String, TextError> {
    if bytes.len() > limit {
        return Err(TextError::TooLarge(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| TextError::NotUtf8(error.valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        return Err(TextError::Nul(at));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(text.replace("\r\n", "\n"))
}

/// Everything a build may look at.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    book: String,
    texts: BTreeMap<SourcePath, Arc<Text>>,
    assets: BTreeMap<SourcePath, Arc<Asset>>,
    refused: BTreeMap<SourcePath, Refusal>,
    dates: BTreeMap<SourcePath, String>,
    abroad: Option<String>,
    /// Of all the others, made when it is first asked for.
    fingerprint: OnceLock<Fingerprint>,
}

impl Sources {
    /// No files yet. `book` is the folder of the book inside the project, ending in `/`, or empty
    /// when the book is the whole project.
    #[must_use]
    pub fn new(book: &str) -> Self {
        Self { book: book.to_owned(), ..Self::default() }
    }

    /// The folder of the book inside the project: empty, or ending in `/`.
    #[must_use]
    pub fn book(&self) -> &str {
        &self.book
    }

    /// Adds a text that is known to be valid (tests, generated books).
    pub fn insert_text(&mut self, path: SourcePath, content: &str) {
        self.insert(Arc::new(Text::new(path, content)));
    }

    /// Adds a text the shell keeps between builds.
    pub fn insert(&mut self, text: Arc<Text>) {
        self.fingerprint.take();
        self.texts.insert(text.path.clone(), text);
    }

    /// Adds an asset.
    pub fn insert_asset(&mut self, asset: Arc<Asset>) {
        self.fingerprint.take();
        self.assets.insert(asset.path.clone(), asset);
    }

    /// Notes that a file could not be taken; it becomes a diagnostic.
    pub fn refuse(&mut self, path: SourcePath, refusal: Refusal) {
        self.fingerprint.take();
        self.refused.insert(path, refusal);
    }

    /// Notes the date of a source's last change (`2026-11-20`), as version control knows it.
    pub fn date(&mut self, path: SourcePath, date: String) {
        self.fingerprint.take();
        self.dates.insert(path, date);
    }

    /// Notes that the book lies in this repository, another than the one of the handbook that comes with the program.
    pub fn lies_abroad(&mut self, repository: String) {
        self.fingerprint.take();
        self.abroad = Some(repository);
    }

    /// The repository of a book that is known to lie in another than the handbook that comes with the program.
    #[must_use]
    pub fn abroad(&self) -> Option<&str> {
        self.abroad.as_deref()
    }

    /// Takes away whatever lies at this path.
    pub fn remove(&mut self, path: &SourcePath) {
        self.fingerprint.take();
        self.texts.remove(path);
        self.assets.remove(path);
        self.refused.remove(path);
        self.dates.remove(path);
    }

    /// Stands for everything that a build sees here: equal sources make equal books.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| {
            let mut all = Fingerprinter::default();
            all.part(self.book.as_bytes());
            all.part(self.abroad().unwrap_or_default().as_bytes());
            for text in self.texts() {
                all.part(text.path.as_str().as_bytes());
                all.part(text.fingerprint.as_bytes());
                all.part(self.last_change(&text.path).unwrap_or_default().as_bytes());
            }
            for asset in self.assets() {
                all.part(asset.path.as_str().as_bytes());
                all.part(asset.fingerprint.as_bytes());
            }
            for (path, refusal) in self.refused() {
                all.part(path.as_str().as_bytes());
                all.part(format!("{refusal:?}").as_bytes());
            }
            all.finish()
        })
    }

    /// The text at this path.
    #[must_use]
    pub fn text(&self, path: &SourcePath) -> Option<&Arc<Text>> {
        self.texts.get(path)
    }

    /// The text at this path of the book.
    #[must_use]
    pub fn book_text(&self, path: &str) -> Option<&Arc<Text>> {
        self.texts.get(&self.in_book(path)?)
    }

    /// The text that decides what holds for the whole book: `book.yml`, or mdBook's `book.toml` where there is none.
    #[must_use]
    pub fn manifest(&self) -> Option<&Arc<Text>> {
        let toml = || self.texts.get(&SourcePath::new("book.toml").ok()?);
        self.book_text("book.yml").or_else(toml)
    }

    /// The asset at this path.
    #[must_use]
    pub fn asset(&self, path: &SourcePath) -> Option<&Arc<Asset>> {
        self.assets.get(path)
    }

    /// All texts, by path.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<Text>> {
        self.texts.values()
    }

    /// All assets, by path.
    pub fn assets(&self) -> impl Iterator<Item = &Arc<Asset>> {
        self.assets.values()
    }

    /// All files that could not be taken, by path.
    pub fn refused(&self) -> impl Iterator<Item = (&SourcePath, &Refusal)> {
        self.refused.iter()
    }

    /// The date of the last change of a source, where version control was asked.
    #[must_use]
    pub fn last_change(&self, path: &SourcePath) -> Option<&str> {
        self.dates.get(path).map(String::as_str)
    }

    /// The project path of a path in the book; `None` when it would leave the project.
    #[must_use]
    pub fn in_book(&self, path: &str) -> Option<SourcePath> {
        SourcePath::new(&format!("{}{path}", self.book)).ok()
    }

    /// The part of `path` below the book's folder; `None` outside it.
    #[must_use]
    pub fn book_path<'a>(&self, path: &'a SourcePath) -> Option<&'a str> {
        path.below(&self.book)
    }
}

#[cfg(test)]
mod tests {
    use super::{SourcePath, Text, TextError, text_from_bytes};

    #[test]
    fn texts_are_utf8_lf_and_free_of_nul() {
        assert_eq!(text_from_bytes(b"\xef\xbb\xbfa\r\nb\rc"), Ok("a\nb\rc".to_owned()));
        assert_eq!(text_from_bytes(b"ab\xff"), Err(TextError::NotUtf8(2)));
        assert_eq!(text_from_bytes(b"a\0"), Err(TextError::Nul(1)));
        assert_eq!(text_from_bytes(&vec![b'a'; 1_048_577]), Err(TextError::TooLarge(1_048_577)));
    }

    #[test]
    fn lists_of_the_whole_book_may_be_longer_than_pages() {
        let length = |path: &str, bytes: usize| {
            let path = SourcePath::new(path).expect("a path");
            Text::read(path, &vec![b'a'; bytes]).map(|text| text.content.len())
        };
        for path in ["book/SUMMARY.md", "ids.lock"] {
            assert_eq!(length(path, 16 * 1024 * 1024), Ok(16 * 1024 * 1024));
            assert_eq!(length(path, 16 * 1024 * 1024 + 1), Err(TextError::TooLarge(16 * 1024 * 1024 + 1)));
        }
        assert_eq!(length("guide/a.md", 1_048_577), Err(TextError::TooLarge(1_048_577)));
    }
}
