//! The twin of a level: its attributes, what it asks for, and its expectations, inherited ones with their origin.

use super::escape::escape;
use super::twin::Twin;
use super::writer::after_keyword;
use crate::book::{self, Content, Level, PageKind};
use crate::render::level_views::capitalised;
use crate::site::Target;
use crate::theme::fill;

impl Twin<'_> {
    /// What stands on a level's page: its own text, and what it takes from other levels.
    pub(super) fn level(&mut self, level: &Level) {
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
}
