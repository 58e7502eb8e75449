//! Reads the files that texts include, wherever in the project they lie, and what these include in turn.

use super::{Candidate, Class, Reading};
use crate::shell::{Fault, system};
use rungs::source::{Refusal, SourcePath, Text};
use std::{collections::BTreeSet, path::Path, sync::Arc};

/// One more than the depth the library allows, so that it sees what is too deep instead of missing it.
const DEPTH: usize = 11;
/// Bytes read for includes before the shell stops; the library refuses a book that needs as many.
const BYTES: usize = 10 * 1024 * 1024;

/// Adds every included file to the look.
pub fn close(reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    let mut named: Vec<SourcePath> = reading.take_includes();
    let mut bytes = 0;
    for _ in 0..DEPTH {
        let mut wanted = Vec::new();
        for path in named {
            if seen.insert(path.clone()) && reading.sources.text(&path).is_none() && may_be_read(reading, &path) {
                wanted.push(Candidate { path, class: Class::Text });
            }
        }
        if wanted.is_empty() || bytes > BYTES {
            break;
        }
        reading.read(&wanted)?;
        let texts: Vec<_> = wanted.iter().filter_map(|file| reading.sources.text(&file.path).cloned()).collect();
        named = reading.take_includes();
        bytes += texts.iter().map(|text| text.content.len()).sum::<usize>();
        note_folders(reading, &texts);
    }
    Ok(())
}

/// Whether the file is really at its path: no folder on the way is a link, and it is not git's own, which
/// may hold a token that no page should show.
fn may_be_read(reading: &mut Reading<'_>, path: &SourcePath) -> bool {
    if path.as_str().split('/').any(|part| part == ".git") {
        return false;
    }
    let root = &reading.disk.project.root;
    let folder = root.join(path.folder());
    let Ok(real) = system::canonical(&folder) else { return false };
    // Compared by components: `join("")` ends in a slash.
    if !same(&real, &folder) {
        reading.sources.refuse(path.clone(), Refusal::Unusual("symbolic link"));
        return false;
    }
    root.join(path.as_str()).symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
}

fn same(a: &Path, b: &Path) -> bool {
    a.components().eq(b.components())
}

/// Included files outside the book have folders that must be watched, too.
fn note_folders(reading: &mut Reading<'_>, texts: &[Arc<Text>]) {
    let outside = texts.iter().filter(|text| reading.sources.book_path(&text.path).is_none());
    let folders: Vec<_> = outside.map(|text| reading.disk.project.root.join(text.path.folder())).collect();
    reading.elsewhere.extend(folders);
}
