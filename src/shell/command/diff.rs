//! `diff`: what changed in the ladder between two folders, editions or git revisions.

use crate::shell::{
    Ending, Fault,
    arguments::{DiffArguments, DiffFormat},
    disk::{self, Disk},
    git,
    project::Project,
    report::tally,
    terminal,
};
use rungs::{
    Audience,
    book::{Freeze, Snapshot},
    diagnostic::{Code, Outcome, Severity, printable},
    edit,
    ladder::{Difference, differences},
    parse::is_date,
    render::{changes_json, changes_markdown},
    source::Sources,
    theme,
};
use std::path::Path;

/// One side of the comparison.
struct Side {
    name: String,
    ladder: Snapshot,
    freeze: Vec<Freeze>,
}

/// Prints the differences; fails when there are some on a day on which the ladder is frozen.
pub fn diff(arguments: &DiffArguments) -> Result<Ending, Fault> {
    if let Some(day) = arguments.on.as_deref().filter(|day| !is_date(day)) {
        return Err(Fault::new(format!("`{day}` is not a day")).help("write it like `2026-12-01`"));
    }
    // Two folders need no book beside them.
    let home = Project::locate(arguments.book.as_deref());
    let (old, new) = (side(&arguments.old, &home)?, side(&arguments.new, &home)?);
    let differences = differences(&old.ladder, &new.ladder);
    // A window counts on either side: taking it away is a change of its own.
    let windows = old.freeze.iter().chain(&new.freeze);
    let frozen = arguments.on.as_deref().and_then(|day| windows.clone().find(|window| window.holds(day)));
    let frozen = frozen.filter(|_| !differences.is_empty());
    print(arguments.format, &old, &new, &differences, frozen)?;
    let Some(window) = frozen else { return Ok(Ending::Done) };
    let reason = window.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let message = format!("error: the ladder is frozen from {} to {}{reason}, and it has changed", window.from, window.to);
    terminal::say(&printable(&message));
    terminal::say("  = help: publish the change after the window, or change `freeze:` in book.yml first, by itself");
    Ok(Ending::BookHasErrors)
}

fn print(format: DiffFormat, old: &Side, new: &Side, differences: &[Difference], frozen: Option<&Freeze>) -> Result<(), Fault> {
    let text = match format {
        DiffFormat::Markdown => {
            let words = theme::words(&new.ladder.language);
            changes_markdown(&old.name, &new.name, differences, &words).map_err(Fault::new)?
        }
        DiffFormat::Json => {
            let frozen = frozen.map(|window| serde_json::json!({ "from": window.from, "to": window.to, "reason": window.reason }));
            format!("{:#}\n", changes_json(&old.name, &new.name, differences, frozen.as_ref()))
        }
    };
    terminal::print(&text);
    Ok(())
}

/// A folder, else an edition of the book, else a git revision of it.
fn side(typed: &str, home: &Result<Project, Fault>) -> Result<Side, Fault> {
    if Path::new(typed).is_dir() {
        let look = Disk::new(Project::locate(Some(Path::new(typed)))?, None).look()?;
        return current(typed, &look.sources)
            .ok_or_else(|| Fault::new(format!("`{typed}` holds no book")).help("name a folder with a book, an edition or a git revision"));
    }
    let project = home.as_ref().map_err(Clone::clone)?;
    let look = Disk::new(project.clone(), None).look()?;
    let mut ladders = edit::ladders(&look.sources, Audience::Author).value;
    let edition = ladders.editions.iter().position(|edition| edition.name == typed);
    if let Some(at) = edition {
        return Ok(Side { name: typed.to_owned(), ladder: ladders.editions.swap_remove(at).ladder, freeze: ladders.freeze });
    }
    let files = git::files(&project.root, typed, disk::is_of_interest).map_err(|fault| {
        let known: Vec<&str> = ladders.editions.iter().map(|edition| edition.name.as_str()).collect();
        let editions =
            if known.is_empty() { "the book has no edition".to_owned() } else { format!("the editions are: {}", known.join(", ")) };
        fault.help(format!("`{typed}` is no folder either, and {editions}"))
    })?;
    Ok(current(typed, &disk::sources_of(&project.book, files)).unwrap_or_else(|| {
        // The revision before the one that brings the book, or that gives its folder this name.
        let folder = format!("./{}{}", project.shown, project.book);
        let folder = folder.strip_prefix("./").filter(|inner| !inner.is_empty()).unwrap_or(&folder);
        terminal::say(&printable(&format!("note: `{typed}` has no page in `{folder}` that can be read; its ladder counts as empty")));
        let language = ladders.current.map(|ladder| ladder.language).unwrap_or_default();
        Side { name: typed.to_owned(), ladder: Snapshot { language, ..Snapshot::default() }, freeze: Vec::new() }
    }))
}

/// The ladder of sources that may have faults: an old revision need not please today's rules. `None` without a book.
fn current(name: &str, sources: &Sources) -> Option<Side> {
    let Outcome { value, mut diagnostics } = edit::ladders(sources, Audience::Author);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error && diagnostic.code != Code::EmptyBook);
    if let Some(tally) = tally(&diagnostics) {
        terminal::say(&printable(&format!("warning: `{name}` has {tally}; what is at fault is left out")));
    }
    Some(Side { name: name.to_owned(), ladder: value.current?, freeze: value.freeze })
}
