//! The terminal: lines to people and to programs. A closed pipe ends the talking, never the work.

use rungs::diagnostic::printable;
use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

/// One text with a line break to people, on stderr.
pub fn say(text: &str) {
    // Whoever closed the pipe does not want to hear more; the work goes on.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// One text as it is to programs, on stdout.
pub fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// A path as it is typed in a shell.
pub fn typed(path: &Path) -> String {
    let typed = path.display().to_string();
    let is_plain = typed.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':'));
    // What begins with a dash would be taken for an option.
    let typed = if typed.starts_with('-') { format!("./{typed}") } else { typed };
    if is_plain { typed } else { format!("'{}'", printable(&typed).replace('\'', "'\\''")) }
}

/// Whether stderr is a terminal.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Whether colours are welcome on stderr: on a terminal that knows them, unless `NO_COLOR` says no.
pub fn has_colour() -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_watched() && !forbidden && !dumb
}
