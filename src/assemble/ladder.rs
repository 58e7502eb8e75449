//! The ladder: tracks, skills, roles and transitions resolved; levels are in `levels`.

use super::{levels, names::Names};
use crate::book::{
    Content, Id, Ladder, PageIndex, PageKind, Role, RoleKind, RoleMatter, Skill, Track, TrackMatter, Transition, TransitionKind,
    TransitionMatter,
};
use crate::diagnostic::Code;
use std::collections::BTreeMap;

/// Assembles the ladder.
pub(super) fn assemble(names: &mut Names<'_>) -> Ladder {
    let tracks = tracks(names);
    let levels = levels::assemble(names, &tracks);
    let skills = skills(names);
    let roles = names.of_kind(PageKind::Role).into_iter().map(|page| role(names, page)).collect();
    let mut transitions: Vec<Transition> =
        names.of_kind(PageKind::Transition).into_iter().filter_map(|page| transition(names, page)).collect();
    let height: BTreeMap<&Id, usize> = levels.iter().enumerate().map(|(at, level)| (&level.id, at)).collect();
    transitions.sort_by_key(|transition| (height.get(&transition.from).copied(), transition.kind, height.get(&transition.to).copied()));
    Ladder { tracks, levels, skills, roles, transitions }
}

fn tracks(names: &mut Names<'_>) -> Vec<Track> {
    let mut taken: BTreeMap<Id, Id> = BTreeMap::new();
    let mut tracks = Vec::new();
    for page in names.of_kind(PageKind::Track) {
        let id = names.page(page).id().clone();
        let Content::Track(TrackMatter { levels, .. }) = names.page(page).parsed.content.clone() else { continue };
        let mut own = Vec::new();
        for name in &levels {
            let Some(level) = names.find(page, PageKind::Level, name) else { continue };
            if let Some(other) = taken.insert(level.clone(), id.clone()) {
                let message = format!("the level `{level}` stands in the track `{other}` already");
                let diagnostic =
                    names.at(page, Code::TrackMismatch, name, message).help("a level belongs to one track, and stands in it once");
                names.diagnostics.push(diagnostic);
                continue;
            }
            own.push(level);
        }
        tracks.push(Track { id, page, levels: own });
    }
    tracks
}

fn skills(names: &mut Names<'_>) -> Vec<Skill> {
    let mut skills = Vec::new();
    for page in names.of_kind(PageKind::Skill) {
        let id = names.page(page).id().clone();
        let Content::Skill { matter, .. } = &names.page(page).parsed.content else { continue };
        let area = matter.area.clone();
        if area.is_none() && !names.areas.is_empty() {
            names.missing(page, "area", "write `area:` with one of the ids of areas.yml");
        }
        let area = area.and_then(|area| names.area(page, &area));
        skills.push(Skill { id, page, area });
    }
    let order = |area: &Option<Id>| area.as_ref().and_then(|area| names.areas.iter().position(|one| one.id == *area)).unwrap_or(usize::MAX);
    skills.sort_by_cached_key(|skill| (order(&skill.area), names.page(skill.page).title.to_lowercase(), skill.id.clone()));
    skills
}

fn role(names: &mut Names<'_>, page: PageIndex) -> Role {
    let id = names.page(page).id().clone();
    let matter = match &names.page(page).parsed.content {
        Content::Role(matter) => matter.clone(),
        _ => RoleMatter::default(),
    };
    let words = RoleKind::ALL.iter().map(|kind| (kind.word(), *kind)).collect::<Vec<_>>();
    let kind = match &matter.kind {
        Some(kind) => names.word(page, "kind", kind, &words),
        None => {
            names.missing(page, "kind", "write `kind: assignment` (given for a time) or `kind: job`");
            None
        }
    };
    let usual_levels = names.find_all(page, PageKind::Level, &matter.usual_levels);
    let skills = names.steps(page, &matter.skills).into_iter().map(|(skill, step, _)| (skill, step)).collect();
    Role { id, page, kind: kind.unwrap_or(RoleKind::Job), usual_levels, skills }
}

fn transition(names: &mut Names<'_>, page: PageIndex) -> Option<Transition> {
    let id = names.page(page).id().clone();
    let Content::Transition(matter) = names.page(page).parsed.content.clone() else { return None };
    let TransitionMatter { from, to, kind, trial, return_path, checklist, .. } = matter;
    for (field, value) in [("from", &from), ("to", &to), ("kind", &kind)] {
        if value.is_none() {
            names.missing(page, field, "a transition says `from: level`, `to: level` and `kind: promotion`, `track-switch` or `return`");
        }
    }
    let words = TransitionKind::ALL.iter().map(|kind| (kind.word(), *kind)).collect::<Vec<_>>();
    let from = from.and_then(|from| names.find(page, PageKind::Level, &from));
    let to = to.and_then(|to| names.find(page, PageKind::Level, &to));
    let kind = kind.and_then(|kind| names.word(page, "kind", &kind, &words));
    let return_path = return_path.and_then(|back| names.find(page, PageKind::Transition, &back));
    let checklist = checklist.and_then(|checklist| names.find(page, PageKind::Checklist, &checklist));
    let trial = trial.map(|trial| trial.value);
    Some(Transition { id, page, from: from?, to: to?, kind: kind?, trial, return_path, checklist })
}
