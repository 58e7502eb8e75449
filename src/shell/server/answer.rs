//! From a request to an answer. Addresses are looked up in the site, never on disk, so there is no path to
//! climb out of.

use super::{
    error_page::error_page,
    guard::{Guard, headers},
    site::{Shown, Site},
    view::View,
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use rungs::source::Fingerprint;
use serde_json::json;
use std::{
    borrow::Cow,
    fs::File,
    io::{Cursor, Read, Write},
};
use tiny_http::{Header, Method, Request, Response, StatusCode};

/// The address of the browser's side of dev mode.
pub const LIVE_URL: &str = "/_rungs/live.js";
/// Its modules. They are the server's own: no theme has them, and no published site.
const LIVE_SCRIPTS: [(&str, &str); 5] = [
    (LIVE_URL, include_str!("live/live.js")),
    ("/_rungs/swap.js", include_str!("live/swap.js")),
    ("/_rungs/keep.js", include_str!("live/keep.js")),
    ("/_rungs/overlay.js", include_str!("live/overlay.js")),
    ("/_rungs/toolbar.js", include_str!("live/toolbar.js")),
];
/// Answers where a byte of a source is, and the address that opens it in the author's editor.
const PLACE_URL: &str = "/_rungs/place?";
/// Answers the address of the coverage report; nothing when the site has none.
const COVERAGE_URL: &str = "/_rungs/coverage";
/// Where the coverage report stands.
const COVERAGE: &str = "coverage.html";
/// Answers the version of a page, for tabs that do not listen.
const VERSION_URL: &str = "/_rungs/version?";
/// Shorter answers gain nothing from being packed.
const WORTH_PACKING: usize = 1024;

const IN_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'\\');

/// An answer to be sent.
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

enum Body {
    Bytes(Bytes),
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
    if let Some((_, script)) = LIVE_SCRIPTS.iter().find(|(address, _)| *address == url) {
        return Answer::bytes(200, url, script.as_bytes().into());
    }
    if url.starts_with("/_rungs/") && !guard.is_same_origin(request) {
        return Answer::text(403, "this is for the site itself");
    }
    if let Some(query) = url.strip_prefix(PLACE_URL) {
        return place(site, query);
    }
    if url == COVERAGE_URL {
        let is_there = !matches!(site.at(COVERAGE, View::of(request)), Shown::Nothing);
        return Answer::text(200, &if is_there { format!("/{COVERAGE}") } else { String::new() });
    }
    if let Some(query) = url.strip_prefix(VERSION_URL) {
        let page = value(query, "page").and_then(|page| path(&page)).unwrap_or_default();
        return Answer::text(200, &site.version(&page, View::of(request)));
    }
    if !site.is_good() {
        return Answer::page(500, &error_page(&site.trouble().map(|trouble| trouble.text.clone()).unwrap_or_default()));
    }
    let view = View::of(request);
    let Some(path) = path(url) else { return not_found(site, view) };
    match site.at(&path, view) {
        Shown::Nothing if is_folder(&path, site, view) => {
            let place = format!("/{}/", utf8_percent_encode(&path, IN_PATH));
            Answer::text(302, "see the folder").with("Location", &place)
        }
        Shown::Nothing => not_found(site, view),
        Shown::Failed(message) => Answer::page(500, &error_page(&message)),
        Shown::Bytes(bytes) => known(request, &path, Fingerprint::of(&bytes), Body::Bytes(bytes)),
        Shown::File(file, fingerprint) => {
            let Ok(metadata) = file.metadata() else { return not_found(site, view) };
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
    let (body, packed) = packed(request, path, body);
    let tag = format!("\"{}{}\"", fingerprint.hex(32), if packed { "-gzip" } else { "" });
    let is_known = |sent: &str| sent.split(',').map(str::trim).any(|sent| sent == "*" || sent.trim_start_matches("W/") == tag);
    if headers(request, "If-None-Match").any(is_known) {
        return Answer { status: 304, headers: Vec::new(), body: Body::Bytes(Bytes::new()) }.with("ETag", &tag);
    }
    let answer = Answer { status: 200, headers: vec![("Content-Type", content_type(path))], body };
    let answer = answer.with("ETag", &tag).with("Vary", "Accept-Encoding, Cookie");
    if packed { answer.with("Content-Encoding", "gzip") } else { answer }
}

/// The body packed by gzip, when it is a text worth it and the client takes it.
fn packed(request: &Request, path: &str, body: Body) -> (Body, bool) {
    let Body::Bytes(bytes) = &body else { return (body, false) };
    let takes = |coding: &str| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    };
    let is_welcome = headers(request, "Accept-Encoding").flat_map(|codings| codings.split(',')).any(takes);
    if !is_welcome || bytes.len() < WORTH_PACKING || !content_type(path).contains("charset") {
        return (body, false);
    }
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    match packer.write_all(bytes).and_then(|()| packer.finish()) {
        Ok(packed) => (Body::Bytes(packed.into()), true),
        Err(_) => (body, false),
    }
}

/// Where `source=PATH&offset=BYTE` is.
fn place(site: &Site, query: &str) -> Answer {
    let place = value(query, "source").zip(value(query, "offset").and_then(|offset| offset.parse().ok()));
    let Some((file, at)) = place.and_then(|(source, offset)| site.place(&source, offset)) else {
        return Answer::text(404, "there is no such source");
    };
    let json = json!({ "file": file.display().to_string(), "line": at.line, "url": site.editor().url(&file, at) });
    Answer::bytes(200, "a.json", json.to_string().into_bytes().into())
}

/// The decoded value of a key in a query.
pub fn value(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned)
}

fn is_folder(path: &str, site: &Site, view: View) -> bool {
    !matches!(site.at(&format!("{path}/index.html"), view), Shown::Nothing)
}

fn not_found(site: &Site, view: View) -> Answer {
    match site.at("404.html", view) {
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
        Self::bytes(status, "a.txt", text.to_owned().into())
    }

    fn page(status: u16, html: &str) -> Self {
        Self::bytes(status, "a.html", html.to_owned().into())
    }

    fn bytes(status: u16, path: &str, bytes: Bytes) -> Self {
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
