//! `edition`: the ladder as it is becomes a file that stays as it is.

use crate::shell::{
    Ending, Fault, amend,
    arguments::EditionArguments,
    day,
    disk::Disk,
    project::Project,
    report::{drawn, tally},
    terminal,
};
use rungs::{
    diagnostic::Severity,
    edit::{self, EditionRequest},
    parse::is_date,
};

/// Writes an edition, once.
pub fn edition(arguments: &EditionArguments) -> Result<Ending, Fault> {
    let project = Project::locate(arguments.book.as_deref())?;
    let effective = arguments.on.clone().unwrap_or_else(day::today);
    if !is_date(&effective) {
        return Err(Fault::new(format!("`{effective}` is not a day")).help("write it like `2026-12-01`"));
    }
    let request = EditionRequest { name: arguments.name.clone(), effective };
    let look = Disk::new(project.clone(), None).look()?;
    let Some(file) = request.file(&look.sources) else {
        return Err(Fault::new(format!("`{}` cannot be the name of an edition", request.name))
            .help("a name has letters, digits, `-`, `_` and `.`: `rungs edition 2026-11`"));
    };
    // Also what the book's rules leave out, a link for example, would be overwritten.
    if project.root.join(file.as_str()).symlink_metadata().is_ok() {
        return Err(Fault::new(format!("the edition `{}` is written already, in `{}{file}`", request.name, project.shown))
            .help("an edition is never changed: give the new one another name"));
    }
    let outcome = edit::edition(&look.sources, &request);
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        terminal::say(&format!("{}\n", drawn(diagnostic, &look.sources, &project.shown, terminal::has_colour())));
    }
    if outcome.has_errors() {
        terminal::say(&format!("Nothing was written: {}", tally(&outcome.diagnostics).unwrap_or_default()));
        return Ok(Ending::BookHasErrors);
    }
    let amended = amend::prepare(&outcome.value, &look.sources, &project.root)?;
    if amended.is_empty() {
        return Err(Fault::new("this book has no ladder, so there is nothing to keep")
            .help("a ladder has levels in `levels/` or skills in `skills/`"));
    }
    amend::write(&amended)?;
    for line in &outcome.value.report {
        terminal::say(&format!("Wrote `{}{file}`: {line}.", project.shown));
    }
    terminal::say("Commit it, and leave it as it is.");
    Ok(Ending::Done)
}
