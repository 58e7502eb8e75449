//! Watches the book's folders and rings when something in them may have changed. What changed is found out
//! by looking; events are only a bell.

use super::{Fault, project::Project, terminal};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher as Notifier};
use std::{
    collections::{BTreeMap, BTreeSet},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

/// A change is over when nothing happened for this long…
const QUIET: Duration = Duration::from_millis(10);
/// …but we do not wait longer than this.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often to look for a folder that is gone, and for changes where the system cannot tell.
const POLL: Duration = Duration::from_millis(500);

/// A watch over a book.
pub struct Watcher {
    inner: Box<dyn Notifier + Send>,
    polls: bool,
    bell: Receiver<()>,
    ringer: Sender<()>,
    /// Events elsewhere are not ours.
    areas: Arc<RwLock<Vec<PathBuf>>>,
    /// What is to be watched, and which folder it was when the watch began.
    watched: BTreeMap<PathBuf, Watch>,
    book: PathBuf,
    root: PathBuf,
}

struct Watch {
    mode: RecursiveMode,
    inode: Option<(u64, u64)>,
}

impl Watcher {
    /// Begins to watch the book's folder; by looking twice a second when the system cannot tell, or is not to be asked.
    pub fn new(project: &Project, polls: bool) -> Result<Self, Fault> {
        let (ringer, bell) = channel();
        let areas = Arc::new(RwLock::new(Vec::new()));
        let told = if polls { None } else { notify::recommended_watcher(handler(&ringer, &areas)).ok() };
        let (inner, polls): (Box<dyn Notifier + Send>, bool) = match told {
            Some(inner) => (Box::new(inner), false),
            None => (poll_watcher(&ringer, &areas)?, true),
        };
        let (book, root) = (project.folder(), project.root.clone());
        let mut watcher = Self { inner, polls, bell, ringer, areas, watched: BTreeMap::new(), book, root };
        if polls {
            notice_polling();
        }
        watcher.follow(&[], &BTreeSet::new())?;
        Ok(watcher)
    }

    /// Watches these besides the book: `deep` folders with all in them, `flat` ones without their folders.
    pub fn follow(&mut self, deep: &[PathBuf], flat: &BTreeSet<PathBuf>) -> Result<(), Fault> {
        let mut wanted = BTreeMap::new();
        // The folder above tells when the book's own is removed and made again.
        let above = self.book.parent().map(Path::to_owned);
        for folder in flat.iter().cloned().chain(above).chain([self.root.clone()]) {
            wanted.insert(folder, RecursiveMode::NonRecursive);
        }
        for folder in deep.iter().filter(|folder| folder.is_dir()).chain([&self.book]) {
            wanted.insert(folder.clone(), RecursiveMode::Recursive);
        }
        let tops: Vec<PathBuf> =
            wanted.iter().filter(|(_, mode)| **mode == RecursiveMode::Recursive).map(|(path, _)| path.clone()).collect();
        wanted.retain(|path, _| !tops.iter().any(|top| path != top && path.starts_with(top)));
        *self.areas.write().unwrap_or_else(PoisonError::into_inner) =
            tops.into_iter().chain(flat.iter().cloned()).chain([self.root.join("book.toml")]).collect();
        let stale: Vec<_> =
            self.watched.iter().filter(|(path, watch)| wanted.get(*path) != Some(&watch.mode)).map(|(path, _)| path.clone()).collect();
        for path in stale {
            let _ = self.inner.unwatch(&path);
            self.watched.remove(&path);
        }
        for (path, mode) in wanted {
            self.watched.entry(path).or_insert(Watch { mode, inode: None });
        }
        self.renew()
    }

    /// Waits until something may have changed and the change seems to be over.
    pub fn wait(&mut self) -> Result<(), Fault> {
        loop {
            let is_complete = self.watched.values().all(|watch| watch.inode.is_some());
            // A folder that is gone cannot ring when it comes back.
            let patience = if is_complete { Duration::MAX } else { POLL };
            match self.bell.recv_timeout(patience) {
                Ok(()) => break,
                Err(RecvTimeoutError::Timeout) if self.watched.iter().any(|(path, watch)| watch.inode != inode(path)) => {
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    thread::sleep(POLL);
                    break;
                }
            }
        }
        self.settle(QUIET);
        self.renew()
    }

    /// Waits for `quiet` without an event, but not for ever.
    pub fn settle(&mut self, quiet: Duration) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end && self.bell.recv_timeout(quiet).is_ok() {}
    }

    /// Begins the watches that are missing, and those whose folder is another one by now.
    fn renew(&mut self) -> Result<(), Fault> {
        let mut has_failed = false;
        for (path, watch) in &mut self.watched {
            let now = inode(path);
            if watch.inode == now {
                continue;
            }
            let _ = self.inner.unwatch(path);
            let is_watched = now.is_some() && self.inner.watch(path, watch.mode).is_ok();
            has_failed |= now.is_some() && !is_watched && inode(path).is_some();
            watch.inode = now.filter(|_| is_watched);
        }
        if has_failed && !self.polls {
            self.inner = poll_watcher(&self.ringer, &self.areas)?;
            self.polls = true;
            notice_polling();
            self.watched.values_mut().for_each(|watch| watch.inode = None);
            return self.renew();
        }
        Ok(())
    }
}

fn inode(path: &Path) -> Option<(u64, u64)> {
    path.metadata().ok().filter(std::fs::Metadata::is_dir).map(|metadata| (metadata.dev(), metadata.ino()))
}

fn notice_polling() {
    terminal::say("note: the system cannot tell about changes here; looking for them twice a second");
}

fn poll_watcher(ringer: &Sender<()>, areas: &Arc<RwLock<Vec<PathBuf>>>) -> Result<Box<dyn Notifier + Send>, Fault> {
    let config = Config::default().with_poll_interval(POLL);
    match PollWatcher::new(handler(ringer, areas), config) {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(error) => Err(Fault::new(format!("cannot watch the book: {error}"))),
    }
}

/// Rings for events that matter. An error or an overflow rings, too: then everything may have changed.
fn handler(ringer: &Sender<()>, areas: &Arc<RwLock<Vec<PathBuf>>>) -> impl notify::EventHandler + use<> {
    let (ringer, areas) = (ringer.clone(), Arc::clone(areas));
    move |event: notify::Result<Event>| {
        let areas = areas.read().unwrap_or_else(PoisonError::into_inner);
        if event.map_or(true, |event| matters(&event, &areas)) {
            // Nobody listens only while the process ends.
            let _ = ringer.send(());
        }
    }
}

fn matters(event: &Event, areas: &[PathBuf]) -> bool {
    // Our own reading makes access events; they would make us read again, for ever.
    let is_access = matches!(event.kind, EventKind::Access(_));
    let is_ours = |path: &PathBuf| areas.iter().filter_map(|area| path.strip_prefix(area).ok()).any(is_seen);
    event.need_rescan() || (!is_access && (event.paths.is_empty() || event.paths.iter().any(is_ours)))
}

/// Whether a build looks at such a path at all.
fn is_seen(inner: &Path) -> bool {
    inner.iter().all(|part| {
        let part = part.to_string_lossy();
        part == ".gitignore" || !(part.starts_with('.') || part == "node_modules")
    })
}

#[cfg(test)]
mod tests {
    use super::matters;
    use notify::{Event, EventKind, event::AccessKind, event::CreateKind};
    use std::path::PathBuf;

    #[test]
    fn rings_for_the_book_only() {
        let areas = [PathBuf::from("/p/book")];
        let at = |path: &str| Event::new(EventKind::Create(CreateKind::Any)).add_path(PathBuf::from(path));
        assert!(matters(&at("/p/book/a.md"), &areas) && matters(&at("/p/book"), &areas));
        assert!(matters(&at("/p/book/.gitignore"), &areas));
        for path in ["/p/public/a.html", "/p/book/.git/index", "/p/book/guide/.a.md.swp", "/p/book2/a.md"] {
            assert!(!matters(&at(path), &areas), "{path}");
        }
        let read = Event::new(EventKind::Access(AccessKind::Any)).add_path(PathBuf::from("/p/book/a.md"));
        assert!(!matters(&read, &areas));
    }
}
