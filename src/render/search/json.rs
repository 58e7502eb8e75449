//! `search.json`: the records of a whole site, their texts cut until all of them fit.

use super::budget::{fits, one_of, stride};
use super::record::{Record, generated, page, sources, terms};
use crate::book::PageIndex;
use crate::site::Site;
use crate::source::Fingerprint;
use crate::theme::Strings;
use rayon::prelude::*;
use std::sync::Arc;

/// What is tried in turn when whole texts do not fit: the first words of each section.
const CUTS: [usize; 6] = [120, 60, 30, 15, 8, 0];
/// A word counts as at most this many characters, since some scripts put no space between words.
const WORD: usize = 12;

/// The records as they are published.
#[derive(Clone, Debug)]
pub(in crate::render) struct Records {
    /// `search.json`.
    pub json: Arc<[u8]>,
    /// Of the records: the browser keeps the index under it.
    pub hash: String,
    /// How many words of each section stand in the records; `None` when all do.
    pub cut: Option<usize>,
}

/// Makes the records of a whole site.
pub(in crate::render) fn records(site: &Site, strings: &Strings) -> Records {
    let pages = site.book.pages.len();
    let others: Vec<Record> = terms(site).chain(sources(site)).chain(generated(site, strings)).collect();
    let written = |words: Option<usize>, stride: usize| {
        let of_pages = (0..pages / stride).into_par_iter();
        let mut all: Vec<String> = of_pages.map(|at| lines(&page(site, PageIndex(one_of(at, stride)), words != Some(0)), words)).collect();
        all.push(lines(&others, words));
        all.retain(|lines| !lines.is_empty());
        all.join(",\n")
    };
    let stride = stride(pages);
    let tries = std::iter::once(None).chain(CUTS.map(Some)).map(|words| (words, written(words, stride)));
    let least = CUTS.last().copied();
    let (cut, sample) = tries.into_iter().find(|(_, sample)| fits(sample, stride)).unwrap_or_else(|| (least, written(least, stride)));
    let body = format!("[\n{}\n]", if stride == 1 { sample } else { written(cut, 1) });
    let hash = Fingerprint::of(body.as_bytes()).hex(16);
    let json = format!("{{\"version\":1,\"hash\":\"{hash}\",\"records\":{body}}}\n");
    Records { json: json.into_bytes().into(), hash, cut }
}

/// Records as they are written, a line each.
fn lines(records: &[Record], words: Option<usize>) -> String {
    let line = |record: &Record| {
        let text = match words {
            Some(words) if record.prose => first_words(&record.text, words),
            _ => &record.text,
        };
        serde_json::to_string(&(record.kind, &record.title, &record.path, &record.url, text)).unwrap_or_default()
    };
    records.iter().map(line).collect::<Vec<_>>().join(",\n")
}

/// The beginning of a text, at most so many words.
fn first_words(text: &str, words: usize) -> &str {
    let by_words = text.match_indices(' ').nth(words.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let by_length = text.char_indices().nth(words * WORD).map_or(text.len(), |(at, _)| at);
    if words == 0 { "" } else { &text[..by_words.min(by_length)] }
}

#[cfg(test)]
mod tests {
    use super::{Record, first_words, lines};

    #[test]
    fn a_cut_text_ends_at_a_word() {
        assert_eq!(first_words("one two three", 2), "one two");
        assert_eq!(first_words("one two", 5), "one two");
        assert_eq!(first_words("one", 0), "");
        assert_eq!(first_words(&"字".repeat(100), 2).chars().count(), 24);
    }

    #[test]
    fn only_prose_is_cut() {
        let record = |prose| Record { kind: "x", title: "T".into(), path: vec![], url: "u".into(), text: "a b c".into(), prose };
        let lines = lines(&[record(true), record(false)], Some(1));
        assert_eq!(lines, concat!(r#"["x","T",[],"u","a"]"#, ",\n", r#"["x","T",[],"u","a b c"]"#));
    }
}
