//! Levels: their tracks, what they inherit by `extends`, their targets and expectations, their equals.

use super::names::Names;
use crate::book::{
    Content, Expectation, HeldExpectation, Id, Level, LevelMatter, Located, PageIndex, PageKind, ParsedPage, Target, Track, Weight,
};
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;

/// Assembles all levels, in the order of their tracks.
pub(super) fn assemble(names: &mut Names<'_>, tracks: &[Track]) -> Vec<Level> {
    let mut own: BTreeMap<Id, OwnLevel> = BTreeMap::new();
    for page in names.of_kind(PageKind::Level) {
        own.insert(names.page(page).id().clone(), own_level(names, page, tracks));
    }
    for page in names.unread {
        if let Content::Level { expectations, .. } = &page.content {
            known_expectations(names, page, expectations);
        }
    }
    break_cycles(names, &mut own);
    let mut done: BTreeMap<Id, Level> = BTreeMap::new();
    let ids: Vec<Id> = own.keys().cloned().collect();
    for id in &ids {
        inherit(names, &own, &mut done, id);
    }
    mirror_parity(&mut done);
    let mut levels = Vec::new();
    for id in tracks.iter().flat_map(|track| &track.levels) {
        levels.extend(done.remove(id));
    }
    levels.extend(done.into_values());
    levels
}

/// A level as its own page says it.
struct OwnLevel {
    page: PageIndex,
    matter: LevelMatter,
    /// Those whose skill the book has, each with its number on the page.
    expectations: Vec<(usize, Expectation)>,
    track: Option<Id>,
    extends: Option<Id>,
    parity: Vec<Id>,
    targets: BTreeMap<Id, Target>,
}

fn own_level(names: &mut Names<'_>, page: PageIndex, tracks: &[Track]) -> OwnLevel {
    let parsed = &names.pages[page.0].parsed;
    let (matter, expectations) = match &parsed.content {
        Content::Level { matter, expectations, .. } => (matter.clone(), expectations.as_slice()),
        _ => (LevelMatter::default(), [].as_slice()),
    };
    let track = track_of(names, page, &matter, tracks);
    let extends = matter.extends.as_ref().and_then(|name| names.find(page, PageKind::Level, name));
    let parity = names.find_all(page, PageKind::Level, &matter.parity);
    let targets = own_targets(names, page, &matter);
    let expectations = known_expectations(names, parsed, expectations);
    OwnLevel { page, matter, expectations, track, extends, parity, targets }
}

/// The track a level belongs to, when the level and the tracks agree.
fn track_of(names: &mut Names<'_>, page: PageIndex, matter: &LevelMatter, tracks: &[Track]) -> Option<Id> {
    let id = names.page(page).id().clone();
    let listing = tracks.iter().find(|track| track.levels.contains(&id)).map(|track| track.id.clone());
    let Some(name) = &matter.track else {
        if listing.is_none() {
            names.missing(page, "track", "write `track:` with the id of a file in tracks/, and list the level there");
        }
        return listing;
    };
    let said = names.find(page, PageKind::Track, name)?;
    if listing.as_ref() != Some(&said) {
        let message = match &listing {
            Some(other) => format!("this level says `{said}`, but the track `{other}` lists it"),
            None => format!("the track `{said}` does not list this level"),
        };
        let diagnostic = names.at(page, Code::TrackMismatch, name, message);
        names.diagnostics.push(diagnostic.help(format!("put `{id}` into `levels:` of tracks/{said}.md, at its place in the order")));
    }
    listing.or(Some(said))
}

fn own_targets(names: &mut Names<'_>, page: PageIndex, matter: &LevelMatter) -> BTreeMap<Id, Target> {
    let mut targets: BTreeMap<Id, Target> = BTreeMap::new();
    for (weight, entries) in [(Weight::Core, &matter.core), (Weight::Supporting, &matter.supporting)] {
        for (skill, step, name) in names.steps(page, entries) {
            if targets.contains_key(&skill) {
                let message = format!("`{skill}` stands under `core` already");
                let diagnostic = names.at(page, Code::CoreAndSupporting, &name, message);
                names.diagnostics.push(diagnostic.help("a skill is either core or supporting at a level"));
                continue;
            }
            targets.insert(skill, Target { step, weight, note: None });
        }
    }
    targets
}

/// The expectations whose skill the book has; their ids differ, as all headings' of a page do.
fn known_expectations(names: &mut Names<'_>, page: &ParsedPage, expectations: &[Expectation]) -> Vec<(usize, Expectation)> {
    let mut known = Vec::new();
    for (number, expectation) in expectations.iter().enumerate() {
        let span = page.origin.span(&expectation.skill.range());
        if names.find_at(span, PageKind::Skill, &expectation.skill.value).is_some() {
            known.push((number, expectation.clone()));
        }
    }
    known
}

/// Takes `extends` away from levels that extend themselves in a circle, and names each circle once.
fn break_cycles(names: &mut Names<'_>, own: &mut BTreeMap<Id, OwnLevel>) {
    let ids: Vec<Id> = own.keys().cloned().collect();
    for id in ids {
        let mut chain = vec![id.clone()];
        while let Some(next) = chain.last().and_then(|last| own.get(last)).and_then(|level| level.extends.clone()) {
            if next == id {
                let words: Vec<String> = chain.iter().chain([&next]).map(ToString::to_string).collect();
                let level = &own[&id];
                let place = level.matter.extends.clone().unwrap_or_default();
                let message = format!("these levels extend each other: {}", words.join(" → "));
                let diagnostic = names.at(level.page, Code::ExtendsCycle, &place, message);
                names.diagnostics.push(diagnostic.help("a level extends the one below it; take one `extends:` away"));
                for link in &chain {
                    if let Some(level) = own.get_mut(link) {
                        level.extends = None;
                    }
                }
                break;
            }
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
    }
}

/// Fills in what a level inherits; the levels below it come first.
fn inherit(names: &mut Names<'_>, own: &BTreeMap<Id, OwnLevel>, done: &mut BTreeMap<Id, Level>, id: &Id) {
    let mut chain = vec![id.clone()];
    while let Some(below) = chain.last().and_then(|last| own.get(last)).and_then(|level| level.extends.clone()) {
        if done.contains_key(&below) || !own.contains_key(&below) {
            break;
        }
        chain.push(below);
    }
    for id in chain.into_iter().rev() {
        if !done.contains_key(&id) {
            let level = one(names, own, done, &id);
            done.insert(id, level);
        }
    }
}

fn one(names: &mut Names<'_>, own: &BTreeMap<Id, OwnLevel>, done: &BTreeMap<Id, Level>, id: &Id) -> Level {
    let level = &own[id];
    let below = level.extends.as_ref().and_then(|below| done.get(below));
    let mut targets: BTreeMap<Id, Target> = below.map(|below| below.targets.clone()).unwrap_or_default();
    for target in targets.values_mut() {
        target.note = None;
    }
    targets.extend(level.targets.clone());
    for (name, note) in &level.matter.notes {
        if let Some(skill) = names.find(level.page, PageKind::Skill, name)
            && let Some(target) = targets.get_mut(&skill)
        {
            target.note = Some(note.value.clone());
        }
    }
    Level {
        id: id.clone(),
        page: level.page,
        track: level.track.clone().unwrap_or_else(|| Id::new("")),
        draft: names.page(level.page).parsed.draft,
        terminal: level.matter.terminal,
        extends: level.extends.clone(),
        parity: level.parity.clone(),
        attributes: attributes(below, &level.matter),
        targets,
        expectations: expectations(names, level, below, id),
    }
}

fn attributes(below: Option<&Level>, matter: &LevelMatter) -> Vec<(String, String)> {
    let mut attributes = below.map(|below| below.attributes.clone()).unwrap_or_default();
    for (name, value) in &matter.attributes {
        match attributes.iter_mut().find(|(known, _)| *known == name.value) {
            Some((_, known)) => known.clone_from(&value.value),
            None => attributes.push((name.value.clone(), value.value.clone())),
        }
    }
    attributes
}

fn expectations(names: &mut Names<'_>, level: &OwnLevel, below: Option<&Level>, id: &Id) -> Vec<HeldExpectation> {
    let mut held = below.map(|below| below.expectations.clone()).unwrap_or_default();
    for end in &level.matter.ends {
        let before = held.len();
        held.retain(|expectation| *expectation.local != *end.value);
        if held.len() == before {
            names.diagnostics.push(ends_nothing(names, level, end, &held));
        }
    }
    for (number, expectation) in &level.expectations {
        let (owner, number) = (id.clone(), *number);
        let own = HeldExpectation { owner, number, local: expectation.local.clone(), skill: expectation.skill.value.clone() };
        match held.iter_mut().find(|known| known.local == own.local) {
            Some(known) => *known = own,
            None => held.push(own),
        }
    }
    held
}

fn ends_nothing(names: &Names<'_>, level: &OwnLevel, end: &Located<String>, held: &[HeldExpectation]) -> Diagnostic {
    let message = format!("no expectation `{}` is inherited here, so nothing ends", end.value);
    let known: Vec<&str> = held.iter().map(|expectation| &*expectation.local).collect();
    let diagnostic = names.at(level.page, Code::EndsNothing, end, message).suggest(&end.value, known.iter().copied());
    diagnostic.help(match (&level.extends, known.as_slice()) {
        (None, _) => "a level inherits by `extends:`, which is missing here".to_owned(),
        (Some(below), []) => format!("`{below}`, which this level extends, has no expectation"),
        (Some(_), known) => format!("inherited are: {}", known.join(", ")),
    })
}

/// Parity said on one side holds for both.
fn mirror_parity(levels: &mut BTreeMap<Id, Level>) {
    let said: Vec<(Id, Id)> =
        levels.values().flat_map(|level| level.parity.iter().map(|other| (other.clone(), level.id.clone()))).collect();
    for (level, other) in said {
        if let Some(level) = levels.get_mut(&level)
            && !level.parity.contains(&other)
        {
            level.parity.push(other);
        }
    }
    for level in levels.values_mut() {
        level.parity.sort();
        level.parity.retain(|other| *other != level.id);
    }
}
