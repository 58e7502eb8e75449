//! Puts a site into its folder, so that after any kill the folder holds the old site or the new one, whole.
//! Only files that our own manifest names are ever deleted.

mod content;
mod inplace;
mod inventory;
mod lock;
mod manifest;
mod plan;
mod remains;
mod stage;
mod swap;
mod target;
#[cfg(test)]
mod tests;

pub use manifest::MANIFEST;
pub use target::Target;

use super::Fault;
use lock::Lock;
use plan::Plan;
use rungs::Output;
use std::path::{Path, PathBuf};
use swap::Swapped;

/// What publishing did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Made anew.
    pub written: usize,
    /// Were right already.
    pub unchanged: usize,
    /// Of an earlier build, no longer wanted.
    pub removed: usize,
}

/// The places publishing needs beside the site's folder; their names are how a killed run is found again.
#[derive(Clone, Debug)]
struct Workplace {
    /// The new site while it is made; after the exchange, the old one.
    stage: PathBuf,
    /// The old site where the system cannot exchange two folders.
    old: PathBuf,
    /// Held by the run that writes.
    lock: PathBuf,
}

impl Workplace {
    fn of(target: &Target) -> Self {
        let beside = |what| target.parent().join(format!(".{}.rungs-{what}", target.name()));
        let lock = if target.is_mount_point() { target.path().join(inplace::LOCK) } else { beside("lock") };
        Self { stage: beside("new"), old: beside("old"), lock }
    }

    /// Whether a run is at work or was killed.
    fn is_in_use(&self) -> bool {
        [&self.stage, &self.old, &self.lock].iter().any(|path| path.symlink_metadata().is_ok())
    }
}

/// Makes `target` hold exactly `output`, and whatever in it is not ours.
pub fn publish(output: &Output, project: &Path, target: &Target) -> Result<Published, Fault> {
    stage::check_paths(output)?;
    let workplace = Workplace::of(target);
    // Most builds change nothing; they must not even touch a lock.
    let plan = Plan::make(output, project, target)?;
    if plan.is_done() && !workplace.is_in_use() {
        return Ok(plan.published());
    }
    drop(plan);
    target.make_parent()?;
    let lock = Lock::take(&workplace.lock, target)?;
    remains::clear(&workplace, target)?;
    let plan = Plan::make(output, project, target)?;
    if !plan.is_done() {
        replace(&plan, &workplace, target).inspect_err(|_| remains::abandon(&workplace, target))?;
    }
    lock.release();
    Ok(plan.published())
}

fn replace(plan: &Plan<'_>, workplace: &Workplace, target: &Target) -> Result<(), Fault> {
    if target.is_mount_point() {
        return inplace::write(plan, target);
    }
    let as_it_was = |fault: Fault| fault.help("nothing was published; the site is as it was");
    stage::make(plan, &workplace.stage, target).map_err(as_it_was)?;
    match swap::swap(workplace, target)? {
        Swapped::Done => Ok(()),
        Swapped::OldSiteAt(old) => {
            let is_live = |fault: Fault| fault.help("the new site is live; the next build clears what is left of the old one");
            remains::retire(&old, target).map_err(is_live)
        }
        // Found out only now: folders of this file system stay where they are.
        Swapped::Impossible => {
            remains::abandon(workplace, target);
            inplace::write(plan, target)
        }
    }
}
