//! The views of levels: a page with what a level is, what it asks for and what surrounds it, and cards in lists.

use super::data::{Data, data};
use super::scene::Scene;
use crate::book::{Content, Id, Level, PageIndex, PageKind};

impl Scene<'_> {
    /// A level's own page.
    pub fn level(&self, page: PageIndex) -> Data {
        let book = &self.site.book;
        let Some(level) = book.ladder.level(book.page(page).id()) else { return Data::Nothing };
        let (identity, rest) = match &book.page(page).parsed.content {
            Content::Level { identity, rest, .. } => (self.html(page, identity.clone()), self.html_of_all(page, rest)),
            _ => (Data::Nothing, Data::Nothing),
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
        let attributes: Vec<Data> =
            level.attributes.iter().map(|(name, value)| data!({ "name": capitalised(name), "value": value })).collect();
        let roles: Vec<Data> = book
            .ladder
            .roles
            .iter()
            .filter(|role| role.usual_levels.contains(&level.id))
            .filter_map(|role| self.reference(role.page))
            .collect();
        data!({
            "identity": identity,
            "draft": level.draft,
            "terminal": level.terminal,
            "track": track.and_then(|track| self.reference(track.page)).unwrap_or_else(|| data!({ "title": "", "url": "" })),
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

    /// A level in a list.
    pub fn level_card(&self, level: &Level) -> Data {
        let page = self.site.book.page(level.page);
        let identity = match &page.parsed.content {
            Content::Level { identity, .. } => self.html(level.page, identity.clone()),
            _ => Data::Nothing,
        };
        data!({
            "title": &*page.title,
            "url": self.site.url(level.page).map(|url| self.href(url)),
            "summary": page.summary(),
            "identity": identity,
            "draft": level.draft,
            "terminal": level.terminal,
            "parity": self.references(PageKind::Level, &level.parity),
        })
    }

    /// The practice of a level: checklists that say `level:`.
    pub fn practice_of(&self, level: &Id) -> Vec<Data> {
        let book = &self.site.book;
        let is_for = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => matter.level.as_ref().is_some_and(|name| *name.value == **level),
            _ => false,
        };
        book.checklists.iter().filter(|page| is_for(page)).filter_map(|page| self.practice(*page)).collect()
    }

    fn targets(&self, level: &Level) -> Vec<Data> {
        self.by_area(|skill| {
            let target = level.targets.get(&skill.id)?;
            let mut view = self.reference(skill.page)?;
            view["step"] = data!(target.step);
            view["step_title"] = data!(self.step_title(skill, target.step));
            view["weight"] = data!(target.weight.word());
            view["note"] = data!(target.note.as_ref());
            Some(view)
        })
        .into_iter()
        .map(|(title, skills)| data!({ "title": title, "skills": skills }))
        .collect()
    }
}

/// An attribute's name as people read it: the first letter large.
pub(super) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
