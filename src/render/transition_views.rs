//! The views of transitions: a page, and cards in lists.

use super::data::{Data, data};
use super::scene::Scene;
use crate::book::{PageIndex, PageKind, Transition};

impl Scene<'_> {
    /// A transition's own page; `None` when its ends are not known.
    pub fn transition(&self, page: PageIndex) -> Option<Data> {
        let book = &self.site.book;
        let transition = book.ladder.transitions.iter().find(|transition| transition.page == page)?;
        let body = book.page(page).body();
        let sections: Vec<Data> = body
            .headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.top)
            .map(|(number, heading)| {
                let key = ["start", "stop", "keep", "signals", "risks"].into_iter().find(|key| heading.id == *key).unwrap_or("");
                data!({ "key": key, "title": &heading.title, "anchor": &heading.id, "html": self.html(page, body.section(number)) })
            })
            .collect();
        Some(data!({
            "from": self.reference_to(PageKind::Level, &transition.from)?,
            "to": self.reference_to(PageKind::Level, &transition.to)?,
            "kind": transition.kind.word(),
            "kind_label": self.words(&format!("transition_{}", transition.kind)),
            "trial": transition.trial.as_ref(),
            "return_path": transition.return_path.as_ref().and_then(|id| self.reference_to(PageKind::Transition, id)),
            "checklist": transition.checklist.as_ref().and_then(|id| self.practice(book.find(PageKind::Checklist, id)?)),
            "compare": self.site.comparison(&transition.from, &transition.to).map(|url| self.href(url)),
            "intro": self.html(page, body.lead()),
            "sections": sections,
        }))
    }

    /// A transition in a list; `None` for a draft that readers do not see.
    pub fn transition_card(&self, transition: &Transition) -> Option<Data> {
        let mut view = self.reference(transition.page)?;
        view["kind_label"] = data!(self.words(&format!("transition_{}", transition.kind)));
        view["from"] = data!(self.reference_to(PageKind::Level, &transition.from));
        view["to"] = data!(self.reference_to(PageKind::Level, &transition.to));
        Some(view)
    }

    /// The transitions that `touches` picks, for lists.
    pub fn transitions_of(&self, touches: impl Fn(&Transition) -> bool) -> Vec<Data> {
        self.site.book.ladder.transitions.iter().filter(|transition| touches(transition)).filter_map(|t| self.transition_card(t)).collect()
    }
}
