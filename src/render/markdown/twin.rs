//! The Markdown twin of a page: what the page says, without its frame, links resolved.

use super::escape::escape;
use super::writer::markdown;
use crate::book::{Body, Content, Id, NodeRange, PageIndex, PageKind};
use crate::render::{html::anchor, scene::Scene};
use crate::site::{Address, Site, Target, Url};

/// The Markdown of the page at an address; `None` for pages that only work or lead elsewhere.
pub(in crate::render) fn twin(scene: &Scene<'_>, page: &Address) -> Option<String> {
    let mut twin = Twin { scene, out: String::new() };
    match page {
        Address::Page(page) => twin.page(*page),
        Address::Home => twin.home(),
        Address::Ladder => twin.ladder(),
        Address::Listing(kind) => twin.listing(*kind),
        Address::Glossary => twin.glossary(),
        Address::Sources => twin.sources(),
        Address::Area(number) => twin.area(scene.site.book.areas.get(*number)?),
        Address::Compare => twin.pairs(),
        Address::Comparison(number) => twin.comparison(scene.site.pairs.get(*number)?),
        Address::Matrix(track) => twin.matrix(*track),
        _ => return None,
    }
    Some(twin.out)
}

/// How an address of the site is written in a file of `folder`: whole when the site knows its own.
pub(super) fn absolute(site: &Site, url: &Url, folder: &str) -> String {
    match &site.options.base_url {
        Some(base) => format!("{base}{}", url.encoded()),
        None => url.from_folder(folder),
    }
}

pub(super) struct Twin<'a> {
    pub(super) scene: &'a Scene<'a>,
    out: String,
}

impl<'a> Twin<'a> {
    pub(super) fn site(&self) -> &'a Site {
        self.scene.site
    }

    /// A block of its own.
    pub(super) fn say(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub(super) fn heading(&mut self, level: usize, title: &str) {
        self.say(&format!("{} {}", "#".repeat(level), escape(title, false)));
    }

    /// A heading in words of the interface, and lines below it, if there are any.
    pub(super) fn list(&mut self, key: &str, lines: &[String]) {
        if !lines.is_empty() {
            self.heading(2, &self.scene.words(key));
            self.lines(lines);
        }
    }

    pub(super) fn lines(&mut self, lines: &[String]) {
        let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
        self.say(&lines.join("\n"));
    }

    /// How the Markdown of a page is linked to from this one.
    pub(super) fn address_of(&self, page: &Url) -> String {
        absolute(self.site(), &self.site().markdown_of(page), self.scene.url.folder())
    }

    pub(super) fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Inside { url, anchor: id, .. } => {
                let address = self.address_of(url);
                Some(match id {
                    Some(id) => format!("{address}#{}", anchor(id)),
                    None => address,
                })
            }
            Target::Outside(address) => Some(address.clone()),
            Target::Text(_) => None,
        }
    }

    pub(super) fn markdown(&self, body: &Body, links: &[Target], range: NodeRange) -> String {
        markdown(body, links, &|target| self.address(target), range)
    }

    pub(super) fn part(&self, page: PageIndex, range: NodeRange) -> String {
        self.markdown(self.site().book.page(page).body(), &self.site().links[page.0], range)
    }

    pub(super) fn link(&self, page: PageIndex) -> Option<String> {
        let url = self.site().url(page)?;
        let title = escape(&self.site().book.page(page).title, false);
        Some(format!("[{title}]({})", self.address_of(url)))
    }

    pub(super) fn link_to(&self, kind: PageKind, id: &str) -> Option<String> {
        self.link(self.site().book.find(kind, id)?)
    }

    pub(super) fn links<'b>(&self, kind: PageKind, ids: impl IntoIterator<Item = &'b Id>) -> String {
        ids.into_iter().filter_map(|id| self.link_to(kind, id)).collect::<Vec<_>>().join(", ")
    }

    /// A link and the page's summary.
    fn entry(&self, page: PageIndex) -> Option<String> {
        let summary = self.site().book.page(page).summary().map(|summary| format!(": {}", escape(summary, false)));
        Some(self.link(page)? + &summary.unwrap_or_default())
    }

    pub(super) fn entries(&self, pages: impl IntoIterator<Item = PageIndex>) -> Vec<String> {
        pages.into_iter().filter_map(|page| self.entry(page)).collect()
    }

    fn page(&mut self, index: PageIndex) {
        let page = self.site().book.page(index);
        self.heading(1, &page.title);
        if let Some(summary) = page.summary() {
            self.say(&format!("> {}", escape(summary, false)));
        }
        let ladder = &self.site().book.ladder;
        match &page.parsed.content {
            Content::Level { .. } => match ladder.level(page.id()) {
                Some(level) => self.level(level),
                None => self.say(&self.part(index, page.body().all())),
            },
            content => {
                self.say(&self.part(index, page.body().all()));
                match content {
                    Content::Home => self.contents(),
                    Content::Track(_) => ladder.tracks.iter().filter(|track| track.page == index).for_each(|track| self.track(track)),
                    Content::Skill { .. } => ladder.skills.iter().filter(|skill| skill.page == index).for_each(|skill| self.skill(skill)),
                    Content::Role(_) => ladder.roles.iter().filter(|role| role.page == index).for_each(|role| self.role(role)),
                    Content::Transition(_) => {
                        ladder.transitions.iter().filter(|one| one.page == index).for_each(|one| self.transition(one));
                    }
                    _ => {}
                }
            }
        }
    }
}
