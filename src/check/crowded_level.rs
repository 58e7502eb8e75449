//! A level with so many core skills that none of them is core.

use super::{Advice, advice, defined, matter};
use crate::book::{Book, Level, Weight};
use crate::diagnostic::Code;

/// More than this, and readers no longer know what a level rests on.
const MOST_CORE_SKILLS: usize = 12;

pub(super) fn check(book: &Book) -> Vec<Advice> {
    let core = |level: &Level| level.targets.values().filter(|target| target.weight == Weight::Core).count();
    let about = |level: &Level| {
        let page = book.page(level.page);
        let message = format!("{} has {} core skills, and a reader can hold about {MOST_CORE_SKILLS}", page.title, core(level));
        let first = matter(book, level).and_then(|matter| matter.core.iter().next()).map(|(name, _)| name.range());
        advice(book, Code::CrowdedLevel, level.page, None, message)
            .help("move what only helps from `core:` to `supporting:`")
            .in_front_matter(page, first)
    };
    defined(book).filter(|level| core(level) > MOST_CORE_SKILLS).map(about).collect()
}
