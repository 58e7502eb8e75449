//! Compares a site with its folder: what is right already, what must be written, what must go, and what is
//! not ours.

use super::{
    Published, Target,
    content::{FOLDER_MODE, listed_if_equal},
    inventory::{self, Inventory, Kind},
    manifest::{Listed, Manifest},
};
use crate::shell::{Fault, system};
use rayon::prelude::*;
use rungs::{Entry, Output};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// What is to be done to make the folder hold the site.
pub struct Plan<'a> {
    /// The site.
    pub output: &'a Output,
    /// Where copied files come from.
    pub project: &'a Path,
    /// What the folder's old manifest lists.
    pub old: Manifest,
    /// Files that are right already.
    pub equal: BTreeMap<&'a str, Listed>,
    /// Files that must be written.
    pub changed: Vec<&'a str>,
    /// Files of an earlier build that must go.
    pub strays: Vec<PathBuf>,
    /// Things in the folder that are not ours, a folder before what it holds.
    pub foreign: Vec<(PathBuf, Kind)>,
    /// Whether manifest and folders are right, too.
    is_tidy: bool,
}

impl<'a> Plan<'a> {
    /// Compares. Something of another's that stands where a file of the site belongs is refused.
    pub fn make(output: &'a Output, project: &'a Path, target: &Target) -> Result<Self, Fault> {
        let manifest = target.admit()?;
        let has_manifest = manifest.is_some();
        let old = manifest.unwrap_or_default();
        let inventory = inventory::take(target.path())?;
        let folders: BTreeSet<&Path> = output.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
        let (strays, foreign) = sort_out(output, &old, &inventory, &folders, target)?;
        let compared = compare(output, project, target, &inventory)?;
        let (mut equal, mut changed) = (BTreeMap::new(), Vec::new());
        for (path, listed) in compared {
            match listed {
                Some(listed) => _ = equal.insert(path, listed),
                None => changed.push(path),
            }
        }
        let mut plan = Self { output, project, old, equal, changed, strays, foreign, is_tidy: false };
        let is_mounted = target.is_mount_point();
        let top = inventory::Found::at(target.path());
        let has_right_mode = |folder: &Path| {
            let found = if folder.as_os_str().is_empty() { top.as_ref() } else { inventory.get(folder) };
            found.is_some_and(|found| found.mode == FOLDER_MODE || (is_mounted && folder.as_os_str().is_empty()))
        };
        let is_listed = plan.changed.is_empty() && plan.old == plan.manifest(Vec::new());
        plan.is_tidy = has_manifest && is_listed && folders.into_iter().all(has_right_mode);
        Ok(plan)
    }

    /// Whether the folder is just as it should be.
    pub fn is_done(&self) -> bool {
        self.is_tidy && self.changed.is_empty() && self.strays.is_empty()
    }

    /// The new manifest, given what the changed files were written as.
    pub fn manifest(&self, written: Vec<(&str, Listed)>) -> Manifest {
        let mut manifest = Manifest::default();
        let equal = self.equal.iter().map(|(path, listed)| (*path, listed.clone()));
        equal.chain(written).for_each(|(path, listed)| manifest.insert(path, listed));
        manifest
    }

    /// What carrying it out amounts to.
    pub fn published(&self) -> Published {
        Published { written: self.changed.len(), unchanged: self.equal.len(), removed: self.strays.len() }
    }
}

type SortedOut = (Vec<PathBuf>, Vec<(PathBuf, Kind)>);

/// Strays and foreign things among what is there.
fn sort_out(
    output: &Output,
    old: &Manifest,
    inventory: &Inventory,
    folders: &BTreeSet<&Path>,
    target: &Target,
) -> Result<SortedOut, Fault> {
    let (mut strays, mut foreign) = (Vec::new(), Vec::new());
    let own_folders: BTreeSet<&Path> = old.paths().flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
    for (path, found) in inventory {
        let is_folder = found.kind == Kind::Folder;
        let is_wanted = system::slashed(path).is_some_and(|path| output.contains_key(&path));
        if !is_folder && old.lists(path) {
            if !is_wanted {
                strays.push(path.clone());
            }
        } else if is_folder && (own_folders.contains(path.as_path()) || folders.contains(path.as_path())) && !is_wanted {
            // Made again for what it holds, if that is wanted.
        } else if is_folder && is_wanted && own_folders.contains(path.as_path()) {
            // Our folder where a file belongs now; what is not ours in it clashes by itself, below.
        } else {
            let blocks = |path: &Path| system::slashed(path).is_some_and(|path| output.contains_key(&path));
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

type Compared<'a> = Vec<(&'a str, Option<Listed>)>;

fn compare<'a>(output: &'a Output, project: &Path, target: &Target, inventory: &Inventory) -> Result<Compared<'a>, Fault> {
    let entries: Vec<(&String, &Entry)> = output.iter().collect();
    let compare_one = |(path, entry): (&'a String, &'a Entry)| {
        let listed = match inventory.get(Path::new(path)) {
            Some(found) => listed_if_equal(entry, project, &target.path().join(path), *found)?,
            None => None,
        };
        Ok((path.as_str(), listed))
    };
    entries.into_par_iter().map(compare_one).collect()
}
