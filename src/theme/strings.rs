//! The words of the interface in the book's language, with their plurals.

use super::ThemeFiles;
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, nearest};
use crate::parse;
use crate::source::{Fingerprint, Fingerprinter, SourcePath};
use std::collections::BTreeMap;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 7] = ["ar", "dv", "fa", "he", "ps", "ur", "yi"];

/// Key → words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    language: String,
    words: BTreeMap<String, String>,
}

/// Reads the strings of a language: `strings/pt-BR.yml`, else `strings/pt.yml`, each layer covering the ones
/// below. A theme without that language speaks English, with a warning.
pub(super) fn read(files: &ThemeFiles, language: &str) -> Outcome<Strings> {
    let mut diagnostics = Vec::new();
    let primary = language.split('-').next().unwrap_or(language);
    let mut strings = Strings { language: language.to_owned(), words: BTreeMap::new() };
    let mut found = false;
    for name in [primary, language] {
        found |= strings.cover(files, name, &mut diagnostics);
    }
    if !found {
        let message = format!("the theme has no words in `{language}`, so its interface is in English");
        let mut missing = Diagnostic::of_book(Code::MissingString, message);
        missing.severity = Severity::Warning;
        diagnostics.push(missing.help(format!("translate the default theme's strings/en.yml as theme/strings/{primary}.yml of the book")));
        strings.cover(files, "en", &mut diagnostics);
    }
    Outcome::new(strings, diagnostics)
}

impl Strings {
    fn cover(&mut self, files: &ThemeFiles, name: &str, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let path = format!("strings/{name}.yml");
        let mut found = false;
        for layer in &files.layers {
            let Some(bytes) = layer.files.get(&path) else { continue };
            let Ok(source) = SourcePath::new(&path) else { continue };
            found = true;
            let read = parse::words(&source, &String::from_utf8_lossy(bytes));
            if read.has_errors() {
                let faults: Vec<&str> = read.diagnostics.iter().map(|fault| fault.message.as_str()).collect();
                let message = format!("{}{path}: {}", layer.shown_as, faults.join("; "));
                diagnostics.push(Diagnostic::of_book(Code::YamlSyntax, message));
            }
            self.words.extend(read.value);
        }
        found
    }

    /// The words of a key.
    ///
    /// # Errors
    /// A sentence that names the missing key and the nearest one there is.
    pub fn get(&self, key: &str) -> Result<&str, String> {
        self.words.get(key).map(String::as_str).ok_or_else(|| {
            let near = nearest(key, self.words.keys().map(String::as_str));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("strings/{}.yml has no `{key}`{hint}", self.language)
        })
    }

    /// The words of a key for a number of things: `key_one` or `key_other`, else the key itself.
    ///
    /// # Errors
    /// As [`Strings::get`].
    pub fn plural(&self, key: &str, n: i64) -> Result<&str, String> {
        let form = if n == 1 { "one" } else { "other" };
        match self.words.get(&format!("{key}_{form}")).or_else(|| self.words.get(&format!("{key}_other"))) {
            Some(words) => Ok(words),
            None => self.get(key),
        }
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        let primary = self.language.split('-').next().unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&primary) { "rtl" } else { "ltr" }
    }

    /// The words that scripts use, by the name of their module. Keys that begin with `js_` are on every page, in
    /// `strings`, under their whole name; `js-backup_title` is `title` in `strings-backup`, for the pages that load it.
    pub(super) fn for_scripts(&self) -> BTreeMap<String, BTreeMap<&str, &str>> {
        let mut modules = BTreeMap::from([("strings".to_owned(), BTreeMap::new())]);
        for (key, words) in &self.words {
            let (module, name) = match key.strip_prefix("js-").and_then(|rest| rest.split_once('_')) {
                Some((module, name)) => (format!("strings-{module}"), name),
                None if key.starts_with("js_") => ("strings".to_owned(), key.as_str()),
                None => continue,
            };
            modules.entry(module).or_default().insert(name, words.as_str());
        }
        modules
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::default();
        fingerprinter.part(self.language.as_bytes());
        for (key, words) in &self.words {
            fingerprinter.part(key.as_bytes());
            fingerprinter.part(words.as_bytes());
        }
        fingerprinter.finish()
    }
}

/// Fills `{name}` places of some words.
#[must_use]
pub fn fill<'a>(words: &str, places: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut filled = words.to_owned();
    for (name, value) in places {
        filled = filled.replace(&format!("{{{name}}}"), &value);
    }
    filled
}
