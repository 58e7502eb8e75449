//! The twins of pages that put levels side by side: two levels compared, the choice of a pair, skills by levels, areas.

use super::escape::escape;
use super::twin::Twin;
use crate::book::{Area, HeldExpectation, Level, PageIndex, PageKind, Target};
use crate::ladder::{Cell, Change, Comparison, Matrix, Pair, Rewording, SkillChange, compare, matrix};
use crate::render::{html::anchor, level_views::capitalised};

/// Between what was and what is.
const THEN: &str = " → ";

impl Twin<'_> {
    /// What changes from one level to another.
    pub(super) fn comparison(&mut self, pair: &Pair) {
        let ladder = &self.site().book.ladder;
        let (Some(from), Some(to)) = (ladder.level(&pair.from), ladder.level(&pair.to)) else { return };
        let places = [("from", self.scene.level_name(from)), ("to", self.scene.level_name(to))];
        self.heading(1, &self.scene.filled("compare_title", &places));
        self.say(&format!("> {}", escape(&self.scene.filled("compare_summary", &places), false)));
        let sides = self.entries([from.page, to.page]);
        self.lines(&sides);
        let comparison = compare(ladder, from, to);
        if comparison.is_empty() {
            self.say(&self.scene.words("compare_nothing"));
        }
        let said = |value: Option<&str>| value.map_or_else(|| self.scene.words("not_said"), |value| escape(value, false));
        let attributes: Vec<String> = comparison
            .attributes
            .iter()
            .map(|one| format!("{}: {}{THEN}{}", escape(&capitalised(one.name), false), said(one.before), said(one.after)))
            .collect();
        self.list("attributes", &attributes);
        for change in Change::ALL {
            let skills = comparison.with(*change).filter(|skill| !skill.is_same());
            let lines: Vec<String> = skills.filter_map(|skill| self.skill_change(skill, &comparison)).collect();
            self.list(&format!("change_{}", change.word()), &lines);
        }
        let same = comparison.skills.iter().filter(|skill| skill.is_same());
        let same: Vec<String> = same.filter_map(|skill| self.link_to(PageKind::Skill, skill.skill)).collect();
        self.list("change_unchanged", &same);
        let moves = self.entries(comparison.transitions.iter().map(|transition| transition.page));
        self.list("compare_move", &moves);
    }

    /// A skill, its steps, and below it the expectations that start, change and end.
    fn skill_change(&self, change: &SkillChange<'_>, comparison: &Comparison<'_>) -> Option<String> {
        let asked = |target: Option<&Target>| target.map_or_else(|| self.scene.words("not_asked"), |target| self.target(target));
        let mut entry = format!("{}: {}{THEN}{}", self.link_to(PageKind::Skill, change.skill)?, asked(change.before), asked(change.after));
        let starts = change.starts.iter().filter_map(|held| self.held("starts", held, comparison.to));
        let becomes = change.becomes.iter().filter_map(|Rewording { after, .. }| self.held("restated", after, comparison.to));
        let ends = change.ends.iter().filter_map(|held| self.held("ends", held, comparison.from));
        for line in starts.chain(becomes).chain(ends) {
            entry.push_str("\n  - ");
            entry.push_str(&line);
        }
        Some(entry)
    }

    /// An expectation where a level's page shows it, after a word of the interface.
    fn held(&self, key: &str, held: &HeldExpectation, level: &Level) -> Option<String> {
        Some(format!("{}: {}", self.scene.words(key), self.expectation(held, level)?))
    }

    fn expectation(&self, held: &HeldExpectation, level: &Level) -> Option<String> {
        let (_, expectation) = self.scene.written(held)?;
        let address = self.address_of(self.site().url(level.page)?);
        let place = anchor(&self.scene.expectation_anchor(held, level));
        Some(format!("[{}]({address}#{place})", escape(&expectation.title, false)))
    }

    /// The page on which readers choose a pair: all of them, by the first level.
    pub(super) fn pairs(&mut self) {
        self.heading(1, &self.scene.words("nav_compare"));
        self.say(&format!("> {}", escape(&self.scene.words("compare_lead"), false)));
        let site = self.site();
        for level in &site.book.ladder.levels {
            let lines: Vec<String> = site
                .pairs
                .iter()
                .filter(|pair| pair.from == level.id)
                .filter_map(|pair| {
                    let to = site.book.ladder.level(&pair.to)?;
                    let url = site.comparison(&pair.from, &pair.to)?;
                    let places = [("from", self.scene.level_name(level)), ("to", self.scene.level_name(to))];
                    Some(format!("[{}]({})", escape(&self.scene.filled("compare_pair", &places), false), self.address_of(url)))
                })
                .collect();
            if !lines.is_empty() {
                self.heading(2, &self.scene.level_name(level));
                self.lines(&lines);
            }
        }
    }

    /// Skills by the levels of a track, or by all.
    pub(super) fn matrix(&mut self, track: Option<PageIndex>) {
        let book = &self.site().book;
        let title = track.map(|page| self.scene.filled("matrix_of", &[("track", book.page(page).title.to_string())]));
        self.heading(1, &title.unwrap_or_else(|| self.scene.words("nav_matrix")));
        let levels = self.scene.levels_of(track);
        self.tables(&matrix(&book.ladder, &book.areas, levels));
    }

    /// An area: its skills, and what levels ask of them.
    pub(super) fn area(&mut self, area: &Area) {
        self.heading(1, &area.title);
        if let Some(summary) = &area.summary {
            self.say(&format!("> {}", escape(summary, false)));
        }
        let book = &self.site().book;
        let skills = self.entries(book.ladder.skills_of(&area.id).map(|skill| skill.page));
        self.list("nav_skills", &skills);
        self.tables(&matrix(&book.ladder, &book.areas, self.scene.levels_of(None)).of_area(&area.id));
    }

    /// A table for each area of a matrix.
    fn tables(&mut self, matrix: &Matrix<'_>) {
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let heads = matrix.levels.iter().map(|level| self.link(level.page).unwrap_or_default());
        let head = row(std::iter::once(self.scene.words("skill")).chain(heads.map(|link| in_cell(&link))).collect());
        let rule = format!("|{}", "---|".repeat(matrix.levels.len() + 1));
        for group in &matrix.areas {
            let mut lines = vec![head.clone(), rule.clone()];
            for line in &group.rows {
                let cells = line.cells.iter().zip(&matrix.levels).map(|(cell, level)| in_cell(&self.cell(cell, level)));
                let skill = in_cell(&self.link(line.skill.page).unwrap_or_default());
                lines.push(row(std::iter::once(skill).chain(cells).collect()));
            }
            self.heading(2, &group.area.map_or_else(|| self.scene.words("other_skills"), |area| area.title.clone()));
            self.say(&lines.join("\n"));
        }
    }

    fn cell(&self, cell: &Cell<'_>, level: &Level) -> String {
        match cell {
            Cell::Undefined => self.scene.words("not_defined"),
            Cell::Nothing => String::new(),
            Cell::Asked { target, expectations } => {
                let texts = expectations.iter().filter_map(|held| self.expectation(held, level));
                target.map(|target| self.target(target)).into_iter().chain(texts).collect::<Vec<_>>().join("; ")
            }
        }
    }
}

fn in_cell(text: &str) -> String {
    text.replace('|', "\\|")
}
