//! The views of the workspace pages: what of them stands in the book. What readers wrote is filled in by scripts.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};
use crate::book::{Content, Skill, Track};
use crate::site::{Address, Url, WorkspacePage};

impl Scene<'_> {
    /// A page of the workspace.
    pub fn workspace(&self, page: WorkspacePage) -> View {
        let title = self.words(page.title());
        let summary = self.words(page.summary());
        let mut context = self.frame(page.word(), &title, Some(&summary));
        context["page"]["noindex"] = data!(true);
        context["page"]["workspace"] = data!(true);
        let home = self.workspace_url(WorkspacePage::Progress).filter(|_| page != WorkspacePage::Progress);
        let here = home.map(|url| data!({ "title": self.words("nav_work"), "url": url }));
        let crumbs: Vec<Data> =
            [Some(self.home_crumb()), here, Some(data!({ "title": title, "url": Data::Nothing }))].into_iter().flatten().collect();
        context.insert("crumbs", crumbs);
        context.insert("work", self.work(page));
        View { template: template(page), context }
    }

    /// Everything the templates of the workspace may use.
    fn work(&self, page: WorkspacePage) -> Data {
        let book = &self.site.book;
        let with_skills = matches!(page, WorkspacePage::Assess);
        let areas = if with_skills { self.areas_with_skills() } else { Vec::new() };
        let tracks: Vec<Data> = book.ladder.tracks.iter().filter_map(|track| self.track_levels(track)).collect();
        let skills: Vec<Data> = book.ladder.skills.iter().filter_map(|skill| self.skill_option(skill)).collect();
        let questions: Vec<Data> = match page {
            WorkspacePage::OneOnOne => book
                .questions
                .iter()
                .map(|theme| data!({ "id": &*theme.id, "title": &theme.title, "questions": theme.questions.as_slice() }))
                .collect(),
            _ => Vec::new(),
        };
        let pages: Vec<Data> = WorkspacePage::ALL
            .into_iter()
            .filter_map(|page| Some(data!({ "id": page.word(), "title": self.words(page.title()), "url": self.workspace_url(page)? })))
            .collect();
        let first = book.guide.pages().into_iter().find_map(|page| self.reference(page));
        data!({
            "areas": areas,
            "tracks": tracks,
            "skills": skills,
            "questions": questions,
            "pages": pages,
            "first_chapter": first,
            "has_items": !book.items.is_empty(),
        })
    }

    fn workspace_url(&self, page: WorkspacePage) -> Option<String> {
        let url = Url::new(&format!("{}.html", page.word()));
        (self.site.addresses.get(&url) == Some(&Address::Workspace(page))).then(|| self.href(&url))
    }

    fn track_levels(&self, track: &Track) -> Option<Data> {
        let mut view = self.reference(track.page)?;
        let levels: Vec<Data> = track
            .levels
            .iter()
            .filter_map(|id| self.site.book.ladder.level(id).filter(|level| !level.draft))
            .filter_map(|level| Some(data!({ "id": &*level.id, "title": &self.reference(level.page)?["title"] })))
            .collect();
        let is_empty = levels.is_empty();
        view["levels"] = data!(levels);
        (!is_empty).then_some(view)
    }

    fn skill_option(&self, skill: &Skill) -> Option<Data> {
        let mut view = self.reference(skill.page)?;
        view["id"] = data!(&*skill.id);
        Some(view)
    }

    /// The skills by area, those without one last, each with the text of its steps.
    fn areas_with_skills(&self) -> Vec<Data> {
        let book = &self.site.book;
        let in_area = |area: Option<&str>| -> Vec<Data> {
            let skills = book.ladder.skills.iter().filter(|skill| skill.area.as_deref() == area);
            skills.filter_map(|skill| self.skill_with_steps(skill)).collect()
        };
        let named = book.areas.iter().map(|area| (area.title.clone(), in_area(Some(&area.id))));
        let others = (self.words("other_skills"), in_area(None));
        named
            .chain([others])
            .filter(|(_, skills)| !skills.is_empty())
            .map(|(title, skills)| data!({ "title": title, "skills": skills }))
            .collect()
    }

    fn skill_with_steps(&self, skill: &Skill) -> Option<Data> {
        let mut view = self.skill_option(skill)?;
        let page = self.site.book.page(skill.page);
        let Content::Skill { steps, .. } = &page.parsed.content else { return None };
        let steps: Vec<Data> = steps
            .iter()
            .map(|step| {
                let title = &page.body().headings[step.heading].title;
                data!({ "step": step.step, "title": title, "text": self.html(skill.page, step.nodes.clone()) })
            })
            .collect();
        view["steps"] = data!(steps);
        view["summary"] = data!(page.summary());
        Some(view)
    }
}

fn template(page: WorkspacePage) -> &'static str {
    match page {
        WorkspacePage::Progress => "progress.html",
        WorkspacePage::Review => "review.html",
        WorkspacePage::Assess => "assess.html",
        WorkspacePage::Plan => "plan.html",
        WorkspacePage::Evidence => "evidence.html",
        WorkspacePage::OneOnOne => "one-on-one.html",
        WorkspacePage::Packet => "packet.html",
        WorkspacePage::CompareAssessments => "compare-assessments.html",
    }
}
