//! What blocks in prose name: every level, track, skill, area, checklist and item exists.

use super::names::Names;
use crate::book::{Block, Id, Located, PageKind, ParsedPage};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Says of every name in a block that the book does not have it.
pub(super) fn check(names: &mut Names<'_>) {
    let (pages, unread) = (names.pages, names.unread);
    for page in pages.iter().map(|page| &page.parsed).chain(unread) {
        for block in &page.body.blocks {
            Checker { names, page }.block(block);
        }
    }
}

struct Checker<'a, 'b> {
    names: &'a mut Names<'b>,
    page: &'a ParsedPage,
}

impl Checker<'_, '_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Compare(block) => {
                self.all(PageKind::Skill, &block.skills);
                let levels = (self.find(PageKind::Level, &block.from), self.find(PageKind::Level, &block.to));
                if levels.0.is_some() && levels.0 == levels.1 {
                    let message = format!("`{}` is compared with itself", block.to.value);
                    let same = Diagnostic::at(Code::UnknownValue, self.span(&block.to), message);
                    self.names.diagnostics.push(same.help("name two levels: `from: senior` and `to: staff`"));
                }
            }
            Block::Matrix(block) => {
                self.all(PageKind::Track, &block.track);
                self.all(PageKind::Level, &block.levels);
                if let Some(area) = &block.area {
                    self.names.area_at(self.span(area), &area.value);
                }
            }
            Block::Levels(block) => {
                self.all(PageKind::Track, &block.track);
                self.all(PageKind::Level, &block.levels);
            }
            Block::Checklist(block) => {
                if let Some(checklist) = self.find(PageKind::Checklist, &block.checklist) {
                    self.items(&checklist, &block.items);
                }
            }
        }
    }

    fn span(&self, name: &Located<String>) -> Span {
        self.page.origin.span(&name.range())
    }

    fn find(&mut self, kind: PageKind, name: &Located<String>) -> Option<Id> {
        self.names.find_at(self.span(name), kind, &name.value)
    }

    fn all<'c>(&mut self, kind: PageKind, names: impl IntoIterator<Item = &'c Located<String>>) {
        for name in names {
            self.find(kind, name);
        }
    }

    fn items(&mut self, checklist: &Id, items: &[Located<String>]) {
        let Some(page) = self.names.index.get(&(PageKind::Checklist, checklist.clone())) else { return };
        let known: Vec<&str> = self.names.page(*page).body().items.iter().map(|item| &*item.id).collect();
        let unknown = items.iter().filter(|item| !known.contains(&item.value.as_str())).map(|item| {
            let message = format!("the checklist `{checklist}` has no item `{}`", item.value);
            let diagnostic = Diagnostic::at(Code::UnknownReference, self.span(item), message);
            diagnostic.suggest(&item.value, known.iter().copied()).help(format!("its items are: {}", known.join(", ")))
        });
        let unknown: Vec<Diagnostic> = unknown.collect();
        self.names.diagnostics.extend(unknown);
    }
}
