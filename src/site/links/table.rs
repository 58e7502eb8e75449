//! The targets of all links of a book, and what the dead ones could have meant when there are few of them.

use super::linker::Linker;
use super::target::Target;
use crate::book::{Located, PageIndex};
use crate::diagnostic::{Diagnostic, GUESSED, Outcome};
use rayon::prelude::*;
use std::sync::Arc;

/// What every link of the book points to.
pub(in crate::site) struct LinkTable {
    /// Per page: link number → target.
    pub pages: Vec<Arc<[Target]>>,
    /// Per term of the glossary: link number → target.
    pub terms: Vec<Arc<[Target]>>,
    /// Per source: link number of its note → target.
    pub sources: Vec<Arc<[Target]>>,
}

impl Linker<'_> {
    /// Resolves all links. Where a few of them are dead it is done once more, now with guesses: only after all are
    /// resolved it is known how many there are, and pages are resolved side by side.
    pub fn table(mut self) -> Outcome<LinkTable> {
        let table = self.resolved();
        if !(1..=GUESSED).contains(&table.diagnostics.len()) {
            return table;
        }
        self.guesses = true;
        self.resolved()
    }

    fn resolved(&self) -> Outcome<LinkTable> {
        let (mut diagnostics, book) = (Vec::new(), self.book);
        let resolved: Vec<_> = (0..book.pages.len()).into_par_iter().map(|at| self.page(PageIndex(at))).collect();
        let pages = resolved.into_iter().map(|targets| targets.take(&mut diagnostics).into()).collect();
        let mut text = |file, body, range| self.text(file, body, range).take(&mut diagnostics).into();
        let terms = book.terms.iter().map(|term| text("glossary.yml", &term.body, term.range.clone())).collect();
        let range = |note: &Option<Located<String>>| note.as_ref().map_or(0..0, Located::range);
        let sources = book.sources.iter().map(|source| text("sources.yml", &source.note, range(&source.matter.note))).collect();
        diagnostics.extend(book.unread.iter().flat_map(|page| self.unread(page)));
        self.redirects(&mut diagnostics);
        Outcome::new(LinkTable { pages, terms, sources }, diagnostics)
    }

    /// Adds which of the `known` names the wrong one could have been, where that is guessed.
    pub fn guess<N: AsRef<str>>(&self, diagnostic: Diagnostic, wrong: &str, known: impl FnOnce() -> Vec<N>) -> Diagnostic {
        if self.guesses { diagnostic.suggest(wrong, known().iter().map(AsRef::as_ref)) } else { diagnostic }
    }
}
