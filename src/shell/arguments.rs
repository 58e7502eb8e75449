//! The command line: what may be typed. What it means is decided by the commands.

use super::editor::Editor;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a career ladder's Markdown and YAML into a learning handbook.
#[derive(Debug, Parser)]
#[command(name = "rungs", version = rungs::VERSION, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a new handbook, with all that checks and publishes it
    Init(InitArguments),
    /// Build the book into a folder
    Build(BuildArguments),
    /// Look for everything that `build` would complain about; write nothing
    Check {
        /// How to check.
        #[command(flatten)]
        arguments: CheckArguments,
        /// Report what the ladder promises and does not cover, too; `--strict` fails on it
        #[arg(long)]
        coverage: bool,
    },
    /// Show the book in the browser and reload it at every change
    Serve(ServeArguments),
    /// Give every checklist item an id and bring `ids.lock` up to date
    Ids(IdsArguments),
    /// Show what changed in the ladder between two book folders, editions or git revisions
    Diff(DiffArguments),
    /// Keep the ladder as it is in `editions/NAME.json`, for the changelog and the feed
    Edition(EditionArguments),
    /// Make a book of a mdBook project, or of a ladder in a table (CSV, Markdown)
    Import(ImportArguments),
    /// Explain one diagnostic, or list them all
    Explain {
        /// The code in brackets: `error[unknown-link]`
        code: Option<String>,
    },
    /// Print the JSON Schema of front matter or a YAML file, for editors
    Schema {
        /// `level`, `skill`, `book` …; without it, the list
        kind: Option<String>,
    },
    /// Print completions for a shell
    Completions {
        /// The shell to complete for
        shell: clap_complete::Shell,
    },
}

/// What `init` takes.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The folder to write it to; made if it is not there. No file that is there is changed
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Begin from this book, not from the one that Rungs brings
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Its title [default: made of the folder's name]
    #[arg(long)]
    pub title: Option<String>,
    /// Where workflows get Rungs [default: where this program comes from]
    #[arg(long, value_name = "URL")]
    pub rungs: Option<String>,
}

/// What `build` takes.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// What `check` takes, too.
    #[command(flatten)]
    pub check: CheckArguments,
    /// The folder to write
    #[arg(long, short, value_name = "FOLDER", default_value = "public")]
    pub output: PathBuf,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The book's folder [default: `book`, or the current folder if it holds a book]
    pub book: Option<PathBuf>,
    /// The address at which the site will be published; overrides `book.yml`
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Show how long each phase took
    #[arg(long)]
    pub timings: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What `serve` takes.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The book's folder [default: `book`, or the current folder if it holds a book]
    pub book: Option<PathBuf>,
    /// The port to listen at; 0 takes a free one
    #[arg(long, short, default_value_t = 4000)]
    pub port: u16,
    /// The address to listen at; anything but this machine's own lets others read along
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes twice a second instead of being told (network drives, some containers)
    #[arg(long)]
    pub poll: bool,
    /// Show how long each phase took, at every change
    #[arg(long)]
    pub timings: bool,
    /// The editor that links in the page open: vscode, vscodium, cursor, zed, idea, sublime, textmate, emacs, none, or
    /// an address with {path}, {line} and {column}
    #[arg(long, default_value = "vscode", env = "RUNGS_EDITOR", value_name = "NAME|ADDRESS")]
    pub editor: Editor,
}

/// What `ids` takes.
#[derive(Debug, Args)]
pub struct IdsArguments {
    /// The book's folder [default: `book`, or the current folder if it holds a book]
    pub book: Option<PathBuf>,
    /// Write nothing; fail if something would change
    #[arg(long)]
    pub check: bool,
    /// Keep the numbers that `ids.lock` has in this git revision (after a merge)
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Retire an id that has left the book; may be given several times
    #[arg(long, value_name = "ID")]
    pub retire: Vec<String>,
}

/// What `diff` takes.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The older ladder: a book's folder, an edition or a git revision
    pub old: String,
    /// The newer one
    pub new: String,
    /// The book whose editions and revisions are meant [default: `book`, or the current folder if it holds a book]
    #[arg(long, value_name = "FOLDER")]
    pub book: Option<PathBuf>,
    /// Fail if the ladder changed and this day lies in a window of `freeze:` in book.yml
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = DiffFormat::Markdown)]
    pub format: DiffFormat,
}

/// What `edition` takes.
#[derive(Debug, Args)]
pub struct EditionArguments {
    /// Its name, like `2026-11`
    pub name: String,
    /// The book's folder [default: `book`, or the current folder if it holds a book]
    pub book: Option<PathBuf>,
    /// The day from which it holds [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// What `import` takes.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The folder of a mdBook project, or a file with a table
    pub from: PathBuf,
    /// The folder for the book; files that are there are left alone
    #[arg(default_value = "book")]
    pub folder: PathBuf,
    /// Where the levels of the table stand, if their names do not tell
    #[arg(long, value_enum)]
    pub levels: Option<Levels>,
}

/// Where the levels of a table stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Levels {
    /// A level a column, a skill a row
    Across,
    /// A level a row, a skill a column
    Down,
}

impl From<Levels> for rungs::edit::Levels {
    fn from(levels: Levels) -> Self {
        match levels {
            Levels::Across => Self::Across,
            Levels::Down => Self::Down,
        }
    }
}

/// How differences are printed, on stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Markdown,
    /// For programs
    Json,
}

/// How diagnostics are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on stderr
    Text,
    /// For programs, on stdout
    Json,
    /// Annotations of GitHub Actions, on stdout
    Github,
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
