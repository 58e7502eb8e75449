//! The views of pages that list: all pages of a kind, in their groups.

use super::data::{Data, Fields, data};
use super::{page_views::View, scene::Scene};
use crate::book::{ChecklistKind, Content, PageIndex, PageKind, RoleKind, TransitionKind};
use crate::site::list_key;

impl Scene<'_> {
    /// The variables of a page that lists something, under its place in the trail.
    pub fn list_frame(&self, kind: &str, key: &str) -> Fields {
        let title = self.words(key);
        let mut context = self.frame(kind, &title, None);
        context.insert("crumbs", data!([self.home_crumb(), data!({ "title": title, "url": Data::Nothing })]));
        context
    }

    /// The index of a kind of page.
    pub fn listing(&self, kind: PageKind) -> View {
        let key = list_key(kind);
        let groups = match kind {
            PageKind::Skill => self.skill_groups(),
            PageKind::Checklist => self.checklist_groups(),
            PageKind::Transition => self.transition_groups(),
            other => vec![
                data!({ "title": Data::Nothing, "id": Data::Nothing, "url": Data::Nothing, "summary": Data::Nothing, "entries": self.entries(self.site.book.pages_of(other).map(|(at, _)| at)) }),
            ],
        };
        let mut context = self.list_frame("listing", key);
        let toc: Vec<Data> = groups
            .iter()
            .filter(|group| group["id"] != Data::Nothing)
            .map(|group| data!({ "id": &group["id"], "title": &group["title"], "level": 2 }))
            .collect();
        context.insert("toc", toc);
        context.insert("listing", data!({ "groups": groups }));
        View { template: "listing.html", context }
    }

    fn entries(&self, pages: impl Iterator<Item = PageIndex>) -> Vec<Data> {
        pages
            .filter_map(|index| {
                let page = self.site.book.page(index);
                let mut view = self.practice(index)?;
                view["summary"] = data!(page.summary());
                view["label"] = data!(match &page.parsed.content {
                    Content::Role(matter) => {
                        let kind = matter.kind.as_ref().and_then(|kind| RoleKind::named(&kind.value));
                        kind.map(|kind| self.words(&format!("role_{kind}")))
                    }
                    _ => None,
                });
                Some(view)
            })
            .collect()
    }

    fn skill_groups(&self) -> Vec<Data> {
        let book = &self.site.book;
        let mut groups = Vec::new();
        for area in &book.areas {
            let skills = book.ladder.skills_of(&area.id).map(|skill| skill.page);
            groups.push(data!({ "title": &area.title, "id": &*area.id, "url": self.area_url(&area.id).map(|url| self.href(&url)), "summary": area.summary.as_ref(), "entries": self.entries(skills) }));
        }
        let others: Vec<PageIndex> = book.ladder.skills.iter().filter(|skill| skill.area.is_none()).map(|skill| skill.page).collect();
        if !others.is_empty() {
            let title = (!groups.is_empty()).then(|| self.words("other_skills"));
            groups.push(data!({ "title": title, "id": Data::Nothing, "url": Data::Nothing, "summary": Data::Nothing, "entries": self.entries(others.into_iter()) }));
        }
        groups
    }

    fn checklist_groups(&self) -> Vec<Data> {
        let book = &self.site.book;
        let kind_of = |page: PageIndex| match &book.page(page).parsed.content {
            Content::Checklist(matter) => {
                matter.kind.as_ref().and_then(|kind| ChecklistKind::named(&kind.value)).unwrap_or(ChecklistKind::Practice)
            }
            _ => ChecklistKind::Practice,
        };
        let height = |page: &PageIndex| match &book.page(*page).parsed.content {
            Content::Checklist(matter) => {
                let level = matter.level.as_ref().map(|level| level.value.as_str());
                book.ladder.levels.iter().position(|one| Some(&*one.id) == level).unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        };
        ChecklistKind::ALL
            .iter()
            .filter_map(|kind| {
                let mut pages: Vec<PageIndex> = book.checklists.iter().copied().filter(|page| kind_of(*page) == *kind).collect();
                pages.sort_by_key(height);
                let entries = self.entries(pages.into_iter());
                let title = self.words(&format!("checklists_{kind}"));
                (!entries.is_empty()).then(
                    || data!({ "title": title, "id": kind.word(), "url": Data::Nothing, "summary": Data::Nothing, "entries": entries }),
                )
            })
            .collect()
    }

    fn transition_groups(&self) -> Vec<Data> {
        let book = &self.site.book;
        TransitionKind::ALL
            .iter()
            .filter_map(|kind| {
                let pages = book.ladder.transitions.iter().filter(|transition| transition.kind == *kind).map(|transition| transition.page);
                let entries = self.entries(pages);
                let title = self.words(&format!("transitions_{kind}"));
                (!entries.is_empty()).then(
                    || data!({ "title": title, "id": kind.word(), "url": Data::Nothing, "summary": Data::Nothing, "entries": entries }),
                )
            })
            .collect()
    }
}
