//! `explain`: the page about one diagnostic, or the list of all.

use crate::shell::{Ending, Fault, terminal};
use rungs::diagnostic::{Code, did_you_mean, explain as explanation};

/// Prints the page of a code as Markdown; without a code, the list.
pub fn explain(code: Option<&str>) -> Result<Ending, Fault> {
    let Some(typed) = code else {
        terminal::print(&list());
        return Ok(Ending::Done);
    };
    // People copy what they see: `error[unknown-link]`.
    let name = typed.split_once('[').map_or(typed, |(_, rest)| rest.trim_end_matches(']'));
    if let Some(code) = Code::named(name) {
        terminal::print(&format!("{}\n", explanation(code).markdown.trim_end()));
        return Ok(Ending::Done);
    }
    let fault = Fault::new(format!("no diagnostic is called `{name}`"));
    let fault = match did_you_mean(name, Code::ALL.iter().map(|code| code.name())) {
        Some(help) => fault.help(help),
        None => fault,
    };
    Err(fault.help("`rungs explain` lists all of them"))
}

fn list() -> String {
    let line = |code: &Code| format!("{:<22} {}\n", code.name(), code.severity().word());
    Code::ALL.iter().map(line).collect::<Vec<_>>().concat()
}
