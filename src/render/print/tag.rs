//! A tag of a page that is already written: its name and its attributes, read back from the HTML.

use std::borrow::Cow;

/// A tag as it is written.
pub(super) struct Tag<'a> {
    /// In small letters.
    pub name: Cow<'a, str>,
    /// Whether it ends an element.
    pub closes: bool,
    /// Whether it ends itself: `<path/>`.
    pub empty: bool,
    /// Names in the author's letters, values as they are escaped.
    pub attributes: Vec<(&'a str, Option<&'a str>)>,
    /// How many bytes of the text it is.
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the beginning of a text; `None` when there is none.
    pub fn read(text: &'a str) -> Option<Self> {
        let closes = text.starts_with("</");
        let start = if closes { 2 } else { 1 };
        if !text[start..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end = start + text[start..].find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')?;
        let name = &text[start..name_end];
        let is_small = !name.bytes().any(|letter| letter.is_ascii_uppercase());
        let name = if is_small { Cow::Borrowed(name) } else { Cow::Owned(name.to_ascii_lowercase()) };
        let mut tag = Self { name, closes, empty: false, attributes: Vec::new(), length: 0 };
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
    pub fn is_left_out(&self) -> bool {
        let has = |wanted: &str| self.attributes.iter().any(|(name, _)| *name == wanted);
        !self.closes
            && match &*self.name {
                "noscript" => true,
                "textarea" => has("hidden"),
                "button" => has("data-copy"),
                _ => false,
            }
    }
}
