//! What is different about skills, tracks, roles, transitions and areas.

use super::difference::{Collector, Difference, DifferenceKind as Kind, SubjectKind};
use super::pairing::{Named, Pairing, pairs};
use super::wording::wording;
use crate::book::{RoleSnapshot, SkillSnapshot, Snapshot, TrackSnapshot, TransitionSnapshot};
use std::collections::BTreeSet;

/// The differences of everything but levels.
pub(super) fn collect(old: &Snapshot, new: &Snapshot, pairing: &Pairing<'_>) -> Vec<Difference> {
    let mut all = Vec::new();
    all.extend(each(SubjectKind::Skill, &old.skills, &new.skills, |before, after, collector| skill(before, after, pairing, collector)));
    all.extend(each(SubjectKind::Track, &old.tracks, &new.tracks, |before, after, collector| track(before, after, pairing, collector)));
    all.extend(each(SubjectKind::Role, &old.roles, &new.roles, |before, after, collector| role(before, after, pairing, collector)));
    all.extend(each(SubjectKind::Transition, &old.transitions, &new.transitions, |before, after, collector| {
        transition(before, after, pairing, collector);
    }));
    all.extend(each(SubjectKind::Area, &old.areas, &new.areas, |_, _, _| {}));
    all
}

/// Compares two lists of things by their names, and what both have by `compare`.
fn each<'a, T: Named>(kind: SubjectKind, old: &'a [T], new: &'a [T], compare: impl Fn(&'a T, &'a T, &mut Collector)) -> Vec<Difference> {
    let mut all = Vec::new();
    for (before, after) in pairs(old, new) {
        let Some(shown) = after.or(before) else { continue };
        let (id, title) = shown.name();
        let mut collector = Collector::new(kind, id, title);
        match (before, after) {
            (Some(before), Some(after)) => {
                collector.note_names(before.name(), after.name());
                compare(before, after, &mut collector);
            }
            (None, _) => collector.note(Kind::Added, &[]),
            (_, None) => collector.note(Kind::Removed, &[]),
        }
        all.extend(collector.differences);
    }
    all
}

fn skill<'a>(before: &'a SkillSnapshot, after: &'a SkillSnapshot, pairing: &Pairing<'a>, collector: &mut Collector) {
    if before.area.as_deref().map(|area| pairing.areas.now(area)) != after.area.as_deref() {
        let title = |area: &'a Option<String>| area.as_ref().map_or("–", |area| pairing.areas.title(area));
        collector.note(Kind::AreaChanged, &[("from", title(&before.area)), ("to", title(&after.area))]);
    }
    let steps: BTreeSet<u8> = before.steps.keys().chain(after.steps.keys()).copied().collect();
    for step in steps {
        let number = step.to_string();
        match (before.steps.get(&step), after.steps.get(&step)) {
            (Some(old), Some(new)) => {
                if old.title != new.title {
                    collector.note(Kind::StepRetitled, &[("step", &number), ("from", &old.title), ("to", &new.title)]);
                }
                if old.text != new.text {
                    collector.note_wording(Kind::StepReworded, &[("step", &number)], wording(&old.text, &new.text));
                }
            }
            (None, _) => collector.note(Kind::StepAdded, &[("step", &number)]),
            (_, None) => collector.note(Kind::StepRemoved, &[("step", &number)]),
        }
    }
}

/// Levels that come and go are named with the levels; here it is their order.
fn track<'a>(before: &'a TrackSnapshot, after: &'a TrackSnapshot, pairing: &Pairing<'a>, collector: &mut Collector) {
    let old: Vec<&str> = before.levels.iter().map(|level| pairing.levels.now(level)).collect();
    let kept_old: Vec<&str> = old.iter().copied().filter(|level| after.levels.iter().any(|other| other == level)).collect();
    let kept_new: Vec<&str> = after.levels.iter().map(String::as_str).filter(|level| old.contains(level)).collect();
    if kept_old != kept_new {
        let titles = |levels: &[&'a str]| levels.iter().map(|level| pairing.levels.title(level)).collect::<Vec<_>>().join(", ");
        collector.note(Kind::Reordered, &[("from", &titles(&kept_old)), ("to", &titles(&kept_new))]);
    }
}

fn role<'a>(before: &'a RoleSnapshot, after: &'a RoleSnapshot, pairing: &Pairing<'a>, collector: &mut Collector) {
    collector.note_change(Kind::KindChanged, &before.kind, &after.kind);
    let usual: BTreeSet<&str> = before.usual_levels.iter().map(|level| pairing.levels.now(level)).collect();
    for level in after.usual_levels.iter().filter(|level| !usual.contains(level.as_str())) {
        collector.note(Kind::UsualLevelAdded, &[("level", pairing.levels.title(level))]);
    }
    for level in usual.iter().filter(|level| !after.usual_levels.iter().any(|other| other == *level)) {
        collector.note(Kind::UsualLevelRemoved, &[("level", pairing.levels.title(level))]);
    }
    for (skill, step) in &after.skills {
        let known = before.skills.iter().find(|(old, _)| pairing.skills.now(old) == skill).map(|(_, step)| *step);
        let title = pairing.skills.title(skill);
        let to = step.to_string();
        match known {
            None => collector.note(Kind::RoleSkillAdded, &[("skill", title), ("to", &to)]),
            Some(from) if from < *step => collector.note(Kind::TargetRaised, &[("skill", title), ("from", &from.to_string()), ("to", &to)]),
            Some(from) if from > *step => {
                collector.note(Kind::TargetLowered, &[("skill", title), ("from", &from.to_string()), ("to", &to)]);
            }
            Some(_) => {}
        }
    }
    for (skill, step) in before.skills.iter().filter(|(skill, _)| !after.skills.contains_key(pairing.skills.now(skill))) {
        collector.note(Kind::TargetRemoved, &[("skill", pairing.skills.title(skill)), ("from", &step.to_string())]);
    }
}

fn transition<'a>(before: &'a TransitionSnapshot, after: &'a TransitionSnapshot, pairing: &Pairing<'a>, collector: &mut Collector) {
    if (pairing.levels.now(&before.from), pairing.levels.now(&before.to)) != (after.from.as_str(), after.to.as_str()) {
        let route = |of: &'a TransitionSnapshot| format!("{} → {}", pairing.levels.title(&of.from), pairing.levels.title(&of.to));
        collector.note(Kind::RouteChanged, &[("from", &route(before)), ("to", &route(after))]);
    }
    collector.note_change(Kind::KindChanged, &before.kind, &after.kind);
}
