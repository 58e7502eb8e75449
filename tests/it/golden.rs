//! Golden pages: one small book with everything in it, every kind of page and file as it is published.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test --test it golden`, and read the difference.

use crate::fixture::{article, book, build, build_with, for_readers, insert_png, text};
use rungs::{Audience, Memory, Options, Output, source::Sources};
use std::sync::LazyLock;

/// A book with every kind of page, written so that each rule shows once.
const BOOK: &str = include_str!("golden_book.txt");

static OUTPUT: LazyLock<Output> = LazyLock::new(|| {
    let sources = sources();
    build_with(&sources, &options(), &Memory::default()).clean(&sources)
});

fn sources() -> Sources {
    let mut sources = book(BOOK);
    insert_png(&mut sources, "static/rungs.png", 640, 400);
    sources
}

fn options() -> Options {
    Options { base_url: Some("https://example.org/ladder".to_owned()), ..for_readers() }
}

/// Compares the article of a page with its snapshot.
fn check(path: &str) {
    let seen = article(&text(&OUTPUT, path));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(path.trim_end_matches(".html").replace('/', "_"), seen);
    });
}

/// Compares a whole file with its snapshot, each `separator` on a line of its own.
fn check_file(path: &str, separator: &str) {
    let seen = text(&OUTPUT, path).replace(separator, &format!("\n{separator}"));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(path.replace(['/', '.'], "_"), seen);
    });
}

#[test]
fn home() {
    check("index.html");
}

#[test]
fn chapters() {
    check("guide/blocks.html");
    check("guide/inline.html");
    check("guide/items.html");
    check("guide/raw.html");
}

#[test]
fn ladder() {
    check("ladder.html");
    check("tracks/ic.html");
    check("levels/senior.html");
    check("levels/staff.html");
    check("levels/lead.html");
    check("skills/design.html");
    check("roles/tech-lead.html");
    check("transitions/senior-to-staff.html");
    check("compare/senior~staff.html");
    check("compare.html");
    check("matrix.html");
    check("areas/technical.html");
}

#[test]
fn practice() {
    check("checklists/first-90-days.html");
    check("templates/adr.html");
    assert_eq!(
        text(&OUTPUT, "templates/adr.md"),
        "Number: [0012]\n\n## Context <!-- why now -->\n\n- [ ] Consulted {#not-tracked}\n- [x] Informed\n\n```markdown\n## Not the example {.example}\n```\n",
        "the download is the author's Markdown, byte for byte, without the example"
    );
}

#[test]
fn lists_of_the_site() {
    for path in ["skills.html", "roles.html", "transitions.html", "checklists.html", "templates.html", "glossary.html", "sources.html"] {
        check(path);
    }
    check("404.html");
}

#[test]
fn data_files() {
    check_file("sitemap.xml", "<lastmod>");
    check_file("robots.txt", "Sitemap:");
    check_file("old/page.html", "<meta");
    check_file("ladder.json", "{\"id\"");
    check_file("progress-manifest.json", ",\"");
    check_file("search.json", "\n[");
    assert_eq!(text(&OUTPUT, "CNAME"), "ladder.example.org\n");
    assert_eq!(text(&OUTPUT, ".nojekyll"), "");
}

/// No crawler takes a relative address, so a site that does not know its own has no map of them.
#[test]
fn a_sitemap_has_whole_addresses_or_is_not_there() {
    let sources = sources();
    let output = build(&sources).clean(&sources);
    assert!(!output.contains_key("sitemap.xml"));
    assert_eq!(text(&output, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(text(&OUTPUT, "sitemap.xml").split("<loc>").skip(1).all(|rest| rest.starts_with("https://example.org/ladder/")));
}

/// `version.json` names what the data files hold: browsers ask by it whether they are up to date.
#[test]
fn versions_follow_the_data() {
    let hash = |output: &Output, file: &str| {
        let versions: serde_json::Value = serde_json::from_str(&text(output, "version.json")).expect("JSON");
        versions["files"][file].as_str().expect("a hash").to_owned()
    };
    let mut sources = sources();
    crate::fixture::insert(&mut sources, "guide/items.md", "# Items\n\nOther prose.\n");
    let other = build_with(&sources, &options(), &Memory::default()).output;
    assert_ne!(hash(&OUTPUT, "search.json"), hash(&other, "search.json"));
    assert_eq!(hash(&OUTPUT, "ladder.json"), hash(&other, "ladder.json"));
    let records: serde_json::Value = serde_json::from_str(&text(&OUTPUT, "search.json")).expect("JSON");
    assert_eq!(records["hash"], hash(&OUTPUT, "search.json"));
}

/// A book too large for search to know every word keeps its titles, ladder, items and terms whole, and says so.
#[test]
fn search_of_a_large_book_is_cut() {
    let mut text_of_book = String::from("-- SUMMARY.md --\n");
    let mut state = 7_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("w{:06x}", state >> 40)
    };
    for page in 0..60 {
        text_of_book.push_str(&format!("- [P{page}](p{page}.md)\n"));
    }
    for page in 0..60 {
        text_of_book.push_str(&format!("-- p{page}.md --\n# P{page}\n\n"));
        for section in 0..10 {
            let prose: Vec<String> = (0..600).map(|_| word()).collect();
            text_of_book.push_str(&format!(
                "## S{page} {section}\n\n{}\n\n- [ ] Item {{#i{page}-{section}}}\n  Whole {}\n\n",
                prose.join(" "),
                prose[0]
            ));
        }
    }
    let sources = book(&text_of_book);
    let compilation = rungs::compile(&sources, crate::fixture::theme(), &for_readers(), &Memory::default(), &|_| {}).value.expect("a book");
    assert_eq!(compilation.search_cut(), Some(120));
    let output = compilation.output(&Memory::default(), &|_| {}).value;
    let records: serde_json::Value = serde_json::from_str(&text(&output, "search.json")).expect("JSON");
    let records = records["records"].as_array().expect("records");
    let of = |kind: &str| records.iter().filter(|record| record[0] == kind).collect::<Vec<_>>();
    assert_eq!((of("chapter").len(), of("item").len()), (60 * 11, 600));
    assert!(of("chapter").iter().all(|record| record[4].as_str().expect("a text").split(' ').count() <= 120));
    assert!(of("item").iter().all(|record| record[4].as_str().expect("a text").starts_with("Whole w")));
}

/// The frame of a page is seen once, with the versions of its assets taken out.
#[test]
fn a_whole_page() {
    let page = text(&OUTPUT, "guide/items.html");
    let mut seen = String::new();
    for (number, part) in page.split("?v=").enumerate() {
        seen.push_str(if number == 0 { part } else { &part[part.find('"').unwrap_or(0)..] });
    }
    let (before, hash) = seen.split_once("'sha256-").expect("the hash of the inline script");
    let (_, after) = hash.split_once('\'').expect("its end");
    let (start, script) = after.split_once("<script>").expect("the inline script");
    let (_, rest) = script.split_once("</script>").expect("its end");
    let seen = format!("{before}'sha256-…'{start}<script>…</script>{rest}");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("whole_page", seen);
    });
}

#[test]
fn the_golden_book_has_only_the_notes_it_means_to_have() {
    let built = build(&sources());
    insta::assert_snapshot!(built.said().join("\n"));
}

/// Readers see no draft but a level's, which says that it is not defined; authors see all.
#[test]
fn drafts_are_for_authors() {
    let sources = sources();
    let authors = Options { audience: Audience::Author, ..options() };
    let seen = build_with(&sources, &authors, &Memory::default()).clean(&sources);
    assert!(!OUTPUT.contains_key("guide/draft.html"));
    assert!(seen.contains_key("guide/draft.html"));
    assert!(OUTPUT.values().all(|entry| !matches!(entry, rungs::Entry::Bytes(bytes) if contains(bytes, "Not for readers"))));
    assert!(text(&seen, "guide/draft.html").contains("Not for readers"));
    assert!(OUTPUT.contains_key("levels/lead.html"));
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// The rule of the product: practice is counted, a level never is.
#[test]
fn no_count_is_made_of_expectations_or_targets() {
    let ladder = OUTPUT.keys().filter(|path| path.starts_with("levels/") || path.starts_with("tracks/") || *path == "ladder.html");
    let ladder = ladder.filter(|path| path.ends_with(".html") && !path.ends_with("-print.html"));
    let mut seen = 0;
    for path in ladder {
        let article = article(&text(&OUTPUT, path));
        assert!(!article.contains("<progress") && !article.contains("<meter"), "{path}");
        seen += 1;
    }
    assert_eq!(seen, 6);
    for path in ["levels/staff.html", "tracks/ic.html"] {
        let article = article(&text(&OUTPUT, path));
        let counts: Vec<&str> = article.match_indices(" data-scope=\"").map(|(at, mark)| &article[at + mark.len()..]).collect();
        assert!(!counts.is_empty(), "{path} counts its practice");
        for scope in counts {
            let scope = &scope[..scope.find('"').expect("its end")];
            assert_eq!(scope, "page:checklist/first-90-days", "{path} counts {scope}, which is no checklist");
        }
    }
}
