//! Watches the book's folders and rings when something in them may have changed. What changed is found out
//! by looking; events are only a bell.

use super::{disk::is_passing, project::Project, system, terminal};
use notify::{
    ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as Notifier,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::Metadata,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
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
    /// Events elsewhere are not ours.
    areas: Arc<RwLock<Vec<PathBuf>>>,
    /// What is to be watched, and which folder it was when the watch began.
    watched: BTreeMap<PathBuf, Watch>,
    book: PathBuf,
    root: PathBuf,
}

/// What the system tells.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ring {
    /// Something may have changed.
    Changed,
    /// A folder came.
    Folder,
    /// A file was written to; whoever does has it open still.
    Writing(PathBuf),
    /// A file that was written to was closed.
    Closed(PathBuf),
    /// The system will watch no more folders.
    Full,
}

/// Why changes are looked for.
enum Deaf {
    /// The author wants it so.
    Wanted,
    /// The system's limit of watches is reached.
    Full,
    /// The system cannot tell, for whatever reason.
    Unable(notify::Error),
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
        let mut watcher = Self { inner, bell, open: BTreeSet::new(), has_new_folder: false, areas, watched: BTreeMap::new(), book, root };
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
                Err(RecvTimeoutError::Timeout) if std::mem::take(&mut self.has_new_folder) => break,
                Err(RecvTimeoutError::Timeout) if self.watched.iter().any(|(path, watch)| watch.folder != folder(path)) => break,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
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

    fn hear(&mut self, ring: Ring) {
        match ring {
            Ring::Folder => self.has_new_folder = true,
            Ring::Full if self.inner.is_some() => self.look_instead(&Deaf::Full),
            Ring::Changed | Ring::Full => {}
            Ring::Writing(path) => {
                self.open.insert(path);
            }
            Ring::Closed(path) => {
                self.open.remove(&path);
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
        notice(why);
    }
}

/// The folder at a path now. A folder made anew often gets the number of the one that was removed, so the time of
/// its making counts, too.
fn folder(path: &Path) -> Option<Folder> {
    let metadata = path.metadata().ok().filter(Metadata::is_dir)?;
    Some((system::identity(&metadata), metadata.created().ok()))
}

impl From<notify::Error> for Deaf {
    fn from(error: notify::Error) -> Self {
        // Out of watches, or of the files that hold them.
        let is_out = |cause: &io::Error| cause.kind() == io::ErrorKind::StorageFull || system::is_out_of_files(cause);
        match &error.kind {
            ErrorKind::MaxFilesWatch => Self::Full,
            ErrorKind::Io(cause) if is_out(cause) => Self::Full,
            _ => Self::Unable(error),
        }
    }
}

fn notice(why: &Deaf) {
    let looking = "looking for changes twice a second";
    terminal::say(&match why {
        Deaf::Wanted => format!("note: {looking}"),
        Deaf::Full => format!(
            "note: the system's limit of watched folders is reached; {looking}\n  \
             = help: raise it: `sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512`"
        ),
        Deaf::Unable(error) => format!("note: the system does not tell about changes here ({error}); {looking}"),
    });
}

/// Rings for events that matter. An error or an overflow rings, too: then everything may have changed.
fn handler(ringer: Sender<Ring>, areas: &Arc<RwLock<Vec<PathBuf>>>) -> impl notify::EventHandler + use<> {
    let areas = Arc::clone(areas);
    move |event: notify::Result<Event>| {
        let areas = areas.read().unwrap_or_else(PoisonError::into_inner);
        let ring = match event {
            Ok(event) => ring_of(event, &areas),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Some(Ring::Full),
            Err(_) => Some(Ring::Changed),
        };
        if let Some(ring) = ring {
            // Nobody listens only while the process ends.
            let _ = ringer.send(ring);
        }
    }
}

/// What an event means to us, if anything.
fn ring_of(event: Event, areas: &[PathBuf]) -> Option<Ring> {
    let is_ours = |path: &PathBuf| areas.iter().filter_map(|area| path.strip_prefix(area).ok()).any(is_seen);
    let matters = event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(is_ours);
    let path = event.paths.into_iter().next();
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) if matters => path.map(Ring::Closed),
        // Our own reading makes access events; they would make us read again, for ever.
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Data(_)) if matters && cfg!(target_os = "linux") => path.map(Ring::Writing),
        EventKind::Create(CreateKind::Folder) if matters => Some(Ring::Folder),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) if matters && path.is_some_and(|path| path.is_dir()) => Some(Ring::Folder),
        _ => matters.then_some(Ring::Changed),
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
            assert_eq!(ring(created, path), Some(Ring::Changed), "{path}");
        }
        for path in ["/p/public/a.html", "/p/book/.git/index", "/p/book/guide/.a.md.swp", "/p/book2/a.md", "/p/book/a.md~"] {
            assert_eq!(ring(created, path), None, "{path}");
        }
        assert_eq!(ring(EventKind::Access(AccessKind::Any), "/p/book/a.md"), None);
    }

    #[test]
    fn a_file_is_open_from_its_first_byte_until_it_is_closed() {
        let areas = [PathBuf::from("/p")];
        let ring = |kind| ring_of(Event::new(kind).add_path(PathBuf::from("/p/a.md")), &areas);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(ring(written), Some(Ring::Writing("/p/a.md".into())));
        assert_eq!(ring(EventKind::Access(AccessKind::Close(AccessMode::Write))), Some(Ring::Closed("/p/a.md".into())));
    }
}
