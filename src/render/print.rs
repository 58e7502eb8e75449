//! The whole book, or a track, as one page to print: every page's article in the order of reading, its ids made
//! unique and its links led to the other articles.

use super::attribute;
use crate::book::{Book, Content, PageIndex, PageKind};
use crate::site::{Address, Label, Site, Url};
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;

/// Attributes that name elements of the page.
const REFERENCES: [&str; 10] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "aria-owns",
    "for",
    "headers",
    "list",
    "popovertarget",
];

/// Some pages under one title of the contents.
pub(super) struct Group {
    /// The author's words, or a key of the strings.
    pub title: Label,
    /// The pages.
    pub pages: Vec<Url>,
}

/// Everything there is to read, in the order of reading: chapters to look things up in are for the screen.
pub(super) fn whole(site: &Site) -> Vec<Group> {
    let mut groups = Vec::new();
    let read = |page: &PageIndex| site.book.page(*page).kind() != PageKind::Chapter || site.book.page(*page).is_reading();
    for group in site.reading_order() {
        push(site, &mut groups, group.title, group.pages.into_iter().filter(read).collect());
    }
    let files = ["glossary.html", "sources.html"].map(Url::new);
    let pages: Vec<Url> = files.into_iter().filter(|url| site.addresses.contains_key(url)).collect();
    if !pages.is_empty() {
        groups.push(Group { title: Label::Key("nav_reference"), pages });
    }
    groups
}

/// A track: its levels, the moves between them, the practice for them, and the skills they ask for.
pub(super) fn track(site: &Site, page: PageIndex) -> Vec<Group> {
    let book = &site.book;
    let Some(track) = book.ladder.tracks.iter().find(|track| track.page == page) else { return Vec::new() };
    let mut groups = Vec::new();
    let levels: Vec<_> = track.levels.iter().filter_map(|id| book.ladder.level(id)).collect();
    let pages = std::iter::once(page).chain(levels.iter().map(|level| level.page)).collect();
    push(site, &mut groups, Label::Words(book.page(page).title.to_string()), pages);
    let moves = book.ladder.transitions.iter().filter(|one| track.levels.contains(&one.from) && track.levels.contains(&one.to));
    push(site, &mut groups, Label::Key("nav_transitions"), moves.map(|one| one.page).collect());
    push(site, &mut groups, Label::Key("nav_checklists"), practice(book, &track.levels));
    let skills = book.ladder.skills.iter().filter(|skill| levels.iter().any(|level| level.targets.contains_key(&skill.id)));
    push(site, &mut groups, Label::Key("nav_skills"), skills.map(|skill| skill.page).collect());
    groups
}

fn practice(book: &Book, levels: &[crate::book::Id]) -> Vec<PageIndex> {
    let of_track = |page: &PageIndex| match &book.page(*page).parsed.content {
        Content::Checklist(matter) => matter.level.as_ref().is_some_and(|level| levels.iter().any(|id| **id == *level.value)),
        _ => false,
    };
    book.checklists.iter().copied().filter(of_track).collect()
}

fn push(site: &Site, groups: &mut Vec<Group>, title: Label, pages: Vec<PageIndex>) {
    let pages: Vec<Url> = pages.into_iter().filter_map(|page| site.url(page).cloned()).collect();
    if !pages.is_empty() {
        groups.push(Group { title, pages });
    }
}

/// The page of the book at an address, if it is one.
pub(super) fn page_at(site: &Site, url: &Url) -> Option<PageIndex> {
    match site.addresses.get(url) {
        Some(Address::Page(page)) => Some(*page),
        _ => None,
    }
}

/// What stands in a page's article.
#[must_use]
pub fn article(html: &[u8]) -> &str {
    let inner = || {
        let html = std::str::from_utf8(html).ok()?;
        let start = html.find("<article")?;
        let start = start + html[start..].find('>')? + 1;
        let end = html.rfind("</article>")?;
        html.get(start..end)
    };
    inner().unwrap_or_default()
}

/// Where an article stands and where it goes.
pub(super) struct Move<'a> {
    /// The page it comes from.
    pub from: &'a Url,
    /// The page it goes to.
    pub to: &'a Url,
    /// Page → its number on the page it goes to.
    pub places: &'a BTreeMap<Url, usize>,
}

impl Move<'_> {
    /// The article as it stands on the page to print: headings one level lower, ids and addresses its own.
    pub fn html(&self, article: &str) -> String {
        let own = self.places.get(self.from).copied().unwrap_or_default();
        let mut out = String::with_capacity(article.len() + article.len() / 16);
        let mut rest = article;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(tag) = Tag::read(rest) else {
                let length = if rest.starts_with("<!--") { rest.find("-->").map_or(rest.len(), |end| end + 3) } else { 1 };
                out.push_str(&rest[..length]);
                rest = &rest[length..];
                continue;
            };
            rest = &rest[tag.length..];
            if tag.is_left_out() {
                let end = format!("</{}>", tag.name);
                rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
                continue;
            }
            self.write(&mut out, &tag, own);
            if matches!(tag.name.as_str(), "script" | "style") && !tag.closes {
                let end = rest.find("</").unwrap_or(rest.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out
    }

    fn write(&self, out: &mut String, tag: &Tag<'_>, own: usize) {
        let lower = match tag.name.as_bytes() {
            [b'h', level @ b'1'..=b'5'] => Some(format!("h{}", level - b'0' + 1)),
            // Many of them of one name would be landmarks that lead nowhere.
            b"nav" | b"section" => Some("div".to_owned()),
            _ => None,
        };
        let is_landmark = matches!(tag.name.as_str(), "nav" | "section");
        out.push_str(if tag.closes { "</" } else { "<" });
        out.push_str(lower.as_deref().unwrap_or(&tag.name));
        for (name, value) in &tag.attributes {
            if is_landmark && matches!(*name, "aria-label" | "aria-labelledby") {
                continue;
            }
            out.push(' ');
            out.push_str(name);
            let Some(value) = value else { continue };
            let moved = match *name {
                "id" => format!("p{own}:{value}"),
                "href" | "xlink:href" => self.address(value, own),
                "src" | "poster" | "data" => self.file(value),
                name if REFERENCES.contains(&name) => {
                    value.split_whitespace().map(|id| format!("p{own}:{id}")).collect::<Vec<_>>().join(" ")
                }
                _ if value.starts_with("url(#") => format!("url(#p{own}:{}", &value["url(#".len()..]),
                _ => (*value).to_owned(),
            };
            out.push_str(&format!("=\"{}\"", moved.replace('"', "&quot;")));
        }
        out.push_str(if tag.empty { "/>" } else { ">" });
    }

    /// A link: to another article, or to a page that is not here.
    fn address(&self, value: &str, own: usize) -> String {
        if let Some(anchor) = value.strip_prefix('#') {
            return format!("#p{own}:{anchor}");
        }
        if is_whole(value) {
            return value.to_owned();
        }
        let (path, anchor) = value.split_once('#').map_or((value, None), |(path, anchor)| (path, Some(anchor)));
        let Some(url) = self.resolve(path) else { return value.to_owned() };
        match (self.places.get(&url), anchor) {
            (Some(number), Some(anchor)) => format!("#p{number}:{anchor}"),
            (Some(number), None) => format!("#p{number}"),
            (None, anchor) => {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{anchor}", attribute(&url.from_folder(self.to.folder())))
            }
        }
    }

    /// The address of a picture or the like.
    fn file(&self, value: &str) -> String {
        if is_whole(value) || value.starts_with('#') {
            return value.to_owned();
        }
        let (path, query) = value.split_once('?').map_or((value, None), |(path, query)| (path, Some(query)));
        let Some(url) = self.resolve(path) else { return value.to_owned() };
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", attribute(&url.from_folder(self.to.folder())))
    }

    /// The place in the site that a relative address means.
    fn resolve(&self, path: &str) -> Option<Url> {
        let path = path.replace("&amp;", "&").replace("&quot;", "\"");
        let path = percent_decode_str(&path).decode_utf8().ok()?;
        let mut parts: Vec<&str> = self.from.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "." | "" => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Url::new(&parts.join("/")))
    }
}

/// Whether an address needs no page to be understood.
fn is_whole(value: &str) -> bool {
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':') || value.starts_with('/')
}

/// A tag as it is written.
struct Tag<'a> {
    name: String,
    closes: bool,
    empty: bool,
    /// Names in the author's letters, values as they are escaped.
    attributes: Vec<(&'a str, Option<&'a str>)>,
    length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the beginning of a text; `None` when there is none.
    fn read(text: &'a str) -> Option<Self> {
        let closes = text.starts_with("</");
        let start = if closes { 2 } else { 1 };
        if !text[start..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end = start + text[start..].find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')?;
        let mut tag = Self { name: text[start..name_end].to_ascii_lowercase(), closes, empty: false, attributes: Vec::new(), length: 0 };
        let mut at = name_end;
        loop {
            at += text[at..].find(|c: char| !c.is_ascii_whitespace())?;
            if text[at..].starts_with('>') {
                tag.length = at + 1;
                return Some(tag);
            }
            if text[at..].starts_with('/') {
                tag.empty = text[at..].starts_with("/>");
                at += 1;
                continue;
            }
            let end = at + 1 + text[at + 1..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
            let name = &text[at..end];
            let equals = end + text[end..].find(|c: char| !c.is_ascii_whitespace())?;
            if !text[equals..].starts_with('=') {
                tag.attributes.push((name, None));
                at = end;
                continue;
            }
            let value = equals + 1 + text[equals + 1..].find(|c: char| !c.is_ascii_whitespace())?;
            let (from, to, next) = match text[value..].chars().next()? {
                quote @ ('"' | '\'') => {
                    let length = text[value + 1..].find(quote)?;
                    (value + 1, value + 1 + length, value + length + 2)
                }
                _ => {
                    let length = text[value..].find(|c: char| c.is_ascii_whitespace() || c == '>')?;
                    (value, value + length, value + length)
                }
            };
            tag.attributes.push((name, Some(&text[from..to])));
            at = next;
        }
    }

    /// Whether its element has no place on paper: what only a script needs, or only one who has none.
    fn is_left_out(&self) -> bool {
        let has = |wanted: &str| self.attributes.iter().any(|(name, _)| *name == wanted);
        !self.closes
            && match self.name.as_str() {
                "noscript" => true,
                "textarea" => has("hidden"),
                "button" => has("data-copy"),
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::{Move, article};
    use crate::site::Url;
    use std::collections::BTreeMap;

    fn check(html: &str, expected: &str) {
        let (from, to) = (Url::new("guide/a.html"), Url::new("print.html"));
        let places = BTreeMap::from([(from.clone(), 3), (Url::new("levels/b c.html"), 7)]);
        assert_eq!(Move { from: &from, to: &to, places: &places }.html(html), expected);
    }

    #[test]
    fn articles_move_with_their_links() {
        check("<h1 id=\"x\">T</h1> a < b", "<h2 id=\"p3:x\">T</h2> a < b");
        check("<a href=\"#x\">", "<a href=\"#p3:x\">");
        check("<a class=\"c\" href=\"../levels/b%20c.html#y\">", "<a class=\"c\" href=\"#p7:y\">");
        check("<a href=\"../levels/b%20c.html\">", "<a href=\"#p7\">");
        check("<a href=\"../skills.html#y\">", "<a href=\"skills.html#y\">");
        check("<a href=\"https://e.org/?a=1&amp;b\">", "<a href=\"https://e.org/?a=1&amp;b\">");
        check("<a href='mailto:a@b'>", "<a href=\"mailto:a@b\">");
        check("<img src=\"../static/p.png\" alt=\"a &quot;b&quot;\">", "<img src=\"static/p.png\" alt=\"a &quot;b&quot;\">");
        check("<section aria-label=\"x\" id=\"y\"></section>", "<div id=\"p3:y\"></div>");
        check("<label for=a>", "<label for=\"p3:a\">");
        check("<td headers=\"a b\"><input checked>", "<td headers=\"p3:a p3:b\"><input checked>");
        check("<path clip-path=\"url(#k)\"/>", "<path clip-path=\"url(#p3:k)\"/>");
        check("<noscript><p>x</p></noscript>a<textarea hidden>&lt;</textarea>b<textarea>c</textarea>", "ab<textarea>c</textarea>");
        check("<!-- <h1> --><script>if (a<h1) {}</script>", "<!-- <h1> --><script>if (a<h1) {}</script>");
        check("<h1", "<h1");
    }

    #[test]
    fn an_article_ends_at_the_last_end() {
        assert_eq!(article(b"<main><article class=\"x\">a<article>b</article></article></main>"), "a<article>b</article>");
        assert_eq!(article(b"none"), "");
    }
}
