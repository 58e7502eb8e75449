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
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' if quotes => escaped.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// JSON that may stand in a `<script type="application/json">`: no `<` that could end it.
#[must_use]
pub(super) fn script_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::{attribute, script_json, text};

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(text("<a \"b\"> & \u{1}"), "&lt;a \"b\"&gt; &amp; \u{fffd}");
        assert_eq!(attribute("\"x\" <"), "&quot;x&quot; &lt;");
        assert_eq!(script_json("</script>"), "\\u003c/script>");
    }
}
