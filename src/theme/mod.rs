//! Themes: templates, assets and strings in layers, the embedded ones below, the book's own on top.

mod assets;
mod layers;
mod strings;

pub use assets::ThemeAsset;
pub use layers::{Layer, ThemeFiles, ThemeName, built_in, extends, wanted};
pub use strings::{Strings, fill};

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Fingerprint, Fingerprinter};
use std::{collections::BTreeMap, sync::Arc};

/// A theme that is ready to use.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Template name (`level.html`) → text.
    pub templates: BTreeMap<String, Arc<str>>,
    /// Path below `assets/` → what is published there.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// The words of the interface.
    pub strings: Strings,
    /// The one inline script.
    pub inline_script: String,
    /// The worker that keeps the site for reading offline, without what the build writes above it.
    pub worker: String,
    /// The worker of a site that keeps nothing.
    pub worker_off: String,
    /// Of all of the above.
    pub fingerprint: Fingerprint,
}

/// Puts the layers together for a book of this language and hue. What is missing or cannot be read is named.
#[must_use]
pub fn assemble(files: &ThemeFiles, language: &str, hue: u16) -> Outcome<Option<Theme>> {
    let mut diagnostics = Vec::new();
    let merged = files.merged();
    diagnostics.extend(files.layers.iter().filter_map(Layer::matter).flat_map(|matter| matter.diagnostics));
    // What a `theme.yml` at fault wanted to extend is no second fault.
    let is_whole = diagnostics.is_empty();
    let mut templates = BTreeMap::new();
    for (path, bytes) in &merged {
        let Some(name) = path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                templates.insert(name.to_owned(), Arc::from(text));
            }
            Err(_) => diagnostics.push(Diagnostic::of_book(Code::TemplateError, format!("the theme's `{path}` is not UTF-8"))),
        }
    }
    if !templates.contains_key("base.html") {
        let missing = Diagnostic::of_book(Code::ThemeMissing, "the theme has no `templates/base.html`");
        let missing = missing.help("write `extends: default` into its theme.yml, and only the files that differ");
        diagnostics.extend(is_whole.then_some(missing));
        return Outcome::new(None, diagnostics);
    }
    let strings = strings::read(files, language).take(&mut diagnostics);
    let assets = assets::publish(&merged, &strings, hue);
    let script = |name: &str| merged.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let inline_script = script("templates/inline.js").trim().to_owned();
    let (worker, worker_off) = (script("templates/worker.js"), script("templates/worker-off.js"));
    let fingerprint = fingerprint(&templates, &assets, &strings, &inline_script);
    Outcome::new(Some(Theme { templates, assets, strings, inline_script, worker, worker_off, fingerprint }), diagnostics)
}

/// The default theme's words in a language, else in English: for what is said outside of any page.
#[must_use]
pub fn words(language: &str) -> Strings {
    let files = ThemeFiles { layers: built_in("default").into_iter().collect() };
    strings::read(&files, language).value
}

fn fingerprint(
    templates: &BTreeMap<String, Arc<str>>,
    assets: &BTreeMap<String, ThemeAsset>,
    strings: &Strings,
    inline_script: &str,
) -> Fingerprint {
    let mut fingerprinter = Fingerprinter::default();
    for (name, text) in templates {
        fingerprinter.part(name.as_bytes());
        fingerprinter.part(text.as_bytes());
    }
    for (name, asset) in assets {
        fingerprinter.part(name.as_bytes());
        fingerprinter.part(asset.version.as_bytes());
    }
    fingerprinter.part(strings.fingerprint().as_bytes());
    fingerprinter.part(inline_script.as_bytes());
    fingerprinter.finish()
}
