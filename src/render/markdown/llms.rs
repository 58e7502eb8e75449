//! `llms.txt`: the handbook's contents for machines that read, in the order people read.

use super::{twin::absolute, writer::escape};
use crate::book::{Entry, PageIndex, PageKind};
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
    for part in &book.guide.parts {
        let mut pages = Vec::new();
        chapters(&part.entries, &mut pages);
        let title = part.title.clone().unwrap_or_else(|| scene.words("nav_guide"));
        section(scene, &mut out, &title, &pages);
    }
    for track in &book.ladder.tracks {
        let levels = track.levels.iter().filter_map(|id| book.ladder.level(id)).map(|level| level.page);
        let pages: Vec<PageIndex> = std::iter::once(track.page).chain(levels).collect();
        section(scene, &mut out, &book.page(track.page).title, &pages);
    }
    for (kind, key) in [
        (PageKind::Skill, "nav_skills"),
        (PageKind::Role, "nav_roles"),
        (PageKind::Transition, "nav_transitions"),
        (PageKind::Checklist, "nav_checklists"),
        (PageKind::Template, "nav_templates"),
    ] {
        let pages: Vec<PageIndex> = book.pages_of(kind).map(|(at, _)| at).collect();
        section(scene, &mut out, &scene.words(key), &pages);
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

fn chapters(entries: &[Entry], pages: &mut Vec<PageIndex>) {
    for entry in entries {
        pages.extend(entry.page);
        chapters(&entry.children, pages);
    }
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
