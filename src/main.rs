//! The binary: parses the command line, runs one command, returns its exit code.

#![allow(clippy::disallowed_methods, reason = "the shell is the door to disk, clock and programs")]

mod shell;

use std::process::ExitCode;

fn main() -> ExitCode {
    shell::run()
}
