//! Windows, and whatever else there is: no rights to set, links are rare, two folders cannot be exchanged.

use super::Exchanged;
use std::{
    fs::{self, File, FileType, Metadata, OpenOptions},
    io,
    path::{Component, Path, PathBuf, Prefix},
    time::SystemTime,
};

/// By these a file is known to be unchanged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    created: Option<SystemTime>,
}

impl Stamp {
    /// Of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok(), created: metadata.created().ok() }
    }
}

/// The path without links and `..`, in the form that people type and other programs understand: `C:\ladder`, not
/// `\\?\C:\ladder`.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    let path = path.canonicalize()?;
    let mut parts = path.components();
    let Some(Component::Prefix(prefix)) = parts.next() else { return Ok(path) };
    let Prefix::VerbatimDisk(letter) = prefix.kind() else { return Ok(path) };
    let rest = parts.as_path();
    let short = PathBuf::from(format!("{}:", char::from(letter))).join(rest);
    // Longer ones exist in the other form only.
    Ok(if short.as_os_str().len() < 240 { short } else { path })
}

/// Opens a file to read; a link is an error.
pub fn open_unfollowed(path: &Path) -> io::Result<File> {
    if path.symlink_metadata()?.is_symlink() {
        return Err(io::Error::other("not a regular file"));
    }
    File::open(path)
}

/// Opens a file to lock, made if it is not there.
pub fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).open(path)
}

/// Makes a file that must not exist yet.
pub fn create_new(path: &Path, _: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// The rights, as a file and a folder have them everywhere else.
pub fn mode(metadata: &Metadata) -> u32 {
    if metadata.is_dir() { 0o755 } else { 0o644 }
}

/// There are no rights to set.
pub fn set_mode(path: &Path, _: u32) -> io::Result<()> {
    path.symlink_metadata().map(drop)
}

/// There are no rights to set.
pub fn set_file_mode(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}

/// Which file it really is cannot be said.
pub fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// The file system it lies on cannot be said.
pub fn device(_: &Metadata) -> Option<u64> {
    None
}

/// The name of what is neither file nor folder.
pub fn unusual_name(kind: FileType) -> &'static str {
    if kind.is_symlink() { "symbolic link" } else { "device" }
}

/// Makes a link.
#[cfg(windows)]
pub fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    if target.is_dir() { std::os::windows::fs::symlink_dir(target, link) } else { std::os::windows::fs::symlink_file(target, link) }
}

/// Makes a link: not on this system.
#[cfg(not(windows))]
pub fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Two names cannot change places at once.
pub fn exchange(_: &Path, _: &Path) -> Exchanged {
    Exchanged::Unsupported
}

/// Renames to a name that nothing has: a second name first, which never replaces.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).and_then(|()| fs::remove_file(from))
}

/// Renames a folder to a name that nothing has, or an empty folder, which must go first.
pub fn rename_over_empty(from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_dir(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::rename(from, to),
    }
}

/// There is no such limit.
pub fn raise_file_limit(_: u64) {}

/// Whether too many files are open.
pub fn is_out_of_files(error: &io::Error) -> bool {
    // ERROR_TOO_MANY_OPEN_FILES
    error.raw_os_error() == Some(4)
}

/// Whether the disk itself failed.
pub fn is_broken_disk(error: &io::Error) -> bool {
    // ERROR_CRC, ERROR_IO_DEVICE
    matches!(error.raw_os_error(), Some(23 | 1117))
}
