//! The new site while it is made, beside the old one. Equal files are the old site's own, under a second name; a path
//! that exists is never opened for writing.

use super::{
    Placed, Target, Workplace,
    content::{self, FILE_MODE, FOLDER_MODE, write_new},
    inplace,
    inventory::Kind,
    lock::Lock,
    manifest::{MANIFEST, Manifest},
    plan::{Plan, folders_of},
    remains,
};
use crate::shell::{Fault, system};
use rayon::prelude::*;
use rungs::{Entry, source::Fingerprint};
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// A folder for new files, and the lock under which they are made. Dropped, it goes and takes the lock with it.
pub struct Stage<'a> {
    workplace: Workplace,
    target: &'a Target,
    folder: PathBuf,
    /// Folders in it that are there.
    made: BTreeSet<PathBuf>,
    lock: Option<Lock>,
}

impl<'a> Stage<'a> {
    /// Takes the lock, clears what earlier runs left, and makes the folder.
    pub fn open(workplace: &Workplace, target: &'a Target) -> Result<Self, Fault> {
        target.make_parent()?;
        let lock = Some(Lock::take(&workplace.lock, target)?);
        remains::clear(workplace, target)?;
        let folder = if target.is_mount_point() { target.path().join(inplace::STAGE) } else { workplace.stage.clone() };
        make_folder(&folder, FOLDER_MODE)?;
        Ok(Self { workplace: workplace.clone(), target, folder, made: BTreeSet::new(), lock })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The place of a file of the site, in a folder that is there.
    pub fn place(&mut self, path: &str) -> Result<PathBuf, Fault> {
        let above = Path::new(path).parent().unwrap_or(Path::new(""));
        if !self.made.contains(above) {
            make_folders(std::iter::once(path), &self.folder)?;
            self.made.extend(above.ancestors().map(Path::to_owned));
        }
        Ok(self.folder.join(path))
    }

    /// Adds to the staged files all others of the new site. The manifest comes last, so that a stage with one is whole.
    pub fn complete(&self, plan: &Plan<'_>) -> Result<(), Fault> {
        make_folders(plan.files.keys().map(String::as_str), &self.folder)?;
        plan.files.par_iter().try_for_each(|(path, placed)| match placed {
            Placed::Equal(..) => second(&self.target.path().join(path), &self.folder.join(path)),
            Placed::Staged(_) => Ok(()),
        })?;
        self.carry_foreign(plan)?;
        write_manifest(&plan.manifest(), &self.folder.join(MANIFEST))
    }

    /// Gives what is not ours a second name in the new site.
    fn carry_foreign(&self, plan: &Plan<'_>) -> Result<(), Fault> {
        for (path, kind) in &plan.foreign {
            let (old, new) = (self.target.path().join(path), self.folder.join(path));
            let fail = |error: &io::Error| Fault::io("carry over", &old, error).help("move it out of the site's folder");
            if *kind == Kind::Folder {
                let mode = system::mode(&old.symlink_metadata().map_err(|error| fail(&error))?);
                make_folder(&new, mode)?;
                continue;
            }
            if let Some(parent) = new.parent().filter(|parent| !parent.exists()) {
                fs::create_dir_all(parent).map_err(|error| fail(&error))?;
                system::set_mode(parent, FOLDER_MODE).map_err(|error| fail(&error))?;
            }
            if fs::hard_link(&old, &new).is_err() {
                copy(&old, &new).map_err(|error| fail(&error))?;
            }
        }
        Ok(())
    }

    /// Ends, when the new site is live.
    pub fn close(mut self) {
        // The folder is the site now, or empty.
        let _ = fs::remove_dir(&self.folder);
        self.lock = None;
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            remains::abandon(&self.workplace, self.target);
            drop(lock);
        }
    }
}

/// Makes the folders for these paths in `top`.
pub fn make_folders<'a>(paths: impl Iterator<Item = &'a str>, top: &Path) -> Result<(), Fault> {
    let inner = folders_of(paths).into_iter().filter(|folder| !folder.as_os_str().is_empty());
    inner.map(|folder| top.join(folder)).try_for_each(|folder| make_folder(&folder, FOLDER_MODE))
}

/// Writes a manifest that must not exist yet.
pub fn write_manifest(manifest: &Manifest, path: &Path) -> Result<(), Fault> {
    let bytes = manifest.to_text().into_bytes();
    let fingerprint = Fingerprint::of(&bytes);
    write_new(&Entry::Bytes(bytes.into()), fingerprint, Path::new(""), path).map(|_| ())
}

/// Makes a folder, or gives one that is there the right mode.
pub fn make_folder(path: &Path, mode: u32) -> Result<(), Fault> {
    let fail = |error: &io::Error| Fault::io("make the folder", path, error);
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !path.is_dir() => return Err(fail(&error)),
        _ => {}
    }
    system::set_mode(path, mode).map_err(|error| fail(&error))
}

/// A second name for a file of the site. A file system without them, or at its limit of them: a copy serves as well.
fn second(old: &Path, new: &Path) -> Result<(), Fault> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    content::copy_new(old, new)
}

fn copy(old: &Path, new: &Path) -> io::Result<()> {
    let metadata = old.symlink_metadata()?;
    if metadata.is_symlink() {
        return system::symlink(&fs::read_link(old)?, new);
    }
    if !metadata.is_file() {
        return Err(io::Error::other("neither a file nor a link"));
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(new)?;
    io::copy(&mut super::super::disk::open_regular(old)?, &mut file)?;
    system::set_file_mode(&file, system::mode(&metadata) & !0o6000 | FILE_MODE & 0o400)
}
