//! Puts the new site in the place of the old one, at once where the system can.

use super::{Target, Workplace};
use crate::shell::{
    Fault,
    system::{self, Exchanged},
};
use std::{fs, io, path::PathBuf};

/// How it went.
pub enum Swapped {
    /// The new site is live; there was no old one.
    Done,
    /// The new site is live; the old one lies here.
    OldSiteAt(PathBuf),
    /// Nothing was changed: this folder cannot be renamed.
    Impossible,
}

/// Makes the stage the site.
pub fn swap(workplace: &Workplace, target: &Target) -> Result<Swapped, Fault> {
    if target.admit()?.is_none() {
        // Nothing, or an empty folder: a plain rename takes its place, and fails if a file came in just now.
        return match system::rename_over_empty(&workplace.stage, target.path()) {
            Ok(()) => Ok(Swapped::Done),
            Err(error) if cannot_rename(&error) => Ok(Swapped::Impossible),
            Err(error) => Err(failed(target, &error)),
        };
    }
    match system::exchange(&workplace.stage, target.path()) {
        Exchanged::Done => Ok(Swapped::OldSiteAt(workplace.stage.clone())),
        Exchanged::Unsupported => rename_twice(workplace, target),
        Exchanged::Busy => Ok(Swapped::Impossible),
        Exchanged::Failed(error) => Err(failed(target, &error)),
    }
}

/// The way of file systems that cannot exchange. A run killed in between leaves the old site under a name
/// of ours and the new one complete: the next run finds both and goes on.
pub fn rename_twice(workplace: &Workplace, target: &Target) -> Result<Swapped, Fault> {
    match fs::rename(target.path(), &workplace.old) {
        Err(error) if cannot_rename(&error) => return Ok(Swapped::Impossible),
        renamed => renamed.map_err(|error| failed(target, &error))?,
    }
    if let Err(error) = fs::rename(&workplace.stage, target.path()) {
        // Back to the old site; if even that fails, the next run does it.
        let _ = fs::rename(&workplace.old, target.path());
        return Err(failed(target, &error));
    }
    Ok(Swapped::OldSiteAt(workplace.old.clone()))
}

fn cannot_rename(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices)
}

fn failed(target: &Target, error: &io::Error) -> Fault {
    Fault::io("put the new site in the place of", target.path(), error).help("the old site is as it was")
}
