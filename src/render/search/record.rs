//! What can be found: a page, its sections and items, terms, sources, and the pages that no author writes.

use super::text::{plain, shown};
use crate::book::{Content, Id, Node, Page, PageIndex, PageKind, Tag};
use crate::render::html::anchor;
use crate::site::{Address, Site, Url, list_key};
use crate::theme::{Strings, fill};

/// One thing that can be found.
pub(super) struct Record {
    pub kind: &'static str,
    pub title: String,
    /// What it stands in: the page's title, and the headings above.
    pub path: Vec<String>,
    pub url: String,
    pub text: String,
    /// Whether the text may be cut: prose may, the ladder, items and terms may not.
    pub prose: bool,
}

/// The records of a page: itself, its sections, its items. Without `texts`, prose has none: making a text takes longer
/// than all else of a record.
pub(super) fn page(site: &Site, index: PageIndex, texts: bool) -> Vec<Record> {
    let Some(url) = site.url(index) else { return Vec::new() };
    let page = site.book.page(index);
    let body = page.body();
    let kind = page.kind().word();
    let prose = !matches!(page.kind(), PageKind::Track | PageKind::Level | PageKind::Skill);
    let address = url.encoded();
    let words = |range| if texts || !prose { plain(site, index, range) } else { String::new() };
    let lead = words(body.lead());
    let summary = page.summary().unwrap_or_default();
    let text = if lead.starts_with(summary) { lead } else { format!("{summary} {lead}").trim().to_owned() };
    let mut found = vec![Record { kind, title: page.title.to_string(), path: Vec::new(), url: address.clone(), text, prose }];
    let mut above: Vec<usize> = Vec::new();
    for (number, heading) in body.headings.iter().enumerate().filter(|(_, heading)| heading.top) {
        above.retain(|outer| body.headings[*outer].level < heading.level);
        let path = path(page, above.iter().copied());
        let text = words(body.section(number));
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

/// The terms of the glossary.
pub(super) fn terms(site: &Site) -> impl Iterator<Item = Record> {
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

/// The sources that the book cites.
pub(super) fn sources(site: &Site) -> impl Iterator<Item = Record> {
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
pub(super) fn generated(site: &Site, strings: &Strings) -> Vec<Record> {
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
