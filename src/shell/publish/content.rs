//! The content of one output file: compared with what is on disk, or written anew. Copied files are
//! streamed, never held.

use super::{
    inventory::{Found, Kind},
    manifest::Listed,
};
use crate::shell::{Fault, disk::open_regular, system};
use rungs::{
    Entry,
    source::{Fingerprint, Fingerprinter},
};
use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

/// Rights of published files, whatever the umask: a web server must be able to read them.
pub const FILE_MODE: u32 = 0o644;
/// Rights of published folders.
pub const FOLDER_MODE: u32 = 0o755;

const CHUNK: usize = 64 * 1024;

/// What the file on disk is listed as when it is just what `entry` says, and `None` when it must be written.
pub fn listed_if_equal(
    entry: &Entry,
    fingerprint: Fingerprint,
    project: &Path,
    path: &Path,
    found: Found,
) -> Result<Option<Listed>, Fault> {
    if found.kind != Kind::File || found.mode != FILE_MODE {
        return Ok(None);
    }
    match entry {
        Entry::Bytes(bytes) => {
            if found.length != bytes.len() as u64 || !holds(path, bytes).unwrap_or(false) {
                return Ok(None);
            }
            Ok(Some(Listed::new(found.length, fingerprint)))
        }
        Entry::Copy(source) => {
            let source = project.join(source.as_str());
            let mut original = open_source(&source)?;
            let is_as_long = original.metadata().is_ok_and(|metadata| metadata.len() == found.length);
            let Some(mut file) = is_as_long.then(|| open_regular(path).ok()).flatten() else { return Ok(None) };
            compare(&mut original, &mut file).map_err(|error| Fault::io("read", &source, &error))
        }
    }
}

/// Writes a file that must not exist yet. An existing one may be the live site's, under another name.
pub fn write_new(entry: &Entry, fingerprint: Fingerprint, project: &Path, path: &Path) -> Result<Listed, Fault> {
    let fail = |error: &io::Error| Fault::io("write", path, error);
    let mut file = system::create_new(path, FILE_MODE).map_err(|error| fail(&error))?;
    let listed = match entry {
        Entry::Bytes(bytes) => {
            file.write_all(bytes).map_err(|error| fail(&error))?;
            Listed::new(bytes.len() as u64, fingerprint)
        }
        Entry::Copy(source) => {
            let source = project.join(source.as_str());
            copy(&mut open_source(&source)?, &mut file).map_err(|error| error.fault(&source, path))?
        }
    };
    system::set_file_mode(&file, FILE_MODE).map_err(|error| fail(&error))?;
    Ok(listed)
}

/// Copies a file of the old site; there must not be a new one yet.
pub fn copy_new(old: &Path, new: &Path) -> Result<(), Fault> {
    let fail = |error: &io::Error| Fault::io("write", new, error);
    let mut file = system::create_new(new, FILE_MODE).map_err(|error| fail(&error))?;
    copy(&mut open_source(old)?, &mut file).map_err(|error| error.fault(old, new))?;
    system::set_file_mode(&file, FILE_MODE).map_err(|error| fail(&error))
}

/// Whether two files on disk hold the same bytes.
pub fn same_bytes(a: &Path, b: &Path) -> bool {
    let compare = || -> io::Result<bool> { Ok(compare(&mut open_regular(a)?, &mut open_regular(b)?)?.is_some()) };
    compare().unwrap_or(false)
}

fn open_source(path: &Path) -> Result<File, Fault> {
    open_regular(path).map_err(|error| Fault::io("read", path, &error))
}

fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut content = Vec::with_capacity(bytes.len() + 1);
    open_regular(path)?.take(bytes.len() as u64 + 1).read_to_end(&mut content)?;
    Ok(content == bytes)
}

/// What `a` is listed as if `b` is equal to it.
fn compare(a: &mut File, b: &mut File) -> io::Result<Option<Listed>> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut length, mut fingerprinter) = (0, Fingerprinter::default());
    loop {
        left.clear();
        right.clear();
        Read::by_ref(a).take(CHUNK as u64).read_to_end(&mut left)?;
        Read::by_ref(b).take(CHUNK as u64).read_to_end(&mut right)?;
        if left != right {
            return Ok(None);
        }
        if left.is_empty() {
            return Ok(Some(Listed::new(length, fingerprinter.finish())));
        }
        fingerprinter.stream(&left);
        length += left.len() as u64;
    }
}

enum Copying {
    Read(io::Error),
    Write(io::Error),
}

impl Copying {
    fn fault(&self, from: &Path, to: &Path) -> Fault {
        match self {
            Self::Read(error) => Fault::io("read", from, error),
            Self::Write(error) => Fault::io("write", to, error),
        }
    }
}

fn copy(from: &mut File, to: &mut File) -> Result<Listed, Copying> {
    let (mut length, mut fingerprinter) = (0, Fingerprinter::default());
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = from.read(&mut chunk).map_err(Copying::Read)?;
        if count == 0 {
            return Ok(Listed::new(length, fingerprinter.finish()));
        }
        to.write_all(&chunk[..count]).map_err(Copying::Write)?;
        fingerprinter.stream(&chunk[..count]);
        length += count as u64;
    }
}
