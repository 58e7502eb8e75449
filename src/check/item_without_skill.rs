//! An item that builds no skill: it counts for its page alone and is never offered to anybody.

use super::{Advice, advice};
use crate::book::{Book, ItemPlace};
use crate::diagnostic::Code;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    if book.ladder.skills.is_empty() {
        return Vec::new();
    }
    let mut items: Vec<&ItemPlace> = book.items.values().filter(|item| item.skills.is_empty()).collect();
    items.sort_by_key(|item| (item.page, item.number));
    let about = |item: &ItemPlace| {
        let written = &book.page(item.page).body().items[item.number];
        let message = format!("\"{}\" names no skill, so no plan will offer it", written.title);
        advice(book, Code::ItemWithoutSkill, item.page, Some(written.line.clone()), message)
            .help("write `skills=…` into its tail, or `skills: […]` into the page's front matter for all of its items")
    };
    items.into_iter().map(about).collect()
}
