//! The words of the interface in the book's language, with their plurals.

use super::ThemeFiles;
use crate::book::Located;
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, nearest, slip};
use crate::parse;
use crate::source::{Fingerprint, Fingerprinter, SourcePath, Span};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use std::collections::{BTreeMap, BTreeSet};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 7] = ["ar", "dv", "fa", "he", "ps", "ur", "yi"];

/// A message names at most this many missing keys; the rest is a number.
const NAMED: usize = 8;

/// What may stand behind the `_` of a plural's key: the categories of Unicode's CLDR.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Key → words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    language: String,
    words: BTreeMap<String, String>,
}

/// Reads the strings of a language: `strings/pt-BR.yml`, else `strings/pt.yml`, each layer covering the ones
/// below. A theme without that language speaks English, with a warning.
pub(super) fn read(files: &ThemeFiles, language: &str) -> Outcome<Strings> {
    let primary = language.split('-').next().unwrap_or(language);
    let mut reader = Reader::new(files);
    let english = reader.file("en");
    let mut own = if primary == "en" { english.clone() } else { reader.file(primary) };
    if let Some(closer) = Some(language).filter(|language| *language != primary).and_then(|language| reader.file(language)) {
        own.get_or_insert_default().extend(closer);
    }
    let (english, Reader { mut diagnostics, whole, .. }) = (english.unwrap_or_default(), reader);
    let Some(words) = own else {
        let message = format!("the theme has no words in `{language}`, so its interface is in English");
        let mut missing = Diagnostic::of_book(Code::MissingString, message);
        missing.severity = Severity::Warning;
        diagnostics.push(missing.help(format!("translate the default theme's strings/en.yml as theme/strings/{primary}.yml of the book")));
        return Outcome::new(Strings { language: "en".to_owned(), words: english }, diagnostics);
    };
    let mut strings = Strings { language: language.to_owned(), words };
    // What a file at fault would have said is no second fault.
    diagnostics.extend(strings.complete(english).filter(|_| whole));
    Outcome::new(strings, diagnostics)
}

/// Keys, where they stand, and their words.
type Entries = Vec<(Located<String>, String)>;

/// Reads files of words.
struct Reader<'a> {
    files: &'a ThemeFiles,
    /// English as the theme at the bottom has it.
    english: Option<Outcome<Entries>>,
    /// The keys of these; all that the program itself asks for are among them.
    known: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
    /// Whether all of them could be read.
    whole: bool,
}

impl<'a> Reader<'a> {
    fn new(files: &'a ThemeFiles) -> Self {
        let english = files.layers.first().and_then(|layer| layer.yaml("strings/en.yml", parse::words));
        let known = english.iter().flat_map(|english| &english.value).map(|(key, _)| key.value.clone()).collect();
        Self { files, english, known, diagnostics: Vec::new(), whole: true }
    }

    /// The words of `strings/NAME.yml`, each layer covering the ones below. `None` where no layer has them.
    fn file(&mut self, name: &str) -> Option<BTreeMap<String, String>> {
        let path = format!("strings/{name}.yml");
        let mut words: Option<BTreeMap<String, String>> = None;
        for (number, layer) in self.files.layers.iter().enumerate() {
            let checked = |source: &SourcePath, text: &str| {
                let mut read = parse::words(source, text);
                read.diagnostics.extend(read.value.iter().filter_map(|(key, _)| self.misspelt(source, key)));
                read
            };
            let read = if number == 0 && name == "en" { self.english.clone() } else { layer.yaml(&path, checked) };
            let Some(read) = read else { continue };
            self.whole &= !read.has_errors();
            let entries = read.take(&mut self.diagnostics);
            words.get_or_insert_default().extend(entries.into_iter().map(|(key, words)| (key.value, words)));
        }
        words
    }

    /// A key that nothing asks for and that is nearly one that is known. Templates make some of their keys from parts,
    /// so a key that is like no other is nobody's business.
    fn misspelt(&self, source: &SourcePath, key: &Located<String>) -> Option<Diagnostic> {
        let name = key.value.as_str();
        let stem = name.rsplit_once('_').filter(|(_, form)| FORMS.contains(form)).map(|(stem, _)| stem);
        let is_plural = stem.is_some_and(|stem| self.known.contains(&format!("{stem}_other")));
        if self.known.contains(name) || is_plural {
            return None;
        }
        let near = slip(name, self.known.iter().map(String::as_str)).filter(|_| !self.is_asked_for(name))?;
        let message = format!("nothing asks for the words `{name}`");
        let mut fault = Diagnostic::at(Code::UnknownField, Span::new(source, key.range()), message);
        fault.severity = Severity::Warning;
        Some(fault.help(format!("did you mean `{near}`?")).help(format!("words of your own stand in a template: `t(key=\"{name}\")`")))
    }

    /// Whether a template or script of any layer names the key.
    fn is_asked_for(&self, key: &str) -> bool {
        // Scripts know the words of a module by the rest of the key.
        let name = key.strip_prefix("js-").and_then(|rest| rest.split_once('_')).map_or(key, |(_, name)| name);
        let files = self.files.layers.iter().flat_map(|layer| &layer.files);
        let mut code = files.filter(|(path, _)| path.ends_with(".html") || path.ends_with(".js"));
        code.any(|(_, bytes)| {
            String::from_utf8_lossy(bytes).split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).any(|word| word == name)
        })
    }
}

impl Strings {
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

    /// Fills in what English has and this language lacks, with one error that names it. Of a plural every language has
    /// `other`.
    fn complete(&mut self, english: BTreeMap<String, String>) -> Option<Diagnostic> {
        let is_plural = |key: &str| key.strip_suffix("_one").is_some_and(|stem| english.contains_key(&format!("{stem}_other")));
        let is_missing = |key: &String| !self.words.contains_key(key) && !is_plural(key);
        let missing: Vec<String> = english.keys().filter(|key| is_missing(key)).cloned().collect();
        let named: Vec<String> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
        let more = if missing.len() > NAMED { format!(" and {} more", missing.len() - NAMED) } else { String::new() };
        let message = format!("strings/{}.yml lacks {}{more}", self.language, named.join(", "));
        let help = "the English words stand in the default theme's strings/en.yml; write these keys in this language";
        let fault = (!missing.is_empty()).then(|| Diagnostic::of_book(Code::MissingString, message).help(help));
        self.words.extend(english.into_iter().filter(|(key, _)| missing.binary_search(key).is_ok()));
        fault
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
