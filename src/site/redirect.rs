//! The redirects of `book.yml`: the old addresses, and whether they lead to a page of the site.

use super::address::Address;
use super::address_table::Planner;
use super::links::Linker;
use super::url::Url;
use crate::book::Book;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{SourcePath, Sources, Span};

impl Planner<'_> {
    /// Takes the old addresses.
    pub(super) fn redirects(&mut self, book: &Book, sources: &Sources) {
        let Some(manifest) = sources.manifest().map(|text| text.path.clone()) else { return };
        for (number, redirect) in book.manifest.redirects.iter().enumerate() {
            let span = Span::new(&manifest, redirect.from.range());
            let inside = SourcePath::new(&file_of(&redirect.from.value));
            let Ok(path) = inside.map_err(|_| ()).and_then(|path| if path.extension() == "html" { Ok(path) } else { Err(()) }) else {
                let message = format!("`{}` is not the address of a page", redirect.from.value);
                let help = "an old address is a path in the site that ends in .html";
                self.diagnostics.push(Diagnostic::at(Code::BadRedirect, span, message).help(help));
                continue;
            };
            self.add(Url::from(&path), Address::Redirect(number), &Place::Span(span));
        }
    }
}

impl Linker<'_> {
    /// Checks where the redirects of `book.yml` lead.
    pub fn redirects(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(manifest) = self.sources.manifest().map(|text| text.path.clone()) else { return };
        for redirect in &self.book.manifest.redirects {
            let to = redirect.to.value.as_str();
            if to.starts_with("https://") || to.starts_with("http://") {
                continue;
            }
            let path = file_of(to.split('#').next().unwrap_or(to));
            if self.files.contains_key(&Url::new(&path)) && self.sources.in_book(&path).is_some() {
                continue;
            }
            let span = Span::new(&manifest, redirect.to.range());
            let diagnostic = Diagnostic::at(Code::BadRedirect, span, format!("the site has no page `{path}`"));
            let known = || self.files.keys().map(Url::as_str).collect();
            diagnostics.push(self.guess(diagnostic, &path, known).help("write the new page's path in the site, like `guide/adr.html`"));
        }
    }
}

/// The file that an address of this site means: a folder means its index.
fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
