//! The lock of a site's folder: one run writes, and a second one learns which.

use super::Target;
use crate::shell::{Fault, system};
use std::{
    fs::{self, File, TryLockError},
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

/// Held while a run writes; the system frees it when the run dies.
pub struct Lock {
    _file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock, or says who holds it.
    pub fn take(path: &Path, target: &Target) -> Result<Self, Fault> {
        let fail = |error: &std::io::Error| Fault::io("lock", path, error).help("nothing was published");
        loop {
            let mut file = system::open_lock(path).map_err(|error| fail(&error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(&mut file, target)),
                // File systems without locks are rare and mostly used by one machine at a time.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(fail(&error)),
            }
            // The holder before us may have removed the file we hold; then a third may hold the next one.
            let is_same = |ours: fs::Metadata, there: fs::Metadata| system::identity(&ours) == system::identity(&there);
            if file.metadata().ok().zip(path.symlink_metadata().ok()).is_some_and(|(ours, there)| is_same(ours, there)) {
                let name_us = file.set_len(0).and_then(|()| write!(file, "process {}", std::process::id()));
                name_us.map_err(|error| fail(&error))?;
                return Ok(Self { _file: file, path: path.to_owned() });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held, so that nobody can take what is about to go.
        let _ = fs::remove_file(&self.path);
    }
}

fn held(file: &mut File, target: &Target) -> Fault {
    let mut holder = String::new();
    let _ = file.take(100).read_to_string(&mut holder);
    let holder = if holder.is_empty() { "another process" } else { holder.as_str() };
    Fault::new(format!("`{}` is being written by {holder}", target.shown())).help("wait until that build is done, or end it, and try again")
}
