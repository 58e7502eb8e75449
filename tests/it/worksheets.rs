//! Worksheets: what authors write becomes a form and a text; faults are named where they stand; ids are kept.

use crate::fixture::{article, book, build, build_with, for_readers, text};
use rungs::{Memory, diagnostic::Diagnostic, diagnostic::Place};

/// A page with a worksheet that uses everything a worksheet may have.
const BOOK: &str = "
-- guide/feedback.md --
# Feedback

Write it down first.

```worksheet
id: sbi-note
was: sbi
title: A note on <behaviour>
fields:
  - {id: situation, label: Situation, hint: \"One occasion, narrow enough to find in a calendar\", lines: 3}
  - {id: kind, label: Kind, choices: [corrective, \"appreciative & more\"]}
  - id: behaviour
    was: [behavior, seen]
    label: Behaviour
output: |
  **Situation.** {situation}

  {{ mine }} and {two words} stay. {kind}: {behaviour}
```

1. In a list:

   ```worksheet
   id: plain
   title: Without a text
   fields:
     - {id: one, label: One}
   ```
";

#[test]
fn a_worksheet_is_a_form_and_a_text() {
    let sources = book(BOOK);
    let output = build_with(&sources, &for_readers(), &Memory::default()).clean(&sources);
    let page = text(&output, "guide/feedback.html");
    assert!(page.contains("css/worksheet.css"), "its looks are loaded where it stands");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("worksheet", article(&page));
    });
    assert!(!text(&output, "index.html").contains("css/worksheet.css"), "and nowhere else");
}

#[test]
fn faults_stand_where_they_were_written() {
    for (written, line, says) in [
        ("title: A\nfields: [{id: a, label: A}]\noutput: '{b}'", "output: '{b}'", "this worksheet has no field `b`"),
        ("title: A\nfields: [{id: a, label: A}, {id: a, label: B}]", "{id: a, label: B}", "the field `a` stands in this worksheet already"),
        ("title: A\nfields: [{id: a, lable: A}]", "lable: A", "there is no field `lable` here"),
        ("title: A\nfields: [{id: 'a/b', label: A}]", "'a/b'", "`a/b` cannot be an id"),
        ("title: A\nfields: [{id: a, label: A, lines: 99}]", "99", "a field cannot show 99 lines"),
        ("title: A\nfields: [{id: a, label: A, choices: [only]}]", "only", "one choice is no choice"),
        ("title: A\nfields: []", "x", "this worksheet has no field to fill in"),
        ("title: A\nfields: [{id: a, label: A}, {id: b}]", "{id: b}", "the field `label` of this entry is missing"),
        ("title: [A]\nfields: [{id: a, label: A}]", "[A]", "is needed here"),
        ("fields: [{id: a, label: A}]", "id", "the field `title` of this worksheet is missing"),
    ] {
        for indent in ["", "  "] {
            let block: String = format!("```worksheet\nid: x\n{written}\n```\n").lines().map(|line| format!("{indent}{line}\n")).collect();
            let list = if indent.is_empty() { "" } else { "- entry\n\n" };
            let markdown = format!("# Ümlaut\n\n{list}{block}");
            let built = build(&book(&format!("-- guide/a.md --\n{markdown}")));
            let [Diagnostic { place: Place::Span(span), message, .. }] = built.diagnostics.as_slice() else {
                panic!("{written}: {:#?}", built.diagnostics)
            };
            assert!(message.contains(says), "{written}: {message}");
            let from = markdown[span.start..].lines().next().unwrap_or_default();
            let start = &markdown[..span.start];
            let whole = format!("{}{from}", start.rsplit('\n').next().unwrap_or_default());
            assert!(whole.contains(line), "{written}: points at `{}` in `{whole}`", &markdown[span.range()]);
        }
    }
}

#[test]
fn a_worksheet_at_fault_and_one_in_a_template_are_code() {
    let sources = book("-- guide/a.md --\n# A\n\n```worksheet\n- no map\n```\n-- templates/t.md --\n# T\n\n```worksheet\nid: a\n```\n");
    let built = build(&sources);
    assert_eq!(built.errors, 1, "{:?}", built.said());
    assert!(text(&built.output, "templates/t.html").contains("id: a"), "a template is copied as it is");
}

#[test]
fn a_field_that_vanishes_is_named_and_a_rename_carries_it() {
    let page = |sheet: &str, field: &str| {
        format!("-- guide/a.md --\n# A\n\n```worksheet\nid: {sheet}\ntitle: S\nfields: [{{id: {field}, label: F}}]\n```\n")
    };
    let lock = "-- ids.lock --\nsite handbook\n0 page chapter/a live\n1 field sbi/seen live\n";
    let said = |book_text: &str| build(&book(book_text)).said();
    assert_eq!(said(&format!("{}{lock}", page("sbi", "seen"))), [""; 0]);
    let gone = said(&format!("{}{lock}", page("sbi", "other")));
    assert!(gone.iter().any(|said| said.starts_with("vanished-id: the field `sbi/seen` was published")), "{gone:?}");
    for renamed in [page("sbi", "other, was: seen"), page("note\nwas: sbi", "seen"), page("note\nwas: sbi", "other, was: seen")] {
        let said = said(&format!("{renamed}{lock}"));
        assert!(said.iter().all(|said| said.starts_with("new-id")), "{said:?}");
    }
}
