//! The page of sources: which pages cite each, and how these are told apart.

use crate::fixture::{book, build, text};

#[test]
fn pages_of_one_title_that_cite_a_source_are_told_apart() {
    let page = |path: &str, title: &str| format!("-- {path}.md --\n# {title}\n\nSee [[source:kim]].\n");
    let pages = [page("guide/a", "Influence"), page("checklists/b", "Influence"), page("guide/c", "Other")].concat();
    let built = build(&book(&format!("{pages}-- sources.yml --\nkim: {{title: On work, authors: Kim}}\n")));
    let sources = text(&built.output, "sources.html");
    for name in [">Influence (chapter)<", ">Influence (checklist)<", ">Other<"] {
        assert!(sources.contains(name), "{name} is missing: {sources}");
    }
}
