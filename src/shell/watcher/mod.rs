//! Watches the book's folders and rings when something in them may have changed. What changed is found out
//! by looking; events are only a bell.

mod event;
mod notice;

use super::{disk::Touched, project::Project, system};
use event::{Ring, handler};
use notice::{Deaf, notice};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as Notifier};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::Metadata,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

/// A change is over when nothing happened for this long…
const QUIET: Duration = Duration::from_millis(10);
/// …but we do not wait longer than this.
const PATIENCE: Duration = Duration::from_millis(200);
/// …and a file that is being written, where the system tells when it was closed, gets this long.
const WRITING: Duration = Duration::from_secs(1);
/// A new folder is looked at once more after this long: what was put into it before its watch began rang no bell.
const AGAIN: Duration = Duration::from_millis(150);
/// How often to look for a folder that is gone, and for changes where nobody tells.
const POLL: Duration = Duration::from_millis(500);

/// A watch over a book.
pub struct Watcher {
    /// What the system tells by; `None` when we look for ourselves, twice a second.
    inner: Option<RecommendedWatcher>,
    bell: Receiver<Ring>,
    /// Files that were written to and not closed since.
    open: BTreeSet<PathBuf>,
    /// Whether a folder is new.
    has_new_folder: bool,
    /// What may have changed since this was last asked.
    touched: Touched,
    /// Events elsewhere are not ours.
    areas: Arc<RwLock<Vec<PathBuf>>>,
    /// What is to be watched, and which folder it was when the watch began.
    watched: BTreeMap<PathBuf, Watch>,
    book: PathBuf,
    root: PathBuf,
}

struct Watch {
    mode: RecursiveMode,
    folder: Option<Folder>,
}

/// Device and number of a folder, and when it was made, where the system knows.
type Folder = (Option<(u64, u64)>, Option<SystemTime>);

impl Watcher {
    /// Begins to watch the book's folder; by looking twice a second when the system cannot tell, or is not to be asked.
    pub fn new(project: &Project, polls: bool) -> Self {
        let (ringer, bell) = channel();
        let areas = Arc::new(RwLock::new(Vec::new()));
        let inner = if polls { Err(Deaf::Wanted) } else { notify::recommended_watcher(handler(ringer, &areas)).map_err(Deaf::from) };
        let inner = inner.inspect_err(notice).ok();
        let (book, root) = (project.folder(), project.root.clone());
        let mut watcher = Self {
            inner,
            bell,
            open: BTreeSet::new(),
            has_new_folder: false,
            touched: Touched::Anything,
            areas,
            watched: BTreeMap::new(),
            book,
            root,
        };
        watcher.follow(&[], &BTreeSet::new());
        watcher
    }

    /// Watches these besides the book: `deep` folders with all in them, `flat` ones without their folders.
    pub fn follow(&mut self, deep: &[PathBuf], flat: &BTreeSet<PathBuf>) {
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
            if let Some(inner) = &mut self.inner {
                let _ = inner.unwatch(&path);
            }
            self.watched.remove(&path);
        }
        for (path, mode) in wanted {
            self.watched.entry(path).or_insert(Watch { mode, folder: None });
        }
        self.renew();
    }

    /// Waits until something may have changed and the change seems to be over.
    pub fn wait(&mut self) {
        if self.inner.is_none() {
            self.touched = Touched::Anything;
            return thread::sleep(POLL);
        }
        loop {
            let is_complete = self.watched.values().all(|watch| watch.folder.is_some());
            // A folder that is gone cannot ring when it comes back.
            let patience = if is_complete { Duration::MAX } else { POLL };
            let patience = if self.has_new_folder { AGAIN } else { patience };
            match self.bell.recv_timeout(patience) {
                Ok(ring) => {
                    self.hear(ring);
                    break;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let is_new = std::mem::take(&mut self.has_new_folder);
                    if is_new || self.watched.iter().any(|(path, watch)| watch.folder != folder(path)) {
                        self.touched = Touched::Anything;
                        break;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.touched = Touched::Anything;
                    thread::sleep(POLL);
                    break;
                }
            }
        }
        self.settle(QUIET);
        self.renew();
    }

    /// Waits for `quiet` without an event and until no file is open for writing, but not for ever.
    pub fn settle(&mut self, quiet: Duration) {
        if self.inner.is_none() {
            return thread::sleep(quiet);
        }
        let start = Instant::now();
        let has_time = |open: &BTreeSet<PathBuf>| start.elapsed() < if open.is_empty() { PATIENCE } else { WRITING };
        while has_time(&self.open) {
            match self.bell.recv_timeout(quiet) {
                Ok(ring) => self.hear(ring),
                Err(_) if self.open.is_empty() => break,
                Err(_) => {}
            }
        }
        self.open.clear();
    }

    /// What may have changed since this was last asked.
    pub fn touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    fn hear(&mut self, ring: Ring) {
        match ring {
            Ring::Changed(paths) => self.touched.add(paths),
            Ring::Anything => self.touched = Touched::Anything,
            Ring::Folder => {
                self.touched = Touched::Anything;
                self.has_new_folder = true;
            }
            Ring::Full if self.inner.is_some() => self.look_instead(&Deaf::Full),
            Ring::Full => {}
            Ring::Writing(path) => {
                self.touched.add([path.clone()]);
                self.open.insert(path);
            }
            Ring::Closed(path) => {
                self.open.remove(&path);
                self.touched.add([path]);
            }
        }
    }

    /// Begins the watches that are missing, and those whose folder is another one by now.
    fn renew(&mut self) {
        let Some(inner) = &mut self.inner else { return };
        let mut failed = None;
        for (path, watch) in &mut self.watched {
            let now = folder(path);
            if watch.folder == now {
                continue;
            }
            // Nobody told what happened here until now.
            self.touched = Touched::Anything;
            let _ = inner.unwatch(path);
            let began = if now.is_some() { inner.watch(path, watch.mode) } else { Ok(()) };
            watch.folder = now.filter(|_| began.is_ok());
            // A folder that went away in the meantime is no fault of the system's.
            failed = failed.or(began.err().filter(|_| folder(path).is_some()));
        }
        if let Some(error) = failed {
            self.look_instead(&Deaf::from(error));
        }
    }

    fn look_instead(&mut self, why: &Deaf) {
        self.inner = None;
        self.touched = Touched::Anything;
        notice(why);
    }
}

/// The folder at a path now. A folder made anew often gets the number of the one that was removed, so the time of
/// its making counts, too.
fn folder(path: &Path) -> Option<Folder> {
    let metadata = path.metadata().ok().filter(Metadata::is_dir)?;
    Some((system::identity(&metadata), metadata.created().ok()))
}
