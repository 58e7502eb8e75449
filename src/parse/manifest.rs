//! `book.yml`, or mdBook's `book.toml`, becomes a `Manifest`: every field read, checked and given its default.

use super::front_matter::{is_date, unknown_word};
use super::{markdown, mdbook, yaml};
use crate::book::{Freeze, FreezeMatter, Located, Manifest, ManifestMatter, Math, RawHtml, Redirect, TEMPLATE_ID};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};

/// Reads `book.yml`, or mdBook's `book.toml` where there is none; without either, the defaults. `abroad` is the book's
/// repository, when it is known to be another than the template's.
pub(super) fn read(text: Option<&Text>, abroad: Option<&str>) -> Outcome<Manifest> {
    let Some(text) = text else { return Outcome::clean(Manifest::default()) };
    let mut diagnostics = Vec::new();
    if text.path.extension() == "toml" {
        let mdbook = mdbook::read(text).take(&mut diagnostics);
        let mut reader = Reader { text, abroad, diagnostics };
        let math = if mdbook.mathjax { Math::MathJax } else { Math::Off };
        let manifest = Manifest { math, ..reader.manifest(mdbook.matter) };
        return Outcome::new(manifest, reader.diagnostics);
    }
    if text.content.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Outcome::clean(Manifest::default());
    }
    let read = yaml::read::<ManifestMatter>(&text.path, &text.content).take(&mut diagnostics);
    let matter = read.value.unwrap_or_default();
    let edit_path = matter.edit_path.as_ref().map(|path| path.value.clone()).filter(|path| !path.is_empty());
    let mut reader = Reader { text, abroad, diagnostics };
    let mut manifest = reader.manifest(matter);
    if let (Some(repository), None) = (&manifest.repository, &manifest.edit_url) {
        manifest.edit_url = Some(Manifest::edit_url_of(repository, edit_path.as_deref()));
    }
    Outcome::new(manifest, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a Text,
    abroad: Option<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn manifest(&mut self, mut matter: ManifestMatter) -> Manifest {
        let defaults = Manifest::default();
        if matter.markdown.smart_punctuation {
            markdown::curl(&mut matter);
        }
        for words in [&matter.title, &matter.description].into_iter().flatten() {
            self.diagnostics.extend(yaml::dropped_comment(&self.text.path, &self.text.content, words));
        }
        let value = |words: Option<Located<String>>| words.map(|words| words.value).filter(|words| !words.is_empty());
        Manifest {
            site_id: matter.site.id.and_then(|id| self.site_id(id)).unwrap_or(defaults.site_id),
            language: matter.language.and_then(|language| self.language(language)).unwrap_or(defaults.language),
            base_url: matter.base_url.and_then(|url| self.web_address(url)).map(|url| with_slash(&url)),
            repository: matter.repository.and_then(|url| self.web_address(url)).map(|url| url.trim_end_matches('/').to_owned()),
            hue: matter.brand.hue.map_or(defaults.hue, |hue| self.hue(&hue)),
            raw_html: matter.markdown.raw_html.map_or(defaults.raw_html, |words| self.raw_html(&words)),
            title: value(matter.title),
            description: value(matter.description),
            edit_url: matter.edit_url.and_then(|url| self.edit_url(url)),
            theme: value(matter.theme).unwrap_or(defaults.theme),
            smart_punctuation: matter.markdown.smart_punctuation,
            math: if matter.markdown.math == Some(false) { Math::Off } else { Math::Dollars },
            authors: matter.authors.into_iter().map(|author| author.value).collect(),
            redirects: matter.redirects.0.into_iter().map(|(from, to)| Redirect { from, to }).collect(),
            freeze: matter.freeze.into_iter().filter_map(|freeze| self.freeze(freeze)).collect(),
            cname: matter.cname.and_then(|name| self.domain(name)),
            offline: matter.offline.unwrap_or(defaults.offline),
            index: matter.index.unwrap_or(defaults.index),
        }
    }

    fn site_id(&mut self, id: Located<String>) -> Option<String> {
        let fits = !id.value.is_empty()
            && id.value.len() <= 64
            && id.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if let Some(repository) = self.abroad.filter(|_| id.value == TEMPLATE_ID) {
            let message = format!("`{TEMPLATE_ID}` is the handbook that comes with Rungs, and this book lies in `{repository}`");
            let diagnostic = Diagnostic::at(Code::ForeignId, Span::new(&self.text.path, id.range()), message);
            let why = "readers' ticks are kept under this id: on one address with that handbook, or a copy of it, they would be mixed";
            let own = format!("before readers come, write an id of your own, like `site: {{id: {}}}`", own_id(repository));
            self.diagnostics.push(diagnostic.help(why).help(own));
        }
        self.fits(fits, id, "cannot be a site id", "small letters, digits and `-`, at most 64 of them")
    }

    fn language(&mut self, language: Located<String>) -> Option<String> {
        let parts = language.value.split('-');
        let fits = language.value.len() >= 2
            && parts.clone().all(|part| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        self.fits(fits, language, "is not a language tag", "write `en`, `de`, `pt-BR` …")
    }

    fn edit_url(&mut self, url: Located<String>) -> Option<String> {
        let help = "write the whole address with `{path}` for the page's path, like `https://example.org/edit/main/book/{path}`";
        self.fits(is_edit_url(&url.value), url, "is not an address of pages", help)
    }

    fn web_address(&mut self, url: Located<String>) -> Option<String> {
        self.fits(is_site_address(&url.value), url, "is not a web address", WEB_ADDRESS)
    }

    fn domain(&mut self, name: Located<String>) -> Option<String> {
        let fits = name.value.contains('.') && name.value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        self.fits(fits, name, "is not a domain", "write the bare name, like `handbook.example.org`")
    }

    fn fits(&mut self, fits: bool, value: Located<String>, what: &str, help: &str) -> Option<String> {
        if fits {
            return Some(value.value);
        }
        let span = Span::new(&self.text.path, value.range());
        self.diagnostics.push(Diagnostic::at(Code::UnknownValue, span, format!("`{}` {what}", value.value)).help(help));
        None
    }

    /// A freeze window whose days are days, the first one first.
    fn freeze(&mut self, freeze: FreezeMatter) -> Option<Freeze> {
        let reason = freeze.reason.map(|reason| reason.value);
        let from = self.fits(is_date(&freeze.from.value), freeze.from, "is not a day", "write a day like `2026-11-20`");
        let is_day = is_date(&freeze.to.value);
        let last = self.fits(is_day, freeze.to.clone(), "is not a day", "write a day like `2026-11-20`");
        let (from, last) = (from?, last?);
        let to =
            self.fits(from <= last, freeze.to, "comes before the first day", "`from` is the first day of the window, `to` the last")?;
        Some(Freeze { from, to, reason })
    }

    fn hue(&mut self, hue: &Located<u16>) -> u16 {
        if hue.value < 360 {
            return hue.value;
        }
        let span = Span::new(&self.text.path, hue.range());
        let diagnostic = Diagnostic::at(Code::UnknownValue, span, format!("`{}` is not a hue", hue.value));
        self.diagnostics.push(diagnostic.help("a hue is an angle from 0 to 359: 25 is red, 145 green, 255 blue"));
        Manifest::default().hue
    }

    fn raw_html(&mut self, words: &Located<String>) -> RawHtml {
        match words.value.as_str() {
            "sanitize" => RawHtml::Sanitize,
            "escape" => RawHtml::Escape,
            "trust" => RawHtml::Trust,
            other => {
                let known = ["sanitize", "escape", "trust"];
                self.diagnostics.push(unknown_word(&self.text.path, words, "raw_html", other, &known));
                RawHtml::Sanitize
            }
        }
    }
}

/// Whether a text is the whole address of a site or a repository, one that others are made of by adding to it.
#[must_use]
pub fn is_site_address(text: &str) -> bool {
    is_web_address(text) && !text.contains(['?', '#'])
}

/// What to write where a text is none.
pub const WEB_ADDRESS: &str = "write it whole, without `?` and `#`, like `https://example.org/handbook/`";

/// Whether this is an address that names a page's own place by `{path}`.
pub(super) fn is_edit_url(url: &str) -> bool {
    is_web_address(url) && url.contains(Manifest::PATH)
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\');
    !rest.is_empty() && !rest.starts_with(['/', ':', '@', '?', '#']) && rest.chars().all(fits)
}

/// An id for a book of this repository: `https://github.com/acme/ladder` gives `acme-ladder`.
fn own_id(repository: &str) -> String {
    let path = repository.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path).to_lowercase();
    let words: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(40).collect();
    if id.is_empty() { "our-ladder".to_owned() } else { id.trim_end_matches('-').to_owned() }
}

/// The address with exactly one slash at its end.
pub(crate) fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}
