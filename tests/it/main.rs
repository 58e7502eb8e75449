//! The integration tests: the binary and the library as their users meet them.

mod shell_command;
mod shell_folder;
mod shell_publish;
mod shell_server;
