//! The law of memory: a build with memory equals a build without, byte for byte; and so do builds on any number
//! of threads and from sources in any order.
//!
//! `RUNGS_EDITS=10000 cargo test --test it rebuild` holds the law over that many random edits of random books.

use crate::fixture::{Built, book, build, build_with, files, for_readers, insert};
use crate::random::{self, Chance, Edit, Files, Size, What, edits, read};
use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, TestRunner},
};
use rungs::{Audience, Entry, Memory, Options, Step, compile, source::Sources, theme::ThemeFiles};
use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// A book with everything that the golden tests know.
const GOLDEN: &str = include_str!("golden_book.txt");
/// So many edits are tried by default…
const EDITS: usize = 48;
/// …in runs of so many at most, each with one memory.
const RUN: usize = 12;

fn original() -> Files {
    files(GOLDEN).into_iter().collect()
}

fn sources(files: &Files) -> Sources {
    read(files).0
}

/// How a book is built after an edit.
#[derive(Clone, Copy, Debug)]
struct Manner {
    audience: Audience,
    base_url: bool,
    /// As `serve` does: only some files, chosen by this number, and few of them remembered.
    asked: Option<u32>,
}

fn manners() -> impl Strategy<Value = Manner> {
    let audience = prop::sample::select(vec![Audience::Reader, Audience::Author, Audience::Preview]);
    let asked = prop::option::weighted(0.7, any::<u32>());
    (audience, prop::bool::weighted(0.2), asked).prop_map(|(audience, base_url, asked)| Manner { audience, base_url, asked })
}

/// The book a run of edits begins with.
fn books() -> impl Strategy<Value = Files> {
    let sizes = (0..6_usize, 0..6_usize, 0..3_usize, any::<u32>());
    let any = sizes.prop_map(|(chapters, ladder, practice, seed)| random::book(Size { chapters, ladder, practice, seed }));
    prop_oneof![1 => Just(original()), 5 => any]
}

/// What was tried.
#[derive(Default)]
struct Tried {
    edits: AtomicUsize,
    clean: AtomicUsize,
    compared: AtomicUsize,
}

/// Edits a book again and again, and holds every build with one memory against a build without.
fn hold(mut files: Files, edits: &[(Edit, Manner)], tried: &Tried) {
    let memory = Memory::default();
    let mut past = vec![files.clone()];
    let mut good = None;
    for (edit, manner) in edits {
        match edit.what {
            What::Undo => {
                let back = Chance::new(edit.seed).below(past.len().min(4));
                files.clone_from(&past[past.len() - 1 - back]);
            }
            What::Mend => files = good.clone().unwrap_or(files),
            _ => edit.apply(&mut files),
        }
        let (sources, theme) = read(&files);
        let base_url = manner.base_url.then(|| "https://example.org/base/".to_owned());
        let options = Options { audience: manner.audience, base_url };
        let is_clean = match manner.asked {
            Some(seed) => asked(&sources, &theme, &options, &memory, &mut Chance::new(seed), tried),
            None => whole(&sources, &theme, &options, &memory, tried),
        };
        tried.edits.fetch_add(1, Relaxed);
        if is_clean {
            tried.clean.fetch_add(1, Relaxed);
            good = Some(files.clone());
        }
        past.push(files.clone());
    }
}

/// The whole site. Whether the book has no errors.
fn whole(sources: &Sources, theme: &ThemeFiles, options: &Options, memory: &Memory, tried: &Tried) -> bool {
    let made = |memory: &Memory| {
        let outcome = compile(sources, theme, options, memory, &|_| {});
        let mut diagnostics = outcome.diagnostics;
        let output = outcome.value.map(|compilation| compilation.output(memory, &|_| {}).take(&mut diagnostics)).unwrap_or_default();
        Built { output, errors: 0, diagnostics }
    };
    let (with, without) = (made(memory), made(&Memory::default()));
    same(&with, &without);
    tried.compared.fetch_add(with.output.len(), Relaxed);
    !with.diagnostics.iter().any(|diagnostic| diagnostic.severity == rungs::diagnostic::Severity::Error)
}

/// A few files of the site, in some order, some of them twice. Whether the book has no errors.
fn asked(sources: &Sources, theme: &ThemeFiles, options: &Options, memory: &Memory, chance: &mut Chance, tried: &Tried) -> bool {
    let fresh = Memory::default();
    let made = |memory: &Memory| compile(sources, theme, options, memory, &|_| {});
    let (with, without) = (made(memory), made(&fresh));
    assert_eq!(with.diagnostics, without.diagnostics);
    let is_clean = !with.has_errors();
    assert_eq!(with.value.is_some(), without.value.is_some());
    let (Some(with), Some(without)) = (with.value, without.value) else { return is_clean };
    let urls = with.urls();
    assert_eq!(urls, without.urls());
    for _ in 0..5 {
        let url = &urls[chance.below(urls.len())];
        let rendered = |made: Option<Result<Entry, _>>| made.expect("a file at each address").map(|entry| shown(&entry));
        assert_eq!(rendered(with.render(url, memory)), rendered(without.render(url, &fresh)), "{url}");
        tried.compared.fetch_add(1, Relaxed);
    }
    if is_clean {
        memory.keep_rendered(1 + chance.below(8));
    }
    is_clean
}

fn shown(entry: &Entry) -> String {
    match entry {
        Entry::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Entry::Copy(path) => path.to_string(),
    }
}

#[track_caller]
fn same(a: &Built, b: &Built) {
    assert_eq!(a.diagnostics, b.diagnostics);
    assert_eq!(a.output.keys().collect::<Vec<_>>(), b.output.keys().collect::<Vec<_>>());
    for (path, entry) in &a.output {
        if *entry != b.output[path] {
            assert_eq!(shown(entry), shown(&b.output[path]), "{path}");
        }
    }
}

#[test]
fn memory_changes_nothing() {
    let wanted = std::env::var("RUNGS_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(EDITS);
    let tried = Tried::default();
    let failure_persistence = Some(Box::new(FileFailurePersistence::Off) as _);
    let runs = u32::try_from(wanted.div_ceil(RUN)).expect("a number of runs");
    let mut runner = TestRunner::new(Config { cases: runs, failure_persistence, max_shrink_iters: 100, ..Config::default() });
    let steps = prop::collection::vec((edits(), manners()), RUN);
    let outcome = runner.run(&(books(), steps), |(files, steps)| {
        hold(files, &steps, &tried);
        Ok(())
    });
    if let Err(fault) = outcome {
        panic!("{fault}");
    }
    let [edits, clean, compared] = [&tried.edits, &tried.clean, &tried.compared].map(|count| count.load(Relaxed));
    println!("{edits} edits of {runs} books, {clean} of them without errors: {compared} files are the same");
    // Of a few books, all may be unlucky; of many, a good part must reach the end of a build.
    assert!(edits < 1_000 || clean * 4 > edits, "most books have errors: {clean} of {edits} have none");
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

/// The phases that a build goes through.
fn phases(memory: &Memory, sources: &Sources, theme: &ThemeFiles) -> Vec<&'static str> {
    let heard = Mutex::new(Vec::new());
    let on_step = |step: Step| {
        if let Step::Phase(name) = step {
            heard.lock().expect("no thread panicked").push(name);
        }
    };
    let outcome = compile(sources, theme, &for_readers(), memory, &on_step);
    assert!(outcome.value.is_some());
    heard.into_inner().expect("no thread panicked")
}

#[test]
fn a_change_of_the_theme_alone_links_nothing() {
    let memory = Memory::default();
    let mut files = original();
    let phases_now = |files: &Files| {
        let (sources, theme) = read(files);
        phases(&memory, &sources, &theme)
    };
    let all = ["parse", "assemble", "link"];
    assert_eq!(phases_now(&files), all);
    files.insert("theme/assets/css/site.css".into(), "main { color: red; }\n".into());
    assert!(phases_now(&files).is_empty());
    files.entry("guide/plain.md".into()).or_default().push_str("# Plain\n");
    assert_eq!(phases_now(&files), all);
    for _ in 0..3 {
        assert!(phases_now(&files).is_empty(), "nothing changed");
    }
    assert_eq!(counted(&memory, &sources(&files)).0, 0, "what was parsed is not forgotten meanwhile");
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
    let mut reversed = Sources::new("");
    files.iter().rev().for_each(|(path, text)| insert(&mut reversed, path, text));
    same(&build(&sources(&files)), &build(&reversed));
}
