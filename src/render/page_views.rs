//! The views of the book's own pages: which template a page has, and what its kind adds.

use super::data::{Data, Fields, data};
use super::scene::Scene;
use crate::book::{ChecklistKind, ChecklistMatter, Content, Located, Owner, PageIndex, PageKind};

/// A template and what it is rendered with.
pub(super) struct View {
    pub template: &'static str,
    pub context: Fields,
}

impl Scene<'_> {
    /// The view of a page of the book.
    pub fn page(&self, index: PageIndex) -> View {
        let mut context = self.page_frame(index);
        let page = self.site.book.page(index);
        let mut extra = |name: &'static str, value: Data| {
            context.insert(name, value);
        };
        let template = match &page.parsed.content {
            Content::Home => {
                extra("home", self.home());
                "home.html"
            }
            Content::Chapter(_) => "chapter.html",
            Content::Track(_) => {
                extra("track", self.track(index));
                "track.html"
            }
            Content::Level { .. } => {
                extra("level", self.level(index));
                "level.html"
            }
            Content::Skill { .. } => {
                extra("skill", self.skill(index));
                "skill.html"
            }
            Content::Role(_) => {
                extra("role", self.role(index));
                "role.html"
            }
            Content::Transition(_) => match self.transition(index) {
                Some(view) => {
                    extra("transition", view);
                    "transition.html"
                }
                None => "chapter.html",
            },
            Content::Checklist(matter) => {
                extra("checklist", self.checklist(matter));
                "checklist.html"
            }
            Content::Template { matter, document, example } => {
                let body = page.body();
                let example = example.map(|number| &body.headings[number]);
                let filename = matter.filename.as_ref().map_or_else(|| format!("{}.md", page.id()), |name| name.value.clone());
                extra(
                    "template",
                    data!({
                        "skills": self.skills(&matter.skills),
                        "source": &**document,
                        "example": example.map(|heading| data!({
                            "id": &heading.id,
                            "title": &heading.title,
                            "content": self.html(index, heading.node..body.nodes.len()),
                        })),
                        "download": format!("{}.md", page.id()),
                        "filename": filename,
                    }),
                );
                extra("content", self.html(index, 0..example.map_or(body.nodes.len(), |heading| heading.node)));
                "template.html"
            }
        };
        if !matches!(page.parsed.content, Content::Level { .. } | Content::Skill { .. } | Content::Template { .. }) {
            extra("content", self.html(index, page.body().all()));
        }
        View { template, context }
    }

    fn skills(&self, names: &[Located<String>]) -> Vec<Data> {
        names.iter().filter_map(|name| self.reference_to(PageKind::Skill, &name.value)).collect()
    }

    fn checklist(&self, matter: &ChecklistMatter) -> Data {
        let kind = matter.kind.as_ref().and_then(|kind| ChecklistKind::named(&kind.value)).unwrap_or(ChecklistKind::Practice);
        let owner = matter.owner.as_ref().and_then(|owner| Owner::named(&owner.value)).unwrap_or(Owner::Own);
        data!({
            "kind_label": self.words(&format!("checklist_{kind}")),
            "owner_label": self.words(&format!("owner_{owner}")),
            "level": matter.level.as_ref().and_then(|level| self.reference_to(PageKind::Level, &level.value)),
            "skills": self.skills(&matter.skills),
        })
    }
}
