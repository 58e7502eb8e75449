//! Faults of the machine or the command line: what went wrong, where, and what to do. Faults of the
//! author's text are diagnostics and have no place here.

use super::system;
use rungs::diagnostic::printable;
use std::{fmt, io, path::Path};

/// Why a command could not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    what: String,
    help: Vec<String>,
}

impl Fault {
    /// A fault in one sentence without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: Vec::new() }
    }

    /// The system refused to `doing` ("write", "read the folder") at `path`.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let fault = Self::new(format!("cannot {doing} `{}`: {error}", path.display()));
        match advice(error) {
            Some(advice) => fault.help(advice),
            None => fault,
        }
    }

    /// Adds one line that says what to do.
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }
}

/// The fault as it stands in the terminal; nothing in it can steer one.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", printable(&self.what))?;
        self.help.iter().try_for_each(|line| write!(f, "\n  = help: {}", printable(line)))
    }
}

/// What a person can do about an error of the system.
fn advice(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => Some("free some space there and try again"),
        Kind::PermissionDenied => Some("look at who owns it and at its rights, or choose another place"),
        Kind::ReadOnlyFilesystem => Some("this file system cannot be written; choose another place"),
        Kind::NotFound => Some("it may have been removed while Rungs was at work; try again"),
        _ if system::is_out_of_files(error) => Some("too many files are open; raise the limit with `ulimit -n 8192`"),
        _ if system::is_broken_disk(error) => Some("the disk or its connection fails; look at the system's log"),
        _ => None,
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::Fault;
    use std::{io, path::Path};

    #[test]
    fn says_what_where_and_what_to_do() {
        let full = io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error());
        let text = Fault::io("write", Path::new("public/a\u{1b}.html"), &full).to_string();
        assert!(text.starts_with("error: cannot write `public/a\\u{1b}.html`: No space left"), "{text}");
        assert!(text.ends_with("\n  = help: free some space there and try again"), "{text}");
    }
}
