//! mdBook's `book.toml`: what of it stands in `book.yml` here, and by name what has no counterpart.

use super::manifest::is_edit_url;
use crate::book::{Located, Manifest, ManifestMatter};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{SourcePath, Span, Text};
use toml::de::{DeTable, DeValue};

/// Where mdBook looks for chapters when it is not told.
const SOURCE: &str = "src";
/// Where it writes its site when it is not told.
const OUTPUT: &str = "book";

/// Settings that decide what mdBook's own pages look like or how it works. They lose nothing by being left out, since
/// every site made here has a table of contents, search, a page to print, dark pages and so on.
const SILENT: [&str; 24] = [
    "book.multilingual",
    "book.text-direction",
    "build.build-dir",
    "build.create-missing",
    "build.extra-watch-dirs",
    "build.use-default-preprocessors",
    "output.html.admonitions",
    "output.html.copy-fonts",
    "output.html.default-theme",
    "output.html.definition-lists",
    "output.html.fold",
    "output.html.git-repository-icon",
    "output.html.hash-files",
    "output.html.live-reload-endpoint",
    "output.html.no-section-label",
    "output.html.playground",
    "output.html.playpen",
    "output.html.preferred-dark-theme",
    "output.html.print",
    "output.html.search",
    "output.html.sidebar-header-nav",
    "output.html.site-url",
    "output.markdown",
    "rust",
];

/// A `book.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct MdBook {
    /// Its settings as fields of `book.yml`; their places are in `book.toml`.
    pub matter: ManifestMatter,
    /// Whether formulas stand between `\\(` and `\\)`. Without, a dollar sign is a dollar sign.
    pub mathjax: bool,
}

/// The folder of the chapters, below that of `book.toml`: `src` unless it says otherwise; empty for that folder itself.
#[must_use]
pub fn mdbook_source(content: &str) -> String {
    folder(content, "book", "src").unwrap_or_else(|| SOURCE.to_owned())
}

/// The folder that mdBook empties and writes its site into, below that of `book.toml`: `book` unless it says otherwise;
/// empty for one elsewhere.
#[must_use]
pub fn mdbook_output(content: &str) -> String {
    folder(content, "build", "build-dir").unwrap_or_else(|| OUTPUT.to_owned())
}

/// The folder that a setting names, below that of `book.toml`; empty for that folder itself and for one outside.
fn folder(content: &str, table: &str, key: &str) -> Option<String> {
    let (settings, _) = DeTable::parse_recoverable(content);
    let written = settings.get_ref().get(table)?.get_ref().get(key)?.get_ref().as_str()?.to_owned();
    Some(SourcePath::new(&written).map(|path| path.as_str().to_owned()).unwrap_or_default())
}

/// Reads a `book.toml`. A faulty one gives what can be read of it, and an error.
pub(super) fn read(text: &Text) -> Outcome<MdBook> {
    let (table, errors) = DeTable::parse_recoverable(&text.content);
    let mut reader = Reader { text, book: MdBook::default(), diagnostics: Vec::new() };
    for error in errors.iter().take(1) {
        let range = error.span().unwrap_or(0..0);
        let range = range.start.min(text.content.len())..range.end.min(text.content.len());
        let message = format!("this is not TOML: {}", error.message());
        reader
            .diagnostics
            .push(Diagnostic::at(Code::TomlSyntax, Span::new(&text.path, range), message).help("a text goes in \"quotation marks\""));
    }
    reader.table("", table.get_ref());
    Outcome::new(reader.book, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a Text,
    book: MdBook,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn table(&mut self, above: &str, table: &DeTable<'_>) {
        // By their place, since a table of TOML is in the order of its keys.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
            let range = value.span();
            match value.get_ref() {
                DeValue::Table(redirects) if name == "output.html.redirect" => self.redirects(redirects),
                DeValue::Table(inner) if matches!(name.as_str(), "book" | "build" | "output" | "output.html") => self.table(&name, inner),
                value => {
                    let words = value.as_str().map(|text| Located { value: text.to_owned(), start: range.start, end: range.end });
                    if !self.setting(&name, words, value) {
                        self.left_out(&name, key.span());
                    }
                }
            }
        }
    }

    /// Takes a setting; `false` when there is nothing like it here.
    fn setting(&mut self, name: &str, words: Option<Located<String>>, value: &DeValue<'_>) -> bool {
        let matter = &mut self.book.matter;
        match (name, value) {
            ("book.title", _) => matter.title = words,
            ("book.description", _) => matter.description = words,
            ("book.language", _) => matter.language = words,
            ("book.authors", DeValue::Array(authors)) => {
                let author = |author: &toml::Spanned<DeValue<'_>>| {
                    let at = author.span();
                    author.get_ref().as_str().map(|name| Located { value: name.to_owned(), start: at.start, end: at.end })
                };
                matter.authors = authors.iter().filter_map(author).collect();
            }
            ("output.html.git-repository-url", _) => matter.repository = words,
            ("output.html.edit-url-template", _) => {
                let Some(template) = words.filter(|template| is_edit_url(&template.value)) else { return false };
                matter.edit_url = Some(template.with(in_chapters(&template.value, &mdbook_source(&self.text.content))));
            }
            ("output.html.cname", _) => matter.cname = words,
            ("output.html.mathjax-support", DeValue::Boolean(on)) => self.book.mathjax = *on,
            ("output.html.smart-punctuation" | "output.html.curly-quotes", DeValue::Boolean(on)) => {
                matter.markdown.smart_punctuation = *on;
            }
            // What is switched off is missed by nobody; the folder of chapters is read by whoever reads the disk.
            ("book.src", _) | (_, DeValue::Boolean(false)) => {}
            _ if SILENT.contains(&name) => {}
            _ => return false,
        }
        true
    }

    fn left_out(&mut self, name: &str, range: std::ops::Range<usize>) {
        let message = format!("`{name}` has no counterpart here and is left out");
        let diagnostic = Diagnostic::at(Code::MdbookSetting, Span::new(&self.text.path, range), message);
        self.diagnostics.push(match name {
            "output.html.additional-css" | "output.html.additional-js" | "output.html.theme" => {
                diagnostic.help("pages get their look from a theme: `theme/templates/head.html` of the book adds to every head")
            }
            "output.html.edit-url-template" => {
                diagnostic.help("links to edit a page need an address that begins with `https://` and holds `{path}`")
            }
            "output.html.input-404" => {
                diagnostic.help("the page for addresses that do not exist is the theme's: `theme/templates/not_found.html` of the book")
            }
            _ if name.starts_with("preprocessor.") || name == "preprocessor" => {
                diagnostic.help("no program is run on the chapters; `include`, `rustdoc_include`, `playground` and `title` work")
            }
            _ => diagnostic,
        });
    }

    /// Only a script sees the anchor of an address, and pages here do without.
    fn anchor_left_out(&mut self, old: &str, range: std::ops::Range<usize>) {
        let message = format!("a redirect from an anchor, `{old}`, has no counterpart here and is left out");
        let diagnostic = Diagnostic::at(Code::MdbookSetting, Span::new(&self.text.path, range), message);
        self.diagnostics.push(diagnostic.help("a heading may keep its old name: `## New title {#old-name}`"));
    }

    /// Old address → new one. mdBook writes the new one as the old page would link to it.
    fn redirects(&mut self, redirects: &DeTable<'_>) {
        let mut entries: Vec<_> = redirects.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (from, to) in entries {
            let (at, end) = (from.span(), to.span());
            let old = from.get_ref().trim_start_matches('/').to_owned();
            let Some(written) = to.get_ref().as_str() else { continue };
            if old.contains('#') {
                self.anchor_left_out(&old, at);
                continue;
            }
            let is_path = !written.starts_with('/') && !written.contains("://");
            let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)));
            let resolved = SourcePath::new(&old).and_then(|old| old.join(path)).ok().filter(|_| is_path);
            let new = match (resolved, anchor) {
                (Some(path), Some(anchor)) => format!("{path}#{anchor}"),
                (Some(path), None) => path.to_string(),
                (None, _) => written.to_owned(),
            };
            let from = Located { value: old, start: at.start, end: at.end };
            self.book.matter.redirects.0.push((from, Located { value: new, start: end.start, end: end.end }));
        }
    }
}

/// The address at which a chapter is edited: mdBook means by `{path}` the path in the project.
fn in_chapters(template: &str, source: &str) -> String {
    let source = if source.is_empty() { String::new() } else { format!("{source}/") };
    template.replace(Manifest::PATH, &format!("{source}{}", Manifest::PATH))
}

#[cfg(test)]
mod tests {
    use super::{mdbook_source, read};
    use crate::source::{SourcePath, Text};

    #[test]
    fn settings_become_fields() {
        let content = "[book]\ntitle = \"T\"\nauthors = [\"A\", \"B\"]\nsrc = \"docs\"\n[build]\nbuild-dir = \"x\"\nextra-watch-dirs = [\"po\"]\n[rust]\nedition = \"2021\"\n[preprocessor.mermaid]\ncommand = \"m\"\n[output.html]\n\
                       git-repository-url = \"https://e.org/r\"\nedit-url-template = \"https://e.org/r/edit/dev/{path}\"\nmathjax-support = true\nadditional-css = [\"a.css\"]\n\
                       [output.html.redirect]\n\"/a/old.html\" = \"../new.html#x\"\n\"b.html\" = \"https://e.org/\"\n[output.pdf]\n";
        let path = SourcePath::new("book.toml").expect("a path");
        let outcome = read(&Text::new(path, content));
        let matter = outcome.value.matter;
        let names = |names: &[crate::book::Located<String>]| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
        assert_eq!((names(&matter.authors), matter.title.expect("a title").value.as_str()), (vec!["A".to_owned(), "B".to_owned()], "T"));
        assert_eq!((matter.edit_url.expect("a url").value.as_str(), outcome.value.mathjax), ("https://e.org/r/edit/dev/docs/{path}", true));
        let redirects: Vec<_> = matter.redirects.iter().map(|(from, to)| (from.value.as_str(), to.value.as_str())).collect();
        assert_eq!(redirects, [("a/old.html", "new.html#x"), ("b.html", "https://e.org/")]);
        let said: Vec<_> = outcome.diagnostics.iter().map(|one| one.message.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(said, ["`preprocessor`", "`output.html.additional-css`", "`output.pdf`"]);
    }

    #[test]
    fn the_folder_of_chapters_is_told() {
        for (content, expected) in [
            ("", "src"),
            ("[book]\nsrc = \"./docs/\"", "docs"),
            ("[book]\nsrc = \".\"", ""),
            ("[book", "src"),
            ("[book]\nsrc = \"../x\"", ""),
        ] {
            assert_eq!(mdbook_source(content), expected, "{content}");
        }
    }
}
