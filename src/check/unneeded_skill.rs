//! A skill that no level asks for.

use super::{Advice, advice};
use crate::book::{Book, Skill};
use crate::diagnostic::Code;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    if book.ladder.levels.is_empty() {
        return Vec::new();
    }
    let unneeded = |skill: &&Skill| {
        let draft = book.page(skill.page).parsed.draft;
        !draft && !book.ladder.levels.iter().any(|level| level.targets.contains_key(&skill.id))
    };
    let about = |skill: &Skill| {
        let roles = book.ladder.roles.iter().filter(|role| role.skills.iter().any(|(needed, _)| *needed == skill.id));
        let roles: Vec<&str> = roles.map(|role| &*book.page(role.page).title).collect();
        let only = if roles.is_empty() { String::new() } else { format!("; only {} does", roles.join(" and ")) };
        let message = format!("no level asks for {}{only}", book.page(skill.page).title);
        advice(book, Code::UnneededSkill, skill.page, None, message)
            .help(format!("ask for `{}` under `core:` or `supporting:` of a level, or take the page away", skill.id))
    };
    book.ladder.skills.iter().filter(unneeded).map(about).collect()
}
