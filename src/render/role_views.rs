//! The views of roles: a page, and cards in lists.

use super::data::{Data, data};
use super::scene::Scene;
use crate::book::{PageIndex, PageKind, Role};

impl Scene<'_> {
    /// A role's own page.
    pub fn role(&self, page: PageIndex) -> Data {
        let book = &self.site.book;
        let Some(role) = book.ladder.roles.iter().find(|role| role.page == page) else { return Data::Nothing };
        let skills = self.by_area(|skill| {
            let (_, step) = role.skills.iter().find(|(id, _)| *id == skill.id)?;
            let mut view = self.reference(skill.page)?;
            view["step"] = data!(*step);
            view["step_title"] = data!(self.step_title(skill, *step));
            Some(view)
        });
        data!({
            "kind_label": self.words(&format!("role_{}", role.kind)),
            "usual_levels": self.references(PageKind::Level, &role.usual_levels),
            "skills": skills.into_iter().map(|(title, skills)| data!({ "title": title, "skills": skills })).collect::<Vec<_>>(),
        })
    }

    /// A role in a list; `None` for a draft that readers do not see.
    pub fn role_card(&self, role: &Role) -> Option<Data> {
        let mut view = self.reference(role.page)?;
        view["summary"] = data!(self.site.book.page(role.page).summary());
        view["kind_label"] = data!(self.words(&format!("role_{}", role.kind)));
        Some(view)
    }
}
