//! `ids`: gives ids to items and brings `ids.lock` up to date.

use crate::shell::{
    Ending, Fault, amend,
    arguments::IdsArguments,
    disk::Disk,
    git,
    project::Project,
    report::{drawn, plural, tally},
    terminal,
};
use rungs::{
    Audience, Memory, Options,
    diagnostic::{Code, Severity, printable},
    edit::{self, IdsRequest},
};

/// Writes what is missing; with `--check`, only says so.
pub fn ids(arguments: &IdsArguments) -> Result<Ending, Fault> {
    let project = Project::locate(arguments.book.as_deref())?;
    let base = match &arguments.base {
        // A base without a lock has given no numbers yet.
        Some(revision) => Some(git::show(&project.folder(), revision, "ids.lock")?.unwrap_or_default()),
        None => None,
    };
    let look = Disk::new(project.clone(), None).look()?;
    let request = IdsRequest { retire: arguments.retire.clone(), base };
    let options = Options { audience: Audience::Reader, base_url: None };
    let outcome = edit::ids(&look.sources, &options, &Memory::default(), &request).sorted();
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note) {
        let text = drawn(diagnostic, &look.sources, &project.shown, terminal::has_colour());
        terminal::say(&format!("{text}\n"));
    }
    if outcome.has_errors() {
        let tally = tally(&outcome.diagnostics).unwrap_or_default();
        terminal::say(&format!("Nothing was written: {tally}"));
        return Ok(Ending::BookHasErrors);
    }
    let amended = amend::prepare(&outcome.value, &look.sources, &project.root)?;
    // What vanished is not ours to mend, but CI must not pass it.
    let is_lost = outcome.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::VanishedId);
    let report = |indent: &str| outcome.value.report.iter().for_each(|line| terminal::say(&printable(&format!("{indent}{line}"))));
    Ok(match (amended.len(), arguments.check) {
        (0, check) if is_lost => {
            terminal::say("`ids.lock` is up to date but for what is gone.");
            if check { Ending::BookHasErrors } else { Ending::Done }
        }
        (0, _) => {
            terminal::say("Every item has its id, and `ids.lock` is up to date.");
            Ending::Done
        }
        (files, true) => {
            terminal::say(&format!("{} would change; run `rungs ids` to write what is missing:", plural(files, "file")));
            report("  ");
            Ending::BookHasErrors
        }
        (files, false) => {
            amend::write(&amended)?;
            report("");
            terminal::say(&format!("Changed {}.", plural(files, "file")));
            Ending::Done
        }
    })
}
