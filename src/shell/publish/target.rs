//! The folder a site is written to, and the folders no site is ever written to.

use super::{MANIFEST, inplace::is_reserved, manifest::Manifest};
use crate::shell::{Fault, place::absolute, project::Project, system};
use std::{
    ffi::OsStr,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A folder that may be replaced by a site.
#[derive(Clone, Debug)]
pub struct Target {
    path: PathBuf,
    shown: String,
}

impl Target {
    /// Takes the folder as typed; refuses what could hold anything but a site of ours.
    pub fn choose(typed: &Path, project: &Project) -> Result<Self, Fault> {
        // Tidied, so that `public/` does not follow a link called `public`.
        let typed: PathBuf = typed.components().collect();
        let target = Self { path: absolute(&typed)?, shown: typed.display().to_string() };
        target.refuse_places(project)?;
        target.admit()?;
        Ok(target)
    }

    /// Where it lies, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As the user typed it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The folder it lies in.
    pub fn parent(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// The last part of its path.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(OsStr::new("site")).to_string_lossy().into_owned()
    }

    /// Makes the folders above it.
    pub fn make_parent(&self) -> Result<(), Fault> {
        let parent = self.parent();
        fs::create_dir_all(parent).map_err(|error| Fault::io("make the folder", parent, &error))
    }

    /// Whether it is another file system than its parent; such a folder cannot be renamed.
    pub fn is_mount_point(&self) -> bool {
        let device = |path: &Path| path.symlink_metadata().ok().and_then(|metadata| system::device(&metadata));
        device(&self.path).is_some_and(|own| Some(own) != device(self.parent()))
    }

    /// Looks at what is there: nothing, an empty folder, or a site of ours; its manifest if there is one.
    pub fn admit(&self) -> Result<Option<Manifest>, Fault> {
        let metadata = match self.path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::io("look at the output folder", &self.path, &error)),
            Ok(metadata) => metadata,
        };
        if metadata.is_symlink() {
            return Err(self.refusal("it is a symbolic link"));
        }
        if !metadata.is_dir() {
            return Err(self.refusal("it is not a folder"));
        }
        if self.path.join(".git").symlink_metadata().is_ok() {
            return Err(self.refusal("it is a git checkout (it holds `.git`)"));
        }
        if let Some(manifest) = Manifest::read(&self.path)? {
            return Ok(Some(manifest));
        }
        let entries = fs::read_dir(&self.path).map_err(|error| Fault::io("read the output folder", &self.path, &error))?;
        if entries.filter_map(Result::ok).any(|entry| !is_reserved(Path::new(&entry.file_name()))) {
            return Err(self.refusal(&format!("it is not empty and was not written by Rungs (it has no `{MANIFEST}`)")));
        }
        Ok(None)
    }

    fn refuse_places(&self, project: &Project) -> Result<(), Fault> {
        if self.path.parent().is_none() {
            return Err(self.refusal("it is the root of the file system"));
        }
        let home = std::env::home_dir().and_then(|home| system::canonical(&home).ok());
        if home.is_some_and(|home| home.starts_with(&self.path)) {
            return Err(self.refusal("it is your home folder, or holds it"));
        }
        if project.root.starts_with(&self.path) {
            return Err(self.refusal("it is the project's folder, or holds it"));
        }
        if self.path.starts_with(project.folder()) {
            return Err(self.refusal("it lies in the book's folder"));
        }
        Ok(())
    }

    fn refusal(&self, reason: &str) -> Fault {
        Fault::new(format!("will not write the site to `{}`: {reason}", self.shown))
            .help("name a new folder, an empty one, or one that Rungs wrote: `--output FOLDER`")
    }
}
