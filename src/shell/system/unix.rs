//! Linux, macOS and their kin.

use super::Exchanged;
use rustix::{
    fs::OFlags,
    io::Errno,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};
use std::{
    fs::{self, File, FileType, Metadata, OpenOptions, Permissions},
    io,
    os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// By these a file is known to be unchanged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    inode: (u64, u64),
}

impl Stamp {
    /// Of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            inode: (metadata.dev(), metadata.ino()),
        }
    }
}

/// The path without links and `..`.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// Opens a file to read; a link is an error, and a pipe that nobody writes does not wait for ever.
pub fn open_unfollowed(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

/// Opens a file to lock, made if it is not there; a link is an error.
pub fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).custom_flags(OFlags::NOFOLLOW.bits().cast_signed()).open(path)
}

/// Makes a file that must not exist yet.
pub fn create_new(path: &Path, mode: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

/// The rights.
pub fn mode(metadata: &Metadata) -> u32 {
    metadata.permissions().mode() & 0o7777
}

/// Sets the rights of what stands at a path.
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Sets the rights of an open file.
pub fn set_file_mode(file: &File, mode: u32) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(mode))
}

/// Which file it really is, under whatever name.
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot say")]
pub fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    Some((metadata.dev(), metadata.ino()))
}

/// The file system it lies on.
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot say")]
pub fn device(metadata: &Metadata) -> Option<u64> {
    Some(metadata.dev())
}

/// The name of what is neither file nor folder.
pub fn unusual_name(kind: FileType) -> &'static str {
    match () {
        () if kind.is_symlink() => "symbolic link",
        () if kind.is_fifo() => "pipe",
        () if kind.is_socket() => "socket",
        () => "device",
    }
}

/// Makes a link.
pub fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

/// Lets two names change places, at once.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(a: &Path, b: &Path) -> Exchanged {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Exchanged::Done,
        Err(Errno::INVAL | Errno::NOSYS | Errno::XDEV | Errno::NOTSUP) => Exchanged::Unsupported,
        Err(Errno::BUSY) => Exchanged::Busy,
        Err(error) => Exchanged::Failed(error.into()),
    }
}

/// Lets two names change places, at once: not on this system.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> Exchanged {
    Exchanged::Unsupported
}

/// Renames to a name that nothing has.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from)
}

/// Renames to a name that nothing has: a second name first, which never replaces.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).and_then(|()| fs::remove_file(from))
}

/// Renames a folder to a name that nothing has, or an empty folder.
pub fn rename_over_empty(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Raises the limit of open files as far as the system lets us; a refusal is no reason to stop.
pub fn raise_file_limit(wanted: u64) {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if limit.current.is_some_and(|current| current < wanted) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
    }
}

/// Whether too many files are open.
pub fn is_out_of_files(error: &io::Error) -> bool {
    matches!(errno(error), Some(Errno::MFILE | Errno::NFILE))
}

/// Whether the disk itself failed.
pub fn is_broken_disk(error: &io::Error) -> bool {
    errno(error) == Some(Errno::IO)
}

fn errno(error: &io::Error) -> Option<Errno> {
    error.raw_os_error().map(Errno::from_raw_os_error)
}
