//! A ladder becomes the files of a book, as a person would have written them.

use super::Import;
use super::cell::statements;
use super::ladder::{Ladder, Level, Skill, Track};
use crate::edit::ids::counted;
use crate::source::SourcePath;

/// What the five steps of a skill are called until somebody finds better words.
const STEPS: [&str; 5] = ["Follows", "Contributes", "Owns", "Leads", "Sets the standard"];
/// The chapter that says how to read the ladder.
const CHAPTER: &str = "guide/how-to-read-this-ladder.md";

/// The files of a ladder that was read from this file.
pub(super) fn ladder(ladder: &Ladder, from: &SourcePath, site_id: &str) -> Import {
    let mut files = vec![
        ("book.yml".to_owned(), manifest(ladder, site_id)),
        ("SUMMARY.md".to_owned(), format!("# Summary\n\n- [How to read this ladder]({CHAPTER})\n")),
        (CHAPTER.to_owned(), chapter(ladder)),
    ];
    if !ladder.areas.is_empty() {
        let areas = ladder.areas.iter().map(|area| format!("{}: {{title: {}}}\n", yaml(&area.id), yaml(&area.title)));
        files.push(("areas.yml".to_owned(), areas.collect()));
    }
    for track in &ladder.tracks {
        files.push((format!("tracks/{}.md", track.name.id), track_page(track)));
        for (at, level) in track.levels.iter().enumerate() {
            files.push((format!("levels/{}.md", level.name.id), level_page(ladder, track, at, level)));
        }
    }
    for skill in &ladder.skills {
        files.push((format!("skills/{}.md", skill.name.id), skill_page(ladder, skill)));
    }
    let texts = files.into_iter().filter_map(|(path, text)| Some((SourcePath::new(&path).ok()?, text))).collect();
    Import { texts, copies: Vec::new(), report: report(ladder, from) }
}

fn report(ladder: &Ladder, from: &SourcePath) -> Vec<String> {
    let levels = ladder.tracks.iter().map(|track| track.levels.len()).sum();
    let cells = ladder.tracks.iter().flat_map(|track| &track.levels).map(|level| level.cells.len()).sum();
    let areas = match ladder.areas.len() {
        0 => String::new(),
        count => format!(" in {}", counted(count, "area", "areas")),
    };
    vec![
        format!(
            "Read {} with {}, {}{areas}, {} from `{}`.",
            counted(ladder.tracks.len(), "track", "tracks"),
            counted(levels, "level", "levels"),
            counted(ladder.skills.len(), "skill", "skills"),
            counted(cells, "cell", "cells"),
            from.file_name()
        ),
        "The table has no steps, so each level asks for the step that it stands on: look at `core:` of the levels, and at the five steps of each skill."
            .to_owned(),
    ]
}

fn manifest(ladder: &Ladder, site_id: &str) -> String {
    format!("title: {}\nsite: {{id: {}}}\nlanguage: en\n", yaml(&ladder.title), yaml(site_id))
}

fn chapter(ladder: &Ladder) -> String {
    let tracks: Vec<String> = ladder.tracks.iter().map(|track| format!("[[track:{}]]", track.name.id)).collect();
    format!(
        "---\ntitle: How to read this ladder\nsummary: \"What a level, a skill and an expectation are, and how to find yours.\"\n---\n\n\
         This ladder says what we expect at each level: {}. A level is described by its expectations, one for each skill that it rests on.\n\n\
         Find your level, read it from top to bottom, and then read the one above. Ask for each expectation where you have shown it, and write \
         down one occasion. What you find no occasion for is what you talk about in your next one-on-one.\n\n\
         A level is not a checklist. Nobody is promoted for having done each line once; the level describes how somebody works over months.\n",
        tracks.join(", ")
    )
}

fn track_page(track: &Track) -> String {
    let levels: Vec<String> = track.levels.iter().map(|level| yaml(&level.name.id)).collect();
    let (first, last) = (track.levels.first(), track.levels.last());
    let span = match (first, last) {
        (Some(first), Some(last)) if track.levels.len() > 1 => format!("From [[level:{}]] to [[level:{}]].\n", first.name.id, last.name.id),
        _ => String::new(),
    };
    let notes: Vec<String> =
        Some(span).filter(|span| !span.is_empty()).into_iter().chain(track.notes.iter().map(|note| format!("{note}\n"))).collect();
    format!("---\ntitle: {}\nlevels: [{}]\n---\n{}", yaml(&track.name.title), levels.join(", "), notes.join("\n"))
}

fn level_page(ladder: &Ladder, track: &Track, at: usize, level: &Level) -> String {
    let mut page = format!("---\ntitle: {}\ntrack: {}\n", yaml(&level.name.title), yaml(&track.name.id));
    if !level.attributes.is_empty() {
        let facts: Vec<String> = level.attributes.iter().map(|(name, value)| format!("{}: {}", yaml(name), yaml(value))).collect();
        page.push_str(&format!("attributes: {{{}}}\n", facts.join(", ")));
    }
    if !level.cells.is_empty() {
        let core: Vec<String> = level.cells.iter().map(|(skill, _)| format!("{}: {}", yaml(skill), track.step(at))).collect();
        page.push_str(&format!("core: {{{}}}\n", core.join(", ")));
    }
    page.push_str("---\n");
    if !level.identity.is_empty() {
        page.push_str(&format!("{}\n", level.identity));
    }
    for (skill, cell) in &level.cells {
        for (number, statement) in statements(cell, track.markup).into_iter().enumerate() {
            let id = if number == 0 { skill.clone() } else { format!("{skill}-{}", free_number(ladder, skill, number + 1)) };
            page.push_str(&format!("\n## {} {{#{id} skill={skill}}}\n", statement.title));
            if !statement.text.is_empty() {
                page.push_str(&format!("\n{}\n", statement.text));
            }
        }
    }
    page
}

/// The number behind a skill's id for one more expectation of it. `c-2` may be a skill of its own.
fn free_number(ladder: &Ladder, skill: &str, number: usize) -> String {
    let id = format!("{skill}-{number}");
    if ladder.skills.iter().any(|other| other.name.id == id) { format!("{number}b") } else { number.to_string() }
}

fn skill_page(ladder: &Ladder, skill: &Skill) -> String {
    let mut page = format!("---\ntitle: {}\n", yaml(&skill.name.title));
    if let Some(area) = &skill.area {
        page.push_str(&format!("area: {}\n", yaml(area)));
    }
    page.push_str("---\n");
    if !skill.about.is_empty() {
        page.push_str(&format!("{}\n", skill.about));
    }
    for (step, name) in (1..).zip(STEPS) {
        let asks = |track: &Track| {
            let levels: Vec<String> = track
                .levels
                .iter()
                .enumerate()
                .filter(|(at, level)| track.step(*at) == step && level.cells.iter().any(|(id, _)| *id == skill.name.id))
                .map(|(_, level)| format!("[[level:{}]]", level.name.id))
                .collect();
            levels
        };
        let levels: Vec<String> = ladder.tracks.iter().flat_map(asks).collect();
        let text = match levels.split_last() {
            None => "No level asks for this step.".to_owned(),
            Some((last, [])) => format!("{last} asks for this step."),
            Some((last, others)) => format!("{} and {last} ask for this step.", others.join(", ")),
        };
        page.push_str(&format!("\n## {name} {{step={step}}}\n\n{text}\n"));
    }
    page
}

/// A text as a value of YAML: as it is where it can only be a text, else in quotation marks.
pub(super) fn yaml(text: &str) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '/' | '(' | ')' | '.' | '&' | '\'' | '+');
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(is_word)
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
