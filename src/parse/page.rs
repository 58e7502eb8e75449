//! One Markdown file becomes one `ParsedPage`: front matter of its kind, body, and the kind's own parts.

use super::front_matter::{self, FrontMatter};
use super::include::{self, Expanded};
use super::markdown::{self, Boxes, MarkdownOptions};
use super::{mathjax, sections};
use crate::book::{Body, CommonMatter, Content, Id, Manifest, Math, Matter, Node, PageKind, ParsedPage, Tag, Updated};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Fingerprint, Fingerprinter, Origin, SourcePath, Sources, Text};
use serde::de::DeserializeOwned;
use std::{hash::Hash, sync::Arc};

/// The class of the heading below which a template is shown filled in.
const EXAMPLE: &str = "example";

/// What a file of a page gave.
#[derive(Clone, Debug)]
pub(super) enum Parsed {
    /// The page.
    Page(Arc<ParsedPage>),
    /// A page whose front matter is not YAML: its text counts, its fields say nothing.
    Unread(Arc<ParsedPage>),
    /// Nothing: front matter that is never closed has no body behind it.
    Nothing,
}

/// A page that is about to be parsed, and everything that its result depends on.
pub(super) struct Task {
    /// What it is.
    pub kind: PageKind,
    /// Its text, includes expanded.
    pub expanded: Expanded,
    /// How Markdown is read.
    pub options: MarkdownOptions,
    /// What was noticed while expanding.
    pub diagnostics: Vec<Diagnostic>,
}

impl Task {
    /// Reads a text as a page of this kind.
    pub fn new(sources: &Sources, text: &Text, kind: PageKind, manifest: &Manifest) -> Self {
        let mut diagnostics = Vec::new();
        let expanded = include::expand(sources, text).take(&mut diagnostics);
        let expanded = if manifest.math == Math::MathJax { mathjax::with_dollars(expanded) } else { expanded };
        let boxes = if kind == PageKind::Template { Boxes::Untracked } else { Boxes::Tracked };
        let options =
            MarkdownOptions { raw_html: manifest.raw_html, smart_punctuation: manifest.smart_punctuation, math: manifest.math, boxes };
        Self { kind, expanded, options, diagnostics }
    }

    /// The memo key: all that the parsed page depends on.
    pub fn key(&self) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::default();
        fingerprinter.part(self.expanded.fingerprint.as_bytes());
        (self.kind, &self.expanded.origin, &self.expanded.title, self.options).hash(&mut fingerprinter);
        Fingerprinter::finish(&fingerprinter)
    }

    /// Parses.
    pub fn run(&self) -> Outcome<Parsed> {
        match self.kind {
            PageKind::Home => self.read(|_, _, _: crate::book::HomeMatter| Content::Home),
            PageKind::Chapter => self.read(|_, _, matter| Content::Chapter(matter)),
            PageKind::Track => self.read(|_, _, matter| Content::Track(matter)),
            PageKind::Role => self.read(|_, _, matter| Content::Role(matter)),
            PageKind::Transition => self.read(|_, _, matter| Content::Transition(matter)),
            PageKind::Checklist => self.read(|_, _, matter| Content::Checklist(matter)),
            PageKind::Level => self.read(sections::level),
            PageKind::Skill => self.read(sections::skill),
            PageKind::Template => self.read(|scene, body, matter| {
                let example = body.headings.iter().position(|heading| heading.top && heading.classes.iter().any(|class| class == EXAMPLE));
                let end = example.map_or(self.expanded.text.len(), |number| body.headings[number].range.start);
                let document = self.expanded.text[scene.body_start..end].trim().to_owned() + "\n";
                Content::Template { matter, document: document.into(), example }
            }),
        }
    }

    fn read<M: Matter + DeserializeOwned + Default>(&self, content: impl FnOnce(&mut Scene<'_>, &Body, M) -> Content) -> Outcome<Parsed> {
        let Expanded { text, origin, title, .. } = &self.expanded;
        let mut diagnostics = Vec::new();
        let Some(front) = front_matter::read::<M>(origin, text).take(&mut diagnostics) else {
            return Outcome::new(Parsed::Nothing, diagnostics);
        };
        let FrontMatter { readable, mut matter, updated, draft, body: body_start } = front;
        if self.options.smart_punctuation {
            markdown::curl(&mut matter);
        }
        let common = matter.common();
        let mut body = markdown::body(text, body_start, origin, self.options).take(&mut diagnostics);
        let heading = take_title(&mut body);
        let title = common.title.as_ref().map(|title| title.value.clone()).or_else(|| title.clone()).or(heading);
        let facts = Facts { common, title, updated, draft };
        nest_headings(&mut body, self.kind);
        let mut scene = Scene { origin, diagnostics: &mut diagnostics, body_start };
        let content = content(&mut scene, &body, matter);
        check_headings(&body, self.kind, &mut scene);
        let page = Arc::new(self.page(body, facts, content));
        Outcome::new(if readable { Parsed::Page(page) } else { Parsed::Unread(page) }, diagnostics)
    }

    fn page(&self, body: Body, facts: Facts, content: Content) -> ParsedPage {
        let Facts { common, title, updated, draft } = facts;
        let origin = self.expanded.origin.clone();
        let id = page_id(&origin.source);
        ParsedPage { kind: self.kind, id, origin, common, title, updated, draft, body, content }
    }
}

/// What front matter and first heading say about any page.
struct Facts {
    common: CommonMatter,
    title: Option<String>,
    updated: Option<Updated>,
    draft: bool,
}

/// What the parts of a page need while they are read.
pub(super) struct Scene<'a> {
    /// Where the text's bytes come from.
    pub origin: &'a Origin,
    /// What was noticed.
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// Where the body begins in the text.
    pub body_start: usize,
}

/// A page's id: its file stem; for `index.md` and `README.md` in a folder, the folder's name.
pub(super) fn page_id(path: &SourcePath) -> Id {
    let stem = path.stem();
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    let is_index = stem == "index" || stem.eq_ignore_ascii_case("readme");
    Id::new(if is_index && !folder.is_empty() { folder } else { stem })
}

/// Takes a `# Title` that opens the body out of it.
fn take_title(body: &mut Body) -> Option<String> {
    let first = body.headings.first()?;
    if first.level != 1 || first.node != 0 {
        return None;
    }
    let end = body.end_of(0) + 1;
    let title = first.title.clone();
    body.nodes.drain(..end);
    body.title_id = Some(body.headings.remove(0).id);
    for heading in &mut body.headings {
        heading.node -= end;
    }
    for item in &mut body.items {
        item.heading = item.heading.and_then(|heading| heading.checked_sub(1));
    }
    for node in &mut body.nodes {
        match node {
            Node::Start(Tag::Heading(number)) => *number -= 1,
            Node::Start(Tag::List(list)) => {
                if let Some(heading) = &mut list.items {
                    *heading = heading.and_then(|heading| heading.checked_sub(1));
                }
            }
            _ => {}
        }
    }
    Some(title)
}

/// Brings headings below the page's one `h1` without a skipped level. Levels and skills keep theirs:
/// their templates place the parts.
fn nest_headings(body: &mut Body, _kind: PageKind) {
    let shift = u8::from(body.headings.iter().any(|heading| heading.level == 1));
    let mut shown = 1;
    for heading in &mut body.headings {
        let level = (heading.level + shift).min(6);
        shown = level.min(shown + 1).max(2);
        heading.level = shown;
    }
}

/// The `key=value` attributes that headings of this kind may have.
fn heading_keys(kind: PageKind) -> &'static [&'static str] {
    match kind {
        PageKind::Level => &["skill", "rev", "was"],
        PageKind::Skill => &["step"],
        _ => &[],
    }
}

fn check_headings(body: &Body, kind: PageKind, scene: &mut Scene<'_>) {
    let keys = heading_keys(kind);
    for heading in &body.headings {
        for (key, _) in heading.attributes.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
            let message = format!("a heading of a {kind} page has no `{key}`");
            let diagnostic = Diagnostic::at(Code::AttributeSyntax, scene.origin.span(&body.attribute_range(heading, key)), message);
            let help = if keys.is_empty() {
                "headings here may have `{#id}` only".to_owned()
            } else {
                format!("the keys are: {}", keys.join(", "))
            };
            scene.diagnostics.push(diagnostic.suggest(key, keys.iter().copied()).help(help));
        }
    }
}
