//! The views of roles: a page, and cards in lists.

use super::scene::Scene;
use crate::book::{PageIndex, PageKind, Role};
use serde_json::{Value as Json, json};

impl Scene<'_> {
    /// A role's own page.
    pub fn role(&self, page: PageIndex) -> Json {
        let book = &self.site.book;
        let Some(role) = book.ladder.roles.iter().find(|role| role.page == page) else { return Json::Null };
        let skills = self.by_area(|skill| {
            let (_, step) = role.skills.iter().find(|(id, _)| *id == skill.id)?;
            let mut view = self.reference(skill.page)?;
            view["step"] = json!(step);
            view["step_title"] = json!(self.step_title(skill, *step));
            Some(view)
        });
        json!({
            "kind_label": self.words(&format!("role_{}", role.kind)),
            "usual_levels": self.references(PageKind::Level, &role.usual_levels),
            "skills": skills.into_iter().map(|(title, skills)| json!({ "title": title, "skills": skills })).collect::<Vec<_>>(),
        })
    }

    /// A role in a list; `None` for a draft that readers do not see.
    pub fn role_card(&self, role: &Role) -> Option<Json> {
        let mut view = self.reference(role.page)?;
        view["summary"] = json!(self.site.book.page(role.page).summary());
        view["kind_label"] = json!(self.words(&format!("role_{}", role.kind)));
        Some(view)
    }
}
