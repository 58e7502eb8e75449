//! Mathematics as mdBook's readers write it for `MathJax`, `\\(…\\)` and `\\[…\\]`, becomes mathematics between dollar
//! signs. Code stays as it is.

use super::include::Expanded;
use crate::source::{Fingerprint, Origin};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// What is written, and what means the same here. A single dollar sign means money there.
const SIGNS: [(&str, &str); 6] = [(r"\\(", "$"), (r"\\)", "$"), (r"\\[", "$$"), (r"\\]", "$$"), ("$$", "$$"), ("$", r"\$")];

/// The text with dollar signs around its mathematics, its bytes still known by where they come from.
pub(super) fn with_dollars(expanded: Expanded) -> Expanded {
    let places = replacements(&expanded.text);
    if places.is_empty() {
        return expanded;
    }
    let Expanded { text, origin, title, .. } = expanded;
    let (mut new, mut moved, mut from) = (String::with_capacity(text.len()), Origin::plain(&origin.source), 0);
    for (range, sign) in places {
        moved.take(&origin, from..range.end, new.len());
        new.push_str(&text[from..range.start]);
        new.push_str(sign);
        from = range.end;
    }
    moved.take(&origin, from..text.len(), new.len());
    new.push_str(&text[from..]);
    let fingerprint = Fingerprint::of(new.as_bytes());
    Expanded { text: new.into(), fingerprint, origin: moved, title }
}

/// The same for a text by itself.
#[must_use]
pub fn mathjax_to_dollars(text: &str) -> String {
    let mut new = text.to_owned();
    for (range, sign) in replacements(text).into_iter().rev() {
        new.replace_range(range, sign);
    }
    new
}

/// Every sign outside code, in order.
fn replacements(text: &str) -> Vec<(Range<usize>, &'static str)> {
    if !text.contains('$') && !text.contains(r"\\") {
        return Vec::new();
    }
    let code = code(text);
    let (mut places, mut at, mut next) = (Vec::new(), 0, 0);
    while at < text.len() {
        while code.get(next).is_some_and(|range| range.end <= at) {
            next += 1;
        }
        if let Some(range) = code.get(next).filter(|range| range.start <= at) {
            at = range.end;
            continue;
        }
        let rest = &text[at..];
        match SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, same)) => {
                let mut range = at..at + sign.len();
                // Between single dollar signs no space may stand at the edges.
                match *sign {
                    r"\\(" => range.end = text.len() - text[range.end..].trim_start_matches(' ').len(),
                    r"\\)" => range.start = text[..range.start].trim_end_matches(' ').len(),
                    _ => {}
                }
                if sign != same {
                    places.push((range.clone(), *same));
                }
                at = range.end;
            }
            None if rest.starts_with(r"\$") => at += 2,
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    places
}

/// The bytes of code, in order.
fn code(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS).into_offset_iter();
    let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)));
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::mathjax_to_dollars;

    #[test]
    fn code_and_money_stay() {
        let check = |text: &str, expected: &str| assert_eq!(mathjax_to_dollars(text), expected);
        check(r"a \\( x_1 \\) b", "a $x_1$ b");
        check("\\\\[\nx\n\\\\]\n", "$$\nx\n$$\n");
        check("costs $5, `$HOME \\\\(`, $$y$$", "costs \\$5, `$HOME \\\\(`, $$y$$");
        check("```sh\necho $PATH\n```\n\\$1", "```sh\necho $PATH\n```\n\\$1");
    }
}
