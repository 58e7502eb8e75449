//! Loose pages → one valid `Book`: order, names, inheritance, items, ids. What is at fault is left out and named.

mod blocks;
mod guide;
mod items;
mod ladder;
mod levels;
mod lock;
mod names;
mod published;
mod worksheets;

pub(crate) use lock::vanished;
pub(crate) use published::PublishedIds;

use crate::book::{
    Area, Book, Draft, DraftSource, DraftTerm, Edition, Id, Manifest, Page, PageIndex, PageKind, ParsedPage, Questions, Source, Term,
    Updated,
};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::source::Sources;
use names::Names;
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, sync::Arc};

/// How bad it is when a published id is gone: an error before publishing, a warning while editing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VanishedIds(pub Severity);

/// Assembles a draft. `None` when the book has no page at all.
#[must_use]
pub fn assemble(mut draft: Draft, sources: &Sources, vanished: VanishedIds) -> Outcome<Option<Book>> {
    let mut diagnostics = Vec::new();
    let pages = distinct(&mut draft, &mut diagnostics);
    let guide = guide::plan(&draft, &pages, sources, &mut diagnostics);
    for path in &guide.missing {
        let kind = PageKind::of_path(sources.book_path(path).unwrap_or_default());
        draft.broken.pages.insert(path.clone(), (kind, crate::parse::id_of(path)));
    }
    if pages.is_empty() && draft.unread.is_empty() {
        if draft.broken.pages.is_empty() {
            let empty = Diagnostic::of_book(Code::EmptyBook, "this book has no page");
            let help = "write a chapter `guide/hello.md` with a line `# Hello`, or run `rungs` in the folder that holds your book";
            diagnostics.push(empty.help(help));
        }
        return Outcome::new(None, diagnostics);
    }
    let (pages, index) = ordered(pages, &guide, sources);
    let guide = guide.place(&index);
    let areas: Vec<Area> = draft.areas.iter().map(|(id, matter)| area(id, matter)).collect();
    let questions: Vec<Questions> = draft.questions.iter().map(|(id, matter)| asked(id, matter)).collect();
    let mut names = Names { pages: &pages, index: &index, areas: &areas, unread: &draft.unread, broken: &draft.broken, diagnostics };
    let ladder = ladder::assemble(&mut names);
    blocks::check(&mut names);
    let mut items = items::collect(&mut names);
    let Names { mut diagnostics, .. } = names;
    let worksheets = worksheets::collect(&pages, &mut diagnostics);
    let lock = draft.lock.and_then(|lock| lock::own(lock, &draft.manifest, sources, &mut diagnostics));
    let ids = PublishedIds::new(&pages, &items, &ladder);
    ids.conflicts(&mut diagnostics);
    let renames = ids.renames(lock.as_deref());
    if let Some(lock) = &lock {
        lock::check(lock, &ids, sources, vanished.0, &draft.broken, &mut diagnostics);
        items::number(&mut items, lock);
    }
    let editions = editions(draft.editions, &draft.manifest, sources, &mut diagnostics);
    let title = title(&draft.manifest, &pages);
    let of_kind = |kind| pages_of(&index, kind);
    let book = Book {
        title,
        checklists: of_kind(PageKind::Checklist),
        templates: of_kind(PageKind::Template),
        manifest: draft.manifest,
        pages,
        index,
        guide,
        ladder,
        terms: terms(draft.terms),
        sources: cited(draft.sources),
        areas,
        questions,
        items,
        worksheets,
        lock,
        renames,
        editions,
        broken: draft.broken,
        unread: draft.unread,
    };
    Outcome::new(Some(book), diagnostics)
}

/// The pages, each kind and id once; the others become broken.
fn distinct(draft: &mut Draft, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<ParsedPage>> {
    let mut seen: FxHashMap<(PageKind, Id), Arc<ParsedPage>> = FxHashMap::default();
    let mut pages = Vec::with_capacity(draft.pages.len());
    for page in &draft.pages {
        // Chapters are told apart by their paths.
        if page.kind == PageKind::Chapter {
            pages.push(Arc::clone(page));
            continue;
        }
        if let Some(first) = seen.get(&(page.kind, page.id.clone())) {
            let message = format!("the {} `{}` stands in `{}` already", page.kind, page.id, first.origin.source);
            let diagnostic = Diagnostic::in_file(Code::DuplicatePage, &page.origin.source, message);
            diagnostics.push(diagnostic.help("rename one of the two files; a page's id is its file stem"));
            draft.broken.pages.insert(page.origin.source.clone(), (page.kind, page.id.clone()));
            continue;
        }
        seen.insert((page.kind, page.id.clone()), Arc::clone(page));
        pages.push(Arc::clone(page));
    }
    pages
}

/// Pages in the order of the book: home, the guide in reading order, then the others by kind and id.
fn ordered(pages: Vec<Arc<ParsedPage>>, guide: &guide::Plan, sources: &Sources) -> (Vec<Page>, BTreeMap<(PageKind, Id), PageIndex>) {
    let entries = guide.entries();
    // Few pages share a place: only chapters that are listed have one.
    let placed = |page: Arc<ParsedPage>| {
        let entry = entries.get(&page.origin.source).copied();
        let place = (page.kind != PageKind::Home, entry.map_or(usize::MAX, |(place, _)| place));
        (place, entry, page)
    };
    let mut pages: Vec<_> = pages.into_iter().map(placed).collect();
    pages.sort_by(|(one, _, page), (other, _, beside)| {
        one.cmp(other).then_with(|| (page.kind, &page.id, &page.origin.source).cmp(&(beside.kind, &beside.id, &beside.origin.source)))
    });
    let pages: Vec<Page> = pages
        .into_iter()
        .map(|(_, entry, parsed)| {
            let listed = || entry.map(|(_, title)| title);
            let title = parsed.title.as_deref().or_else(listed).unwrap_or(&parsed.id).into();
            let updated = match &parsed.updated {
                Some(Updated::On(day)) => Some(day.as_str().into()),
                Some(Updated::Git) => sources.last_change(&parsed.origin.source).map(Into::into),
                None => None,
            };
            Page { parsed, title, updated }
        })
        .collect();
    let mut index: Vec<_> = pages.iter().enumerate().map(|(at, page)| ((page.kind(), page.id().clone()), PageIndex(at))).collect();
    index.sort();
    // Of chapters of one name the first in reading order.
    index.dedup_by(|(later, _), (first, _)| later == first);
    (pages, index.into_iter().collect())
}

fn pages_of(index: &BTreeMap<(PageKind, Id), PageIndex>, kind: PageKind) -> Vec<PageIndex> {
    index.iter().filter(|((of, _), _)| *of == kind).map(|(_, at)| *at).collect()
}

fn title(manifest: &Manifest, pages: &[Page]) -> String {
    let first = pages.iter().find(|page| page.kind() == PageKind::Home).or_else(|| pages.first());
    manifest.title.clone().or_else(|| first.map(|page| page.title.to_string())).unwrap_or_else(|| "Handbook".to_owned())
}

fn area(id: &crate::book::Located<String>, matter: &crate::book::AreaMatter) -> Area {
    Area {
        id: Id::new(&id.value),
        title: matter.title.value.clone(),
        summary: matter.summary.as_ref().map(|summary| summary.value.clone()),
    }
}

fn asked(id: &crate::book::Located<String>, matter: &crate::book::QuestionsMatter) -> Questions {
    Questions {
        id: Id::new(&id.value),
        title: matter.title.value.clone(),
        questions: matter.questions.iter().map(|question| question.value.clone()).collect(),
    }
}

/// The editions of this handbook, oldest first. A fork may still hold another's; those are no part of its changelog.
fn editions(editions: Vec<Edition>, manifest: &Manifest, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Edition> {
    let (mut own, foreign): (Vec<Edition>, Vec<Edition>) =
        editions.into_iter().partition(|edition| edition.ladder.site == manifest.site_id);
    for edition in foreign {
        let Some(path) = sources.in_book(&format!("editions/{}.json", edition.name)) else { continue };
        let message = format!("this edition belongs to the handbook `{}`, so the changelog leaves it out", edition.ladder.site);
        diagnostics.push(Diagnostic::in_file(Code::ForeignEdition, &path, message).help("delete it, or keep it for `rungs diff`"));
    }
    own.sort_by(|one, other| (&one.effective, &one.name).cmp(&(&other.effective, &other.name)));
    own
}

fn terms(entries: Vec<DraftTerm>) -> Vec<Term> {
    let mut terms: Vec<Term> = entries
        .into_iter()
        .map(|(id, matter, body)| Term {
            id: Id::new(&id.value),
            title: matter.title.value,
            aliases: matter.aliases.into_iter().map(|alias| alias.value).collect(),
            link: matter.link,
            body,
            range: matter.text.range(),
        })
        .collect();
    terms.sort_by_cached_key(|term| (term.title.to_lowercase(), term.id.clone()));
    terms
}

fn cited(entries: Vec<DraftSource>) -> Vec<Source> {
    let mut sources: Vec<Source> = entries.into_iter().map(|(id, matter, note)| Source { id: Id::new(&id.value), matter, note }).collect();
    sources.sort_by_cached_key(|source| {
        (source.matter.authors.value.to_lowercase(), source.matter.year.as_ref().map(|year| year.value), source.id.clone())
    });
    sources
}
