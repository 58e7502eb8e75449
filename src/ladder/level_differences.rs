//! What is different about levels: their place, their facts, what they ask for, what they expect.

use super::difference::{Collector, Difference, DifferenceKind as Kind, SubjectKind};
use super::pairing::{Pairing, pairs};
use super::wording::wording;
use crate::book::{ExpectationSnapshot, LevelSnapshot, Snapshot, TargetSnapshot};
use std::collections::{BTreeMap, BTreeSet};

/// The differences of all levels.
pub(super) fn collect(old: &Snapshot, new: &Snapshot, pairing: &Pairing<'_>) -> Vec<Difference> {
    let mut all = Vec::new();
    for (before, after) in pairs(&old.levels, &new.levels) {
        let Some(shown) = after.or(before) else { continue };
        let mut collector = Collector::new(SubjectKind::Level, &shown.id, &shown.title);
        match (before, after) {
            (Some(before), Some(after)) => {
                let mut levels = Levels { before, after, pairing, collector: &mut collector };
                levels.place();
                levels.facts();
                levels.targets();
                levels.expectations();
                levels.inheritance();
            }
            (None, Some(after)) => {
                collector.note(Kind::Added, &[("track", pairing.tracks.title(&after.track))]);
                for one in &after.expectations {
                    moved(one, "", pairing, &mut collector);
                }
            }
            _ => collector.note(Kind::Removed, &[("track", pairing.tracks.title(&shown.track))]),
        }
        all.extend(collector.differences);
    }
    all
}

/// Notes that an expectation of a level, called `level` before, stood in another one.
fn moved<'a>(after: &'a ExpectationSnapshot, level: &str, pairing: &Pairing<'a>, collector: &mut Collector) {
    let Some((from, _)) = pairing.before(&after.id).and_then(|before| before.id.split_once('/')) else { return };
    if from != level {
        collector.note(Kind::ExpectationMoved, &[("title", &after.title), ("level", pairing.levels.title(from))]);
    }
}

/// A level in both ladders.
struct Levels<'a, 'b> {
    before: &'a LevelSnapshot,
    after: &'a LevelSnapshot,
    pairing: &'b Pairing<'a>,
    collector: &'b mut Collector,
}

impl<'a> Levels<'a, '_> {
    fn place(&mut self) {
        let (before, after, pairing) = (self.before, self.after, self.pairing);
        self.collector.note_names((&before.id, &before.title), (&after.id, &after.title));
        if pairing.tracks.now(&before.track) != after.track {
            let names = [("from", pairing.tracks.title(&before.track)), ("to", pairing.tracks.title(&after.track))];
            self.collector.note(Kind::TrackChanged, &names);
        }
        match (before.draft, after.draft) {
            (true, false) => self.collector.note(Kind::Defined, &[]),
            (false, true) => self.collector.note(Kind::Undefined, &[]),
            _ => {}
        }
        match (before.terminal, after.terminal) {
            (false, true) => self.collector.note(Kind::Terminal, &[]),
            (true, false) => self.collector.note(Kind::NotTerminal, &[]),
            _ => {}
        }
        let title = |level: Option<&'a String>| level.map_or("–", |level| pairing.levels.title(level));
        if before.extends.as_deref().map(|level| pairing.levels.now(level)) != after.extends.as_deref() {
            let names = [("from", title(before.extends.as_ref())), ("to", title(after.extends.as_ref()))];
            self.collector.note(Kind::ExtendsChanged, &names);
        }
        let equals: BTreeSet<&str> = before.parity.iter().map(|level| pairing.levels.now(level)).collect();
        for level in after.parity.iter().filter(|level| !equals.contains(level.as_str())) {
            self.collector.note(Kind::ParityAdded, &[("level", pairing.levels.title(level))]);
        }
        for level in equals.iter().filter(|level| !after.parity.iter().any(|other| other == *level)) {
            self.collector.note(Kind::ParityRemoved, &[("level", pairing.levels.title(level))]);
        }
    }

    fn facts(&mut self) {
        let (before, after) = (self.before, self.after);
        if before.identity != after.identity {
            self.collector.note_wording(Kind::IdentityReworded, &[], wording(&before.identity, &after.identity));
        }
        let value =
            |level: &LevelSnapshot, name: &str| level.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        for (name, to) in &after.attributes {
            match value(before, name) {
                None => self.collector.note(Kind::AttributeAdded, &[("name", name), ("to", to)]),
                Some(from) if from != *to => self.collector.note(Kind::AttributeChanged, &[("name", name), ("from", &from), ("to", to)]),
                Some(_) => {}
            }
        }
        for (name, from) in before.attributes.iter().filter(|(name, _)| value(after, name).is_none()) {
            self.collector.note(Kind::AttributeRemoved, &[("name", name), ("from", from)]);
        }
    }

    fn targets(&mut self) {
        let pairing = self.pairing;
        let before: BTreeMap<&str, &TargetSnapshot> =
            self.before.targets.iter().map(|(skill, target)| (pairing.skills.now(skill), target)).collect();
        for (skill, target) in &self.after.targets {
            let title = pairing.skills.title(skill);
            match before.get(skill.as_str()) {
                None => {
                    let kind = if target.core { Kind::CoreAdded } else { Kind::SupportingAdded };
                    self.collector.note(kind, &[("skill", title), ("to", &target.step.to_string())]);
                }
                Some(known) => self.target(title, known, target),
            }
        }
        for (skill, target) in before.iter().filter(|(skill, _)| !self.after.targets.contains_key(**skill)) {
            let names = [("skill", pairing.skills.title(skill)), ("from", &target.step.to_string())];
            self.collector.note(Kind::TargetRemoved, &names);
        }
    }

    fn target(&mut self, skill: &str, before: &TargetSnapshot, after: &TargetSnapshot) {
        let (from, to) = (before.step.to_string(), after.step.to_string());
        let names = [("skill", skill), ("from", from.as_str()), ("to", to.as_str())];
        match after.step.cmp(&before.step) {
            std::cmp::Ordering::Greater => self.collector.note(Kind::TargetRaised, &names),
            std::cmp::Ordering::Less => self.collector.note(Kind::TargetLowered, &names),
            std::cmp::Ordering::Equal => {}
        }
        match (before.core, after.core) {
            (false, true) => self.collector.note(Kind::MoreEmphasised, &[("skill", skill)]),
            (true, false) => self.collector.note(Kind::LessEmphasised, &[("skill", skill)]),
            _ => {}
        }
        let (old, new) = (before.note.as_deref().unwrap_or_default(), after.note.as_deref().unwrap_or_default());
        if old != new {
            self.collector.note_wording(Kind::NoteReworded, &[("skill", skill)], wording(old, new));
        }
    }

    fn expectations(&mut self) {
        for after in &self.after.expectations {
            match self.pairing.before(&after.id) {
                None => {
                    let names = [("title", after.title.as_str()), ("skill", self.pairing.skills.title(&after.skill))];
                    self.collector.note(Kind::ExpectationAdded, &names);
                }
                Some(before) => {
                    moved(after, &self.before.id, self.pairing, self.collector);
                    self.expectation(before, after);
                }
            }
        }
        for before in &self.before.expectations {
            if !self.pairing.is_kept(self.pairing.expectation(&before.id)) {
                self.collector.note(Kind::ExpectationRemoved, &[("title", &before.title)]);
            }
        }
    }

    fn expectation(&mut self, before: &'a ExpectationSnapshot, after: &'a ExpectationSnapshot) {
        let title = after.title.as_str();
        let local = |id: &'a str| id.split_once('/').map_or(id, |(_, local)| local);
        if local(&before.id) != local(&after.id) {
            let names = [("title", title), ("from", local(&before.id)), ("to", local(&after.id))];
            self.collector.note(Kind::ExpectationRenamed, &names);
        }
        if before.title != after.title {
            self.collector.note(Kind::ExpectationRetitled, &[("from", &before.title), ("to", title)]);
        }
        if self.pairing.skills.now(&before.skill) != after.skill {
            let (from, to) = (self.pairing.skills.title(&before.skill), self.pairing.skills.title(&after.skill));
            self.collector.note(Kind::ExpectationSkillChanged, &[("title", title), ("from", from), ("to", to)]);
        }
        let revised = before.rev != after.rev;
        if revised {
            let names = [("title", title), ("from", &before.rev.to_string()), ("to", &after.rev.to_string())];
            self.collector.note(Kind::ExpectationRevised, &names);
        }
        let of_statement = if revised { Kind::StatementChanged } else { Kind::StatementReworded };
        for (kind, old, new) in [
            (of_statement, before.statement.clone(), after.statement.clone()),
            (Kind::SignalsChanged, before.signals.join("; "), after.signals.join("; ")),
            (Kind::NotYetChanged, before.not_yet.join("; "), after.not_yet.join("; ")),
            (Kind::ExamplesChanged, before.examples.join("; "), after.examples.join("; ")),
        ] {
            if old != new {
                self.collector.note_wording(kind, &[("title", title)], wording(&old, &new));
            }
        }
    }

    /// What holds here without standing on the level's own page. What is new, gone or moved anywhere is named there.
    fn inheritance(&mut self) {
        let pairing = self.pairing;
        let inherited = |level: &LevelSnapshot, id: &str| id.split_once('/').is_some_and(|(owner, _)| owner != level.id);
        let before: BTreeSet<&str> = self.before.holds.iter().map(|id| pairing.expectation(id)).collect();
        let replaced = |level: &LevelSnapshot, id: &str| {
            let local = id.split_once('/').map_or(id, |(_, local)| local);
            level.expectations.iter().any(|own| own.id.split_once('/').is_some_and(|(_, own)| own == local))
        };
        for id in self.after.holds.iter().filter(|id| inherited(self.after, id) && pairing.is_kept(id)) {
            if !before.contains(id.as_str()) && !replaced(self.before, id) {
                self.collector.note(Kind::Inherits, &[("title", pairing.expectation_title(id))]);
            }
        }
        for old in self.before.holds.iter().filter(|id| inherited(self.before, id)) {
            let now = pairing.expectation(old);
            if pairing.is_kept(now) && !self.after.holds.iter().any(|id| id == now) && !replaced(self.after, now) {
                self.collector.note(Kind::Ends, &[("title", pairing.expectation_title(now))]);
            }
        }
    }
}
