//! The commands, one file each.

mod build;
mod completions;
mod diff;
mod edition;
mod explain;
mod ids;
mod import;
mod init;
mod schema;
mod serve;

use super::{Ending, Fault, arguments::Command};

/// Runs a command.
pub fn run(command: Command) -> Result<Ending, Fault> {
    match command {
        Command::Init(arguments) => init::init(&arguments),
        Command::Build(arguments) => build::build(&arguments),
        Command::Check { arguments, coverage: false } => build::check(&arguments),
        Command::Check { arguments, coverage: true } => build::coverage(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Ids(arguments) => ids::ids(&arguments),
        Command::Import(arguments) => import::import(&arguments),
        Command::Diff(arguments) => diff::diff(&arguments),
        Command::Edition(arguments) => edition::edition(&arguments),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Schema { kind } => schema::schema(kind.as_deref()),
        Command::Completions { shell } => {
            completions::completions(shell);
            Ok(Ending::Done)
        }
    }
}
