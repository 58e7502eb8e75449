//! What our handbook promises to teach, and where it does: `promises.txt` against the built book.

use crate::handbook::{handbook, none};
use rungs::{
    Entry, Memory,
    book::{Content, Id, PageKind},
};
use std::collections::{BTreeMap, BTreeSet};

const PROMISES: &str = include_str!("promises.txt");

/// How many statements the handbook answers.
const COUNT: usize = 63;

struct Promise {
    id: &'static str,
    place: &'static str,
    items: Vec<&'static str>,
    skills: Vec<&'static str>,
    expectations: Vec<&'static str>,
}

fn promises() -> Vec<Promise> {
    let lines = PROMISES.lines().filter(|line| !line.starts_with('#'));
    let promise = |line: &'static str| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, what, place, items, skills, expectations] = columns[..] else { panic!("six columns: {line}") };
        assert!(!what.is_empty(), "{id} says nothing");
        let names = |column: &'static str| column.split_whitespace().collect();
        Promise { id, place, items: names(items), skills: names(skills), expectations: names(expectations) }
    };
    lines.map(promise).collect()
}

#[test]
fn every_promise_is_kept_somewhere() {
    let Some(handbook) = handbook() else { return };
    let book = &handbook.site().book;
    let memory = Memory::default();
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut has_anchor = |path: &str, anchor: &str| {
        let page = pages.entry(path.to_owned()).or_insert_with(|| match handbook.render(path, &memory) {
            Some(Ok(Entry::Bytes(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        });
        page.contains(&format!("id=\"{anchor}\""))
    };
    let mut faults = Vec::new();
    let promises = promises();
    for promise in &promises {
        let mut fault = |what: &str| faults.push(format!("{}: {what}", promise.id));
        let (path, anchor) = promise.place.split_once('#').unwrap_or((promise.place, ""));
        if !has_anchor(path, anchor) {
            fault(&format!("the book has no {}", promise.place));
        }
        if promise.items.is_empty() || promise.skills.is_empty() || promise.expectations.is_empty() {
            fault("it needs an item, a skill and an expectation");
        }
        for item in &promise.items {
            let url = book.items.get(&Id::new(item)).and_then(|place| handbook.site().url(place.page));
            if !url.is_some_and(|url| has_anchor(url.as_str(), &format!("item:{item}"))) {
                fault(&format!("there is no item {item}"));
            }
        }
        for skill in promise.skills.iter().filter(|skill| book.find(PageKind::Skill, skill).is_none()) {
            fault(&format!("there is no skill {skill}"));
        }
        for expectation in &promise.expectations {
            let (level, local) = expectation.split_once('/').unwrap_or((expectation, ""));
            let own = book.find(PageKind::Level, level).is_some_and(|level| match &book.page(level).parsed.content {
                Content::Level { expectations, .. } => expectations.iter().any(|own| own.local == Id::new(local)),
                _ => false,
            });
            if !own || !has_anchor(&format!("levels/{level}.html"), local) {
                fault(&format!("there is no expectation {expectation}"));
            }
        }
    }
    let ids: BTreeSet<&str> = promises.iter().map(|promise| promise.id).collect();
    assert_eq!((promises.len(), ids.len()), (COUNT, COUNT), "each promise once");
    none(&faults);
}
