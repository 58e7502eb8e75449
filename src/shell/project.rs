//! Finds the project of a book: the folder includes may reach, and the book's part of it.

use super::{Fault, system};
use rungs::{
    parse::{mdbook_output, mdbook_source},
    source::text_from_bytes,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where a book lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The project's folder, absolute and without symbolic links.
    pub root: PathBuf,
    /// The book's part of it: empty, or ending in `/`.
    pub book: String,
    /// What stands before a source's path in messages, as the user would type it: empty, or ending in `/`.
    pub shown: String,
}

/// A file that makes a folder a book even if it is not called `book`.
const MARKS: [&str; 2] = ["SUMMARY.md", "book.yml"];
/// The file that makes it a project of mdBook.
const SETTINGS: &str = "book.toml";

impl Project {
    /// Finds the book at `typed`, or where people keep it: `book`, or the current folder.
    pub fn locate(typed: Option<&Path>) -> Result<Self, Fault> {
        let Some(typed) = typed else {
            return Self::at(&usual_place()?);
        };
        if !typed.is_dir() {
            let problem = if typed.exists() { "is not a folder" } else { "does not exist" };
            return Err(Fault::new(format!("the book `{}` {problem}", typed.display()))
                .help("name the folder that holds your Markdown files: `rungs build FOLDER`"));
        }
        Self::at(typed)
    }

    /// The folder of the book.
    pub fn folder(&self) -> PathBuf {
        // Not `join("")`, which would end the path in a slash.
        if self.book.is_empty() { self.root.clone() } else { self.root.join(self.book.trim_end_matches('/')) }
    }

    fn at(typed: &Path) -> Result<Self, Fault> {
        let canonical = system::canonical(typed).map_err(|error| Fault::io("read the folder", typed, &error))?;
        if let Some(book) = mdbook_folder(&canonical) {
            return Ok(Self { root: canonical, book, shown: prefix(typed) });
        }
        let name = canonical.file_name().and_then(|name| name.to_str()).map(|name| format!("{name}/"));
        let above = canonical.parent().and_then(mdbook_folder);
        let is_source_folder = name.is_some() && (name == above || name.as_deref() == Some("src/"));
        if is_source_folder && canonical.join("SUMMARY.md").is_file() {
            let shown = match typed.file_name() {
                Some(_) => prefix(typed.parent().unwrap_or(Path::new(""))),
                None => prefix(&typed.join("..")),
            };
            let root = canonical.parent().unwrap_or(&canonical).to_owned();
            return Ok(Self { root, book: name.unwrap_or_default(), shown });
        }
        Ok(Self { root: canonical, book: String::new(), shown: prefix(typed) })
    }
}

/// The folder of chapters of a mdBook project, as its `book.toml` names it: empty, or ending in `/`.
fn mdbook_folder(root: &Path) -> Option<String> {
    let folder = mdbook_source(&settings(root)?);
    match folder.as_str() {
        "" => Some(String::new()),
        // No link: what is read lies where its path says.
        folder if system::canonical(&root.join(folder)).is_ok_and(|real| real == root.join(folder)) => Some(format!("{folder}/")),
        _ => None,
    }
}

/// The folder that mdBook empties and writes its site into; `None` where that is outside of the project.
pub fn mdbook_site(root: &Path) -> Option<PathBuf> {
    let folder = mdbook_output(&settings(root)?);
    (!folder.is_empty()).then(|| root.join(folder))
}

/// What a `book.toml` says, if there is one.
fn settings(root: &Path) -> Option<String> {
    let bytes = fs::read(root.join(SETTINGS)).ok()?;
    Some(text_from_bytes(&bytes).unwrap_or_default())
}

fn usual_place() -> Result<PathBuf, Fault> {
    let (book, here) = (Path::new("book"), Path::new("."));
    let is_mdbook = here.join(SETTINGS).is_file();
    // Beside `book.toml`, a folder of this name is most often the site that mdBook has made.
    let is_book = if is_mdbook { holds_book(book) } else { fs::read_dir(book).is_ok_and(|mut entries| entries.next().is_some()) };
    if is_book {
        return Ok(book.to_owned());
    }
    if is_mdbook || is_marked(here) {
        return Ok(here.to_owned());
    }
    Err(Fault::new("there is no book here: no folder `book`, and no `SUMMARY.md` or `book.yml` in this folder")
        .help("go to the folder that holds `book/`, or name the book: `rungs build FOLDER`"))
}

fn is_marked(folder: &Path) -> bool {
    MARKS.iter().any(|mark| folder.join(mark).is_file())
}

/// Whether a folder has a file that only a book has, or a page somewhere below it.
fn holds_book(folder: &Path) -> bool {
    is_marked(folder) || holds_page(folder)
}

fn holds_page(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_page(&entry.path()),
        Ok(kind) => kind.is_file() && entry.path().extension().is_some_and(|ending| ending == "md"),
        Err(_) => false,
    })
}

/// The path as typed, ending in `/`; empty for the current folder.
fn prefix(typed: &Path) -> String {
    let tidy: PathBuf = typed.components().collect();
    match tidy.to_string_lossy().as_ref() {
        "" | "." => String::new(),
        "/" => "/".to_owned(),
        path => format!("{path}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::Project;
    use std::{fs, path::Path};

    #[track_caller]
    fn check(files: &[&str], book: &str, expected: (&str, &str)) {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, "").expect("a file");
        }
        let base = crate::shell::system::canonical(folder.path()).expect("a folder");
        fs::write(base.join("q/book.toml"), "[book]\nsrc = \"docs\"").unwrap_or_default();
        let project = Project::locate(Some(&base.join(book))).expect("a book");
        let root = project.root.strip_prefix(&base).expect("a root inside");
        assert_eq!((root, project.book.as_str()), (Path::new(expected.0), expected.1));
        assert!(Path::new(&project.shown).ends_with(root), "{}", project.shown);
    }

    #[test]
    fn knows_the_shapes_of_a_project() {
        check(&["book/index.md"], "book", ("book", ""));
        check(&["p/book.toml", "p/src/SUMMARY.md"], "p", ("p", "src/"));
        check(&["q/book.toml", "q/docs/SUMMARY.md"], "q", ("q", "docs/"));
        check(&["q/book.toml", "q/docs/SUMMARY.md"], "q/docs", ("q", "docs/"));
        check(&["p/src/SUMMARY.md"], "p/src", ("p", "src/"));
        check(&["p/src/a.md"], "p/src/", ("p/src", ""));
    }
}
