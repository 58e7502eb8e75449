//! Random books of every kind of page, and random things that authors do to them. All is a function of numbers, so
//! that a case that fails can be made again, and made smaller.

mod edit;
mod text;

pub use edit::{Edit, What, edits};

use rungs::{
    source::{Refusal, SourcePath, Sources, TextError},
    theme::{Layer, ThemeFiles, ThemeName, built_in, extends, wanted},
};
use std::collections::BTreeMap;
use text::{page, paragraph};

/// The files of a book: path → text. Those below `theme/` are its theme's.
pub type Files = BTreeMap<String, String>;

/// A file that begins so is no text on the disk.
const NO_TEXT: &str = "\u{1}";

/// Numbers that look like chance and are the same each time.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: impl Into<u64>) -> Self {
        Self(seed.into())
    }

    /// A number below `most`, which is not 0.
    pub fn below(&mut self, most: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).expect("a small number")
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// How large a book is, by kind.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub chapters: usize,
    pub ladder: usize,
    pub practice: usize,
    pub seed: u32,
}

/// A book of this size, without errors but for what its paragraphs happen to say.
pub fn book(size: Size) -> Files {
    let Size { chapters, ladder, practice, seed } = size;
    let mut chance = Chance::new(seed);
    let mut files = Files::new();
    let mut names = Vec::new();
    for n in 0..chapters {
        names.push(if n % 3 == 2 { format!("guide/deep/c{n}.md") } else { format!("guide/c{n}.md") });
    }
    for n in 0..ladder {
        let kinds = ["levels/l", "skills/s", "tracks/t", "roles/r", "transitions/x"];
        let every = [1, 1, 3, 2, 2];
        names
            .extend(kinds.iter().zip(every).filter(|(_, every)| n % every == every - 1 || n == 0).map(|(kind, _)| format!("{kind}{n}.md")));
    }
    for n in 0..practice {
        names.push(format!("checklists/k{n}.md"));
        names.push(format!("templates/m{n}.md"));
    }
    if chapters == 0 || chance.one_in(2) {
        names.push("index.md".to_owned());
    }
    // First the names, so that pages can speak of one another.
    files.extend(names.iter().map(|name| (name.clone(), String::new())));
    maps(&mut files, &mut chance);
    for name in &names {
        let text = page(name, &files, &mut chance);
        files.insert(name.clone(), text);
    }
    for name in &names {
        for _ in 0..chance.below(4) {
            let more = paragraph(name, &files, &mut chance);
            files.entry(name.clone()).or_default().push_str(&format!("\n{more}\n"));
        }
    }
    if chapters > 0 && !chance.one_in(4) {
        let summary = summary(&files);
        files.insert("SUMMARY.md".to_owned(), summary);
    }
    files
}

/// A summary that lists every chapter.
fn summary(files: &Files) -> String {
    let line = |path: &String| format!("{}- [{path}]({path})\n", if path.contains("/deep/") { "  " } else { "" });
    let lines: String = files.keys().filter(|path| path.starts_with("guide/")).map(line).collect();
    // The first entry cannot stand below another.
    format!("# Summary\n\n# Part one\n\n{}", lines.trim_start())
}

/// The files that are no pages.
fn maps(files: &mut Files, chance: &mut Chance) {
    let mut put = |path: &str, text: String| files.insert(path.to_owned(), text);
    put("book.yml", format!("title: A random book\nsite: {{id: random-{}}}\nrepository: https://example.org/repo\n", chance.below(3)));
    put("glossary.yml", (0..3).map(|n| format!("g{n}: {{title: Term{n}, aliases: [word{n}], text: \"Means *{n}*.\"}}\n")).collect());
    put("sources.yml", (0..2).map(|n| format!("q{n}: {{title: Work {n}, authors: Author {n}, year: {}}}\n", 2000 + n)).collect());
    put("areas.yml", (0..2).map(|n| format!("a{n}: {{title: Area {n}}}\n")).collect());
    put("questions.yml", "o0:\n  title: Opening\n  questions:\n    - \"What is new?\"\n".to_owned());
    put("static/a.png", "a picture".to_owned());
    put("snippets/code.rs", "fn main() {}\n// ANCHOR: part\nlet part = 1;\n// ANCHOR_END: part\n".to_owned());
}

/// The book as the shell would read it, and its theme.
pub fn read(files: &Files) -> (Sources, ThemeFiles) {
    let mut sources = Sources::new("");
    let mut own = Layer { shown_as: "book/theme/".to_owned(), ..Layer::default() };
    for (path, text) in files {
        if let Some(path) = path.strip_prefix("theme/") {
            own.files.insert(path.to_owned(), text.clone().into());
        } else if text.starts_with(NO_TEXT) {
            sources.refuse(SourcePath::new(path).expect("a path"), Refusal::NotText(TextError::NotUtf8(text.len())));
        } else {
            crate::fixture::insert(&mut sources, path, text);
        }
    }
    let mut layers = Vec::new();
    let mut next = Some(wanted(&sources));
    while let Some(ThemeName::BuiltIn(name)) = next {
        let layer = built_in(&name).unwrap_or_else(|| built_in("default").expect("the embedded theme"));
        next = extends(&layer);
        layers.push(layer);
    }
    layers.reverse();
    layers.push(own);
    (sources, ThemeFiles { layers })
}
