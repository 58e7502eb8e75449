//! Compares a site with its folder: what is right already, what must be written, what must go, and what is
//! not ours.

use super::{
    Placed, Published, Target,
    content::FOLDER_MODE,
    inventory::{Found, Inventory, Kind},
    manifest::Manifest,
};
use crate::shell::{Fault, system};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// What is to be done to make the folder hold the site.
pub struct Plan<'a> {
    /// The site.
    pub files: &'a BTreeMap<String, Placed>,
    /// What the folder's old manifest lists.
    pub old: Manifest,
    /// Files of an earlier build that must go.
    pub strays: Vec<PathBuf>,
    /// Things in the folder that are not ours, a folder before what it holds.
    pub foreign: Vec<(PathBuf, Kind)>,
    /// Whether manifest and folders are right, too.
    is_tidy: bool,
}

impl<'a> Plan<'a> {
    /// Compares the site with what lies in its folder. Something of another's that stands where a file of the site
    /// belongs is refused.
    pub fn make(files: &'a BTreeMap<String, Placed>, target: &Target, inventory: &Inventory) -> Result<Self, Fault> {
        check_paths(files)?;
        let manifest = target.admit()?;
        let has_manifest = manifest.is_some();
        let old = manifest.unwrap_or_default();
        let folders = folders_of(files.keys().map(String::as_str));
        let (strays, foreign) = sort_out(files, &old, inventory, &folders, target)?;
        for (path, placed) in files {
            if let Placed::Equal(_, found) = placed
                && inventory.get(Path::new(path)) != Some(found)
            {
                let fault = format!("somebody else wrote to `{}` while the site was made", target.shown());
                return Err(Fault::new(fault).help("nothing was published; build again"));
            }
        }
        let mut plan = Self { files, old, strays, foreign, is_tidy: false };
        let is_mounted = target.is_mount_point();
        let top = Found::at(target.path());
        let has_right_mode = |folder: &Path| {
            let found = if folder.as_os_str().is_empty() { top.as_ref() } else { inventory.get(folder) };
            found.is_some_and(|found| found.mode == FOLDER_MODE || (is_mounted && folder.as_os_str().is_empty()))
        };
        let is_listed = plan.staged().next().is_none() && plan.old == plan.manifest();
        plan.is_tidy = has_manifest && is_listed && folders.into_iter().all(has_right_mode);
        Ok(plan)
    }

    /// Whether the folder is just as it should be.
    pub fn is_done(&self) -> bool {
        self.is_tidy && self.strays.is_empty()
    }

    /// The files that are new.
    pub fn staged(&self) -> impl Iterator<Item = &'a str> {
        self.files.iter().filter(|(_, placed)| matches!(placed, Placed::Staged(_))).map(|(path, _)| path.as_str())
    }

    /// The new manifest.
    pub fn manifest(&self) -> Manifest {
        let mut manifest = Manifest::default();
        for (path, placed) in self.files {
            let (Placed::Equal(listed, _) | Placed::Staged(listed)) = placed;
            manifest.insert(path, listed.clone());
        }
        manifest
    }

    /// What carrying it out amounts to.
    pub fn published(&self) -> Published {
        let written = self.staged().count();
        Published { written, unchanged: self.files.len() - written, removed: self.strays.len() }
    }
}

/// The folders that hold these files, and those above them; `paths` are sorted, so those of one folder stand together.
pub fn folders_of<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a Path> {
    let mut folders = BTreeSet::new();
    let mut last = None;
    for path in paths {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if last.replace(folder) != Some(folder) {
            folders.extend(Path::new(path).ancestors().skip(1));
        }
    }
    folders
}

/// Refuses a site that could not be a folder: a fault of Rungs, or of a theme.
fn check_paths(files: &BTreeMap<String, Placed>) -> Result<(), Fault> {
    let is_file_too = |above: &&Path| system::slashed(above).is_some_and(|above| files.contains_key(&above));
    for path in files.keys() {
        if let Some(above) = Path::new(path).ancestors().skip(1).find(is_file_too) {
            return Err(Fault::new(format!("the site has both a file `{}` and a file `{path}` in it", above.display())));
        }
    }
    Ok(())
}

type SortedOut = (Vec<PathBuf>, Vec<(PathBuf, Kind)>);

/// Strays and foreign things among what is there.
fn sort_out(
    files: &BTreeMap<String, Placed>,
    old: &Manifest,
    inventory: &Inventory,
    folders: &BTreeSet<&Path>,
    target: &Target,
) -> Result<SortedOut, Fault> {
    let (mut strays, mut foreign) = (Vec::new(), Vec::new());
    let own_folders = folders_of(old.paths());
    for (path, found) in inventory {
        let is_folder = found.kind == Kind::Folder;
        let is_wanted = system::slashed(path).is_some_and(|path| files.contains_key(&path));
        if !is_folder && old.lists(path) {
            if !is_wanted {
                strays.push(path.clone());
            }
        } else if is_folder && (own_folders.contains(path.as_path()) || folders.contains(path.as_path())) && !is_wanted {
            // Made again for what it holds, if that is wanted.
        } else if is_folder && is_wanted && own_folders.contains(path.as_path()) {
            // Our folder where a file belongs now; what is not ours in it clashes by itself, below.
        } else {
            let blocks = |path: &Path| system::slashed(path).is_some_and(|path| files.contains_key(&path));
            let stands_in_the_way = is_wanted || (!is_folder && folders.contains(path.as_path()));
            if stands_in_the_way || path.ancestors().skip(1).any(blocks) {
                return Err(clash(path, target));
            }
            foreign.push((path.clone(), found.kind));
        }
    }
    Ok((strays, foreign))
}

fn clash(path: &Path, target: &Target) -> Fault {
    let shown = Path::new(target.shown()).join(path);
    Fault::new(format!("`{}` was not written by Rungs and stands where a file of the site belongs", shown.display()))
        .help("move it away, or rename the page that would be written there")
}
