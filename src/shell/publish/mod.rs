//! Puts a site into its folder, so that after any kill the folder holds the old site or the new one, whole.
//! Only files that our own manifest names are ever deleted. Each file comes as it is made and goes to disk at once, so
//! that nobody has to hold a whole site.

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
use content::listed_if_equal;
use inventory::{Found, Inventory};
use manifest::Listed;
use plan::Plan;
use rungs::{Entry, source::Fingerprint};
use stage::Stage;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
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

/// Where one file of the new site is.
#[derive(Clone, Debug)]
enum Placed {
    /// In the folder already: what it is listed as, and what was found.
    Equal(Listed, Found),
    /// In the stage.
    Staged(Listed),
}

/// A site on its way into its folder. Dropped before its end, it leaves the folder as it was.
pub struct Publishing<'a> {
    project: &'a Path,
    target: &'a Target,
    workplace: Workplace,
    /// What lay in the folder at the beginning.
    inventory: Inventory,
    placed: Mutex<BTreeMap<String, Placed>>,
    /// Most builds change nothing; they must not even touch a lock, so this waits for the first file that differs.
    stage: Mutex<Option<Stage<'a>>>,
}

impl<'a> Publishing<'a> {
    /// Begins, for a project from which files are copied. What a killed run left behind is finished or cleared first.
    pub fn begin(project: &'a Path, target: &'a Target) -> Result<Self, Fault> {
        let workplace = Workplace::of(target);
        let stage = if workplace.is_in_use() { Some(Stage::open(&workplace, target)?) } else { None };
        let inventory = inventory::take(target.path())?;
        Ok(Self { project, target, workplace, inventory, placed: Mutex::default(), stage: Mutex::new(stage) })
    }

    /// Takes a file of the site, from any thread. What is in the folder already stays there.
    pub fn take(&self, path: &str, entry: &Entry, fingerprint: Fingerprint) -> Result<(), Fault> {
        if !manifest::is_inside(path) {
            return Err(Fault::new(format!("the site has a file with the impossible path `{path}`")));
        }
        let placed = match self.inventory.get(Path::new(path)) {
            Some(found) => {
                let listed = listed_if_equal(entry, fingerprint, self.project, &self.target.path().join(path), *found)?;
                listed.map(|listed| Placed::Equal(listed, *found))
            }
            None => None,
        };
        let placed = match placed {
            Some(placed) => placed,
            None => Placed::Staged(content::write_new(entry, fingerprint, self.project, &self.place(path)?)?),
        };
        self.placed.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), placed);
        Ok(())
    }

    /// The place of a new file; the stage is opened for the first.
    fn place(&self, path: &str) -> Result<PathBuf, Fault> {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if stage.is_none() {
            *stage = Some(Stage::open(&self.workplace, self.target)?);
        }
        stage.as_mut().map_or_else(|| Err(Fault::new("the stage is gone")), |stage| stage.place(path))
    }

    /// Makes the folder hold exactly the files that were taken, and whatever in it is not ours.
    pub fn finish(self) -> Result<Published, Fault> {
        let placed = self.placed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let stage = self.stage.into_inner().unwrap_or_else(PoisonError::into_inner);
        let stage = match stage {
            Some(stage) => stage,
            None => {
                let plan = Plan::make(&placed, self.target, &self.inventory)?;
                if plan.is_done() {
                    return Ok(plan.published());
                }
                Stage::open(&self.workplace, self.target)?
            }
        };
        // Before the lock was ours, another run may have published.
        let inventory = inventory::take(self.target.path())?;
        let plan = Plan::make(&placed, self.target, &inventory)?;
        if !plan.is_done() {
            replace(&plan, &stage, &self.workplace, self.target)?;
        }
        stage.close();
        Ok(plan.published())
    }
}

fn replace(plan: &Plan<'_>, stage: &Stage<'_>, workplace: &Workplace, target: &Target) -> Result<(), Fault> {
    if target.is_mount_point() {
        return inplace::write(plan, stage.folder(), target);
    }
    let as_it_was = |fault: Fault| fault.help("nothing was published; the site is as it was");
    stage.complete(plan).map_err(as_it_was)?;
    match swap::swap(workplace, target)? {
        Swapped::Done => Ok(()),
        Swapped::OldSiteAt(old) => {
            let is_live = |fault: Fault| fault.help("the new site is live; the next build clears what is left of the old one");
            remains::retire(&old, target).map_err(is_live)
        }
        // Found out only now: folders of this file system stay where they are.
        Swapped::Impossible => {
            inplace::write(plan, stage.folder(), target)?;
            remains::abandon(workplace, target);
            Ok(())
        }
    }
}
