//! What search finds: one record for each page, section, item and term, from text the parser already has. The
//! index is made of them in the reader's browser.

use crate::book::{Body, Content, Id, Node, NodeRange, Page, PageIndex, PageKind, Tag};
use crate::parse::keyword_length;
use crate::site::{Address, Site, Target, Url, list_key};
use crate::source::Fingerprint;
use crate::theme::{Strings, fill};
use flate2::{Compress, Compression, FlushCompress};
use rayon::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// All records together may weigh this much as they travel, compressed: a phone loads that in a second.
const BUDGET: usize = 1024 * 1024;
/// More than this never fits, whatever the text: no need to compress it to see.
const NEVER_FITS: usize = 16 * BUDGET;
/// What is tried in turn when whole texts do not fit: the first words of each section.
const CUTS: [usize; 6] = [120, 60, 30, 15, 8, 0];
/// A word counts as at most this many characters, since some scripts put no space between words.
const WORD: usize = 12;
/// At most about so many pages are weighed.
const SAMPLE: usize = 250;
/// Records are weighed in pieces of this size, side by side.
const PIECE: usize = 256 * 1024;

/// The records as they are published.
#[derive(Clone, Debug)]
pub(super) struct Records {
    /// `search.json`.
    pub json: Arc<[u8]>,
    /// Of the records: the browser keeps the index under it.
    pub hash: String,
    /// How many words of each section stand in the records; `None` when all do.
    pub cut: Option<usize>,
}

/// One thing that can be found.
struct Record {
    kind: &'static str,
    title: String,
    /// What it stands in: the page's title, and the headings above.
    path: Vec<String>,
    url: String,
    text: String,
    /// Whether the text may be cut: prose may, the ladder, items and terms may not.
    prose: bool,
}

/// Makes the records of a whole site.
pub(super) fn records(site: &Site, strings: &Strings) -> Records {
    let pages = site.book.pages.len();
    let others: Vec<Record> = terms(site).chain(sources(site)).chain(generated(site, strings)).collect();
    let written = |words: Option<usize>, stride: usize| {
        let of_pages = (0..pages / stride).into_par_iter();
        let mut all: Vec<String> = of_pages.map(|at| lines(&page(site, PageIndex(one_of(at, stride))), words)).collect();
        all.push(lines(&others, words));
        all.retain(|lines| !lines.is_empty());
        all.join(",\n")
    };
    // Texts are not all compressed only to see whether they would fit: in a large book one page speaks for several.
    let stride = (pages / SAMPLE).max(1);
    let tries = std::iter::once(None).chain(CUTS.map(Some)).map(|words| (words, written(words, stride)));
    let least = CUTS.last().copied();
    let (cut, sample) = tries.into_iter().find(|(_, sample)| fits(sample, stride)).unwrap_or_else(|| (least, written(least, stride)));
    let body = format!("[\n{}\n]", if stride == 1 { sample } else { written(cut, 1) });
    let hash = Fingerprint::of(body.as_bytes()).hex(16);
    let json = format!("{{\"version\":1,\"hash\":\"{hash}\",\"records\":{body}}}\n");
    Records { json: json.into_bytes().into(), hash, cut }
}

/// One page of the `at`-th so many: here the first, there the last, as books may repeat themselves after so many pages.
fn one_of(at: usize, stride: usize) -> usize {
    /// The golden ratio, as the fraction of a word: its multiples fall evenly and never periodically.
    const GOLDEN: u32 = 0x9E37_79B9;
    let turn = u64::from(GOLDEN.wrapping_mul(u32::try_from(at).unwrap_or_default()));
    at * stride + usize::try_from((turn * stride as u64) >> 32).unwrap_or_default()
}

/// Records as they are written, a line each.
fn lines(records: &[Record], words: Option<usize>) -> String {
    let line = |record: &Record| {
        let text = match words {
            Some(words) if record.prose => first_words(&record.text, words),
            _ => &record.text,
        };
        json!([record.kind, record.title, record.path, record.url, text]).to_string()
    };
    records.iter().map(line).collect::<Vec<_>>().join(",\n")
}

/// Whether records fit, of which these lines are one in so many.
fn fits(lines: &str, stride: usize) -> bool {
    let raw = lines.len() * stride;
    if raw <= BUDGET {
        return true;
    }
    raw <= NEVER_FITS && lines.as_bytes().par_chunks(PIECE).map(weight).sum::<usize>() * stride <= BUDGET
}

fn weight(bytes: &[u8]) -> usize {
    // What cannot be made smaller grows by a few bytes for each block.
    let mut compressed = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 1024);
    let written = Compress::new(Compression::default(), false).compress_vec(bytes, &mut compressed, FlushCompress::Finish);
    if written.is_ok() { compressed.len() } else { bytes.len() }
}

/// The beginning of a text, at most so many words.
fn first_words(text: &str, words: usize) -> &str {
    let by_words = text.match_indices(' ').nth(words.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let by_length = text.char_indices().nth(words * WORD).map_or(text.len(), |(at, _)| at);
    if words == 0 { "" } else { &text[..by_words.min(by_length)] }
}

/// The records of a page: itself, its sections, its items.
fn page(site: &Site, index: PageIndex) -> Vec<Record> {
    let Some(url) = site.url(index) else { return Vec::new() };
    let page = site.book.page(index);
    let body = page.body();
    let kind = page.kind().word();
    let prose = !matches!(page.kind(), PageKind::Track | PageKind::Level | PageKind::Skill);
    let address = url.encoded();
    let lead = plain(site, index, body.lead());
    let summary = page.summary().unwrap_or_default();
    let text = if lead.starts_with(summary) { lead } else { format!("{summary} {lead}").trim().to_owned() };
    let mut found = vec![Record { kind, title: page.title.to_string(), path: Vec::new(), url: address.clone(), text, prose }];
    let mut above: Vec<usize> = Vec::new();
    for (number, heading) in body.headings.iter().enumerate().filter(|(_, heading)| heading.top) {
        above.retain(|outer| body.headings[*outer].level < heading.level);
        let path = path(page, above.iter().copied());
        let text = plain(site, index, body.section(number));
        above.push(number);
        found.push(Record { kind, title: heading.title.clone(), path, url: format!("{address}#{}", anchor(&heading.id)), text, prose });
    }
    if !matches!(page.parsed.content, Content::Template { .. }) {
        found.extend(items(site, index, &address));
    }
    found
}

fn path(page: &Page, headings: impl Iterator<Item = usize>) -> Vec<String> {
    let titles = headings.map(|number| page.body().headings[number].title.clone());
    std::iter::once(page.title.to_string()).chain(titles).collect()
}

fn items(site: &Site, index: PageIndex, address: &str) -> Vec<Record> {
    let page = site.book.page(index);
    let body = page.body();
    let starts = body.nodes.iter().enumerate().filter_map(|(at, node)| match node {
        Node::Start(Tag::ItemMore) => Some((at, None)),
        Node::Start(Tag::Item(number)) => Some((at, Some(*number as usize))),
        _ => None,
    });
    let mut found: Vec<Record> = Vec::new();
    for (at, number) in starts {
        match number {
            Some(number) => {
                let item = &body.items[number];
                let path = path(page, item.heading.iter().map(|heading| *heading as usize));
                let url = format!("{address}#{}", anchor(&format!("item:{}", item.id)));
                found.push(Record { kind: "item", title: item.title.to_string(), path, url, text: String::new(), prose: false });
            }
            None => {
                if let Some(item) = found.last_mut() {
                    item.text = shown(body, &site.links[index.0], at..body.end_of(at) + 1);
                }
            }
        }
    }
    found
}

fn terms(site: &Site) -> impl Iterator<Item = Record> {
    let url = Url::new("glossary.html").encoded();
    site.book.terms.iter().zip(&site.term_links).map(move |(term, links)| Record {
        kind: "term",
        title: term.title.clone(),
        path: term.aliases.clone(),
        url: format!("{url}#{}", anchor(&term.id)),
        text: shown(&term.body, links, term.body.all()),
        prose: false,
    })
}

fn sources(site: &Site) -> impl Iterator<Item = Record> {
    let url = Url::new("sources.html").encoded();
    site.book.sources.iter().zip(&site.source_links).map(move |(source, links)| Record {
        kind: "source",
        title: source.matter.title.value.clone(),
        path: vec![source.citation()],
        url: format!("{url}#{}", anchor(&source.id)),
        text: shown(&source.note, links, source.note.all()),
        prose: true,
    })
}

/// Pages that no author writes, by their titles.
fn generated(site: &Site, strings: &Strings) -> Vec<Record> {
    let name = |page: PageIndex| site.book.page(page).title.to_string();
    let level = |id: &Id| site.book.ladder.level(id).map(|level| name(level.page));
    let words = |key: &str| strings.get(key).ok().map(str::to_owned);
    let filled = |key: &str, places: Vec<(&str, String)>| words(key).map(|words| fill(&words, places));
    let titled = |address: &Address| match address {
        Address::Ladder => Some(("page", words("nav_ladder")?)),
        Address::Glossary => Some(("page", words("nav_glossary")?)),
        Address::Sources => Some(("page", words("nav_sources")?)),
        Address::Changelog => Some(("page", words("nav_changelog")?)),
        Address::Listing(kind) => Some(("page", words(list_key(*kind))?)),
        Address::Workspace(page) => Some(("page", words(page.title())?)),
        Address::Backup => Some(("page", words("nav_backup")?)),
        Address::Compare => Some(("page", words("nav_compare")?)),
        Address::Matrix(None) => Some(("page", words("nav_matrix")?)),
        Address::Matrix(Some(track)) => Some(("page", filled("matrix_of", vec![("track", name(*track))])?)),
        Address::Comparison(number) => {
            let pair = site.pairs.get(*number)?;
            Some(("level", filled("compare_title", vec![("from", level(&pair.from)?), ("to", level(&pair.to)?)])?))
        }
        Address::Area(number) => Some(("skill", site.book.areas.get(*number)?.title.clone())),
        _ => None,
    };
    let text = |address: &Address| match address {
        Address::Area(number) => site.book.areas.get(*number).and_then(|area| area.summary.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    let record = |(url, address): (&Url, &Address)| {
        let (kind, title) = titled(address)?;
        Some(Record { kind, title, path: Vec::new(), url: url.encoded(), text: text(address), prose: false })
    };
    site.addresses.iter().filter_map(record).collect()
}

/// The text of some nodes without their items, which have records of their own, and without the keywords of a level.
fn plain(site: &Site, index: PageIndex, range: NodeRange) -> String {
    let page = site.book.page(index);
    let body = page.body();
    let keywords = page.kind() == PageKind::Level;
    let mut text = String::new();
    let mut at = range.start;
    while at < range.end {
        match &body.nodes[at] {
            Node::Start(Tag::Item(_)) => at = body.end_of(at) + 1,
            Node::Start(Tag::ListItem) if keywords => {
                let end = body.end_of(at) + 1;
                let line = shown(body, &site.links[index.0], at..end);
                say(&mut text, " ");
                say(&mut text, without_keyword(&line));
                at = end;
            }
            _ => {
                show(&mut text, body, &site.links[index.0], at..at + 1);
                at += 1;
            }
        }
    }
    text.trim().to_owned()
}

/// Adds words to a text, one space between.
fn say(text: &mut String, words: &str) {
    let words = if text.is_empty() || text.ends_with(' ') { words.trim_start() } else { words };
    text.push_str(words);
}

/// What readers see of some nodes.
fn shown(body: &Body, links: &[Target], nodes: NodeRange) -> String {
    let mut text = String::new();
    show(&mut text, body, links, nodes);
    text.trim().to_owned()
}

/// Adds what readers see of some nodes: blocks separated by a space, links named by what they point to.
fn show(text: &mut String, body: &Body, links: &[Target], nodes: NodeRange) {
    for node in &body.nodes[nodes] {
        match node {
            Node::Text(range) => say(text, body.slice(range)),
            Node::Owned(words) | Node::Code(words) => say(text, words),
            Node::CodeBlock(block) => say(text, &format!(" {} ", block.code.trim())),
            Node::Worksheet(number) => say(text, &format!(" {} ", body.worksheets[*number as usize].words())),
            Node::Image(image) => say(text, &format!(" {} ", image.alt)),
            Node::Start(Tag::Link(number)) if body.links[*number as usize].bare => match links.get(*number as usize) {
                Some(Target::Inside { title, .. } | Target::Text(title)) => say(text, title),
                Some(Target::Outside(_)) | None => {}
            },
            Node::SoftBreak
            | Node::HardBreak
            | Node::Start(
                Tag::Paragraph
                | Tag::ListItem
                | Tag::Item(_)
                | Tag::Task { .. }
                | Tag::Heading(_)
                | Tag::TableCell
                | Tag::ItemMore
                | Tag::Definition
                | Tag::DefinitionTitle
                | Tag::FootnoteDefinition { .. },
            ) => say(text, " "),
            _ => {}
        }
    }
}

fn without_keyword(line: &str) -> &str {
    &line[keyword_length(line)..]
}

/// An anchor as an address writes it.
pub(super) fn anchor(id: &str) -> String {
    percent_encoding::utf8_percent_encode(id, super::html::FRAGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Record, first_words, fits, lines, one_of};

    #[test]
    fn a_cut_text_ends_at_a_word() {
        assert_eq!(first_words("one two three", 2), "one two");
        assert_eq!(first_words("one two", 5), "one two");
        assert_eq!(first_words("one", 0), "");
        assert_eq!(first_words(&"字".repeat(100), 2).chars().count(), 24);
    }

    #[test]
    fn a_sample_takes_one_page_of_each_so_many() {
        assert_eq!((0..5).map(|at| one_of(at, 1)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let places: Vec<usize> = (0..8).map(|at| one_of(at, 10) - at * 10).collect();
        assert_eq!(places, [0, 6, 2, 8, 4, 0, 7, 3]);
    }

    #[test]
    fn only_prose_is_cut() {
        let record = |prose| Record { kind: "x", title: "T".into(), path: vec![], url: "u".into(), text: "a b c".into(), prose };
        let lines = lines(&[record(true), record(false)], Some(1));
        assert_eq!(lines, concat!(r#"["x","T",[],"u","a"]"#, ",\n", r#"["x","T",[],"u","a b c"]"#));
    }

    #[test]
    fn what_travels_is_weighed_as_it_travels() {
        let dull = "the same words again and again ".repeat(100_000);
        assert!(dull.len() > super::BUDGET && fits(&dull, 1) && fits(&dull, 2) && !fits(&dull, 20));
        let mut state = 1_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("{state:016x}")
        };
        assert!(!fits(&(0..200_000).map(|_| noise()).collect::<String>(), 1));
    }
}
