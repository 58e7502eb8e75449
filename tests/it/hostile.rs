//! Books that no author means to write: nothing panics, and what is wrong is said.

use crate::fixture::{Built, book, build, build_with, for_readers, insert, pages};
use rungs::{Audience, Memory, Options, source::Sources};

/// Builds for readers and for authors; gives the readers' build.
fn survives(sources: &Sources) -> Built {
    let author = Options { audience: Audience::Author, ..for_readers() };
    build_with(sources, &author, &Memory::default());
    build(sources)
}

#[track_caller]
fn says(built: &Built, code: &str) {
    assert!(built.diagnostics.iter().any(|diagnostic| diagnostic.code.name() == code), "no {code} in {:?}", built.said());
}

#[test]
fn empty_books() {
    says(&survives(&Sources::new("")), "empty-book");
    says(&survives(&Sources::new("src/")), "empty-book");
    says(&survives(&book("-- SUMMARY.md --\n")), "empty-book");
    says(&survives(&book("-- book.yml --\ntitle: T\n-- notes.txt --\nx\n")), "empty-book");
}

#[test]
fn empty_files() {
    let folders = ["guide", "tracks", "levels", "skills", "roles", "transitions", "checklists", "templates"];
    for content in [
        "",
        "\n",
        "---\n---\n",
        "---\n---",
        "---",
        "---\n",
        "---\ntitle: Only front matter\n---\n",
        "# Only a title",
        "\u{feff}",
        "\r",
        "---\nnull\n---\n",
    ] {
        let mut sources = Sources::new("");
        for folder in folders {
            insert(&mut sources, &format!("{folder}/a.md"), content);
        }
        for file in ["index.md", "book.yml", "glossary.yml", "sources.yml", "areas.yml", "ids.lock", "SUMMARY.md"] {
            insert(&mut sources, file, content);
        }
        survives(&sources);
    }
}

#[test]
fn circles() {
    let mut text = String::from("-- tracks/t.md --\n---\nlevels: [a, b, c]\n---\n");
    for (level, extends) in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d")] {
        text.push_str(&format!("-- levels/{level}.md --\n---\ntrack: t\nextends: {extends}\nparity: [{level}, {extends}]\n---\n"));
    }
    text.push_str("-- guide/i.md --\n{{#include j.md}}\n-- guide/j.md --\n{{#include i.md}}\n-- guide/me.md --\n{{#include me.md}}\n");
    let built = survives(&book(&text));
    says(&built, "extends-cycle");
    says(&built, "include-cycle");
}

/// Includes that double at each of ten files, and a chain that is deeper.
#[test]
fn includes_that_grow() {
    let mut text = String::new();
    for n in 0..30 {
        text.push_str(&format!("-- guide/c{n:02}.md --\n{{{{#include c{:02}.md}}}}{{{{#include c{:02}.md}}}}x\n", n + 1, n + 1));
    }
    says(&survives(&book(&text)), "include-too-deep");
    let big = "word ".repeat(100_000);
    let many = "{{#include ../big.txt}}\n".repeat(60);
    says(&build(&book(&format!("-- big.txt --\n{big}\n-- guide/a.md --\n{many}"))), "include-too-deep");
}

#[test]
fn deep_nests() {
    const DEEP: usize = 10_000;
    let list: String = (0..300).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let tasks: String = (0..100).map(|depth| format!("{}- [ ] a\n", "  ".repeat(depth))).collect();
    let bodies = [
        ">".repeat(DEEP) + " deep",
        "- ".repeat(DEEP) + "deep",
        "1. ".repeat(DEEP) + "deep",
        "[".repeat(DEEP),
        "[".repeat(DEEP) + "a" + &"]".repeat(DEEP),
        "![".repeat(DEEP) + "a" + &"](b)".repeat(DEEP),
        "[[".repeat(DEEP) + &"]]".repeat(DEEP),
        "(".repeat(DEEP),
        "*a **b ".repeat(DEEP),
        "<b>".repeat(DEEP),
        "\n<div>\n\n".repeat(1000),
        "</div>".repeat(DEEP),
        "<details>".repeat(DEEP),
        "<!--".repeat(DEEP),
        "`".repeat(DEEP),
        "``` ".repeat(DEEP),
        "$".repeat(DEEP),
        format!("${}x{}$", "{".repeat(2000), "}".repeat(2000)),
        format!("${}x{}$", r"\sqrt{".repeat(99), "}".repeat(99)),
        format!("${}x$", r"\sqrt".repeat(499)),
        format!("${}x$", r"\frac1".repeat(499)),
        format!("${}x$", r"\left(".repeat(499)),
        format!("${}x{}$", r"\left(".repeat(240), r"\right)".repeat(240)),
        format!("${}x$", r"\hat".repeat(499)),
        format!("${}x$", r"\text".repeat(499)),
        format!("${}x{}$", r"\begin{matrix}".repeat(240), r"\end{matrix}".repeat(240)),
        format!("${}$", "x^".repeat(5000)),
        format!("${}$", "(".repeat(5000)),
        format!("${}$", "x'".repeat(5000)),
        "{{#include ".repeat(DEEP),
        "[^a]".repeat(DEEP) + "\n\n[^a]: b",
        (0..1000).map(|n| format!("[^{n}]: [^{}]\n\n", n + 1)).collect::<String>() + "[^0]",
        "&amp;".repeat(DEEP),
        "# a\n".repeat(1000),
        "- [ ] a {#a}\n".repeat(1000),
        "- [ ] a {".repeat(1000),
        "## a {".repeat(1000),
        list,
        tasks,
        "a\n: ".repeat(1000),
        "> [!NOTE]\n> ".repeat(500),
    ];
    let mut text = String::new();
    for (number, body) in bodies.iter().enumerate() {
        text.push_str(&format!("-- guide/n{number}.md --\n{body}\n"));
    }
    // The same in YAML: front matter and the book's own files.
    let yaml = [
        "[".repeat(DEEP),
        "{a: ".repeat(DEEP),
        "- ".repeat(DEEP),
        "? ".repeat(DEEP),
        (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        "&a [*a, *a]\n".repeat(1000),
        "!!str ".repeat(DEEP),
    ];
    for (number, yaml) in yaml.iter().enumerate() {
        text.push_str(&format!("-- guide/y{number}.md --\n---\ntitle: {yaml}\n---\n-- guide/z{number}.md --\n---\n{yaml}\n---\n"));
        for name in ["book.yml", "glossary.yml", "areas.yml"] {
            survives(&book(&format!("-- index.md --\nhome\n-- {name} --\n{yaml}\n")));
        }
    }
    let built = survives(&book(&text));
    assert!(pages(&built.output).count() >= bodies.len(), "{} pages", pages(&built.output).count());
}

#[test]
fn huge_tables_and_lines() {
    let row = format!("|{}\n", " a |".repeat(200));
    let wide = format!("{row}|{}\n{}", "---|".repeat(200), row.repeat(30));
    let long = format!("| a | b |\n|---|---|\n{}", "| c |\n".repeat(3000));
    let ragged = format!("| a |\n|---|\n|{}", " x |".repeat(10_000));
    let line = format!("```rust\n{}\n```\n", "let x = 1; ".repeat(10_000));
    let blocks = "```rust\nfn a() {}\n```\n\n".repeat(300);
    let built = survives(&book(&format!(
        "-- guide/wide.md --\n{wide}\n-- guide/long.md --\n{long}\n-- guide/ragged.md --\n{ragged}\n-- guide/line.md --\n{line}\n-- guide/blocks.md --\n{blocks}\n"
    )));
    assert_eq!(built.errors, 0, "{:?}", built.said());
}

#[test]
fn things_left_open() {
    let bodies = [
        "```rust\nfn a() {",
        "~~~~\n```\n",
        "<div>\n\ntext",
        "<details>\n\n<summary>",
        "<script>\nalert(1)\n\nmore",
        "<!-- never closed\n\ntext",
        "<b>bold\n\n- [ ] item",
        "- [ ] <b>item {#a}\n  <i>more",
        "> ```\n> code\n\nafter",
        "[a](<b",
        "[a]: <",
        "| a |\n|---|\n| <b> | `",
        "$$\n\\frac{1}",
        "[^1]\n\n[^1]:",
        "{{#include",
        "[[a",
        "{#",
        "\\",
        "- [ ]",
        "- [ ] ",
        "- [ ] {#a}",
        "- [x]",
        "#",
        "# {#}",
        "# {#a",
        "* * *\n- ",
        "![](",
        "<",
        "&",
        "<a href=\"",
        "<img",
        "<div class='",
        "\t- a\n\t\t- [ ] b",
    ];
    let mut text = String::new();
    for (number, body) in bodies.iter().enumerate() {
        for folder in ["guide", "levels", "skills", "templates", "checklists", "transitions"] {
            text.push_str(&format!("-- {folder}/o{number}.md --\n{body}\n"));
        }
    }
    let mut sources = book(&text);
    // Without a last line end, too.
    for (number, body) in bodies.iter().enumerate() {
        insert(&mut sources, &format!("guide/e{number}.md"), body);
        insert(&mut sources, &format!("guide/f{number}.md"), &format!("---\ntitle: \"{number}\"\n---\n{body}"));
    }
    let built = survives(&sources);
    assert!(pages(&built.output).count() > bodies.len() * 5);
    for (path, page) in pages(&built.output) {
        let foreign = crate::page::foreign(&crate::page::tokens(&page));
        assert!(foreign.is_empty(), "{path}: {foreign:?}");
    }
}

/// Every prefix of a rich page, cut at any character: what half a save looks like.
#[test]
fn half_saved_pages() {
    let files = crate::fixture::files(include_str!("golden_book.txt"));
    let mut cuts = 0;
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md") && path != "SUMMARY.md") {
        let mut sources = Sources::new("");
        for (at, _) in text.char_indices().step_by(7) {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("guide", path));
            insert(&mut sources, &format!("{folder}/{at}-{name}"), &text[..at]);
            cuts += 1;
        }
        let draft = rungs::parse::draft(&sources, &rungs::parse::ParseMemory::default(), &|_, _| {}).value;
        assert!(!draft.pages.is_empty(), "{path}");
    }
    assert!(cuts > 500, "{cuts}");
    for name in ["SUMMARY.md", "book.yml", "glossary.yml", "sources.yml", "areas.yml"] {
        let (_, text) = files.iter().find(|(path, _)| path == name).expect("a file");
        for (at, _) in text.char_indices() {
            let mut sources = Sources::new("");
            insert(&mut sources, name, &text[..at]);
            let _ = rungs::parse::draft(&sources, &rungs::parse::ParseMemory::default(), &|_, _| {});
        }
    }
}
