//! What every view needs: the site seen from one page, and the parts all pages share.

use super::data::{Data, Fields, data};
use super::{
    highlight::Highlighted,
    html::{Fragment, Fragments},
    progress::Counted,
    styles::styles,
};
use crate::book::{Block, Content, Id, Manifest, Node, NodeRange, Page, PageIndex, PageKind, Tag};
use crate::memo::Table;
use crate::site::{Label, Site, Url};
use crate::theme::{Theme, fill};
use std::cell::RefCell;

/// A page lists at most this many pages that link to it; the rest is a number.
const BACKLINKS: usize = 30;
/// Readers manage about this many words a minute.
const WORDS_PER_MINUTE: usize = 220;

/// The site seen from the page at `url`.
pub(super) struct Scene<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub url: &'a Url,
    pub live: bool,
    pub fragments: Fragments<'a>,
    /// What the page counts, as it turns out while its view is made.
    pub counted: RefCell<Counted>,
}

impl<'a> Scene<'a> {
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        url: &'a Url,
        live: bool,
        highlighted: &'a Table<Highlighted>,
        missing: &'a std::sync::Mutex<Vec<String>>,
        blocks: &'a dyn Fn(&Block) -> String,
    ) -> Self {
        let fragments = Fragments { site, strings: &theme.strings, url, highlighted, missing, blocks };
        Self { site, theme, url, live, fragments, counted: RefCell::default() }
    }

    /// The words of a key of the strings.
    pub fn words(&self, key: &str) -> String {
        self.fragments.words(key)
    }

    /// The words of a key with their places filled.
    pub fn filled(&self, key: &str, places: &[(&str, String)]) -> String {
        fill(&self.words(key), places.iter().cloned())
    }

    /// A label in words.
    pub fn label(&self, label: &Label) -> String {
        match label {
            Label::Words(words) => words.clone(),
            Label::Key(key) => self.words(key),
        }
    }

    /// An address of the site, as this page writes it.
    pub fn href(&self, url: &Url) -> String {
        self.fragments.href(url, None)
    }

    /// `{title, url}` of a page; `None` for a draft that readers do not see.
    pub fn reference(&self, page: PageIndex) -> Option<Data> {
        let url = self.site.url(page)?;
        Some(data!({ "title": &*self.site.book.page(page).title, "url": self.href(url) }))
    }

    /// `{title, url}` of the page of this kind and id.
    pub fn reference_to(&self, kind: PageKind, id: &str) -> Option<Data> {
        self.reference(self.site.book.find(kind, id)?)
    }

    /// The same for several.
    pub fn references<'b>(&self, kind: PageKind, ids: impl IntoIterator<Item = &'b Id>) -> Vec<Data> {
        ids.into_iter().filter_map(|id| self.reference_to(kind, id)).collect()
    }

    /// A page's body with its tables.
    pub fn fragment(&self, page: PageIndex) -> Fragment<'a> {
        let at = self.site.book.page(page);
        Fragment {
            body: at.body(),
            links: &self.site.links[page.0],
            terms: &self.site.term_uses[page.0],
            title: &at.title,
            origin: self.live.then_some(&at.parsed.origin),
            own: self.site.url(page) == Some(self.url),
        }
    }

    /// Some nodes of a page as HTML.
    pub fn html(&self, page: PageIndex, range: NodeRange) -> Data {
        Data::html(&self.fragments.html(self.fragment(page), range))
    }

    /// Several ranges of nodes of a page as HTML.
    pub fn html_of_all(&self, page: PageIndex, ranges: &[NodeRange]) -> Data {
        Data::html(&self.fragments.html_of_all(self.fragment(page), ranges))
    }

    /// `{title, url, scope, count}` of a checklist. The page counts it.
    pub fn practice(&self, page: PageIndex) -> Option<Data> {
        let mut view = self.reference(page)?;
        let at = self.site.book.page(page);
        view["scope"] = data!(scope_of(at));
        view["count"] = data!(at.body().items.len());
        self.counted.borrow_mut().pages.insert(page);
        Some(view)
    }

    /// The variables that every page has. `kind` names the template's kind.
    pub fn frame(&self, kind: &str, title: &str, summary: Option<&str>) -> Fields {
        let manifest = &self.site.book.manifest;
        let mut view = Fields::default();
        view.insert(
            "site",
            data!({
                "title": &self.site.book.title,
                "description": manifest.description.as_ref(),
                "authors": manifest.authors.as_slice(),
                "language": &manifest.language,
                "dir": self.theme.strings.direction(),
                "id": &manifest.site_id,
                "repository": manifest.repository.as_ref(),
                "base_url": self.site.options.base_url.as_ref(),
                "home_url": self.href(&Url::new("index.html")),
                "live": self.live,
                "offline": manifest.offline && !self.live,
                "print_url": self.href_if("print.html"),
                "nav": self.header(),
            }),
        );
        view.insert(
            "page",
            data!({
                "kind": kind,
                "title": title,
                "summary": summary,
                "url": self.url.as_str(),
                "root": self.url.root(),
                "minutes": Data::Nothing,
                "updated": Data::Nothing,
                "edit_url": Data::Nothing,
                "canonical": self.canonical(),
                "markdown": self.markdown_url(),
                "noindex": !manifest.index,
                "read_id": Data::Nothing,
                "count": 0,
                "scope": Data::Nothing,
                "draft": false,
                "workspace": false,
                "styles": styles(kind, None),
            }),
        );
        for empty in ["crumbs", "toc"] {
            view.insert(empty, data!([]));
        }
        for absent in ["prev", "next", "backlinks", "content"] {
            view.insert(absent, Data::Nothing);
        }
        view
    }

    /// The variables of a page of the book: the frame, with everything its file says.
    pub fn page_frame(&self, index: PageIndex) -> Fields {
        let page = self.site.book.page(index);
        let mut view = self.frame(page.kind().word(), &page.title, page.summary());
        let is_reading = page.is_reading();
        let about = &mut view["page"];
        about["minutes"] = if is_reading { data!(page.body().words.div_ceil(WORDS_PER_MINUTE).max(1)) } else { Data::Nothing };
        about["updated"] = data!(page.updated.as_deref());
        about["edit_url"] = data!(self.edit_url(index));
        about["read_id"] = if is_reading { data!(&**page.id()) } else { Data::Nothing };
        about["count"] = data!(page.body().items.len());
        about["styles"] = data!(styles(page.kind().word(), Some(page.body())));
        about["scope"] = data!(scope_of(page));
        // A level that is a draft says "not defined yet" in its own words.
        about["draft"] = data!(page.parsed.draft && page.kind() != PageKind::Level);
        view["crumbs"] = data!(self.crumbs(page));
        view["toc"] = data!(toc(page));
        let (before, after) = self.site.neighbours(index);
        view["prev"] = data!(before.and_then(|page| self.reference(page)));
        view["next"] = data!(after.and_then(|page| self.reference(page)));
        view["backlinks"] = self.backlinks(index);
        view
    }

    fn header(&self) -> Vec<Data> {
        let open = self.site.open_section(self.url);
        let guide = self.url.as_str() != "index.html" && open.is_some_and(|title| matches!(title, Label::Words(_)));
        self.site
            .sections()
            .iter()
            .map(|(title, url, key)| {
                let current = open == Some(title) || (*key == "guide" && guide);
                data!({ "title": self.label(title), "url": self.href(url), "key": *key, "current": current })
            })
            .collect()
    }

    /// The address of a page that the site may have.
    pub fn href_if(&self, file: &str) -> Option<String> {
        let url = Url::new(file);
        self.site.addresses.contains_key(&url).then(|| self.href(&url))
    }

    fn markdown_url(&self) -> Option<String> {
        let twin = self.site.markdown_of(self.url);
        (twin != *self.url).then(|| self.href(&twin))
    }

    fn canonical(&self) -> Option<String> {
        let base = self.site.options.base_url.as_ref()?;
        let path = self.url.encoded();
        Some(format!("{base}{}", path.strip_suffix("index.html").unwrap_or(&path)))
    }

    fn edit_url(&self, index: PageIndex) -> Option<String> {
        let url = self.site.book.manifest.edit_url.as_ref()?;
        Some(url.replace(Manifest::PATH, &Url::new(&self.site.paths[index.0]).encoded()))
    }

    fn crumbs(&self, page: &Page) -> Vec<Data> {
        let home = self.home_crumb();
        let here = data!({ "title": &*page.title, "url": Data::Nothing });
        let middle = match page.kind() {
            PageKind::Home => return Vec::new(),
            PageKind::Chapter => {
                let sidebar = self.site.sidebar(self.url);
                sidebar.open.filter(|_| !sidebar.entries.is_empty()).map(|open| &sidebar.sections[open]).map(|section| {
                    let url = section.url.as_ref().map(|url| self.href(url));
                    data!({ "title": self.label(&section.title), "url": url })
                })
            }
            PageKind::Track => self.crumb("nav_ladder", "ladder.html"),
            PageKind::Level => {
                let ladder = self.crumb("nav_ladder", "ladder.html");
                let track = self.site.book.ladder.level(page.id()).and_then(|level| self.reference_to(PageKind::Track, &level.track));
                return [Some(home), ladder, track, Some(here)].into_iter().flatten().collect();
            }
            PageKind::Skill => {
                let skills = self.crumb("nav_skills", "skills.html");
                let area = self.site.book.ladder.skill(page.id()).and_then(|skill| self.area_link(skill.area.as_ref()?));
                return [Some(home), skills, area, Some(here)].into_iter().flatten().collect();
            }
            PageKind::Role => self.crumb("nav_roles", "roles.html"),
            PageKind::Transition => self.crumb("nav_transitions", "transitions.html"),
            PageKind::Checklist => self.crumb("nav_checklists", "checklists.html"),
            PageKind::Template => self.crumb("nav_templates", "templates.html"),
        };
        [Some(home), middle, Some(here)].into_iter().flatten().collect()
    }

    /// The first step of every trail.
    pub fn home_crumb(&self) -> Data {
        data!({ "title": self.words("home"), "url": self.href(&Url::new("index.html")) })
    }

    /// A step of a trail to a page that Rungs makes, when there is one.
    pub fn crumb(&self, key: &str, file: &str) -> Option<Data> {
        let url = Url::new(file);
        self.site.addresses.contains_key(&url).then(|| data!({ "title": self.words(key), "url": self.href(&url) }))
    }

    fn backlinks(&self, index: PageIndex) -> Data {
        let linking = &self.site.backlinks[index.0];
        let shown: Vec<Data> = linking
            .iter()
            .take(BACKLINKS)
            .filter_map(|page| {
                let mut link = self.reference(*page)?;
                link["kind"] = data!(self.words(&format!("kind_{}", self.site.book.page(*page).kind())));
                Some(link)
            })
            .collect();
        if shown.is_empty() { Data::Nothing } else { data!({ "shown": shown, "more": linking.len().saturating_sub(BACKLINKS) }) }
    }
}

/// What the one counter calls the items of a page.
pub(super) fn scope_of(page: &Page) -> String {
    format!("page:{}", page.key())
}

/// The contents of a page: its headings of the second and third level that stand in running text. A template's
/// example is one entry: what is below it repeats the document's headings.
fn toc(page: &Page) -> Vec<Data> {
    let body = page.body();
    let end = match &page.parsed.content {
        Content::Template { example: Some(number), .. } => number + 1,
        _ => body.headings.len(),
    };
    let shown = |node: usize| matches!(body.nodes.get(node), Some(Node::Start(Tag::Heading(_))));
    let headings = body.headings[..end].iter().filter(|heading| heading.top && matches!(heading.level, 2 | 3) && shown(heading.node));
    headings.map(|heading| data!({ "id": &heading.id, "title": &heading.title, "level": heading.level })).collect()
}
