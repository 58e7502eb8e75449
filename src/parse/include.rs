//! Expands mdBook's `{{#include}}` family into the text, and remembers which bytes came from where.

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Fingerprint, IncludeMark, Origin, SourcePath, Sources, Span, Text, include_marks};
use std::{ops::Range, sync::Arc};

/// Includes nest at most this deep; mdBook stops silently there, we say so.
const DEPTH: usize = 10;
/// A page grows to at most this many bytes.
const GROWTH: usize = 10 * 1024 * 1024;

/// A text with its includes expanded.
pub(super) struct Expanded {
    /// The text.
    pub text: Arc<str>,
    /// Of the text.
    pub fingerprint: Fingerprint,
    /// Where its bytes come from.
    pub origin: Origin,
    /// The title a `{{#title …}}` helper sets.
    pub title: Option<String>,
}

/// Expands the helpers of a text. A text without helpers is not copied.
pub(super) fn expand(sources: &Sources, text: &Text) -> Outcome<Expanded> {
    let path = &text.path;
    if !text.has_helpers {
        let (fingerprint, origin) = (text.fingerprint, Origin::plain(path));
        let expanded = Expanded { text: Arc::clone(&text.content), fingerprint, origin, title: None };
        return Outcome::clean(expanded);
    }
    let mut expander = Expander {
        sources,
        out: String::new(),
        origin: Origin::plain(path),
        title: None,
        chain: vec![path.clone()],
        diagnostics: Vec::new(),
    };
    let all = 0..text.content.len();
    expander.file(path, &text.content, &[all]);
    let Expander { out, origin, title, diagnostics, .. } = expander;
    let fingerprint = Fingerprint::of(out.as_bytes());
    Outcome::new(Expanded { text: out.into(), fingerprint, origin, title }, diagnostics)
}

struct Expander<'a> {
    sources: &'a Sources,
    out: String,
    origin: Origin,
    title: Option<String>,
    chain: Vec<SourcePath>,
    diagnostics: Vec<Diagnostic>,
}

impl Expander<'_> {
    /// Appends these parts of a file, expanding the helpers in them.
    fn file(&mut self, path: &SourcePath, text: &str, parts: &[Range<usize>]) {
        for part in parts {
            let mut at = part.start;
            for mark in include_marks(&text[part.clone()]) {
                let range = mark.range.start + part.start..mark.range.end + part.start;
                self.copy(path, text, at..range.start);
                self.mark(path, text, &mark, range.clone());
                at = range.end;
            }
            self.copy(path, text, at..part.end);
        }
    }

    fn copy(&mut self, path: &SourcePath, text: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.origin.push(self.out.len(), path, range.start);
        self.out.push_str(&text[range]);
    }

    fn mark(&mut self, path: &SourcePath, text: &str, mark: &IncludeMark<'_>, range: Range<usize>) {
        if mark.escaped {
            return self.copy(path, text, range.start + 1..range.end);
        }
        if mark.argument.is_empty() {
            // Prose about a helper; mdBook leaves it alone as well.
            return self.copy(path, text, range);
        }
        match mark.name {
            "include" | "rustdoc_include" => self.include(path, mark, &range),
            "playground" => {
                self.out.push_str("```rust\n");
                self.include(path, mark, &range);
                self.out.push_str("\n```");
            }
            "title" => self.title = Some(mark.argument.to_owned()),
            other => {
                let message = format!("the helper `{other}` is not known, so it stays as it is");
                let diagnostic = Diagnostic::at(Code::UnknownHelper, Span::new(path, range.clone()), message)
                    .suggest(other, ["include", "rustdoc_include", "playground", "title"])
                    .help("to show it as text, write a backslash before it: `\\{{#…}}`");
                self.diagnostics.push(diagnostic);
                self.copy(path, text, range);
            }
        }
    }

    fn include(&mut self, path: &SourcePath, mark: &IncludeMark<'_>, range: &Range<usize>) {
        let Some(file) = mark.file() else {
            let diagnostic = at(Code::IncludeMissing, path, range, "this helper names no file".to_owned());
            self.diagnostics.push(diagnostic);
            return;
        };
        match self.target(path, file, range) {
            Err(diagnostic) => self.diagnostics.push(*diagnostic),
            Ok((target, content)) => {
                let parts = select(&content, mark.selection());
                let parts = if parts.is_empty() && mark.selection().is_some() {
                    let what = mark.selection().unwrap_or_default();
                    let message = format!("`{target}` has no part `{what}`");
                    let diagnostic = at(Code::IncludeMissing, path, range, message);
                    self.diagnostics.push(diagnostic.help("name lines like `:2:10`, or an anchor that a comment `ANCHOR: name` opens"));
                    return;
                } else {
                    parts
                };
                self.chain.push(target.clone());
                self.file(&target, &content, &parts);
                self.chain.pop();
            }
        }
    }

    /// Finds the included text, or says why it cannot be included.
    fn target(&self, path: &SourcePath, file: &str, range: &Range<usize>) -> Result<(SourcePath, Arc<str>), Box<Diagnostic>> {
        let Ok(target) = path.join(file) else {
            let message = format!("`{file}` lies outside the project");
            let help = "copy the file into the book, or include something inside it";
            return Err(Box::new(at(Code::IncludeOutside, path, range, message).help(help)));
        };
        if self.chain.contains(&target) {
            let chain: Vec<&str> = self.chain.iter().chain([&target]).map(SourcePath::as_str).collect();
            let message = format!("these files include each other: {}", chain.join(" → "));
            return Err(Box::new(at(Code::IncludeCycle, path, range, message).help("take one of these includes away")));
        }
        if self.chain.len() > DEPTH || self.out.len() > GROWTH {
            let message = format!("includes nest deeper than {DEPTH} files or make the page larger than 10 MiB");
            let help = "include the deep files from the page itself, or split the page";
            return Err(Box::new(at(Code::IncludeTooDeep, path, range, message).help(help)));
        }
        let Some(text) = self.sources.text(&target) else {
            let names: Vec<String> = self.sources.texts().map(|text| text.path.seen_from(path)).collect();
            let message = format!("there is no text file `{target}`");
            let missing = at(Code::IncludeMissing, path, range, message).suggest(file, names.iter().map(String::as_str));
            return Err(Box::new(missing.help("a path counts from the folder of the file that includes it")));
        };
        Ok((target, Arc::clone(&text.content)))
    }
}

fn at(code: Code, path: &SourcePath, range: &Range<usize>, message: String) -> Diagnostic {
    Diagnostic::at(code, Span::new(path, range.clone()), message)
}

/// The parts of a text that `2`, `2:10`, `:10`, `2:` or an anchor's name selects; all of it without one.
fn select(text: &str, selection: Option<&str>) -> Vec<Range<usize>> {
    let lines = line_ranges(text);
    let Some(selection) = selection else { return std::iter::once(0..text.trim_end_matches('\n').len()).collect() };
    let number = |part: &str| part.parse::<usize>().ok();
    let (first, last) = match selection.split_once(':') {
        Some((first, last)) if (first.is_empty() || number(first).is_some()) && (last.is_empty() || number(last).is_some()) => {
            (number(first).unwrap_or(1), number(last).unwrap_or(usize::MAX))
        }
        None if number(selection).is_some() => (number(selection).unwrap_or(1), number(selection).unwrap_or(1)),
        _ => return anchor(text, &lines, selection),
    };
    let chosen: Vec<_> = lines.into_iter().skip(first.max(1) - 1).take(last.saturating_sub(first.max(1) - 1)).collect();
    join(text, chosen)
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, other anchors' marks left out.
fn anchor(text: &str, lines: &[Range<usize>], name: &str) -> Vec<Range<usize>> {
    let names = |line: &str, mark: &str| {
        line.split_once(mark).is_some_and(|(_, rest)| rest.trim().trim_end_matches("*/").trim_end_matches("-->").trim() == name)
    };
    let mut inside = false;
    let mut chosen = Vec::new();
    for range in lines {
        let line = &text[range.clone()];
        if names(line, "ANCHOR_END:") {
            inside = false;
        } else if names(line, "ANCHOR:") {
            inside = true;
        } else if inside && !line.contains("ANCHOR:") && !line.contains("ANCHOR_END:") {
            chosen.push(range.clone());
        }
    }
    join(text, chosen)
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        ranges.push(at..at + line.len());
        at += line.len();
    }
    ranges
}

/// Joins neighbouring lines into ranges and drops the last line end.
fn join(text: &str, lines: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if last.end == line.start => last.end = line.end,
            _ => joined.push(line),
        }
    }
    if let Some(last) = joined.last_mut()
        && text[last.clone()].ends_with('\n')
    {
        last.end -= 1;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::select;

    #[track_caller]
    fn check(text: &str, selection: Option<&str>, expected: &str) {
        let seen: String = select(text, selection).into_iter().map(|range| &text[range]).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn selects_lines_and_anchors() {
        let text = "one\ntwo\nthree\nfour\n";
        check(text, None, "one\ntwo\nthree\nfour");
        check(text, Some("2"), "two");
        check(text, Some("2:3"), "two\nthree");
        check(text, Some(":2"), "one\ntwo");
        check(text, Some("3:"), "three\nfour");
        check(text, Some("9:12"), "");
        check("a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: x\nd\n", Some("x"), "b\nc");
    }
}
