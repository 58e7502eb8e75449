//! A published page as its tokens: what stands in it, and whether every tag and attribute is one we know.

use html5gum::{DefaultEmitter, Token as Html, Tokenizer};
use std::{borrow::Cow, convert::Infallible};

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

impl Token {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        match self {
            Self::Start(_, attributes) => attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()),
            _ => None,
        }
    }
}

/// The tokens of a page, as a browser would split it.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut tokens = Vec::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let token: Result<Html, Infallible> = token;
        let Ok(token) = token;
        match token {
            Html::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(&value.value))).collect();
                tokens.push(Token::Start(text(&tag.name), attributes));
            }
            Html::EndTag(tag) => tokens.push(Token::End(text(&tag.name))),
            Html::String(string) => tokens.push(Token::Text(text(&string.value))),
            Html::Comment(_) | Html::Doctype(_) | Html::Error(_) => {}
        }
    }
    tokens
}

/// Every tag that a page may have, and the attributes that only it may have.
const TAGS: &[(&str, &[&str])] = &[
    // The frame.
    ("html", &[]),
    ("head", &[]),
    ("body", &[]),
    ("meta", &["charset", "content", "http-equiv", "name", "property"]),
    ("title", &[]),
    ("link", &["blocking", "href", "media", "rel", "type"]),
    ("script", &["src", "type"]),
    ("noscript", &[]),
    ("header", &[]),
    ("footer", &[]),
    ("main", &[]),
    ("nav", &[]),
    ("article", &[]),
    ("section", &["hidden"]),
    ("button", &["hidden", "popovertarget", "popovertargetaction", "type", "value"]),
    ("dialog", &[]),
    ("svg", &["height", "viewbox", "width"]),
    ("path", &["d"]),
    ("rect", &["height", "rx", "width", "x", "y"]),
    ("circle", &["cx", "cy", "r"]),
    ("text", &["text-anchor", "x", "y"]),
    ("tspan", &["x", "y"]),
    ("g", &[]),
    ("desc", &[]),
    ("select", &["autocomplete"]),
    ("optgroup", &["label"]),
    ("option", &["selected", "value"]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("fieldset", &[]),
    ("legend", &[]),
    ("label", &["for"]),
    ("form", &[]),
    ("input", &["accept", "autocomplete", "inputmode", "name", "type", "value"]),
    ("progress", &["max", "value"]),
    ("textarea", &["autocomplete", "hidden", "readonly", "rows"]),
    // Text, the author's included.
    ("a", &["download", "href", "rel"]),
    ("abbr", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["popover"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["alt", "decoding", "height", "loading", "src", "width"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &[]),
    ("mark", &[]),
    ("ol", &["reversed", "start"]),
    ("p", &["hidden"]),
    ("pre", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &["hidden"]),
    ("var", &[]),
    ("wbr", &[]),
    // Mathematics.
    ("math", MATH),
    ("menclose", MATH),
    ("mfrac", MATH),
    ("mi", MATH),
    ("mmultiscripts", MATH),
    ("mn", MATH),
    ("mo", MATH),
    ("mover", MATH),
    ("mpadded", MATH),
    ("mphantom", MATH),
    ("mprescripts", MATH),
    ("mroot", MATH),
    ("mrow", MATH),
    ("mspace", MATH),
    ("msqrt", MATH),
    ("mstyle", MATH),
    ("msub", MATH),
    ("msubsup", MATH),
    ("msup", MATH),
    ("mtable", MATH),
    ("mtd", MATH),
    ("mtext", MATH),
    ("mtr", MATH),
    ("munder", MATH),
    ("munderover", MATH),
];

/// Attributes of mathematics.
const MATH: &[&str] = &[
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Attributes that any tag may have.
const ANYWHERE: &[&str] = &[
    "aria-current",
    "aria-describedby",
    "aria-haspopup",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "class",
    "data-aim",
    "data-area",
    "data-base",
    "data-chapter",
    "data-clear",
    "data-confidence",
    "data-continue",
    "data-copy",
    "data-do",
    "data-evidence",
    "data-into",
    "data-item",
    "data-kept",
    "data-note",
    "data-offline",
    "data-pagefind-body",
    "data-pagefind-ignore",
    "data-pages",
    "data-pair",
    "data-part",
    "data-past",
    "data-question",
    "data-read",
    "data-result",
    "data-root",
    "data-said",
    "data-scope",
    "data-site",
    "data-skill",
    "data-step",
    "data-tags",
    "data-title",
    "data-value",
    "data-worksheet",
    "dir",
    "id",
    "lang",
    "role",
    "tabindex",
    "title",
];

/// The tags a page may have.
pub fn tags() -> impl Iterator<Item = &'static str> {
    TAGS.iter().map(|(tag, _)| *tag)
}

/// The attributes a tag of a page may have.
pub fn attributes(tag: &str) -> impl Iterator<Item = &'static str> {
    let own = TAGS.iter().find(|(name, _)| *name == tag).map_or(&[][..], |(_, own)| own);
    own.iter().chain(ANYWHERE).copied()
}

/// What of these tokens no page may have: unknown tags and attributes, handlers, and addresses that run something.
pub fn foreign(tokens: &[Token]) -> Vec<String> {
    let mut foreign = Vec::new();
    for token in tokens {
        let Token::Start(tag, found) = token else { continue };
        if !tags().any(|known| known == tag) {
            foreign.push(format!("<{tag}>"));
            continue;
        }
        for (name, value) in found {
            if name.starts_with("on") || !attributes(tag).any(|known| known == name) {
                foreign.push(format!("<{tag} {name}={value:?}>"));
            }
            if matches!(name.as_str(), "href" | "src") && !is_harmless(value) {
                foreign.push(format!("<{tag} {name}={value:?}>"));
            }
        }
    }
    foreign
}

/// Whether following this address can only lead to a page or a mail.
fn is_harmless(address: &str) -> bool {
    // As browsers do: control characters and spaces before and inside a scheme do not count.
    let clean: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let decoded = decoded(&clean);
    let scheme = |text: &str| {
        let end = text.find([':', '/', '?', '#'])?;
        text[end..].starts_with(':').then(|| text[..end].to_ascii_lowercase())
    };
    [scheme(&clean), scheme(&decoded)].into_iter().flatten().all(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}

/// An address without its percent escapes.
pub fn decoded(address: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy()
}
