//! The coverage report as a page that only authors see: every rule, what it found, and what to do.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};
use crate::check::{self, Advice};

impl Scene<'_> {
    /// The page of all advice on the ladder.
    pub fn coverage(&self) -> View {
        let advice = check::coverage(&self.site.book);
        let rules: Vec<Data> = check::COVERAGE
            .iter()
            .map(|code| {
                let found: Vec<Data> = advice.iter().filter(|one| one.diagnostic.code == *code).map(|one| self.advice(one)).collect();
                data!({ "id": code.name(), "title": self.words(&format!("coverage_{}", code.name().replace('-', "_"))), "found": found })
            })
            .collect();
        let found = rules.iter().filter(|rule| !rule["found"].items().is_empty());
        let toc: Vec<Data> = found.map(|rule| data!({ "id": &rule["id"], "title": &rule["title"], "level": 2 })).collect();
        let mut context = self.list_frame("coverage", "nav_coverage");
        context.insert("toc", toc);
        context.insert("coverage", data!({ "rules": rules, "total": advice.len() }));
        View { template: "coverage.html", context }
    }

    fn advice(&self, advice: &Advice) -> Data {
        let page = self.reference(advice.page);
        data!({
            "page": page,
            "path": &self.site.paths[advice.page.0],
            "message": &advice.diagnostic.message,
            "help": advice.diagnostic.help.as_slice(),
        })
    }
}
