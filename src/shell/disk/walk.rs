//! Walks the book's folder: which files there are, and which of them cannot be taken.

use super::{Candidate, Class, read::unusual};
use crate::shell::{Fault, project::Project, publish, system};
use ignore::{DirEntry, WalkBuilder, WalkState};
use rungs::source::{Refusal, SourcePath, Sources};
use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::mpsc::channel,
};

/// A walk to be made.
pub struct Walk<'a> {
    /// Whose book.
    pub project: &'a Project,
    /// Folders that may lie in the book's but are no part of it.
    pub not_ours: BTreeSet<PathBuf>,
    /// The files to look for, when not for all; then only the folders that lead to them are entered.
    pub only: Option<BTreeSet<PathBuf>>,
}

impl Walk<'_> {
    /// The book's files, sorted. What cannot be taken is refused right into `sources`.
    pub fn run(&self, sources: &mut Sources) -> Result<Vec<Candidate>, Fault> {
        let folder = self.project.folder();
        let (sender, entries) = channel();
        self.builder(&folder).build_parallel().run(|| {
            let sender = sender.clone();
            // The receiver outlives the walk, so sending cannot fail.
            Box::new(move |entry| sender.send(entry).map_or(WalkState::Quit, |()| WalkState::Continue))
        });
        drop(sender);
        let mut found = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
                Ok(entry) => self.take(&entry, sources, &mut found),
                Err(error) => self.fail(&folder, &error, sources)?,
            }
        }
        found.sort_by(|a: &Candidate, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn builder(&self, folder: &Path) -> WalkBuilder {
        let mut builder = WalkBuilder::new(folder);
        // A user's own settings must not change what is published, and an exported book has no `.git`.
        builder.git_global(false).git_exclude(false).ignore(false).require_git(false);
        // Above a repository's top, another project's rules would reach in.
        builder.parents(folder.ancestors().any(|above| above.join(".git").exists()));
        let (not_ours, only) = (self.not_ours.clone(), self.only.clone());
        let cargo_target = self.project.root.join("target");
        builder.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let path = entry.path();
            let is_site = || path.join(publish::MANIFEST).exists();
            let is_other = || not_ours.contains(path) || path == cargo_target || path.ends_with("node_modules") || is_site();
            let leads = |file: &PathBuf| if is_folder { file.starts_with(path) } else { file == path };
            let is_wanted = || only.as_ref().is_none_or(|only| only.iter().any(leads));
            entry.depth() == 0 || is_wanted() && !(is_passing(entry.file_name()) || is_folder && is_other())
        });
        builder
    }

    fn take(&self, entry: &DirEntry, sources: &mut Sources, found: &mut Vec<Candidate>) {
        let Ok(inner) = entry.path().strip_prefix(&self.project.root) else { return };
        let path = match usable(inner) {
            Ok(path) => path,
            Err(refused) => {
                if let Some((path, refusal)) = refused {
                    sources.refuse(path, refusal);
                }
                return;
            }
        };
        let kind = entry.path_is_symlink().then_some("symbolic link").or_else(|| {
            let regular = entry.file_type().is_some_and(|kind| kind.is_file());
            if regular { None } else { entry.metadata().ok().and_then(|metadata| unusual(&metadata)) }
        });
        if let Some(kind) = kind {
            sources.refuse(path, Refusal::Unusual(kind));
        } else {
            let class = class(sources.book_path(&path).unwrap_or_default());
            found.push(Candidate { path, class });
        }
    }

    /// A folder we may not enter is named to the author; other failures are the machine's.
    fn fail(&self, folder: &Path, error: &ignore::Error, sources: &mut Sources) -> Result<(), Fault> {
        let path = place(error).unwrap_or(folder);
        let Some(io) = error.io_error() else {
            return Err(Fault::new(error.to_string()));
        };
        let inner = path.strip_prefix(&self.project.root).ok().and_then(system::slashed);
        match (io.kind(), inner.and_then(|inner| SourcePath::new(&inner).ok())) {
            (std::io::ErrorKind::NotFound, Some(_)) => {}
            (std::io::ErrorKind::PermissionDenied, Some(path)) => {
                sources.refuse(path, Refusal::Unreadable(io.to_string()));
            }
            _ => return Err(Fault::io("read the folder", path, io)),
        }
        Ok(())
    }
}

/// Whether a file or folder of this name is an editor's own: a backup, a probe, or what it writes before it renames. None is
/// part of a book; published, a backup would tell what its author took back.
pub fn is_passing(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ends = |end: &str| name.ends_with(end.as_bytes());
    let is_autosave = name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#");
    // Vim asks by 4913 whether it may write here; JetBrains' editors write beside the file first.
    is_autosave || name == b"4913" || ["~", ".tmp", ".swp", "___jb_tmp___", "___jb_old___", "___jb_bak___"].into_iter().any(ends)
}

/// How a file is read, by its path in the book.
pub(super) fn class(path: &str) -> Class {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    let is_text = match extension {
        // What lies in `static` is copied byte for byte, whatever it is.
        _ if path.starts_with("static/") => false,
        "md" | "yml" | "yaml" => true,
        "json" => path.starts_with("editions/"),
        _ => matches!(path, "ids.lock" | "book.toml"),
    };
    if is_text { Class::Text } else { Class::Asset }
}

/// The path as a source's. When it has bytes or characters that no address can have: the path with these escaped, if it
/// names a file, and why it is refused.
pub(super) fn usable(inner: &Path) -> Result<SourcePath, Option<(SourcePath, Refusal)>> {
    let is_bad = |character: &char| *character == '\\' || character.is_control();
    let refusal = match system::slashed(inner) {
        None => Refusal::NameNotUtf8,
        Some(text) => match text.chars().find(is_bad) {
            Some(character) => Refusal::BadName(character),
            None => return SourcePath::new(&text).map_err(|_| None),
        },
    };
    // Percent escapes, as backslashes would read as folders.
    let escape = |chunk: std::str::Utf8Chunk<'_>| {
        let bytes = chunk.invalid().iter().map(|byte| format!("%{byte:02X}"));
        let character = |one: char| if is_bad(&one) { format!("%{:02X}", u32::from(one)) } else { one.to_string() };
        chunk.valid().chars().map(character).chain(bytes).collect::<Vec<_>>().concat()
    };
    let escaped: String = inner.as_os_str().as_encoded_bytes().utf8_chunks().map(escape).collect();
    Err(SourcePath::new(&escaped).ok().map(|path| (path, refusal)))
}

/// Where the walk failed.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => place(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_passing;
    use std::ffi::OsStr;

    #[test]
    fn editors_own_files_are_no_part_of_a_book() {
        for name in ["page.md~", "4913", "#page.md#", "page.md___jb_tmp___", "page.md___jb_old___", "page.md.tmp", "page.swp"] {
            assert!(is_passing(OsStr::new(name)), "{name}");
        }
        for name in ["page.md", "~page.md", "49130", "a#b.png", "#", "tmp", "sedation"] {
            assert!(!is_passing(OsStr::new(name)), "{name}");
        }
    }
}
