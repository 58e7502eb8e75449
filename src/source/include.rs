//! Finds `{{#helper …}}` marks in a text, so that the shell knows which further files to read and
//! `parse` which marks to replace. It replaces nothing itself.

use std::ops::Range;

/// One `{{#name argument}}` mark of mdBook's helpers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncludeMark<'a> {
    /// The bytes of the whole mark, braces included.
    pub range: Range<usize>,
    /// The helper's name: `include`, `title`, …
    pub name: &'a str,
    /// What stands behind the name, trimmed.
    pub argument: &'a str,
    /// Written `\{{#…}}`: shown as it is, without the backslash.
    pub escaped: bool,
}

impl<'a> IncludeMark<'a> {
    /// The file an including helper names, without its line range or anchor; `None` for other helpers.
    #[must_use]
    pub fn file(&self) -> Option<&'a str> {
        let including = matches!(self.name, "include" | "rustdoc_include" | "playground");
        let path = self.argument.split_whitespace().next()?;
        let path = path.split_once(':').map_or(path, |(file, _)| file);
        (including && !self.escaped && !path.is_empty()).then_some(path)
    }

    /// What stands behind the first `:` of the file argument: `2:10`, an anchor, or nothing.
    #[must_use]
    pub fn selection(&self) -> Option<&'a str> {
        let path = self.argument.split_whitespace().next()?;
        path.split_once(':').map(|(_, selection)| selection)
    }
}

/// All helper marks of `text` in order. Marks do not span lines.
#[must_use]
pub fn include_marks(text: &str) -> Vec<IncludeMark<'_>> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{#").map(|at| at + from) {
        let inner = open + 3;
        let line_end = text[inner..].find('\n').map_or(text.len(), |at| at + inner);
        let Some(close) = text[inner..line_end].find("}}").map(|at| at + inner) else {
            // Nothing closes on this line, so no later mark of it is closed either.
            from = line_end;
            continue;
        };
        let body = text[inner..close].trim();
        let (name, argument) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
        let escaped = text[..open].ends_with('\\');
        let start = if escaped { open - 1 } else { open };
        marks.push(IncludeMark { range: start..close + 2, name, argument: argument.trim(), escaped });
        from = close + 2;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::include_marks;

    #[test]
    fn finds_marks_and_their_files() {
        let marks = include_marks("a {{#include ../x.rs:2:4}} \\{{#include no.md}} {{#title T}} {{#open");
        let seen: Vec<_> = marks.iter().map(|mark| (mark.name, mark.file(), mark.selection(), mark.escaped)).collect();
        assert_eq!(seen, [("include", Some("../x.rs"), Some("2:4"), false), ("include", None, None, true), ("title", None, None, false)]);
    }
}
