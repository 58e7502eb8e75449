//! What is said of a link that has no target: what it could have meant, and what there is.

use super::linker::{Fault, Linker, Site};
use crate::book::{Page, PageIndex, PageKind, ReferenceKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourcePath;

impl Linker<'_> {
    /// Says what a link to one of several pages could be: the kind before the id, or a path where kinds are the same.
    pub(super) fn ambiguous(&self, site: &Site<'_>, id: &str, pages: &[PageIndex]) -> Diagnostic {
        let of_kind = |kind: PageKind| pages.iter().filter(|page| self.book.page(**page).kind() == kind).count();
        let candidates: Vec<String> = pages
            .iter()
            .map(|page| self.book.page(*page))
            .map(|page| match of_kind(page.kind()) {
                1 => format!("`[[{}:{id}]]`", page.kind()),
                _ => format!("`[{}]({})`", page.title, written(page.source(), site.from)),
            })
            .collect();
        let message = format!("`{id}` could be any of {} pages", pages.len());
        Diagnostic::at(Code::AmbiguousLink, site.span.clone(), message).help(format!("write {}", candidates.join(" or ")))
    }

    /// Says that nothing of this kind has this id. `None` when it may stand in a file that was left out.
    pub(super) fn unknown_id(&self, site: &Site<'_>, kind: ReferenceKind, id: &str) -> Fault {
        let known = || match kind {
            ReferenceKind::Term => self.book.terms.iter().map(|term| &*term.id).collect::<Vec<&str>>(),
            ReferenceKind::Source => self.book.sources.iter().map(|source| &*source.id).collect(),
            ReferenceKind::Area => self.book.areas.iter().map(|area| &*area.id).collect(),
            ReferenceKind::Item => self.book.items.keys().map(|id| &**id).collect(),
            page => {
                let kind = page.page();
                self.book.index.keys().filter(|(of, _)| Some(*of) == kind).map(|(_, id)| &**id).collect()
            }
        };
        if self.may_be_broken(kind, id) {
            return None;
        }
        let elsewhere = self.named(id).next().map(|page| self.book.page(page).kind());
        let diagnostic = self.guess(unknown(site, format!("there is no {kind} `{id}`")), id, known);
        Some(match elsewhere {
            Some(other) => diagnostic.help(format!("there is a {other} of this name: `[[{other}:{id}]]`")),
            None => diagnostic,
        })
    }

    /// Whether a thing of this kind may be missing because the file it stands in was left out.
    pub(super) fn may_be_broken(&self, kind: ReferenceKind, id: &str) -> bool {
        let broken = &self.book.broken;
        match kind {
            ReferenceKind::Term => broken.has_file_named("glossary.yml"),
            ReferenceKind::Source => broken.has_file_named("sources.yml"),
            ReferenceKind::Area => broken.has_file_named("areas.yml"),
            ReferenceKind::Item => self.may_hold_item(id),
            _ => false,
        }
    }

    /// Whether a page that was left out has this item, or nobody can tell since not even its text could be read.
    fn may_hold_item(&self, id: &str) -> bool {
        let (unread, broken) = (&self.book.unread, &self.book.broken.pages);
        // Every unread page is a broken one.
        broken.len() > unread.len() || unread.iter().any(|page| page.body.items.iter().any(|item| &*item.id == id))
    }

    /// Says that there is no such file, or no such page.
    pub(super) fn missing(&self, site: &Site<'_>, path: &SourcePath) -> Diagnostic {
        let is_page = path.extension() == "md";
        let code = if is_page { Code::UnknownLink } else { Code::MissingFile };
        let unlisted = is_page && self.sources.text(path).is_some();
        let message = if unlisted { format!("`{path}` is not a page of this book") } else { format!("there is no file `{path}`") };
        let diagnostic = Diagnostic::at(code, site.span.clone(), message);
        if unlisted {
            return diagnostic.help("list it in SUMMARY.md");
        }
        self.guess(diagnostic, &written(path, site.from), || {
            let mut pages: Vec<&SourcePath> = self.book.pages.iter().map(Page::source).collect();
            pages.sort();
            let assets = self.sources.assets().map(|asset| &asset.path).filter(|_| !is_page);
            assets.chain(pages).map(|path| written(path, site.from)).collect::<Vec<String>>()
        })
    }
}

/// How the file `from` writes a link to this path; white space would end the address.
fn written(path: &SourcePath, from: &SourcePath) -> String {
    path.seen_from(from).replace(' ', "%20")
}

/// A link that leads nowhere.
pub(super) fn unknown(site: &Site<'_>, message: String) -> Diagnostic {
    Diagnostic::at(Code::UnknownLink, site.span.clone(), message)
}
