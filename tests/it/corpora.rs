//! Strings that break programs, as pages: nothing panics, and nothing in a page is not ours or the sanitiser's.

use crate::fixture::{self, article, book, build, corpora, pages};
use crate::page::{self, Token, foreign, tokens};
use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

/// Payloads in one page.
const PAGE: usize = 100;
/// Every so many payloads one becomes the title of a page of its own, which costs a whole page.
const TITLED: usize = 20;

/// A text as YAML's double-quoted kind, which is JSON's.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("JSON")
}

/// A payload at every place of a page that takes an author's words.
fn everywhere(page: &mut String, payload: &str) {
    let line = payload.replace('\n', " ");
    let angle = line.replace('<', "\\<").replace('>', "\\>");
    let attribute = line.replace('&', "&amp;").replace('"', "&quot;");
    let _ = write!(
        page,
        "## {line}\n\n{line}\n\n- [ ] {line}\n\n| {line} | a |\n|---|---|\n| b | {line} |\n\n[x](<{angle}> \"{line}\") ![{line}](<{angle}>)\n\n\
         [[{line}]] [[a|{line}]] $\\text{{{line}}}$ ${line}$ `{line}` <{line}>\n\n```{line}\n{line}\n```\n\n\
         ```rust title=\"{line}\"\n// {line}\n```\n\n{line}\n: {line}\n\n<a href=\"{attribute}\" title=\"{attribute}\" id=\"{attribute}\">x</a>\n\n\
         <div class=\"{attribute}\" data-x=\"{attribute}\">\n\n{line}\n\n</div>\n\n<details>\n{line}\n</details>\n\n> [!NOTE]\n> {line}\n\n"
    );
}

/// A book of payloads: pages full of them, pages named by them, and a glossary.
fn book_of(payloads: &[String], raw_html: &str) -> String {
    let mut text = format!("-- book.yml --\ntitle: {}\nmarkdown: {{raw_html: {raw_html}}}\n", quoted(&payloads[0]));
    text.push_str("-- glossary.yml --\n");
    for (number, payload) in payloads.iter().enumerate() {
        let words = quoted(payload);
        let link = number % 50 == 0;
        let _ = writeln!(text, "t{number}: {{title: {words}, aliases: [{words}], text: {words}, link: {link}}}");
    }
    for (number, payloads) in payloads.chunks(PAGE).enumerate() {
        let _ = writeln!(text, "-- guide/p{number}.md --");
        for payload in payloads {
            everywhere(&mut text, payload);
        }
    }
    for (number, payload) in payloads.iter().enumerate().filter(|(number, _)| number % TITLED == 0) {
        let words = quoted(payload);
        let _ = write!(text, "-- skills/s{number}.md --\n---\ntitle: {words}\nsummary: {words}\n---\n{}\n", payload.replace('\n', " "));
        let _ = write!(text, "-- templates/s{number}.md --\n---\ntitle: {words}\n---\n{}\n", payload.replace('\n', " "));
    }
    text
}

/// Builds a book of payloads and looks at every page; gives how many there were.
fn check(text: &str) -> usize {
    let sources = book(text);
    let built = build(&sources);
    let mut seen = 0;
    for (path, html) in pages(&built.output) {
        let tokens = tokens(&html);
        assert_eq!(foreign(&tokens), Vec::<String>::new(), "{path}");
        let scripts = tokens.iter().filter(|token| matches!(token, Token::Start(tag, _) if tag == "script")).count();
        let own = usize::from(html.contains(" workspace\">") || ["404.html", "backup.html", "search.html"].contains(&path));
        assert_eq!(scripts, 3 + own, "{path} has the inline script, the module, its own for a page that does something, and the data");
        let metas = tokens.iter().filter(|token| token.attribute("http-equiv").is_some()).count();
        assert_eq!(metas, 1, "{path} has one policy");
        // The oracle parses as browsers do, which takes a while: a part of the pages is enough for it.
        if seen % 8 == 0 {
            oracle(path, &article(&html));
        }
        seen += 1;
    }
    seen
}

/// What a browser's parser and a sanitiser that nobody here wrote would take away from a page.
fn oracle(path: &str, article: &str) {
    // Outside their tables, parts of tables are dropped by every parser.
    let tables = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];
    let mut ammonia = ammonia::Builder::default();
    ammonia.tags(page::tags().filter(|tag| *tag != "script").collect());
    ammonia.clean_content_tags(["script", "style"].into());
    let known = page::tags().filter(|tag| *tag != "script");
    ammonia.tag_attributes(known.map(|tag| (tag, page::attributes(tag).filter(|name| *name != "rel").collect())).collect());
    ammonia.url_schemes(["http", "https", "mailto"].into()).link_rel(None).strip_comments(true);
    let ours = |html: &str| -> BTreeSet<Token> {
        let plain = |token: Token| match token {
            Token::Start(tag, mut attributes) if !tables.contains(&tag.as_str()) => {
                attributes.retain(|(name, _)| name != "rel");
                attributes.sort();
                Some(Token::Start(tag, attributes))
            }
            _ => None,
        };
        tokens(html).into_iter().filter_map(plain).collect()
    };
    let cleaned = ours(&ammonia.clean(article).to_string());
    let lost: Vec<Token> = ours(article).difference(&cleaned).cloned().collect();
    assert_eq!(lost, [], "{path}: the oracle takes these away");
}

/// The first payload of each shape, and the rest: thousands differ only in the name of a tag, a handler or a word.
fn by_shape(payloads: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut shapes = BTreeSet::new();
    payloads.into_iter().partition(|payload| {
        let mut shape = String::new();
        for part in payload.to_lowercase().split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
            let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            shape.push_str(if word.len() > 1 { "w" } else { word });
            shape.push_str(&part[word.len()..]);
        }
        shapes.insert(shape)
    })
}

/// Texts may hold no NUL; the shell refuses them.
fn usable(text: &str) -> bool {
    !text.contains('\0') && !text.trim().is_empty()
}

#[test]
fn attacks_become_text() {
    let Some(folder) = corpora() else { return };
    let text = fs::read_to_string(folder.join("xss-payloads.txt")).expect("the payloads");
    let payloads: Vec<String> = text.lines().filter(|line| usable(line)).map(str::to_owned).collect();
    assert!(payloads.len() > 6000, "{} payloads", payloads.len());
    let (first, alike) = by_shape(payloads);
    assert!(first.len() > 600, "{} shapes", first.len());
    let pages = check(&book_of(&first, "sanitize"));
    assert!(pages > 70, "{pages} pages");
    let escaped = check(&book_of(&first[..PAGE], "escape"));
    assert!(escaped > 8, "{escaped} pages");
    let mut text = String::new();
    for (number, payloads) in alike.chunks(PAGE * 4).enumerate() {
        let _ = write!(text, "-- guide/p{number}.md --\n{}\n", payloads.join("\n\n"));
    }
    let pages = check(&text);
    assert!(pages > 12, "{pages} pages");
}

#[test]
fn naughty_strings_become_text() {
    let Some(folder) = corpora() else { return };
    let text = fs::read_to_string(folder.join("naughty-strings.json")).expect("the strings");
    let strings: Vec<String> = serde_json::from_str(&text).expect("JSON");
    let strings: Vec<String> = strings.into_iter().filter(|string| usable(string)).collect();
    assert!(strings.len() > 450, "{} strings", strings.len());
    let pages = check(&book_of(&strings, "sanitize"));
    assert!(pages > 50, "{pages} pages");
}

/// A few attacks that stand here, so that something runs without the corpus.
#[test]
fn known_attacks_become_text() {
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "</textarea><script>alert(1)</script>",
        "</script><b>",
        "{{ site.title }}{% raw %}",
        "\\operatorname{<img src=x onerror=alert(1)>}",
        "<!--",
        "-->",
        "<![CDATA[",
        "<a href='data:text/html,x'>",
        "&#106;avascript:alert(1)",
        "<plaintext>",
        "<table><td>",
        "</div></article>",
        "<base href=//evil.example>",
        "<style>*{}</style>",
        "<iframe srcdoc=x>",
        "<form action=x><button>",
        "<p id=main><p id=manifest>",
    ];
    let payloads: Vec<String> = payloads.map(str::to_owned).into();
    for raw_html in ["sanitize", "escape"] {
        assert!(check(&book_of(&payloads, raw_html)) > 4);
    }
}

/// Each document of the suite, whether it is valid YAML or not, as front matter and as the book's own files.
#[test]
fn the_yaml_suite_is_read_or_refused() {
    let Some(folder) = corpora() else { return };
    let mut documents = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(folder.join("yaml-suite")).expect("the suite").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    for file in &files {
        documents.extend(documents_of(file));
    }
    assert!(files.len() > 300 && documents.len() > 350, "{} files, {} documents", files.len(), documents.len());
    let mut said = 0;
    let mut chapters = String::from("-- index.md --\nhome\n");
    for (number, document) in documents.iter().enumerate() {
        let _ = write!(chapters, "-- guide/c{number}.md --\n---\n{document}\n---\nbody\n");
        for name in ["book.yml", "glossary.yml", "sources.yml", "areas.yml"] {
            let mut sources = book("-- index.md --\nhome\n");
            fixture::insert(&mut sources, name, document);
            said += rungs::parse::draft(&sources, &rungs::parse::ParseMemory::default(), &|_, _| {}).diagnostics.len();
        }
    }
    let built = build(&book(&chapters));
    assert!(built.diagnostics.len() > 300 && said > 1000, "{} and {said} diagnostics", built.diagnostics.len());
}

/// The documents of one file of the suite: the `yaml: |` blocks, with its signs for spaces undone.
fn documents_of(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a file");
    let mut documents = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() != "yaml: |" {
            continue;
        }
        let mut document = String::new();
        while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
            let line = line.strip_prefix("    ").unwrap_or(line);
            let line = line
                .replace('␣', " ")
                .replace('»', "\t")
                .replace("—", "")
                .replace('←', "\r")
                .replace('⇔', "\u{feff}")
                .replace(['↵', '∎'], "");
            document.push_str(&line);
            document.push('\n');
        }
        documents.push(document);
    }
    documents
}
