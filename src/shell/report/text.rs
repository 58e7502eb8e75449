//! The report for people.

use super::{Result, count};
use rungs::{
    diagnostic::{Diagnostic, Excerpts, Severity},
    source::{SourcePath, Sources},
};
use std::{collections::BTreeSet, sync::Arc};

/// A diagnostic with its source lines.
pub fn drawn(diagnostic: &Diagnostic, sources: &Sources, shown: &str, colour: bool) -> String {
    let lookup = |path: &SourcePath| sources.text(path).map(|text| Arc::clone(&text.content));
    Excerpts { lookup: &lookup, root: shown, colour }.draw(diagnostic)
}

/// "2 errors, 1 warning", or nothing when all is well.
pub fn tally(diagnostics: &[Diagnostic]) -> Option<String> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let counted = severities.map(|severity| (count(diagnostics, severity), severity.word()));
    let parts: Vec<_> = counted.iter().filter(|(n, _)| *n > 0).map(|(n, word)| plural(*n, word)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Which command says more about these diagnostics; notes are left out, as nobody must act on them.
pub fn more(diagnostics: &[Diagnostic]) -> Option<String> {
    let loud = diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note);
    let codes: BTreeSet<&str> = loud.map(|diagnostic| diagnostic.code.name()).collect();
    let (first, others) = (codes.first()?, codes.iter().skip(1));
    let others: Vec<&str> = others.copied().collect();
    let or = if others.is_empty() { String::new() } else { format!(" (or {})", others.join(", ")) };
    Some(format!("`rungs explain {first}`{or} says why, with an example and the fix."))
}

/// The one line at the end.
pub fn summary(diagnostics: &[Diagnostic], result: &Result) -> String {
    let size = result.summary.map(|summary| format!("{}, {}", plural(summary.pages, "page"), plural(summary.items, "item")));
    let size = size.unwrap_or_else(|| "the book".to_owned());
    let took = format!("in {:.1} s", result.took.as_secs_f64());
    let cut = result.search_cut.map(|words| format!("; search knows {}", known(words))).unwrap_or_default();
    let tally = tally(diagnostics);
    let Some((target, published)) = &result.published else {
        return format!("Checked {size} {took}: {}{cut}", tally.as_deref().unwrap_or("nothing to mend"));
    };
    let counts = [(published.written, "written"), (published.unchanged, "unchanged"), (published.removed, "removed")];
    let counts = counts.iter().filter(|(n, word)| *n > 0 || *word != "removed");
    let files = counts.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ");
    let tally = tally.map(|tally| format!("; {tally}")).unwrap_or_default();
    format!("Built {size} {took} → {target}/ ({files}){cut}{tally}")
}

/// What search knows of a book that is too large for all of its text.
fn known(words: usize) -> String {
    if words == 0 {
        "titles only of sections, the book is large".to_owned()
    } else {
        format!("the first {words} words of each section, the book is large")
    }
}

/// "1 file", "3 files".
pub fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::{Result, summary};
    use crate::shell::publish::Published;
    use rungs::Summary;
    use std::time::Duration;

    #[test]
    fn one_line_says_it_all() {
        let published = Published { written: 3, unchanged: 93, removed: 0 };
        let result = Result {
            summary: Some(Summary { pages: 96, items: 1 }),
            published: Some(("public".to_owned(), published)),
            took: Duration::from_millis(420),
            search_cut: None,
            coverage: false,
        };
        assert_eq!(summary(&[], &result), "Built 96 pages, 1 item in 0.4 s → public/ (3 written, 93 unchanged)");
        let large = Result { search_cut: Some(15), published: None, ..result };
        let expected =
            "Checked 96 pages, 1 item in 0.4 s: nothing to mend; search knows the first 15 words of each section, the book is large";
        assert_eq!(summary(&[], &large), expected);
    }
}
