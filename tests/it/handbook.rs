//! Our own handbook by rules that can be checked: items, expectations, headings, pictures. Nothing here runs in a
//! fork, which has another site id and words of its own.

use crate::fixture::{book, folder, for_readers, repository, theme};
use rungs::{
    Compilation, Memory,
    book::{Body, Book, Content, Node, Tag},
    compile,
};
use std::{collections::BTreeSet, sync::LazyLock};

/// Openings that leave open what will exist afterwards.
const VAGUE: [&str; 32] = [
    "be more ",
    "be proactive",
    "be a ",
    "be the ",
    "be better ",
    "be available",
    "become ",
    "improve ",
    "try to ",
    "think ",
    "consider ",
    "understand ",
    "learn about ",
    "continue ",
    "keep being ",
    "focus on ",
    "work on ",
    "strive ",
    "ensure ",
    "make sure ",
    "get better ",
    "get familiar ",
    "develop your ",
    "communicate ",
    "collaborate ",
    "support ",
    "help out ",
    "stay ",
    "embrace ",
    "demonstrate ",
    "take ownership ",
    "foster ",
];

/// Two expectations that share this part of their longer words, in per cent, say the same thing.
const ALIKE: usize = 60;

static HANDBOOK: LazyLock<Option<Compilation>> = LazyLock::new(|| {
    let root = repository().join("book");
    let sources = folder(&root, "");
    let compilation = compile(&sources, theme(), &for_readers(), &Memory::default(), &|_| {}).value?;
    let ours = compilation.site().book.manifest.site_id == "technical-leadership";
    ours.then_some(compilation)
});

/// The handbook, when it is ours.
pub fn handbook() -> Option<&'static Compilation> {
    if HANDBOOK.is_none() {
        eprintln!("skipped: book/ is another handbook");
    }
    HANDBOOK.as_ref()
}

/// Stops with all faults at once.
#[track_caller]
pub fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The site of a small book, for tests of the rules themselves.
pub fn small(text: &str) -> Compilation {
    compile(&book(text), theme(), &for_readers(), &Memory::default(), &|_| {}).value.expect("a book")
}

fn bodies(book: &Book) -> impl Iterator<Item = (String, &Body)> {
    book.pages.iter().map(|page| (page.key(), page.body()))
}

#[test]
fn every_item_has_a_skill_and_says_what_exists_when_it_is_done() {
    let Some(handbook) = handbook() else { return };
    none(&items(&handbook.site().book));
}

fn items(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, place) in &book.items {
        let body = book.page(place.page).body();
        let item = &body.items[place.number];
        if place.skills.is_empty() {
            faults.push(format!("{id} has no skill"));
        }
        if done_when(body, place.number).is_empty() {
            faults.push(format!("{id} does not say what exists when it is done"));
        }
        let title = item.title.to_lowercase();
        if let Some(opening) = VAGUE.iter().find(|opening| title.starts_with(**opening)) {
            faults.push(format!("{id} is vague, it begins with \"{opening}\": {title}"));
        }
    }
    faults
}

/// The text below an item's first line.
fn done_when(body: &Body, number: usize) -> String {
    let is_item = |node: &Node| matches!(node, Node::Start(Tag::Item(at)) if *at as usize == number);
    let Some(start) = body.nodes.iter().position(is_item) else { return String::new() };
    let more = (start..body.end_of(start)).find(|at| matches!(body.nodes[*at], Node::Start(Tag::ItemMore)));
    more.map(|at| body.plain(at..body.end_of(at))).unwrap_or_default()
}

#[test]
fn no_two_expectations_are_alike() {
    let Some(handbook) = handbook() else { return };
    none(&expectations(&handbook.site().book));
}

fn expectations(book: &Book) -> Vec<String> {
    let mut seen: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut faults = Vec::new();
    for page in &book.pages {
        let Content::Level { expectations, .. } = &page.parsed.content else { continue };
        for expectation in expectations {
            let statement = expectation.statement.iter().map(|range| page.body().plain(range.clone())).collect::<String>();
            let words: BTreeSet<String> = long_words(&format!("{} {statement}", expectation.title)).collect();
            let name = format!("{}/{}", page.id(), expectation.local);
            for (other, theirs) in &seen {
                let shared = words.intersection(theirs).count() * 100 / words.union(theirs).count().max(1);
                if shared >= ALIKE {
                    faults.push(format!("{name} and {other} share {shared} % of their words"));
                }
            }
            seen.push((name, words));
        }
    }
    faults
}

fn long_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 3).map(str::to_lowercase)
}

#[test]
fn every_heading_has_text_below_it_and_every_picture_words() {
    let Some(handbook) = handbook() else { return };
    none(&headings(&handbook.site().book));
}

fn headings(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, body) in bodies(book) {
        for (number, heading) in body.headings.iter().enumerate().filter(|(_, heading)| heading.top) {
            if body.section(number).is_empty() {
                faults.push(format!("{key}: nothing stands below \"{}\"", heading.title));
            }
        }
        for node in &body.nodes {
            if let Node::Image(image) = node
                && image.alt.trim().is_empty()
            {
                faults.push(format!("{key}: {} has no alternative text", body.links[image.link as usize].written));
            }
        }
    }
    faults
}

#[test]
fn every_template_has_an_example_of_its_own() {
    let Some(handbook) = handbook() else { return };
    none(&templates(&handbook.site().book));
}

fn templates(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    for page in book.templates.iter().map(|index| book.page(*index)) {
        let Content::Template { document, example, .. } = &page.parsed.content else { continue };
        match example.map(|number| &page.body().headings[number]) {
            None => faults.push(format!("{} has no example", page.key())),
            Some(heading) if document.contains(&heading.title) => faults.push(format!("{} copies its example", page.key())),
            Some(heading) => {
                let filled = page.body().plain(heading.node..page.body().nodes.len());
                if filled.contains("[ ") || filled.len() * 3 < document.len() {
                    faults.push(format!("the example of {} is not filled in", page.key()));
                }
            }
        }
    }
    faults
}

#[test]
fn every_term_is_used() {
    let Some(handbook) = handbook() else { return };
    none(&terms(&handbook.site().book));
}

fn terms(book: &Book) -> Vec<String> {
    let text: String = bodies(book).map(|(_, body)| body.text.to_lowercase()).collect();
    let name = |title: &str| title.split(" (").next().unwrap_or(title).to_lowercase();
    let used = |term: &rungs::book::Term| std::iter::once(&term.title).chain(&term.aliases).any(|word| text.contains(&name(word)));
    book.terms.iter().filter(|term| !used(term)).map(|term| format!("nobody says \"{}\"", term.title)).collect()
}

#[test]
fn the_handbook_has_what_it_promises_in_number() {
    let Some(handbook) = handbook() else { return };
    let book = &handbook.site().book;
    let chapters = book.pages.iter().filter(|page| page.is_reading()).count();
    assert!(chapters >= 25, "{chapters} chapters");
    assert!(book.items.len() >= 400, "{} items", book.items.len());
    assert!(book.templates.len() >= 25, "{} templates", book.templates.len());
    assert!(book.terms.len() >= 110, "{} terms", book.terms.len());
    let questions: usize = book.questions.iter().map(|theme| theme.questions.len()).sum();
    assert!(questions >= 60, "{questions} questions");
    let levels = book.pages.iter().filter_map(|page| match &page.parsed.content {
        Content::Level { expectations, .. } => Some((page.id(), expectations)),
        _ => None,
    });
    for (level, expectations) in levels {
        assert!((9..=12).contains(&expectations.len()), "{level} has {} expectations", expectations.len());
        for expectation in expectations {
            let name = format!("{level}/{}", expectation.local);
            assert!((2..=3).contains(&expectation.signals.len()), "{name} has {} signals", expectation.signals.len());
            assert!(!expectation.not_yet.is_empty() && !expectation.examples.is_empty(), "{name} wants a \"not yet\" and an example");
        }
    }
}

const PLANTED: &str = "\
-- guide/a.md --
# A
## Nothing here
## Below
![](../static/a.png)

- [ ] Be proactive {#one skills=s}
  Something exists.
- [ ] Write a page {#two}
-- static/a.png --
-- skills/s.md --
# S
-- tracks/t.md --
---
levels: [low, high]
---
-- levels/low.md --
---
track: t
---
## Designs {#design skill=s}
You write the designs that several other teams build on afterwards.
-- levels/high.md --
---
track: t
---
## Designs {#designs skill=s}
You write the designs which several other teams build on afterwards.
-- templates/empty.md --
# Empty

Name: [name]
-- templates/half.md --
# Half

Name: [name]

## Filled in {.example}

Name: [ ... ]
-- glossary.yml --
rare: {title: Rare, text: Seldom.}
";

#[test]
fn the_rules_see_planted_faults() {
    let small = small(PLANTED);
    let book = &small.site().book;
    assert_eq!(
        items(book),
        ["one is vague, it begins with \"be proactive\": be proactive", "two has no skill", "two does not say what exists when it is done"]
    );
    assert_eq!(expectations(book), ["low/design and high/designs share 77 % of their words"]);
    assert_eq!(headings(book), ["chapter/a: nothing stands below \"Nothing here\"", "chapter/a: ../static/a.png has no alternative text"]);
    assert_eq!(templates(book), ["template/empty has no example", "the example of template/half is not filled in"]);
    assert_eq!(terms(book), ["nobody says \"Rare\""]);
}
