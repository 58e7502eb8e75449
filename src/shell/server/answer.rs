//! From a request to an answer. Addresses are looked up in the site, never on disk, so there is no path to
//! climb out of.

use super::{
    error_page::{LIVE_SCRIPT, error_page},
    guard::{Guard, headers},
    site::{Shown, Site},
};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use rungs::source::Fingerprint;
use std::{
    fs::File,
    io::{Cursor, Read},
    sync::Arc,
};
use tiny_http::{Header, Method, Request, Response, StatusCode};

/// The address of the script that error pages load; pages of the site load their theme's.
pub const LIVE_URL: &str = "/_rungs/live.js";

const IN_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'\\');

/// An answer to be sent.
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

enum Body {
    Bytes(Arc<[u8]>),
    File(File, u64),
}

/// Answers a request.
pub fn answer(request: &Request, site: &Site, guard: &Guard) -> Answer {
    if !guard.admits(request) {
        return Answer::text(403, "this server answers only under its own name");
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return Answer::text(405, "only GET and HEAD").with("Allow", "GET, HEAD");
    }
    let url = request.url();
    if url == LIVE_URL {
        return Answer::bytes(200, LIVE_URL, LIVE_SCRIPT.as_bytes().into());
    }
    if !site.is_good() {
        return Answer::page(500, &error_page(&site.trouble().unwrap_or_default()));
    }
    let Some(path) = path(url) else { return not_found(site) };
    match site.at(&path) {
        Shown::Nothing if is_folder(&path, site) => {
            let place = format!("/{}/", utf8_percent_encode(&path, IN_PATH));
            Answer::text(302, "see the folder").with("Location", &place)
        }
        Shown::Nothing => not_found(site),
        Shown::Failed(message) => Answer::page(500, &error_page(&message)),
        Shown::Bytes(bytes) => known(request, &path, Fingerprint::of(&bytes), Body::Bytes(bytes)),
        Shown::File(file, fingerprint) => {
            let Ok(metadata) = file.metadata() else { return not_found(site) };
            let length = metadata.len();
            let fingerprint = fingerprint.unwrap_or_else(|| Fingerprint::of(format!("{metadata:?}").as_bytes()));
            known(request, &path, fingerprint, Body::File(file, length))
        }
    }
}

/// The output path that a request's address means; `None` when it can mean none.
pub fn path(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_folder = path.is_empty() || path.ends_with('/');
    Some(if is_folder { format!("{path}index.html") } else { path.into_owned() })
}

/// A file whose content is known: sent, or not sent again.
fn known(request: &Request, path: &str, fingerprint: Fingerprint, body: Body) -> Answer {
    let tag = format!("\"{}\"", fingerprint.hex(32));
    let is_known = |sent: &str| sent.split(',').map(str::trim).any(|sent| sent == "*" || sent.trim_start_matches("W/") == tag);
    if headers(request, "If-None-Match").any(is_known) {
        return Answer { status: 304, headers: Vec::new(), body: Body::Bytes(Arc::default()) }.with("ETag", &tag);
    }
    Answer { status: 200, headers: vec![("Content-Type", content_type(path))], body }.with("ETag", &tag)
}

fn is_folder(path: &str, site: &Site) -> bool {
    !matches!(site.at(&format!("{path}/index.html")), Shown::Nothing)
}

fn not_found(site: &Site) -> Answer {
    match site.at("404.html") {
        Shown::Bytes(bytes) => Answer::bytes(404, "404.html", bytes),
        _ => Answer::text(404, "there is no such page"),
    }
}

fn content_type(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT || kind.suffix() == Some(mime_guess::mime::XML);
    let is_text = is_text || matches!(kind.subtype().as_str(), "javascript" | "json" | "manifest+json" | "xml");
    if is_text { format!("{}; charset=utf-8", kind.essence_str()) } else { kind.essence_str().to_owned() }
}

impl Answer {
    /// A short plain text.
    pub fn text(status: u16, text: &str) -> Self {
        Self::bytes(status, "a.txt", text.as_bytes().into())
    }

    fn page(status: u16, html: &str) -> Self {
        Self::bytes(status, "a.html", html.as_bytes().into())
    }

    fn bytes(status: u16, path: &str, bytes: Arc<[u8]>) -> Self {
        Self { status, headers: vec![("Content-Type", content_type(path))], body: Body::Bytes(bytes) }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The answer in the server's terms.
    pub fn into_response(self) -> Response<Box<dyn Read + Send>> {
        let (body, length): (Box<dyn Read + Send>, u64) = match self.body {
            Body::Bytes(bytes) => {
                let length = bytes.len() as u64;
                (Box::new(Cursor::new(bytes)), length)
            }
            // Cut at the length that was announced, should the file be growing.
            Body::File(file, length) => (Box::new(file.take(length)), length),
        };
        let always =
            [("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin")];
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let headers = own.chain(always).filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
        let length = usize::try_from(length).ok();
        // The length is always known, so nothing needs to go in chunks.
        Response::new(StatusCode(self.status), headers, body, length, None).with_chunked_threshold(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{content_type, path};

    #[test]
    fn addresses_mean_output_paths() {
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/guide/?x=1").as_deref(), Some("guide/index.html"));
        assert_eq!(path("/a%20b.html").as_deref(), Some("a b.html"));
        assert_eq!(path("/../../etc/passwd").as_deref(), Some("../../etc/passwd"), "a name no output has");
        assert_eq!(path("/%ff"), None);
        assert_eq!(path("http://x/"), None);
    }

    #[test]
    fn texts_say_their_encoding() {
        assert_eq!(content_type("a.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("a.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("a.svg"), "image/svg+xml; charset=utf-8");
        assert_eq!(content_type("a.png"), "image/png");
        assert_eq!(content_type("CNAME"), "application/octet-stream");
    }
}
