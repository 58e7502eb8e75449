//! What lies in a folder, links not followed.

use super::inplace::is_reserved;
use crate::shell::{Fault, system};
use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, pipe, socket or device.
    Other,
}

/// One thing in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its rights.
    pub mode: u32,
    /// Its length in bytes.
    pub length: u64,
    /// Which file it really is, where that can be known.
    pub identity: Option<(u64, u64)>,
}

impl Found {
    /// What stands at `path`, if anything.
    pub fn at(path: &Path) -> Option<Self> {
        path.symlink_metadata().ok().map(|metadata| Self::of(&metadata))
    }

    fn of(metadata: &fs::Metadata) -> Self {
        let kind = match () {
            () if metadata.is_file() => Kind::File,
            () if metadata.is_dir() => Kind::Folder,
            () => Kind::Other,
        };
        Self { kind, mode: system::mode(metadata), length: metadata.len(), identity: system::identity(metadata) }
    }
}

/// Everything in a folder by its path there, but for what publishing itself needs; a folder stands before what it holds.
pub type Inventory = BTreeMap<PathBuf, Found>;

/// Looks through `folder`; one that does not exist holds nothing.
pub fn take(folder: &Path) -> Result<Inventory, Fault> {
    let mut inventory = Inventory::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(inner) = waiting.pop() {
        let path = if inner.as_os_str().is_empty() { folder.to_owned() } else { folder.join(&inner) };
        let fail = |error: &std::io::Error| Fault::io("read the folder", &path, error);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| fail(&error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| fail(&error))?;
            let inner = inner.join(entry.file_name());
            if is_reserved(&inner) {
                continue;
            }
            let metadata = match entry.metadata() {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                metadata => metadata.map_err(|error| fail(&error))?,
            };
            let found = Found::of(&metadata);
            if found.kind == Kind::Folder {
                waiting.push(inner.clone());
            }
            inventory.insert(inner, found);
        }
    }
    Ok(inventory)
}
