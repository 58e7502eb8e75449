//! Differences of two ladders in words: as Markdown for people, as JSON for programs, as parts of pages and feeds.

use super::{escape, level_views::capitalised};
use crate::ladder::{Difference, DifferenceKind, Fate, Piece, SubjectKind};
use crate::theme::{Strings, fill};
use serde_json::{Map, Value as Json, json};

/// A difference's sentence; `mark` dresses what it names. Fails when the theme lacks the words.
pub(super) fn sentence(difference: &Difference, strings: &Strings, mark: impl Fn(&str) -> String) -> Result<String, String> {
    let on_track = difference.kind == DifferenceKind::Added && difference.names.contains_key("track");
    let key = if on_track { "diff_added_on".to_owned() } else { format!("diff_{}", difference.kind.word()) };
    // The name of a fact opens its sentence.
    let opens = |name: &str| name == "name" && difference.kind == DifferenceKind::AttributeChanged;
    let shown = |name: &str, value: &str| if opens(name) { mark(&capitalised(value)) } else { mark(value) };
    Ok(fill(strings.get(&key)?, difference.names.iter().map(|(name, value)| (*name, shown(name, value)))))
}

/// The differences by subject, in their order.
pub(super) fn by_subject(differences: &[Difference]) -> Vec<&[Difference]> {
    differences.chunk_by(|one, other| one.subject == other.subject).collect()
}

/// What changed from `old` to `new`, as Markdown that a team can read.
///
/// # Errors
/// A sentence that names a string the theme lacks.
pub fn changes_markdown(old: &str, new: &str, differences: &[Difference], strings: &Strings) -> Result<String, String> {
    let title = fill(strings.get("diff_title")?, [("old", escape::markdown(old)), ("new", escape::markdown(new))]);
    let mut text = format!("# {title}\n\n");
    if differences.is_empty() {
        return Ok(text + strings.get("diff_none")? + "\n");
    }
    let count = i64::try_from(differences.len()).unwrap_or(i64::MAX);
    text.push_str(&fill(strings.plural("diff_count", count)?, [("n", count.to_string())]));
    text.push('\n');
    let mut kind: Option<SubjectKind> = None;
    for group in by_subject(differences) {
        let Some(first) = group.first() else { continue };
        if kind.replace(first.subject.kind) != Some(first.subject.kind) {
            text.push_str(&format!("\n## {}\n", strings.get(&format!("diff_kind_{}", first.subject.kind.word()))?));
        }
        text.push_str(&format!("\n### {}\n\n", escape::markdown(&first.subject.title)));
        for difference in group {
            text.push_str(&format!("- {}\n", sentence(difference, strings, |name| format!("**{}**", escape::markdown(name)))?));
            if !difference.wording.is_empty() {
                text.push_str(&format!("\n  > {}\n\n", worded(&difference.wording)));
            }
        }
    }
    Ok(text.replace("\n\n\n", "\n\n"))
}

fn worded(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| {
        let text = escape::markdown(&piece.text);
        match piece.fate {
            Fate::Kept => text,
            Fate::Removed => format!("~~{text}~~"),
            Fate::Added => format!("**{text}**"),
        }
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// The same for programs. Fields are added, never renamed, while `version` is 1.
#[must_use]
pub fn changes_json(old: &str, new: &str, differences: &[Difference], frozen: Option<&Json>) -> Json {
    let one = |difference: &Difference| {
        let mut view = Map::new();
        let subject = &difference.subject;
        view.insert("subject".into(), json!({ "kind": subject.kind.word(), "id": subject.id, "title": subject.title }));
        view.insert("kind".into(), json!(difference.kind.word()));
        for (name, value) in &difference.names {
            view.insert((*name).to_owned(), json!(value));
        }
        if !difference.wording.is_empty() {
            let pieces = difference.wording.iter().map(|piece| json!({ "fate": piece.fate.word(), "text": piece.text }));
            view.insert("wording".into(), pieces.collect());
        }
        Json::Object(view)
    };
    json!({ "version": 1, "old": old, "new": new, "frozen": frozen, "differences": differences.iter().map(one).collect::<Vec<_>>() })
}
