//! The views of all other pages: chapters, checklists, templates, home, lists, glossary, sources, 404.

use super::{data, html::Fragment, print, scene::Scene};
use crate::book::{Book, ChecklistKind, Content, Entry, Owner, PageIndex, PageKind, RoleKind};
use crate::site::{Url, list_key};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// A template and what it is rendered with.
pub(super) struct View {
    pub template: &'static str,
    pub context: Map<String, Json>,
}

impl Scene<'_> {
    /// The view of a page of the book.
    pub fn page(&self, index: PageIndex) -> View {
        let mut context = self.page_frame(index);
        let page = self.site.book.page(index);
        let mut extra = |key: &str, value: Json| {
            context.insert(key.to_owned(), value);
        };
        let template = match &page.parsed.content {
            Content::Home => {
                extra("home", self.home());
                "home.html"
            }
            Content::Chapter(_) => "chapter.html",
            Content::Track(_) => {
                extra("track", self.track(index));
                "track.html"
            }
            Content::Level { .. } => {
                extra("level", self.level(index));
                "level.html"
            }
            Content::Skill { .. } => {
                extra("skill", self.skill(index));
                "skill.html"
            }
            Content::Role(_) => {
                extra("role", self.role(index));
                "role.html"
            }
            Content::Transition(_) => match self.transition(index) {
                Some(view) => {
                    extra("transition", view);
                    "transition.html"
                }
                None => "chapter.html",
            },
            Content::Checklist(matter) => {
                extra("checklist", self.checklist(matter));
                "checklist.html"
            }
            Content::Template { matter, document, example } => {
                let body = page.body();
                let example = example.map(|number| &body.headings[number]);
                let filename = matter.filename.as_ref().map_or_else(|| format!("{}.md", page.id()), |name| name.value.clone());
                extra(
                    "template",
                    json!({
                        "skills": self.skills(&matter.skills),
                        "source": &**document,
                        "example": example.map(|heading| json!({
                            "id": heading.id,
                            "title": heading.title,
                            "content": self.html(index, heading.node..body.nodes.len()),
                        })),
                        "download": format!("{}.md", page.id()),
                        "filename": filename,
                    }),
                );
                extra("content", self.html(index, 0..example.map_or(body.nodes.len(), |heading| heading.node)));
                "template.html"
            }
        };
        if !matches!(page.parsed.content, Content::Level { .. } | Content::Skill { .. } | Content::Template { .. }) {
            extra("content", self.html(index, page.body().all()));
        }
        View { template, context }
    }

    fn skills(&self, names: &[crate::book::Located<String>]) -> Vec<Json> {
        names.iter().filter_map(|name| self.reference_to(PageKind::Skill, &name.value)).collect()
    }

    fn checklist(&self, matter: &crate::book::ChecklistMatter) -> Json {
        let kind = matter.kind.as_ref().and_then(|kind| ChecklistKind::named(&kind.value)).unwrap_or(ChecklistKind::Practice);
        let owner = matter.owner.as_ref().and_then(|owner| Owner::named(&owner.value)).unwrap_or(Owner::Own);
        json!({
            "kind_label": self.words(&format!("checklist_{kind}")),
            "owner_label": self.words(&format!("owner_{owner}")),
            "level": matter.level.as_ref().and_then(|level| self.reference_to(PageKind::Level, &level.value)),
            "skills": self.skills(&matter.skills),
        })
    }

    /// A home page for a book that wrote none.
    pub fn plain_home(&self) -> View {
        let book = &self.site.book;
        let mut context = self.frame("home", &book.title, book.manifest.description.as_deref());
        context.insert("home".into(), self.home());
        View { template: "home.html", context }
    }

    fn home(&self) -> Json {
        let book = &self.site.book;
        let parts: Vec<Json> = book
            .guide
            .parts
            .iter()
            .map(|part| json!({ "title": part.title, "chapters": self.chapters(&part.entries) }))
            .filter(|part| part["chapters"].as_array().is_some_and(|chapters| !chapters.is_empty()))
            .collect();
        let tracks: Vec<Json> = book.ladder.tracks.iter().filter_map(|track| self.track_card(track)).collect();
        let is_practice = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => matter.level.is_none() && matter.kind.as_ref().is_some_and(|kind| kind.value == "habit"),
            _ => false,
        };
        let habits: Vec<PageIndex> = book.checklists.iter().copied().filter(is_practice).collect();
        let shown = if habits.is_empty() { book.checklists.iter().copied().take(6).collect() } else { habits };
        let checklists: Vec<Json> = shown.into_iter().filter_map(|page| self.practice(page)).collect();
        let first = book.guide.pages().into_iter().filter(|page| book.page(*page).is_reading()).find_map(|page| self.reference(page));
        json!({
            "parts": parts,
            "rows": self.glance(),
            "tracks": tracks,
            "checklists": checklists,
            "counts": counts(book),
            "first": first,
        })
    }

    fn chapters(&self, entries: &[Entry]) -> Vec<Json> {
        let mut chapters = Vec::new();
        for entry in entries {
            if let Some(index) = entry.page.filter(|index| self.site.book.page(*index).is_reading())
                && let Some(mut view) = self.reference(index)
            {
                view["title"] = json!(entry.title);
                view["summary"] = json!(self.site.book.page(index).summary());
                chapters.push(view);
            }
            chapters.extend(self.chapters(&entry.children));
        }
        chapters
    }

    /// The overview of the ladder.
    pub fn ladder_page(&self) -> View {
        let mut context = self.list_frame("ladder", "nav_ladder");
        context.insert("ladder".into(), self.ladder());
        View { template: "ladder.html", context }
    }

    /// The variables of a page that lists something, under its place in the trail.
    pub fn list_frame(&self, kind: &str, key: &str) -> Map<String, Json> {
        let title = self.words(key);
        let mut context = self.frame(kind, &title, None);
        context.insert("crumbs".into(), json!([self.home_crumb(), { "title": title, "url": null }]));
        context
    }

    /// The index of a kind of page.
    pub fn listing(&self, kind: PageKind) -> View {
        let key = list_key(kind);
        let groups = match kind {
            PageKind::Skill => self.skill_groups(),
            PageKind::Checklist => self.checklist_groups(),
            PageKind::Transition => self.transition_groups(),
            other => vec![
                json!({ "title": null, "id": null, "url": null, "summary": null, "entries": self.entries(self.site.book.pages_of(other).map(|(at, _)| at)) }),
            ],
        };
        let mut context = self.list_frame("listing", key);
        let toc: Vec<Json> = groups
            .iter()
            .filter(|group| group["id"].is_string())
            .map(|group| json!({ "id": group["id"], "title": group["title"], "level": 2 }))
            .collect();
        context.insert("toc".into(), json!(toc));
        context.insert("listing".into(), json!({ "groups": groups }));
        View { template: "listing.html", context }
    }

    fn entries(&self, pages: impl Iterator<Item = PageIndex>) -> Vec<Json> {
        pages
            .filter_map(|index| {
                let page = self.site.book.page(index);
                let mut view = self.practice(index)?;
                view["summary"] = json!(page.summary());
                view["label"] = json!(match &page.parsed.content {
                    Content::Role(matter) => {
                        let kind = matter.kind.as_ref().and_then(|kind| RoleKind::named(&kind.value));
                        kind.map(|kind| self.words(&format!("role_{kind}")))
                    }
                    _ => None,
                });
                Some(view)
            })
            .collect()
    }

    fn skill_groups(&self) -> Vec<Json> {
        let book = &self.site.book;
        let mut groups = Vec::new();
        for area in &book.areas {
            let skills = book.ladder.skills_of(&area.id).map(|skill| skill.page);
            groups.push(json!({ "title": area.title, "id": &*area.id, "url": self.area_url(&area.id).map(|url| self.href(&url)), "summary": area.summary, "entries": self.entries(skills) }));
        }
        let others: Vec<PageIndex> = book.ladder.skills.iter().filter(|skill| skill.area.is_none()).map(|skill| skill.page).collect();
        if !others.is_empty() {
            let title = (!groups.is_empty()).then(|| self.words("other_skills"));
            groups.push(json!({ "title": title, "id": null, "url": null, "summary": null, "entries": self.entries(others.into_iter()) }));
        }
        groups
    }

    fn checklist_groups(&self) -> Vec<Json> {
        let book = &self.site.book;
        let kind_of = |page: PageIndex| match &book.page(page).parsed.content {
            Content::Checklist(matter) => {
                matter.kind.as_ref().and_then(|kind| ChecklistKind::named(&kind.value)).unwrap_or(ChecklistKind::Practice)
            }
            _ => ChecklistKind::Practice,
        };
        let height = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => {
                let level = matter.level.as_ref().map(|level| level.value.as_str());
                book.ladder.levels.iter().position(|one| Some(&*one.id) == level).unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        };
        ChecklistKind::ALL
            .iter()
            .filter_map(|kind| {
                let mut pages: Vec<PageIndex> = book.checklists.iter().copied().filter(|page| kind_of(*page) == *kind).collect();
                pages.sort_by_key(height);
                let entries = self.entries(pages.into_iter());
                let title = self.words(&format!("checklists_{kind}"));
                (!entries.is_empty())
                    .then(|| json!({ "title": title, "id": kind.word(), "url": null, "summary": null, "entries": entries }))
            })
            .collect()
    }

    fn transition_groups(&self) -> Vec<Json> {
        let book = &self.site.book;
        crate::book::TransitionKind::ALL
            .iter()
            .filter_map(|kind| {
                let pages = book.ladder.transitions.iter().filter(|transition| transition.kind == *kind).map(|transition| transition.page);
                let entries = self.entries(pages);
                let title = self.words(&format!("transitions_{kind}"));
                (!entries.is_empty())
                    .then(|| json!({ "title": title, "id": kind.word(), "url": null, "summary": null, "entries": entries }))
            })
            .collect()
    }

    /// The glossary.
    pub fn glossary(&self) -> View {
        let book = &self.site.book;
        let mut letters: Vec<(String, Vec<Json>)> = Vec::new();
        for (number, term) in book.terms.iter().enumerate() {
            let first = term.title.chars().next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
            let fragment = Fragment {
                body: &term.body,
                links: &self.site.term_links[number],
                terms: &[],
                title: &term.title,
                origin: None,
                own: false,
            };
            let html = data::html(&self.fragments.html(fragment, term.body.all()));
            let view = json!({ "id": &*term.id, "title": term.title, "aliases": term.aliases, "html": html });
            match letters.last_mut().filter(|(letter, _)| *letter == first) {
                Some((_, terms)) => terms.push(view),
                None => letters.push((first, vec![view])),
            }
        }
        let letters: Vec<Json> = letters.into_iter().map(|(letter, terms)| json!({ "letter": letter, "terms": terms })).collect();
        let mut context = self.list_frame("glossary", "nav_glossary");
        context.insert("glossary".into(), json!(letters));
        View { template: "glossary.html", context }
    }

    /// The sources.
    pub fn sources(&self) -> View {
        let book = &self.site.book;
        let sources: Vec<Json> = book
            .sources
            .iter()
            .enumerate()
            .map(|(number, source)| {
                let matter = &source.matter;
                let words = |field: &Option<crate::book::Located<String>>| field.as_ref().map(|words| words.value.clone());
                let fragment = Fragment {
                    body: &source.note,
                    links: &self.site.source_links[number],
                    terms: &[],
                    title: "",
                    origin: None,
                    own: false,
                };
                let cited: Vec<Json> = self.site.citations[number].iter().filter_map(|page| self.reference(*page)).collect();
                json!({
                    "id": &*source.id,
                    "title": matter.title.value,
                    "authors": matter.authors.value,
                    "year": matter.year,
                    "kind_label": words(&matter.kind),
                    "url": words(&matter.url).filter(|url| url.starts_with("https://") || url.starts_with("http://")),
                    "checked": words(&matter.checked),
                    "licence": words(&matter.licence),
                    "note": data::html(&self.fragments.html(fragment, source.note.all())),
                    "cited_by": cited,
                })
            })
            .collect();
        let mut context = self.list_frame("sources", "nav_sources");
        context.insert("sources".into(), json!(sources));
        View { template: "sources.html", context }
    }

    /// The reader's own data: what scripts make of it, in this browser.
    pub fn backup(&self) -> View {
        let mut context = self.list_frame("backup", "nav_backup");
        context["page"]["noindex"] = json!(true);
        View { template: "backup.html", context }
    }

    /// The page to search from.
    pub fn search(&self) -> View {
        let mut context = self.list_frame("search", "search");
        context["page"]["noindex"] = json!(true);
        View { template: "search.html", context }
    }

    /// What is seen offline instead of a page that is not kept.
    pub fn offline(&self) -> View {
        let mut context = self.list_frame("offline", "offline");
        context["page"]["noindex"] = json!(true);
        context["page"]["canonical"] = Json::Null;
        View { template: "offline.html", context }
    }

    /// Many pages on one, to print; `moved` are their articles, in the order of the groups.
    pub fn printed(&self, track: Option<PageIndex>, groups: &[print::Group], places: &BTreeMap<Url, usize>, moved: Vec<String>) -> View {
        let book = &self.site.book;
        let title = track.map_or_else(|| book.title.clone(), |track| book.page(track).title.to_string());
        let mut context = self.frame("print", &title, None);
        context["page"]["noindex"] = json!(true);
        context["page"]["canonical"] = Json::Null;
        // Its articles count what their own pages counted, wherever that stands.
        self.counted.borrow_mut().items.extend(book.items.keys().cloned());
        let mut moved = moved.into_iter();
        let mut page = |url: &Url| {
            let own = print::page_at(self.site, url);
            let title = match (own, url.as_str()) {
                (Some(page), _) => book.page(page).title.to_string(),
                (None, "glossary.html") => self.words("nav_glossary"),
                (None, _) => self.words("nav_sources"),
            };
            let id = format!("p{}", places.get(url).copied().unwrap_or_default());
            json!({ "title": title, "id": id, "html": data::html(&moved.next().unwrap_or_default()) })
        };
        let groups: Vec<Json> = groups
            .iter()
            .map(|group| {
                let pages: Vec<Json> = group.pages.iter().map(&mut page).collect();
                json!({ "title": self.label(&group.title), "pages": pages })
            })
            .collect();
        context.insert("print".into(), json!(groups));
        View { template: "print.html", context }
    }

    /// The page for addresses that do not exist. It may be shown at any depth, so its root is absolute.
    pub fn not_found(&self) -> View {
        let title = self.words("lost_title");
        let mut context = self.frame("not_found", &title, None);
        context["page"]["noindex"] = json!(true);
        context["page"]["canonical"] = Json::Null;
        View { template: "not_found.html", context }
    }
}

fn counts(book: &Book) -> Json {
    json!({
        "chapters": book.guide.pages().into_iter().filter(|page| book.page(*page).is_reading()).count(),
        "levels": book.ladder.levels.len(),
        "skills": book.ladder.skills.len(),
        "items": book.items.len(),
        "templates": book.templates.len(),
    })
}
