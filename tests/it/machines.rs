//! What is made beside the pages: Markdown twins and their contents, the worker and the web manifest, the book on one
//! page. The pages they stand for are in `golden`.

use crate::fixture::{self, article, book, build, build_with, for_readers, insert_png, text};
use crate::page::{Token, tokens};
use rungs::{Audience, Entry, Memory, Options, Output, source::Sources};
use std::{collections::BTreeSet, sync::LazyLock};

const BOOK: &str = include_str!("golden_book.txt");

static OUTPUT: LazyLock<Output> = LazyLock::new(|| {
    let sources = sources();
    let options = Options { base_url: Some("https://example.org/ladder".to_owned()), ..for_readers() };
    build_with(&sources, &options, &Memory::default()).clean(&sources)
});

fn sources() -> Sources {
    let mut sources = book(BOOK);
    insert_png(&mut sources, "static/rungs.png", 640, 400);
    sources
}

/// A text without the versions of the theme's files.
fn without_versions(text: &str) -> String {
    let parts = text.split("?v=").enumerate();
    parts.map(|(number, part)| if number == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) }).collect()
}

#[track_caller]
fn check(path: &str) {
    let seen = without_versions(&text(&OUTPUT, path));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(path.replace(['/', '.'], "_"), seen);
    });
}

#[test]
fn pages_have_markdown_twins() {
    for path in [
        "guide/blocks.md",
        "guide/inline.md",
        "guide/items.md",
        "guide/raw.md",
        "index.md",
        "ladder.md",
        "tracks/ic.md",
        "levels/staff.md",
        "skills/design.md",
        "roles/tech-lead.md",
        "transitions/senior-to-staff.md",
        "glossary.md",
        "sources.md",
        "templates.md",
        "compare.md",
        "compare/senior~staff.md",
        "matrix.md",
        "areas/technical.md",
    ] {
        check(path);
    }
    for (path, page) in fixture::pages(&OUTPUT) {
        let twin = path.replace(".html", ".md");
        let name = twin.rsplit('/').next().expect("a name");
        let link = format!("<link rel=\"alternate\" type=\"text/markdown\" href=\"{name}\">");
        assert_eq!(page.contains(&link), OUTPUT.contains_key(&twin), "{path}");
    }
}

/// A page says the same when it is read from its twin.
#[test]
fn a_twin_is_the_page_again() {
    let blocks = "Text with *em*, **strong**, ~~gone~~, `code`, ``a `tick` b``, 1 * 2 * 3, snake_case, \\_no\\_, a\\\nbreak, [out](https://e.org \"T\").\n\n\
        1\\. no list\n\n\\# no heading\n\n- a\n- b\n  - c\n\n    more\n- d\n\n1. one\n2. two\n\n   three\n\n5) five\n\n> quote\n>\n> > inner\n\n> [!TIP]\n> do\n\n\
        | a | b |\n|:--|--:|\n| `x \\| y` | **c** |\n\nTerm\n: One.\n: Two.\n\n```rust title=\"a.rs\"\nlet a = \"```\";\n```\n\n````\n```\n````\n\n\
        $a_b$ and\n\n$$\\sum x$$\n\nNote[^n].\n\n[^n]: The **note**.\n\n    More.\n\n### Deep *title*\n\n***\n\n- [ ] Do it {#do-it}\n  When done.\n\n  - x\n- [ ] Also {#also}\n\nH<sub>2</sub>O";
    let page = |body: &str| {
        let sources = book(&format!("-- SUMMARY.md --\n- [A](guide/a.md)\n-- guide/a.md --\n---\ntitle: A\n---\n{body}\n"));
        let output = build(&sources).clean(&sources);
        (article(&text(&output, "guide/a.html")), text(&output, "guide/a.md"))
    };
    let (first, twin) = page(blocks);
    let body = twin.strip_prefix("# A\n\n").expect("its title");
    // A twin names no ids: the items have those of their words.
    let (again, second) = page(body);
    let same_ids = |html: &str| html.replace("do-it", "ID");
    assert_eq!(same_ids(&again), same_ids(&first), "{twin}");
    assert_eq!(second, twin, "and so is its twin");
}

#[test]
fn contents_for_machines() {
    check("llms.txt");
    check("manifest.webmanifest");
}

#[test]
fn what_is_looked_up_is_not_printed() {
    let sources = book(
        "-- SUMMARY.md --\n- [Read](a.md)\n- [Codes](b.md)\n-- a.md --\nRead [the codes](b.md).\n-- b.md --\n---\nreading: false\n---\nA table.\n",
    );
    let output = build(&sources).clean(&sources);
    let printed = text(&output, "print.html");
    assert!(printed.contains("Read <a href=\"b.html\">the codes</a>") && !printed.contains("A table."), "{printed}");
    assert!(text(&output, "b.html").contains("A table.") && text(&output, "llms.txt").contains("b.md"));
}

/// The page's card, for whoever shows a link to it, is named only where the site knows its own address.
#[test]
fn cards_have_whole_addresses() {
    let page = text(&OUTPUT, "guide/items.html");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.org/ladder/assets/card.png?v="), "{page}");
    let sources = sources();
    let nowhere = build(&sources).clean(&sources);
    assert!(!text(&nowhere, "guide/items.html").contains("og:image"));
    for (file, width, height) in
        [("card.png", 1200, 630), ("icon-180.png", 180, 180), ("icon-192.png", 192, 192), ("icon-512.png", 512, 512)]
    {
        let Some(Entry::Bytes(bytes)) = nowhere.get(&format!("assets/{file}")) else { panic!("no {file}") };
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((number(16), number(20)), (width, height), "{file}");
    }
}

/// The worker's first lines: what it keeps, and the version of it all.
fn kept(worker: &str) -> (String, Vec<(String, String)>) {
    let version = worker.split_once("const VERSION = \"").expect("a version").1;
    let version = version[..version.find('"').expect("its end")].to_owned();
    let list = |name: &str| -> Vec<(String, String)> {
        let (_, rest) = worker.split_once(&format!("const {name} = ")).expect("a list");
        serde_json::from_str(&rest[..=rest.find("];").expect("its end")]).expect("JSON")
    };
    let mut files = list("CORE");
    files.extend(list("PAGES"));
    (version, files)
}

#[test]
fn the_worker_knows_every_page_and_changes_with_any_file() {
    let (version, files) = kept(&text(&OUTPUT, "sw.js"));
    let addresses: BTreeSet<&str> = files.iter().map(|(address, _)| address.as_str()).collect();
    assert_eq!(addresses.len(), files.len(), "each once");
    for (path, _) in fixture::pages(&OUTPUT) {
        let left_out = path.contains("print.html") || path == "old/page.html";
        assert_eq!(addresses.contains(path), !left_out, "{path}");
    }
    assert!(["search.json", "version.json", "progress-manifest.json"].iter().all(|file| addresses.contains(file)));
    assert!(files.iter().any(|(address, _)| address.starts_with("assets/vendor/") && address.contains(".js?v=")));
    let changed = |path: &str, content: &str| {
        let mut sources = sources();
        fixture::insert(&mut sources, path, content);
        let options = Options { base_url: Some("https://example.org/ladder".to_owned()), ..for_readers() };
        kept(&text(&build_with(&sources, &options, &Memory::default()).output, "sw.js"))
    };
    assert_ne!(changed("guide/raw.md", "# Raw\n").0, version);
    assert_ne!(changed("static/rungs.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").0, version, "a picture counts");
    let (_, other) = changed("guide/raw.md", "---\ntitle: Raw HTML\n---\nOther.\n");
    let differ: Vec<&str> =
        files.iter().filter(|file| file.0.ends_with(".html") && !other.contains(file)).map(|(path, _)| path.as_str()).collect();
    assert_eq!(differ, ["guide/blocks.html", "guide/raw.html"], "it, and the page that it linked to");
}

#[test]
fn a_book_may_keep_nothing_and_authors_keep_nothing() {
    let mut off = sources();
    fixture::insert(&mut off, "book.yml", "title: Off\nsite: {id: off}\noffline: false\n");
    let output = build(&off).output;
    let worker = text(&output, "sw.js");
    assert!(worker.contains("unregister()") && !worker.contains("respondWith"), "{worker}");
    assert!(!text(&output, "index.html").contains("data-offline"));
    assert!(text(&OUTPUT, "index.html").contains(" data-offline"));
    let authors = Options { audience: Audience::Author, ..for_readers() };
    let sources = sources();
    let seen = build_with(&sources, &authors, &Memory::default()).output;
    assert!(text(&seen, "sw.js").contains("unregister()"));
    assert!(!text(&seen, "index.html").contains("data-offline"));
}

/// On the page to print, everything is there once, and links lead to where it stands.
#[test]
fn the_book_on_one_page() {
    for path in ["print.html", "tracks/ic-print.html"] {
        let page = text(&OUTPUT, path);
        let tokens = tokens(&page);
        let values = |name: &'static str| tokens.iter().filter_map(move |token| token.attribute(name));
        let mut ids = BTreeSet::new();
        for id in values("id") {
            assert!(ids.insert(id.to_owned()), "{path}: `{id}` twice");
        }
        let inside = values("href").filter_map(|href| href.strip_prefix('#'));
        let mut links = 0;
        for id in inside {
            let id = percent_encoding::percent_decode_str(id).decode_utf8().expect("UTF-8");
            assert!(ids.contains(id.as_ref()), "{path}: nothing is called `{id}`");
            links += 1;
        }
        assert!(links > 10, "{path}: {links} links");
        let count = |tag: &str| tokens.iter().filter(|token| matches!(token, Token::Start(name, _) if name == tag)).count();
        assert_eq!(count("h1"), 1, "{path}");
        assert!(!page.contains("<noscript><p class=\"small\">"), "{path}");
    }
    let whole = text(&OUTPUT, "print.html");
    for item in ["write-down", "meet", "one-design"] {
        assert_eq!(whole.matches(&format!("data-item=\"{item}\"")).count(), 1, "{item}");
        assert!(whole.contains(&format!("\"{item}\":{{")), "its title and rev are known to the script");
    }
    assert!(whole.contains("src=\"static/rungs.png\""));
    let track = text(&OUTPUT, "tracks/ic-print.html");
    assert!(track.contains("href=\"../guide/blocks.html") || track.contains("href=\"../templates/adr.html"), "what is not on it is linked");
    assert!(!text(&OUTPUT, "sitemap.xml").contains("print.html"));
}

#[test]
fn a_large_book_is_not_put_on_one_page() {
    let mut many = String::from("-- SUMMARY.md --\n");
    (0..1_001).for_each(|page| many.push_str(&format!("- [P{page}](p{page}.md)\n")));
    (0..1_001).for_each(|page| many.push_str(&format!("-- p{page}.md --\ntext\n")));
    let sources = book(&many);
    let compilation = rungs::compile(&sources, fixture::theme(), &for_readers(), &Memory::default(), &|_| {}).value.expect("a book");
    let urls = compilation.urls();
    assert!(!urls.iter().any(|url| url == "print.html"));
    let Some(Ok(Entry::Bytes(page))) = compilation.render("p7.html", &Memory::default()) else { panic!("no page") };
    assert!(!String::from_utf8_lossy(&page).contains("print.html"));
}
