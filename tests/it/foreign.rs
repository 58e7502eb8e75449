//! Books that were not written for Rungs, and a crawler: every address leads somewhere, every page is well formed.

use crate::fixture::{article, book, build, build_with, folder, for_readers, pages, repository, text};
use crate::page::{Token, decoded, foreign, tokens};
use rungs::{Memory, Options, Output};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// What is wrong with the pages of a site, one line each.
fn crawl(output: &Output) -> Vec<String> {
    let mut faults = Vec::new();
    let pages: BTreeMap<&str, Vec<Token>> = pages(output).map(|(path, html)| (path, tokens(&html))).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages.iter().map(|(path, tokens)| (*path, ids(path, tokens, &mut faults))).collect();
    for (path, tokens) in &pages {
        faults.extend(foreign(tokens).into_iter().map(|what| format!("{path}: {what}")));
        if is_redirect(tokens) {
            continue;
        }
        headings(path, tokens, &mut faults);
        nesting(path, tokens, &mut faults);
    }
    for (path, tokens) in &pages {
        for (name, address) in tokens.iter().flat_map(|token| ["href", "src"].map(|name| (name, token.attribute(name)))) {
            let Some(address) = address.filter(|address| !is_outside(address)) else { continue };
            if let Err(why) = resolve(path, address, output, &ids) {
                faults.push(format!("{path}: {name}={address:?} {why}"));
            }
        }
    }
    faults
}

fn is_outside(address: &str) -> bool {
    ["https://", "http://", "mailto:", "//"].iter().any(|start| address.starts_with(start))
}

fn is_redirect(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.attribute("http-equiv") == Some("refresh"))
}

fn ids<'a>(path: &str, tokens: &'a [Token], faults: &mut Vec<String>) -> BTreeSet<&'a str> {
    let mut ids = BTreeSet::new();
    for id in tokens.iter().filter_map(|token| token.attribute("id")) {
        if !ids.insert(id) {
            faults.push(format!("{path}: the id {id:?} stands twice"));
        }
        if id.is_empty() || id.contains(char::is_whitespace) {
            faults.push(format!("{path}: {id:?} is no id"));
        }
    }
    for name in ["aria-labelledby", "popovertarget", "data-copy"] {
        let named = tokens.iter().filter_map(|token| token.attribute(name));
        let named = named.flat_map(str::split_whitespace);
        faults.extend(named.filter(|id| !ids.contains(id)).map(|id| format!("{path}: {name} names {id:?}, which is not there")));
    }
    ids
}

/// Exactly one `h1`, and no level that skips another.
fn headings(path: &str, tokens: &[Token], faults: &mut Vec<String>) {
    let level = |token: &Token| match token {
        Token::Start(tag, _) if tag.len() == 2 && tag.starts_with('h') => tag[1..].parse::<u32>().ok(),
        _ => None,
    };
    let levels: Vec<u32> = tokens.iter().filter_map(level).collect();
    let firsts = levels.iter().filter(|level| **level == 1).count();
    if firsts != 1 || levels.first() != Some(&1) {
        faults.push(format!("{path}: the headings are {levels:?}, with {firsts} of the first level"));
    }
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        faults.push(format!("{path}: the headings {levels:?} skip a level"));
    }
}

/// Elements close in the order in which they opened.
fn nesting(path: &str, tokens: &[Token], faults: &mut Vec<String>) {
    let void = ["br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    for token in tokens {
        match token {
            Token::Start(tag, _) if !void.contains(&tag.as_str()) => open.push(tag),
            Token::End(tag) if open.last() == Some(&tag.as_str()) => {
                open.pop();
            }
            Token::End(tag) => return faults.push(format!("{path}: </{tag}> closes {open:?}")),
            _ => {}
        }
    }
    if !open.is_empty() {
        faults.push(format!("{path}: {open:?} stay open"));
    }
}

/// Whether an address in the page at `path` leads to a file of the site and, in pages, to a place in it.
fn resolve(path: &str, address: &str, output: &Output, ids: &BTreeMap<&str, BTreeSet<&str>>) -> Result<(), String> {
    let (file, anchor) = address.split_once('#').map_or((address, None), |(file, anchor)| (file, Some(anchor)));
    let file = file.split('?').next().unwrap_or(file);
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    parts.pop();
    let target = if file.is_empty() {
        path.to_owned()
    } else if let Some(absolute) = file.strip_prefix('/') {
        decoded(absolute).into_owned()
    } else {
        for part in decoded(file).split('/') {
            match part {
                "." => {}
                ".." => {
                    parts.pop().ok_or("leaves the site")?;
                }
                name => parts.push(name.to_owned()),
            }
        }
        parts.join("/")
    };
    if !output.contains_key(&target) {
        return Err(format!("leads to {target:?}, which is not there"));
    }
    match (anchor, ids.get(target.as_str())) {
        (Some(anchor), Some(ids)) if !ids.contains(decoded(anchor).as_ref()) => Err(format!("names a place that {target} does not have")),
        _ => Ok(()),
    }
}

#[track_caller]
pub fn sound(output: &Output) {
    let faults = crawl(output);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn an_mdbook_project() {
    let sources = folder(&repository().join("tests/books/mdbook"), "src/");
    let built = build(&sources);
    let said = built.said();
    let output = built.clean(&sources);
    sound(&output);
    assert_eq!(said, Vec::<String>::new(), "it has not even warnings");
    let seen: Vec<&str> = output.keys().map(String::as_str).filter(|path| path.ends_with(".html")).collect();
    let expected = [
        "404.html",
        "backup.html",
        "changes.html",
        "code.html",
        "guide/deep/index.html",
        "guide/deep/über-uns.html",
        "guide/index.html",
        "guide/installing.html",
        "index.html",
        "misc/contributors.html",
        "offline.html",
        "print.html",
        "search.html",
        "two-words.html",
    ];
    assert_eq!(seen, expected);
    let code = text(&output, "code.html");
    assert!(code.contains("greet") && !code.contains("ANCHOR") && code.contains("{{#include nothing.rs}}"));
    assert!(text(&output, "two-words.html").contains("<h1>Two words | A foreign book</h1>"));
    let preface = article(&text(&output, "index.html"));
    assert!(preface.contains("href=\"guide/index.html\"") && preface.contains("href=\"guide/installing.html#on-linux\""), "{preface}");
    // The order of SUMMARY.md is the order of reading, the chapter nobody wrote is passed over.
    assert!(text(&output, "guide/deep/über-uns.html").contains("<a class=\"pager-next\" href=\"../../code.html\">"));
}

#[test]
fn a_ladder_without_a_guide() {
    let sources = book(
        "-- tracks/ic.md --\n---\ntitle: IC\nlevels: [one, two]\n---\nA track.\n\
         -- levels/one.md --\n---\ntitle: One\ntrack: ic\ncore: {write: 1}\n---\nFirst.\n\n## Writes {#writes skill=write}\n\nA note[^n] and [a link](#writes).\n\n[^n]: Of the level below.\n\
         -- levels/two.md --\n---\ntitle: Two\ntrack: ic\nextends: one\ncore: {write: 2}\n---\nSecond[^m].\n\n## Prose\n\n[^m]: Of this level.\n\
         -- skills/write.md --\n---\ntitle: Writing\n---\nWhat it is[^s].\n\n## Learns {step=1}\n\nThe first step.\n\n## Tries {step=2}\n\nb\n\n## Does {step=3}\n\nc\n\n\
         ## Leads {step=4}\n\nd\n\n## Shapes {step=5}\n\ne\n\n[^s]: A note of a skill.\n",
    );
    let output = build(&sources).clean(&sources);
    sound(&output);
    assert!(output.contains_key("ladder.html") && output.contains_key("index.html"));
}

#[test]
fn a_book_of_one_page() {
    for file in ["index.md", "README.md", "only.md", "guide/only.md"] {
        let sources = book(&format!("-- {file} --\nWords.\n"));
        let output = build(&sources).clean(&sources);
        sound(&output);
        assert!(pages(&output).any(|(_, page)| page.contains("Words.")), "{file}");
    }
}

#[test]
fn titles_have_the_quotes_of_the_text() {
    let page = "-- guide/a.md --\n---\ntitle: \"It's \\\"new\\\"\"\nsummary: \"Don't skip -- it's short...\"\n---\nIt's \"new\".\n";
    let smart = format!("-- book.yml --\ntitle: \"Ada's book\"\nmarkdown: {{smart_punctuation: true}}\n{page}");
    let output = build(&book(&smart)).output;
    let html = text(&output, "guide/a.html");
    assert!(html.contains("<h1>It’s “new”</h1>") && html.contains("Don’t skip – it’s short…") && html.contains("Ada’s book"), "{html}");
    assert!(article(&html).contains("It’s “new”."));
    let plain = text(&build(&book(page)).output, "guide/a.html");
    assert!(!plain.contains('’') && !plain.contains('“'), "straight quotes stay where nobody asked: {plain}");
}

/// A book with quotation marks and dashes in all that is shown as it stands.
const QUOTED: &str = "\
-- glossary.yml --
owner: {title: \"The owner's \\\"yes\\\"\", aliases: [\"owner's word\"], text: \"It's a yes.\"}
-- sources.yml --
book: {title: \"Don't skip\", authors: \"O'Hara\"}
-- areas.yml --
it.s: {title: \"What's built\", summary: \"Code -- that's all...\"}
-- questions.yml --
care: {title: \"What's up\", questions: [\"How's it going?\"]}
-- skills/code.md --
---
title: Code
area: it.s
---
## Learns {step=1}
## Practises {step=2}
## Contributes {step=3}
## Leads {step=4}
## Shapes {step=5}
-- tracks/ic.md --
---
title: Engineer
levels: [junior, senior]
---
-- levels/junior.md --
---
title: Junior
track: ic
core: {code: 2}
---
I learn.
-- levels/senior.md --
---
title: \"It's senior\"
track: ic
summary: \"I don't wait\"
attributes: {it's: \"The team's whole \\\"area\\\"\"}
core: {code: 2}
notes: {code: \"It's enough\"}
---
I do.
-- transitions/up.md --
---
title: Up
from: junior
to: senior
kind: promotion
trial: \"A year's half\"
---
-- SUMMARY.md --
# What's \"first\"

- [Now's `--all`]()
- [The day's work](guide/day.md)
-- guide/day.md --
Words.

```worksheet
id: it.s
title: \"A day's note\"
fields:
  - {id: it.s, label: \"What's done\", hint: \"Don't \\\"think\\\"\"}
  - {id: mood, label: Mood, choices: [\"It's fine\", Other]}
output: \"It's {it.s}\"
```
";

/// What stands in YAML and is shown as it stands is written like the text around it; ids and words to search by are not.
#[test]
fn names_and_facts_have_the_quotes_of_the_text() {
    let shown = [
        ("glossary.html", "The owner's \"yes\""),
        ("glossary.html", "It's a yes."),
        ("sources.html", "Don't skip"),
        ("sources.html", "O'Hara"),
        ("areas/it.s.html", "What's built"),
        ("areas/it.s.html", "Code -- that's all..."),
        ("one-on-one.html", "What's up"),
        ("levels/senior.html", "It's senior"),
        ("levels/senior.html", "I don't wait"),
        ("levels/senior.html", "The team's whole \"area\""),
        ("levels/senior.html", "It's enough"),
        ("transitions/up.html", "A year's half"),
        ("guide/day.html", "What's \"first\""),
        ("guide/day.html", "Now's"),
        ("guide/day.html", "The day's work"),
        ("guide/day.html", "A day's note"),
        ("guide/day.html", "What's done"),
        ("guide/day.html", "Don't \"think\""),
    ];
    let curly = |words: &str| {
        let words = words.replace('\'', "’").replace(" \"", " “").replace('"', "”");
        words.replace("--", "–").replace("...", "…")
    };
    for smart in [true, false] {
        let output = build(&book(&format!("-- book.yml --\nmarkdown: {{smart_punctuation: {smart}}}\n{QUOTED}"))).output;
        let page = |path| text(&output, path).replace("&#x27;", "'").replace("&#39;", "'").replace("&quot;", "\"");
        for (path, words) in shown {
            let page = page(path);
            let (wanted, other) = if smart { (curly(words), words.to_owned()) } else { (words.to_owned(), curly(words)) };
            assert!(page.contains(&wanted), "{path} has no {wanted}");
            assert!(!page.contains(&other), "{path} has {other}");
        }
        assert!(text(&output, "search.json").contains("owner's word"), "other words for a term are looked for");
        assert!(page("one-on-one.html").contains("How's it going?"), "readers' choices are kept by these words");
        assert!(page("guide/day.html").contains("--all"), "code stays code");
        assert!(page("guide/day.html").contains("value=\"It's fine\""), "readers' choices in a worksheet are kept by their words");
        assert!(text(&output, "ladder.json").contains("\"it's\":"), "facts are told apart by their names");
    }
}

#[test]
fn names_of_all_kinds() {
    let sources = book(
        "-- SUMMARY.md --\n- [Ä](<guide/Ä b.md>)\n- [日本](guide/日本.md)\n- [100 %](<guide/100 %.md>)\n- [Sharp](<guide/c#.md>)\n- [Q](<guide/what?.md>)\n\
         - [And](<guide/a & b 'c'.md>)\n\
         -- guide/Ä b.md --\n# Ä\n\n[a](日本.md#見出し) [b](<100 %.md>) [c](c%23.md) [d](what%3F.md) [e](<a & b 'c'.md>) [[日本]]\n\
         -- guide/日本.md --\n## 見出し\n\n[back](<Ä b.md>) [back](%C3%84%20b.md)\n\
         -- guide/100 %.md --\n# 100 %\n-- guide/c#.md --\n# C#\n-- guide/what?.md --\n# What?\n-- guide/a & b 'c'.md --\n# A & b\n",
    );
    sound(&build(&sources).clean(&sources));
}

/// Headings, items and anchors that are called like something in the frame of the page.
#[test]
fn headings_named_like_the_frame() {
    let words = [
        "Main",
        "Menu",
        "Theme",
        "Live",
        "Manifest",
        "S Chapters",
        "S-levels",
        "s-targets",
        "template-source",
        "letter-A",
        "fn all",
        "fn:1",
        "item:x",
        "fnref:1",
    ];
    let mut text = String::new();
    for page in ["index.md", "guide/a.md", "skills/s.md", "levels/l.md", "checklists/c.md", "templates/t.md", "tracks/t.md"] {
        let front = match page {
            "skills/s.md" => "title: S",
            "levels/l.md" => "track: t\nextends: k\ncore: {s: 2}",
            "tracks/t.md" => "levels: [k, l]",
            _ => "title: T",
        };
        text.push_str(&format!("-- {page} --\n---\n{front}\n---\nLead[^1].\n\n"));
        for (number, word) in words.iter().enumerate() {
            text.push_str(&format!("## {word}\n\n<span id=\"{}\">x</span>\n\n", word.to_lowercase().replace(' ', "-")));
            if page != "templates/t.md" && page != "levels/l.md" {
                text.push_str(&format!("- [ ] {word} {{#{}-{number}}}\n\n", page.replace(['/', '.'], "-")));
            }
        }
        text.push_str("[^1]: A note.\n\n");
    }
    text.push_str("-- levels/k.md --\n---\ntrack: t\n---\nK.\n\n## S targets {#s-targets skill=s}\n\n<span id=\"main-1\">x</span>[^k]\n\n### Menu\n\n[^k]: Of the level below.\n");
    text.push_str("-- glossary.yml --\nmain: {title: Main, text: \"<span id='theme'>x</span> [^1]\\n\\n[^1]: y\"}\nletter-M: {title: Live, text: b}\n");
    text.push_str(
        "-- sources.yml --\nmenu: {title: Menu, authors: A, note: \"<span id='live'>x</span>\"}\n-- areas.yml --\nmain: {title: Main}\n",
    );
    let sources = book(&text);
    sound(&build(&sources).output);
}

#[test]
fn the_golden_book_is_sound() {
    let mut sources = book(include_str!("golden_book.txt"));
    crate::fixture::insert_png(&mut sources, "static/rungs.png", 640, 400);
    sound(&build(&sources).clean(&sources));
}

#[test]
fn our_own_book() {
    let root = repository().join("book");
    let sources = folder(&root, "");
    let options = Options { base_url: None, ..for_readers() };
    let output = build_with(&sources, &options, &Memory::default()).clean(&sources);
    sound(&output);
    let manifest = fs::read_to_string(root.join("book.yml")).unwrap_or_default();
    if !manifest.contains("id: technical-leadership") {
        return;
    }
    // Our own words, so that a fork's first edit turns nothing red.
    for page in ["levels/staff.html", "roles/tech-lead.html", "templates/adr.html", "guide/how-levels-work.html", "glossary.html"] {
        assert!(output.contains_key(page), "{page}");
    }
    let staff = article(&text(&output, "levels/staff.html"));
    assert!(staff.contains("<h1>Staff</h1>") && staff.contains("A level is not a checklist"));
    assert!(pages(&output).count() > 100);
}

/// The crawler sees what it should.
#[test]
fn the_crawler_sees_planted_breaks() {
    let page =
        "<!doctype html><h1 id=a>x</h1><h3 id=a>y</h3><a href=\"b.html\">b</a><a href=\"#c\">c</a><p><b></p></b><img src=x onerror=y>";
    let mut output = Output::new();
    output.insert("index.html".into(), rungs::Entry::Bytes(page.as_bytes().into()));
    let faults = crawl(&output).join("\n");
    for expected in ["stands twice", "skip a level", "\"b.html\" leads to", "names a place", "</p> closes", "onerror", "src=\"x\" leads to"]
    {
        assert!(faults.contains(expected), "{expected} in:\n{faults}");
    }
}
