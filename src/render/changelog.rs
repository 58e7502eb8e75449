//! The changelog: every edition with what it changed, newest first, as a page and as an Atom feed.

use super::data::{Data, data};
use super::{changes, escape, page_views::View, scene::Scene};
use crate::book::{Edition, PageKind};
use crate::ladder::{self, Difference, Fate, Piece, SubjectKind};
use crate::source::Fingerprint;
use crate::theme::fill;

/// A feed holds at most this many editions; the page has all.
const FEED: usize = 20;

impl Scene<'_> {
    /// The page of all editions.
    pub fn changelog(&self) -> View {
        let editions = &self.site.book.editions;
        let mut context = self.list_frame("changelog", "nav_changelog");
        let shown: Vec<Data> =
            (0..editions.len()).rev().map(|at| self.edition(&editions[at], at.checked_sub(1).map(|at| &editions[at]))).collect();
        let toc: Vec<Data> =
            editions.iter().rev().map(|edition| data!({ "id": anchor(edition), "title": &edition.name, "level": 2 })).collect();
        let unpublished = editions.last().filter(|_| self.site.options.drafts).map(|last| {
            let differences = ladder::differences(&last.ladder, &ladder::snapshot(&self.site.book));
            data!({ "since": &last.name, "count": differences.len(), "groups": self.groups(&differences) })
        });
        context.insert("toc", toc);
        context.insert(
            "changelog",
            data!({ "editions": shown, "unpublished": unpublished, "feed": self.href(&crate::site::Url::new("feed.xml")) }),
        );
        View { template: "changelog.html", context }
    }

    fn edition(&self, edition: &Edition, before: Option<&Edition>) -> Data {
        let differences = before.map(|before| ladder::differences(&before.ladder, &edition.ladder));
        data!({
            "id": anchor(edition),
            "name": &edition.name,
            "effective": &edition.effective,
            "first": before.is_none(),
            "levels": edition.ladder.levels.len(),
            "skills": edition.ladder.skills.len(),
            "count": differences.as_ref().map(Vec::len),
            "groups": self.groups(differences.as_deref().unwrap_or_default()),
        })
    }

    /// Differences by subject: its title, its page if it still has one, and a sentence for each.
    fn groups(&self, differences: &[Difference]) -> Vec<Data> {
        let group = |group: &[Difference]| {
            let subject = &group.first()?.subject;
            let page = page_kind(subject.kind).and_then(|kind| self.reference_to(kind, &subject.id));
            let entry = |difference: &Difference| {
                let pieces = difference.wording.iter().map(|piece| data!({ "fate": piece.fate.word(), "text": &piece.text }));
                data!({ "html": Data::html(&self.difference(difference)), "wording": pieces.collect::<Vec<_>>() })
            };
            Some(data!({
                "title": &subject.title,
                "kind": self.words(&format!("diff_one_{}", subject.kind.word())),
                "url": page.map(|page| page["url"].clone()),
                "entries": group.iter().map(entry).collect::<Vec<_>>(),
            }))
        };
        changes::by_subject(differences).into_iter().filter_map(group).collect()
    }

    fn difference(&self, difference: &Difference) -> String {
        let mark = |name: &str| format!("<strong>{}</strong>", escape::text(name));
        changes::sentence(difference, &self.theme.strings, mark).unwrap_or_else(|missing| {
            self.fragments.miss(missing);
            String::new()
        })
    }

    /// `feed.xml`: the newest editions as Atom. Its ids are the handbook's and stay when the site moves.
    pub fn feed(&self) -> String {
        let book = &self.site.book;
        let base = self.site.options.base_url.as_deref().unwrap_or_default();
        let shown: Vec<(usize, &Edition)> = book.editions.iter().enumerate().rev().take(FEED).collect();
        let updated = shown.first().map(|(_, edition)| edition.effective.as_str()).unwrap_or_default();
        let title = fill(&self.words("feed_title"), [("site", book.title.clone())]);
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
             <id>{}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}feed.xml\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{base}changelog.html\"/>\n<updated>{updated}T00:00:00Z</updated>\n\
             <author><name>{}</name></author>\n",
            escape::attribute(&book.manifest.language),
            escape::text(&title),
            urn(&[&book.manifest.site_id]),
            escape::text(&book.title),
            base = escape::attribute(base),
        );
        for (at, edition) in shown {
            let content = self.feed_content(edition, at.checked_sub(1).map(|at| &book.editions[at]));
            xml.push_str(&format!(
                "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}changelog.html#{}\"/>\n\
                 <updated>{}T00:00:00Z</updated>\n<content type=\"html\">{}</content>\n</entry>\n",
                escape::text(&fill(&self.words("edition_title"), [("name", edition.name.clone())])),
                urn(&[&book.manifest.site_id, &edition.name]),
                escape::attribute(base),
                anchor(edition),
                edition.effective,
                escape::text(&content),
            ));
        }
        xml.push_str("</feed>\n");
        xml
    }

    fn feed_content(&self, edition: &Edition, before: Option<&Edition>) -> String {
        let Some(before) = before else { return format!("<p>{}</p>", escape::text(&self.words("edition_first"))) };
        let differences = ladder::differences(&before.ladder, &edition.ladder);
        if differences.is_empty() {
            return format!("<p>{}</p>", escape::text(&self.words("diff_none")));
        }
        let mut html = String::new();
        for group in changes::by_subject(&differences) {
            let title = group.first().map(|one| escape::text(&one.subject.title)).unwrap_or_default();
            let entry = |difference: &Difference| format!("<li>{}{}</li>", self.difference(difference), worded(&difference.wording));
            let entries: String = group.iter().map(entry).collect();
            html.push_str(&format!("<h2>{title}</h2><ul>{entries}</ul>"));
        }
        html
    }
}

/// A wording for readers of feeds, who have no styles of ours.
fn worded(wording: &[Piece]) -> String {
    let piece = |piece: &Piece| {
        let text = escape::text(&piece.text);
        match piece.fate {
            Fate::Kept => text,
            Fate::Removed => format!("<del>{text}</del>"),
            Fate::Added => format!("<ins>{text}</ins>"),
        }
    };
    let words = wording.iter().map(piece).collect::<Vec<_>>().join(" ");
    if words.is_empty() { words } else { format!("<blockquote>{words}</blockquote>") }
}

/// Names begin with a letter or a digit; headings of the page are ours alone.
fn anchor(edition: &Edition) -> String {
    format!("edition-{}", edition.name)
}

fn page_kind(kind: SubjectKind) -> Option<PageKind> {
    match kind {
        SubjectKind::Level => Some(PageKind::Level),
        SubjectKind::Skill => Some(PageKind::Skill),
        SubjectKind::Track => Some(PageKind::Track),
        SubjectKind::Role => Some(PageKind::Role),
        SubjectKind::Transition => Some(PageKind::Transition),
        SubjectKind::Area => None,
    }
}

/// A UUID of version 8, made from names: an id that is valid without a domain.
fn urn(names: &[&str]) -> String {
    let hex = Fingerprint::of_parts(["rungs feed"].iter().chain(names).map(|name| name.as_bytes())).hex(32);
    format!("urn:uuid:{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}
