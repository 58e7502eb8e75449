//! Fenced code whose first word names a block becomes one, its names placed in the page.

use super::fenced::Fenced;
use crate::book::Block;
use crate::diagnostic::Outcome;
use crate::source::Origin;

/// Whether fenced code of this word is a block.
pub(super) fn is_block(word: &str) -> bool {
    Block::WORDS.contains(&word)
}

/// Reads the block of this word. `None` when its YAML is at fault; the diagnostics say what.
pub(super) fn read(word: &str, fenced: &Fenced, origin: &Origin) -> Outcome<Option<Block>> {
    let mut diagnostics = Vec::new();
    let block = match word {
        "compare" => fenced.yaml(origin).take(&mut diagnostics).map(Block::Compare),
        "matrix" => fenced.yaml(origin).take(&mut diagnostics).map(Block::Matrix),
        "levels" => fenced.yaml(origin).take(&mut diagnostics).map(Block::Levels),
        _ => fenced.yaml(origin).take(&mut diagnostics).map(Block::Checklist),
    };
    let block = block.map(|mut block| {
        for name in block.names_mut() {
            let place = fenced.place(&name.range());
            (name.start, name.end) = (place.start, place.end);
        }
        block
    });
    Outcome::new(block, diagnostics)
}
