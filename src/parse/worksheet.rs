//! The YAML of a fenced `worksheet` block becomes a worksheet; its faults are named where they stand in the page.

use super::fenced::Fenced;
use super::markdown::{self, MarkdownOptions};
use crate::book::{Field, FieldKind, FieldMatter, Id, Located, OutputPart, Worksheet, WorksheetMatter};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Origin, Span};
use std::{collections::BTreeSet, ops::Range};

/// A text field shows at most this many lines; it grows as it is written into.
const MOST_LINES: u8 = 30;

/// Reads a worksheet. `None` when something in it is at fault; the diagnostics say what.
pub(super) fn read(fenced: &Fenced, origin: &Origin, options: MarkdownOptions) -> Outcome<Option<Worksheet>> {
    let mut reader = Reader { fenced, origin, diagnostics: Vec::new() };
    let mut matter: Option<WorksheetMatter> = fenced.yaml(origin).take(&mut reader.diagnostics);
    if options.smart_punctuation {
        markdown::curl(&mut matter);
    }
    let worksheet = matter.and_then(|matter| reader.worksheet(&matter)).filter(|_| reader.diagnostics.is_empty());
    Outcome::new(worksheet, reader.diagnostics)
}

struct Reader<'a> {
    fenced: &'a Fenced,
    origin: &'a Origin,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        self.origin.span(&self.fenced.place(range))
    }

    fn fault(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::at(code, self.span(range), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn worksheet(&mut self, matter: &WorksheetMatter) -> Option<Worksheet> {
        let first_line = 0..self.fenced.code.trim_end().find('\n').unwrap_or(self.fenced.code.len());
        let id = self.needed(matter.id.as_ref(), "id", "worksheet", &first_line);
        let title = self.needed(matter.title.as_ref(), "title", "worksheet", &first_line);
        let mut seen = BTreeSet::new();
        let mut fields = Vec::new();
        for field in &matter.fields {
            let Some(read) = self.field(field) else { continue };
            if !seen.insert(read.id.clone()) {
                let message = format!("the field `{}` stands in this worksheet already", read.id);
                let place = field.value.id.as_ref().map_or(field.range(), Located::range);
                self.fault(Code::DuplicateWorksheet, &place, message, "give one of the two another id");
            }
            fields.push(read);
        }
        if matter.fields.is_empty() {
            let help = "write `- {id: situation, label: Situation}` below `fields:`";
            self.fault(Code::MissingField, &first_line, "this worksheet has no field to fill in", help);
        }
        let (id, title) = (id?, title?);
        let place = self.fenced.place(&id.range());
        let output = matter.output.as_ref().map(|output| self.output(output, &fields)).unwrap_or_default();
        Some(Worksheet {
            id: Located { value: self.id(id), start: place.start, end: place.end },
            was: matter.was.iter().map(|was| Id::new(&was.value)).collect(),
            title: title.value.clone(),
            fields,
            output,
        })
    }

    /// A text that must be there.
    fn needed<'b>(
        &mut self,
        words: Option<&'b Located<String>>,
        field: &str,
        of: &str,
        place: &Range<usize>,
    ) -> Option<&'b Located<String>> {
        if words.is_none() {
            let message = format!("the field `{field}` of this {of} is missing");
            self.fault(Code::MissingField, place, message, format!("write `{field}: …`"));
        }
        words
    }

    fn field(&mut self, matter: &Located<FieldMatter>) -> Option<Field> {
        let place = matter.range();
        let matter = &matter.value;
        let id = self.needed(matter.id.as_ref(), "id", "entry", &place);
        let label = self.needed(matter.label.as_ref(), "label", "entry", &place);
        if let Some(lines) = matter.lines.as_ref().filter(|lines| !(1..=MOST_LINES).contains(&lines.value)) {
            let help = format!("write a number from 1 to {MOST_LINES}; the field grows as it is written into");
            self.fault(Code::UnknownValue, &lines.range(), format!("a field cannot show {} lines", lines.value), help);
        }
        if let [only] = matter.choices.as_slice() {
            let help = "write a second choice, or leave `choices` out: the field then takes any text";
            self.fault(Code::UnknownValue, &only.range(), "one choice is no choice", help);
        }
        let choices: Vec<String> = matter.choices.iter().map(|choice| choice.value.clone()).collect();
        let lines = matter.lines.as_ref().map_or(1, |lines| lines.value);
        let (id, label) = (id?, label?);
        Some(Field {
            id: self.id(id),
            was: matter.was.iter().map(|was| Id::new(&was.value)).collect(),
            label: label.value.clone(),
            hint: matter.hint.as_ref().map(|hint| hint.value.clone()),
            kind: if choices.is_empty() { FieldKind::Text(lines) } else { FieldKind::Choice(choices) },
        })
    }

    fn id(&mut self, id: &Located<String>) -> Id {
        if !Id::is_valid(&id.value) {
            let message = format!("`{}` cannot be an id", id.value);
            self.fault(Code::UnknownValue, &id.range(), message, "an id holds letters, digits, `-`, `_` and `.`");
        }
        Id::new(&id.value)
    }

    /// Splits the text at its `{field}`s. Braces around anything that cannot be an id are the author's own.
    fn output(&mut self, output: &Located<String>, fields: &[Field]) -> Vec<OutputPart> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = output.value.trim_end();
        let mut from = output.start;
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let name = after.split_once('}').map(|(name, _)| name).filter(|name| Id::is_valid(name));
            let Some(name) = name else {
                words.push('{');
                rest = after;
                continue;
            };
            rest = &after[name.len() + 1..];
            let place = self.written(name, from);
            from = place.end;
            match fields.iter().position(|field| &*field.id == name) {
                Some(number) => {
                    if !words.is_empty() {
                        parts.push(OutputPart::Words(std::mem::take(&mut words)));
                    }
                    parts.push(OutputPart::Field(number));
                }
                None => self.unknown(name, &place, fields),
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            parts.push(OutputPart::Words(words));
        }
        parts
    }

    /// Where `{name}` stands in the block, at or behind `from`: YAML may have folded the text around it.
    fn written(&self, name: &str, from: usize) -> Range<usize> {
        let mark = format!("{{{name}}}");
        let start = self.fenced.code.get(from..).and_then(|rest| rest.find(&mark)).map_or(from, |at| from + at);
        start..start + mark.len()
    }

    fn unknown(&mut self, name: &str, place: &Range<usize>, fields: &[Field]) {
        let names: Vec<&str> = fields.iter().map(|field| &*field.id).collect();
        let message = format!("this worksheet has no field `{name}`");
        let diagnostic = Diagnostic::at(Code::UnknownPlaceholder, self.span(place), message).suggest(name, names.iter().copied());
        self.diagnostics.push(diagnostic.help(format!("its fields are: {}", names.join(", "))));
    }
}
