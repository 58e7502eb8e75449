//! Writes new files, and only new ones: what is there already is never changed, and when one file cannot be made none
//! is left.

use super::{Fault, disk::open_regular, system};
use rungs::source::SourcePath;
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// More files than this are only counted.
const NAMED: usize = 20;

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Created {
    /// Files that were written.
    pub written: usize,
    /// Files that were there, just so.
    pub unchanged: usize,
}

/// Writes the files below `folder`. If one of them is there with other content, nothing is written.
pub fn create(folder: &Path, files: &BTreeMap<SourcePath, Vec<u8>>) -> Result<Created, Fault> {
    let (mut missing, mut conflicts) = (Vec::new(), Vec::new());
    for (path, content) in files {
        match look(folder, path, content).map_err(|error| Fault::io("look at", &folder.join(path.as_str()), &error))? {
            Found::Nothing => missing.push((path, content)),
            Found::Same => {}
            Found::Other(what) => conflicts.push((path, what)),
        }
    }
    if !conflicts.is_empty() {
        return Err(conflict(folder, &conflicts));
    }
    let mut made = Made::default();
    for (path, content) in &missing {
        let path = folder.join(path.as_str());
        made.file(&path, content).map_err(|error| {
            made.take_back();
            Fault::io("write", &path, &error).help("nothing is left of what was written before it")
        })?;
    }
    Ok(Created { written: missing.len(), unchanged: files.len() - missing.len() })
}

/// What stands where a file shall be written.
enum Found {
    Nothing,
    Same,
    Other(&'static str),
}

fn look(folder: &Path, path: &SourcePath, content: &[u8]) -> io::Result<Found> {
    let mut at = folder.to_owned();
    let (parents, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
    for parent in parents.split('/').filter(|parent| !parent.is_empty()) {
        at.push(parent);
        match at.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => return Ok(Found::Other("its folder is a symbolic link")),
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Ok(Found::Other("its folder is a file")),
            Err(error) if is_absent(&error) => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        }
    }
    at.push(name);
    match at.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => {
            let mut old = Vec::with_capacity(content.len() + 1);
            open_regular(&at)?.take(content.len() as u64 + 1).read_to_end(&mut old)?;
            Ok(if old == content { Found::Same } else { Found::Other("other content") })
        }
        Ok(metadata) => Ok(Found::Other(if metadata.is_dir() { "a folder" } else { "no ordinary file" })),
        Err(error) if is_absent(&error) => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn conflict(folder: &Path, conflicts: &[(&SourcePath, &str)]) -> Fault {
    let count = conflicts.len();
    let files = if count == 1 { "a file".to_owned() } else { format!("{count} files") };
    let mut fault = Fault::new(format!("`{}` already has {files} that would be written; nothing was changed", folder.display()));
    for (path, what) in conflicts.iter().take(NAMED) {
        fault = fault.help(format!("`{path}`: {what}"));
    }
    if count > NAMED {
        fault = fault.help(format!("and {} more", count - NAMED));
    }
    fault.help("move them away, or name another folder")
}

/// What was made, in order.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.folder(path.parent().unwrap_or(Path::new(".")))?;
        // Never opens what somebody else has made in the meantime.
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_owned());
        file.write_all(content)?;
        if !content.starts_with(b"#!") {
            return Ok(());
        }
        // Whoever may read it may run it.
        let mode = system::mode(&file.metadata()?);
        system::set_file_mode(&file, mode | (mode & 0o444) >> 2)
    }

    fn folder(&mut self, path: &Path) -> io::Result<()> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        self.folder(path.parent().unwrap_or(Path::new("")))?;
        fs::create_dir(path)?;
        self.folders.push(path.to_owned());
        Ok(())
    }

    /// Removes what was made; a folder only if it is empty.
    fn take_back(&self) {
        self.files.iter().rev().for_each(|path| drop(fs::remove_file(path)));
        self.folders.iter().rev().for_each(|path| drop(fs::remove_dir(path)));
    }
}
