//! Layers of theme files: which theme a book wants, what it extends, and how layers cover each other.

use crate::book::ThemeMatter;
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::parse;
use crate::source::{Fingerprint, Fingerprinter, SourcePath, Sources, text_from_bytes};
use bytes::Bytes;
use rust_embed::RustEmbed;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// The themes inside the binary.
#[derive(RustEmbed)]
#[folder = "themes/"]
struct Embedded;

/// Where a theme comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// One of the themes inside the binary: `default`.
    BuiltIn(String),
    /// A folder, relative to the folder that names it (the book for `book.yml`, else the naming theme).
    Folder(String),
}

/// One layer: file path (`templates/base.html`) → bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// What stands before its files' paths in messages: `book/theme/`.
    pub shown_as: String,
    /// The files.
    pub files: BTreeMap<String, Bytes>,
}

/// All layers of a build, lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// The layers.
    pub layers: Vec<Layer>,
}

impl Layer {
    /// A file that is read as YAML, with what is wrong at its place. `None` where this layer has no such file.
    pub(super) fn yaml<T: Default>(&self, path: &str, read: impl FnOnce(&SourcePath, &str) -> Outcome<T>) -> Option<Outcome<T>> {
        let bytes = self.files.get(path)?;
        let source = SourcePath::new(path).ok()?;
        let file: Arc<str> = format!("{}{path}", self.shown_as).into();
        let Ok(text) = text_from_bytes(bytes) else {
            let fault = Diagnostic::of_book(Code::NotText, format!("`{file}` is no text in UTF-8 of at most 1 MiB"));
            return Some(Outcome::new(T::default(), vec![fault.help("save the file as UTF-8")]));
        };
        let text: Arc<str> = text.into();
        let Outcome { value, diagnostics } = read(&source, &text);
        Some(Outcome::new(value, diagnostics.into_iter().map(|fault| fault.elsewhere(&file, &text)).collect()))
    }

    /// Its `theme.yml`.
    pub(super) fn matter(&self) -> Option<Outcome<ThemeMatter>> {
        self.yaml("theme.yml", parse::theme)
    }
}

impl ThemeFiles {
    /// Each path's file in the highest layer that has it.
    #[must_use]
    pub fn merged(&self) -> BTreeMap<String, Bytes> {
        let mut merged = BTreeMap::new();
        for layer in &self.layers {
            merged.extend(layer.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        }
        merged
    }

    /// Of all files and their layers.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::default();
        for layer in &self.layers {
            fingerprinter.part(layer.shown_as.as_bytes());
            fingerprinter.part(&layer.files.len().to_le_bytes());
            for (path, bytes) in &layer.files {
                fingerprinter.part(path.as_bytes());
                fingerprinter.part(bytes);
            }
        }
        fingerprinter.finish()
    }
}

/// The theme `book.yml` asks for; `default` when it asks for none.
#[must_use]
pub fn wanted(sources: &Sources) -> ThemeName {
    named(&parse::manifest_of(sources).theme)
}

/// The theme a layer's `theme.yml` extends; `None` at the end of the chain.
#[must_use]
pub fn extends(layer: &Layer) -> Option<ThemeName> {
    let name = layer.matter()?.value.extends?.value;
    (!name.is_empty()).then(|| named(&name))
}

/// The theme inside the binary of this name.
#[must_use]
pub fn built_in(name: &str) -> Option<Layer> {
    let prefix = format!("{name}/");
    let files: BTreeMap<String, Bytes> = Embedded::iter()
        .filter_map(|path| {
            let rest = path.strip_prefix(&prefix)?.to_owned();
            let bytes = match Embedded::get(&path)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => bytes.into(),
            };
            Some((rest, bytes))
        })
        .collect();
    (!files.is_empty()).then(|| Layer { shown_as: format!("themes/{name}/"), files })
}

fn named(name: &str) -> ThemeName {
    if name.contains('/') || name.starts_with('.') { ThemeName::Folder(name.to_owned()) } else { ThemeName::BuiltIn(name.to_owned()) }
}
