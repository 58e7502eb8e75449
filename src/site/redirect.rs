//! The redirects of `book.yml`: the old addresses, and whether they lead to a page of the site.

use super::address::Address;
use super::address_table::Planner;
use super::links::Linker;
use super::url::Url;
use crate::book::{Book, Redirect};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{SourcePath, Sources, Span};
use percent_encoding::percent_decode_str;

/// The file that a redirect leads to, and the place in it, if one is named; `None` when it leads out of the site.
pub(crate) fn destination(redirect: &Redirect) -> Option<(Url, &str)> {
    let to = redirect.to.value.as_str();
    let outside = to.starts_with("https://") || to.starts_with("http://");
    let (path, anchor) = to.split_once('#').unwrap_or((to, ""));
    (!outside).then(|| (Url::of_written(path), anchor))
}

impl Planner<'_> {
    /// Takes the old addresses.
    pub(super) fn redirects(&mut self, book: &Book, sources: &Sources) {
        let Some(manifest) = sources.manifest().map(|text| text.path.clone()) else { return };
        for (number, redirect) in book.manifest.redirects.iter().enumerate() {
            let span = Span::new(&manifest, redirect.from.range());
            let Some(url) = old_address(&redirect.from.value) else {
                let message = format!("`{}` is not the address of a page", redirect.from.value);
                let help = "an old address is a path in the site that ends in .html, without `?` and `#`";
                self.diagnostics.push(Diagnostic::at(Code::BadRedirect, span, message).help(help));
                continue;
            };
            self.add(url, Address::Redirect(number), &Place::Span(span));
        }
    }
}

/// The file that answers at an old address; `None` where no browser would ask for a page.
fn old_address(written: &str) -> Option<Url> {
    let path = SourcePath::new(Url::of_written(written).as_str()).ok()?;
    let is_asked_for = |c: char| !c.is_control() && !matches!(c, '?' | '#');
    (path.extension() == "html" && path.as_str().chars().all(is_asked_for)).then(|| Url::from(&path))
}

impl Linker<'_> {
    /// Checks where the redirects of `book.yml` lead.
    pub fn redirects(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(manifest) = self.sources.manifest().map(|text| text.path.clone()) else { return };
        let redirects = &self.book.manifest.redirects;
        let span = |redirect: &Redirect| Span::new(&manifest, redirect.to.range());
        let mut next = Vec::with_capacity(redirects.len());
        for redirect in redirects {
            let led = self.redirect(redirect, &span(redirect));
            next.push(led.unwrap_or_else(|fault| {
                diagnostics.push(fault);
                None
            }));
        }
        for circle in circles(&next) {
            let around = circle.iter().chain(&circle[..1]).map(|number| redirects[*number].from.value.as_str());
            let message = format!("this leads in a circle: {}", around.collect::<Vec<_>>().join(" → "));
            let diagnostic = Diagnostic::at(Code::BadRedirect, span(&redirects[circle[0]]), message);
            diagnostics.push(diagnostic.help("write the path of a page that is still there"));
        }
    }

    /// The number of the redirect that this one leads to, if it is one; the fault, if it leads to nothing.
    fn redirect(&self, redirect: &Redirect, span: &Span) -> Result<Option<usize>, Diagnostic> {
        let Some((url, anchor)) = destination(redirect) else { return Ok(None) };
        match self.files.get(&url) {
            Some(Address::Redirect(number)) => Ok(Some(*number)),
            Some(Address::Page(page)) => {
                let anchor = percent_decode_str(anchor).decode_utf8_lossy();
                self.check_anchor(span, self.book.page(*page), &anchor).map(|()| None)
            }
            Some(_) => Ok(None),
            None => {
                let diagnostic = Diagnostic::at(Code::BadRedirect, span.clone(), format!("the site has no page `{url}`"));
                let known = || self.files.keys().map(Url::as_str).collect();
                Err(self.guess(diagnostic, url.as_str(), known).help("write the new page's path in the site, like `guide/adr.html`"))
            }
        }
    }
}

/// The circles of a way on which each step, by its number, has at most one next.
fn circles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        let (mut way, mut at) = (Vec::new(), Some(start));
        while let Some(here) = at.filter(|here| !seen[*here]) {
            seen[here] = true;
            way.push(here);
            at = next[here];
        }
        if let Some(first) = way.iter().position(|step| Some(*step) == at) {
            circles.push(way.split_off(first));
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn each_circle_is_found_once() {
        let next = [Some(1), Some(2), Some(1), Some(3), None, Some(4), Some(0)];
        assert_eq!(circles(&next), [vec![1, 2], vec![3]]);
    }
}
