//! A messy book: one run names all its faults, each once, at its exact place, and none twice at those who refer to it.

use crate::fixture::{self, book, build};
use rungs::{
    diagnostic::{Diagnostic, Excerpts},
    source::{Refusal, SourcePath, Sources},
};
use std::sync::Arc;

/// What a build says of a book: place, code and message, and below each its help.
pub fn said_of(sources: &Sources) -> String {
    let lookup = |path: &SourcePath| sources.text(path).map(|text| Arc::clone(&text.content));
    let excerpts = Excerpts { lookup: &lookup, root: "", colour: false };
    let line = |diagnostic: &Diagnostic| {
        let help: Vec<String> = diagnostic.help.iter().map(|help| format!("\n    {help}")).collect();
        format!("{} {}: {}{}", excerpts.location(diagnostic), diagnostic.code, diagnostic.message, help.concat())
    };
    build(sources).diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The same without the help.
fn places_of(text: &str) -> Vec<String> {
    said_of(&book(text)).lines().filter(|line| !line.starts_with("    ")).map(str::to_owned).collect()
}

#[test]
fn one_run_names_all_faults_of_a_front_matter() {
    let said = said_of(&book(
        "\
-- tracks/ic.md --
---
title: Engineering
levels: [staff]
---
-- levels/staff.md --
---
titel: Staff
track: ic
summary: Größe zählt
terminal: maybe
extend: senior
track: ic
colour: blue
core: [writing]
---
You set direction.
",
    ));
    insta::assert_snapshot!(said, @r"
    levels/staff.md:2:1 unknown-field: there is no field `titel` here
        did you mean `title`?
        the fields are: title, summary, updated, status, was, track, extends, parity, terminal, attributes, core, supporting, notes, ends
    levels/staff.md:5:11 wrong-type: this is neither `true` nor `false`
    levels/staff.md:6:1 unknown-field: there is no field `extend` here
        did you mean `extends`?
        the fields are: title, summary, updated, status, was, track, extends, parity, terminal, attributes, core, supporting, notes, ends
    levels/staff.md:7:1 duplicate-key: `track` stands here for the second time
        keep one of the two
    levels/staff.md:8:1 unknown-field: there is no field `colour` here
        the fields are: title, summary, updated, status, was, track, extends, parity, terminal, attributes, core, supporting, notes, ends
    levels/staff.md:9:7 wrong-type: a map is needed here
        a list is written `[a, b]` and a map `{key: value}`; for none, take the line away
    ");
}

#[test]
fn links_of_several_pages_are_named_at_their_column() {
    let said = said_of(&book(
        "\
-- guide/a.md --
# A
Größer: [[plannning]] and [b](bb.md).
- [ ] Read [c](#nowhere) {#read}
-- guide/b.md --
# B {#b}
{{#include part.txt}}
-- guide/part.txt --
fine
see [[skil:writing]]
-- guide/planning.md --
# Planning
-- glossary.yml --
adr:
  title: ADR
  text: A record, see [[nygrd]].
",
    ));
    insta::assert_snapshot!(said, @r"
    glossary.yml:3:9 unknown-link: nothing in this book is called `nygrd`
    guide/a.md:2:9 unknown-link: nothing in this book is called `plannning`
        did you mean `planning`?
    guide/a.md:2:27 unknown-link: there is no file `guide/bb.md`
        did you mean `b.md`?
    guide/a.md:3:12 dead-anchor: `guide/a.md` has no heading `nowhere`
    guide/part.txt:2:5 unknown-link: `skil` is not a kind of page
        did you mean `skill`?
        the kinds are: chapter, track, level, skill, role, transition, checklist, template, term, source, area, item
    ");
}

#[test]
fn a_broken_page_makes_no_second_fault() {
    let said = places_of(
        "\
-- tracks/ic.md --
---
title: Engineering
levels: [senior, staff]
---
-- levels/senior.md --
---
title: Senior: broken
---
-- levels/staff.md --
---
title: Staff
track: ic
extends: senior
parity: [senior]
---
See [[senior]], [[level:senior]], [it](senior.md) and [a part](senior.md#part).
",
    );
    assert_eq!(said, ["levels/senior.md:2:14 yaml-syntax: this is not YAML: mapping values are not allowed in this context"]);
}

/// Front matter that is no YAML hides nothing of the text below it, and brings no fault that is not there: neither a
/// missing field nor a heading that nobody can look up.
#[test]
fn front_matter_that_cannot_be_read_hides_no_fault_of_the_text() {
    let said = places_of(
        "\
-- tracks/ic.md --
---
title: Engineering
levels: [staff]
---
-- skills/writing.md --
---
title: Writing
  bad: indent
area: craft
---
## Tries {step=9}
## Practises {step=2}
## Does {step=1}
## Contributes {step=3}
## Leads {step=4}
## Shapes {step=5}
-- areas.yml --
craft: {title: Craft}
-- levels/staff.md --
---
title: Staff
  bad: indent
---
See [[writing]], [[staff]] and [below](#below).

## Writes {#writes skill=writng}
Writes.
-- roles/lead.md --
---
title: \"Lead
---
# Lead

See [[staff]] and [it](#nowhere).
-- transitions/up.md --
---
title: Up
  bad: indent
---
See [a part](../levels/staff.md#writes).
-- guide/a.md --
---
title: A
  bad: indent
---
[[nope]], [x](gone.md) and [y](../roles/lead.md)

- [x] Ticked {#ticked skills=writing}
- [ ] Open {#open skills=speaking}

```checklist
checklist: nothing
```
-- guide/b.md --
See [[item:ticked]], [[ticked]], [a](a.md), [[a]], [[lead]], [[item:tickd]].
",
    );
    insta::assert_snapshot!(said.join("\n"), @r"
    guide/a.md:3:6 yaml-syntax: this is not YAML: mapping values are not allowed in this context
    guide/a.md:5:1 unknown-link: nothing in this book is called `nope`
    guide/a.md:5:11 unknown-link: there is no file `guide/gone.md`
    guide/a.md:7:3 item-ticked: a box that is ticked in the source counts as open
    guide/a.md:8:26 unknown-reference: there is no skill `speaking`
    guide/a.md:11:12 unknown-reference: there is no checklist `nothing`
    guide/b.md:1:62 unknown-link: there is no item `tickd`
    levels/staff.md:3:6 yaml-syntax: this is not YAML: mapping values are not allowed in this context
    levels/staff.md:7:20 unknown-reference: there is no skill `writng`
    roles/lead.md:2:8 yaml-syntax: this is not YAML: unclosed quote
    skills/writing.md:3:6 yaml-syntax: this is not YAML: mapping values are not allowed in this context
    skills/writing.md:6:11 step-range: `9` is not a step
    transitions/up.md:3:6 yaml-syntax: this is not YAML: mapping values are not allowed in this context
    ");
}

/// Also where it is the only page.
#[test]
fn a_book_of_one_broken_page_says_all_of_it() {
    let said = places_of("-- index.md --\n---\ntitle: A\n  bad: indent\n---\nSee [[nope]].\n");
    insta::assert_snapshot!(said.join("\n"), @r"
    index.md:3:6 yaml-syntax: this is not YAML: mapping values are not allowed in this context
    index.md:5:5 unknown-link: nothing in this book is called `nope`
    ");
}

#[test]
fn a_listed_chapter_that_is_not_there_is_named_once() {
    let said = places_of(
        "\
-- SUMMARY.md --
- [Hello](guide/hello.md)
- [Review](guide/review.md)
-- guide/hello.md --
# Hello
See [[review]], [[chapter:review]], [it](review.md) and [a part](review.md#part).
-- checklists/a.md --
# A
See [it](../guide/review.md).
",
    );
    assert_eq!(said, ["SUMMARY.md:2:3 summary-missing: there is no file `guide/review.md`"]);
}

#[test]
fn a_misnamed_chapter_is_offered_as_summary_writes_it() {
    let mut sources = Sources::new("src/");
    for (path, text) in [("src/SUMMARY.md", "- [A](a.md)\n- [Review](review.md)\n"), ("src/a.md", "# A"), ("src/reviews.md", "# R")] {
        fixture::insert(&mut sources, path, text);
    }
    let said = said_of(&sources);
    assert!(said.contains("did you mean `reviews.md`?"), "{said}");
}

#[test]
fn what_cannot_be_read_makes_no_second_fault() {
    let mut sources = book(
        "\
-- guide/a.md --
# A
See [[secret]], [it](secret.md), ![p](../static/p.png), [[adr]], [[term:adr]] and [[item:x]].
-- ids.lock --
site handbook
1 page chapter/secret live
2 item x live
",
    );
    let refuse = |sources: &mut Sources, path: &str| {
        sources.refuse(SourcePath::new(path).expect("a path"), Refusal::Unusual("symbolic link"));
    };
    for path in ["guide/secret.md", "static/p.png", "glossary.yml"] {
        refuse(&mut sources, path);
    }
    let codes: Vec<&str> = build(&sources).diagnostics.iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["unusual-file", "unusual-file", "new-id", "unusual-file"]);
}

#[test]
fn the_second_of_two_pages_is_broken() {
    let said = places_of(
        "\
-- templates/adr.md --
# Record
-- templates/short/adr.md --
# Short
-- guide/a.md --
# A
See [it](../templates/short/adr.md).
",
    );
    assert_eq!(said, ["templates/short/adr.md duplicate-page: the template `adr` stands in `templates/adr.md` already"]);
}

#[test]
fn an_expectation_is_not_named_twice() {
    let said = places_of(
        "\
-- tracks/ic.md --
---
title: Engineering
levels: [staff]
---
-- skills/w.md --
# W
## A {step=1}
## B {step=2}
## C {step=3}
## D {step=4}
## E {step=5}
-- levels/staff.md --
---
title: Staff
track: ic
---
You.
## Write {#write skill=w}
One.
## Write more {#write skill=w}
Two.
",
    );
    assert_eq!(said, ["levels/staff.md:8:1 duplicate-anchor: the id `write` stands on this page already"]);
}

#[test]
fn chapters_of_one_name_need_a_path() {
    let said = said_of(&book(
        "\
-- guide/a/intro.md --
# First
-- guide/b/intro.md --
# Second
-- guide/hello.md --
See [[intro]] and [[chapter:intro]].
",
    ));
    insta::assert_snapshot!(said, @r"
    guide/hello.md:1:5 ambiguous-link: `intro` could be any of 2 pages
        write `[First](a/intro.md)` or `[Second](b/intro.md)`
    guide/hello.md:1:19 ambiguous-link: `intro` could be any of 2 pages
        write `[First](a/intro.md)` or `[Second](b/intro.md)`
    ");
}

#[test]
fn a_broken_lock_is_named_once() {
    let said = places_of(
        "\
-- ids.lock --
<<<<<<< HEAD
1 page chapter/a live
1 item x live
-- guide/a.md --
# A
- [ ] X {#x}
",
    );
    insta::assert_snapshot!(said.join("\n"), @r"
    ids.lock:1:1 lock-syntax: the first line names the site: `site handbook`
    ids.lock:3:1 lock-duplicate: the number 1 stands in line 2 already
    ");
}

#[test]
fn a_book_whose_chapters_are_all_missing_says_which() {
    let said = places_of("-- SUMMARY.md --\n- [A](a.md)\n");
    assert_eq!(said, ["SUMMARY.md:1:3 summary-missing: there is no file `a.md`"]);
}

#[test]
fn footnotes_are_missed_and_brackets_are_not() {
    let said = places_of(
        "\
-- guide/a.md --
# A
One[^one], two[^two], \\[^three], `[^four]` and [^ five].

```
[^six]
```

[^one]: Here, and [^seven].
",
    );
    insta::assert_snapshot!(said.join("\n"), @r"
    guide/a.md:2:15 unknown-footnote: this page has no footnote `two`, so the brackets are shown
    guide/a.md:8:19 unknown-footnote: this page has no footnote `seven`, so the brackets are shown
    ");
}

#[test]
fn a_fault_of_the_frame_is_named_once() {
    let mut theme = fixture::theme().clone();
    let base = theme.merged()["templates/base.html"].clone();
    let broken = String::from_utf8_lossy(&base).replacen("<body", "{{ page.nothing.at_all }}<body", 1);
    let layer =
        rungs::theme::Layer { shown_as: "book/theme/".to_owned(), files: [("templates/base.html".to_owned(), broken.into())].into() };
    theme.layers.push(layer);
    let sources = book("-- guide/a.md --\n# A\n-- guide/b.md --\n# B\n-- templates/c.md --\n# C\n");
    let memory = rungs::Memory::default();
    let compiled = rungs::compile(&sources, &theme, &fixture::for_readers(), &memory, &|_| {});
    let said = compiled.value.expect("a site").output(&memory, &|_| {}).diagnostics;
    let messages: Vec<&str> = said.iter().map(|one| one.message.as_str()).collect();
    assert!(matches!(messages.as_slice(), [one] if one.contains("base.html:")), "{messages:#?}");
}

#[test]
fn what_a_fault_leaves_empty_is_no_fault() {
    let said = places_of(
        "\
-- guide/a.md --
---
skills: [x, a: b]
---
See [the top](#the-top).
-- guide/b.md --
---
skills:
  - a: b
title: [x
---
# The top
See [the top](#the-top) and [its own](#own).
-- guide/c.md --
# Own {#own}
See [its own](#own).
-- glossary.yml --
b:
  text: x
  titel: y
c:
  link: perhaps
d:
  title: D
-- roles/r.md --
---
kind: asignment
skills: {w: 300}
---
",
    );
    insta::assert_snapshot!(said.join("\n"), @r"
    glossary.yml:3:3 unknown-field: there is no field `titel` here
    glossary.yml:5:9 wrong-type: this is neither `true` nor `false`
    glossary.yml:6:1 missing-field: the field `text` is missing
    guide/a.md:2:13 wrong-type: a single value is needed here
    guide/a.md:4:5 dead-anchor: `guide/a.md` has no heading `the-top`
    guide/b.md:3:5 wrong-type: a single value is needed here
    guide/b.md:4:8 wrong-type: a single value is needed here
    guide/b.md:7:29 dead-anchor: `guide/b.md` has no heading `own`
    roles/r.md:2:7 unknown-value: `asignment` is not a value of `kind`
    roles/r.md:3:13 wrong-type: this number is too large or too small here
    ");
}

#[test]
fn a_label_without_words_is_named_with_the_nearest() {
    let mut theme = fixture::theme().clone();
    let template = "{% extends \"base.html\" %}{% block h1 %}{{ t(key=\"previos\") }}{% endblock h1 %}";
    let files = [("templates/chapter.html".to_owned(), template.as_bytes().into())].into();
    theme.layers.push(rungs::theme::Layer { shown_as: "book/theme/".to_owned(), files });
    let memory = rungs::Memory::default();
    let compiled = rungs::compile(&book("-- guide/a.md --\n# A\n"), &theme, &fixture::for_readers(), &memory, &|_| {});
    let said = compiled.value.expect("a site").output(&memory, &|_| {}).diagnostics;
    let all = said.iter().map(|one| format!("{} {}: {}", one.severity.word(), one.code, one.message)).collect::<Vec<_>>().join("\n");
    assert!(all.starts_with("error missing-string: strings/en.yml has no `previos`; did you mean `previous`?"), "{all}");
    assert!(all.contains("chapter.html:1:43") && said.len() == 1, "{all}");
}

#[test]
fn an_attribute_of_a_heading_is_marked_itself() {
    let said = places_of(
        "\
-- tracks/ic.md --
---
title: IC
levels: [staff]
---
-- levels/staff.md --
---
title: Staff
track: ic
---
Sets direction.

## Docs {#docs skil=writing}
Prose.

## Reviews {#reviews rev=x skill=writng}
Reviews.
-- skills/writing.md --
---
title: Writing
---
## Learns {step=1}
## Practises {step=2}
## Contributes {step=3}
## Leads {step=4}
## Shapes {step=5}
## Too far {step=9}
",
    );
    insta::assert_snapshot!(said.join("\n"), @r"
    levels/staff.md:7:16 attribute-syntax: a heading of a level page has no `skil`
    levels/staff.md:10:22 attribute-syntax: `x` is not a number
    levels/staff.md:10:28 unknown-reference: there is no skill `writng`
    skills/writing.md:9:13 step-range: `9` is not a step
    ");
}

/// A work's day is a day of the calendar, its kind a word of the list and its year one of mankind's; without what is
/// wrong the page of sources is made all the same, so that nothing is said of the theme.
#[test]
fn the_fields_of_a_source_hold_what_they_say() {
    let mut entries = String::from("right: {title: S, authors: A, year: -500, kind: paper, checked: 2024-02-29}\n");
    for (number, day) in ["foo", "2026-2-3", "20", "2026-99-99", "2026-02-31", "+026-+1-+1", "\"\""].iter().enumerate() {
        entries += &format!("d{number}: {{title: S, authors: A, checked: {day}}}\n");
    }
    entries += "k: {title: S, authors: A, kind: boook}\ny: {title: S, authors: A, year: 99999}\n";
    insta::assert_snapshot!(said_of(&book(&format!("-- guide/a.md --\n# A\n-- sources.yml --\n{entries}"))), @r"
    sources.yml:2:37 unknown-value: `foo` is not a day
        write a day like `2026-11-20`
    sources.yml:3:37 unknown-value: `2026-2-3` is not a day
        write a day like `2026-11-20`
    sources.yml:4:37 unknown-value: `20` is not a day
        write a day like `2026-11-20`
    sources.yml:5:37 unknown-value: `2026-99-99` is not a day
        write a day like `2026-11-20`
    sources.yml:6:37 unknown-value: `2026-02-31` is not a day
        write a day like `2026-11-20`
    sources.yml:7:37 unknown-value: `+026-+1-+1` is not a day
        write a day like `2026-11-20`
    sources.yml:8:37 unknown-value: `` is not a day
        write a day like `2026-11-20`
    sources.yml:9:33 unknown-value: `boook` is not a value of `kind`
        did you mean `book`?
        `kind` is one of: book, article, paper, docs, talk
    sources.yml:10:33 unknown-value: no work came out in the year 99999
        write the year with four digits, like `2026`
    ");
}

/// A name that is near is offered where a few ids are gone, and not where a whole folder is: that would take seconds.
#[test]
fn what_is_gone_is_guessed_where_little_is_gone() {
    let guesses = |gone: usize| {
        let lines: String = (0..gone).map(|n| format!("{n} item practise-{n} live\n")).collect();
        let text = format!("-- guide/a.md --\n# A\n\n- [ ] Practise {{#practise-x}}\n-- ids.lock --\nsite handbook\n{lines}");
        let sources = book(&text);
        let report = build(&sources).report(&sources);
        assert_eq!(report.matches("was published and is gone").count(), gone, "{report}");
        report.matches("(is it `practise-x` now?)").count()
    };
    assert_eq!(guesses(3), 3);
    assert_eq!(guesses(50), 50);
    assert_eq!(guesses(51), 0);
}

/// What a dead link could have meant is said where a few links are dead, and not where a whole folder was moved.
#[test]
fn what_a_dead_link_means_is_guessed_where_few_are_dead() {
    let guesses = |files: usize, names: usize, redirects: usize| {
        let files_gone: String = (0..files).map(|n| format!("- [Writing](writing-{n}.md)\n")).collect();
        let names_gone: String = (0..names).map(|n| format!("- [[writing-{n}]]\n- [[chapter:writing-{n}]]\n")).collect();
        let redirects_gone: String = (0..redirects).map(|n| format!("  old-{n}.html: guide/writing-{n}.html\n")).collect();
        let manifest = if redirects == 0 { String::new() } else { format!("-- book.yml --\nredirects:\n{redirects_gone}") };
        let sources = book(&format!("{manifest}-- guide/writing-x.md --\n# Writing\n-- guide/b.md --\n# B\n\n{files_gone}{names_gone}"));
        build(&sources).report(&sources).matches("did you mean `").count()
    };
    assert_eq!(guesses(3, 1, 1), 6);
    assert_eq!(guesses(20, 10, 10), 50);
    assert_eq!(guesses(51, 0, 0), 0);
    assert_eq!(guesses(20, 10, 11), 0);
}
