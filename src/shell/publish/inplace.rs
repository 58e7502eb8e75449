//! Writes a site file by file, for a folder that cannot be renamed because something is mounted there. Each
//! file is whole at any time; after a kill the folder may hold files of both sites, and the next run mends it.

use super::{
    Target,
    content::FOLDER_MODE,
    inventory::{Found, Kind},
    manifest::{Listed, MANIFEST, Manifest},
    plan::Plan,
    stage::{make_folders, write_manifest},
};
use crate::shell::Fault;
use rayon::prelude::*;
use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::PermissionsExt,
    path::Path,
};

/// The folder within the site where its new files wait.
pub const STAGE: &str = ".rungs-new";

/// Makes the folder hold the plan's site: assets, then pages, then deletions, then the manifest.
pub fn write(plan: &Plan<'_>, target: &Target) -> Result<(), Fault> {
    let stage = target.path().join(STAGE);
    make_folders(plan.changed.iter().copied(), &stage)?;
    let written = plan.changed.par_iter().map(|path| Ok((*path, stage_one(plan, path, &stage)?)));
    let written: Vec<(&str, Listed)> = written.collect::<Result<_, Fault>>()?;
    let manifest = plan.manifest(written);
    // From here on a kill leaves files of both sites; all of them must be known as ours.
    replace_manifest(&plan.old.union(&manifest), &stage, target)?;
    clear_the_way(plan, target)?;
    make_folders(plan.output.keys().map(String::as_str), target.path())?;
    let (pages, assets): (Vec<&str>, Vec<&str>) = plan.changed.iter().partition(|path| path.ends_with(".html"));
    for path in assets.into_iter().chain(pages) {
        let place = target.path().join(path);
        fs::rename(stage.join(path), &place).map_err(|error| Fault::io("write", &place, &error))?;
    }
    plan.strays.iter().try_for_each(|path| remove(path, target))?;
    replace_manifest(&manifest, &stage, target)?;
    fs::remove_dir_all(&stage).map_err(|error| Fault::io("remove", &stage, &error))
}

fn stage_one(plan: &Plan<'_>, path: &str, stage: &Path) -> Result<Listed, Fault> {
    match plan.output.get(path) {
        Some(entry) => super::content::write_new(entry, plan.project, &stage.join(path)),
        None => Err(Fault::new(format!("the site lost its file `{path}`"))),
    }
}

fn replace_manifest(manifest: &Manifest, stage: &Path, target: &Target) -> Result<(), Fault> {
    let (new, place) = (stage.join(MANIFEST), target.path().join(MANIFEST));
    write_manifest(manifest, &new)?;
    fs::rename(&new, &place).map_err(|error| Fault::io("write", &place, &error))
}

/// Removes our old files where folders are wanted, and what is ours but no file where files are wanted.
fn clear_the_way(plan: &Plan<'_>, target: &Target) -> Result<(), Fault> {
    let holds_output = |path: &Path| plan.output.keys().any(|key| Path::new(key).starts_with(path));
    plan.strays.iter().filter(|path| holds_output(path)).try_for_each(|path| remove(path, target))?;
    for path in &plan.changed {
        let place = target.path().join(path);
        if Found::at(&place).is_some_and(|found| found.kind == Kind::Folder) {
            // Only our own strays can be in it; anything else would have been refused as a clash.
            let below = plan.strays.iter().filter(|stray| stray.starts_with(path));
            below.clone().try_for_each(|stray| remove(stray, target))?;
            fs::remove_dir(&place).or_else(ignore_missing).map_err(|error| Fault::io("remove", &place, &error))?;
        }
    }
    fs::set_permissions(target.path(), Permissions::from_mode(FOLDER_MODE))
        .map_err(|error| Fault::io("open to readers", target.path(), &error))
}

/// Removes a file of ours and the folders that become empty by it.
fn remove(path: &Path, target: &Target) -> Result<(), Fault> {
    let place = target.path().join(path);
    fs::remove_file(&place).or_else(ignore_missing).map_err(|error| Fault::io("remove", &place, &error))?;
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(target.path().join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
