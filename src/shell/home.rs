//! Where this program and its handbook are at home, and whether a book with the id of that handbook lies elsewhere.

use super::git;
use rungs::{
    book::{Manifest, TEMPLATE_ID},
    parse,
    source::Sources,
};
use std::{
    path::Path,
    thread::{self, JoinHandle},
};

/// Where the program that is running is published, when its build was told.
const PUBLISHED_AT: Option<&str> = option_env!("RUNGS_HOME");
/// The checkout it was built from.
const BUILT_FROM: &str = env!("CARGO_MANIFEST_DIR");

/// The page of the repository that this program comes from: as the build was told, or where it was built.
pub fn address() -> Option<String> {
    let built_from = || git::top(Path::new(BUILT_FROM)).filter(|top| same(top, Path::new(BUILT_FROM))).and_then(|top| git::origin(&top));
    let known = PUBLISHED_AT.map(str::to_owned).filter(|home| !home.is_empty()).or_else(built_from);
    known.as_deref().and_then(web_address)
}

/// Where git says that a book lies. It is asked once, beside other work: what it says takes as long to come as a small
/// book to be read, and stays as it is.
#[derive(Default)]
pub struct Whereabouts {
    asked: Option<JoinHandle<Answer>>,
    answer: Option<Answer>,
}

/// What git says about the folder of a book.
struct Answer {
    /// The page of the book's repository.
    origin: Option<String>,
    /// The page of the template's.
    home: Option<String>,
    /// Whether the folder lies in the checkout that this program was built from.
    is_built_from: bool,
}

impl Whereabouts {
    /// Asks about a book below `root`, of which at least `book.yml` is read, when it has the template's id.
    pub fn ask(&mut self, root: &Path, sources: &Sources) {
        if self.asked.is_some() || self.answer.is_some() {
            return;
        }
        let manifest = parse::manifest_of(sources);
        if manifest.site_id == TEMPLATE_ID && !is_template(root, &manifest) {
            let root = root.to_owned();
            self.asked = Some(thread::spawn(move || Answer::of(&root)));
        }
    }

    /// Waits for the answer, and notes the repository of a book that is known to lie in another than the template itself.
    pub fn fill(&mut self, sources: &mut Sources) {
        if let Some(asked) = self.asked.take() {
            self.answer = asked.join().ok();
        }
        let Some(answer) = &self.answer else { return };
        let manifest = parse::manifest_of(sources);
        if manifest.site_id == TEMPLATE_ID
            && let Some(repository) = answer.abroad(&manifest)
        {
            sources.lies_abroad(repository);
        }
    }
}

impl Answer {
    fn of(root: &Path) -> Self {
        let home = address();
        let is_built_from = home.is_none() && git::top(root).is_some_and(|top| same(&top, Path::new(BUILT_FROM)));
        Self { origin: git::origin(root).as_deref().and_then(web_address), home, is_built_from }
    }

    /// The page of the repository, as `book.yml` or else git names it, when it is another than the template's. Where the
    /// template's is not known, only the very checkout that this program was built from is at home.
    fn abroad(&self, manifest: &Manifest) -> Option<String> {
        let here = manifest.repository.clone().or_else(|| self.origin.clone())?;
        let is_home = match &self.home {
            Some(home) => here.trim_end_matches(".git").eq_ignore_ascii_case(home),
            None => self.is_built_from,
        };
        (!is_home).then_some(here)
    }
}

/// Whether a book is the template itself, in the checkout that this program was built from: no need to ask git.
fn is_template(root: &Path, manifest: &Manifest) -> bool {
    let built_from = Path::new(BUILT_FROM);
    let names_no_other = PUBLISHED_AT.is_none() && manifest.repository.is_none();
    names_no_other && same(root, &built_from.join("book")) && built_from.join(".git").exists()
}

/// The page of a repository whose remote is written like this: `git@github.com:acme/ladder.git`.
pub fn web_address(remote: &str) -> Option<String> {
    let remote = remote.trim().trim_end_matches('/');
    let remote = remote.strip_suffix(".git").unwrap_or(remote);
    let (scheme, rest) = match remote.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest.to_owned()),
        Some(("ssh" | "git", rest)) => ("https", rest.to_owned()),
        Some(_) => return None,
        None => {
            let (host, path) = remote.split_once(':')?;
            ("https", format!("{host}/{path}"))
        }
    };
    let (host, path) = rest.split_once('/')?;
    // A token in the address stays out of the book.
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = if scheme == "https" { host.split(':').next().unwrap_or(host) } else { host };
    let is_plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '~' | ':'));
    (host.len() > 1 && is_plain(host) && is_plain(path)).then(|| format!("{scheme}://{host}/{path}"))
}

/// Whether two paths lead to one folder.
pub fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn remotes_become_pages() {
        let check = |remote: &str, page: Option<&str>| assert_eq!(web_address(remote).as_deref(), page, "{remote}");
        check("git@github.com:acme/ladder.git", Some("https://github.com/acme/ladder"));
        check("ssh://git@gitlab.example.org:2222/acme/group/ladder.git", Some("https://gitlab.example.org/acme/group/ladder"));
        check("https://user:token@github.com/acme/ladder.git/", Some("https://github.com/acme/ladder"));
        check("http://127.0.0.1:8000/acme/rungs", Some("http://127.0.0.1:8000/acme/rungs"));
        for other in ["/srv/git/ladder.git", "../ladder", "file:///srv/ladder", "C:/ladder", "https://evil/\"x", ""] {
            check(other, None);
        }
    }
}
