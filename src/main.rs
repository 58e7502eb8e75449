//! The binary: parses the command line, runs one command, returns its exit code.

mod shell;

use std::process::ExitCode;

fn main() -> ExitCode {
    shell::run()
}
