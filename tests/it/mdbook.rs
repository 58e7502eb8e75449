//! mdBook's projects as people have them: the shapes that `build` takes as they are.

use crate::fixture::{article, book_in, build, repository, text};
use crate::foreign::sound;
use crate::shell_folder::Folder;

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
