//! Words of an author as text that means itself in Markdown.

/// Text that means itself in Markdown.
pub(crate) fn escape(text: &str, starts_line: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut letters = text.chars().peekable();
    if starts_line && opens_block(text) {
        // A number stays a number: `1\.`, all else is escaped at once.
        while let Some(digit) = letters.next_if(char::is_ascii_digit) {
            escaped.push(digit);
            before = Some(digit);
        }
        escaped.push('\\');
        if let Some(first) = letters.next() {
            escaped.push(first);
            before = Some(first);
        }
    }
    while let Some(letter) = letters.next() {
        let special = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '$' | '~' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && letters.peek().is_some_and(|next| next.is_alphanumeric())),
            '&' => letters.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(letter);
        before = Some(letter);
    }
    escaped
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
