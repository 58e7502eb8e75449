//! Smart punctuation in a text that is no Markdown: titles and summaries in front matter and YAML files.

use crate::book::Texts;
use pulldown_cmark::{Event, Options, Parser};

/// What the text is read behind, so that nothing in it opens a block and its first quotation mark opens a quotation.
const BEFORE: &str = "x ";

/// Gives the texts of these fields curly quotes, dashes and ellipses where Markdown would have them.
pub(crate) fn curl(fields: &mut impl Texts) {
    fields.each_text(&mut |text| *text = curly(text));
}

fn curly(text: &str) -> String {
    if !text.contains(['"', '\'', '-', '.']) {
        return text.to_owned();
    }
    let mut written = String::from(BEFORE);
    for letter in text.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, '"' | '\'' | '-' | '.') {
            written.push('\\');
        }
        written.push(letter);
    }
    let mut curly = String::with_capacity(text.len() + 8);
    for event in Parser::new_ext(&written, Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(words) => curly.push_str(&words),
            Event::SoftBreak | Event::HardBreak => curly.push('\n'),
            _ => {}
        }
    }
    // Spaces at the edges are no text of Markdown's.
    curly.strip_prefix(BEFORE).filter(|_| text.trim() == text).map_or_else(|| text.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::curly;

    #[test]
    fn quotes_are_curly_and_nothing_else_changes() {
        let check = |text: &str, expected: &str| assert_eq!(curly(text), expected);
        check("\"No\" isn't an answer", "“No” isn’t an answer");
        check("From 1 -- or 2 --- to 3...", "From 1 – or 2 — to 3…");
        check("# *a* <b> [c](d) `e` 1. & &amp; $x$ ~y~ | _z_", "# *a* <b> [c](d) `e` 1. & &amp; $x$ ~y~ | _z_");
        check(" edge' ", " edge' ");
    }
}
