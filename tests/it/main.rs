//! The integration tests: the binary and the library as their users meet them.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "tests run the binary on real folders, and stop where they fail")]

mod addresses;
mod claims;
mod commonmark;
mod contrast;
mod corpora;
#[cfg(unix)]
mod counts;
mod coverage;
mod diagnostics;
mod editions;
mod explained;
mod faults;
mod fixture;
mod foreign;
mod golden;
mod handbook;
mod hostile;
mod ids;
mod import_cells;
mod imports;
mod init;
mod ladder;
mod machines;
mod mdbook;
mod page;
mod promises;
mod prose;
mod questions;
mod random;
mod rebuild;
mod reference;
mod rooms;
mod schema;
mod shell_command;
mod shell_folder;
mod shell_guard;
#[cfg(unix)]
mod shell_publish;
#[cfg(unix)]
mod shell_saving;
mod shell_server;
mod sources;
mod themes;
mod ticks;
#[cfg(unix)]
mod untouched;
mod updates;
mod worksheets;
