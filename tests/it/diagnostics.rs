//! Every code has a page; the page's example gives exactly that code, and its fix leaves nothing to say. All messages
//! stand in one snapshot, for reviewers to read.
//!
//! An example is a book as files split by `-- path --` lines. Files below `theme/`, or below the folder that `theme:`
//! of its `book.yml` names, belong to the theme. A file that a text cannot be says so in parentheses:
//!
//! | line | file |
//! |---|---|
//! | `-- path (symbolic link) --` | refused as what stands there |
//! | `-- path (Latin-1) --` | each character of its content is one byte |
//! | `-- path (2 MiB) --` | its content and spaces up to that size |
//!
//! `-- .git/config --` is none of the book's files: its `url` is the repository, as the shell finds it.
//!
//! A fix is a diff of these files. `/dev/null` stands for a file that is not there; `@@` alone parts two places.

use crate::fixture;
use rungs::{
    Memory,
    check::COVERAGE,
    compile,
    diagnostic::{Code, Diagnostic, Excerpts, Severity, explain},
    edit::{ImportRequest, import_ladder},
    source::{Refusal, SourcePath, Sources, text_from_bytes},
    theme::{self, Layer, ThemeFiles, ThemeName},
};
use std::{collections::BTreeMap, sync::Arc};

/// Codes whose severity depends on the room: a language without words is a warning, a label without words an error.
const LOWERED: [(Code, Severity); 1] = [(Code::MissingString, Severity::Warning)];

#[test]
fn every_example_gives_exactly_its_code() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let said = Example::of(code).build();
        let severity = LOWERED.iter().find(|(lowered, _)| *lowered == code).map_or(code.severity(), |(_, severity)| *severity);
        let expected = |diagnostic: &Diagnostic| diagnostic.code == code && diagnostic.severity == severity;
        if said.is_empty() || !said.iter().all(expected) {
            let said: Vec<String> = said.iter().map(|one| format!("{} {}: {}", one.severity.word(), one.code, one.message)).collect();
            wrong.push(format!("{code} gave {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fix_mends_its_example() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let page = explain(code);
        let mended = patched(fixture::files(page.example()), page.fix());
        match mended {
            Err(fault) => wrong.push(format!("{code}: {fault}")),
            Ok(files) => {
                let said = Example::new(code, &files).build();
                wrong.extend(
                    said.iter().map(|one| format!("{code} is mended, and still: {} {}: {}", one.severity.word(), one.code, one.message)),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_diff_that_does_not_fit_is_named() {
    let files = || vec![("a.md".to_owned(), "one\ntwo\nthree\n".to_owned())];
    let mended = patched(files(), "--- a.md\n+++ a.md\n-one\n+1\n@@\n two\n-three\n--- /dev/null\n+++ b.md\n+b\n");
    assert_eq!(mended, Ok(vec![("a.md".to_owned(), "1\ntwo\n".to_owned()), ("b.md".to_owned(), "b\n".to_owned())]));
    assert_eq!(patched(files(), "--- a.md\n+++ /dev/null\n"), Ok(Vec::new()));
    assert!(patched(files(), "--- a.md\n+++ a.md\n-four\n").is_err());
    assert!(patched(files(), "--- b.md\n+++ b.md\n-one\n").is_err());
    assert!(patched(files(), "").is_err());
}

#[test]
fn every_message_reads_well() {
    let mut messages = String::new();
    for &code in Code::ALL {
        let example = Example::of(code);
        let lookup = |path: &SourcePath| example.sources.text(path).map(|text| Arc::clone(&text.content));
        let excerpts = Excerpts { lookup: &lookup, root: "book/", colour: false };
        for diagnostic in example.build() {
            messages.push_str(&excerpts.draw(&diagnostic));
            messages.push_str("\n\n");
        }
    }
    insta::assert_snapshot!("messages", messages);
}

#[test]
fn every_page_has_the_same_parts() {
    for &code in Code::ALL {
        let page = explain(code).markdown;
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[0], format!("# {code}"));
        let parts: Vec<&str> =
            lines.iter().copied().filter(|line| line.starts_with("## ") && ["## Example", "## Fix"].contains(line)).collect();
        assert_eq!(parts, ["## Example", "## Fix"], "{code}");
        let why = lines[2];
        assert!(why.ends_with('.') && (2..=5).contains(&why.matches(". ").count().saturating_add(1)), "{code}: {why}");
        let fix = page.trim_end().lines().last().unwrap_or_default();
        assert!(fix.ends_with('.') && !fix.starts_with('#'), "{code}: {fix}");
    }
}

#[test]
fn there_is_a_page_for_each_code_and_no_other() {
    let folder = fixture::repository().join("src/diagnostic/explain");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .collect();
    pages.sort();
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    assert_eq!(pages, names);
}

/// A book that somebody wrote to show a code.
struct Example {
    code: Code,
    sources: Sources,
    theme: ThemeFiles,
}

impl Example {
    fn of(code: Code) -> Self {
        Self::new(code, &fixture::files(explain(code).example()))
    }

    fn new(code: Code, files: &[(String, String)]) -> Self {
        // The chapters of a mdBook project stand in a folder of their own.
        let is_mdbook = files.iter().any(|(path, _)| path == "book.toml");
        let mut sources = Sources::new(if is_mdbook { "src/" } else { "" });
        for (path, content) in files.iter().filter(|(path, _)| path == "book.yml") {
            fixture::insert(&mut sources, path, content);
        }
        let own = wanted_folder(&sources);
        let mut themes: BTreeMap<&str, Layer> = BTreeMap::new();
        for (name, content) in files {
            let folder = ["theme/", own.as_str()].into_iter().find(|folder| !folder.is_empty() && name.starts_with(folder));
            match folder {
                Some(folder) => {
                    let layer = themes.entry(if folder == "theme/" { "theme/" } else { "own" }).or_default();
                    layer.shown_as = format!("book/{folder}");
                    layer.files.insert(name[folder.len()..].to_owned(), content.clone().into());
                }
                None => insert(&mut sources, name, content),
            }
        }
        let theme = ThemeFiles { layers: layers(themes.remove("own"), themes.remove("theme/")) };
        Self { code, sources, theme }
    }

    /// What a build for readers says.
    fn build(&self) -> Vec<Diagnostic> {
        // No build reads a table.
        if let Some(table) = self.sources.texts().find(|text| text.path.extension() == "csv") {
            let request = ImportRequest { site_id: "imported".to_owned(), ..ImportRequest::default() };
            return import_ladder(&self.sources, &table.path, &request).diagnostics;
        }
        let memory = Memory::default();
        let mut said = Vec::new();
        let compiled = compile(&self.sources, &self.theme, &fixture::for_readers(), &memory, &|_| {}).take(&mut said);
        if let Some(compilation) = compiled {
            // No build gives advice.
            if COVERAGE.contains(&self.code) {
                said.extend(compilation.coverage());
            }
            compilation.output(&memory, &|_| {}).take(&mut said);
        }
        said
    }
}

/// What stands for a file that is not there.
const NOWHERE: &str = "/dev/null";

/// The files after a diff; an error when it does not fit.
fn patched(mut files: Vec<(String, String)>, diff: &str) -> Result<Vec<(String, String)>, String> {
    let lines: Vec<&str> = diff.lines().collect();
    let header = |at: usize| Some((lines.get(at)?.strip_prefix("--- ")?, lines.get(at + 1)?.strip_prefix("+++ ")?));
    let starts: Vec<usize> = (0..lines.len()).filter(|at| header(*at).is_some()).collect();
    if starts.first() != Some(&0) {
        return Err("the fix does not begin with a file".to_owned());
    }
    for (number, &start) in starts.iter().enumerate() {
        let (old, new) = header(start).expect("a header");
        let body = &lines[start + 2..starts.get(number + 1).copied().unwrap_or(lines.len())];
        let place = files.iter().position(|(path, _)| path == old);
        let content = match place {
            Some(place) => files.remove(place).1,
            None if old == NOWHERE => String::new(),
            None => return Err(format!("there is no file `{old}`")),
        };
        if new != NOWHERE {
            let content = body.split(|line| *line == "@@").try_fold(content, |content, hunk| replaced(&content, hunk))?;
            files.insert(place.unwrap_or(files.len()), (new.to_owned(), content));
        }
    }
    Ok(files)
}

/// The content with one hunk of a diff applied, which must fit in exactly one place.
fn replaced(content: &str, hunk: &[&str]) -> Result<String, String> {
    let side = |other: char| -> String {
        let lines = hunk.iter().filter(|line| !line.starts_with(other));
        lines.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect()
    };
    let (old, new) = (side('+'), side('-'));
    let places: Vec<usize> =
        content.match_indices(&old).map(|(at, _)| at).filter(|at| *at == 0 || content[..*at].ends_with('\n')).collect();
    match places.as_slice() {
        [at] => Ok(format!("{}{new}{}", &content[..*at], &content[at + old.len()..])),
        _ => Err(format!("this stands in {} places:\n{old}", places.len())),
    }
}

/// The folder of the theme that `book.yml` names, ending in `/`; empty when it names one inside the binary.
fn wanted_folder(sources: &Sources) -> String {
    match theme::wanted(sources) {
        ThemeName::BuiltIn(_) => String::new(),
        ThemeName::Folder(path) => format!("{}/", path.trim_start_matches("./").trim_end_matches('/')),
    }
}

/// The layers as the shell stacks them: a theme of the book's own stands alone unless it extends another.
fn layers(own: Option<Layer>, overrides: Option<Layer>) -> Vec<Layer> {
    let stands_alone = own.as_ref().is_some_and(|layer| theme::extends(layer).is_none());
    let default = (!stands_alone).then(|| theme::built_in("default").expect("the embedded theme"));
    [default, own, overrides].into_iter().flatten().collect()
}

/// Puts a file into a book, or refuses it when its name says that it is no ordinary text.
fn insert(sources: &mut Sources, name: &str, content: &str) {
    if name == ".git/config" {
        let (_, url) = content.split_once("url = ").expect("a remote repository");
        return sources.lies_abroad(url.trim().to_owned());
    }
    let Some((path, what)) = name.strip_suffix(')').and_then(|name| name.split_once(" (")) else {
        return fixture::insert(sources, name, content);
    };
    let bytes = match what {
        "symbolic link" => return sources.refuse(SourcePath::new(path).expect("a path"), Refusal::Unusual("symbolic link")),
        "Latin-1" => content.chars().map(|letter| u8::try_from(letter).expect("a character of Latin-1")).collect(),
        size => {
            let size: usize = size.strip_suffix(" MiB").and_then(|size| size.parse().ok()).expect("a kind of file");
            let mut bytes = content.as_bytes().to_vec();
            bytes.resize(size * 1024 * 1024, b' ');
            bytes
        }
    };
    let refusal = text_from_bytes(&bytes).expect_err("a file that is no text");
    sources.refuse(SourcePath::new(path).expect("a path"), Refusal::NotText(refusal));
}
