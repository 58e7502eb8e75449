//! What differs from system to system: rights, links, which file a file really is, exchanging two names. `unix` and
//! `other` have the same functions; whoever calls them need not ask where he is.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use other as here;
#[cfg(unix)]
use unix as here;

pub use here::{
    Stamp, canonical, create_new, device, exchange, identity, is_broken_disk, is_out_of_files, mode, open_lock, open_unfollowed,
    raise_file_limit, rename_new, rename_over_empty, set_file_mode, set_mode, symlink, unusual_name,
};

use std::{borrow::Cow, io, path::Path};

/// How an exchange of two names went.
#[derive(Debug)]
#[cfg_attr(not(unix), expect(dead_code, reason = "elsewhere it is never done"))]
pub enum Exchanged {
    /// Each stands where the other stood.
    Done,
    /// This system or file system cannot do that.
    Unsupported,
    /// One of the two cannot be renamed.
    Busy,
    /// It failed for another reason.
    Failed(io::Error),
}

/// A path relative to some folder with `/` between its parts, as sources and outputs write it; `None` when it is not
/// UTF-8. A backslash is a part's own where it is not what parts them.
pub fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// A file's absolute path as it stands in an address: `/home/ines/a.md`, `/C:/ines/a.md`.
pub fn in_address(path: &Path) -> Cow<'_, str> {
    let text = path.to_string_lossy();
    if cfg!(windows) { format!("/{}", text.replace('\\', "/").trim_start_matches('/')).into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{in_address, slashed};
    use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};

    #[test]
    fn paths_are_written_one_way() {
        let inner: PathBuf = ["guide", "ä b", "a.md"].iter().collect();
        assert_eq!(slashed(&inner).as_deref(), Some("guide/ä b/a.md"));
        assert_eq!(slashed(Path::new("a/b")).as_deref(), Some("a/b"));
        let typed = ["", "home", "a.md"].join(MAIN_SEPARATOR_STR);
        assert!(in_address(Path::new(&typed)).ends_with("/home/a.md") && !in_address(Path::new(&typed)).contains('\\'));
    }
}
