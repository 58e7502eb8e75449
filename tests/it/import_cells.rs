//! `rungs import` of tables as people keep them: whatever a cell holds stands in the matrix or on the page it belongs to.

use crate::fixture::text;
use crate::imports::{built, matrix, table, without_tags, words};
use rungs::{Output, edit::Import};

/// What a table becomes, what that builds to, and what was said.
fn imported(name: &str, content: &str) -> (Import, Output, Vec<String>) {
    let (import, diagnostics) = table(name, content.as_bytes(), None);
    let said = diagnostics.into_iter().map(|one| format!("{}: {}", one.severity.word(), one.message)).collect();
    let output = built(&import);
    (import, output, said)
}

/// Whether a page says this, in these words.
fn has(output: &Output, page: &str, expected: &str) -> bool {
    words(&without_tags(&text(output, page))).contains(&words(expected))
}

#[test]
fn a_skill_with_a_description_alone_is_no_area() {
    let content = "Skill,Description,Junior,Senior\nCode,Writing it,a,b\nEmptyskill,What it would be,,\nTests,Trying it,c,d\n";
    let (import, output, said) = imported("ladder.csv", content);
    assert_eq!(said, ["warning: `Emptyskill` has a description and no cell for a level, so it is a skill that no level asks for"]);
    assert!(has(&output, "skills/emptyskill.html", "What it would be"));
    assert!(!import.texts.iter().any(|(path, _)| path.as_str() == "areas.yml"));
    let (_, output, said) = imported("ladder.csv", "Area,Skill,Description,Junior,Senior\nCraft,Code,Writing it,a,b\n,Empty,,,\n");
    assert!(said.is_empty() && has(&output, "matrix.html", "Craft") && has(&output, "skills/empty.html", "Empty"));
}

#[test]
fn a_title_without_a_skill_is_kept_and_said() {
    let (import, output, said) = imported("ladder.csv", "Skill,Junior,Senior\nCraft\nCode,a,b\nUpdated in May 2026\n");
    assert_eq!(said, ["warning: no skill stands below `Updated in May 2026`, so it is no area"]);
    assert!(has(&output, "tracks/ladder.html", "Updated in May 2026"));
    let areas = import.texts.iter().find(|(path, _)| path.as_str() == "areas.yml").map(|(_, text)| text.as_str());
    assert_eq!(areas, Some("craft: {title: Craft}\n"));
}

#[test]
fn names_in_markdown_are_plain_text() {
    let content = "## **Engineers** of [ours](https://e.org/us)\n\n| Skill | **Junior** | Senior |\n|---|---|---|\n| **Coding** | a | b |\n| [Tests](https://e.org/t) | c | d |\n| A &amp; `B` | e | f |\n\n## Managers\n\n| **Skill** | Lead | Manager |\n|---|---|---|\n| Coding | g | h |\n| **Scope** | *a* team | many |\n";
    let (import, output, said) = imported("ladder.md", content);
    assert_eq!(said, Vec::<String>::new());
    let skills: Vec<&str> = import.texts.iter().filter_map(|(path, _)| path.below("skills/")).collect();
    assert_eq!(skills, ["a-b.md", "coding.md", "tests.md"]);
    assert_eq!(matrix(&text(&output, "matrix/engineers-of-ours.html")).0, ["junior", "senior"]);
    let page = text(&output, "matrix/engineers-of-ours.html");
    assert!(page.contains(">A &amp; B<") && page.contains(">Coding<") && !page.contains("**"), "{page}");
    for (page, link) in [("skills/tests.html", "https://e.org/t"), ("tracks/engineers-of-ours.html", "https://e.org/us")] {
        assert!(text(&output, page).contains(link), "a link is kept on {page}");
    }
    assert!(has(&output, "levels/lead.html", "Scope a team"));
}

#[test]
fn lists_of_html_in_cells_are_lists() {
    let content = "| Skill | Junior | Senior |\n|---|---|---|\n| Code | <ul><li>one</li><li>two</li></ul> | Leads:<ol><li>this</li><li>that</li></ol>and more |\n| Tests | first<br/>second | knows `<ul>` |\n";
    let (import, output, said) = imported("ladder.md", content);
    assert_eq!(said, Vec::<String>::new());
    let level =
        |id: &str| import.texts.iter().find(|(path, _)| path.below("levels/") == Some(id)).map(|(_, text)| text.clone()).expect("a level");
    assert!(level("junior.md").contains("## One {#code skill=code}\n\n## Two {#code-2 skill=code}\n"), "{}", level("junior.md"));
    assert!(level("senior.md").contains("## Leads {#code skill=code}\n\n- this\n- that\n\nand more\n"), "{}", level("senior.md"));
    assert!(has(&output, "matrix.html", "knows <ul>"));
}

#[test]
fn one_level_over_an_empty_corner_is_a_level() {
    let (_, output, said) = imported("ladder.csv", ",Senior\nCode,Writes it\nTests,Runs them\n");
    assert_eq!(said, Vec::<String>::new());
    let expected = |skill: &str, cell: &str| (skill.to_owned(), cell.to_owned());
    let (levels, skills) = matrix(&text(&output, "matrix.html"));
    assert_eq!(levels, ["senior"]);
    for ((skill, cells), (name, cell)) in skills.iter().zip([expected("code", "writes it"), expected("tests", "runs them")]) {
        assert!(*skill == name && cells[0].contains(&cell), "{skills:?}");
    }
}

#[test]
fn all_that_stands_above_a_table_is_kept() {
    let (_, output, _) = imported("ladder.csv", "Our ladder,,\nVersion 3 of May,,\nOwned by,Ada,\nSkill,Junior,Senior\nCode,a,b\n");
    assert!(has(&output, "index.html", "Our ladder"));
    for note in ["Version 3 of May", "Owned by", "Ada"] {
        assert!(has(&output, "tracks/our-ladder.html", note), "{note}");
    }
    let (_, output, _) = imported("ladder.csv", "Of us all,Junior,Senior\nCode,a,b\n");
    assert!(has(&output, "tracks/ladder.html", "Of us all"));
}

#[test]
fn two_descriptions_are_both_kept() {
    let summaries = "Skill,Definition,Junior,Senior,Overview\nSummary,What a level is,Learns,Leads,\nDescription,,Asks a lot,Answers,\nCode,Writing,a,b,And reading\n";
    let (_, output, said) = imported("ladder.csv", summaries);
    assert_eq!(said, Vec::<String>::new());
    assert!(has(&output, "levels/junior.html", "Learns") && has(&output, "levels/junior.html", "Asks a lot"));
    assert!(has(&output, "skills/code.html", "Writing And reading"));
    assert!(has(&output, "tracks/ladder.html", "Summary: What a level is"));
    let tables = "## Engineers\n\n| Skill | Description | L1 | L2 |\n|---|---|---|---|\n| Code | Writing | a | b |\n\n## Managers\n\n| Skill | Description | M1 | M2 |\n|---|---|---|---|\n| Code | Reading | c | d |\n";
    assert!(has(&imported("ladder.md", tables).1, "skills/code.html", "Writing Reading"));
}

#[test]
fn two_areas_may_each_have_a_scope() {
    let (_, output, said) = imported(
        "ladder.csv",
        "Area,Skill,Junior,Senior\nCraft,Scope,a task,a system\n,Code,a,b\nPeople,Scope,oneself,a team\n,Help,c,d\n",
    );
    assert_eq!(said, Vec::<String>::new());
    assert!(has(&output, "levels/junior.html", "Scope a task Scope (People) oneself"));
    let (import, diagnostics) = table("l.csv", b"Skill,L1,L2\nScope,a,b\nScope,c,d\nCode,e,f\n", None);
    assert!(import.texts.is_empty() && diagnostics.len() == 1, "{diagnostics:?}");
}

#[test]
fn another_header_in_a_sheet_begins_another_track() {
    let content = "Skill,Junior,Senior\nCode,a,b\n,,\nManagers,,\nSkill,Lead,Manager\nHiring,c,d\n";
    let (_, output, said) = imported("ladder.csv", content);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(matrix(&text(&output, "matrix/ladder.html")).0, ["junior", "senior"]);
    assert_eq!(matrix(&text(&output, "matrix/managers.html")).0, ["lead", "manager"]);
    let (_, output, said) =
        imported("l.csv", "Area,Skill,Description,Blue\nCraft,Code,Writing,a\nArea,Skill,Lead,Manager\nCraft,Code,b,c\n");
    assert!(said.is_empty() && has(&output, "matrix/l.html", "Blue") && has(&output, "matrix/l-2.html", "Manager"), "{said:?}");
}

#[test]
fn signals_and_placeholders_in_cells_have_their_place() {
    let (import, output, said) =
        imported("ladder.csv", "Skill,Junior,Senior\nCode,\"Reviews:\n- Example: small ones\n- Signal: asks first\",...\nTests,a,…\n");
    assert_eq!(said, Vec::<String>::new());
    for cell in ["Reviews", "small ones", "asks first"] {
        assert!(has(&output, "levels/junior.html", cell), "{cell}");
    }
    let senior = import.texts.iter().find(|(path, _)| path.as_str() == "levels/senior.md").map(|(_, text)| text.as_str());
    assert_eq!(senior, Some("---\ntitle: Senior\ntrack: ladder\n---\n"));
}

#[test]
fn names_that_files_may_not_have_get_others() {
    for name in ["index.csv", "README.csv"] {
        let (_, output, said) = imported(name, "Skill,Readme,Index\nIndex,a,b\nREADME,c,d\n");
        assert_eq!(said, Vec::<String>::new());
        assert!(has(&output, "matrix.html", "Index") && has(&output, "skills/readme-skill.html", "README"));
    }
}

#[test]
fn a_table_that_names_no_level_is_a_fault() {
    let (import, diagnostics) = table("l.csv", b"Skill,Description\nCode,Writing it\n", None);
    assert!(import.texts.is_empty());
    assert_eq!(diagnostics.into_iter().map(|one| one.message).collect::<Vec<_>>(), ["this header names no level"]);
}

/// A sheet with all of it at once, and the page on which each of its cells must stand.
const SHEET: &str = "\
Harbour ladder;;;;
Version 3 of May;;;;
Kept by;Ada;;;
Category;Competency;Definition;L1 Junior;L2 Senior
;Summary;What a level is;Learns the trade;Leads the work
;Description;;Joins in with help;Answers for a year
;Scope;How far it reaches;a task;a system
Craft;Code;Programs for people;Writes small programs;Shapes large ones
;Readme;Texts beside code;Updates them;...
;Empty;What it would be one day;;
People;Scope;How many people;oneself;a team
;Helping;;Asks early;Example: answers within an hour
Managers;;;;
Category;Competency;Definition;M1 Lead;M2 Manager
Craft;Code;Programs of others;Reads what is written;Asks for less of it
People;Hiring;Finding colleagues;Talks to applicants;Closes the search
Last changed by Ben;;;;
";

#[test]
fn a_sheet_of_many_habits_is_found_cell_by_cell() {
    let (_, output, said) = imported("ladder.csv", SHEET);
    assert_eq!(said, ["warning: no skill stands below `Last changed by Ben`, so it is no area"]);
    let places: &[(&str, &[&str])] = &[
        ("tracks/harbour-ladder.html", &["Harbour ladder", "Version 3 of May", "Kept by", "Ada"]),
        ("tracks/harbour-ladder.html", &["Summary: What a level is", "Scope: How far it reaches", "Scope: How many people"]),
        ("levels/l1-junior.html", &["L1 Junior", "Learns the trade", "Joins in with help", "Scope a task", "Scope (People) oneself"]),
        ("levels/l2-senior.html", &["L2 Senior", "Leads the work", "Answers for a year", "Scope a system", "Scope (People) a team"]),
        ("matrix/harbour-ladder.html", &["Craft", "People", "Code", "Readme", "Helping", "Writes small programs", "Shapes large ones"]),
        ("matrix/harbour-ladder.html", &["Updates them", "Asks early", "Example: answers within an hour"]),
        ("skills/code.html", &["Programs for people", "Programs of others"]),
        ("skills/readme-skill.html", &["Texts beside code"]),
        ("skills/empty.html", &["Empty", "What it would be one day"]),
        ("skills/hiring.html", &["Finding colleagues"]),
        ("tracks/managers.html", &["Managers", "Last changed by Ben"]),
        ("matrix/managers.html", &["M1 Lead", "M2 Manager", "Hiring", "Reads what is written", "Asks for less of it"]),
        ("matrix/managers.html", &["Talks to applicants", "Closes the search"]),
    ];
    let lost: Vec<_> = places.iter().flat_map(|(page, cells)| cells.iter().map(move |cell| (page, cell))).collect();
    let lost: Vec<_> = lost.into_iter().filter(|(page, cell)| !has(&output, page, cell)).collect();
    assert_eq!(lost, []);
    // No cell is forgotten here but the words for columns, what is told by its page, and what says nothing.
    let named = words(&places.iter().flat_map(|(_, cells)| cells.iter().copied()).collect::<Vec<_>>().join("\n"));
    let cells = SHEET.split([';', '\n']).filter(|cell| !words(cell).is_empty() && !named.contains(&words(cell)));
    assert_eq!(cells.collect::<Vec<_>>(), ["Category", "Competency", "Definition", "Description", "Category", "Competency", "Definition"]);
}
