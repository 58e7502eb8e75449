//! Takes a snapshot of a book's ladder: what editions keep, what is compared, what `ladder.json` publishes.

use crate::book::{
    AreaSnapshot, Body, Book, Content, Expectation, ExpectationSnapshot, HeldExpectation, Id, Level, LevelSnapshot, LockKind, NodeRange,
    PageIndex, RoleSnapshot, SkillSnapshot, Snapshot, StepSnapshot, TargetSnapshot, TrackSnapshot, TransitionSnapshot,
};
use crate::parse::keyword_length;
use std::collections::BTreeMap;

/// The ladder of a book in words and numbers.
#[must_use]
pub fn snapshot(book: &Book) -> Snapshot {
    let camera = Camera { book, was: was(book) };
    let ladder = &book.ladder;
    Snapshot {
        site: book.manifest.site_id.clone(),
        title: book.title.clone(),
        language: book.manifest.language.clone(),
        areas: book.areas.iter().map(|area| AreaSnapshot { id: area.id.to_string(), title: area.title.clone() }).collect(),
        tracks: ladder
            .tracks
            .iter()
            .map(|track| TrackSnapshot {
                id: track.id.to_string(),
                title: camera.title(track.page),
                was: camera.was_page(track.page),
                levels: strings(&track.levels),
            })
            .collect(),
        levels: ladder.levels.iter().map(|level| camera.level(level)).collect(),
        skills: ladder
            .skills
            .iter()
            .map(|skill| SkillSnapshot {
                id: skill.id.to_string(),
                title: camera.title(skill.page),
                was: camera.was_page(skill.page),
                area: skill.area.as_ref().map(ToString::to_string),
                steps: camera.steps(skill.page),
            })
            .collect(),
        roles: ladder
            .roles
            .iter()
            .map(|role| RoleSnapshot {
                id: role.id.to_string(),
                title: camera.title(role.page),
                was: camera.was_page(role.page),
                kind: role.kind.word().to_owned(),
                usual_levels: strings(&role.usual_levels),
                skills: role.skills.iter().map(|(skill, step)| (skill.to_string(), *step)).collect(),
            })
            .collect(),
        transitions: ladder
            .transitions
            .iter()
            .map(|transition| TransitionSnapshot {
                id: transition.id.to_string(),
                title: camera.title(transition.page),
                was: camera.was_page(transition.page),
                from: transition.from.to_string(),
                to: transition.to.to_string(),
                kind: transition.kind.word().to_owned(),
            })
            .collect(),
    }
}

/// The texts of an expectation, without their keywords.
#[must_use]
pub fn lines(body: &Body, ranges: &[NodeRange]) -> Vec<String> {
    let line = |range: &NodeRange| {
        let line = body.plain(range.clone());
        line[keyword_length(&line)..].to_owned()
    };
    ranges.iter().map(line).collect()
}

/// New id → old ids, per kind.
type Was = BTreeMap<(LockKind, Id), Vec<Id>>;

fn was(book: &Book) -> Was {
    let mut was = Was::new();
    for ((kind, old), new) in &book.renames {
        for new in new {
            was.entry((*kind, new.clone())).or_default().push(old.clone());
        }
    }
    was
}

struct Camera<'a> {
    book: &'a Book,
    was: Was,
}

impl Camera<'_> {
    fn title(&self, page: PageIndex) -> String {
        self.book.page(page).title.to_string()
    }

    /// Old stems of a page, those of its own kind.
    fn was_page(&self, page: PageIndex) -> Vec<String> {
        let page = self.book.page(page);
        let folder = format!("{}/", page.kind());
        let old = self.was.get(&(LockKind::Page, Id::new(&page.key())));
        old.into_iter().flatten().filter_map(|old| old.strip_prefix(folder.as_str())).map(str::to_owned).collect()
    }

    fn level(&self, level: &Level) -> LevelSnapshot {
        let page = self.book.page(level.page);
        let (identity, own): (String, &[Expectation]) = match &page.parsed.content {
            Content::Level { identity, expectations, .. } => (page.body().plain(identity.clone()), expectations),
            _ => (String::new(), &[]),
        };
        let is_own = |held: &&HeldExpectation| held.owner == level.id;
        let mine = level.expectations.iter().filter(is_own).filter_map(|held| own.iter().find(|one| one.local == held.local));
        LevelSnapshot {
            id: level.id.to_string(),
            title: self.title(level.page),
            was: self.was_page(level.page),
            track: level.track.to_string(),
            draft: level.draft,
            terminal: level.terminal,
            extends: level.extends.as_ref().map(ToString::to_string),
            parity: strings(&level.parity),
            identity,
            attributes: level.attributes.clone(),
            targets: level
                .targets
                .iter()
                .map(|(skill, target)| {
                    let core = target.weight == crate::book::Weight::Core;
                    (skill.to_string(), TargetSnapshot { step: target.step, core, note: target.note.clone() })
                })
                .collect(),
            holds: level.expectations.iter().map(|held| format!("{}/{}", held.owner, held.local)).collect(),
            expectations: mine.map(|expectation| self.expectation(level, expectation)).collect(),
        }
    }

    fn expectation(&self, level: &Level, expectation: &Expectation) -> ExpectationSnapshot {
        let body = self.book.page(level.page).body();
        let id = Id::new(&format!("{}/{}", level.id, expectation.local));
        let statement: Vec<String> = expectation.statement.iter().map(|range| body.plain(range.clone())).collect();
        ExpectationSnapshot {
            title: expectation.title.clone(),
            was: self.was.get(&(LockKind::Expectation, id.clone())).map(|old| strings(old)).unwrap_or_default(),
            id: id.to_string(),
            skill: expectation.skill.value.to_string(),
            rev: expectation.rev,
            statement: statement.join(" "),
            signals: lines(body, &expectation.signals),
            not_yet: lines(body, &expectation.not_yet),
            examples: lines(body, &expectation.examples),
        }
    }

    fn steps(&self, page: PageIndex) -> BTreeMap<u8, StepSnapshot> {
        let body = self.book.page(page).body();
        let Content::Skill { steps, .. } = &self.book.page(page).parsed.content else { return BTreeMap::new() };
        let step = |section: &crate::book::SkillSection| {
            let title = body.headings[section.heading].title.clone();
            (section.step, StepSnapshot { title, text: body.plain(section.nodes.clone()) })
        };
        steps.iter().map(step).collect()
    }
}

fn strings(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
