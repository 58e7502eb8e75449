//! Writes a site file by file, for a folder that cannot be renamed because something is mounted there. Each
//! file is whole at any time; after a kill the folder may hold files of both sites, and the next run mends it.

use super::{
    Target,
    content::{FOLDER_MODE, copy_new},
    inventory::{Found, Kind},
    manifest::{MANIFEST, Manifest},
    plan::Plan,
    stage::{make_folder, make_folders, write_manifest},
};
use crate::shell::{Fault, system};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The folder within the site where its new files wait.
pub const STAGE: &str = ".rungs-new";
/// The lock within a site on a file system of its own; the folder above may belong to somebody else.
pub const LOCK: &str = ".rungs-lock";

/// Whether the name, at the top of a site, is one that publishing needs for itself.
pub fn is_reserved(name: &Path) -> bool {
    [MANIFEST, STAGE, LOCK].iter().any(|reserved| name == Path::new(reserved))
}

/// Makes the folder hold the plan's site, its new files lying in `from`: assets, then pages, then deletions, then the
/// manifest.
pub fn write(plan: &Plan<'_>, from: &Path, target: &Target) -> Result<(), Fault> {
    let stage = target.path().join(STAGE);
    make_folder(&stage, FOLDER_MODE)?;
    if from != stage {
        make_folders(plan.staged(), &stage)?;
        plan.staged().try_for_each(|path| bring(&from.join(path), &stage.join(path)))?;
    }
    let manifest = plan.manifest();
    // From here on a kill leaves files of both sites; all of them must be known as ours.
    replace_manifest(&plan.old.union(&manifest), &stage, target)?;
    let (in_the_way, strays): (Vec<_>, Vec<_>) = plan.strays.iter().partition(|path| is_in_the_way(path, plan));
    clear_the_way(&in_the_way, plan, target)?;
    make_folders(plan.files.keys().map(String::as_str), target.path())?;
    let (pages, assets): (Vec<&str>, Vec<&str>) = plan.staged().partition(|path| is_page(path));
    for path in assets.into_iter().chain(pages) {
        let place = target.path().join(path);
        fs::rename(stage.join(path), &place).map_err(|error| Fault::io("write", &place, &error))?;
    }
    strays.into_iter().try_for_each(|path| remove(path, target))?;
    replace_manifest(&manifest, &stage, target)?;
    fs::remove_dir_all(&stage).map_err(|error| Fault::io("remove", &stage, &error))
}

/// Moves a staged file to the stage within the site, which may lie on another file system.
fn bring(from: &Path, to: &Path) -> Result<(), Fault> {
    if fs::rename(from, to).is_ok() { Ok(()) } else { copy_new(from, to) }
}

fn replace_manifest(manifest: &Manifest, stage: &Path, target: &Target) -> Result<(), Fault> {
    let (new, place) = (stage.join(MANIFEST), target.path().join(MANIFEST));
    write_manifest(manifest, &new)?;
    fs::rename(&new, &place).map_err(|error| Fault::io("write", &place, &error))
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// Whether an old file stands where a folder is wanted, or its folder where a file is.
fn is_in_the_way(old: &Path, plan: &Plan<'_>) -> bool {
    let is_above = |path: &String| Path::new(path).starts_with(old);
    let is_below = old.ancestors().skip(1).filter_map(system::slashed).any(|above| plan.files.contains_key(&above));
    is_below || plan.files.keys().any(is_above)
}

/// Removes our old files that are in the way, and the folders they leave empty.
fn clear_the_way(in_the_way: &[&PathBuf], plan: &Plan<'_>, target: &Target) -> Result<(), Fault> {
    in_the_way.iter().try_for_each(|path| remove(path, target))?;
    for path in plan.staged() {
        let place = target.path().join(path);
        // What is not ours in it would have been refused as a clash, so it is empty by now.
        if Found::at(&place).is_some_and(|found| found.kind == Kind::Folder) {
            fs::remove_dir(&place).map_err(|error| Fault::io("remove", &place, &error))?;
        }
    }
    // What is mounted may belong to somebody else, who then answers for its mode.
    let _ = system::set_mode(target.path(), FOLDER_MODE);
    Ok(())
}

/// Removes a file of ours and the folders that become empty by it.
fn remove(path: &Path, target: &Target) -> Result<(), Fault> {
    let place = target.path().join(path);
    match fs::remove_file(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Fault::io("remove", &place, &error)),
        _ => {}
    }
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(target.path().join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}
