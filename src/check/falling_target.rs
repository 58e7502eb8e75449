//! A target that is lower than at the level below, without a word about why.

use super::{Advice, advice, skill_title, target_place};
use crate::book::{Book, Level};
use crate::diagnostic::Code;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    let mut all = Vec::new();
    for track in &book.ladder.tracks {
        let levels: Vec<&Level> = track.levels.iter().filter_map(|id| book.ladder.level(id)).filter(|level| !level.draft).collect();
        for pair in levels.windows(2) {
            all.extend(between(book, pair[0], pair[1]));
        }
    }
    all
}

fn between(book: &Book, below: &Level, level: &Level) -> Vec<Advice> {
    let page = book.page(level.page);
    let mut all = Vec::new();
    for (skill, target) in level.targets.iter().filter(|(_, target)| target.note.is_none()) {
        let Some(before) = below.targets.get(skill).filter(|before| before.step > target.step) else { continue };
        let message = format!(
            "{} falls from step {} at {} to {} at {}, and no note says why",
            skill_title(book, skill),
            before.step,
            book.page(below.page).title,
            target.step,
            page.title
        );
        let help = format!("write a sentence under `notes:` of the front matter: `{skill}: \"…\"`");
        let advice = advice(book, Code::FallingTarget, level.page, None, message).help(help);
        all.push(advice.in_front_matter(page, target_place(book, level, skill)));
    }
    all
}
