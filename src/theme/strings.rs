//! The words of the interface in the book's language, with their plurals.

use super::ThemeFiles;
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, nearest};
use crate::parse;
use crate::source::{Fingerprint, Fingerprinter, SourcePath};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use std::collections::BTreeMap;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 7] = ["ar", "dv", "fa", "he", "ps", "ur", "yi"];

/// A message names at most this many missing keys; the rest is a number.
const NAMED: usize = 8;

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
        "en".clone_into(&mut strings.language);
    }
    diagnostics.extend(strings.incomplete(files));
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

    /// The words of a key for a number of things: `key_one`, `key_few` and so on by the rules of the language, else
    /// `key_other`, else the key itself.
    ///
    /// # Errors
    /// As [`Strings::get`].
    pub fn plural(&self, key: &str, n: i64) -> Result<&str, String> {
        let form = self.category(n);
        match self.words.get(&format!("{key}_{form}")).or_else(|| self.words.get(&format!("{key}_other"))) {
            Some(words) => Ok(words),
            None => self.get(key),
        }
    }

    /// The plural category of Unicode's CLDR that a number has in this language.
    fn category(&self, n: i64) -> &'static str {
        let rules = Locale::try_from_str(&self.language).ok().and_then(|locale| PluralRules::try_new_cardinal((&locale).into()).ok());
        match rules.map(|rules| rules.category_for(n.unsigned_abs())) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }

    /// A whole number as the language writes it: its thousands are set apart by `number_group`.
    #[must_use]
    pub fn number(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let group = self.words.get("number_group").map_or("", String::as_str);
        let mut written = String::from(if n < 0 { "-" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push_str(group);
            }
            written.push(digit);
        }
        written
    }

    /// One error that names what English has and this language lacks. Of a plural every language has `other`.
    fn incomplete(&self, files: &ThemeFiles) -> Option<Diagnostic> {
        let mut english = Self::default();
        english.cover(files, "en", &mut Vec::new());
        let plural = |key: &str| key.strip_suffix("_one").is_some_and(|stem| english.words.contains_key(&format!("{stem}_other")));
        let missing: Vec<String> =
            english.words.keys().filter(|key| !self.words.contains_key(*key) && !plural(key)).map(|key| format!("`{key}`")).collect();
        let more = if missing.len() > NAMED { format!(" and {} more", missing.len() - NAMED) } else { String::new() };
        let message = format!("strings/{}.yml lacks {}{more}", self.language, missing[..missing.len().min(NAMED)].join(", "));
        let help = "the English words stand in the default theme's strings/en.yml; write these keys in this language";
        (!missing.is_empty()).then(|| Diagnostic::of_book(Code::MissingString, message).help(help))
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

#[cfg(test)]
mod tests {
    use super::Strings;

    #[track_caller]
    fn check(language: &str, expected: &[(i64, &str)]) {
        let strings = Strings { language: language.to_owned(), ..Strings::default() };
        for (n, category) in expected {
            assert_eq!(strings.category(*n), *category, "{n} in {language}");
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        check("en", &[(0, "other"), (1, "one"), (2, "other")]);
        check("de-CH", &[(1, "one"), (11, "other")]);
        check("ar", &[(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other"), (103, "few")]);
        check("pl", &[(1, "one"), (3, "few"), (5, "many")]);
        check("ja", &[(1, "other")]);
        check("no language", &[(1, "other")]);
    }

    #[test]
    fn thousands_are_set_apart() {
        let mut strings = Strings::default();
        assert_eq!(strings.number(1_234_567), "1234567");
        strings.words.insert("number_group".to_owned(), ".".to_owned());
        assert_eq!((strings.number(0), strings.number(999), strings.number(-1_000)), ("0".into(), "999".into(), "-1.000".into()));
    }
}
