//! The report as annotations of GitHub Actions.

use super::Location;
use rungs::{
    diagnostic::{Diagnostic, Severity},
    source::Sources,
};

/// One workflow command, without a line break.
pub fn annotation(diagnostic: &Diagnostic, sources: &Sources, shown: &str) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let location = Location::of(diagnostic, sources, shown);
    let mut properties = Vec::new();
    if let Some(file) = &location.file {
        properties.push(format!("file={}", property(file)));
    }
    if let Some(start) = location.start {
        properties.push(format!("line={},col={}", start.line, start.column));
    }
    // A place in one line; of longer ones GitHub marks the whole lines.
    if let (Some(start), Some(end)) = (location.start, location.end) {
        properties.push(format!("endLine={}", end.line));
        properties.extend((end.line == start.line).then(|| format!("endColumn={}", end.column)));
    }
    properties.push(format!("title={}", diagnostic.code.name()));
    let more = format!("`rungs explain {}` says more", diagnostic.code);
    let lines: Vec<&str> = [&diagnostic.message].into_iter().chain(&diagnostic.help).chain([&more]).map(String::as_str).collect();
    format!("::{command} {}::{}", properties.join(","), data(&lines.join("\n")))
}

/// Escapes as the runner reads it back.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::annotation;
    use rungs::{
        diagnostic::{Code, Diagnostic},
        source::{SourcePath, Sources, Span},
    };

    #[test]
    fn nothing_in_a_message_ends_the_command() {
        let path = SourcePath::new("a,b.md").expect("a path");
        let mut sources = Sources::new("");
        sources.insert_text(path.clone(), "x\nyy\n");
        let diagnostic = Diagnostic::at(Code::UnknownLink, Span::new(&path, 2..4), "100%\n::error::").help("fix it");
        assert_eq!(
            annotation(&diagnostic, &sources, "book/"),
            "::error file=book/a%2Cb.md,line=2,col=1,endLine=2,endColumn=3,title=unknown-link::100%25%0A::error::%0Afix it%0A`rungs explain unknown-link` says more"
        );
    }
}
