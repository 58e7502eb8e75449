//! A page's article: cut out of its page and moved to the page to print, its ids made unique and its links led to the
//! other articles there.

use super::tag::Tag;
use crate::render::attribute;
use crate::site::Url;
use percent_encoding::percent_decode_str;
use std::{borrow::Cow, collections::BTreeMap};

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
pub(in crate::render) struct Move<'a> {
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
            if matches!(&*tag.name, "script" | "style") && !tag.closes {
                let end = rest.find("</").unwrap_or(rest.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out
    }

    fn write(&self, out: &mut String, tag: &Tag<'_>, own: usize) {
        // Many landmarks of one name would lead nowhere.
        let is_landmark = matches!(&*tag.name, "nav" | "section");
        let name = match &*tag.name {
            "h1" => "h2",
            "h2" => "h3",
            "h3" => "h4",
            "h4" => "h5",
            "h5" => "h6",
            _ if is_landmark => "div",
            name => name,
        };
        out.push_str(if tag.closes { "</" } else { "<" });
        out.push_str(name);
        for (name, value) in &tag.attributes {
            if is_landmark && matches!(*name, "aria-label" | "aria-labelledby") {
                continue;
            }
            out.push(' ');
            out.push_str(name);
            let Some(value) = value else { continue };
            let moved = match *name {
                "id" => format!("p{own}:{value}").into(),
                "href" | "xlink:href" => self.address(value, own).into(),
                "src" | "poster" | "data" => self.file(value).into(),
                name if REFERENCES.contains(&name) => {
                    value.split_whitespace().map(|id| format!("p{own}:{id}")).collect::<Vec<_>>().join(" ").into()
                }
                _ if value.starts_with("url(#") => format!("url(#p{own}:{}", &value["url(#".len()..]).into(),
                _ => Cow::Borrowed(*value),
            };
            out.push_str("=\"");
            // An author may have quoted with the other sign.
            for (at, part) in moved.split('"').enumerate() {
                out.push_str(if at > 0 { "&quot;" } else { "" });
                out.push_str(part);
            }
            out.push('"');
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
        let (rest, anchor) = value.split_at(value.find('#').unwrap_or(value.len()));
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let Some(url) = self.resolve(path) else { return value.to_owned() };
        match (self.places.get(&url), anchor.strip_prefix('#')) {
            (Some(number), Some(anchor)) => format!("#p{number}:{anchor}"),
            (Some(number), None) => format!("#p{number}"),
            (None, _) => format!("{}{query}{anchor}", attribute(&url.from_folder(self.to.folder()))),
        }
    }

    /// The address of a picture or the like.
    fn file(&self, value: &str) -> String {
        if is_whole(value) || value.starts_with('#') {
            return value.to_owned();
        }
        let (path, query) = value.split_at(value.find('?').unwrap_or(value.len()));
        let Some(url) = self.resolve(path) else { return value.to_owned() };
        format!("{}{query}", attribute(&url.from_folder(self.to.folder())))
    }

    /// The place in the site that a relative address means; without a path, this page.
    fn resolve(&self, path: &str) -> Option<Url> {
        if path.is_empty() {
            return Some(self.from.clone());
        }
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
        check("<a href=\"../levels/b%20c.html?a=b#y\">", "<a href=\"#p7:y\">");
        check("<a href=\"?a=b#y\">", "<a href=\"#p3:y\">");
        check("<a href=\"../search.html?q=a&amp;b=%23#y\">", "<a href=\"search.html?q=a&amp;b=%23#y\">");
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
