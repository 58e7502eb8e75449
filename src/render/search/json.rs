//! `search.json`: the records of a whole site, their texts cut until all of them fit.

use super::budget::{fits, one_of, stride};
use super::record::{Record, generated, page, sources, terms};
use crate::book::PageIndex;
use crate::site::Site;
use crate::source::Fingerprint;
use crate::theme::Strings;
use bytes::Bytes;
use rayon::prelude::*;

/// What is tried in turn when whole texts do not fit: the first words of each section.
const CUTS: [usize; 6] = [120, 60, 30, 15, 8, 0];
/// A word counts as at most this many characters, since some scripts put no space between words.
const WORD: usize = 12;
/// So many hexadecimal digits of a hash.
const DIGITS: usize = 16;
/// What stands between two records.
const BETWEEN: &str = ",\n";

/// The records as they are published.
#[derive(Clone, Debug)]
pub(in crate::render) struct Records {
    /// `search.json`.
    pub json: Bytes,
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
        all
    };
    let stride = stride(pages);
    let tries = std::iter::once(None).chain(CUTS.map(Some)).map(|words| (words, written(words, stride)));
    let least = CUTS.last().copied();
    let fit = tries.into_iter().find(|(_, sample)| fits(&sample.join(BETWEEN), stride));
    let (cut, sample) = fit.unwrap_or_else(|| (least, written(least, stride)));
    let records = if stride == 1 { sample } else { written(cut, 1) };
    // The largest file of a site is put together in its place, under a hash that is known afterwards.
    let head = |hash: &str| format!("{{\"version\":1,\"hash\":\"{hash}\",\"records\":");
    let start = head(&"0".repeat(DIGITS));
    let mut json = String::with_capacity(start.len() + 8 + records.iter().map(|lines| lines.len() + BETWEEN.len()).sum::<usize>());
    json.push_str(&start);
    json.push_str("[\n");
    for (number, lines) in records.iter().enumerate() {
        json.push_str(if number > 0 { BETWEEN } else { "" });
        json.push_str(lines);
    }
    json.push_str("\n]");
    let hash = Fingerprint::of(&json.as_bytes()[start.len()..]).hex(DIGITS);
    json.replace_range(..start.len(), &head(&hash));
    json.push_str("}\n");
    Records { json: json.into(), hash, cut }
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
    records.iter().map(line).collect::<Vec<_>>().join(BETWEEN)
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
