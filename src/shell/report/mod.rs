//! Says how a build went: diagnostics as text, JSON or GitHub annotations, a one-line summary, timings.

mod coverage;
mod github;
mod json;
mod stopwatch;
mod text;

pub use stopwatch::Stopwatch;
pub use text::{drawn, plural, tally};

use super::{arguments::Format, disk::Look, publish::Published, terminal};
use rungs::{
    Summary,
    diagnostic::{Code, Diagnostic, Place, Severity},
    source::{Position, Sources, position},
};
use std::time::Duration;

/// A report about one look at a book.
pub struct Report<'a> {
    /// How to report.
    pub format: Format,
    /// What was read.
    pub look: &'a Look,
    /// What stands before a source's path: `book/`.
    pub shown: &'a str,
    /// What was noticed, sorted.
    pub diagnostics: &'a [Diagnostic],
}

/// What the summary counts.
#[derive(Clone, Debug, Default)]
pub struct Result {
    /// Pages and items, if the book could be read at all.
    pub summary: Option<Summary>,
    /// How many words of each section search knows, when the book is too large for it to know all.
    pub search_cut: Option<usize>,
    /// Where the site was written to, and how many files that took.
    pub published: Option<(String, Published)>,
    /// Whether the coverage report was asked for.
    pub coverage: bool,
    /// How long everything took.
    pub took: Duration,
}

impl Report<'_> {
    /// Reports everything.
    pub fn give(&self, result: &Result) {
        match self.format {
            Format::Text => {
                // Advice is many of a kind, so it is listed below by rule, a line each.
                let listed = |diagnostic: &&Diagnostic| result.coverage && coverage::is_of_report(diagnostic);
                for diagnostic in self.diagnostics.iter().filter(|diagnostic| !listed(diagnostic)) {
                    terminal::say(&format!("{}\n", drawn(diagnostic, &self.look.sources, self.shown, terminal::has_colour())));
                }
                if result.coverage {
                    terminal::say(&coverage::text(self.diagnostics, &self.look.sources, self.shown));
                }
                let advice = |diagnostic: &&Diagnostic| !listed(diagnostic);
                let shown: Vec<Diagnostic> = self.diagnostics.iter().filter(advice).cloned().collect();
                if let Some(line) = text::more(&shown) {
                    terminal::say(&line);
                }
                terminal::say(&text::summary(self.diagnostics, result));
            }
            Format::Json => terminal::print(&json::report(self.diagnostics, &self.look.sources, self.shown, result)),
            Format::Github => {
                let lines = self.diagnostics.iter().map(|diagnostic| github::annotation(diagnostic, &self.look.sources, self.shown) + "\n");
                terminal::print(&lines.collect::<String>());
                terminal::say(&text::summary(self.diagnostics, result));
            }
        }
    }
}

/// How many diagnostics have this severity.
fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

/// How many diagnostics have this code.
fn count_of(diagnostics: &[Diagnostic], code: Code) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.code == code).count()
}

/// Where a diagnostic points, for programs.
struct Location {
    file: Option<String>,
    start: Option<Position>,
    end: Option<Position>,
}

impl Location {
    fn of(diagnostic: &Diagnostic, sources: &Sources, shown: &str) -> Self {
        let file = diagnostic.source().map(|source| format!("{shown}{source}"));
        match &diagnostic.place {
            Place::Book | Place::File(_) => Self { file, start: None, end: None },
            Place::Span(span) => {
                let at = |offset| sources.text(&span.source).map(|text| position(&text.content, offset));
                Self { file, start: at(span.start), end: at(span.end) }
            }
            Place::Elsewhere(place) => {
                let at = |offset| Some(position(&place.text, offset));
                Self { file: Some(place.file.to_string()), start: at(place.start), end: at(place.end) }
            }
        }
    }
}
