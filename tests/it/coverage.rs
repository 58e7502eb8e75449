//! The coverage report: what it finds, where it says so, and that a clean ladder passes `--strict`.

use crate::fixture::{book, build_with, for_readers, text, theme};
use crate::shell_folder::Folder;
use rungs::{Audience, Memory, Options, compile};

/// A ladder with one fault of each rule, and next to each what is no fault.
const BOOK: &str = include_str!("coverage_book.txt");

/// The advice on a book, one line each.
fn advice(text: &str) -> Vec<String> {
    let sources = book(text);
    let outcome = compile(&sources, theme(), &for_readers(), &Memory::default(), &|_| {});
    assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
    let said = outcome.value.expect("a book").coverage();
    said.into_iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
}

#[test]
fn each_rule_finds_its_fault_and_nothing_else() {
    let expected = [
        "core-without-expectation: Writing is core at Senior, and no expectation says what that means there",
        "core-without-expectation: Writing is core at Staff, and no expectation says what that means there",
        "unneeded-skill: no level asks for Chess; only Tech Lead does",
        "falling-target: Hiring falls from step 3 at Senior to 2 at Staff, and no note says why",
        "identical-texts: this signal reads the same as at Senior",
        "item-without-skill: \"Draw the system\" names no skill, so no plan will offer it",
    ];
    assert_eq!(advice(BOOK), expected);
}

#[test]
fn a_crowded_level_is_one_of_thirteen() {
    let skills = |count: usize| {
        let skill = |number: &usize| format!("-- skills/s{number}.md --\n---\ntitle: Skill {number}\n---\nText.\n");
        let core: Vec<String> = (0..count).map(|number| format!("s{number}: 1")).collect();
        let pages: String = (0..count).collect::<Vec<_>>().iter().map(skill).collect();
        let expectations: String =
            (0..count).map(|n| format!("\n## Does {n} {{#e{n} skill=s{n}}}\nDoes number {n} of many things.\n")).collect();
        format!(
            "{pages}-- tracks/ic.md --\n---\ntitle: IC\nlevels: [senior]\n---\n-- levels/senior.md --\n---\ntitle: Senior\ntrack: ic\n\
             core: {{{}}}\n---\nI build.\n{expectations}",
            core.join(", ")
        )
    };
    assert_eq!(advice(&skills(12)), Vec::<String>::new());
    assert_eq!(advice(&skills(13)), ["crowded-level: Senior has 13 core skills, and a reader can hold about 12"]);
}

#[test]
fn a_book_without_a_ladder_has_no_coverage() {
    assert_eq!(advice("-- index.md --\n# Handbook\n\n- [ ] Do it {#do}\n"), Vec::<String>::new());
}

#[test]
fn authors_have_a_page_and_readers_do_not() {
    let sources = book(BOOK);
    let made = |audience| build_with(&sources, &Options { audience, base_url: None }, &Memory::default()).clean(&sources);
    let page = text(&made(Audience::Author), "coverage.html");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("coverage_html", crate::fixture::article(&page));
    });
    assert!(!made(Audience::Reader).contains_key("coverage.html"));
}

#[test]
fn the_command_says_what_and_where_and_strict_fails_on_it() {
    let folder = Folder::with(&[]);
    for (path, content) in crate::fixture::files(BOOK) {
        folder.write(&format!("book/{path}"), content);
    }
    assert!(!folder.done(&["check"]).stderr.contains("Coverage"));
    let run = folder.done(&["check", "--coverage"]);
    for words in
        ["crowded-level             none\n", "falling-target            1\n", "  book/levels/staff.md:7  Hiring falls", "rungs explain "]
    {
        assert!(run.stderr.contains(words), "{words} in {}", run.stderr);
    }
    assert_eq!(folder.run(&["check", "--coverage", "--strict"]).code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&folder.done(&["check", "--coverage", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["coverage"]["core-without-expectation"], 2);
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(6));
    assert!(folder.done(&["check", "--coverage", "--format", "github"]).stdout.contains("::warning file=book/levels/staff.md,line=7,"));
    let clean = Folder::with(&[("book/index.md", "---\ntitle: Fine\n---\n"), ("book/book.yml", "site: {id: fine}\n")]);
    clean.done(&["check", "--coverage", "--strict"]);
}
