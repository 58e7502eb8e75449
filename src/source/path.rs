//! Paths inside a project: relative, `/`-separated, never leaving the root.

use std::{fmt, sync::Arc};

/// A path relative to the project's root. It has no empty, `.` or `..` part and no backslash,
/// so it cannot name anything outside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// Why a text is not a [`SourcePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It names nothing.
    Empty,
    /// It is absolute or climbs above the root.
    Outside,
}

impl SourcePath {
    /// Takes a relative path, resolves `.` and `..` in it.
    ///
    /// # Errors
    /// [`PathError`] when it is empty, absolute or climbs above the root.
    pub fn new(path: &str) -> Result<Self, PathError> {
        Self::resolve("", path)
    }

    /// Resolves `relative` against the folder of this file, as a link in it would be.
    ///
    /// # Errors
    /// [`PathError`] when the result is empty or climbs above the root.
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        Self::resolve(self.folder(), relative)
    }

    fn resolve(folder: &str, path: &str) -> Result<Self, PathError> {
        if path.starts_with(['/', '\\']) {
            return Err(PathError::Outside);
        }
        // Nearly every link is written like this, and a large book has very many.
        let is_plain = !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if is_plain && !folder.is_empty() {
            return Ok(Self([folder, "/", path].concat().into()));
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Outside)?;
                }
                name => parts.push(name),
            }
        }
        if parts.is_empty() {
            return Err(PathError::Empty);
        }
        Ok(Self(parts.join("/").into()))
    }

    /// How a link in the file `from` would write this path: the shortest way, with `..` where it must.
    #[must_use]
    pub fn seen_from(&self, from: &Self) -> String {
        let folder: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
        let parts: Vec<&str> = self.0.split('/').collect();
        let common = folder.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
        format!("{}{}", "../".repeat(folder.len() - common), parts[common..].join("/"))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder part without a trailing slash; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension, without its dot; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The rest of the path below `folder`, which ends in `/` or is empty.
    #[must_use]
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{PathError, SourcePath};

    #[track_caller]
    fn check(folder_file: &str, relative: &str, expected: Result<&str, PathError>) {
        let base = SourcePath::new(folder_file).expect("a valid base");
        let joined = base.join(relative);
        assert_eq!(joined.as_ref().map(SourcePath::as_str).map_err(|error| *error), expected);
    }

    #[test]
    fn joins_like_a_link() {
        check("guide/a.md", "b.md", Ok("guide/b.md"));
        check("guide/a.md", "../index.md", Ok("index.md"));
        check("guide/a.md", "./x/./b.md", Ok("guide/x/b.md"));
        check("a.md", "../b.md", Err(PathError::Outside));
        check("guide/a.md", "..\\..\\..\\etc", Err(PathError::Outside));
        check("guide/a.md", "/etc/passwd", Err(PathError::Outside));
        check("guide/a.md", "..", Err(PathError::Empty));
    }

    #[test]
    fn is_seen_from_another_file() {
        let seen = |path: &str, from: &str| SourcePath::new(path).expect("a path").seen_from(&SourcePath::new(from).expect("a path"));
        assert_eq!(seen("guide/b.md", "guide/a.md"), "b.md");
        assert_eq!(seen("templates/adr.md", "guide/x/a.md"), "../../templates/adr.md");
        assert_eq!(seen("guide/x/b.md", "SUMMARY.md"), "guide/x/b.md");
    }
}
