//! Clears what earlier runs left beside the site: old sites, and the half-made stages of killed runs.

use super::{
    MANIFEST, Target, Workplace,
    content::same_bytes,
    inplace,
    inventory::{self, Found, Kind},
    manifest::Manifest,
};
use crate::shell::{Fault, system};
use std::{fs, io, path::Path};

/// Finishes or clears a killed run, so that only the site itself is left. Called under the lock.
pub fn clear(workplace: &Workplace, target: &Target) -> Result<(), Fault> {
    let exists = |path: &Path| path.symlink_metadata().is_ok();
    if !exists(target.path()) && exists(&workplace.old) {
        // Killed between two renames: forward if the new site is complete, else back.
        let is_complete = exists(&workplace.stage.join(MANIFEST));
        let winner = if is_complete { &workplace.stage } else { &workplace.old };
        fs::rename(winner, target.path()).map_err(|error| Fault::io("restore the site", target.path(), &error))?;
    }
    remove_tree(&target.path().join(inplace::STAGE))?;
    for leftover in [&workplace.stage, &workplace.old] {
        match Found::at(leftover) {
            Some(found) if found.kind == Kind::Folder => {}
            Some(_) => remove_file(leftover)?,
            None => continue,
        }
        if Manifest::read(leftover)?.is_some() {
            retire(leftover, target)?;
        } else if leftover == &workplace.stage {
            // A stage without a manifest never was a site; all in it is our own or has another name elsewhere.
            remove_tree(leftover)?;
        } else {
            remove_folder(leftover)?;
        }
    }
    Ok(())
}

/// Clears after a failure as far as possible; what stays is cleared by the next run.
pub fn abandon(workplace: &Workplace, target: &Target) {
    let _ = clear(workplace, target);
}

/// Removes a site that is no longer live: what its manifest lists, and second names of what lives on in
/// `target`. Something of another's that is only here is moved to the live site.
pub fn retire(old: &Path, target: &Target) -> Result<(), Fault> {
    let Some(manifest) = Manifest::read(old)? else { return Ok(()) };
    let inventory = inventory::take(old)?;
    let mut kept = None;
    for (inner, found) in inventory.iter().filter(|(_, found)| found.kind != Kind::Folder) {
        let path = old.join(inner);
        let is_removable = manifest.lists(inner) || lives_on(&path, *found, &target.path().join(inner));
        if is_removable {
            remove_file(&path)?;
        } else if !moved(&path, &target.path().join(inner)) {
            kept = Some(path);
        }
    }
    if let Some(path) = kept {
        return Err(Fault::new(format!("`{}` is not ours and differs from the one in the site", path.display()))
            .help(format!("the new site is live; keep what you need of `{}`, then remove it", old.display())));
    }
    let folders = inventory.iter().rev().filter(|(_, found)| found.kind == Kind::Folder);
    folders.map(|(inner, _)| old.join(inner)).try_for_each(|path| remove_folder(&path))?;
    if !inventory::take(old)?.is_empty() {
        return Err(Fault::new(format!("somebody is writing to `{}`, which is no longer the site", old.display()))
            .help("the new site is live; end that program and build again"));
    }
    // The manifest goes last: with it, a run killed here is known for what it is.
    remove_file(&old.join(MANIFEST))?;
    remove_folder(old)
}

fn lives_on(path: &Path, found: Found, live: &Path) -> bool {
    match Found::at(live) {
        None => false,
        Some(other) if found.identity.is_some() && other.identity == found.identity => true,
        Some(other) if other.kind == Kind::File && found.kind == Kind::File => same_bytes(path, live),
        Some(_) => fs::read_link(path).is_ok_and(|to| fs::read_link(live).is_ok_and(|other| other == to)),
    }
}

fn moved(path: &Path, live: &Path) -> bool {
    let has_folder = live.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok());
    has_folder && system::rename_new(path, live).is_ok()
}

fn remove_tree(path: &Path) -> Result<(), Fault> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Fault::io("remove", path, &error)),
        _ => Ok(()),
    }
}

fn remove_file(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Fault::io("remove", path, &error)),
        _ => Ok(()),
    }
}

/// A folder that somebody put something into just now stays.
fn remove_folder(path: &Path) -> Result<(), Fault> {
    match fs::remove_dir(path) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {
            Err(Fault::io("remove", path, &error))
        }
        _ => Ok(()),
    }
}
