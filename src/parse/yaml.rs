//! Reads YAML into typed values and turns every fault into a diagnostic. A faulty entry is blanked
//! and the text read again, so that one run names all faults of a file.

use super::located::byte_range;
use crate::book::Located;
use crate::diagnostic::{Code, Diagnostic, Outcome, Place};
use crate::source::{SourcePath, Span};
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location, MergeKeyPolicy, budget::BudgetBreach};
use std::ops::Range;

/// A file with more faults than this gets no further reading; its author has enough to do.
const MOST_FAULTS: usize = 60;

/// YAML that was read.
pub(super) struct Read<T> {
    /// The value; without the entries that were at fault. `None` when the text is not YAML.
    pub value: Option<T>,
    /// Top-level keys whose entries were left out, whole or in part.
    pub broken: Vec<String>,
}

/// Reads `text[..end]` as YAML. The text begins with the file, so that places are the file's own.
pub(super) fn read<T: DeserializeOwned>(source: &SourcePath, text: &str) -> Outcome<Read<T>> {
    let mut yaml = text.to_owned();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut broken = Vec::new();
    let mut last_fault = None;
    let value = loop {
        if !diagnostics.is_empty() && is_blank(&yaml) {
            // Every entry was at fault. Nothing at all is not a map, and that would be a second fault.
            break serde_saphyr::from_str("{}").ok();
        }
        let error = match serde_saphyr::from_str_with_options::<T>(&yaml, options()) {
            Ok(value) => break Some(value),
            Err(error) => error,
        };
        let range = error.location().map_or(0..0, |location| place(&yaml, location));
        let fault = Fault { source, text: &yaml, range: clamp(&yaml, range) };
        let again = last_fault == Some(fault.range.start);
        last_fault = Some(fault.range.start);
        let error = error.without_snippet();
        let diagnostic = fault.describe(error);
        let fatal = matches!(diagnostic.code, Code::YamlSyntax | Code::YamlAlias) || diagnostics.len() >= MOST_FAULTS;
        let is_missing = diagnostic.code == Code::MissingField;
        let entry = if again || is_missing { top_entry(&yaml, fault.range.start) } else { inner_entry(&yaml, fault.range.start) };
        let follows = entry.as_ref().is_some_and(|entry| follows(error, text, entry, &diagnostics));
        broken.extend(top_key(&yaml, fault.range.start));
        let blank = entry.filter(|entry| !fatal && !yaml[entry.clone()].trim().is_empty());
        if !(again || follows) || blank.is_none() {
            diagnostics.push(diagnostic);
        }
        let Some(entry) = blank else { break None };
        let spaces: String = yaml[entry.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        yaml.replace_range(entry, &spaces);
    };
    diagnostics.dedup();
    Outcome::new(Read { value, broken }, diagnostics)
}

/// Whether a fault of this entry only comes from another fault in it, which is named and blanked already: what was a
/// map is empty now, or the misspelt field is missing.
fn follows(error: &Error, text: &str, entry: &Range<usize>, named: &[Diagnostic]) -> bool {
    let inside = |diagnostic: &&Diagnostic| matches!(&diagnostic.place, Place::Span(span) if entry.contains(&span.start));
    let mut inside = named.iter().filter(inside);
    let Error::SerdeMissingField { field, .. } = error else { return inside.next().is_some() };
    let offered = format!("`{field}`?");
    let key = format!("{field}:");
    let line = |place: &Place| match place {
        Place::Span(span) => text[line_start(text, span.start)..].trim_start().to_owned(),
        _ => String::new(),
    };
    inside.any(|diagnostic| diagnostic.help.iter().any(|help| help.contains(&offered)) || line(&diagnostic.place).starts_with(&key))
}

/// Whether nothing but empty lines, comments and the opening `---` is left.
pub(super) fn is_blank(yaml: &str) -> bool {
    yaml.lines().map(str::trim).all(|line| line.is_empty() || line == "---" || line.starts_with('#'))
}

/// A `#` behind an unquoted text, which YAML takes for a comment and drops with the rest of the line.
pub(super) fn dropped_comment(source: &SourcePath, text: &str, value: &Located<String>) -> Option<Diagnostic> {
    let quoted = text[..value.end].get(value.start..)?.starts_with(['"', '\'', '|', '>']);
    let line_end = text[value.end..].find('\n').map_or(text.len(), |at| at + value.end);
    let rest = &text[value.end..line_end];
    let comment = rest.trim_start();
    if quoted || !comment.starts_with('#') || rest.len() == comment.len() {
        return None;
    }
    let span = Span::new(source, line_end - comment.len()..line_end);
    let diagnostic = Diagnostic::at(Code::YamlComment, span, "YAML takes this for a comment and drops it from the text");
    Some(diagnostic.help("put the text in \"double quotes\", or the comment on a line of its own"))
}

/// The bytes a fault covers. Faults of the syntax itself come with a line and a column only.
fn place(text: &str, location: Location) -> Range<usize> {
    let range = byte_range(location);
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
    let (line, column) = (number(location.line()), number(location.column()));
    if range.start > 0 || line == 0 || (line, column) == (1, 1) {
        return range;
    }
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    start + within..start + within + 1
}

/// How all YAML is read.
pub(super) fn options() -> serde_saphyr::Options {
    let mut options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_nodes: 5_000_000, max_events: 20_000_000, max_anchors: 0, max_aliases: 0 },
    };
    options.merge_keys = MergeKeyPolicy::Error;
    options
}

fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let fit = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = fit(range.start);
    start..fit(range.end).max(start)
}

/// One error of the reader, at its place.
struct Fault<'a> {
    source: &'a SourcePath,
    text: &'a str,
    range: Range<usize>,
}

impl Fault<'_> {
    fn describe(&self, error: &Error) -> Diagnostic {
        match error {
            Error::SerdeUnknownField { field, expected, .. } => self
                .at(Code::UnknownField, format!("there is no field `{field}` here"))
                .suggest(field, expected.iter().copied())
                .help(format!("the fields are: {}", expected.join(", "))),
            Error::SerdeMissingField { field, .. } => self.missing(field),
            Error::DuplicateMappingKey { key, .. } => {
                let key = key.as_deref().unwrap_or("key");
                self.at(Code::DuplicateKey, format!("`{key}` stands here for the second time")).help("keep one of the two")
            }
            Error::MergeKeyNotAllowed { .. }
            | Error::UnknownAnchor { .. }
            | Error::Budget { breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. }, .. } => self.alias(),
            Error::SerdeInvalidType { unexpected, expected, .. } | Error::SerdeInvalidValue { unexpected, expected, .. } => {
                self.at(Code::WrongType, format!("this is {unexpected}, where {} is needed", plain_type(expected)))
            }
            Error::NullIntoString { .. } => self.at(Code::WrongType, "this field is empty").help("write a value, or take the line away"),
            Error::InvalidScalar { .. } if self.is_number() => self.at(Code::WrongType, "this number is too large or too small here"),
            Error::InvalidScalar { ty, .. } => self.at(Code::WrongType, format!("this is not {}", plain_type(ty))),
            Error::InvalidBooleanStrict { .. } => self.at(Code::WrongType, "this is neither `true` nor `false`"),
            Error::Unexpected { expected, .. } => self
                .at(Code::WrongType, format!("{} is needed here", plain_type(expected)))
                .help("a list is written `[a, b]` and a map `{key: value}`; for none, take the line away"),
            Error::Message { msg, .. } if msg.contains("invalid type") => self.at(Code::WrongType, plain_type(msg)),
            other => self.syntax(other),
        }
    }

    /// Points at the key of the entry that lacks the field: the reader reports the first field there is.
    fn missing(&self, field: &str) -> Diagnostic {
        let mut range = self.range.clone();
        if let Some(entry) = top_entry(self.text, range.start) {
            let key = self.text[entry.clone()].find(':').unwrap_or(0);
            range = entry.start..entry.start + key;
        }
        let here = Fault { source: self.source, text: self.text, range };
        here.at(Code::MissingField, format!("the field `{field}` is missing")).help(format!("write a line `{field}: …` below it"))
    }

    fn is_number(&self) -> bool {
        self.text[self.range.clone()].trim().parse::<i128>().is_ok()
    }

    fn alias(&self) -> Diagnostic {
        self.at(Code::YamlAlias, "anchors (`&`), aliases (`*`) and merge keys (`<<`) are not used here")
            .help("write the value out; a text that begins with `*` or `&` goes in \"double quotes\"")
    }

    fn syntax(&self, error: &Error) -> Diagnostic {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).trim().to_owned();
        let diagnostic = self.at(Code::YamlSyntax, format!("this is not YAML: {message}"));
        if message.contains("mapping values") { diagnostic.help("a text that holds `: ` goes in \"double quotes\"") } else { diagnostic }
    }

    fn at(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let mut range = self.range.clone();
        let rest_of_line = self.text[range.start..].find('\n').unwrap_or(self.text.len() - range.start);
        if range.len() > rest_of_line {
            range.end = range.start + rest_of_line;
        }
        Diagnostic::at(code, Span::new(self.source, range), message)
    }
}

/// Says a reader's type name as people say it.
fn plain_type(name: &str) -> String {
    match name {
        "u8" | "u16" | "u32" | "i32" | "integer" => "a whole number".to_owned(),
        "bool" | "a boolean" => "`true` or `false`".to_owned(),
        "string" | "a string" => "a text".to_owned(),
        "sequence" | "sequence start" | "a sequence" => "a list".to_owned(),
        "mapping" | "mapping start" | "string scalar" | "scalar" if name.contains("scalar") => "a single value".to_owned(),
        "mapping" | "mapping start" => "a map".to_owned(),
        other => other.trim_start_matches("struct ").to_owned(),
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The lines of the entry whose line holds `at`: that line, and those below that are indented deeper.
fn inner_entry(text: &str, at: usize) -> Option<Range<usize>> {
    let start = line_start(text, at);
    if text[start..].starts_with("---") {
        return None;
    }
    Some(start..entry_end(text, start))
}

/// The lines of the top-level entry around `at`.
fn top_entry(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = line_start(text, at);
    while start > 0 && (text[start..].starts_with([' ', '-', '#', '\n'])) {
        start = line_start(text, start - 1);
    }
    if text[start..].starts_with("---") {
        return None;
    }
    Some(start..entry_end(text, start))
}

fn entry_end(text: &str, start: usize) -> usize {
    let depth = indent(&text[start..line_end(text, start)]);
    let mut end = line_end(text, start);
    while end < text.len() {
        let next = end + 1;
        let next_end = line_end(text, next);
        let line = &text[next..next_end];
        let list = line.trim_start().starts_with("- ") && indent(line) == depth;
        if !line.trim().is_empty() && indent(line) <= depth && !list {
            break;
        }
        end = next_end;
    }
    end
}

fn top_key(text: &str, at: usize) -> Option<String> {
    let entry = top_entry(text, at)?;
    let line = &text[entry.start..line_end(text, entry.start)];
    line.split_once(':').map(|(key, _)| key.trim().trim_matches(['"', '\'']).to_owned())
}
