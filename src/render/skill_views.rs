//! The views of skills and of the areas they belong to.

use super::data::{Data, data};
use super::{matrix_views::Telling, page_views::View, scene::Scene};
use crate::book::{Content, Id, NodeRange, PageIndex, PageKind, Skill, SkillSection, Step};
use crate::ladder::matrix;

impl Scene<'_> {
    /// A skill's own page.
    pub fn skill(&self, page: PageIndex) -> Data {
        let book = &self.site.book;
        let Some(skill) = book.ladder.skills.iter().find(|skill| skill.page == page) else { return Data::Nothing };
        let Content::Skill { intro, steps, rest, .. } = &book.page(page).parsed.content else { return Data::Nothing };
        let area = skill.area.as_ref().and_then(|id| self.area_link(id));
        let area = area.unwrap_or_else(|| data!({ "title": self.words("other_skills"), "url": Data::Nothing }));
        data!({
            "area": area,
            "intro": self.html(page, intro.clone()),
            "steps": steps.iter().map(|section| self.step(page, skill, section)).collect::<Vec<_>>(),
            "rest": self.html_of_all(page, rest),
            "chapters": self.pages_with_skill(PageKind::Chapter, &skill.id),
            "items": self.items_with_skill(&skill.id),
            "scope": format!("skill:{}", skill.id),
            "templates": self.pages_with_skill(PageKind::Template, &skill.id),
        })
    }

    fn step(&self, page: PageIndex, skill: &Skill, section: &SkillSection) -> Data {
        let book = &self.site.book;
        let heading = &book.page(page).body().headings[section.heading];
        let levels: Vec<Data> = book
            .ladder
            .levels
            .iter()
            .filter_map(|level| {
                let target = level.targets.get(&skill.id).filter(|target| target.step == section.step)?;
                let mut view = self.reference(level.page)?;
                view["weight"] = data!(target.weight.word());
                Some(view)
            })
            .collect();
        let needs = |role: &&crate::book::Role| role.skills.iter().any(|(id, step)| *id == skill.id && *step == section.step);
        let roles: Vec<Data> = book.ladder.roles.iter().filter(needs).filter_map(|role| self.reference(role.page)).collect();
        data!({
            "n": section.step,
            "title": &heading.title,
            "anchor": &heading.id,
            "html": self.html(page, section.nodes.clone()),
            "levels": levels,
            "roles": roles,
        })
    }

    /// The name of a step.
    pub fn step_title(&self, skill: &Skill, step: Step) -> String {
        let page = self.site.book.page(skill.page);
        let Content::Skill { steps, .. } = &page.parsed.content else { return step.to_string() };
        let section = steps.iter().find(|section| section.step == step);
        section.map_or_else(|| step.to_string(), |section| page.body().headings[section.heading].title.clone())
    }

    /// The text of a step, and its place on the skill's page.
    pub fn step_section(&self, skill: &Skill, step: Step) -> Option<(NodeRange, String)> {
        let page = self.site.book.page(skill.page);
        let Content::Skill { steps, .. } = &page.parsed.content else { return None };
        let section = steps.iter().find(|section| section.step == step)?;
        Some((section.nodes.clone(), page.body().headings[section.heading].id.clone()))
    }

    fn pages_with_skill(&self, kind: PageKind, skill: &Id) -> Vec<Data> {
        let names = |page: &crate::book::Page| match &page.parsed.content {
            Content::Chapter(matter) => matter.skills.iter().any(|name| *name.value == **skill),
            Content::Template { matter, .. } => matter.skills.iter().any(|name| *name.value == **skill),
            _ => false,
        };
        self.site.book.pages_of(kind).filter(|(_, page)| names(page)).filter_map(|(at, _)| self.reference(at)).collect()
    }

    fn items_with_skill(&self, skill: &Id) -> Vec<Data> {
        let book = &self.site.book;
        let mut places: Vec<_> = book.items.iter().filter(|(_, place)| place.skills.contains(skill)).collect();
        places.sort_by_key(|(_, place)| (place.page, place.number));
        places
            .into_iter()
            .filter_map(|(id, place)| {
                let url = self.site.url(place.page)?;
                self.counted.borrow_mut().items.insert(id.clone());
                let page = book.page(place.page);
                let href = self.fragments.href(url, Some(&format!("item:{id}")));
                Some(data!({ "id": &**id, "title": &*page.body().items[place.number].title, "url": href, "from": &*page.title }))
            })
            .collect()
    }

    /// An area's page: its skills, what the levels ask of them, and where they are built.
    pub fn area(&self, number: usize) -> View {
        let book = &self.site.book;
        let area = &book.areas[number];
        let skills: Vec<&Skill> = book.ladder.skills_of(&area.id).collect();
        let mut context = self.frame("area", &area.title, area.summary.as_deref());
        let here = data!({ "title": &area.title, "url": Data::Nothing });
        let crumbs = [Some(self.home_crumb()), self.crumb("nav_skills", "skills.html"), Some(here)];
        context.insert("crumbs", data!(crumbs.into_iter().flatten().collect::<Vec<_>>()));
        let rows: Vec<Data> = skills
            .iter()
            .filter_map(|skill| {
                let mut view = self.reference(skill.page)?;
                view["summary"] = data!(book.page(skill.page).summary());
                Some(view)
            })
            .collect();
        let matrix = matrix(&book.ladder, &book.areas, self.levels_of(None)).of_area(&area.id);
        let builds = |names: &[crate::book::Located<String>]| names.iter().any(|name| skills.iter().any(|skill| *skill.id == *name.value));
        let chapters = book
            .pages_of(PageKind::Chapter)
            .filter(|(_, page)| matches!(&page.parsed.content, Content::Chapter(matter) if builds(&matter.skills)));
        let has_item = |page: &PageIndex| {
            book.items.values().any(|item| item.page == *page && item.skills.iter().any(|id| skills.iter().any(|skill| skill.id == *id)))
        };
        let checklists = book.checklists.iter().copied().filter(has_item);
        context.insert(
            "area",
            data!({
                "skills": rows,
                "matrix": self.matrix(&matrix, Telling::Titles),
                "chapters": chapters.filter_map(|(at, _)| self.reference(at)).collect::<Vec<_>>(),
                "checklists": checklists.filter_map(|page| self.practice(page)).collect::<Vec<_>>(),
                "others": book.areas.iter().filter(|other| other.id != area.id).filter_map(|other| self.area_link(&other.id)).filter(|link| link["url"] != Data::Nothing).collect::<Vec<_>>(),
            }),
        );
        View { template: "area.html", context }
    }

    /// The title of a skill's area.
    pub fn area_of(&self, skill: &Skill) -> Option<String> {
        let id = skill.area.as_ref()?;
        self.site.book.areas.iter().find(|area| area.id == *id).map(|area| area.title.clone())
    }

    /// `{title, url}` of an area.
    pub fn area_link(&self, id: &Id) -> Option<Data> {
        let area = self.site.book.areas.iter().find(|area| area.id == *id)?;
        Some(data!({ "title": &area.title, "url": self.area_url(id).map(|url| self.href(&url)) }))
    }

    /// Something about each skill, grouped by area, areas without any left out.
    pub fn by_area(&self, view: impl Fn(&Skill) -> Option<Data>) -> Vec<(String, Vec<Data>)> {
        let book = &self.site.book;
        let mut groups: Vec<(Option<&Id>, String, Vec<Data>)> =
            book.areas.iter().map(|area| (Some(&area.id), area.title.clone(), Vec::new())).collect();
        groups.push((None, self.words("other_skills"), Vec::new()));
        for skill in &book.ladder.skills {
            if let Some(view) = view(skill)
                && let Some(group) = groups.iter_mut().find(|(area, ..)| *area == skill.area.as_ref())
            {
                group.2.push(view);
            }
        }
        groups.into_iter().filter(|(.., views)| !views.is_empty()).map(|(_, title, views)| (title, views)).collect()
    }
}
