//! The coverage report for people: every rule with what it found, a line each.

use super::{Location, count_of};
use rungs::{
    check::COVERAGE,
    diagnostic::{Code, Diagnostic, printable},
    source::Sources,
};

/// Whether a diagnostic is one of the report's.
pub fn is_of_report(diagnostic: &Diagnostic) -> bool {
    COVERAGE.contains(&diagnostic.code)
}

/// Every rule, even one that found nothing.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, shown: &str) -> String {
    let found = |code: Code| diagnostics.iter().filter(move |diagnostic| diagnostic.code == code);
    let mut text = String::from("Coverage of the ladder\n");
    for code in COVERAGE {
        let count = count_of(diagnostics, code);
        let count = if count == 0 { "none".to_owned() } else { count.to_string() };
        text.push_str(&format!("\n{:<26}{count}\n", code.name()));
        for diagnostic in found(code) {
            let location = Location::of(diagnostic, sources, shown);
            let line = location.start.map(|start| format!(":{}", start.line)).unwrap_or_default();
            let file = location.file.unwrap_or_default();
            text.push_str(&printable(&format!("  {file}{line}  {}", diagnostic.message)));
            text.push('\n');
        }
        if let Some(help) = found(code).next().and_then(|first| first.help.first()) {
            text.push_str(&printable(&format!("  = help: {help}")));
            text.push('\n');
        }
    }
    if COVERAGE.iter().any(|code| count_of(diagnostics, *code) > 0) {
        let first = COVERAGE.iter().find(|code| count_of(diagnostics, **code) > 0).map_or("CODE", |code| code.name());
        text.push_str(&format!("\n`rungs explain {first}` says why it matters.\n"));
    }
    text
}
