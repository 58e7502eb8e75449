//! Escaping for HTML: the one place that does it.

/// Text between tags.
#[must_use]
pub fn text(text: &str) -> String {
    escape(text, false)
}

/// The value of an attribute in double quotes.
#[must_use]
pub fn attribute(text: &str) -> String {
    escape(text, true)
}

/// Text in Markdown: no sign of it is markup.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '@' => escaped.extend(['\\', character]),
            c if c.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

fn escape(text: &str, quotes: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(at) = position(rest, may_need_escape) {
        let (plain, special) = rest.split_at(at);
        escaped.push_str(plain);
        let mut letters = special.chars();
        match letters.next() {
            Some('&') => escaped.push_str("&amp;"),
            Some('<') => escaped.push_str("&lt;"),
            Some('>') => escaped.push_str("&gt;"),
            Some('"') if quotes => escaped.push_str("&quot;"),
            Some(c) if c.is_control() => escaped.push('\u{fffd}'),
            other => escaped.extend(other),
        }
        rest = letters.as_str();
    }
    escaped.push_str(rest);
    escaped
}

/// Where the first byte stands for which `wanted` is not 0. Long stretches of a text hold none, so it is looked at in
/// blocks; a `wanted` without branches looks at all bytes of a block at once.
pub(super) fn position(text: &str, wanted: impl Fn(u8) -> u8) -> Option<usize> {
    const BLOCK: usize = 32;
    let bytes = text.as_bytes();
    let is_plain = |block: &&[u8]| block.iter().fold(0, |found, byte| found | wanted(*byte)) == 0;
    let from = bytes.chunks_exact(BLOCK).take_while(is_plain).count() * BLOCK;
    bytes[from..].iter().position(|byte| wanted(*byte) != 0).map(|at| from + at)
}

/// 1 for a byte that is one of these, else 0.
pub(super) fn is_any(byte: u8, of: &[u8]) -> u8 {
    of.iter().fold(0, |found, one| found | u8::from(byte == *one))
}

/// 1 where a character that begins with this byte may be one that is escaped. Nearly all of a text is not, and is
/// taken over piece by piece. (The control characters from U+0080 on begin with `0xc2`.)
fn may_need_escape(byte: u8) -> u8 {
    is_any(byte, b"&<>\"\x7f\xc2") | (u8::from(byte < 0x20) & (1 - is_any(byte, b"\n\t")))
}

/// JSON that may stand in a `<script type="application/json">`: no `<` that could end it.
#[must_use]
pub(super) fn script_json(json: &str) -> String {
    // `<`, or the first byte of the two that end a line of script.
    if position(json, |byte| is_any(byte, b"<\xe2")).is_none() {
        return json.to_owned();
    }
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::{attribute, is_any, position, script_json, text};

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(text("<a \"b\"> & \u{1}"), "&lt;a \"b\"&gt; &amp; \u{fffd}");
        assert_eq!(text("é © \u{80}\u{9f}\u{a0}\u{7f}\tx\n\r€"), "é © \u{fffd}\u{fffd}\u{a0}\u{fffd}\tx\n\u{fffd}€");
        assert_eq!(attribute("\"x\" <"), "&quot;x&quot; &lt;");
        assert_eq!(script_json("</script>"), "\\u003c/script>");
        assert_eq!(script_json("a\u{2028}b\u{2029}€"), "a\\u2028b\\u2029€");
    }

    #[test]
    fn the_first_sign_is_found_wherever_it_stands() {
        for length in 0..100 {
            for at in 0..=length {
                let text = format!("{}<{}", "é".repeat(at), "<".repeat(length - at));
                assert_eq!(position(&text, |byte| is_any(byte, b"<>")), Some(2 * at), "{at} of {length}");
                assert_eq!(position(&text[..2 * at], |byte| is_any(byte, b"<>")), None);
            }
        }
    }
}
