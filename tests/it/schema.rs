//! Schemas for editors say what the reader says: no false alarm on a file that builds, and every fault that a schema can see.

use crate::fixture::{book, files, repository};
use boon::{Compiler, SchemaIndex, Schemas};
use rungs::{
    Audience,
    book::PageKind,
    diagnostic::{Code, explain},
    edit,
    schema::SchemaKind,
    source::SourcePath,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// What a schema has in common with the reader: faults of single values.
const SEEN: &[Code] =
    &[Code::UnknownField, Code::WrongType, Code::UnknownValue, Code::MissingField, Code::StepRange, Code::PromotionChecklist];

struct Validator {
    schemas: Schemas,
    kinds: Vec<(SchemaKind, SchemaIndex)>,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let kinds = SchemaKind::ALL.iter().map(|kind| {
            let name = format!("{}.json", kind.word);
            compiler.add_resource(&name, kind.schema()).expect("a schema");
            (*kind, compiler.compile(&name, &mut schemas).expect("a valid schema"))
        });
        let kinds = kinds.collect();
        Self { schemas, kinds }
    }

    /// What the schema of this file says against it; `None` when it has no YAML or no schema.
    fn complaint(&self, path: &str, text: &str) -> Option<Result<(), String>> {
        let (kind, index) = self.kinds.iter().find(|(kind, _)| holds_for(*kind, path))?;
        let yaml = if kind.is_front_matter() { text.strip_prefix("---\n")?.split_once("\n---")?.0 } else { text };
        let options = serde_saphyr::options! { strict_booleans: true };
        let value: Value = serde_saphyr::from_str_with_options(yaml, options).ok()?;
        let value = if value.is_null() { json!({}) } else { value };
        Some(self.schemas.validate(&value, *index).map_err(|error| format!("{path}: {error:#}")))
    }
}

/// Whether the schema is for the file at this path of a book.
fn holds_for(kind: SchemaKind, path: &str) -> bool {
    match kind.word {
        "home" => path == "index.md",
        "chapter" => path.starts_with("guide/") && path.ends_with(".md"),
        _ => match kind.files.split_once('*') {
            Some((folder, extension)) => path.strip_prefix(folder).is_some_and(|name| name.ends_with(extension) && !name.contains('/')),
            None => path == kind.files,
        },
    }
}

/// Every file of a folder, by its path below it.
fn folder(root: &Path) -> Vec<(String, String)> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let inner = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                found.push((inner, text));
            }
        }
    }
    found
}

#[test]
fn every_file_that_builds_is_valid() {
    let validator = Validator::new();
    let root = repository();
    let mut all = folder(&root.join("book"));
    for name in ["arabic", "german", "harbour"] {
        all.extend(folder(&root.join("tests/books").join(name)));
    }
    for name in ["golden_book.txt", "ladder_book.txt", "coverage_book.txt"] {
        all.extend(files(&fs::read_to_string(root.join("tests/it").join(name)).expect("a book")));
    }
    let said: Vec<_> = all.iter().filter_map(|(path, text)| validator.complaint(path, text)).collect();
    assert!(said.len() > 100, "{} files were looked at", said.len());
    let faults: Vec<String> = said.into_iter().filter_map(Result::err).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The example of each diagnostic about single values is invalid, the others are not the schema's business.
#[test]
fn faulty_examples_are_invalid() {
    let validator = Validator::new();
    for code in SEEN {
        let example = files(explain(*code).example());
        let seen = example.iter().filter_map(|(path, text)| validator.complaint(path, text)).any(|said| said.is_err());
        assert!(seen, "no schema sees the fault in the example of `{code}`");
    }
}

/// Values of every sort, right for some fields and wrong for the others.
const VALUES: &str = r#"~ | true | 0 | 3 | 5 | 6 | 400 | -1 | 1.10 | no | text | "two words" | 2026-11-20 | 2026-99-99 | 2026-04-31 | 99999 |
article | git | draft | 90d | 0d | practice | promotion | self | job | return | sanitize | en | x | pt-BR | de- | https://example.org/a |
"https://e.org/{path}" | ftp://a |
example.org | [] | [a, 1, no] | [[a]] | {} | {a: 3} | {a: 9} | {a: text} | {id: a-1} | {id: A} | {hue: 255} |
{hue: 360} | {raw_html: trust} | {raw_html: x} | {smart_punctuation: 3} | [{from: 2026-11-20, to: 2026-11-20}] |
[{from: 2026-11-20}] | [{from: 2026-11-20, to: 2026-11-31}] | [{from: x, to: 2026-11-20}]"#;

/// For every field of every kind and many values, the schema and the reader agree.
#[test]
fn schema_and_reader_agree() {
    let validator = Validator::new();
    let values: Vec<&str> = VALUES.split('|').map(str::trim).collect();
    let (mut faults, mut compared, mut refused) = (Vec::new(), 0, 0);
    for kind in SchemaKind::ALL {
        let schema = kind.schema();
        let is_map = schema["additionalProperties"].is_object();
        let fields = if is_map { &schema["additionalProperties"] } else { &schema };
        let names = fields["properties"].as_object().expect("fields").keys().map(String::as_str).chain(["no-such-field"]);
        for name in names {
            for value in &values {
                let (path, text) = one_field(*kind, name, value, fields, is_map);
                let Some(said) = validator.complaint(&path, &text) else { continue };
                let reader = reader_refuses(&path, &text);
                compared += 1;
                refused += usize::from(reader);
                // Nobody writes such a value, and the schema stays simple.
                let is_odd = matches!((name, *value), ("language", "true" | "400" | "99999") | ("cname", "1.10"));
                if said.is_err() != reader && !is_odd {
                    faults.push(format!("{} says {said:?}, the reader refuses: {reader}\n{text}", kind.word));
                }
            }
        }
    }
    assert!(compared > 2000 && refused > 500, "{compared} compared, {refused} refused");
    assert!(faults.is_empty(), "{} of {compared}:\n{}", faults.len(), faults.join("\n"));
}

/// A file of the kind in which one field has this value and the fields it needs have one that holds.
fn one_field(kind: SchemaKind, name: &str, value: &str, fields: &Value, is_map: bool) -> (String, String) {
    let needed = fields["required"].as_array().cloned().unwrap_or_default();
    let needed = needed.iter().filter_map(Value::as_str).filter(|field| *field != name);
    let good = |field: &str| match (kind.word, field) {
        ("role", "kind") => "job",
        ("transition", "kind") => "return",
        ("questions", "questions") => "[a]",
        _ => "a",
    };
    let lines = needed.map(|field| format!("{field}: {}", good(field))).chain([format!("{name}: {value}")]);
    let lines: Vec<String> = lines.collect();
    let path = kind.files.replace("**/*", "a").replace('*', "a");
    let text = match (is_map, kind.is_front_matter()) {
        (true, _) => format!("a:\n  {}\n", lines.join("\n  ")),
        (false, true) => format!("---\n{}\n---\n# A\n", lines.join("\n")),
        (false, false) => format!("{}\n", lines.join("\n")),
    };
    (path, text)
}

/// Whether the reader names a fault of a single value in the file, in a book where every reference would be found.
fn reader_refuses(path: &str, text: &str) -> bool {
    let mut sources = book("-- tracks/b.md --\n---\nlevels: [a]\n---\n# A\n-- levels/a.md --\n# A\n-- guide/a.md --\n# A\n");
    sources.insert_text(SourcePath::new(path).expect("a path"), text);
    let said = edit::ladders(&sources, Audience::Author).diagnostics;
    said.iter().any(|diagnostic| SEEN.contains(&diagnostic.code) || matches!(diagnostic.code, Code::YamlSyntax))
}

/// A kind of page has a schema, and a word of it is the folder's.
#[test]
fn every_kind_of_page_has_a_schema() {
    for kind in PageKind::ALL {
        assert!(SchemaKind::named(kind.word()).is_some_and(SchemaKind::is_front_matter), "{kind}");
    }
}
