//! All trackable items of a book, with the defaults of their pages filled in.

use super::names::Names;
use crate::book::{
    ChecklistKind, ChecklistMatter, Content, Id, Item, ItemPlace, Located, Lock, LockKind, Owner, PageIndex, PageKind, ParsedPage, Review,
    Step,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::review;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// What a page says for all its items.
#[derive(Default)]
struct Defaults {
    skills: Vec<Id>,
    step: Option<Step>,
    review: Option<Review>,
    effort: Option<String>,
    owner: Option<Owner>,
    level: Option<Id>,
}

/// Collects the items of all pages; an id that stands twice is an error and its first place counts.
pub(super) fn collect(names: &mut Names<'_>) -> BTreeMap<Id, ItemPlace> {
    let mut items: BTreeMap<Id, ItemPlace> = BTreeMap::new();
    for page in names.unread {
        for item in &page.body.items {
            item_skills(names, page, item);
        }
    }
    for at in 0..names.pages.len() {
        let page = PageIndex(at);
        let parsed = Arc::clone(&names.page(page).parsed);
        let defaults = defaults(names, page, &parsed.content);
        for (number, item) in parsed.body.items.iter().enumerate() {
            let skills = item_skills(names, &parsed, item);
            match items.entry(item.id.clone()) {
                Entry::Occupied(first) => {
                    let diagnostic = duplicate(names, page, item, first.get());
                    names.diagnostics.push(diagnostic);
                }
                Entry::Vacant(free) => _ = free.insert(place(item, page, number, skills, &defaults)),
            }
        }
    }
    items
}

/// Writes the lock's numbers into the items.
pub(super) fn number(items: &mut BTreeMap<Id, ItemPlace>, lock: &Lock) {
    for entry in lock.entries.iter().filter(|entry| entry.kind == LockKind::Item) {
        if let Some(item) = items.get_mut(&entry.id) {
            item.ordinal = Some(entry.ordinal);
        }
    }
}

fn place(item: &Item, page: PageIndex, number: usize, skills: Vec<Id>, defaults: &Defaults) -> ItemPlace {
    ItemPlace {
        page,
        number,
        skills: if skills.is_empty() { defaults.skills.clone() } else { skills },
        step: item.tail.step.or(defaults.step),
        review: item.tail.review.or(defaults.review),
        effort: item.tail.effort.clone().or_else(|| defaults.effort.clone()),
        owner: defaults.owner.unwrap_or(Owner::Own),
        level: defaults.level.clone(),
        rev: item.tail.rev.unwrap_or(1),
        ordinal: None,
    }
}

fn item_skills(names: &mut Names<'_>, page: &ParsedPage, item: &Item) -> Vec<Id> {
    let mut skills = Vec::new();
    for skill in &item.tail.skills {
        let span = page.origin.span(&skill.range());
        skills.extend(names.find_at(span, PageKind::Skill, &skill.value));
    }
    skills
}

fn duplicate(names: &Names<'_>, page: PageIndex, item: &Item, first: &ItemPlace) -> Diagnostic {
    let range = item.tail.id.as_ref().map_or_else(|| item.line.clone(), Located::range);
    let span = names.page(page).parsed.origin.span(&range);
    let other = names.page(first.page).source();
    let message = format!("the item `{}` stands in `{other}` already", item.id);
    Diagnostic::at(Code::DuplicateItem, span, message).help("item ids are unique in the whole book: give one of the two another id")
}

fn defaults(names: &mut Names<'_>, page: PageIndex, content: &Content) -> Defaults {
    match content {
        Content::Chapter(matter) => Defaults { skills: names.find_all(page, PageKind::Skill, &matter.skills), ..Defaults::default() },
        Content::Checklist(matter) => checklist(names, page, matter),
        Content::Template { matter, .. } => {
            names.find_all(page, PageKind::Skill, &matter.skills);
            Defaults::default()
        }
        _ => Defaults::default(),
    }
}

fn checklist(names: &mut Names<'_>, page: PageIndex, matter: &ChecklistMatter) -> Defaults {
    if let Some(kind) = &matter.kind {
        if kind.value == "promotion" {
            let diagnostic = names.at(page, Code::PromotionChecklist, kind, "a promotion is not a checklist");
            let help = "for what comes after a promotion write `kind: transition`; for what a level means, write expectations";
            names.diagnostics.push(diagnostic.help(help));
        } else {
            let words = ChecklistKind::ALL.iter().map(|kind| (kind.word(), *kind)).collect::<Vec<_>>();
            names.word(page, "kind", kind, &words);
        }
    }
    let owners = Owner::ALL.iter().map(|owner| (owner.word(), *owner)).collect::<Vec<_>>();
    let review = matter.review.as_ref().and_then(|words| {
        let parsed = review(&words.value);
        if parsed.is_none() {
            let message = format!("`{}` is not a time", words.value);
            let diagnostic = names.at(page, Code::UnknownValue, words, message).help("write days, like `90d`");
            names.diagnostics.push(diagnostic);
        }
        parsed
    });
    Defaults {
        skills: names.find_all(page, PageKind::Skill, &matter.skills),
        step: matter.step.as_ref().and_then(|step| names.step(page, step)),
        review,
        effort: matter.effort.as_ref().map(|effort| effort.value.clone()),
        owner: matter.owner.as_ref().and_then(|owner| names.word(page, "owner", owner, &owners)),
        level: matter.level.as_ref().and_then(|level| names.find(page, PageKind::Level, level)),
    }
}
