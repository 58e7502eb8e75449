//! `import`: a mdBook project or a ladder in a table becomes the files of a book, over nothing that is there.

use super::{build, init::site_id};
use crate::shell::{
    Ending, Fault,
    arguments::{CheckArguments, Format, ImportArguments},
    create::{Created, create},
    disk::{Disk, open_regular},
    place::absolute,
    project::{Project, mdbook_site},
    report::{drawn, plural, tally},
    system, terminal,
};
use rungs::{
    diagnostic::{Outcome, printable},
    edit::{self, Import, ImportRequest},
    source::{Asset, Refusal, SourcePath, Sources, Text, TextError, text_from_bytes},
};
use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

/// Endings of tables.
const TABLES: [&str; 5] = ["csv", "tsv", "txt", "md", "markdown"];

/// A folder that is proposed where `book` is taken.
const ELSEWHERE: &str = "handbook";

/// Reads, writes, and checks what was written.
pub fn import(arguments: &ImportArguments) -> Result<Ending, Fault> {
    let source = Source::read(&arguments.from)?;
    refuse_site_of_mdbook(arguments)?;
    let name = source.name();
    let (project, book) = (place_in_repository(&source.root), place_in_repository(&absolute(&arguments.folder)?));
    let request = ImportRequest { site_id: site_id(&name), levels: arguments.levels.map(Into::into), project, book };
    let outcome = source.import(&request);
    for diagnostic in &outcome.diagnostics {
        terminal::say(&format!("{}\n", drawn(diagnostic, &source.sources, &source.shown, terminal::has_colour())));
    }
    if outcome.has_errors() || outcome.value.texts.is_empty() {
        terminal::say(&format!(
            "Nothing was written: {}",
            tally(&outcome.diagnostics).unwrap_or_else(|| "there is nothing to import".to_owned())
        ));
        return Ok(Ending::BookHasErrors);
    }
    let files = files(&outcome, &source.root)?;
    let Created { written, unchanged } = create(&arguments.folder, &files)?;
    let shown = printable(&arguments.folder.display().to_string());
    outcome.value.report.iter().for_each(|line| terminal::say(&printable(line)));
    match (written, unchanged) {
        (0, _) => terminal::say(&format!("`{shown}` has all of it already.")),
        _ => terminal::say(&format!("Wrote {} into `{shown}`.", plural(written, "file"))),
    }
    // What was right there may be wrong here: an address that nobody checked, a chapter that was never written.
    let check =
        CheckArguments { book: Some(arguments.folder.clone()), base_url: None, strict: false, timings: false, format: Format::Text };
    let ending = build::check(&check)?;
    let book = if shown == "book" { String::new() } else { format!(" {}", terminal::typed(&arguments.folder)) };
    let why = if ending == Ending::Done { "" } else { "    # shows what is left to mend, and where" };
    terminal::say(&format!("\nNext:\n  rungs serve{book} --open{why}"));
    Ok(Ending::Done)
}

/// What is written where mdBook puts its site is gone with its next build, and most projects keep it out of git.
fn refuse_site_of_mdbook(arguments: &ImportArguments) -> Result<(), Fault> {
    let folder = absolute(&arguments.folder)?;
    let is_site_below = |root: &Path| mdbook_site(root).is_some_and(|site| folder.starts_with(site));
    if !folder.ancestors().any(is_site_below) {
        return Ok(());
    }
    let problem = "mdBook writes its site there, and empties the folder before";
    Err(Fault::new(format!("will not write the book to `{}`: {problem}", arguments.folder.display()))
        .help(format!("name another folder: `rungs import {} {ELSEWHERE}`", terminal::typed(&arguments.from))))
}

/// Where a folder, absolute, lies in its repository, or below the current folder: empty, or ending in `/`.
fn place_in_repository(folder: &Path) -> String {
    let top = folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned);
    let top = top.or_else(|| system::canonical(Path::new(".")).ok()).unwrap_or_default();
    let inside = folder.strip_prefix(&top).map_or_else(|_| folder.file_name().map(PathBuf::from).unwrap_or_default(), Path::to_owned);
    system::slashed(&inside).filter(|path| !path.is_empty()).map(|path| format!("{path}/")).unwrap_or_default()
}

/// What is imported, as it was read.
struct Source {
    sources: Sources,
    /// The table; without one it is a mdBook project.
    table: Option<SourcePath>,
    /// Where its files lie.
    root: PathBuf,
    /// What stands before its paths in messages.
    shown: String,
}

impl Source {
    fn read(typed: &Path) -> Result<Self, Fault> {
        let folder =
            if typed.file_name().is_some_and(|name| name == "book.toml") { typed.parent().unwrap_or(Path::new("")) } else { typed };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if folder.is_dir() {
            return Self::project(folder);
        }
        let ending = typed.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !TABLES.contains(&ending.as_str()) {
            let help = "name a mdBook project, a table in CSV (`.csv`, `.tsv`) or a Markdown file with tables (`.md`)";
            return Err(Fault::new(format!("`{}` is nothing that can be imported", typed.display()))
                .help(help)
                .help("a spreadsheet is saved as \"CSV UTF-8\" first"));
        }
        Self::table(typed)
    }

    fn project(folder: &Path) -> Result<Self, Fault> {
        if !folder.join("book.toml").is_file() {
            return Err(Fault::new(format!("`{}` has no `book.toml`", folder.display()))
                .help("name the folder of a mdBook project, or a file with a table; a folder of chapters alone builds as it is"));
        }
        let project = Project::locate(Some(folder))?;
        let look = Disk::new(project.clone(), None).look()?;
        Ok(Self { sources: (*look.sources).clone(), table: None, root: project.root, shown: project.shown })
    }

    fn table(typed: &Path) -> Result<Self, Fault> {
        let fail = |error: &std::io::Error| Fault::io("read", typed, error);
        let mut bytes = Vec::new();
        open_regular(typed).and_then(|file| file.take(Text::LIMIT as u64 + 1).read_to_end(&mut bytes)).map_err(|error| fail(&error))?;
        let name = typed.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = SourcePath::new(&name).map_err(|_| Fault::new(format!("`{}` is no file", typed.display())))?;
        let mut sources = Sources::new("");
        match text_from_bytes(&bytes) {
            Ok(text) => sources.insert_text(path.clone(), &text),
            Err(TextError::TooLarge(_)) => sources.refuse(path.clone(), Refusal::NotText(TextError::TooLarge(length(typed)))),
            Err(error) => sources.refuse(path.clone(), Refusal::NotText(error)),
        }
        let shown = typed.parent().map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty());
        let shown = shown.map(|folder| format!("{}/", folder.trim_end_matches('/'))).unwrap_or_default();
        Ok(Self { sources, table: Some(path), root: PathBuf::new(), shown })
    }

    /// A name to make an id of.
    fn name(&self) -> String {
        let folder = || self.root.file_name().map(|name| name.to_string_lossy().into_owned());
        self.table.as_ref().map(|table| table.stem().to_owned()).or_else(folder).unwrap_or_default()
    }

    fn import(&self, request: &ImportRequest) -> Outcome<Import> {
        match &self.table {
            Some(table) => edit::import_ladder(&self.sources, table, request),
            None => edit::import_mdbook(&self.sources, request),
        }
    }
}

fn length(path: &Path) -> usize {
    path.metadata().ok().and_then(|metadata| usize::try_from(metadata.len()).ok()).unwrap_or(Text::LIMIT + 1)
}

/// All that will be written; what is copied is read now, so that nothing is written when it cannot be.
fn files(outcome: &Outcome<Import>, root: &Path) -> Result<BTreeMap<SourcePath, Vec<u8>>, Fault> {
    let mut files: BTreeMap<SourcePath, Vec<u8>> =
        outcome.value.texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    for (from, to) in &outcome.value.copies {
        let path = root.join(from.as_str());
        let mut bytes = Vec::new();
        let read = open_regular(&path).and_then(|file| file.take(Asset::LIMIT).read_to_end(&mut bytes));
        read.map_err(|error| Fault::io("read", &path, &error))?;
        files.insert(to.clone(), bytes);
    }
    Ok(files)
}
