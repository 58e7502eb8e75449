//! mdBook's projects as people have them: the shapes that `build` takes as they are.

use crate::fixture::{article, book_in, build, repository, text};
use crate::foreign::sound;
use crate::shell_folder::Folder;
use rungs::edit::{ImportRequest, import_mdbook};

/// A project that uses what mdBook has.
fn project() -> rungs::source::Sources {
    book_in("docs/", include_str!("mdbook_project.txt"))
}

#[test]
fn settings_of_book_toml_hold() {
    let sources = project();
    let built = build(&sources);
    let said = built.said();
    let output = built.clean(&sources);
    sound(&output);
    assert_eq!(
        said,
        [
            "mdbook-setting: `preprocessor` has no counterpart here and is left out",
            "mdbook-setting: `output.html.additional-css` has no counterpart here and is left out",
        ]
    );
    let home = text(&output, "index.html");
    assert!(home.contains("The harbour manual") && home.contains("<html lang=\"en-GB\""), "{home}");
    assert!(home.contains("<meta name=\"author\" content=\"Ada\">") && home.contains("<meta name=\"author\" content=\"Ben\">"));
    assert!(text(&output, "tide.html").contains("href=\"https://example.org/harbour/edit/main/docs/tide.md\""));
    assert!(text(&output, "old/tides.html").contains("../tide.html#high-water"));
    assert!(text(&output, "away.html").contains("https://example.org/elsewhere"));
}

#[test]
fn helpers_take_lines_anchors_and_hidden_code() {
    let output = build(&project()).output;
    let code = article(&text(&output, "code.html"));
    let plain = plain(&code);
    assert!(plain.contains("fn two() {}") && !plain.contains("fn one"), "lines: {plain}");
    assert!(plain.contains("let depth = 3;") && !plain.contains("ANCHOR"), "anchor: {plain}");
    assert!(plain.contains("println!(\"moored\")"), "playground: {plain}");
    assert!(!plain.contains("hidden_setup") && plain.contains("shown();") && plain.contains("#[derive(Debug)]"), "hidden lines: {plain}");
    assert!(plain.contains("# a comment of the shell"), "{plain}");
}

#[test]
fn drafts_nested_lists_and_parts_are_read() {
    let output = build(&project()).output;
    assert!(!output.contains_key("later.html"));
    let deep = text(&output, "berths/long/index.html");
    assert!(deep.contains("Long berths"), "{deep}");
    let sidebar = &deep[deep.find("side-sections").expect("a sidebar")..];
    assert!(sidebar.contains("Not written yet") || sidebar.contains("Later"), "{sidebar}");
}

#[test]
fn formulas_of_mathjax_are_formulas_and_money_is_money() {
    let output = build(&project()).output;
    let tide = article(&text(&output, "tide.html"));
    assert_eq!(tide.matches("<math").count(), 2, "{tide}");
    assert!(tide.contains("$5 and $6") && !tide.contains("\\("), "{tide}");
    let sources = book_in("src/", "-- book.toml --\n-- src/SUMMARY.md --\n- [A](a.md)\n-- src/a.md --\n# A\n\nSet $HOME and $PATH, $x$.\n");
    let output = build(&sources).clean(&sources);
    assert!(article(&text(&output, "a.html")).contains("Set $HOME and $PATH, $x$."));
}

#[test]
fn book_yml_is_taken_instead_of_book_toml() {
    let sources = book_in(
        "src/",
        "-- book.toml --\n[book]\ntitle = \"Theirs\"\n-- src/book.yml --\ntitle: Ours\n-- src/SUMMARY.md --\n- [A](a.md)\n-- src/a.md --\n# A\n",
    );
    let output = build(&sources).clean(&sources);
    assert!(text(&output, "index.html").contains("Ours"));
}

#[test]
fn the_binary_finds_the_chapters_where_book_toml_says() {
    let files: Vec<(String, String)> = crate::fixture::files(include_str!("mdbook_project.txt"));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, content)| (path.as_str(), content.as_str())).collect();
    let folder = Folder::with(&files);
    for book in [".", "docs"] {
        let run = folder.run(&["build", book, "--strict"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stderr.contains("note[mdbook-setting]") && run.stderr.contains("book.toml:"), "{}", run.stderr);
        assert!(folder.exists("public/berths/long/index.html"));
    }
    assert!(repository().join("tests/books/mdbook/book.toml").is_file());
}

/// A project that mdBook has built: its site lies where it writes it unless it is told.
fn built_project() -> Folder {
    let site = ["index", "a", "404"].map(|name| format!("-- book/{name}.html --\n<!DOCTYPE html>\n")).concat();
    let project = "-- book.toml --\n[book]\ntitle = \"Harbour\"\n-- .gitignore --\nbook\n-- src/SUMMARY.md --\n# Summary\n\n- [A](a.md)\n-- src/a.md --\n# A\n";
    let files = crate::fixture::files(&format!("{project}{site}"));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, content)| (path.as_str(), content.as_str())).collect();
    Folder::with(&files)
}

#[test]
fn the_site_that_mdbook_wrote_is_no_book() {
    let folder = built_project();
    folder.done(&["check", "--strict"]);
    folder.done(&["build", "--strict"]);
    assert!(folder.read("public/a.html").contains("Harbour"));
    // A book beside the project is one by any of its files.
    folder.write("book/levels/one.md", "---\ntitle: One\n---\nOnly here.\n");
    folder.run(&["build", "--output", "other"]);
    assert!(!folder.exists("other/a.html"));
}

#[test]
fn an_import_does_not_write_where_mdbook_does() {
    let folder = built_project();
    let before = folder.files("book");
    folder.refused(&["import", "."], "`rungs import . handbook`");
    folder.refused(&["import", "book.toml", "book/"], "mdBook writes its site");
    folder.write("ladder.csv", "Skill,Junior,Senior\nCode,Writes it,Shapes it\n");
    folder.refused(&["import", "ladder.csv"], "`rungs import ladder.csv handbook`");
    assert_eq!(folder.files("book"), before);
    folder.done(&["import", ".", "handbook"]);
    assert_eq!(folder.done(&["build", "handbook", "--strict"]).code, Some(0));
    // What it will write, it will have emptied before.
    folder.write("q/book.toml", "[build]\nbuild-dir = \"out/site\"\n");
    folder.write("q/src/SUMMARY.md", "- [A](a.md)\n");
    folder.write("q/src/a.md", "# A\n");
    for within in ["q/out/site", "q/out/site/book"] {
        folder.refused(&["import", "q", within], "mdBook writes its site");
    }
    folder.done(&["import", "q", "q/book"]);
}

/// A project with these settings of `[output.html]` and a summary that begins like this.
fn with_settings(settings: &str, top: &str) -> String {
    format!("-- book.toml --\n[output.html]\n{settings}\n-- src/SUMMARY.md --\n{top}\n- [A](a.md)\n-- src/a.md --\n# A\n")
}

#[test]
fn the_title_of_the_summary_is_no_part() {
    for top in ["# Table of Contents\n", "<!-- ours -->\n\n# The *Harbour* Book\n\n# First part\n", "[A](b.md)\n\n# First part\n"] {
        let sources = book_in("src/", &format!("{}-- src/b.md --\n# B\n", with_settings("", top)));
        let page = text(&build(&sources).output, "a.html");
        assert!(!page.contains("Table of Contents") && !page.contains("Harbour"), "{top}: {page}");
        assert_eq!(page.contains("First part"), top.contains("First part"), "{top}");
        let request = ImportRequest { site_id: "x".to_owned(), ..ImportRequest::default() };
        let import = import_mdbook(&sources, &request).value;
        let summary = import.texts.iter().find(|(path, _)| path.as_str() == "SUMMARY.md").map(|(_, text)| text.as_str());
        assert_eq!(summary.is_some_and(|summary| summary.contains("# Summary\n")), !top.starts_with('['), "{summary:?}");
        assert!(!summary.is_some_and(|summary| summary.contains("Table of") || summary.contains("Harbour")), "{summary:?}");
    }
}

#[test]
fn links_to_edit_a_page_are_those_of_the_template() {
    let repository = "git-repository-url = \"https://example.org/harbour/tree/master/guide\"";
    for (settings, expected) in [
        (
            format!("{repository}\nedit-url-template = \"https://example.org/harbour/edit/master/guide/{{path}}\""),
            "harbour/edit/master/guide/src/a.md",
        ),
        (
            format!("{repository}\nedit-url-template = \"https://example.org/harbour/blob/dev/{{path}}?plain=1\""),
            "harbour/blob/dev/src/a.md?plain=1",
        ),
        ("edit-url-template = \"https://example.org/e?file={path}\"".to_owned(), "e?file=src/a.md"),
        (repository.to_owned(), ""),
    ] {
        let sources = book_in("src/", &with_settings(&settings, ""));
        let built = build(&sources);
        assert_eq!(built.said(), Vec::<String>::new(), "{settings}");
        let page = text(&built.clean(&sources), "a.html");
        let link =
            page.split_once("class=\"edit\" href=\"https://example.org/").map(|(_, rest)| rest.split('"').next().unwrap_or_default());
        assert_eq!(link.unwrap_or_default(), expected, "{settings}");
    }
    for template in ["vscode://file/{path}", "https://example.org/edit"] {
        let sources = book_in("src/", &with_settings(&format!("edit-url-template = \"{template}\""), ""));
        assert_eq!(build(&sources).said(), ["mdbook-setting: `output.html.edit-url-template` has no counterpart here and is left out"]);
    }
}

#[test]
fn links_to_edit_a_page_name_the_folder_that_an_import_wrote() {
    let template = |url: &str| with_settings(&format!("git-repository-url = \"https://e.org/r\"\nedit-url-template = \"{url}\""), "");
    for (project, url, book, expected) in [
        ("p", "https://e.org/r/edit/main/{path}", "docs", "edit_path: edit/main/docs\n"),
        ("p", "https://e.org/r/edit/dev/p/{path}", "docs/all", "edit_path: edit/dev/docs/all\n"),
        ("p", "https://e.org/r/edit/main/p/{path}", "book", "repository: \"https://e.org/r\"\nsite:"),
        ("p", "https://e.org/r/edit/main/p/{path}", "p/docs", "edit_path: edit/main/p/docs\n"),
        ("p", "https://e.org/r/blob/main/{path}?plain=1", "docs", "edit_url: \"https://e.org/r/blob/main/docs/{path}?plain=1\"\n"),
    ] {
        let folder = Folder::with(&[]);
        for (path, content) in crate::fixture::files(&template(url)) {
            folder.write(&format!("{project}/{path}"), content);
        }
        folder.done(&["import", project, book]);
        let settings = folder.read(&format!("{book}/book.yml"));
        assert!(settings.contains(expected), "{url} {book}: {settings}");
        folder.done(&["check", book, "--strict"]);
    }
}

#[test]
fn what_has_no_counterpart_is_named_and_the_rest_is_built() {
    let settings = "input-404 = \"lost.md\"\n[output.html.redirect]\n\"/overview.html#old\" = \"a.html#new\"\n\"/b.html\" = \"a.html\"\n";
    let sources = book_in("src/", &with_settings(settings, ""));
    let built = build(&sources);
    assert_eq!(
        built.said(),
        [
            "mdbook-setting: `output.html.input-404` has no counterpart here and is left out",
            "mdbook-setting: a redirect from an anchor, `overview.html#old`, has no counterpart here and is left out",
        ]
    );
    assert!(built.clean(&sources).contains_key("b.html"));
    let folder = Folder::with(&[("theme/index.hbs", "{{> head}}")]);
    for (path, content) in crate::fixture::files(&with_settings("", "")) {
        folder.write(&path, content);
    }
    for arguments in [&["check", "--strict"][..], &["import", ".", "docs"]] {
        let run = folder.done(arguments);
        assert!(run.stderr.contains("note[mdbook-setting]: a theme of mdBook has no counterpart"), "{}", run.stderr);
    }
}

/// The text between tags.
fn plain(html: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
