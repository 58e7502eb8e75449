//! The `{#id key=value key="a b"}` tail of an item's first line.

use crate::book::{Id, Located, Review, Tail};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Origin;
use std::ops::Range;

/// The keys a tail may hold.
const KEYS: [&str; 6] = ["skills", "step", "review", "effort", "rev", "was"];

/// The bytes of the tail at the end of this line, braces included, if it has one. A backslash behind it breaks the line.
pub(super) fn find(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let written = text[line.clone()].trim_end();
    let written = written.strip_suffix('\\').filter(|rest| rest.ends_with('}')).unwrap_or(written);
    if !written.ends_with('}') || written.ends_with("\\}") {
        return None;
    }
    let open = written.rfind('{')?;
    let before = written[..open].chars().next_back();
    let inside = &written[open + 1..written.len() - 1];
    let looks_like = inside.trim_start().starts_with('#') || inside.split_whitespace().any(|word| word.contains('='));
    let apart = before.is_none_or(char::is_whitespace);
    (apart && looks_like).then(|| line.start + open..line.start + written.len())
}

/// Reads a tail; what cannot be read is named and left out.
pub(super) fn read(text: &str, range: &Range<usize>, origin: &Origin, diagnostics: &mut Vec<Diagnostic>) -> Tail {
    let mut reader = Reader { text, origin, diagnostics };
    let mut tail = Tail::default();
    for word in words(text, range.start + 1..range.end - 1) {
        reader.word(word, &mut tail);
    }
    tail
}

/// The days of a review: `90d`.
pub(crate) fn review(written: &str) -> Option<Review> {
    let days = written.strip_suffix('d')?.parse().ok()?;
    (days > 0).then_some(Review { days })
}

struct Reader<'a> {
    text: &'a str,
    origin: &'a Origin,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn word(&mut self, range: Range<usize>, tail: &mut Tail) {
        let word = &self.text[range.clone()];
        if let Some(id) = word.strip_prefix('#') {
            if !Id::is_valid(id) {
                return self.fault(range, format!("`{id}` cannot be an id"), "an id holds letters, digits, `-`, `_` and `.`");
            }
            if tail.id.is_some() {
                return self.fault(range, "this item has an id already".to_owned(), "keep one of the two");
            }
            tail.id = Some(Located { value: Id::new(id), start: range.start, end: range.end });
            return;
        }
        let Some((key, value)) = word.split_once('=') else {
            return self.fault(range, format!("`{word}` means nothing here"), "a tail holds `#id` and `key=value`");
        };
        let quoted = value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
        let trim = usize::from(quoted);
        let from = range.start + key.len() + 1 + trim;
        let inner = from..range.end - trim;
        self.value(key, inner, range, tail);
    }

    fn value(&mut self, key: &str, inner: Range<usize>, word: Range<usize>, tail: &mut Tail) {
        let value = &self.text[inner.clone()];
        match key {
            "skills" => tail.skills = names(self.text, inner),
            "was" => tail.was.extend(names(self.text, inner)),
            "effort" => tail.effort = Some(value.to_owned()),
            "step" => match value.parse() {
                Ok(step @ 1..=5) => tail.step = Some(step),
                _ => self.fault_of(Code::StepRange, inner, format!("`{value}` is not a step"), "a step is a number from 1 to 5"),
            },
            "review" => match review(value) {
                Some(review) => tail.review = Some(review),
                None => self.fault(inner, format!("`{value}` is not a time"), "write days, like `90d`"),
            },
            "rev" => match value.parse() {
                Ok(rev) => tail.rev = Some(rev),
                Err(_) => self.fault(inner, format!("`{value}` is not a number"), "write `rev=2` when the meaning changed"),
            },
            _ => {
                let diagnostic = Diagnostic::at(Code::AttributeSyntax, self.origin.span(&word), format!("an item has no `{key}`"));
                self.diagnostics.push(diagnostic.suggest(key, KEYS).help(format!("the keys are: {}", KEYS.join(", "))));
            }
        }
    }

    fn fault(&mut self, range: Range<usize>, message: String, help: &str) {
        self.fault_of(Code::AttributeSyntax, range, message, help);
    }

    fn fault_of(&mut self, code: Code, range: Range<usize>, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::at(code, self.origin.span(&range), message).help(help));
    }
}

fn names(text: &str, range: Range<usize>) -> Vec<Located<Id>> {
    words(text, range)
        .into_iter()
        .map(|range| Located { value: Id::new(&text[range.clone()]), start: range.start, end: range.end })
        .collect()
}

/// Splits at white space that stands outside quotes.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, character) in text[range.clone()].char_indices() {
        let at = at + range.start;
        if character == '"' {
            quoted = !quoted;
        }
        if character.is_whitespace() && !quoted {
            words.extend(start.take().map(|start| start..at));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.map(|start| start..range.end));
    words
}

#[cfg(test)]
mod tests {
    use super::{find, read};
    use crate::source::{Origin, SourcePath};

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let origin = Origin::plain(&SourcePath::new("a.md").expect("a path"));
        let seen = match find(line, &(0..line.len())) {
            None => "none".to_owned(),
            Some(range) => {
                let mut faults = Vec::new();
                let tail = read(line, &range, &origin, &mut faults);
                let id = tail.id.map(|id| id.value.to_string()).unwrap_or_default();
                let skills: Vec<_> = tail.skills.iter().map(|skill| skill.value.to_string()).collect();
                let days = tail.review.map(|review| review.days);
                format!("#{id} {skills:?} {:?} {days:?} {:?} faults {}", tail.step, tail.rev, faults.len())
            }
        };
        assert_eq!(seen, expected, "{line}");
    }

    #[test]
    fn tails_come_last_and_hold_keys() {
        check("Do it {#do-it}", "#do-it [] None None None faults 0");
        check("Do it {#a skills=\"x y\" step=4 review=90d rev=2} ", "#a [\"x\", \"y\"] Some(4) Some(90) Some(2) faults 0");
        check("Do it {step=9 review=soon colour=red #b #c}", "#b [] None None None faults 4");
        check("Write {a, b}", "none");
        check("Write `{#a}`", "none");
        check("no{#a}", "none");
    }
}
