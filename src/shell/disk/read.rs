//! Reads one file: opens it without following links or waiting at pipes, and knows it again by its stamp.

use super::{Candidate, Class};
use crate::shell::{
    Fault,
    system::{self, Stamp},
};
use rungs::source::{Asset, Fingerprinter, Refusal, SourcePath, Text, TextError, include_marks};
use std::{
    fs::{File, Metadata},
    io::{self, Read},
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A file whose last change is younger than this may change again within one tick of its clock, unseen.
const SETTLED: Duration = Duration::from_secs(2);
/// How much of an asset is held at a time.
const CHUNK: usize = 64 * 1024;

/// What a file gave.
#[derive(Clone)]
pub enum Loaded {
    Text(Arc<Text>),
    Asset(Arc<Asset>),
    Refused(Refusal),
}

/// What a file gave, and how to know whether it would give the same again.
#[derive(Clone)]
pub struct Kept {
    pub loaded: Loaded,
    /// The files a text includes, as it names them.
    pub includes: Arc<[SourcePath]>,
    class: Class,
    /// `None` when the file was too young to be known again.
    stamp: Option<Stamp>,
    /// Whether it changed while it was read, or was emptied a moment ago.
    pub unsettled: bool,
}

/// Reads a file, or takes what was kept. `None` when there is no such file.
pub fn file(root: &Path, candidate: &Candidate, kept: Option<&Kept>) -> Result<Option<Kept>, Fault> {
    let path = root.join(candidate.path.as_str());
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) => return unreadable(&path, candidate.class, &error),
    };
    if let Some(kind) = unusual(&metadata) {
        return Ok(Some(Kept::refused(candidate.class, Refusal::Unusual(kind))));
    }
    let stamp = Stamp::of(&metadata);
    if let Some(kept) = kept.filter(|kept| kept.stamp == Some(stamp) && kept.class == candidate.class) {
        return Ok(Some(kept.clone()));
    }
    let read = || -> io::Result<(Loaded, Metadata)> {
        let mut file = open_regular(&path)?;
        let loaded = match candidate.class {
            Class::Text => text(&candidate.path, &mut file, metadata.len())?,
            Class::Asset => asset(&candidate.path, &mut file, metadata.len())?,
        };
        Ok((loaded, file.metadata()?))
    };
    match read() {
        Ok((loaded, after)) => Ok(Some(Kept::new(loaded, candidate.class, stamp, &after))),
        Err(error) => unreadable(&path, candidate.class, &error),
    }
}

/// Opens a regular file; a link, pipe, socket or device is an error, even if it came in just now.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let file = system::open_unfollowed(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("not a regular file")) }
}

/// The name of what is neither file nor folder.
pub fn unusual(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    match () {
        () if kind.is_file() => None,
        () if kind.is_dir() => Some("folder"),
        () => Some(system::unusual_name(kind)),
    }
}

/// Whether a file was written long enough ago that nobody is writing it now.
pub fn is_old(metadata: &Metadata) -> bool {
    metadata.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok()).is_some_and(|age| age > SETTLED)
}

impl Kept {
    fn new(loaded: Loaded, class: Class, before: Stamp, after: &Metadata) -> Self {
        let is_old = is_old(after);
        let changed = before != Stamp::of(after);
        let stamp = (is_old && !changed).then_some(before);
        // Editors that write in place truncate first; a file that stays empty is believed after a while.
        let emptied = after.len() == 0 && !is_old;
        Self { includes: includes(&loaded), loaded, class, stamp, unsettled: changed || emptied }
    }

    fn refused(class: Class, refusal: Refusal) -> Self {
        let loaded = Loaded::Refused(refusal);
        Self { loaded, includes: Arc::default(), class, stamp: None, unsettled: false }
    }
}

fn includes(loaded: &Loaded) -> Arc<[SourcePath]> {
    let Loaded::Text(text) = loaded else { return Arc::default() };
    include_marks(&text.content).iter().filter_map(|mark| text.path.join(mark.file()?).ok()).collect()
}

/// A file that went away is no file; one we may not read is the author's to mend; the rest is the machine's.
fn unreadable(path: &Path, class: Class, error: &io::Error) -> Result<Option<Kept>, Fault> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
        io::ErrorKind::PermissionDenied => Ok(Some(Kept::refused(class, Refusal::Unreadable(error.to_string())))),
        _ => Err(Fault::io("read", path, error)),
    }
}

fn text(path: &SourcePath, file: &mut File, length: u64) -> io::Result<Loaded> {
    let limit = Text::limit_of(path);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > limit {
        return Ok(Loaded::Refused(Refusal::NotText(TextError::TooLarge(length))));
    }
    let mut bytes = Vec::with_capacity(length + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(match Text::read(path.clone(), &bytes) {
        Err(error) => Loaded::Refused(Refusal::NotText(error)),
        Ok(text) => Loaded::Text(Arc::new(text)),
    })
}

fn asset(path: &SourcePath, file: &mut File, length: u64) -> io::Result<Loaded> {
    if length > Asset::LIMIT {
        return Ok(Loaded::Refused(Refusal::TooLarge(length)));
    }
    let mut fingerprinter = Fingerprinter::default();
    let (mut head, mut length) = (Vec::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        let room = Asset::HEAD.saturating_sub(head.len());
        head.extend_from_slice(&chunk[..count.min(room)]);
        fingerprinter.stream(&chunk[..count]);
        length += count as u64;
    }
    let fingerprint = fingerprinter.finish();
    Ok(Loaded::Asset(Arc::new(Asset { path: path.clone(), length, fingerprint, head: head.into() })))
}
