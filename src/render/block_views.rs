//! The views of blocks in prose: the same parts as on the pages of the ladder, in short.

use super::data::{Data, Fields, data};
use super::{
    matrix_views::{Telling, only_core},
    scene::Scene,
};
use crate::book::{Block, ChecklistBlock, CompareBlock, Id, Level, LevelsBlock, Located, MatrixBlock, Node, NodeRange, PageKind, Tag};
use crate::ladder::{compare, matrix};

impl Scene<'_> {
    /// What `block.html` is rendered with. `None` when what the block names is not in the book, which was said before.
    pub fn block(&self, block: &Block) -> Option<Fields> {
        let mut view = Fields::default();
        let (kind, part) = match block {
            Block::Compare(block) => ("compare", self.compare_block(block)?),
            Block::Matrix(block) => ("matrix", self.matrix_block(block)),
            Block::Levels(block) => ("levels", self.levels_block(block)),
            Block::Checklist(block) => ("checklist", self.checklist_block(block)?),
        };
        view.insert("block", kind);
        view.insert(kind, part);
        Some(view)
    }

    fn compare_block(&self, block: &CompareBlock) -> Option<Data> {
        let ladder = &self.site.book.ladder;
        let (from, to) = (ladder.level(&block.from.value)?, ladder.level(&block.to.value)?);
        let mut comparison = compare(ladder, from, to);
        if !block.skills.is_empty() {
            comparison.skills.retain(|change| block.skills.iter().any(|name| *name.value == **change.skill));
        }
        let mut view = self.short_comparison(&comparison);
        let places = [from, to].map(|level| self.site.book.page(level.page).title.to_string());
        let [from, to] = places;
        view["title"] = data!(self.filled("compare_title", &[("from", from), ("to", to)]));
        Some(view)
    }

    /// The levels that a block names: of a track, one by one, or all.
    fn named_levels(&self, track: Option<&Located<String>>, names: &[Located<String>]) -> Vec<&Level> {
        let ladder = &self.site.book.ladder;
        let of_track = track.and_then(|name| ladder.track(&name.value)).map(|track| track.levels.as_slice());
        let mut ids: Vec<&Id> = of_track.unwrap_or_default().iter().collect();
        let named = names.iter().filter_map(|name| ladder.level(&name.value)).map(|level| &level.id);
        ids.extend(named.filter(|id| !of_track.unwrap_or_default().contains(id)));
        if track.is_none() && names.is_empty() {
            return ladder.levels.iter().collect();
        }
        ids.into_iter().filter_map(|id| ladder.level(id)).collect()
    }

    fn matrix_block(&self, block: &MatrixBlock) -> Data {
        let book = &self.site.book;
        let mut matrix = matrix(&book.ladder, &book.areas, self.named_levels(block.track.as_ref(), &block.levels));
        if let Some(area) = &block.area {
            matrix = matrix.of_area(&area.value);
        }
        let matrix = if block.core { only_core(matrix) } else { matrix };
        self.matrix(&matrix, Telling::Titles)
    }

    fn levels_block(&self, block: &LevelsBlock) -> Data {
        let levels = self.named_levels(block.track.as_ref(), &block.levels);
        let whole = block.track.is_none() && block.levels.is_empty();
        data!({
            "levels": levels.into_iter().map(|level| self.level_card(level)).collect::<Vec<_>>(),
            "drawing": if whole { self.ladder_drawing() } else { Data::Nothing },
        })
    }

    fn checklist_block(&self, block: &ChecklistBlock) -> Option<Data> {
        let page = self.site.book.find(PageKind::Checklist, &block.checklist.value)?;
        let mut view = self.practice(page)?;
        let body = self.site.book.page(page).body();
        let wanted = |id: &str| block.items.is_empty() || block.items.iter().any(|name| name.value == id);
        let starts = body.nodes.iter().enumerate().filter_map(|(at, node)| match node {
            Node::Start(Tag::Item(number)) if wanted(&body.items[*number as usize].id) => Some(at),
            _ => None,
        });
        // An item in an item is shown with it, not once more.
        let mut ranges: Vec<NodeRange> = Vec::new();
        for start in starts {
            if ranges.last().is_none_or(|last| last.end <= start) {
                ranges.push(start..body.end_of(start) + 1);
            }
        }
        self.counted.borrow_mut().items.extend(body.items.iter().filter(|item| wanted(&item.id)).map(|item| item.id.clone()));
        view["html"] = self.html_of_all(page, &ranges);
        Some(view)
    }
}
