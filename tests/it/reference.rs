//! The reference of our own handbook names all there is: commands and their options, fields, blocks, diagnostics.

use crate::fixture::repository;
use crate::handbook::{handbook, none};
use crate::rooms::walk;
use rungs::{
    book::{PageKind, ReferenceKind},
    diagnostic::Code,
};
use std::{fs, process::Command};

/// Options that every command has.
const OF_ALL: [&str; 2] = ["--help", "--version"];

/// The reference's Markdown, when the handbook is ours.
pub fn reference() -> Option<&'static str> {
    chapter("reference")
}

/// The Markdown of a chapter of the handbook, when it is ours.
fn chapter(id: &str) -> Option<&'static str> {
    let book = &handbook()?.site().book;
    let page = book.find(PageKind::Chapter, id).expect("the handbook has the chapter");
    Some(&book.page(page).body().text)
}

/// What the program prints as help, for the whole or one command.
fn help(command: Option<&str>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rungs")).args(command).arg("--help").output().expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The first words of the indented lines below this title of a help text.
fn words_below(help: &str, title: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| !line.starts_with(title)).skip(1).take_while(|line| !line.is_empty());
    below.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_command_and_option_is_in_the_reference() {
    let Some(reference) = reference() else { return };
    let mut faults = Vec::new();
    let commands: Vec<String> = words_below(&help(None), "Commands:").into_iter().filter(|command| command != "help").collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in &commands {
        if !reference.lines().any(|line| line.starts_with(&format!("| `{command}`"))) {
            faults.push(format!("no row for `{command}`"));
        }
        let help = help(Some(command));
        let options = help.split_whitespace().filter(|word| word.starts_with("--")).map(|word| word.trim_end_matches([',', ']', '.']));
        for option in options.filter(|option| !OF_ALL.contains(option)) {
            let row = reference.lines().find(|line| line.starts_with(&format!("| `{option}`")));
            let of = row.and_then(|row| row.split('|').nth(2)).unwrap_or_default();
            if !of.split(',').any(|name| name.trim() == command) {
                faults.push(format!("`{option}` has no row that names {command}"));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_field_and_block_is_in_the_reference() {
    let Some(reference) = reference() else { return };
    let mut paths = Vec::new();
    walk(&repository().join("src/book"), &mut paths);
    // Editions are written by the program and by nobody else.
    paths.retain(|path| !path.ends_with("edition.rs"));
    let fields: Vec<String> = paths.iter().flat_map(|path| fields_of_authors(&fs::read_to_string(path).expect("a text"))).collect();
    for field in ["title", "parity", "usual_levels", "return_path", "raw_html", "aliases", "hint"] {
        assert!(fields.iter().any(|seen| seen == field), "`{field}` is a field");
    }
    let missing = |field: &String| !reference.contains(&format!("`{field}`"));
    none(&fields.into_iter().filter(missing).map(|field| format!("the reference lacks the field `{field}`")).collect::<Vec<_>>());
}

/// The fields of every struct that refuses unknown ones: those are what authors write.
fn fields_of_authors(source: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        inside = match line.trim() {
            "matter! {" | "#[serde(deny_unknown_fields)]" | "#[serde(deny_unknown_fields, default)]" => true,
            "}" => false,
            _ => inside,
        };
        let name = line.trim().trim_start_matches("pub ").split_once(": ").map(|(name, _)| name);
        let is_field = |name: &&str| inside && !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        fields.extend(name.filter(is_field).map(str::to_owned));
    }
    fields
}

#[test]
fn every_kind_of_link_and_every_diagnostic_is_in_the_reference() {
    let Some(reference) = reference() else { return };
    let links = reference.lines().find(|line| line.starts_with("| `[[level:staff]]`")).expect("the row on kinds");
    let kinds = ReferenceKind::ALL.iter().map(|kind| kind.word()).filter(|kind| !links.contains(*kind)).map(|kind| format!("kind {kind}"));
    let list = chapter("all-diagnostics").expect("the handbook is ours");
    let codes = Code::ALL.iter().map(|code| code.name()).filter(|code| !list.contains(&format!("[`{code}`]({code}.md)")));
    none(&kinds.chain(codes.map(|code| format!("the diagnostic `{code}`"))).collect::<Vec<_>>());
}
