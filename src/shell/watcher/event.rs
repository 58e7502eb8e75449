//! What the system tells of a folder, as far as it matters to a book.

use crate::shell::disk::is_passing;
use notify::{
    ErrorKind, Event, EventKind,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode},
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, mpsc::Sender},
};

/// What the system tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ring {
    /// Something may have changed at these paths, and nowhere else.
    Changed(Vec<PathBuf>),
    /// Anything may have changed.
    Anything,
    /// A folder came.
    Folder,
    /// A file was written to; whoever does has it open still.
    Writing(PathBuf),
    /// A file that was written to was closed.
    Closed(PathBuf),
    /// The system will watch no more folders.
    Full,
}

/// Rings for events that matter. An error or an overflow rings, too: then everything may have changed.
pub fn handler(ringer: Sender<Ring>, areas: &Arc<RwLock<Vec<PathBuf>>>) -> impl notify::EventHandler + use<> {
    let areas = Arc::clone(areas);
    move |event: notify::Result<Event>| {
        let areas = areas.read().unwrap_or_else(PoisonError::into_inner);
        let ring = match event {
            Ok(event) => ring_of(event, &areas),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Some(Ring::Full),
            Err(_) => Some(Ring::Anything),
        };
        if let Some(ring) = ring {
            // Nobody listens only while the process ends.
            let _ = ringer.send(ring);
        }
    }
}

/// What an event means to us, if anything.
fn ring_of(event: Event, areas: &[PathBuf]) -> Option<Ring> {
    if event.need_rescan() || event.paths.is_empty() {
        return Some(Ring::Anything);
    }
    let is_ours = |path: &PathBuf| areas.iter().filter_map(|area| path.strip_prefix(area).ok()).any(is_seen);
    let mut paths: Vec<PathBuf> = event.paths.into_iter().filter(is_ours).collect();
    let path = paths.first()?;
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Ring::Closed(paths.swap_remove(0))),
        // Our own reading makes access events; they would make us read again, for ever.
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => Some(Ring::Writing(paths.swap_remove(0))),
        EventKind::Create(CreateKind::Folder) => Some(Ring::Folder),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) if path.is_dir() => Some(Ring::Folder),
        _ => Some(Ring::Changed(paths)),
    }
}

/// Whether a build looks at such a path at all.
fn is_seen(inner: &Path) -> bool {
    inner.iter().all(|part| {
        let name = part.to_string_lossy();
        name == ".gitignore" || !(name.starts_with('.') || name == "node_modules" || is_passing(part))
    })
}

#[cfg(test)]
mod tests {
    use super::{Ring, ring_of};
    use notify::{
        Event, EventKind,
        event::{AccessKind, AccessMode, CreateKind, DataChange, ModifyKind},
    };
    use std::path::PathBuf;

    #[test]
    fn rings_for_the_book_only() {
        let areas = [PathBuf::from("/p/book")];
        let ring = |kind, path: &str| ring_of(Event::new(kind).add_path(PathBuf::from(path)), &areas);
        let created = EventKind::Create(CreateKind::Any);
        for path in ["/p/book/a.md", "/p/book", "/p/book/.gitignore"] {
            assert_eq!(ring(created, path), Some(Ring::Changed(vec![path.into()])), "{path}");
        }
        for path in ["/p/public/a.html", "/p/book/.git/index", "/p/book/guide/.a.md.swp", "/p/book2/a.md", "/p/book/a.md~"] {
            assert_eq!(ring(created, path), None, "{path}");
        }
        assert_eq!(ring(EventKind::Access(AccessKind::Any), "/p/book/a.md"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_is_open_from_its_first_byte_until_it_is_closed() {
        let areas = [PathBuf::from("/p")];
        let ring = |kind| ring_of(Event::new(kind).add_path(PathBuf::from("/p/a.md")), &areas);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(ring(written), Some(Ring::Writing("/p/a.md".into())));
        assert_eq!(ring(EventKind::Access(AccessKind::Close(AccessMode::Write))), Some(Ring::Closed("/p/a.md".into())));
    }
}
