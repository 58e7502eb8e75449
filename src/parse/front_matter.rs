//! Splits a page's text into front matter and body, and reads the front matter of its kind.

use super::yaml;
use crate::book::{Located, Matter, PageKind, Updated};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Origin, SourcePath, Span};
use serde::de::DeserializeOwned;

/// Where front matter ends and the body begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// No front matter.
    None,
    /// YAML up to `yaml_end`, then a closing line, then the body.
    At {
        /// The byte after the YAML.
        yaml_end: usize,
        /// The first byte of the body.
        body: usize,
    },
    /// An opening line that nothing closes.
    Open,
}

/// Finds the front matter of a text.
pub(super) fn split(text: &str) -> Split {
    if !(text.starts_with("---\n") || text == "---") {
        return Split::None;
    }
    let mut at = 4.min(text.len());
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        if text[at..end].trim_end() == "---" {
            return Split::At { yaml_end: at, body: (end + 1).min(text.len()) };
        }
        at = end + 1;
    }
    Split::Open
}

/// Whether this text's front matter has any of the fields that only pages of `own` fields have.
pub(super) fn has_any_field(text: &str, own: &[&str]) -> bool {
    let Split::At { yaml_end, .. } = split(text) else { return false };
    text[..yaml_end].lines().any(|line| line.split_once(':').is_some_and(|(key, _)| own.contains(&key.trim_end())))
}

/// The fields that only this kind has.
pub(super) fn own_fields(kind: PageKind) -> &'static [&'static str] {
    use crate::book;
    match kind {
        PageKind::Home | PageKind::Chapter => &[],
        PageKind::Track => book::TrackMatter::OWN_FIELDS,
        PageKind::Level => book::LevelMatter::OWN_FIELDS,
        PageKind::Skill => book::SkillMatter::OWN_FIELDS,
        PageKind::Role => book::RoleMatter::OWN_FIELDS,
        PageKind::Transition => book::TransitionMatter::OWN_FIELDS,
        PageKind::Checklist => book::ChecklistMatter::OWN_FIELDS,
        PageKind::Template => book::TemplateMatter::OWN_FIELDS,
    }
}

/// Front matter that was read, and where the body begins.
pub(super) struct FrontMatter<M> {
    /// Whether it is YAML. If not, nothing is known of the fields.
    pub readable: bool,
    /// The fields of the kind.
    pub matter: M,
    /// When the page was updated.
    pub updated: Option<Updated>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The first byte of the body.
    pub body: usize,
}

/// Reads the front matter of a text whose bytes come from `origin`. `None` when nobody can tell where the body begins.
pub(super) fn read<M: Matter + DeserializeOwned + Default>(origin: &Origin, text: &str) -> Outcome<Option<FrontMatter<M>>> {
    let source = &origin.source;
    let mut diagnostics = Vec::new();
    let (matter, body) = match split(text) {
        Split::None => (Some(M::default()), 0),
        Split::Open => {
            let span = Span::new(source, 0..3);
            let open = Diagnostic::at(Code::OpenFrontMatter, span, "the front matter that begins here is never closed");
            diagnostics.push(open.help("end it with a line that holds only `---`"));
            return Outcome::new(None, diagnostics);
        }
        Split::At { yaml_end, body } if text[..yaml_end].trim_end() == "---" => (Some(M::default()), body),
        Split::At { yaml_end, body } => (yaml::read::<M>(source, &text[..yaml_end]).take(&mut diagnostics).value, body),
    };
    let readable = matter.is_some();
    let matter = matter.unwrap_or_default();
    let common = matter.common();
    for words in [&common.title, &common.summary].into_iter().flatten() {
        diagnostics.extend(yaml::dropped_comment(source, text, words));
    }
    let updated = common.updated.as_ref().and_then(|words| updated(source, words, &mut diagnostics));
    let draft = common.status.as_ref().is_some_and(|words| is_draft(source, words, &mut diagnostics));
    Outcome::new(Some(FrontMatter { readable, matter, updated, draft, body }), diagnostics)
}

fn updated(source: &SourcePath, words: &Located<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Updated> {
    if words.value == "git" {
        return Some(Updated::Git);
    }
    if is_date(&words.value) {
        return Some(Updated::On(words.value.clone()));
    }
    let span = Span::new(source, words.range());
    let message = format!("`{}` is not a date", words.value);
    diagnostics.push(Diagnostic::at(Code::UnknownValue, span, message).help("write a day like `2026-11-20`, or `git`"));
    None
}

/// Whether a text is a day of the calendar, `2026-11-20`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    // Digits only: a number may begin with a sign.
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let mut parts = text.split('-').map(|part| (part.len(), number(part)));
    let (Some((4, Some(year))), Some((2, Some(month))), Some((2, Some(day))), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

fn is_draft(source: &SourcePath, words: &Located<String>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    match words.value.as_str() {
        "draft" => true,
        "published" => false,
        other => {
            diagnostics.push(unknown_word(source, words, "status", other, &["published", "draft"]));
            false
        }
    }
}

/// A word of front matter that must be one of some words.
pub(super) fn unknown_word(source: &SourcePath, at: &Located<String>, field: &str, word: &str, words: &[&str]) -> Diagnostic {
    Diagnostic::at(Code::UnknownValue, Span::new(source, at.range()), format!("`{word}` is not a value of `{field}`"))
        .suggest(word, words.iter().copied())
        .help(format!("`{field}` is one of: {}", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{Split, is_date, split};

    #[test]
    fn front_matter_is_split_off() {
        assert_eq!(split("# A\n"), Split::None);
        assert_eq!(split("---\na: 1\n---\nB"), Split::At { yaml_end: 9, body: 13 });
        assert_eq!(split("---\na: 1\n---"), Split::At { yaml_end: 9, body: 12 });
        assert_eq!(split("---\na: 1\n"), Split::Open);
        assert_eq!(split("----\na\n"), Split::None);
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert!(is_date("2026-11-20") && is_date("2024-02-29"));
        assert!(!is_date("2026-02-29") && !is_date("2026-13-01") && !is_date("26-1-1") && !is_date("2026-11-20-1"));
        assert!(!is_date("2026-+1-+1") && !is_date("") && !is_date("2026-99-99"));
    }
}
