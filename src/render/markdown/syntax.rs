//! The signs of Markdown around what they hold: quotations and lists, emphasis, links, code and the columns of tables.

use crate::book::Alignment;

/// Each line with something before it; lines without a word keep none of the spaces.
pub(super) fn prefixed(text: &str, first: &str, others: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(number, line)| {
        let before = if number == 0 { first } else { others };
        if line.is_empty() { before.trim_end().to_owned() } else { format!("{before}{line}") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Marks stand next to letters, so white space goes outside.
pub(super) fn around(text: &str, marks: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    format!("{}{marks}{inner}{marks}{}", &text[..start], &text[end..])
}

/// A link, or a picture behind a `!`.
pub(super) fn linked(text: &str, address: &str, title: &str) -> String {
    let address = if address.contains(['(', ')', ' ', '<', '>']) {
        format!("<{}>", address.replace('<', "%3C").replace('>', "%3E"))
    } else {
        address.to_owned()
    };
    let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")) };
    format!("[{text}]({address}{title})")
}

/// What stands below the head of a column.
pub(super) fn column(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => " --- |",
        Alignment::Left => " :-- |",
        Alignment::Center => " :-: |",
        Alignment::Right => " --: |",
    }
}

/// The line before and behind a block of code: more backticks than stand together in it.
pub(super) fn fence(code: &str) -> String {
    "`".repeat(longest_run(code, '`').max(2) + 1)
}

/// Code in a line.
pub(super) fn code_span(code: &str) -> String {
    let marks = "`".repeat(longest_run(code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') || (code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty()) {
        " "
    } else {
        ""
    };
    format!("{marks}{pad}{code}{pad}{marks}")
}

fn longest_run(text: &str, letter: char) -> usize {
    text.split(|c| c != letter).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{around, code_span, linked, prefixed};

    #[test]
    fn marks_and_fences_fit_what_they_hold() {
        assert_eq!(code_span("a `b` c"), "``a `b` c``");
        assert_eq!(code_span("`"), "`` ` ``");
        assert_eq!(around(" a ", "*"), " *a* ");
        assert_eq!(linked("x", "a (b).md", "t \"u\""), "[x](<a (b).md> \"t \\\"u\\\"\")");
        assert_eq!(prefixed("a\n\nb", "- ", "  "), "- a\n\n  b");
    }
}
