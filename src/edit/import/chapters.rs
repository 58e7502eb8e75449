//! A mdBook project becomes a book: its chapters where they are, its settings as `book.yml`, and what chapters include
//! from outside their folder beside them.

use super::write::yaml;
use super::{Import, ImportRequest};
use crate::book::{Manifest, Math};
use crate::diagnostic::Outcome;
use crate::edit::ids::counted;
use crate::parse;
use crate::source::{SourcePath, Sources, Text, include_marks};
use std::collections::{BTreeMap, BTreeSet};

/// Where files go that chapters include from outside their folder.
const INCLUDED: &str = "included";

/// The files of the project in `sources`, and what of its settings has no counterpart.
pub(super) fn import(sources: &Sources, request: &ImportRequest) -> Outcome<Import> {
    let outcome = parse::read_manifest(sources);
    outcome.map(|manifest| {
        let kept = kept(sources);
        let mut texts: BTreeMap<SourcePath, String> =
            kept.iter().map(|(text, to)| (to.clone(), rewritten(sources, text, to, &manifest))).collect();
        let has_money = manifest.math == Math::Off && texts.values().any(|text| text.contains('$'));
        if let Ok(path) = SourcePath::new("book.yml") {
            let edit_url = edit_url(&manifest, sources.book(), request);
            texts.entry(path).or_insert_with(|| settings(&manifest, edit_url.as_deref(), &request.site_id, has_money));
        }
        let copies: Vec<(SourcePath, SourcePath)> = sources
            .assets()
            .filter_map(|asset| Some((asset.path.clone(), SourcePath::new(sources.book_path(&asset.path)?).ok()?)))
            .filter(|(_, to)| !texts.contains_key(to))
            .collect();
        let left_out = left_out(sources, &kept);
        let chapters = kept.iter().filter(|(text, _)| text.path.extension() == "md").count().saturating_sub(1);
        let mut report = vec![format!(
            "Read {} and {} from `book.toml` and `{}`.",
            counted(chapters, "chapter", "chapters"),
            counted(copies.len(), "other file", "other files"),
            if sources.book().is_empty() { "." } else { sources.book() }
        )];
        if !left_out.is_empty() {
            report.push(format!("Left out, since SUMMARY.md does not list them: {}.", left_out.join(", ")));
        }
        Import { texts: texts.into_iter().collect(), copies, report }
    })
}

/// The texts that the new book needs, each with its path there: the summary, the chapters it lists, and what they include.
fn kept(sources: &Sources) -> Vec<(&Text, SourcePath)> {
    let summary = sources.book_text("SUMMARY.md").map(|text| (text.path.clone(), parse::read_summary(sources, text)));
    let listed: Option<BTreeSet<SourcePath>> = summary.map(|(path, summary)| summary.files().into_iter().cloned().chain([path]).collect());
    let is_listed = |text: &Text| match &listed {
        Some(listed) => listed.contains(&text.path),
        None => sources.book_path(&text.path).is_some() && text.path.extension() == "md",
    };
    let mut wanted: BTreeSet<SourcePath> = sources.texts().filter(|text| is_listed(text)).map(|text| text.path.clone()).collect();
    let mut open: Vec<SourcePath> = wanted.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let Some(text) = sources.text(&path) else { continue };
        let files = include_marks(&text.content).into_iter().filter_map(|mark| path.join(mark.file()?).ok());
        open.extend(files.filter(|file| wanted.insert(file.clone())));
    }
    let settings = |path: &SourcePath| sources.in_book("book.yml").as_ref() == Some(path);
    let texts = sources.texts().filter(|text| wanted.contains(&text.path) || settings(&text.path));
    texts.filter_map(|text| Some((&**text, moved(sources, &text.path)?))).collect()
}

/// Where a file of the project stands in the new book.
fn moved(sources: &Sources, path: &SourcePath) -> Option<SourcePath> {
    match sources.book_path(path) {
        Some(inside) => SourcePath::new(inside).ok(),
        None => SourcePath::new(&format!("{INCLUDED}/{path}")).ok(),
    }
}

/// A text as the new book writes it: what it includes has moved, formulas stand between dollar signs, and a title of the
/// summary that mdBook shows nowhere is none of its parts.
fn rewritten(sources: &Sources, text: &Text, to: &SourcePath, manifest: &Manifest) -> String {
    let mut content = text.content.to_string();
    for mark in include_marks(&text.content).into_iter().rev() {
        let Some(file) = mark.file() else { continue };
        let target = text.path.join(file).ok().filter(|target| sources.text(target).is_some());
        let Some(target) = target.and_then(|target| moved(sources, &target)) else { continue };
        let written = target.seen_from(to);
        let helper = &text.content[mark.range.clone()];
        let at = helper.find(mark.argument).unwrap_or(0) + mark.range.start;
        content.replace_range(at..at + file.len(), &written);
    }
    if sources.book_path(&text.path) == Some("SUMMARY.md")
        && let Some(title) = parse::summary_title(text)
    {
        content.replace_range(title, "# Summary\n");
    }
    if manifest.math == Math::MathJax && text.path.extension() == "md" { parse::mathjax_to_dollars(&content) } else { content }
}

/// Markdown files that are nobody's chapter.
fn left_out(sources: &Sources, kept: &[(&Text, SourcePath)]) -> Vec<String> {
    let is_kept = |text: &Text| kept.iter().any(|(other, _)| other.path == text.path);
    let texts = sources.texts().filter(|text| text.path.extension() == "md" && sources.book_path(&text.path).is_some());
    texts.filter(|text| !is_kept(text)).map(|text| format!("`{}`", text.path)).collect()
}

/// The address at which a page of the new book is edited: a chapter's, but for the folder.
fn edit_url(manifest: &Manifest, chapters: &str, request: &ImportRequest) -> Option<String> {
    let new = format!("{}{}", request.book, Manifest::PATH);
    let Some(url) = &manifest.edit_url else {
        return Some(format!("{}/edit/main/{new}", manifest.repository.as_ref()?));
    };
    let old = format!("{chapters}{}", Manifest::PATH);
    let whole = format!("/{}{old}", request.project);
    Some(if url.contains(&whole) { url.replace(&whole, &format!("/{new}")) } else { url.replace(&old, &new) })
}

/// The settings as `book.yml`.
fn settings(manifest: &Manifest, edit_url: Option<&str>, site_id: &str, has_money: bool) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            text.push_str(&format!("{name}: {}\n", yaml(value)));
        }
    };
    field("title", manifest.title.as_deref());
    field("description", manifest.description.as_deref());
    let language = Some(manifest.language.as_str());
    field("language", language);
    field("repository", manifest.repository.as_deref());
    let below = |url| manifest.repository.as_deref().and_then(|repository| str::strip_prefix(url, repository)?.strip_prefix('/'));
    match edit_url.and_then(below).and_then(|path| path.strip_suffix(Manifest::PATH)?.strip_suffix('/')) {
        Some(path) => field("edit_path", Some(path).filter(|path| *path != Manifest::EDIT_PATH)),
        None => field("edit_url", edit_url),
    }
    field("cname", manifest.cname.as_deref());
    if !manifest.authors.is_empty() {
        let authors: Vec<String> = manifest.authors.iter().map(|author| yaml(author)).collect();
        text.push_str(&format!("authors: [{}]\n", authors.join(", ")));
    }
    text.push_str(&format!("site: {{id: {}}}\n", yaml(site_id)));
    let markdown = [(manifest.smart_punctuation, "smart_punctuation: true"), (has_money, "math: false")];
    let markdown: Vec<&str> = markdown.into_iter().filter(|(is_set, _)| *is_set).map(|(_, setting)| setting).collect();
    if !markdown.is_empty() {
        text.push_str(&format!("markdown: {{{}}}\n", markdown.join(", ")));
    }
    if !manifest.redirects.is_empty() {
        text.push_str("redirects:\n");
        for redirect in &manifest.redirects {
            text.push_str(&format!("  {}: {}\n", yaml(&redirect.from.value), yaml(&redirect.to.value)));
        }
    }
    text
}
