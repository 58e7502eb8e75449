//! Worksheets as HTML: a form that reads and prints without a script, and the text it makes.

use super::{
    escape::{attribute, text},
    html::Fragments,
};
use crate::book::{Field, FieldKind, OutputPart, Worksheet};
use crate::theme::fill;

impl Fragments<'_> {
    /// A worksheet. Away from its own page (`own` is false) it has no ids, which would clash there.
    pub(super) fn worksheet(&self, worksheet: &Worksheet, own: bool) -> String {
        let id = attribute(&worksheet.id.value);
        let place = if own { format!(" id=\"w:{id}\"") } else { String::new() };
        let title = text(&worksheet.title);
        let fields: String = worksheet.fields.iter().map(|field| field_html(worksheet, field, own)).collect();
        let result = self.result(worksheet);
        let clear = self.button("clear", "worksheet_clear");
        let note = text(&self.words("worksheet_note"));
        let noscript = text(&self.words("worksheet_noscript"));
        format!(
            "<fieldset class=\"worksheet\"{place} data-worksheet=\"{id}\"><legend>{title}</legend>\n{fields}{result}\
             <p class=\"worksheet-foot js\">{clear}<span class=\"muted small\" data-said>{note}</span></p>\
             <noscript><p class=\"small\">{noscript}</p></noscript></fieldset>\n"
        )
    }

    /// The text, with the label of each field where the reader's words will stand.
    fn result(&self, worksheet: &Worksheet) -> String {
        if worksheet.output.is_empty() {
            return String::new();
        }
        let blank = self.words("worksheet_blank");
        let parts: String = worksheet
            .output
            .iter()
            .map(|part| match part {
                OutputPart::Words(words) => text(words),
                OutputPart::Field(number) => {
                    let field = &worksheet.fields[*number];
                    let key = attribute(&field.key(&worksheet.id.value));
                    let blank = text(&fill(&blank, [("label", field.label.clone())]));
                    format!("<span class=\"blank\" data-value=\"{key}\">{blank}</span>")
                }
            })
            .collect();
        let title = text(&self.words("worksheet_result"));
        let copy = self.button("copy", "copy_markdown");
        let download = self.button("download", "download_markdown");
        format!(
            "<div class=\"result\"><p class=\"result-title\">{title}</p><p class=\"result-text\" data-result>{parts}</p>\
             <p class=\"actions js\">{copy}{download}</p></div>\n"
        )
    }

    fn button(&self, action: &str, key: &str) -> String {
        format!("<button type=\"button\" class=\"button\" data-do=\"{action}\">{}</button>", text(&self.words(key)))
    }
}

fn field_html(worksheet: &Worksheet, field: &Field, own: bool) -> String {
    let key = attribute(&field.key(&worksheet.id.value));
    let label = text(&field.label);
    let hint_id = format!("w:{key}:hint");
    let (hint_place, described) = match &field.hint {
        Some(_) if own => (format!(" id=\"{hint_id}\""), format!(" aria-describedby=\"{hint_id}\"")),
        _ => (String::new(), String::new()),
    };
    let hint = field.hint.as_ref().map(|hint| format!("<p class=\"hint\"{hint_place}>{}</p>", text(hint))).unwrap_or_default();
    match &field.kind {
        FieldKind::Text(lines) => {
            let (name, attributes) = if own {
                (format!("<label for=\"w:{key}\">{label}</label>"), format!(" id=\"w:{key}\""))
            } else {
                (
                    format!("<p class=\"field-label\" aria-hidden=\"true\">{label}</p>"),
                    format!(" aria-label=\"{}\"", attribute(&field.label)),
                )
            };
            let area = format!("<textarea{attributes} rows=\"{lines}\" autocomplete=\"off\" data-note=\"{key}\"{described}></textarea>");
            format!("<div class=\"field\">{name}{hint}{area}</div>\n")
        }
        FieldKind::Choice(choices) => {
            let choice = |choice: &String| {
                let (value, words) = (attribute(choice), text(choice));
                format!(
                    "<label><input type=\"radio\" name=\"w:{key}\" autocomplete=\"off\" value=\"{value}\" data-note=\"{key}\"><span>{words}</span></label>"
                )
            };
            let choices: String = choices.iter().map(choice).collect();
            format!("<fieldset class=\"field choices\"{described}><legend>{label}</legend>{hint}{choices}</fieldset>\n")
        }
    }
}
