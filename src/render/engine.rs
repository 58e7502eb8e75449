//! The template engine with the theme's templates and the functions they may call.

use super::data::Fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::theme::{Theme, fill};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// The page templates every theme has.
pub const TEMPLATES: [&str; 34] = [
    "area.html",
    "assess.html",
    "backup.html",
    "block.html",
    "changelog.html",
    "chapter.html",
    "checklist.html",
    "compare-assessments.html",
    "compare.html",
    "compare_picker.html",
    "evidence.html",
    "coverage.html",
    "glossary.html",
    "home.html",
    "ladder.html",
    "level.html",
    "listing.html",
    "matrix.html",
    "not_found.html",
    "offline.html",
    "one-on-one.html",
    "packet.html",
    "plan.html",
    "print.html",
    "progress.html",
    "review.html",
    "role.html",
    "search.html",
    "sidebar.html",
    "skill.html",
    "sources.html",
    "template.html",
    "track.html",
    "transition.html",
];

/// A theme whose templates are read.
#[derive(Clone)]
pub struct ReadyTheme {
    /// The theme.
    pub theme: Arc<Theme>,
    /// Its templates.
    pub engine: Arc<Engine>,
}

impl ReadyTheme {
    /// Reads the templates of a theme.
    ///
    /// # Errors
    /// A diagnostic when a template cannot be read or is missing.
    pub fn new(theme: Theme) -> Result<Self, Box<Diagnostic>> {
        let theme = Arc::new(theme);
        let engine = Arc::new(Engine::new(&theme)?);
        Ok(Self { theme, engine })
    }
}

/// A theme's templates, ready to render.
pub struct Engine {
    tera: Tera,
}

impl Engine {
    /// Reads all templates of a theme.
    ///
    /// # Errors
    /// A diagnostic with the engine's own words: the first template that cannot be read, or one that is missing.
    pub fn new(theme: &Arc<Theme>) -> Result<Self, Box<Diagnostic>> {
        let mut tera = Tera::new();
        let words = Arc::clone(theme);
        tera.register_function("t", move |arguments: Kwargs, _: &State| interface_words(&words, &arguments));
        let assets = Arc::clone(theme);
        tera.register_function("asset", move |arguments: Kwargs, _: &State| asset(&assets, &arguments));
        let templates = theme.templates.iter().map(|(name, text)| (name.as_str(), text.as_ref()));
        tera.add_raw_templates(templates).map_err(|error| Box::new(template_error(&error)))?;
        for name in TEMPLATES {
            if !theme.templates.contains_key(name) {
                let missing = Diagnostic::of_book(Code::TemplateError, format!("the theme has no `templates/{name}`"));
                return Err(Box::new(missing.help("write `extends: default` into its theme.yml, and only the files that differ")));
            }
        }
        let hash = BASE64_STANDARD.encode(Sha256::digest(theme.inline_script.as_bytes()));
        tera.global_context().insert_value("inline_script", Value::safe_string(&theme.inline_script));
        tera.global_context().insert_value("inline_hash", Value::safe_string(&format!("sha256-{hash}")));
        Ok(Self { tera })
    }

    /// Renders a view.
    ///
    /// # Errors
    /// A diagnostic with the engine's own words.
    pub(super) fn render(&self, template: &str, view: Fields) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        for (name, value) in view {
            context.insert_value(name.to_string(), value.into());
        }
        self.tera.render(template, &context).map_err(|error| Box::new(template_error(&error)))
    }
}

/// `t(key="…", n=3, name="…")`: words of the interface, plural by `n`, places filled.
fn interface_words(theme: &Theme, arguments: &Kwargs) -> TeraResult<String> {
    let key: &str = arguments.must_get("key")?;
    let words = match arguments.get::<i64>("n")? {
        Some(n) => theme.strings.plural(key, n),
        None => theme.strings.get(key),
    };
    let words = words.map_err(tera::Error::message)?;
    if !words.contains('{') {
        return Ok(words.to_owned());
    }
    let shown = |value: &Value| value.as_i64().map_or_else(|| value.to_string(), |n| theme.strings.number(n));
    let places = arguments.iter().filter_map(|(name, value)| Some((name.as_str()?, shown(value))));
    Ok(fill(words, places))
}

/// `asset(path="css/site.css")`: the file's address below the root, with its version.
fn asset(theme: &Theme, arguments: &Kwargs) -> TeraResult<String> {
    let path: &str = arguments.must_get("path")?;
    match theme.assets.get(path) {
        Some(asset) => Ok(format!("assets/{path}?v={}", asset.version)),
        None => Err(tera::Error::message(format!("the theme has no file `assets/{path}`"))),
    }
}

fn template_error(error: &tera::Error) -> Diagnostic {
    use std::error::Error;
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        message.push_str(": ");
        message.push_str(&inner.to_string());
        source = inner.source();
    }
    let code = if message.contains("strings/") && message.contains("has no `") { Code::MissingString } else { Code::TemplateError };
    Diagnostic::of_book(code, message.strip_prefix("error: ").unwrap_or(&message))
}
