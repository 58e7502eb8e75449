//! The coverage report as a page that only authors see: every rule, what it found, and what to do.

use super::{page_views::View, scene::Scene};
use crate::check::{self, Advice};
use serde_json::{Value as Json, json};

impl Scene<'_> {
    /// The page of all advice on the ladder.
    pub fn coverage(&self) -> View {
        let advice = check::coverage(&self.site.book);
        let rules: Vec<Json> = check::COVERAGE
            .iter()
            .map(|code| {
                let found: Vec<Json> = advice.iter().filter(|one| one.diagnostic.code == *code).map(|one| self.advice(one)).collect();
                json!({ "id": code.name(), "title": self.words(&format!("coverage_{}", code.name().replace('-', "_"))), "found": found })
            })
            .collect();
        let found = rules.iter().filter(|rule| rule["found"] != json!([]));
        let toc: Vec<Json> = found.map(|rule| json!({ "id": rule["id"], "title": rule["title"], "level": 2 })).collect();
        let mut context = self.list_frame("coverage", "nav_coverage");
        context.insert("toc".into(), json!(toc));
        context.insert("coverage".into(), json!({ "rules": rules, "total": advice.len() }));
        View { template: "coverage.html", context }
    }

    fn advice(&self, advice: &Advice) -> Json {
        let page = self.reference(advice.page);
        json!({
            "page": page,
            "path": self.site.paths[advice.page.0],
            "message": advice.diagnostic.message,
            "help": advice.diagnostic.help,
        })
    }
}
