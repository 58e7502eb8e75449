//! The report for programs: one JSON object. Fields are added, never renamed, while `version` is 1.

use super::{Location, Result, count, count_of};
use rungs::{
    check::COVERAGE,
    diagnostic::{Diagnostic, Severity},
    source::Sources,
};
use serde_json::{Map, Value, json};

/// The whole report with a line break.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources, shown: &str, result: &Result) -> String {
    let diagnostics_json: Vec<Value> = diagnostics.iter().map(|diagnostic| one(diagnostic, sources, shown)).collect();
    let published = result.published.as_ref().map(|(_, published)| *published);
    let mut report = json!({
        "version": 1,
        "diagnostics": diagnostics_json,
        "summary": {
            "pages": result.summary.map(|summary| summary.pages),
            "items": result.summary.map(|summary| summary.items),
            "search_words": result.search_cut,
            "errors": count(diagnostics, Severity::Error),
            "warnings": count(diagnostics, Severity::Warning),
            "notes": count(diagnostics, Severity::Note),
            "output": result.published.as_ref().map(|(target, _)| target),
            "written": published.map(|published| published.written),
            "unchanged": published.map(|published| published.unchanged),
            "removed": published.map(|published| published.removed),
        },
    });
    if result.coverage {
        let counts: Map<String, Value> =
            COVERAGE.iter().map(|code| (code.name().to_owned(), json!(count_of(diagnostics, *code)))).collect();
        report["coverage"] = Value::Object(counts);
    }
    format!("{report:#}\n")
}

fn one(diagnostic: &Diagnostic, sources: &Sources, shown: &str) -> Value {
    let location = Location::of(diagnostic, sources, shown);
    json!({
        "severity": diagnostic.severity.word(),
        "code": diagnostic.code.name(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": location.file,
        "line": location.start.map(|start| start.line),
        "column": location.start.map(|start| start.column),
        "end_line": location.end.map(|end| end.line),
        "end_column": location.end.map(|end| end.column),
    })
}
