//! The binary: parses the command line, runs one command, returns its exit code.

#![allow(clippy::disallowed_methods, reason = "the shell is the door to disk, clock and programs")]

mod shell;

use mimalloc::MiMalloc;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    shell::run()
}
