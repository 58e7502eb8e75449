//! Reads a book from disk into [`Sources`], and keeps what has not changed between two builds.

mod again;
mod dates;
mod includes;
mod layers;
mod read;
mod walk;

pub use again::Touched;
pub use read::open_regular;
pub use walk::is_passing;

use super::{Fault, home::Whereabouts, project::Project};
use rayon::prelude::*;
use read::{Kept, Loaded};
use rungs::{
    source::{Fingerprint, Refusal, SourcePath, Sources, Text},
    theme::ThemeFiles,
};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The disk as a book's builds see it.
pub struct Disk {
    project: Project,
    /// The folder being written; never read, even if it lies in the book.
    output: Option<PathBuf>,
    kept: Keep,
    dates: dates::Dates,
    whereabouts: Whereabouts,
    /// The last look, unless somebody was still writing.
    last: Option<Look>,
}

/// What was read, by path and by how; an included asset is read as both.
type Keep = HashMap<(SourcePath, Class), Kept>;

/// One look at the disk.
#[derive(Clone)]
pub struct Look {
    /// The book.
    pub sources: Arc<Sources>,
    /// Its theme.
    pub theme: ThemeFiles,
    /// The folders of its theme.
    pub theme_folders: Vec<PathBuf>,
    /// Folders outside the book's own that hold included files.
    pub elsewhere: BTreeSet<PathBuf>,
    /// Stands for everything that was seen: equal looks make equal builds.
    pub fingerprint: Fingerprint,
    /// Whether somebody seems to be still writing: a file changed while it was read, or was just emptied.
    pub unsettled: bool,
    /// What git could not say, in words.
    pub note: Option<&'static str>,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Class {
    Text,
    Asset,
}

impl Class {
    const BOTH: [Self; 2] = [Self::Text, Self::Asset];
}

/// A file to read.
struct Candidate {
    path: SourcePath,
    class: Class,
}

impl Disk {
    /// A disk of which nothing has been read. `output` is the folder that the build writes, if it does.
    pub fn new(project: Project, output: Option<&Path>) -> Self {
        let output = output.map(Path::to_owned);
        let (dates, whereabouts) = (dates::Dates::default(), Whereabouts::default());
        Self { project, output, kept: HashMap::new(), dates, whereabouts, last: None }
    }

    /// The project it reads.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Reads the book and its theme.
    pub fn look(&mut self) -> Result<Look, Fault> {
        self.last = None;
        let mut reading = Reading::new(self);
        // The theme is named by these two, and its folder is not part of the book.
        let names: Vec<_> = ["book.yml", "book.toml"].iter().filter_map(|name| reading.candidate(name)).collect();
        reading.read(&names)?;
        reading.disk.whereabouts.ask(&reading.disk.project.root, &reading.sources);
        reading.name_theme_of_mdbook();
        let theme = layers::read(&reading.disk.project, &reading.sources)?;
        let not_ours = theme.folders.iter().chain(&reading.disk.output).cloned().collect();
        let found = walk::Walk { project: &reading.disk.project, not_ours, only: None }.run(&mut reading.sources)?;
        reading.read(&found)?;
        includes::close(&mut reading)?;
        let look = reading.finish(theme);
        Ok(self.remember(look))
    }

    fn remember(&mut self, look: Look) -> Look {
        self.last = (!look.unsettled).then(|| look.clone());
        look
    }
}

/// A look in the making.
struct Reading<'a> {
    disk: &'a mut Disk,
    sources: Sources,
    fresh: Keep,
    /// Files that the texts read so far include.
    includes: Vec<SourcePath>,
    elsewhere: BTreeSet<PathBuf>,
    unsettled: bool,
}

impl<'a> Reading<'a> {
    fn new(disk: &'a mut Disk) -> Self {
        let sources = Sources::new(&disk.project.book);
        Self { disk, sources, fresh: HashMap::new(), includes: Vec::new(), elsewhere: BTreeSet::new(), unsettled: false }
    }

    /// A text that the book may or may not have.
    fn candidate(&self, name: &str) -> Option<Candidate> {
        let path = if name == "book.toml" { SourcePath::new(name).ok() } else { self.sources.in_book(name) };
        path.map(|path| Candidate { path, class: Class::Text })
    }

    /// Says that a theme of mdBook's, which lies beside the chapters, is not taken.
    fn name_theme_of_mdbook(&mut self) {
        let is_mdbook = self.sources.manifest().is_some_and(|text| text.path.as_str() == "book.toml");
        let has_files = || fs::read_dir(self.disk.project.root.join("theme")).is_ok_and(|mut entries| entries.next().is_some());
        if is_mdbook
            && !self.sources.book().is_empty()
            && has_files()
            && let Ok(theme) = SourcePath::new("theme")
        {
            self.sources.refuse(theme, Refusal::ThemeOfMdbook);
        }
    }

    /// Reads the files and puts what they give into the sources; files that are gone are left out.
    fn read(&mut self, candidates: &[Candidate]) -> Result<(), Fault> {
        let (root, kept) = (&self.disk.project.root, &self.disk.kept);
        let read_one = |candidate: &Candidate| read::file(root, candidate, kept.get(&(candidate.path.clone(), candidate.class)));
        let results: Vec<_> = candidates.par_iter().map(read_one).collect();
        for (candidate, result) in candidates.iter().zip(results) {
            if let Some(kept) = result? {
                self.unsettled |= kept.unsettled;
                self.includes.extend(kept.includes.iter().cloned());
                insert(&mut self.sources, &candidate.path, &kept.loaded);
                self.fresh.insert((candidate.path.clone(), candidate.class), kept);
            }
        }
        Ok(())
    }

    /// The includes of what was read since this was last asked.
    fn take_includes(&mut self) -> Vec<SourcePath> {
        std::mem::take(&mut self.includes)
    }

    fn finish(mut self, theme: layers::Layers) -> Look {
        let note = self.disk.dates.fill(&self.disk.project.root, &mut self.sources);
        self.disk.whereabouts.fill(&mut self.sources);
        let fingerprint = fingerprint(&self.sources, &theme.files);
        self.disk.kept = self.fresh;
        Look {
            sources: Arc::new(self.sources),
            theme: theme.files,
            theme_folders: theme.folders,
            elsewhere: self.elsewhere,
            fingerprint,
            unsettled: self.unsettled || theme.unsettled,
            note,
        }
    }
}

/// The book as these files make it, which do not lie on the disk: a revision's. They are paths and contents below
/// the project's root; `book` is the book's part of it.
pub fn sources_of(book: &str, files: Vec<(String, Vec<u8>)>) -> Sources {
    let mut sources = Sources::new(book);
    for (path, bytes) in files {
        let Ok(path) = SourcePath::new(&path) else { continue };
        let is_page = sources.book_path(&path).is_some_and(|path| walk::class(path) == Class::Text);
        match Text::read(path.clone(), &bytes) {
            // Whatever is a text may be included.
            Ok(text) => sources.insert(Arc::new(text)),
            Err(error) if is_page => sources.refuse(path, Refusal::NotText(error)),
            Err(_) => {}
        }
    }
    sources
}

/// Whether a file below the root of a project may say something about its ladder: a text, or one that is included.
pub fn is_of_interest(path: &str) -> bool {
    let in_book = path.strip_prefix("src/").unwrap_or(path);
    !in_book.starts_with("theme/") && !in_book.starts_with("static/") && !in_book.split('/').any(|part| part.starts_with('.'))
}

/// Puts what a file gave into the sources.
fn insert(sources: &mut Sources, path: &SourcePath, loaded: &Loaded) {
    match loaded {
        Loaded::Text(text) => sources.insert(Arc::clone(text)),
        Loaded::Asset(asset) => sources.insert_asset(Arc::clone(asset)),
        Loaded::Refused(refusal) => sources.refuse(path.clone(), refusal.clone()),
    }
}

/// Stands for all content of a look.
fn fingerprint(sources: &Sources, theme: &ThemeFiles) -> Fingerprint {
    Fingerprint::of_parts([sources.fingerprint().as_bytes(), theme.fingerprint().as_bytes()])
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::Disk;
    use crate::shell::project::Project;
    use rungs::source::SourcePath;
    use std::{fs, os::unix::fs::symlink};

    fn look(folder: &std::path::Path) -> super::Look {
        let project = Project::locate(Some(folder)).expect("a book");
        Disk::new(project, None).look().expect("a readable book")
    }

    fn names(look: &super::Look) -> (Vec<String>, Vec<String>, Vec<String>) {
        (
            look.sources.texts().map(|text| text.path.to_string()).collect(),
            look.sources.assets().map(|asset| asset.path.to_string()).collect(),
            look.sources.refused().map(|(path, refusal)| format!("{path}: {refusal:?}")).collect(),
        )
    }

    #[test]
    fn sorts_files_into_texts_assets_and_refusals() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("static")).expect("folders");
        fs::create_dir_all(at("theme")).expect("folders");
        fs::write(at("index.md"), "\u{feff}a\r\nb").expect("a file");
        fs::write(at("static/robots.yml"), "\r\n").expect("a file");
        fs::write(at("theme/x.css"), "").expect("a file");
        fs::write(at("ignored.md"), "").expect("a file");
        fs::write(at(".gitignore"), "ignored.md").expect("a file");
        fs::write(at("bad.md"), b"a\xff").expect("a file");
        fs::write(at("nul.yml"), b"a\0").expect("a file");
        symlink("/etc/passwd", at("link.md")).expect("a link");
        fs::write(at("a\\b.png"), "").expect("a file");
        let (texts, assets, refused) = names(&look(folder.path()));
        assert_eq!(texts, ["index.md"]);
        assert_eq!(assets, ["static/robots.yml"]);
        assert_eq!(
            refused,
            [
                "a%5Cb.png: BadName('\\\\')",
                "bad.md: NotText(NotUtf8(1))",
                "link.md: Unusual(\"symbolic link\")",
                "nul.yml: NotText(Nul(1))",
            ]
        );
        let look = look(folder.path());
        assert_eq!(&*look.sources.book_text("index.md").expect("a text").content, "a\nb");
        assert_eq!(look.theme.layers.last().expect("a layer").files.len(), 1);
    }

    #[test]
    fn includes_reach_the_project_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("p/src")).expect("folders");
        fs::create_dir_all(at("p/.git")).expect("folders");
        fs::write(at("p/book.toml"), "").expect("a file");
        fs::write(at("p/.git/config"), "token").expect("a file");
        fs::write(at("secret.rs"), "").expect("a file");
        fs::write(at("p/x.rs"), "// {{#include y.rs}}").expect("a file");
        fs::write(at("p/y.rs"), "// {{#include x.rs}}").expect("a file");
        symlink(folder.path(), at("p/up")).expect("a link");
        let page = "{{#include ../x.rs:1:2}} {{#include ../../secret.rs}} {{#include ../up/secret.rs}} {{#include ../.git/config}}";
        fs::write(at("p/src/a.md"), page).expect("a file");
        let (texts, _, refused) = names(&look(&at("p")));
        assert_eq!(texts, ["book.toml", "src/a.md", "x.rs", "y.rs"]);
        assert_eq!(refused, ["up/secret.rs: Unusual(\"symbolic link\")"]);
    }

    #[test]
    fn a_text_is_too_large_as_a_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, length: usize| fs::write(folder.path().join(name), vec![b'a'; length]).expect("a file");
        write("a.md", 1024 * 1024 + 1);
        write("b.md", 1024 * 1024);
        write("SUMMARY.md", 1024 * 1024 + 1);
        let (texts, _, refused) = names(&look(folder.path()));
        assert_eq!(texts, ["SUMMARY.md", "b.md"]);
        assert_eq!(refused, ["a.md: NotText(TooLarge(1048577))"]);
    }

    #[test]
    fn a_second_look_sees_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "one").expect("a file");
        let project = Project::locate(Some(folder.path())).expect("a book");
        let mut disk = Disk::new(project, None);
        let first = disk.look().expect("a look").fingerprint;
        assert_eq!(disk.look().expect("a look").fingerprint, first);
        fs::write(&path, "two").expect("a file");
        let second = disk.look().expect("a look");
        assert_ne!(second.fingerprint, first);
        let a = SourcePath::new("a.md").expect("a path");
        assert_eq!(&*second.sources.text(&a).expect("a text").content, "two");
    }
}
