//! Words of an author as text that means itself in Markdown.

use crate::render::escape::{is_any, position};

/// Text that means itself in Markdown.
pub(crate) fn escape(text: &str, starts_line: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut done = 0;
    if starts_line && opens_block(text) {
        // A number stays a number: `1\.`, all else is escaped at once.
        done = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        escaped.push_str(&text[..done]);
        escaped.push('\\');
        // What opens a block is one byte long, and is not escaped twice.
        escaped.push_str(&text[done..=done]);
        done += 1;
    }
    while let Some(at) = position(&text[done..], may_need_escape).map(|at| done + at) {
        escaped.push_str(&text[done..at]);
        let (before, next) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        let is_special = match text.as_bytes()[at] {
            b'_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            b'&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            _ => true,
        };
        if is_special {
            escaped.push('\\');
        }
        escaped.push_str(&text[at..=at]);
        done = at + 1;
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// 1 where a byte may be a sign of Markdown.
fn may_need_escape(byte: u8) -> u8 {
    is_any(byte, br"\`*[]<$~_&")
}

/// Whether a line that begins so would be something other than a paragraph.
fn opens_block(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    match rest.chars().next() {
        Some('.' | ')') => (1..10).contains(&digits) && spaced(&rest[1..]),
        _ if digits > 0 => false,
        Some('#') => spaced(rest.trim_start_matches('#')),
        Some('-' | '+' | ':') => spaced(&rest[1..]) || rest.chars().all(|c| c == '-'),
        Some('>' | '|' | '=') => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_means_itself() {
        let check = |text: &str, expected: &str| assert_eq!(escape(text, true), expected);
        check("1. one", "1\\. one");
        check("1.5 is no list", "1.5 is no list");
        check("# no heading, a #tag", "\\# no heading, a #tag");
        check("- no list", "\\- no list");
        check("-5 degrees", "-5 degrees");
        check("a *b* _c_ snake_case [d] <e> `f` $g", "a \\*b\\* \\_c\\_ snake_case \\[d\\] \\<e> \\`f\\` \\$g");
        check("R&D &amp; R & D", "R\\&D \\&amp; R & D");
        check("> no quotation", "\\> no quotation");
    }
}
