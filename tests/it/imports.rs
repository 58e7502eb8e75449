//! `rungs import`: what teams have becomes a book that builds without a warning, and nothing of it is lost on the way.

use crate::fixture::{Built, build, folder, repository, text};
use crate::foreign::sound;
use crate::shell_folder::Folder;
use rungs::{
    Output,
    diagnostic::Diagnostic,
    edit::{Import, ImportRequest, Levels, import_ladder, import_mdbook},
    source::{SourcePath, Sources, text_from_bytes},
};
use std::{collections::BTreeSet, fs};

fn request() -> ImportRequest {
    ImportRequest { site_id: "imported".to_owned(), book: "book/".to_owned(), ..ImportRequest::default() }
}

/// The import of a table with this name and content.
pub fn table(name: &str, bytes: &[u8], levels: Option<Levels>) -> (Import, Vec<Diagnostic>) {
    let path = SourcePath::new(name).expect("a path");
    let mut sources = Sources::new("");
    match text_from_bytes(bytes) {
        Ok(text) => sources.insert_text(path.clone(), &text),
        Err(error) => sources.refuse(path.clone(), rungs::source::Refusal::NotText(error)),
    }
    let outcome = import_ladder(&sources, &path, &ImportRequest { levels, ..request() });
    (outcome.value, outcome.diagnostics)
}

/// What the import builds to; not even a note is allowed.
#[track_caller]
pub fn built(import: &Import) -> Output {
    let mut sources = Sources::new("");
    for (path, text) in &import.texts {
        sources.insert_text(path.clone(), text);
    }
    for (_, to) in &import.copies {
        crate::fixture::insert(&mut sources, to.as_str(), "");
    }
    let built: Built = build(&sources);
    assert_eq!(built.said(), Vec::<String>::new());
    sound(&built.output);
    built.output
}

/// A text as a row of its words: how it is marked up and broken into lines is not compared.
pub fn words(text: &str) -> String {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// The rows of the table on a matrix page: skill, and by level the words of its cell.
pub fn matrix(page: &str) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let (_, page) = page.split_once("<table class=\"matrix\">").expect("a matrix");
    let (page, _) = page.split_once("</table>").expect("its end");
    let cells = |row: &str, open: &str| -> Vec<String> {
        let close = if open == "<td" { "</td>" } else { "</th>" };
        row.split(open)
            .skip(1)
            .map(|cell| words(&without_tags(cell.split_once('>').expect("a cell").1.split(close).next().unwrap_or_default())))
            .collect()
    };
    let mut rows = page.split("<tr").skip(1);
    let levels = cells(rows.next().expect("a header"), "<th").split_off(1);
    let skills = rows.filter(|row| row.contains("<td")).map(|row| (cells(row, "<th").remove(0), cells(row, "<td"))).collect();
    (levels, skills)
}

pub fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Every cell of the table `skills` × `levels` stands in the matrix, in its row and column.
#[track_caller]
fn every_cell_is_found(page: &str, levels: &[&str], skills: &[(&str, Vec<String>)]) {
    let (heads, rows) = matrix(page);
    assert_eq!(heads, levels.iter().map(|level| words(level)).collect::<Vec<_>>());
    let mut lost = Vec::new();
    let mut found = 0;
    for (skill, cells) in skills {
        let (_, row) = rows.iter().find(|(name, _)| *name == words(skill)).unwrap_or_else(|| panic!("no row {skill} in {rows:#?}"));
        for (level, cell) in levels.iter().zip(cells).zip(row).map(|((level, cell), built)| ((level, built), cell)) {
            let ((level, built), cell) = (level, words(cell));
            if cell.is_empty() || built.contains(&cell) {
                found += usize::from(!cell.is_empty());
            } else {
                lost.push(format!("{skill} at {level}: {cell:?} is not in {built:?}"));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(found >= 6, "{found} cells");
}

#[test]
fn a_ladder_in_csv_is_found_cell_by_cell() {
    let bytes = fs::read(repository().join("tests/ladders/engineering.csv")).expect("a file");
    let (import, diagnostics) = table("engineering.csv", &bytes, None);
    assert_eq!(diagnostics, []);
    let output = built(&import);
    // Read again by the simplest means: the fixture quotes cells with line breaks only.
    let mut reader = csv_rows(&text_from_bytes(&bytes).expect("a text"));
    let header = reader.remove(1);
    let rows: Vec<(String, Vec<String>)> = reader.into_iter().skip(3).map(|row| (row[1].clone(), row[2..].to_vec())).collect();
    let levels: Vec<&str> = header[2..].iter().map(String::as_str).collect();
    let skills: Vec<(&str, Vec<String>)> = rows.iter().map(|(skill, cells)| (skill.as_str(), cells.clone())).collect();
    assert_eq!((levels.len(), skills.len()), (6, 12));
    let title = "Harbour Systems: engineering ladder";
    every_cell_is_found(&text(&output, "matrix.html"), &levels, &skills);
    assert!(text(&output, "index.html").contains(title));
    let associate = text(&output, "levels/l1-associate-engineer.html");
    assert!(associate.contains("Learns the codebase and ships small changes with help.") && associate.contains("a task"));
    let names: Vec<&str> = import.texts.iter().map(|(path, _)| path.as_str()).collect();
    for file in
        ["SUMMARY.md", "book.yml", "areas.yml", "ids.lock", "tracks/harbour-systems-engineering-ladder.md", "skills/system-design.md"]
    {
        assert!(names.contains(&file), "{file} in {names:?}");
    }
}

/// The rows of a CSV file with semicolons, read by hand.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}

#[test]
fn a_ladder_in_markdown_is_found_cell_by_cell() {
    let bytes = fs::read(repository().join("tests/ladders/design.md")).expect("a file");
    let (import, diagnostics) = table("design.md", &bytes, None);
    let said: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(said, ["this table names no level, so it was left out"]);
    let output = built(&import);
    let source = String::from_utf8(bytes).expect("UTF-8");
    for (heading, page) in [("## Designers", "matrix/designers.html"), ("## Design managers", "matrix/design-managers.html")] {
        let (_, below) = source.split_once(heading).expect("a heading");
        let rows: Vec<Vec<String>> = below
            .lines()
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'))
            .map(|line| {
                line.trim_matches('|').replace("\\|", "\u{1}").split('|').map(|cell| without_tags(&cell.replace('\u{1}', "|"))).collect()
            })
            .collect();
        let levels: Vec<&str> = rows[2..].iter().map(|row| row[0].trim()).collect();
        let skills: Vec<(&str, Vec<String>)> =
            (1..rows[0].len()).map(|at| (rows[0][at].trim(), rows[2..].iter().map(|row| row[at].clone()).collect())).collect();
        every_cell_is_found(&text(&output, page), &levels, &skills);
    }
    assert!(!import.texts.iter().any(|(_, text)| text.contains("Keeps this page")), "another table is no ladder");
}

#[test]
fn both_ways_of_laying_a_table_give_the_same_book() {
    let across = "Skill,Junior,Senior\nCode,Writes it,Shapes it\nTests,Runs them,Designs them\n";
    let down = "Level,Code,Tests\nJunior,Writes it,Runs them\nSenior,Shapes it,Designs them\n";
    let unnamed = ",Code,Tests\nJunior,Writes it,Runs them\nSenior,Shapes it,Designs them\n";
    let descending = "Skill,Senior,Junior\nCode,Shapes it,Writes it\nTests,Designs them,Runs them\n";
    let expected = table("ladder.csv", across.as_bytes(), None).0.texts;
    for other in [down, unnamed, descending] {
        assert_eq!(table("ladder.csv", other.as_bytes(), None).0.texts, expected, "{other}");
    }
    let roman = ",Code,Tests\nEngineer I,Writes it,Runs them\nEngineer II,Shapes it,Designs them\n";
    let coded = ",Code,Tests\n\"P1\nJunior\",Writes it,Runs them\nP2 (Senior),Shapes it,Designs them\n";
    for (table_of, level) in [(roman, "levels/engineer-ii.md"), (coded, "levels/p2-senior.md")] {
        let (import, diagnostics) = table("ladder.csv", table_of.as_bytes(), None);
        assert!(diagnostics.is_empty() && import.texts.iter().any(|(path, _)| path.as_str() == level), "{:?}", import.texts);
    }
    let strange = ",Rot,Blau\nCode,a,b\nTests,c,d\n";
    let names =
        |levels| table("l.csv", strange.as_bytes(), levels).0.texts.into_iter().map(|(path, _)| path.to_string()).collect::<BTreeSet<_>>();
    assert!(names(None).contains("levels/rot.md") && names(Some(Levels::Down)).contains("levels/code.md"));
}

#[test]
fn faults_of_tables_are_named_and_give_no_files() {
    let said = |name: &str, bytes: &[u8]| {
        let (import, diagnostics) = table(name, bytes, None);
        assert!(import.texts.is_empty(), "{name}");
        diagnostics.into_iter().map(|one| format!("{}: {}", one.code, one.message)).collect::<Vec<_>>()
    };
    assert_eq!(said("a.csv", b"Skill,A,A\nx,1,2\n"), ["ladder-table: the level `A` stands here for the second time"]);
    assert_eq!(said("a.csv", b"Skill,A,B\nx,1,2\nX,3,4\n"), ["ladder-table: the skill `X` stands here for the second time"]);
    assert_eq!(said("a.csv", b"Skill,A\nx,1,2\n"), ["ladder-table: this cell stands in column 3, and the header has 2"]);
    assert_eq!(said("a.csv", b"Skill,A,,B\nx,1,2,3\n"), ["ladder-table: this column has no name of a level"]);
    assert_eq!(said("a.csv", b"Skill,A\n,1\n"), ["ladder-table: this row has no name of a skill"]);
    assert_eq!(said("a.csv", b"just a text\n"), ["ladder-table: there is no table here with a header and two columns"]);
    assert_eq!(said("a.csv", b""), ["ladder-table: there is no table here with a header and two columns"]);
    assert_eq!(said("a.md", b"# No table\n"), ["ladder-table: there is no table here with a header and two columns"]);
    assert_eq!(said("a.csv", b"Skill,Caf\xe9\nx,1\n"), ["not-text: this is not a text in UTF-8: its byte 9 is wrong"]);
    assert_eq!(said("a.csv", b"\xff\xfeS\0k\0")[0].split(':').next(), Some("not-text"));
}

#[test]
fn odd_names_and_cells_become_a_book_all_the_same() {
    let odd = "Skill,C,C++,C#,Level 4: \"true\"\n\"a | b, {c}\",`x`,*y*,<b>z</b>,[[w]] and {{#include x}}\nyes,- [ ] a box,# head,> quote,$5 or $6\n2024,---,1. one,\"a\n\n- b\n- c\",~~d~~\nÜber uns & more,\\,|,&amp;,\u{200b}\n";
    let (import, diagnostics) = table("odd.csv", odd.as_bytes(), None);
    assert_eq!(diagnostics, []);
    let output = built(&import);
    assert!(text(&output, "matrix.html").contains("&lt;b&gt;z&lt;/b&gt;"));
}

#[test]
fn a_mdbook_project_is_found_page_by_page() {
    for (root, sources) in [
        ("tests/books/mdbook", folder(&repository().join("tests/books/mdbook"), "src/")),
        ("the project of the tests", crate::fixture::book_in("docs/", include_str!("mdbook_project.txt"))),
    ] {
        let before = build(&sources);
        let outcome = import_mdbook(&sources, &request());
        let after = built(&outcome.value);
        let pages = |output: &Output| crate::fixture::pages(output).map(|(path, page)| (path.to_owned(), page)).collect::<Vec<_>>();
        assert!(pages(&before.output).len() > 8, "{root}");
        for (path, page) in pages(&before.output) {
            let new = text(&after, &path);
            let of = |page: &str| {
                page.split_once("<article").map(|(_, rest)| words(&without_tags(rest.split("</article>").next().unwrap_or_default())))
            };
            assert_eq!(of(&new), of(&page), "{root}: {path}");
        }
    }
    let sources = crate::fixture::book_in("docs/", include_str!("mdbook_project.txt"));
    let outcome = import_mdbook(&sources, &request());
    let said: Vec<String> = outcome.diagnostics.iter().map(|one| one.message.clone()).collect();
    assert_eq!(said.len(), 2, "what has no counterpart is listed: {said:?}");
    let settings = outcome.value.texts.iter().find(|(path, _)| path.as_str() == "book.yml").map(|(_, text)| text.as_str());
    insta::assert_snapshot!(settings.expect("settings"), @r#"
    title: The harbour manual
    description: How we run the harbour.
    language: en-GB
    repository: "https://example.org/harbour"
    authors: [Ada, Ben]
    site: {id: imported}
    redirects:
      old/tides.html: "tide.html#high-water"
      away.html: "https://example.org/elsewhere"
    "#);
}

#[test]
fn the_binary_writes_checks_and_overwrites_nothing() {
    let folder = Folder::with(&[
        ("ladder.csv", "Skill,Junior,Senior\nCode,Writes it,Shapes it\n"),
        ("other.csv", "Skill,Junior,Senior\nCode,Writes it,Something else\n"),
        ("notes.docx", "x"),
    ]);
    let run = folder.run(&["import", "ladder.csv"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("1 track with 2 levels, 1 skill") && run.stderr.contains("nothing to mend"), "{}", run.stderr);
    assert_eq!(folder.run(&["build", "--strict"]).code, Some(0));
    assert!(folder.run(&["import", "ladder.csv", "elsewhere"]).code == Some(0) && folder.exists("elsewhere/levels/senior.md"));
    let senior = folder.read("book/levels/senior.md");
    assert_eq!(folder.run(&["import", "other.csv"]).code, Some(2));
    assert_eq!(folder.read("book/levels/senior.md"), senior);
    folder.refused(&["import", "notes.docx"], "CSV UTF-8");
    folder.refused(&["import", "nowhere"], "nothing that can be imported");
    folder.refused(&["import", "elsewhere"], "has no `book.toml`");
    assert_eq!(folder.run(&["import", "--levels", "down", "ladder.csv", "third"]).code, Some(0));
    assert!(folder.exists("third/levels/code.md"));
}

#[test]
fn a_mdbook_project_is_imported_with_its_pictures_and_its_code() {
    let source = repository().join("tests/books/mdbook");
    let folder = Folder::with(&[]);
    let run = folder.run(&["import", source.to_str().expect("UTF-8"), "book"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        fs::read(folder.path("book/images/square.svg")).expect("a picture"),
        fs::read(source.join("src/images/square.svg")).expect("a picture")
    );
    assert_eq!(folder.run(&["build", "--strict"]).code, Some(0));
}
