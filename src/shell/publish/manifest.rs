//! The manifest: which files of a published folder are ours, with length and hash. It holds no time, so
//! that equal sites have equal manifests.

use super::inplace::is_reserved;
use crate::shell::{Fault, disk::open_regular, system};
use rungs::source::Fingerprint;
use std::{collections::BTreeMap, fmt::Write as _, io::ErrorKind, io::Read, path::Path};

/// The manifest's name in the published folder.
pub const MANIFEST: &str = ".rungs-manifest";

const FIRST_LINE: &str = "rungs-manifest 1";

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Length in bytes.
    pub length: u64,
    /// 32 hexadecimal digits of its BLAKE3 hash.
    pub hash: String,
}

impl Listed {
    /// What a content of this length and fingerprint is listed as.
    pub fn new(length: u64, fingerprint: Fingerprint) -> Self {
        Self { length, hash: fingerprint.hex(32) }
    }
}

/// Our files by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<String, Listed>,
}

impl Manifest {
    /// The manifest in `folder`, if there is one.
    pub fn read(folder: &Path) -> Result<Option<Self>, Fault> {
        let path = folder.join(MANIFEST);
        let mut text = String::new();
        match open_regular(&path).and_then(|mut file| file.read_to_string(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::io("read the site's manifest", &path, &error)),
        }
        let damaged = || {
            Fault::new(format!("the site's manifest `{}` is damaged", path.display()))
                .help("remove the folder yourself after a look into it, or choose another by `--output`")
        };
        Self::parse(&text).map(Some).ok_or_else(damaged)
    }

    /// Lists a file.
    pub fn insert(&mut self, path: &str, listed: Listed) {
        self.files.insert(path.to_owned(), listed);
    }

    /// Whether the file at this path is ours.
    pub fn lists(&self, path: &Path) -> bool {
        system::slashed(path).is_some_and(|path| self.files.contains_key(&path))
    }

    /// The paths of our files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A manifest that lists what either lists.
    pub fn union(&self, other: &Self) -> Self {
        let mut files = self.files.clone();
        files.extend(other.files.clone());
        Self { files }
    }

    /// The manifest as the file's text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, listed) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} {} {path}", listed.length, listed.hash);
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut files = BTreeMap::new();
        for line in text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.lines() {
            let (length, rest) = line.split_once(' ')?;
            let (hash, path) = rest.split_once(' ')?;
            // A manifest that came with a clone must not make us delete what lies elsewhere.
            if !is_inside(path) {
                return None;
            }
            files.insert(path.to_owned(), Listed { length: length.parse().ok()?, hash: hash.to_owned() });
        }
        Some(Self { files })
    }
}

/// Whether the path of an output file stays in the folder and leaves our own names alone.
pub fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    let is_clean = !path.contains(|character: char| character == '\\' || character.is_control());
    let is_free = !path.split('/').next().is_some_and(|top| is_reserved(Path::new(top)));
    is_clean && is_free && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::{Listed, Manifest, is_inside};
    use rungs::source::Fingerprint;

    #[test]
    fn reads_what_it_wrote() {
        let mut manifest = Manifest::default();
        manifest.insert("a b/index.html", Listed::new(3, Fingerprint::of(b"abc")));
        manifest.insert("404.html", Listed::new(0, Fingerprint::of(b"")));
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        assert_eq!(Manifest::parse("rungs-manifest 1\n1 00 ../x\n"), None);
        assert_eq!(Manifest::parse("something else"), None);
    }

    #[test]
    fn knows_paths_that_leave() {
        for path in ["", "/a", "a//b", "../a", "a/./b", "a\\b", "a\nb", ".rungs-manifest", "a/"] {
            assert!(!is_inside(path), "{path:?}");
        }
        assert!(is_inside("a/b c.html") && is_inside(".nojekyll"));
    }
}
