//! Reading offline: the worker, which knows by their hashes what it keeps, and the web manifest.

use super::Entry;
use crate::site::{Address, Site, Url};
use crate::source::{Fingerprint, Fingerprinter};
use crate::theme::Theme;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A reader's browser keeps at most so many bytes from the start; larger books are kept as they are visited.
const KEPT: usize = 8 * 1024 * 1024;
/// A page shows this many hexadecimal digits of a hash.
const DIGITS: usize = 12;
/// Pages and data without which nothing works offline.
const CORE: [&str; 7] = ["404.html", "index.html", "ladder.json", "offline.html", "progress-manifest.json", "search.html", "version.json"];

/// What the worker knows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Of its content.
    pub fingerprint: Fingerprint,
    /// Its length in bytes; `None` for a file that is copied, which no browser keeps before it is asked for.
    pub length: Option<usize>,
}

/// Weighs a file.
pub(super) fn weigh(site: &Site, url: &str, entry: &Entry) -> Weight {
    match entry {
        Entry::Bytes(bytes) => Weight { fingerprint: Fingerprint::of(bytes), length: Some(bytes.len()) },
        Entry::Copy(_) => {
            let asset = site.assets.get(&Url::new(url));
            Weight { fingerprint: asset.map_or_else(|| Fingerprint::of(url.as_bytes()), |asset| asset.fingerprint), length: None }
        }
    }
}

/// `sw.js`: made last, from all other files of the site, so that it changes when any of them does.
pub(super) fn worker(site: &Site, theme: &Theme, files: &BTreeMap<String, Weight>) -> String {
    let mut all = Fingerprinter::default();
    for (url, weight) in files {
        all.part(url.as_bytes());
        all.part(weight.fingerprint.as_bytes());
    }
    all.part(theme.worker.as_bytes());
    let hex = |url: &str| files.get(url).map(|weight| weight.fingerprint.hex(DIGITS));
    let mut core: Vec<Json> = theme
        .assets
        .iter()
        .filter(|(path, _)| [".css", ".js", ".svg", ".woff2"].iter().any(|end| path.ends_with(end)))
        .map(|(path, asset)| json!([format!("assets/{path}?v={}", asset.version), asset.version]))
        .collect();
    core.extend(CORE.iter().filter_map(|url| Some(json!([url, hex(url)?]))));
    let pages: Vec<Json> =
        kept_pages(site, files).into_iter().filter_map(|url| Some(json!([Url::new(url).encoded(), hex(url)?]))).collect();
    let lines = |files: &[Json]| files.iter().map(Json::to_string).collect::<Vec<_>>().join(",\n");
    format!(
        "const SITE = {};\nconst VERSION = \"{}\";\nconst CORE = [\n{}\n];\nconst PAGES = [\n{}\n];\n{}",
        json!(site.book.manifest.site_id),
        all.finish().hex(DIGITS),
        lines(&core),
        lines(&pages),
        theme.worker
    )
}

/// `sw.js` of a site that keeps nothing offline.
pub(super) fn farewell(site: &Site, theme: &Theme) -> String {
    format!("const SITE = {};\n{}", json!(site.book.manifest.site_id), theme.worker_off)
}

/// The pages that are kept from the start, most wanted first: what Rungs makes, then the book in its own order.
fn kept_pages<'a>(site: &Site, files: &'a BTreeMap<String, Weight>) -> Vec<&'a str> {
    let mut pages: Vec<(usize, &str, usize)> = files
        .iter()
        .filter(|(url, _)| !CORE.contains(&url.as_str()))
        .filter_map(|(url, weight)| {
            let length = weight.length?;
            let rank = match site.addresses.get(&Url::new(url))? {
                Address::SearchRecords => 0,
                Address::Page(page) => page.0 + 2,
                Address::Home | Address::Ladder | Address::Listing(_) | Address::Glossary | Address::Sources => 1,
                Address::Redirect(_) | Address::Print | Address::PrintTrack(_) => return None,
                // Whatever else is a page: comparisons come last, they are many.
                _ if !url.ends_with(".html") => return None,
                _ if url.starts_with("compare/") => usize::MAX,
                _ => 1,
            };
            Some((rank, url.as_str(), length))
        })
        .collect();
    pages.sort_unstable();
    let mut total = 0;
    pages.retain(|(_, _, length)| {
        total += length;
        total <= KEPT
    });
    pages.into_iter().map(|(_, url, _)| url).collect()
}

/// `manifest.webmanifest`: how the site looks among a reader's apps.
pub(super) fn web_manifest(site: &Site, theme: &Theme) -> String {
    let manifest = &site.book.manifest;
    let icons: Vec<Json> = [
        ("icon.svg", "any", "image/svg+xml", "any"),
        ("icon-192.png", "192x192", "image/png", "any"),
        ("icon-512.png", "512x512", "image/png", "any"),
        ("icon-maskable.png", "512x512", "image/png", "maskable"),
    ]
    .into_iter()
    .filter_map(|(file, sizes, kind, purpose)| {
        let version = &theme.assets.get(file)?.version;
        Some(json!({ "src": format!("assets/{file}?v={version}"), "sizes": sizes, "type": kind, "purpose": purpose }))
    })
    .collect();
    let manifest = json!({
        "name": site.book.title,
        "short_name": site.book.title,
        "description": manifest.description,
        "lang": manifest.language,
        "dir": theme.strings.direction(),
        // Relative to this file, so that it holds in any folder.
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fcfcfd",
        "theme_color": "#fcfcfd",
        "icons": icons,
    });
    format!("{manifest:#}\n")
}
