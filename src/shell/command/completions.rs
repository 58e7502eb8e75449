//! `completions`: what a shell needs in order to complete our command line.

use crate::shell::{arguments::Arguments, terminal};
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the completions for a shell.
pub fn completions(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "rungs", &mut script);
    terminal::print(&String::from_utf8_lossy(&script));
}
