//! `llms.txt`: the handbook's contents for machines that read, in the order people read.

use super::{escape::escape, twin::absolute};
use crate::book::PageIndex;
use crate::render::scene::Scene;
use crate::site::Url;

/// A list of all pages, each with the address of its Markdown and its summary.
pub(in crate::render) fn llms(scene: &Scene<'_>) -> String {
    let book = &scene.site.book;
    let mut out = format!("# {}\n", escape(&book.title, false));
    if let Some(description) = &book.manifest.description {
        out.push_str(&format!("\n> {}\n", escape(description, false)));
    }
    out.push_str(&format!("\n{}\n", scene.words("llms_note")));
    for group in scene.site.reading_order() {
        section(scene, &mut out, &scene.label(&group.title), &group.pages);
    }
    let others = [("glossary.md", "nav_glossary"), ("sources.md", "nav_sources"), ("ladder.json", "llms_ladder")];
    let others: String = others
        .into_iter()
        .filter(|(file, _)| scene.site.addresses.contains_key(&Url::new(file)))
        .filter(|(file, _)| *file != "ladder.json" || !book.ladder.is_empty())
        .map(|(file, key)| format!("- [{}]({})\n", escape(&scene.words(key), false), absolute(scene.site, &Url::new(file), "")))
        .collect();
    if !others.is_empty() {
        out.push_str(&format!("\n## {}\n\n{others}", scene.words("nav_reference")));
    }
    out
}

fn section(scene: &Scene<'_>, out: &mut String, title: &str, pages: &[PageIndex]) {
    let line = |page: &PageIndex| {
        let url = scene.site.url(*page)?;
        let page = scene.site.book.page(*page);
        let summary = page.summary().map(|summary| format!(": {}", escape(summary, false))).unwrap_or_default();
        Some(format!("- [{}]({}){summary}\n", escape(&page.title, false), absolute(scene.site, &scene.site.markdown_of(url), "")))
    };
    let lines: String = pages.iter().filter_map(line).collect();
    if !lines.is_empty() {
        out.push_str(&format!("\n## {}\n\n{lines}", escape(title, false)));
    }
}
