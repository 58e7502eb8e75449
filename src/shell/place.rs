//! Where a folder lies that may not be there yet.

use super::{Fault, system};
use std::{
    io::ErrorKind,
    path::{Component, Path, PathBuf},
};

/// The path with its existing part made absolute and free of links; the last part is left as it is.
pub fn absolute(typed: &Path) -> Result<PathBuf, Fault> {
    let fail = |error: &std::io::Error| Fault::io("find the folder", typed, error);
    let typed = std::path::absolute(typed).map_err(|error| fail(&error))?;
    if typed.symlink_metadata().is_ok_and(|metadata| !metadata.is_symlink()) {
        return system::canonical(&typed).map_err(|error| fail(&error));
    }
    let mut missing = Vec::new();
    let mut existing = typed.as_path();
    loop {
        let Some(Component::Normal(name)) = existing.components().next_back() else {
            let problem = format!("`{}` climbs out of a folder that does not exist", typed.display());
            return Err(Fault::new(problem).help("write the folder without `..`"));
        };
        missing.push(name);
        existing = existing.parent().unwrap_or(Path::new("/"));
        match system::canonical(existing) {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(fail(&error)),
        }
    }
}
