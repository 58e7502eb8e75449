//! Finds what front matter names, and says what it could have meant when there is no such thing.

use crate::book::{Area, Broken, Entries, Id, Located, Page, PageIndex, PageKind, ParsedPage, Step};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use std::{collections::BTreeMap, sync::Arc};

/// Everything that can be named, and what was noticed so far.
pub(super) struct Names<'a> {
    pub pages: &'a [Page],
    pub index: &'a BTreeMap<(PageKind, Id), PageIndex>,
    pub areas: &'a [Area],
    /// Pages whose front matter could not be read: what their text names is looked for too.
    pub unread: &'a [Arc<ParsedPage>],
    pub broken: &'a Broken,
    pub diagnostics: Vec<Diagnostic>,
}

impl Names<'_> {
    /// All pages of a kind, by id.
    pub fn of_kind(&self, kind: PageKind) -> Vec<PageIndex> {
        self.index.iter().filter(|((of, _), _)| *of == kind).map(|(_, at)| *at).collect()
    }

    /// The page at an index.
    pub fn page(&self, at: PageIndex) -> &Page {
        &self.pages[at.0]
    }

    /// The id of a page of this kind that `page`'s front matter names. `None` when there is none: with an
    /// error, unless that page exists but is broken.
    pub fn find(&mut self, page: PageIndex, kind: PageKind, name: &Located<String>) -> Option<Id> {
        let span = Span::new(self.page(page).source(), name.range());
        self.find_at(span, kind, &name.value)
    }

    /// The same for a name that stands at `span`.
    pub fn find_at(&mut self, span: Span, kind: PageKind, name: &str) -> Option<Id> {
        let id = Id::new(name);
        if self.index.contains_key(&(kind, id.clone())) {
            return Some(id);
        }
        if !self.broken.has_page(kind, name) {
            let known: Vec<&str> = self.index.keys().filter(|(of, _)| *of == kind).map(|(_, id)| &**id).collect();
            let diagnostic =
                Diagnostic::at(Code::UnknownReference, span, format!("there is no {kind} `{name}`")).suggest(name, known.iter().copied());
            let list = if known.is_empty() || known.len() > 30 {
                format!("a {kind} is a file in `{kind}s/`, and its id is the file's stem")
            } else {
                format!("the {kind}s are: {}", known.join(", "))
            };
            self.diagnostics.push(diagnostic.help(list));
        }
        None
    }

    /// The same for several names.
    pub fn find_all(&mut self, page: PageIndex, kind: PageKind, names: &[Located<String>]) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        for name in names {
            if let Some(id) = self.find(page, kind, name)
                && !found.contains(&id)
            {
                found.push(id);
            }
        }
        found
    }

    /// An area that `page`'s front matter names.
    pub fn area(&mut self, page: PageIndex, name: &Located<String>) -> Option<Id> {
        let span = Span::new(self.page(page).source(), name.range());
        self.area_at(span, &name.value)
    }

    /// The same for a name that stands at `span`.
    pub fn area_at(&mut self, span: Span, name: &str) -> Option<Id> {
        if let Some(area) = self.areas.iter().find(|area| &*area.id == name) {
            return Some(area.id.clone());
        }
        if !self.broken.has_file_named("areas.yml") {
            let known: Vec<&str> = self.areas.iter().map(|area| &*area.id).collect();
            let message = format!("there is no area `{name}`");
            let diagnostic = Diagnostic::at(Code::UnknownReference, span, message).suggest(name, known.iter().copied());
            self.diagnostics.push(diagnostic.help("areas stand in areas.yml, a map of id to `{title: …}`"));
        }
        None
    }

    /// A diagnostic about a value of `page`'s front matter.
    pub fn at<T>(&self, page: PageIndex, code: Code, value: &Located<T>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, Span::new(self.page(page).source(), value.range()), message)
    }

    /// A step of front matter; `None`, with an error, when it is not 1 to 5.
    pub fn step(&mut self, page: PageIndex, step: &Located<u8>) -> Option<u8> {
        if (1..=5).contains(&step.value) {
            return Some(step.value);
        }
        let message = format!("`{}` is not a step", step.value);
        let diagnostic = self.at(page, Code::StepRange, step, message).help("a step is a number from 1 to 5");
        self.diagnostics.push(diagnostic);
        None
    }

    /// A map of skills to steps, those at fault left out.
    pub fn steps(&mut self, page: PageIndex, entries: &Entries<Located<u8>>) -> Vec<(Id, Step, Located<String>)> {
        let mut steps = Vec::new();
        for (name, step) in entries {
            let skill = self.find(page, PageKind::Skill, name);
            let step = self.step(page, step);
            steps.extend(skill.zip(step).map(|(skill, step)| (skill, step, name.clone())));
        }
        steps
    }

    /// One of some words, or an error.
    pub fn word<T: Copy>(&mut self, page: PageIndex, field: &str, value: &Located<String>, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, meant)) = words.iter().find(|(word, _)| *word == value.value) {
            return Some(*meant);
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let message = format!("`{}` is not a value of `{field}`", value.value);
        let diagnostic = self.at(page, Code::UnknownValue, value, message).suggest(&value.value, known.iter().copied());
        self.diagnostics.push(diagnostic.help(format!("`{field}` is one of: {}", known.join(", "))));
        None
    }

    /// Says that a page lacks a field its kind needs.
    pub fn missing(&mut self, page: PageIndex, field: &str, help: &str) {
        let at = self.page(page);
        let message = format!("this {} does not say its `{field}`", at.kind());
        let diagnostic = Diagnostic::in_file(Code::MissingField, at.source(), message).help(help);
        self.diagnostics.push(diagnostic);
    }
}
