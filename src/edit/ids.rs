//! `rungs ids`: an id for every item and expectation that lacks one, and an `ids.lock` that knows every id.

use super::{Edits, Insertion, ledger::Ledger};
use crate::assemble::PublishedIds;
use crate::book::{Book, Content, Id, Item, Page};
use crate::diagnostic::{Code, Diagnostic, Outcome, Place, Severity};
use crate::source::{SourcePath, Sources, Span, position};
use crate::{Audience, Memory, Options, build};
use std::collections::{BTreeMap, BTreeSet};

/// What `rungs ids` is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdsRequest {
    /// Ids whose readers' records the author lets go.
    pub retire: Vec<String>,
    /// The `ids.lock` of a base revision, whose numbers stay as they are.
    pub base: Option<String>,
}

/// Gives an id to every item and expectation that lacks one and brings `ids.lock` up to date. A book with other
/// errors gets no edits.
pub fn ids(sources: &Sources, options: &Options, memory: &Memory, request: &IdsRequest) -> Outcome<Edits> {
    let options = Options { audience: Audience::Author, ..options.clone() };
    let Outcome { value: book, mut diagnostics } = build::book(sources, &options, memory, &|_| {});
    diagnostics.retain(|diagnostic| !is_mended(diagnostic.code, request));
    let Some(book) = book else { return Outcome::new(Edits::default(), diagnostics).sorted() };
    let twins = twins(&book);
    let is_twin = |diagnostic: &Diagnostic| {
        diagnostic.code == Code::DuplicateItem && matches!(&diagnostic.place, Place::Span(span) if twins.contains(span))
    };
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error && !is_twin(diagnostic)) {
        return Outcome::new(Edits::default(), diagnostics).sorted();
    }
    let mut edits = Edits { insertions: insertions(&book, sources), ..Edits::default() };
    let named = match edits.insertions.as_slice() {
        [] => Some(book),
        [..] => {
            edits.report.push(counted(edits.insertions.len(), "id written", "ids written"));
            named(sources, &edits, &options, memory)
        }
    };
    let Some(book) = named else { return Outcome::new(Edits::default(), diagnostics).sorted() };
    diagnostics.retain(|diagnostic| !is_twin(diagnostic));
    let published = PublishedIds::new(&book.pages, &book.items, &book.ladder);
    let mut ledger = Ledger::open(&book, sources, request.base.as_deref(), &published);
    ledger.bring_up_to_date(&book, &published);
    ledger.retire(&request.retire, &published, &mut diagnostics);
    ledger.close(sources, &published, &mut edits, &mut diagnostics);
    Outcome::new(edits, diagnostics).sorted()
}

/// What this very command mends or reports better itself.
fn is_mended(code: Code, request: &IdsRequest) -> bool {
    match code {
        Code::NewId | Code::ItemWithoutId | Code::ForeignLock | Code::VanishedId => true,
        Code::LockDuplicate | Code::LockSyntax => request.base.is_some(),
        _ => false,
    }
}

/// The lines of items without an id: when two have the same words, this command tells them apart.
fn twins(book: &Book) -> BTreeSet<Span> {
    let nameless = |page: &Page| {
        let items = page.body().items.iter().filter(|item| item.tail.id.is_none());
        items.map(|item| page.parsed.origin.span(&item.line)).collect::<Vec<_>>()
    };
    book.pages.iter().flat_map(nameless).collect()
}

/// The book with its new ids; `None` when it still has errors.
fn named(sources: &Sources, edits: &Edits, options: &Options, memory: &Memory) -> Option<Book> {
    let mut outcome = build::book(&edits.applied(sources), options, memory, &|_| {});
    outcome.diagnostics.retain(|diagnostic| !matches!(diagnostic.code, Code::LockDuplicate | Code::LockSyntax));
    let has_errors = outcome.has_errors();
    outcome.value.filter(|_| !has_errors)
}

/// One insertion for each item and expectation without an id; a file that several pages include gets it once.
fn insertions(book: &Book, sources: &Sources) -> Vec<Insertion> {
    let items = || book.pages.iter().flat_map(|page| page.body().items.iter().map(move |item| (page, item)));
    let mut taken: BTreeSet<Id> = items().filter_map(|(_, item)| Some(item.tail.id.as_ref()?.value.clone())).collect();
    let mut all: BTreeMap<(SourcePath, usize, usize), Insertion> = BTreeMap::new();
    let mut add = |insertion: Insertion| {
        let place = (insertion.source.clone(), insertion.line, insertion.column);
        all.entry(place).or_insert(insertion);
    };
    for (page, item) in items().filter(|(_, item)| item.tail.id.is_none()) {
        let numbered = (2..).map(|number: usize| Id::new(&format!("{}-{number}", item.id)));
        let free = std::iter::once(item.id.clone()).chain(numbered).find(|id| !taken.contains(id));
        if let Some(id) = free
            && let Some(insertion) = insertion(page, sources, words_end(page, item), &id)
        {
            taken.insert(id);
            add(insertion);
        }
    }
    for page in &book.pages {
        if let Content::Level { expectations, .. } = &page.parsed.content {
            for expectation in expectations {
                let heading = &page.body().headings[expectation.heading];
                if !heading.explicit {
                    insertion(page, sources, heading.range.end, &expectation.local).into_iter().for_each(&mut add);
                }
            }
        }
    }
    all.into_values().collect()
}

/// Where the words of an item's line end: before a backslash that breaks the line, as no reader sees it.
fn words_end(page: &Page, item: &Item) -> usize {
    let breaks = page.body().text[item.line.clone()].ends_with('\\') && !item.title.ends_with('\\');
    item.line.end - usize::from(breaks)
}

/// Puts `{#id}` at the end of the line that ends at `end`, or `#id ` into the tail that stands there.
fn insertion(page: &Page, sources: &Sources, end: usize, id: &Id) -> Option<Insertion> {
    let line_start = page.body().text[..end].rfind('\n').map_or(0, |at| at + 1);
    let line = &page.body().text[line_start..end];
    let tail = if line.ends_with('}') { line.rfind('{').filter(|at| line[*at..].contains('=')) } else { None };
    // Spaces at the end of the line come to stand before the id, so that none is left behind it.
    let spaces = page.body().text[end..].chars().take_while(|letter| matches!(letter, ' ' | '\t')).count();
    let (at, text) = match tail {
        Some(open) => (line_start + open + 1, format!("#{id} ")),
        None if spaces > 0 => (end + spaces, format!("{{#{id}}}")),
        None => (end, format!(" {{#{id}}}")),
    };
    let span: Span = page.parsed.origin.span(&(at.saturating_sub(1)..at));
    let file = sources.text(&span.source)?;
    let start = file.content[..span.end].rfind('\n').map_or(0, |at| at + 1);
    let line = position(&file.content, span.end).line;
    Some(Insertion { source: span.source.clone(), line, column: span.end - start, text })
}

/// "1 id added", "3 ids added".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
