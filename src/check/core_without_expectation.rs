//! A core skill of a level of which no expectation says what it means there.

use super::{Advice, advice, defined, skill_title, target_place};
use crate::book::{Book, Content, HeldExpectation, Level, Weight};
use crate::diagnostic::Code;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    let mut all = Vec::new();
    for level in defined(book) {
        for (skill, _) in level.targets.iter().filter(|(skill, target)| target.weight == Weight::Core && !is_said(book, level, skill)) {
            let page = book.page(level.page);
            let title = skill_title(book, skill);
            let message = format!("{title} is core at {}, and no expectation says what that means there", page.title);
            let help =
                format!("write a heading like `## … {{#{skill} skill={skill}}}` with a statement below it, or list it under `supporting:`");
            let advice = advice(book, Code::CoreWithoutExpectation, level.page, None, message).help(help);
            all.push(advice.in_front_matter(page, target_place(book, level, skill)));
        }
    }
    all
}

/// Whether an expectation that holds at the level, its own or an inherited one, makes a statement about the skill.
fn is_said(book: &Book, level: &Level, skill: &str) -> bool {
    level.expectations.iter().filter(|held| *held.skill == *skill).any(|held| has_statement(book, held))
}

fn has_statement(book: &Book, held: &HeldExpectation) -> bool {
    let Some(owner) = book.ladder.level(&held.owner) else { return false };
    let Content::Level { expectations, .. } = &book.page(owner.page).parsed.content else { return false };
    expectations.iter().any(|expectation| expectation.local == held.local && !expectation.statement.is_empty())
}
