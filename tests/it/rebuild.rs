//! The law of memory: a build with memory equals a build without, byte for byte; and so do builds on any number
//! of threads and from sources in any order.

use crate::fixture::{Built, book, build, build_with, files, for_readers, insert};
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{Config, FileFailurePersistence},
};
use rungs::{Audience, Entry, Memory, Options, source::Sources};
use std::collections::BTreeMap;

/// The book that is edited.
const BOOK: &str = include_str!("golden_book.txt");

type Files = BTreeMap<String, String>;

/// One thing an author does.
#[derive(Clone, Debug)]
enum Edit {
    /// Changes a paragraph.
    Paragraph(Index, u8),
    /// Changes a title in front matter.
    Title(Index, u8),
    /// Changes another value of front matter or of a YAML file.
    Value(Index, u8),
    /// Takes a file away.
    Delete(Index),
    /// Writes a new chapter, listed or not.
    Add(u8, bool),
    /// Gives a file another name.
    Rename(Index, u8),
    /// Makes front matter that is no YAML.
    Break(Index),
    /// Writes a file as it was at first.
    Repair(Index),
    /// Changes nothing.
    Nothing,
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, n)| Edit::Paragraph(at, n)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, n)| Edit::Title(at, n)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, n)| Edit::Value(at, n)),
        1 => any::<Index>().prop_map(Edit::Delete),
        1 => (0..4_u8, any::<bool>()).prop_map(|(n, listed)| Edit::Add(n, listed)),
        1 => (any::<Index>(), 0..3_u8).prop_map(|(at, n)| Edit::Rename(at, n)),
        1 => any::<Index>().prop_map(Edit::Break),
        3 => any::<Index>().prop_map(Edit::Repair),
        1 => Just(Edit::Nothing),
    ]
}

fn original() -> Files {
    files(BOOK).into_iter().collect()
}

/// Does it. A book never loses its last file.
fn apply(edit: &Edit, files: &mut Files) {
    let name = |at: &Index, files: &Files| files.keys().nth(at.index(files.len())).expect("a file").clone();
    match edit {
        Edit::Paragraph(at, n) => {
            let name = name(at, files);
            if name.ends_with(".md") && name != "SUMMARY.md" {
                files.entry(name).or_default().push_str(&format!("\nParagraph {n} about an ADR, see [[staff]].\n"));
            }
        }
        Edit::Title(at, n) => edit_line(files, &name(at, files), "title:", &format!("title: Title {n}")),
        Edit::Value(at, n) => {
            let name = name(at, files);
            for (start, value) in [
                ("summary:", "One line"),
                ("levels:", "[senior]"),
                ("core:", "{design: 2}"),
                ("kind:", "practice"),
                ("status:", "published"),
            ] {
                let line = if start == "summary:" { format!("{start} {value} {n}") } else { format!("{start} {value}") };
                edit_line(files, &name, start, &line);
            }
        }
        Edit::Delete(at) => {
            if files.len() > 1 {
                let name = name(at, files);
                files.remove(&name);
            }
        }
        Edit::Add(n, listed) => {
            files.insert(format!("guide/new-{n}.md"), format!("# New {n}\n\n- [ ] An item {n} {{#new-{n}}}\n"));
            if *listed {
                files.entry("SUMMARY.md".to_owned()).or_default().push_str(&format!("- [New](guide/new-{n}.md)\n"));
            }
        }
        Edit::Rename(at, n) => {
            let name = name(at, files);
            if let Some((stem, "md")) = name.rsplit_once('.')
                && let Some(text) = files.remove(&name)
            {
                files.insert(format!("{stem}-{n}.md"), text);
            }
        }
        Edit::Break(at) => {
            let name = name(at, files);
            files.entry(name).and_modify(|text| *text = format!("---\ntitle: [a: {{\n---\n{text}"));
        }
        Edit::Repair(at) => {
            let original = original();
            let (name, text) = original.iter().nth(at.index(original.len())).expect("a file");
            files.insert(name.clone(), text.clone());
        }
        Edit::Nothing => {}
    }
}

fn edit_line(files: &mut Files, name: &str, start: &str, line: &str) {
    let Some(text) = files.get_mut(name) else { return };
    if let Some(old) = text.lines().find(|line| line.starts_with(start)).map(str::to_owned) {
        *text = text.replacen(&old, line, 1);
    }
}

fn sources<'a>(files: impl IntoIterator<Item = (&'a String, &'a String)>) -> Sources {
    let mut sources = Sources::new("");
    files.into_iter().for_each(|(path, text)| insert(&mut sources, path, text));
    sources
}

#[track_caller]
fn same(a: &Built, b: &Built) {
    assert_eq!(a.diagnostics, b.diagnostics);
    assert_eq!(a.output.keys().collect::<Vec<_>>(), b.output.keys().collect::<Vec<_>>());
    for (path, entry) in &a.output {
        if *entry != b.output[path] {
            let text = |entry: &Entry| match entry {
                Entry::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Entry::Copy(path) => path.to_string(),
            };
            assert_eq!(text(entry), text(&b.output[path]), "{path}");
        }
    }
}

fn config() -> Config {
    let failure_persistence = Some(Box::new(FileFailurePersistence::Off) as _);
    Config { cases: 8, failure_persistence, max_shrink_iters: 200, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    /// One memory through a sequence of edits, for readers and authors in turn, against a fresh one each time.
    #[test]
    fn memory_changes_nothing(edits in prop::collection::vec((edits(), any::<bool>()), 1..8)) {
        let memory = Memory::default();
        let mut files = original();
        same(&build_with(&sources(&files), &for_readers(), &memory), &build(&sources(&files)));
        for (edit, for_author) in &edits {
            apply(edit, &mut files);
            let audience = if *for_author { Audience::Author } else { Audience::Reader };
            let options = Options { audience, ..for_readers() };
            let sources = sources(&files);
            same(&build_with(&sources, &options, &memory), &build_with(&sources, &options, &Memory::default()));
        }
    }
}

/// The counters of a build that follows another.
fn counted(memory: &Memory, sources: &Sources) -> (usize, usize) {
    let before = memory.made();
    build_with(sources, &for_readers(), memory);
    let made = memory.made().since(before);
    (made.parsed, made.rendered)
}

#[test]
fn an_edit_costs_what_it_touches() {
    let memory = Memory::default();
    let mut files = original();
    files.insert("guide/plain.md".into(), "# Plain\n\nWords.\n".into());
    files.entry("SUMMARY.md".into()).or_default().push_str("- [Plain](guide/plain.md)\n");
    let pages = files.keys().filter(|path| path.ends_with(".md") && *path != "SUMMARY.md").count();
    let (parsed, rendered) = counted(&memory, &sources(&files));
    assert_eq!(parsed, pages);
    assert!(rendered >= pages - 1, "{rendered} pages rendered, the draft alone is hidden");
    assert_eq!(counted(&memory, &sources(&files)), (0, 0), "nothing changed");

    files.entry("guide/plain.md".into()).or_default().push_str("\nMore words.\n");
    assert_eq!(counted(&memory, &sources(&files)), (1, 1), "a paragraph touches its own page");

    files.insert("guide/plain.md".into(), "# Another title\n\nWords.\n\nMore words.\n".into());
    let (parsed, rendered) = counted(&memory, &sources(&files));
    assert_eq!(parsed, 1);
    assert!((2..pages).contains(&rendered), "a title is shown by its neighbours and lists, {rendered} were rendered");

    files.insert("guide/plain.md".into(), "# Plain\n\nWords.\n\nMore words.\n".into());
    assert_eq!(counted(&memory, &sources(&files)), (0, 0), "what the build before the last made is remembered");
}

/// A broken file is parsed once, and what it said is said again each time.
#[test]
fn diagnostics_are_replayed() {
    let memory = Memory::default();
    let sources = book("-- index.md --\nhome\n-- guide/a.md --\n---\ntitle: [\n---\n-- guide/b.md --\n<script>x</script>\n\n[x](y.md)\n");
    let first = build_with(&sources, &for_readers(), &memory);
    let parsed = memory.made().parsed;
    let second = build_with(&sources, &for_readers(), &memory);
    assert!(first.diagnostics.len() >= 3, "{:?}", first.said());
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(memory.made().parsed, parsed);
}

#[test]
fn threads_change_nothing() {
    let files = original();
    let sources = sources(&files);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| build(&sources))
    };
    same(&on(1), &on(8));
}

#[test]
fn the_order_of_insertion_changes_nothing() {
    let files = original();
    same(&build(&sources(&files)), &build(&sources(files.iter().rev())));
}
