//! Books from one string with files split by `-- path --` lines, and from folders, and what they build to.

use rungs::{
    Audience, Entry, Memory, Options, Output, compile,
    diagnostic::{Diagnostic, Excerpts, Severity},
    source::{Asset, Fingerprint, SourcePath, Sources},
    theme::{ThemeFiles, built_in},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

/// The theme inside the binary, read once.
static THEME: LazyLock<ThemeFiles> = LazyLock::new(|| ThemeFiles { layers: vec![built_in("default").expect("the embedded theme")] });

/// What a build for readers said and, without errors, made.
pub struct Built {
    pub output: Output,
    pub diagnostics: Vec<Diagnostic>,
    pub errors: usize,
}

/// The sources of a text whose files are split by `-- path --` lines; a file's last empty line is the split's.
pub fn book(text: &str) -> Sources {
    book_in("", text)
}

/// The same for a book in this folder of its project: empty, or ending in `/`.
pub fn book_in(folder: &str, text: &str) -> Sources {
    let mut sources = Sources::new(folder);
    for (path, content) in files(text) {
        insert(&mut sources, &path, &content);
    }
    sources
}

/// The files of such a text, in order.
pub fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, content))) => content.push_str(line),
            (None, None) => assert!(line.trim().is_empty(), "a text before the first `-- path --`: {line:?}"),
        }
    }
    files
}

/// Puts a file into a book: what the shell reads as text becomes a text, the rest an asset.
pub fn insert(sources: &mut Sources, path: &str, content: &str) {
    let path = SourcePath::new(path).expect("a path inside the project");
    if matches!(path.extension(), "png" | "svg" | "css") {
        insert_asset(sources, path, content.as_bytes());
    } else {
        sources.insert_text(path, content);
    }
}

fn insert_asset(sources: &mut Sources, path: SourcePath, bytes: &[u8]) {
    let head: Arc<[u8]> = bytes[..bytes.len().min(Asset::HEAD)].into();
    sources.insert_asset(Arc::new(Asset { path, length: bytes.len() as u64, fingerprint: Fingerprint::of(bytes), head }));
}

/// A picture of this size, as far as its first bytes say so.
pub fn insert_png(sources: &mut Sources, path: &str, width: u32, height: u32) {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    insert_asset(sources, SourcePath::new(path).expect("a path"), &bytes);
}

/// The sources of a folder of the project on disk: a stand-in for the shell, without its refusals.
pub fn folder(root: &Path, book: &str) -> Sources {
    let mut sources = Sources::new(book);
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(root.join(&inner)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = inner.join(entry.file_name());
            if entry.file_type().expect("a kind").is_dir() {
                open.push(path);
                continue;
            }
            let bytes = fs::read(root.join(&path)).expect("a file");
            let path = SourcePath::new(path.to_str().expect("UTF-8")).expect("a path");
            let is_static = path.as_str().strip_prefix(book).is_some_and(|path| path.starts_with("static/"));
            match rungs::source::text_from_bytes(&bytes) {
                Ok(text) if !is_static && !matches!(path.extension(), "png" | "svg" | "css") => sources.insert_text(path, &text),
                _ => insert_asset(&mut sources, path, &bytes),
            }
        }
    }
    sources
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of corpora that nobody here wrote, when there is one.
pub fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("RUNGS_CORPORA").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: RUNGS_CORPORA names no folder of corpora");
    }
    folder
}

/// Options of a published site.
pub fn for_readers() -> Options {
    Options { audience: Audience::Reader, base_url: None }
}

/// The embedded theme.
pub fn theme() -> &'static ThemeFiles {
    &THEME
}

/// A build for readers, without memory.
pub fn build(sources: &Sources) -> Built {
    build_with(sources, &for_readers(), &Memory::default())
}

/// A build with these options and this memory. What can be made is made, errors or not.
pub fn build_with(sources: &Sources, options: &Options, memory: &Memory) -> Built {
    let outcome = compile(sources, theme(), options, memory, &|_| {});
    let mut diagnostics = outcome.diagnostics;
    let output = outcome.value.map(|compilation| compilation.output(memory, &|_| {}).take(&mut diagnostics)).unwrap_or_default();
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    Built { output, diagnostics, errors }
}

impl Built {
    /// The output of a book that must have no error.
    #[track_caller]
    pub fn clean(self, sources: &Sources) -> Output {
        assert_eq!(self.errors, 0, "{}", self.report(sources));
        self.output
    }

    /// What it said, one line each.
    pub fn said(&self) -> Vec<String> {
        self.diagnostics.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect()
    }

    /// The errors as authors see them.
    pub fn report(&self, sources: &Sources) -> String {
        let lookup = |path: &SourcePath| sources.text(path).map(|text| Arc::clone(&text.content));
        let excerpts = Excerpts { lookup: &lookup, root: "", colour: false };
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.map(|diagnostic| excerpts.draw(diagnostic)).collect::<Vec<_>>().join("\n")
    }
}

/// A text file of the output.
#[track_caller]
pub fn text(output: &Output, path: &str) -> String {
    match output.get(path) {
        Some(Entry::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        Some(Entry::Copy(source)) => panic!("{path} is a copy of {source}"),
        None => panic!("no {path} among {:?}", output.keys().filter(|path| !path.starts_with("assets/")).collect::<Vec<_>>()),
    }
}

/// All pages of an output: path and HTML.
pub fn pages(output: &Output) -> impl Iterator<Item = (&str, String)> {
    output.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), text(output, path)))
}

/// What stands between `<article …>` and `</article>`, without empty lines.
#[track_caller]
pub fn article(page: &str) -> String {
    let (_, rest) = page.split_once("<article data-pagefind-body>").expect("an article");
    let (inner, _) = rest.rsplit_once("</article>").expect("the article's end");
    inner.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
