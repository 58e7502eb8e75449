//! The views of expectations on the pages of the levels that hold them.

use super::data::{Data, data};
use super::scene::Scene;
use crate::book::{Content, Expectation, HeldExpectation, Level, PageIndex, Skill};
use std::ops::Range;

impl Scene<'_> {
    /// What a level means for its skills, by area.
    pub fn expectations(&self, level: &Level) -> Vec<Data> {
        self.by_area(|skill| {
            let held = level.expectations.iter().filter(|held| held.skill == skill.id);
            let views: Vec<Data> = held.filter_map(|held| self.expectation(level, skill, held)).collect();
            (!views.is_empty()).then(|| data!(views))
        })
        .into_iter()
        .map(|(title, groups)| {
            let expectations: Vec<Data> = groups.into_iter().flat_map(|group| group.items().to_vec()).collect();
            data!({ "title": title, "expectations": expectations })
        })
        .collect()
    }

    fn expectation(&self, level: &Level, skill: &Skill, held: &HeldExpectation) -> Option<Data> {
        let (page, expectation) = self.written(held)?;
        let fragment = self.fragment(page);
        let lines = |ranges: &[Range<usize>]| -> Vec<Data> {
            ranges.iter().map(|range| Data::html(&self.fragments.html_after_keyword(fragment, range.clone()))).collect()
        };
        let target = level.targets.get(&held.skill);
        let mut of = self.reference(skill.page)?;
        of["step"] = data!(target.map(|target| target.step));
        of["step_title"] = data!(target.map(|target| self.step_title(skill, target.step)));
        let inherited = held.owner != level.id;
        Some(data!({
            "title": &expectation.title,
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
}
