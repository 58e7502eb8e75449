//! The plan of the house holds: who knows whom, which outside crate is known where, and what the library never does.

use crate::fixture::repository;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// Room → floor and the outside crates it knows. A file knows its own room and lower floors. Rooms that stand on one
/// floor of the drawing but know each other stand one above the other here: `source` below `diagnostic` and `memo`.
/// `edit` runs the phases of `build`, so it stands above it.
const ROOMS: &[(&str, u8, &[&str])] = &[
    ("source", 0, &["blake3"]),
    ("diagnostic", 1, &["annotate_snippets", "strsim"]),
    ("memo", 1, &["rustc_hash"]),
    ("book", 2, &["percent_encoding", "rustc_hash", "schemars", "serde"]),
    (
        "parse",
        3,
        &["csv", "html5gum", "math_core", "percent_encoding", "pulldown_cmark", "rayon", "serde", "serde_json", "serde_saphyr", "toml"],
    ),
    ("schema", 3, &["schemars", "serde_json"]),
    ("ladder", 4, &["similar"]),
    ("assemble", 4, &["rustc_hash"]),
    ("site", 5, &["aho_corasick", "percent_encoding", "rayon", "rustc_hash", "unicode_normalization"]),
    ("theme", 5, &["bytes", "icu_locale_core", "icu_plurals", "rust_embed", "serde_json"]),
    ("check", 5, &[]),
    (
        "render",
        6,
        &["base64", "bytes", "flate2", "imagesize", "percent_encoding", "rayon", "serde_json", "sha2", "syntect", "tera", "two_face"],
    ),
    ("build", 7, &["rayon"]),
    ("edit", 8, &["rust_embed", "rustc_hash", "serde", "serde_json"]),
    ("lib", 9, &[]),
    ("shell", 10, SHELL),
    ("main", 11, &["mimalloc"]),
];

/// The outside crates of the binary.
const SHELL: &[&str] = &[
    "annotate_snippets",
    "bytes",
    "clap",
    "clap_complete",
    "ctrlc",
    "flate2",
    "ignore",
    "indicatif",
    "mime_guess",
    "notify",
    "open",
    "percent_encoding",
    "rayon",
    "rungs",
    "rustix",
    "serde",
    "serde_json",
    "tempfile",
    "tiny_http",
];

/// What of the standard library the library may use: no files, sockets, programs, clocks, threads or environment.
const STD: &[&str] = &[
    "array",
    "borrow",
    "cell",
    "char",
    "cmp",
    "collections",
    "convert",
    "error",
    "f64",
    "fmt",
    "hash",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "option",
    "result",
    "slice",
    "str",
    "string",
    "sync",
    "vec",
];

/// And what one room needs of it: a highlighter that panics must not take the build down.
const STD_OF_ROOM: (&str, &str) = ("render", "panic");

/// Macros that print or stop. `assert!` in tests is cut off before this is looked at.
const MACROS: &[&str] = &["dbg", "eprint", "eprintln", "panic", "print", "println", "todo", "unimplemented", "unreachable"];

/// A file of `src`.
struct File {
    path: String,
    room: &'static str,
    text: String,
    tokens: Vec<String>,
}

static FILES: LazyLock<Vec<File>> = LazyLock::new(read);

fn files() -> &'static [File] {
    &FILES
}

fn read() -> Vec<File> {
    let source = repository().join("src");
    let mut paths = Vec::new();
    walk(&source, &mut paths);
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let inner = path.strip_prefix(&source).expect("inside").to_str().expect("UTF-8").replace('\\', "/");
        let first = inner.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let room = ROOMS.iter().find(|(room, ..)| *room == first).unwrap_or_else(|| panic!("src/{inner} stands in no room of the table")).0;
        let text = fs::read_to_string(&path).expect("a file");
        // A file of tests only, `mod tests;` behind `#[cfg(test)]`.
        let tokens = if inner.ends_with("/tests.rs") { Vec::new() } else { without_tests(&tokens(&text)) };
        files.push(File { path: inner, room, text, tokens });
    }
    assert!(files.len() > 50, "{} files", files.len());
    files
}

/// Adds the files of Rust below a folder.
pub fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Words, `::` and single signs of Rust; comments left out, strings and characters as they are written.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if let Some(length) = string(rest) {
            tokens.push(rest[..length].to_owned());
            length
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of the string or character that begins here; a lifetime is none.
fn string(text: &str) -> Option<usize> {
    let prefix = ["", "b", "r", "br", "c"].into_iter().find(|prefix| {
        text.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['"', '\'']) || (!prefix.is_empty() && rest.starts_with('#')))
    });
    let prefix = prefix?.len();
    let hashes = text[prefix..].len() - text[prefix..].trim_start_matches('#').len();
    let body = &text[prefix + hashes..];
    if text[..prefix].contains('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        return body.starts_with('"').then(|| body[1..].find(&end).map_or(text.len(), |at| prefix + hashes + 1 + at + end.len()));
    }
    if hashes > 0 {
        return None;
    }
    let quote = body.chars().next()?;
    let mut escaped = false;
    let end = body.char_indices().skip(1).find(|(_, c)| {
        let ends = !escaped && *c == quote;
        escaped = !escaped && *c == '\\';
        ends
    })?;
    let is_character = |inner: &str| inner.starts_with('\\') || inner.chars().count() == 1;
    (quote == '"' || is_character(&body[1..end.0])).then_some(prefix + end.0 + 1)
}

/// The tokens without the items behind `#[cfg(test)]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    let marker = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at..].iter().take(marker.len()).eq(marker.iter()) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0_usize;
        for token in &tokens[at + marker.len()..] {
            at += 1;
            match token.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(token.as_str(), "}" | ";") {
                break;
            }
        }
        at += marker.len();
    }
    kept
}

/// What follows `root::` in these tokens: the next word, or the first word of each entry of a group.
fn below(tokens: &[String], root: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for at in 0..tokens.len() {
        let starts = tokens[at] == root && tokens.get(at + 1).is_some_and(|next| next == "::") && (at == 0 || tokens[at - 1] != "::");
        if !starts {
            continue;
        }
        let Some(next) = tokens.get(at + 2) else { continue };
        if next != "{" {
            found.insert(next.clone());
            continue;
        }
        let (mut depth, mut entry) = (0_usize, true);
        for token in &tokens[at + 2..] {
            match token.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "," => entry = depth == 1,
                word => {
                    if entry && depth == 1 {
                        found.insert(word.to_owned());
                    }
                    entry = false;
                }
            }
            if depth == 0 {
                break;
            }
            if token == "{" {
                entry = depth == 1;
            }
        }
    }
    found
}

fn floor(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, ..)| *name == room).map(|(_, floor, _)| *floor)
}

fn is_library(room: &str) -> bool {
    !matches!(room, "shell" | "main")
}

/// The names of the crates in `Cargo.toml`, as code writes them.
fn dependencies() -> Vec<String> {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("Cargo.toml");
    let (_, rest) = manifest.split_once("[dependencies]\n").expect("dependencies");
    let lines = rest.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| Some(line.split_once(" =")?.0.replace('-', "_"))).chain(["rungs".to_owned()]).collect()
}

#[test]
fn rooms_know_only_lower_floors() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| file.room != "lib") {
        for name in below(&file.tokens, "crate") {
            // What the root of the library exports comes from `build`.
            let room = if floor(&name).is_some() { name.as_str() } else { "build" };
            let higher = room != file.room && floor(room) >= floor(file.room);
            if higher && !(file.room == "main" || file.room == "shell") {
                faults.push(format!("src/{} knows `{name}`, which stands above it or beside it", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn outside_crates_are_known_to_their_rooms() {
    let known = dependencies();
    assert!(known.len() > 20, "{known:?}");
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for file in files() {
        let (_, _, allowed) = ROOMS.iter().find(|(room, ..)| *room == file.room).expect("a room");
        for name in known.iter().filter(|name| !below(&file.tokens, name).is_empty()) {
            used.insert(name.clone());
            if !allowed.contains(&name.as_str()) {
                faults.push(format!("src/{} knows the crate `{name}`", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let unused: Vec<&String> = known.iter().filter(|name| !used.contains(*name)).collect();
    assert!(unused.len() <= 2, "crates of Cargo.toml that no file uses: {unused:?}");
}

#[test]
fn the_library_touches_no_machine() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| is_library(file.room)) {
        for module in below(&file.tokens, "std") {
            if !STD.contains(&module.as_str()) && (file.room, module.as_str()) != STD_OF_ROOM {
                faults.push(format!("src/{} uses `std::{module}`", file.path));
            }
        }
        for pair in file.tokens.windows(2) {
            if pair[1] == "!" && MACROS.contains(&pair[0].as_str()) {
                faults.push(format!("src/{} calls `{}!`", file.path, pair[0]));
            }
        }
        for three in file.tokens.windows(3) {
            if three[0] == "." && three[2] == "(" && matches!(three[1].as_str(), "unwrap" | "expect") {
                faults.push(format!("src/{} calls `.{}(`", file.path, three[1]));
            }
        }
        if file.tokens.iter().any(|token| token == "unsafe") {
            faults.push(format!("src/{} has `unsafe`", file.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Below `render`, only `parse` knows HTML: the author's, and mathematics.
#[test]
fn html_is_written_in_one_room() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| is_library(file.room) && !matches!(file.room, "render" | "parse")) {
        let tags = file.tokens.iter().filter(|token| token.ends_with('"') && token.contains("</"));
        faults.extend(tags.map(|token| format!("src/{} writes {token}", file.path)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut tests = Vec::new();
    walk(&repository().join("tests/it"), &mut tests);
    let tests = tests.iter().map(|path| (path.display().to_string(), fs::read_to_string(path).expect("a file")));
    let sources = files().iter().map(|file| (file.path.clone(), file.text.clone()));
    let silent: Vec<String> = sources.chain(tests).filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "the first line is no `//!` sentence: {silent:?}");
}

/// The reader of Rust above sees what it should: a guard is shown to work.
#[test]
fn the_guards_see_planted_breaks() {
    let text = "//! x\nuse crate::{render::Entry, source::{Span, Text}};\nuse std::{collections::{BTreeMap}, fs, sync::Arc};\n\
                // use std::net;\nfn f<'a>(c: char) -> &'a str { let s = \"std::time // \\\" \"; tera::Tera::x(); x.unwrap() }\n\
                #[cfg(test)]\nmod tests { use std::process; fn g() { {} } }\nconst C: char = '\"'; const R: &str = r#\"a\"b\"#; use std::env;";
    let tokens = without_tests(&tokens(text));
    let names = |root: &str| below(&tokens, root).into_iter().collect::<Vec<_>>();
    assert_eq!(names("crate"), ["render", "source"]);
    assert_eq!(names("std"), ["collections", "env", "fs", "sync"]);
    assert_eq!(names("tera"), ["Tera"]);
    assert!(tokens.windows(3).any(|three| three[0] == "." && three[1] == "unwrap" && three[2] == "("));
}
