//! The Markdown twin of a page: what the page says, without its frame, links resolved.

use super::escape::escape;
use super::writer::{after_keyword, markdown};
use crate::book::{self, Body, Content, Id, Level, NodeRange, PageIndex, PageKind, Role, Skill, Track, Transition};
use crate::render::{level_views::capitalised, scene::Scene, search::anchor};
use crate::site::{Address, Site, Target, Url, list_key};
use crate::theme::fill;

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

    fn address(&self, target: &Target) -> Option<String> {
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

    fn markdown(&self, body: &Body, links: &[Target], range: NodeRange) -> String {
        markdown(body, links, &|target| self.address(target), range)
    }

    fn part(&self, page: PageIndex, range: NodeRange) -> String {
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

    fn links<'b>(&self, kind: PageKind, ids: impl IntoIterator<Item = &'b Id>) -> String {
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

    fn level(&mut self, level: &Level) {
        let page = self.site().book.page(level.page);
        let Content::Level { identity, rest, .. } = &page.parsed.content else { return };
        self.say(&self.part(level.page, identity.clone()));
        let mut facts: Vec<String> = level
            .attributes
            .iter()
            .map(|(name, value)| format!("{}: {}", escape(&capitalised(name), false), escape(value, false)))
            .collect();
        let parity = self.links(PageKind::Level, &level.parity);
        if !parity.is_empty() {
            facts.push(format!("{}: {parity}", self.scene.words("parity")));
        }
        self.list("attributes", &facts);
        let targets: Vec<String> = level
            .targets
            .iter()
            .filter_map(|(skill, target)| {
                let note = target.note.as_ref().map(|note| format!("; {}", escape(note, false))).unwrap_or_default();
                Some(format!("{}: {}{note}", self.link_to(PageKind::Skill, skill)?, self.target(target)))
            })
            .collect();
        self.list("targets", &targets);
        self.expectations(level);
        let rest: Vec<String> = rest.iter().map(|range| self.part(level.page, range.clone())).collect();
        self.say(&rest.join("\n\n"));
    }

    /// "Step 3 (core)".
    pub(super) fn target(&self, target: &book::Target) -> String {
        let step = self.scene.filled("step_n", &[("n", target.step.to_string())]);
        format!("{step} ({})", self.scene.words(&format!("weight_{}", target.weight.word())))
    }

    fn expectations(&mut self, level: &Level) {
        if level.expectations.is_empty() {
            return;
        }
        self.heading(2, &self.scene.words("expectations"));
        for held in &level.expectations {
            let Some(owner) = self.site().book.ladder.level(&held.owner) else { continue };
            let page = self.site().book.page(owner.page);
            let Content::Level { expectations, .. } = &page.parsed.content else { continue };
            let Some(expectation) = expectations.get(held.number) else { continue };
            self.heading(3, &expectation.title);
            let mut about = self.link_to(PageKind::Skill, &held.skill).unwrap_or_default();
            if owner.id != level.id {
                let still = fill(&self.scene.words("inherited"), [("level", page.title.to_string())]);
                about = format!("{about}. {still}.");
            }
            self.say(&about);
            let statement: Vec<String> = expectation.statement.iter().map(|range| self.part(owner.page, range.clone())).collect();
            self.say(&statement.join("\n\n"));
            let mut lines = Vec::new();
            for (key, ranges) in [("signals", &expectation.signals), ("not_yet", &expectation.not_yet), ("examples", &expectation.examples)]
            {
                let label = self.scene.words(key);
                let links = &self.site().links[owner.page.0];
                let address = |target: &Target| self.address(target);
                lines.extend(ranges.iter().map(|range| format!("{label}: {}", after_keyword(page.body(), links, &address, range.clone()))));
            }
            if !lines.is_empty() {
                self.lines(&lines);
            }
        }
    }

    fn track(&mut self, track: &Track) {
        let levels = track.levels.iter().filter_map(|id| self.site().book.ladder.level(id)).map(|level| level.page);
        let levels = self.entries(levels);
        self.list("levels", &levels);
    }

    fn skill(&mut self, skill: &Skill) {
        let mut lines = Vec::new();
        for level in &self.site().book.ladder.levels {
            if let (Some(target), Some(link)) = (level.targets.get(&skill.id), self.link(level.page)) {
                lines.push(format!("{link}: {}", self.target(target)));
            }
        }
        self.list("expected_at", &lines);
    }

    fn role(&mut self, role: &Role) {
        let mut lines = vec![format!("{}: {}", self.scene.words("usual_levels"), self.links(PageKind::Level, &role.usual_levels))];
        lines.retain(|line| line.contains("]("));
        lines.extend(role.skills.iter().filter_map(|(skill, step)| {
            let step = fill(&self.scene.words("step_n"), [("n", step.to_string())]);
            Some(format!("{}: {step}", self.link_to(PageKind::Skill, skill)?))
        }));
        self.list("role_skills", &lines);
    }

    fn transition(&mut self, transition: &Transition) {
        let ends = [("transition_from", PageKind::Level, Some(&transition.from)), ("transition_to", PageKind::Level, Some(&transition.to))];
        let more = [
            ("practice", PageKind::Checklist, transition.checklist.as_ref()),
            ("way_back", PageKind::Transition, transition.return_path.as_ref()),
        ];
        let line =
            |(key, kind, id): (&str, PageKind, Option<&Id>)| Some(format!("{}: {}", self.scene.words(key), self.link_to(kind, id?)?));
        let lines: Vec<String> = ends.into_iter().chain(more).filter_map(line).collect();
        self.list("attributes", &lines);
    }

    fn home(&mut self) {
        let book = &self.site().book;
        self.heading(1, &book.title);
        if let Some(description) = &book.manifest.description {
            self.say(&format!("> {}", escape(description, false)));
        }
        self.contents();
    }

    /// Where a reader can go from the home page.
    fn contents(&mut self) {
        let chapters = self.entries(self.site().book.guide.pages());
        self.list("home_chapters", &chapters);
        let tracks = self.entries(self.site().book.ladder.tracks.iter().map(|track| track.page));
        self.list("home_tracks", &tracks);
        let checklists = self.entries(self.site().book.checklists.iter().copied());
        self.list("home_practice", &checklists);
    }

    fn ladder(&mut self) {
        self.heading(1, &self.scene.words("nav_ladder"));
        let ladder = &self.site().book.ladder;
        for track in &ladder.tracks {
            self.heading(2, &self.site().book.page(track.page).title);
            let levels = track.levels.iter().filter_map(|id| ladder.level(id)).map(|level| level.page);
            let lines = self.entries(std::iter::once(track.page).chain(levels));
            self.lines(&lines);
        }
        let transitions = self.entries(ladder.transitions.iter().map(|transition| transition.page));
        self.list("ladder_transitions", &transitions);
        let roles = self.entries(ladder.roles.iter().map(|role| role.page));
        self.list("ladder_roles", &roles);
    }

    fn listing(&mut self, kind: PageKind) {
        self.heading(1, &self.scene.words(list_key(kind)));
        let lines = self.entries(self.site().book.pages_of(kind).map(|(at, _)| at));
        self.lines(&lines);
    }

    fn glossary(&mut self) {
        self.heading(1, &self.scene.words("nav_glossary"));
        for (term, links) in self.site().book.terms.iter().zip(&self.site().term_links) {
            self.heading(2, &term.title);
            if !term.aliases.is_empty() {
                let names = [("names", escape(&term.aliases.join(&self.scene.words("separator")), false))];
                self.say(&fill(&self.scene.words("also"), names));
            }
            self.say(&self.markdown(&term.body, links, term.body.all()));
        }
    }

    fn sources(&mut self) {
        self.heading(1, &self.scene.words("nav_sources"));
        let lines: Vec<String> = self
            .site()
            .book
            .sources
            .iter()
            .zip(&self.site().source_links)
            .map(|(source, links)| {
                let title = escape(&source.matter.title.value, false);
                let url = source
                    .matter
                    .url
                    .as_ref()
                    .map(|url| url.value.as_str())
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                let title = url.map_or(title.clone(), |url| format!("[{title}](<{}>)", url.replace(['<', '>'], "")));
                let note = self.markdown(&source.note, links, source.note.all()).replace('\n', "\n  ");
                let note = if note.is_empty() { String::new() } else { format!("\n  {note}") };
                format!("{title}, {}{note}", escape(&source.citation(), false))
            })
            .collect();
        self.lines(&lines);
    }
}
