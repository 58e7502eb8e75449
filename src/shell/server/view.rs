//! Which of two sites a tab looks at: the author's own, drafts included, or what readers will get.

use super::guard::headers;
use tiny_http::Request;

/// The cookie by which the browser remembers the author's choice.
const COOKIE: &str = "rungs-drafts=hidden";

/// One of the two sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// With everything that is a draft.
    WithDrafts,
    /// As it would be published.
    ForReaders,
}

impl View {
    /// The view that a request asks for.
    pub fn of(request: &Request) -> Self {
        let is_hidden = headers(request, "Cookie").flat_map(|cookies| cookies.split(';')).any(|cookie| cookie.trim() == COOKIE);
        if is_hidden { Self::ForReaders } else { Self::WithDrafts }
    }
}
