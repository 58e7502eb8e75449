//! Makes the new site beside the old one. Equal files are the old site's own, under a second name; a path
//! that exists is never opened for writing.

use super::{
    Target,
    content::{FILE_MODE, FOLDER_MODE, write_new},
    inventory::Kind,
    manifest::{Listed, MANIFEST, Manifest, is_inside},
    plan::Plan,
};
use crate::shell::{Fault, system};
use rayon::prelude::*;
use rungs::{Entry, Output};
use std::{collections::BTreeSet, fs, io, path::Path};

/// Refuses an output that could not be a folder: a fault of Rungs, or of a theme.
pub fn check_paths(output: &Output) -> Result<(), Fault> {
    for path in output.keys() {
        let is_folder_too = |above: &Path| output.contains_key(above.to_str().unwrap_or_default());
        if !is_inside(path) {
            return Err(Fault::new(format!("the site has a file with the impossible path `{path}`")));
        }
        if let Some(above) = Path::new(path).ancestors().skip(1).find(|above| is_folder_too(above)) {
            return Err(Fault::new(format!("the site has both a file `{}` and a file `{path}` in it", above.display())));
        }
    }
    Ok(())
}

/// Makes the whole new site in `stage`; its manifest comes last, so that a stage with one is complete.
pub fn make(plan: &Plan<'_>, stage: &Path, target: &Target) -> Result<(), Fault> {
    make_folder(stage, FOLDER_MODE)?;
    make_folders(plan.output.keys().map(String::as_str), stage)?;
    let linked = plan.equal.par_iter().map(|(path, listed)| {
        let new = stage.join(path);
        // A file system without second names, or at its limit of them: a copy serves as well.
        let is_linked = fs::hard_link(target.path().join(path), &new).is_ok();
        Ok((*path, if is_linked { listed.clone() } else { write(plan, path, &new)? }))
    });
    let mut written: Vec<(&str, Listed)> = linked.collect::<Result<_, Fault>>()?;
    let made = plan.changed.par_iter().map(|path| Ok((*path, write(plan, path, &stage.join(path))?)));
    written.extend(made.collect::<Result<Vec<_>, Fault>>()?);
    carry_foreign(plan, stage, target)?;
    write_manifest(&plan.manifest(written), &stage.join(MANIFEST))
}

/// Makes the folders for these paths in `top`.
pub fn make_folders<'a>(paths: impl Iterator<Item = &'a str>, top: &Path) -> Result<(), Fault> {
    let folders: BTreeSet<&Path> = paths.flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
    let inner = folders.into_iter().filter(|folder| !folder.as_os_str().is_empty());
    inner.map(|folder| top.join(folder)).try_for_each(|folder| make_folder(&folder, FOLDER_MODE))
}

/// Writes a manifest that must not exist yet.
pub fn write_manifest(manifest: &Manifest, path: &Path) -> Result<(), Fault> {
    let bytes = Entry::Bytes(manifest.to_text().into_bytes().into());
    write_new(&bytes, Path::new(""), path).map(|_| ())
}

fn write(plan: &Plan<'_>, path: &str, new: &Path) -> Result<Listed, Fault> {
    plan.output
        .get(path)
        .map_or_else(|| Err(Fault::new(format!("the site lost its file `{path}`"))), |entry| write_new(entry, plan.project, new))
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

/// Gives what is not ours a second name in the new site.
fn carry_foreign(plan: &Plan<'_>, stage: &Path, target: &Target) -> Result<(), Fault> {
    for (path, kind) in &plan.foreign {
        let (old, new) = (target.path().join(path), stage.join(path));
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
