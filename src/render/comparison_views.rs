//! The views of comparisons: the page of a pair, the picker, what changes from the level below.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};
use crate::book::{HeldExpectation, Level, PageKind, Skill, Step, Target, Transition};
use crate::ladder::{Change, Comparison, Pair, Relation, Rewording, SkillChange, compare};

/// Which words of a comparison are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// What the steps say and the signals that are added.
    Full,
    /// Names, steps and notes.
    Short,
}

impl Scene<'_> {
    /// The page of a pair.
    pub fn comparison_page(&self, pair: &Pair) -> Option<View> {
        let ladder = &self.site.book.ladder;
        let (from, to) = (ladder.level(&pair.from)?, ladder.level(&pair.to)?);
        let (there, back) = (compare(ladder, from, to), compare(ladder, to, from));
        let places = [("from", self.level_name(from)), ("to", self.level_name(to))];
        let title = self.filled("compare_title", &places);
        let summary = self.filled("compare_summary", &places);
        let mut context = self.frame("compare", &title, Some(&summary));
        let crumbs = [Some(self.home_crumb()), self.crumb("nav_ladder", "ladder.html"), self.crumb("nav_compare", "compare.html")];
        let here = data!({ "title": title, "url": Data::Nothing });
        context.insert("crumbs", data!(crumbs.into_iter().flatten().chain([here]).collect::<Vec<_>>()));
        let back = self.comparison(&back, Detail::Short);
        context.insert(
            "compare",
            data!({
                "from": self.side(from),
                "to": self.side(to),
                "there": self.comparison(&there, Detail::Full),
                "back_starts": flattened(&back, "starts"),
                "back_ends": flattened(&back, "ends"),
                "back": back,
                "back_title": self.filled("compare_title", &[("from", self.level_name(to)), ("to", self.level_name(from))]),
                "attributes": attributes(&there),
                "radar": self.radar(&[from, to]),
                "others": data!([self.others(from), self.others(to)]),
            }),
        );
        Some(View { template: "compare.html", context })
    }

    /// What a level is called.
    pub fn level_name(&self, level: &Level) -> String {
        self.site.book.page(level.page).title.to_string()
    }

    /// One of the two levels, as the head of the page shows it.
    fn side(&self, level: &Level) -> Data {
        let mut view = self.level_card(level);
        view["track"] = data!(self.reference_to(PageKind::Track, &level.track));
        view
    }

    fn comparison(&self, comparison: &Comparison<'_>, detail: Detail) -> Data {
        let groups: Vec<Data> = Change::ALL
            .iter()
            .filter_map(|change| {
                let shown = comparison.with(*change).filter(|skill| !skill.is_same());
                let skills: Vec<Data> = shown.filter_map(|skill| self.skill_change(skill, comparison, detail)).collect();
                (!skills.is_empty()).then(|| self.change_group(*change, skills))
            })
            .collect();
        let same = comparison.skills.iter().filter(|skill| skill.is_same());
        data!({
            "groups": groups,
            "same": same.filter_map(|skill| self.skill_change(skill, comparison, Detail::Short)).collect::<Vec<_>>(),
            "transitions": comparison.transitions.iter().filter_map(|transition| self.moves(transition)).collect::<Vec<_>>(),
            "empty": comparison.is_empty(),
        })
    }

    fn change_group(&self, change: Change, skills: Vec<Data>) -> Data {
        let word = change.word();
        data!({ "key": word, "title": self.words(&format!("change_{word}")), "skills": skills })
    }

    fn skill_change(&self, change: &SkillChange<'_>, comparison: &Comparison<'_>, detail: Detail) -> Option<Data> {
        let book = &self.site.book;
        let skill = book.ladder.skill(change.skill)?;
        let mut view = self.reference(skill.page)?;
        view["id"] = data!(&**change.skill);
        view["area"] = data!(self.area_of(skill));
        view["before"] = data!(change.before.map(|target| self.target_view(skill, target)));
        view["after"] = data!(change.after.map(|target| self.target_view(skill, target)));
        view["note"] = data!(change.after.and_then(|target| target.note.as_deref()));
        view["ends"] = data!(change.ends.iter().filter_map(|held| self.held(held, comparison.from)).collect::<Vec<_>>());
        if detail == Detail::Full {
            view["steps"] = data!(change.steps().into_iter().filter_map(|step| self.step_text(skill, step)).collect::<Vec<_>>());
            let starts = change.starts.iter().map(|held| (*held, None));
            let becomes = change.becomes.iter().map(|Rewording { before, after }| (*after, Some(*before)));
            view["starts"] =
                data!(starts.chain(becomes).filter_map(|(held, before)| self.started(held, before, comparison)).collect::<Vec<_>>());
        } else {
            let starts = change.starts.iter().copied().chain(change.becomes.iter().map(|rewording| rewording.after));
            view["starts"] = data!(starts.filter_map(|held| self.held(held, comparison.to)).collect::<Vec<_>>());
        }
        Some(view)
    }

    fn target_view(&self, skill: &Skill, target: &Target) -> Data {
        data!({ "step": target.step, "step_title": self.step_title(skill, target.step), "weight": target.weight.word() })
    }

    fn step_text(&self, skill: &Skill, step: Step) -> Option<Data> {
        let (section, anchor) = self.step_section(skill, step)?;
        let mut view = self.reference(skill.page)?;
        view["url"] = data!(self.fragments.href(self.site.url(skill.page)?, Some(&anchor)));
        view["n"] = data!(step);
        view["title"] = data!(self.step_title(skill, step));
        view["html"] = self.html(skill.page, section);
        Some(view)
    }

    /// An expectation as a link to where a level's page shows it.
    fn held(&self, held: &HeldExpectation, level: &Level) -> Option<Data> {
        let (_, expectation) = self.written(held)?;
        let url = self.site.url(level.page)?;
        let anchor = self.expectation_anchor(held, level);
        Some(data!({ "title": &expectation.title, "url": self.fragments.href(url, Some(&anchor)) }))
    }

    /// An expectation that starts, with the signals that the one before did not have.
    fn started(&self, held: &HeldExpectation, before: Option<&HeldExpectation>, comparison: &Comparison<'_>) -> Option<Data> {
        let mut view = self.held(held, comparison.to)?;
        let signals = |held: &HeldExpectation| -> Vec<(String, Data)> {
            let Some((page, expectation)) = self.written(held) else { return Vec::new() };
            let fragment = self.fragment(page);
            let line = |range: &std::ops::Range<usize>| Data::html(&self.fragments.html_after_keyword(fragment, range.clone()));
            expectation.signals.iter().map(|range| (fragment.body.plain(range.clone()), line(range))).collect()
        };
        let known: Vec<String> = before.map(signals).unwrap_or_default().into_iter().map(|(plain, _)| plain).collect();
        let added: Vec<Data> = signals(held).into_iter().filter(|(plain, _)| !known.contains(plain)).map(|(_, html)| html).collect();
        view["signals"] = data!(added);
        view["instead"] = data!(before.and_then(|before| self.held(before, comparison.from)));
        Some(view)
    }

    /// A transition with what to start, stop and keep.
    fn moves(&self, transition: &Transition) -> Option<Data> {
        let mut view = self.reference(transition.page)?;
        let body = self.site.book.page(transition.page).body();
        view["kind_label"] = data!(self.words(&format!("transition_{}", transition.kind)));
        view["trial"] = data!(transition.trial.as_ref());
        let section = |key: &str| body.headings.iter().position(|heading| heading.top && heading.id == key);
        view["moves"] = data!(
            ["start", "stop", "keep"]
                .iter()
                .filter_map(|key| {
                    let number = section(key)?;
                    let html = self.html(transition.page, body.section(number));
                    Some(data!({ "key": *key, "title": &body.headings[number].title, "html": html }))
                })
                .collect::<Vec<_>>()
        );
        Some(view)
    }

    /// Everything else that a level can be compared with.
    fn others(&self, level: &Level) -> Data {
        let mut view = data!({ "title": self.level_name(level) });
        view["links"] = data!(self.partners(level));
        view
    }

    /// The comparisons of a level, each as a link to the other level's name, in the order of the ladder.
    pub fn partners(&self, level: &Level) -> Vec<Data> {
        let ladder = &self.site.book.ladder;
        let link = |other: &Level| {
            let url = self.site.comparison(&level.id, &other.id)?;
            let relation = self.site.pairs.iter().find(|pair| pair.other(&level.id) == Some(&other.id))?.relation;
            Some(data!({
                "title": self.level_name(other),
                "url": self.href(url),
                "here": url == self.url,
                "near": relation != Relation::Other,
                "pair": format!("{} {}", level.id, other.id),
            }))
        };
        ladder.levels.iter().filter_map(link).collect()
    }

    /// The page on which readers choose two levels.
    pub fn picker(&self) -> View {
        let ladder = &self.site.book.ladder;
        let mut context = self.list_frame("compare", "nav_compare");
        context["page"]["summary"] = data!(self.words("compare_lead"));
        let tracks: Vec<Data> = ladder
            .tracks
            .iter()
            .filter_map(|track| {
                let mut view = self.reference(track.page)?;
                let levels = track.levels.iter().filter_map(|id| ladder.level(id)).filter_map(|level| {
                    let mut view = self.reference(level.page)?;
                    view["id"] = data!(&*level.id);
                    view["draft"] = data!(level.draft);
                    view["partners"] = data!(self.partners(level));
                    Some(view)
                });
                view["levels"] = data!(levels.collect::<Vec<_>>());
                Some(view)
            })
            .collect();
        context.insert("picker", data!({ "tracks": tracks, "near": self.near_pairs() }));
        View { template: "compare_picker.html", context }
    }

    /// The pairs that readers ask for most, grouped by how their levels stand to each other.
    fn near_pairs(&self) -> Vec<Data> {
        let groups = [
            (Relation::Neighbours, "compare_neighbours"),
            (Relation::Parity, "compare_parity"),
            (Relation::Transition, "compare_transitions"),
        ];
        groups
            .iter()
            .filter_map(|(relation, key)| {
                let of = self.site.pairs.iter().filter(|pair| pair.relation == *relation);
                let links: Vec<Data> = of.filter_map(|pair| self.pair_link(pair)).collect();
                (!links.is_empty()).then(|| data!({ "title": self.words(key), "links": links }))
            })
            .collect()
    }

    /// A pair as a link: "Senior and Staff".
    fn pair_link(&self, pair: &Pair) -> Option<Data> {
        let ladder = &self.site.book.ladder;
        let (from, to) = (ladder.level(&pair.from)?, ladder.level(&pair.to)?);
        let places = [("from", self.level_name(from)), ("to", self.level_name(to))];
        Some(data!({ "title": self.filled("compare_pair", &places), "url": self.href(self.site.comparison(&from.id, &to.id)?) }))
    }

    /// What changes from the level below on the same track, in short.
    pub fn changes_from_below(&self, level: &Level, below: &Level) -> Option<Data> {
        if level.draft || below.draft {
            return None;
        }
        let comparison = compare(&self.site.book.ladder, below, level);
        let mut view = self.short_comparison(&comparison);
        view["from"] = data!(self.reference(below.page)?);
        Some(view)
    }

    /// What changes between two levels in short, with the address of the whole.
    pub fn short_comparison(&self, comparison: &Comparison<'_>) -> Data {
        let mut view = self.comparison(comparison, Detail::Short);
        view["ends"] = data!(flattened(&view, "ends"));
        view["url"] = data!(self.site.comparison(&comparison.from.id, &comparison.to.id).map(|url| self.href(url)));
        view
    }
}

/// What all skills of a comparison's view have under a key.
fn flattened(view: &Data, key: &'static str) -> Vec<Data> {
    let skills = view["groups"].items().iter().flat_map(|group| group["skills"].items());
    skills.flat_map(|skill| skill[key].items()).cloned().collect()
}

/// The attributes of both levels side by side.
fn attributes(comparison: &Comparison<'_>) -> Vec<Data> {
    let row = |attribute: &crate::ladder::AttributeChange<'_>| {
        data!({
            "name": super::level_views::capitalised(attribute.name),
            "before": attribute.before,
            "after": attribute.after,
            "changed": attribute.before != attribute.after,
        })
    };
    comparison.attributes.iter().map(row).collect()
}
