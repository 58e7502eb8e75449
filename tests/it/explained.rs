//! The diagnostics' pages of our own handbook say what `rungs explain` says, word for word. With `INSTA_UPDATE=always` the
//! test writes them anew, as it does with snapshots.

use crate::fixture::repository;
use crate::handbook::{handbook, none};
use rungs::{
    check::COVERAGE,
    diagnostic::{Code, Severity, explain},
};
use std::fs;

/// The folder of these pages.
const FOLDER: &str = "book/guide/diagnostics";

/// The page there that lists them.
const LIST: &str = "all-diagnostics.md";

#[test]
fn every_diagnostic_has_its_page_in_the_handbook() {
    if handbook().is_none() {
        return;
    }
    let folder = repository().join(FOLDER);
    let names = |code: &Code| format!("{code}.md");
    let writes = std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always");
    fs::create_dir_all(&folder).expect("a folder");
    let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let strays: Vec<String> = entries.filter(|name| name != LIST && !Code::ALL.iter().any(|code| names(code) == *name)).collect();
    let mut faults: Vec<String> = strays.iter().map(|name| format!("{FOLDER}/{name} explains no diagnostic")).collect();
    for code in Code::ALL {
        let path = folder.join(names(code));
        let expected = page(*code);
        if fs::read_to_string(&path).ok().as_ref() != Some(&expected) {
            if writes {
                fs::write(&path, expected).expect("written");
            } else {
                faults.push(format!("{FOLDER}/{code}.md is out of date; INSTA_UPDATE=always writes it, then run `rungs ids`"));
            }
        }
    }
    let summary = fs::read_to_string(repository().join("book/SUMMARY.md")).expect("a summary");
    let line = |code: &Code| format!("- [{code}](guide/diagnostics/{code}.md)\n");
    faults.extend(Code::ALL.iter().filter(|code| !summary.contains(&line(code))).map(|code| format!("SUMMARY.md lacks {code}")));
    none(&faults);
}

/// The page of a code: what `rungs explain` prints, with a title on top and its severity in words.
fn page(code: Code) -> String {
    let markdown = explain(code).markdown;
    let (_, text) = markdown.split_once("\n\n").expect("a title");
    let weight = match (code.severity(), COVERAGE.contains(&code)) {
        (_, true) => "Part of the report of rungs check --coverage; no build asks for it.",
        (Severity::Error, _) => "An error: nothing is published until it is mended.",
        (Severity::Warning, _) => "A warning: the site is built, unless you ask for --strict.",
        (Severity::Note, _) => "A note: worth knowing, and never a reason to fail.",
    };
    // A helper of mdBook would be carried out even in an example.
    let text = text.replace("{{#", "\\{{#");
    format!("---\ntitle: {code}\nsummary: \"{weight}\"\nreading: false\n---\n\n{text}")
}
