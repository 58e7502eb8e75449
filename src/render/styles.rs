//! Which style sheets of the theme a page needs beside the one of every page.

use crate::book::{Block, Body};

/// The names of the sheets (`css/<name>.css`) of a page of this kind with this text, sorted, each once.
pub(super) fn styles(kind: &str, body: Option<&Body>) -> Vec<&'static str> {
    let mut names = of_kind(kind).to_vec();
    if let Some(body) = body {
        names.extend(body.blocks.iter().filter_map(of_block));
        names.extend((!body.worksheets.is_empty()).then_some("worksheet"));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn of_kind(kind: &str) -> &'static [&'static str] {
    match kind {
        "area" | "matrix" => &["matrix"],
        "compare" => &["changes", "compare"],
        "home" => &["home", "ladder"],
        "ladder" => &["ladder"],
        "level" => &["changes", "levels"],
        "print" => &["changes", "compare", "ladder", "levels", "matrix", "worksheet"],
        "role" | "skill" => &["levels"],
        "transition" => &["changes"],
        "track" => &["ladder", "matrix"],
        _ => &[],
    }
}

fn of_block(block: &Block) -> Option<&'static str> {
    match block {
        Block::Compare(_) => Some("changes"),
        Block::Matrix(_) => Some("matrix"),
        Block::Levels(_) => Some("ladder"),
        Block::Checklist(_) => None,
    }
}
