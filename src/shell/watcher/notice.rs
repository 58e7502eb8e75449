//! Why changes are looked for where nobody tells of them, in words.

use crate::shell::{system, terminal};
use notify::ErrorKind;
use std::io;

/// Why changes are looked for.
pub enum Deaf {
    /// The author wants it so.
    Wanted,
    /// The system's limit of watches is reached.
    Full,
    /// The system cannot tell, for whatever reason.
    Unable(notify::Error),
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

/// Says that changes are looked for, and why.
pub fn notice(why: &Deaf) {
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
