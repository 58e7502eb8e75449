//! The views of the ladder: tracks, levels, skills, roles, transitions and their overview.

use super::{data, scene::Scene};
use crate::book::{Content, Expectation, HeldExpectation, Id, Level, PageIndex, PageKind, Skill, Target, Track, Transition, Weight};
use serde_json::{Value as Json, json};

impl Scene<'_> {
    /// The overview: tracks side by side, rows aligned by parity.
    pub fn ladder(&self) -> Json {
        let book = &self.site.book;
        let tracks: Vec<Json> = book.ladder.tracks.iter().filter_map(|track| self.track_card(track)).collect();
        let rows: Vec<Json> = crate::ladder::rows(&book.ladder.tracks, &book.ladder.levels)
            .into_iter()
            .map(|row| json!(row.into_iter().map(|level| level.map(|level| self.level_card(level))).collect::<Vec<_>>()))
            .collect();
        let transitions: Vec<Json> = book.ladder.transitions.iter().filter_map(|transition| self.transition_card(transition)).collect();
        let roles: Vec<Json> = book
            .ladder
            .roles
            .iter()
            .filter_map(|role| {
                let mut view = self.reference(role.page)?;
                view["summary"] = json!(book.page(role.page).summary());
                view["kind_label"] = json!(self.words(&format!("role_{}", role.kind)));
                Some(view)
            })
            .collect();
        json!({ "tracks": tracks, "rows": rows, "transitions": transitions, "roles": roles, "drawing": self.ladder_drawing() })
    }

    /// The ladder's rows, highest first, as no more than titles and addresses.
    pub fn glance(&self) -> Vec<Json> {
        let ladder = &self.site.book.ladder;
        let mut rows = crate::ladder::rows(&ladder.tracks, &ladder.levels);
        rows.reverse();
        rows.into_iter().map(|row| row.into_iter().map(|level| self.reference(level?.page)).collect()).collect()
    }

    /// A track with its levels, for lists.
    pub fn track_card(&self, track: &Track) -> Option<Json> {
        let mut view = self.reference(track.page)?;
        view["summary"] = json!(self.site.book.page(track.page).summary());
        view["levels"] = json!(self.levels(&track.levels).map(|level| self.level_card(level)).collect::<Vec<_>>());
        Some(view)
    }

    fn levels<'b>(&'b self, ids: &'b [Id]) -> impl Iterator<Item = &'b Level> {
        ids.iter().filter_map(|id| self.site.book.ladder.level(id))
    }

    /// A level in a list.
    pub fn level_card(&self, level: &Level) -> Json {
        let page = self.site.book.page(level.page);
        let identity = match &page.parsed.content {
            Content::Level { identity, .. } => self.html(level.page, identity.clone()),
            _ => Json::Null,
        };
        json!({
            "title": &*page.title,
            "url": self.site.url(level.page).map(|url| self.href(url)),
            "summary": page.summary(),
            "identity": identity,
            "draft": level.draft,
            "terminal": level.terminal,
            "parity": self.references(PageKind::Level, &level.parity),
        })
    }

    fn transition_card(&self, transition: &Transition) -> Option<Json> {
        let mut view = self.reference(transition.page)?;
        view["kind_label"] = json!(self.words(&format!("transition_{}", transition.kind)));
        view["from"] = json!(self.reference_to(PageKind::Level, &transition.from));
        view["to"] = json!(self.reference_to(PageKind::Level, &transition.to));
        Some(view)
    }

    fn transitions_of(&self, touches: impl Fn(&Transition) -> bool) -> Vec<Json> {
        self.site.book.ladder.transitions.iter().filter(|transition| touches(transition)).filter_map(|t| self.transition_card(t)).collect()
    }

    /// A track's own page.
    pub fn track(&self, page: PageIndex) -> Json {
        let book = &self.site.book;
        let Some(track) = book.ladder.tracks.iter().find(|track| track.page == page) else { return Json::Null };
        let levels: Vec<&Level> = self.levels(&track.levels).collect();
        let cards: Vec<Json> = levels
            .iter()
            .enumerate()
            .map(|(at, level)| {
                let mut view = self.level_card(level);
                let below = at.checked_sub(1).map(|below| levels[below]);
                view["changes"] = json!(below.and_then(|below| {
                    let url = self.site.comparison(&below.id, &level.id)?;
                    Some(json!({ "title": &*book.page(below.page).title, "url": self.href(url) }))
                }));
                view
            })
            .collect();
        let all = crate::site::Url::new("matrix.html");
        let whole = self.site.matrix(page).or_else(|| self.site.addresses.get_key_value(&all).map(|(url, _)| url));
        let mut practice = Vec::new();
        for level in &levels {
            for mut list in self.practice_of(&level.id) {
                list["level"] = json!(self.reference(level.page));
                practice.push(list);
            }
        }
        let leaves = |transition: &Transition| track.levels.contains(&transition.from) || track.levels.contains(&transition.to);
        json!({
            "levels": cards,
            "attributes": self.attributes(&levels),
            "matrix": whole.map(|url| self.href(url)),
            "skills": self.skills_by_level(&levels),
            "practice": practice,
            "transitions": self.transitions_of(leaves),
            "print_url": self.print_url(),
        })
    }

    /// Where this track stands on one page.
    fn print_url(&self) -> Option<String> {
        let stem = self.url.as_str().strip_suffix(".html")?;
        self.href_if(&format!("{stem}-print.html"))
    }

    fn attributes(&self, levels: &[&Level]) -> Json {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in levels.iter().flat_map(|level| &level.attributes) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let rows: Vec<Json> = names
            .iter()
            .map(|name| {
                let value = |level: &&Level| level.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
                json!({ "name": capitalised(name), "values": levels.iter().map(value).collect::<Vec<_>>() })
            })
            .collect();
        let heads: Vec<Json> = levels.iter().filter_map(|level| self.reference(level.page)).collect();
        json!({ "heads": heads, "rows": rows })
    }

    fn skills_by_level(&self, levels: &[&Level]) -> Vec<Json> {
        self.by_area(|skill| {
            let cells: Vec<Json> = levels.iter().map(|level| level.targets.get(&skill.id).map_or(Json::Null, cell)).collect();
            if cells.iter().all(Json::is_null) {
                return None;
            }
            let mut row = self.reference(skill.page)?;
            row["cells"] = json!(cells);
            Some(row)
        })
        .into_iter()
        .map(|(title, rows)| json!({ "title": title, "rows": rows }))
        .collect()
    }

    /// Something about each skill, grouped by area, areas without any left out.
    fn by_area(&self, view: impl Fn(&Skill) -> Option<Json>) -> Vec<(String, Vec<Json>)> {
        let book = &self.site.book;
        let mut groups: Vec<(Option<&Id>, String, Vec<Json>)> =
            book.areas.iter().map(|area| (Some(&area.id), area.title.clone(), Vec::new())).collect();
        groups.push((None, self.words("other_skills"), Vec::new()));
        for skill in &book.ladder.skills {
            if let Some(view) = view(skill)
                && let Some(group) = groups.iter_mut().find(|(area, ..)| *area == skill.area.as_ref())
            {
                group.2.push(view);
            }
        }
        groups.into_iter().filter(|(.., views)| !views.is_empty()).map(|(_, title, views)| (title, views)).collect()
    }

    /// The practice of a level: checklists that say `level:`.
    fn practice_of(&self, level: &Id) -> Vec<Json> {
        let book = &self.site.book;
        let is_for = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => matter.level.as_ref().is_some_and(|name| *name.value == **level),
            _ => false,
        };
        book.checklists.iter().filter(|page| is_for(page)).filter_map(|page| self.practice(*page)).collect()
    }

    /// A level's own page.
    pub fn level(&self, page: PageIndex) -> Json {
        let book = &self.site.book;
        let Some(level) = book.ladder.level(book.page(page).id()) else { return Json::Null };
        let (identity, rest) = match &book.page(page).parsed.content {
            Content::Level { identity, rest, .. } => (self.html(page, identity.clone()), self.html_of_all(page, rest)),
            _ => (Json::Null, Json::Null),
        };
        let track = book.ladder.track(&level.track);
        let place = track.and_then(|track| track.levels.iter().position(|id| *id == level.id));
        let beside = |offset: isize| {
            let at = place?.checked_add_signed(offset)?;
            self.reference_to(PageKind::Level, track?.levels.get(at)?)
        };
        let below = place.zip(track).and_then(|(place, track)| {
            track.levels[..place].iter().rev().filter_map(|id| book.ladder.level(id)).find(|level| !level.draft)
        });
        let attributes: Vec<Json> =
            level.attributes.iter().map(|(name, value)| json!({ "name": capitalised(name), "value": value })).collect();
        let roles: Vec<Json> = book
            .ladder
            .roles
            .iter()
            .filter(|role| role.usual_levels.contains(&level.id))
            .filter_map(|role| self.reference(role.page))
            .collect();
        json!({
            "identity": identity,
            "draft": level.draft,
            "terminal": level.terminal,
            "track": track.and_then(|track| self.reference(track.page)).unwrap_or_else(|| json!({ "title": "", "url": "" })),
            "extends": level.extends.as_ref().and_then(|id| self.reference_to(PageKind::Level, id)),
            "parity": self.references(PageKind::Level, &level.parity),
            "attributes": attributes,
            "targets": self.targets(level),
            "areas": self.expectations(level),
            "transitions": self.transitions_of(|transition| transition.from == level.id),
            "practice": self.practice_of(&level.id),
            "roles": roles,
            "rest": rest,
            "radar": if level.draft { None } else { self.radar(&[level]) },
            "changes": below.and_then(|below| self.changes_from_below(level, below)),
            "compared": self.partners(level),
            "lower": beside(-1),
            "higher": beside(1),
        })
    }

    fn targets(&self, level: &Level) -> Vec<Json> {
        self.by_area(|skill| {
            let target = level.targets.get(&skill.id)?;
            let mut view = self.reference(skill.page)?;
            view["step"] = json!(target.step);
            view["step_title"] = json!(self.step_title(skill, target.step));
            view["weight"] = json!(target.weight.word());
            view["note"] = json!(target.note);
            Some(view)
        })
        .into_iter()
        .map(|(title, skills)| json!({ "title": title, "skills": skills }))
        .collect()
    }

    /// An expectation as its level's page writes it, and that page.
    pub fn written(&self, held: &HeldExpectation) -> Option<(PageIndex, &Expectation)> {
        let owner = self.site.book.ladder.level(&held.owner)?;
        let Content::Level { expectations, .. } = &self.site.book.page(owner.page).parsed.content else { return None };
        expectations.get(held.number).map(|expectation| (owner.page, expectation))
    }

    /// Where a level's page shows an expectation. A heading of its own prose may be called like one that it inherits.
    pub fn expectation_anchor(&self, held: &HeldExpectation, level: &Level) -> String {
        let clash = held.owner != level.id && self.site.book.page(level.page).body().has_anchor(&held.local);
        if clash { format!("{}:{}", held.owner, held.local) } else { held.local.to_string() }
    }

    fn expectations(&self, level: &Level) -> Vec<Json> {
        self.by_area(|skill| {
            let held = level.expectations.iter().filter(|held| held.skill == skill.id);
            let views: Vec<Json> = held.filter_map(|held| self.expectation(level, skill, held)).collect();
            (!views.is_empty()).then(|| json!(views))
        })
        .into_iter()
        .map(|(title, groups)| {
            let expectations: Vec<Json> = groups.into_iter().flat_map(|group| group.as_array().cloned().unwrap_or_default()).collect();
            json!({ "title": title, "expectations": expectations })
        })
        .collect()
    }

    fn expectation(&self, level: &Level, skill: &Skill, held: &HeldExpectation) -> Option<Json> {
        let (page, expectation) = self.written(held)?;
        let fragment = self.fragment(page);
        let lines = |ranges: &[std::ops::Range<usize>]| -> Vec<Json> {
            ranges.iter().map(|range| data::html(&self.fragments.html_after_keyword(fragment, range.clone()))).collect()
        };
        let target = level.targets.get(&held.skill);
        let mut of = self.reference(skill.page)?;
        of["step"] = json!(target.map(|target| target.step));
        of["step_title"] = json!(target.map(|target| self.step_title(skill, target.step)));
        let inherited = held.owner != level.id;
        Some(json!({
            "title": expectation.title,
            "anchor": self.expectation_anchor(held, level),
            "skill": of,
            "weight": target.map(|target| target.weight.word()),
            "inherited": if inherited { self.reference(page) } else { None },
            "statement": self.html_of_all(page, &expectation.statement),
            "signals": lines(&expectation.signals),
            "not_yet": lines(&expectation.not_yet),
            "examples": lines(&expectation.examples),
        }))
    }

    /// A role's own page.
    pub fn role(&self, page: PageIndex) -> Json {
        let book = &self.site.book;
        let Some(role) = book.ladder.roles.iter().find(|role| role.page == page) else { return Json::Null };
        let skills = self.by_area(|skill| {
            let (_, step) = role.skills.iter().find(|(id, _)| *id == skill.id)?;
            let mut view = self.reference(skill.page)?;
            view["step"] = json!(step);
            view["step_title"] = json!(self.step_title(skill, *step));
            Some(view)
        });
        json!({
            "kind_label": self.words(&format!("role_{}", role.kind)),
            "usual_levels": self.references(PageKind::Level, &role.usual_levels),
            "skills": skills.into_iter().map(|(title, skills)| json!({ "title": title, "skills": skills })).collect::<Vec<_>>(),
        })
    }

    /// A transition's own page; `None` when its ends are not known.
    pub fn transition(&self, page: PageIndex) -> Option<Json> {
        let book = &self.site.book;
        let transition = book.ladder.transitions.iter().find(|transition| transition.page == page)?;
        let body = book.page(page).body();
        let sections: Vec<Json> = body
            .headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.top)
            .map(|(number, heading)| {
                let key = ["start", "stop", "keep", "signals", "risks"].into_iter().find(|key| heading.id == *key).unwrap_or("");
                json!({ "key": key, "title": heading.title, "anchor": heading.id, "html": self.html(page, body.section(number)) })
            })
            .collect();
        Some(json!({
            "from": self.reference_to(PageKind::Level, &transition.from)?,
            "to": self.reference_to(PageKind::Level, &transition.to)?,
            "kind": transition.kind.word(),
            "kind_label": self.words(&format!("transition_{}", transition.kind)),
            "trial": transition.trial,
            "return_path": transition.return_path.as_ref().and_then(|id| self.reference_to(PageKind::Transition, id)),
            "checklist": transition.checklist.as_ref().and_then(|id| self.practice(book.find(PageKind::Checklist, id)?)),
            "compare": self.site.comparison(&transition.from, &transition.to).map(|url| self.href(url)),
            "intro": self.html(page, body.lead()),
            "sections": sections,
        }))
    }
}

fn cell(target: &Target) -> Json {
    json!({ "step": target.step, "weight": if target.weight == Weight::Core { "core" } else { "supporting" } })
}

/// An attribute's name as people read it: the first letter large.
pub(super) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
