//! Links by path, as Markdown writes them: to pages, to places in a page, to files.

use super::linker::{Fault, Linker, Site};
use super::target::{Target, TargetKind};
use super::unresolved::unknown;
use crate::book::PageIndex;
use crate::site::address::Address;
use crate::site::url::Url;
use crate::source::SourcePath;
use std::sync::Arc;

impl Linker<'_> {
    /// The target of a link by path.
    pub(super) fn relative(&self, site: &Site<'_>, path: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        if path.is_empty() {
            return self.same_page(site, anchor);
        }
        let resolved = match path.strip_prefix('/') {
            Some(rooted) => self.sources.in_book(rooted).ok_or(()),
            None => site.from.join(path).map_err(|_| ()),
        };
        let Ok(resolved) = resolved else {
            if matches!(path, "." | "./" | "/" | "..") {
                return Ok(self.home());
            }
            let message = format!("`{path}` lies outside the book");
            return Err(Some(unknown(site, message).help("link to a page of this book, or to a whole address with https://")));
        };
        if let Some(page) = self.page_at(&resolved, path.ends_with('/')) {
            return self.to_page(site, page, anchor);
        }
        let in_book = self.sources.book_path(&resolved).unwrap_or_default();
        if let Some(url) = self.folded.get(&Url::new(in_book).folded()) {
            return self.to_file(site, url, anchor);
        }
        if self.book.broken.has_file(&resolved) {
            return Err(None);
        }
        Err(Some(self.missing(site, &resolved)))
    }

    fn same_page(&self, site: &Site<'_>, anchor: Option<&str>) -> Result<Target, Fault> {
        let (Some(index), Some(anchor)) = (site.page, anchor.filter(|anchor| !anchor.is_empty())) else {
            return site.page.map_or(Err(None), |page| self.to_page(site, page, None));
        };
        if site.body.has_anchor(anchor) {
            let page = self.book.page(index);
            let Some(url) = self.urls[index.0].clone() else { return Ok(Target::Text(Arc::default())) };
            return Ok(Target::Inside {
                url,
                anchor: Some(anchor.to_owned()),
                title: Arc::clone(&page.title),
                kind: TargetKind::Page(index),
            });
        }
        self.to_page(site, index, Some(anchor))
    }

    fn home(&self) -> Target {
        Target::Inside { url: Url::new("index.html"), anchor: None, title: self.book.title.as_str().into(), kind: TargetKind::Other }
    }

    /// The page whose source this is, or whose folder.
    fn page_at(&self, path: &SourcePath, folder: bool) -> Option<PageIndex> {
        if let Some(page) = self.by_path.get(path) {
            return Some(*page);
        }
        if !folder && !path.extension().is_empty() {
            return None;
        }
        ["index.md", "README.md", "readme.md"]
            .iter()
            .find_map(|name| SourcePath::new(&format!("{path}/{name}")).ok().and_then(|path| self.by_path.get(&path).copied()))
    }

    fn to_file(&self, site: &Site<'_>, url: &Url, anchor: Option<&str>) -> Result<Target, Fault> {
        match self.files.get(url) {
            Some(Address::Page(page)) => self.to_page(site, *page, anchor),
            _ => Ok(Target::Inside {
                url: url.clone(),
                anchor: anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned),
                title: url.as_str().into(),
                kind: TargetKind::Other,
            }),
        }
    }
}
