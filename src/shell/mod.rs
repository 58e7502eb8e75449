//! The doors to disk, network, clock, git and terminal. The shell carries values in and out; it decides
//! nothing about books.

mod amend;
mod arguments;
mod command;
mod create;
mod day;
mod disk;
mod editor;
mod fault;
mod git;
mod home;
mod place;
mod project;
mod publish;
mod report;
mod server;
mod system;
mod terminal;
mod watcher;

use clap::Parser;
use fault::Fault;
use std::process::ExitCode;

/// How a command ended, when the machine and the command line allowed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// All is well.
    Done,
    /// The book must be mended first.
    BookHasErrors,
}

/// Runs the command the user typed.
pub fn run() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match command::run(arguments.command) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::BookHasErrors) => ExitCode::from(1),
        Err(fault) => {
            terminal::say(&fault.to_string());
            ExitCode::from(2)
        }
    }
}
