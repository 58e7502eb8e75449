//! Which tags and attributes of raw HTML may stay, and where.

/// Where a tag may stand and whether it has content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Inside a line of text.
    Phrasing,
    /// Only between blocks.
    Block,
    /// Has no content, inside a line of text.
    VoidPhrasing,
    /// Has no content, between blocks.
    VoidBlock,
}

/// Tags that may stay. Everything else is dropped.
const TAGS: &[(&str, Flow)] = &[
    ("a", Flow::Phrasing),
    ("abbr", Flow::Phrasing),
    ("b", Flow::Phrasing),
    ("bdi", Flow::Phrasing),
    ("bdo", Flow::Phrasing),
    ("blockquote", Flow::Block),
    ("br", Flow::VoidPhrasing),
    ("caption", Flow::Block),
    ("cite", Flow::Phrasing),
    ("code", Flow::Phrasing),
    ("dd", Flow::Block),
    ("del", Flow::Phrasing),
    ("details", Flow::Block),
    ("dfn", Flow::Phrasing),
    ("div", Flow::Block),
    ("dl", Flow::Block),
    ("dt", Flow::Block),
    ("em", Flow::Phrasing),
    ("figcaption", Flow::Block),
    ("figure", Flow::Block),
    ("hr", Flow::VoidBlock),
    ("i", Flow::Phrasing),
    ("img", Flow::VoidPhrasing),
    ("ins", Flow::Phrasing),
    ("kbd", Flow::Phrasing),
    ("li", Flow::Block),
    ("mark", Flow::Phrasing),
    ("ol", Flow::Block),
    ("p", Flow::Block),
    ("pre", Flow::Block),
    ("q", Flow::Phrasing),
    ("rp", Flow::Phrasing),
    ("rt", Flow::Phrasing),
    ("ruby", Flow::Phrasing),
    ("s", Flow::Phrasing),
    ("samp", Flow::Phrasing),
    ("small", Flow::Phrasing),
    ("span", Flow::Phrasing),
    ("strong", Flow::Phrasing),
    ("sub", Flow::Phrasing),
    ("summary", Flow::Block),
    ("sup", Flow::Phrasing),
    ("table", Flow::Block),
    ("tbody", Flow::Block),
    ("td", Flow::Block),
    ("tfoot", Flow::Block),
    ("th", Flow::Block),
    ("thead", Flow::Block),
    ("time", Flow::Phrasing),
    ("tr", Flow::Block),
    ("u", Flow::Phrasing),
    ("ul", Flow::Block),
    ("var", Flow::Phrasing),
    ("wbr", Flow::VoidPhrasing),
];

/// Attributes that may stay: on any tag (`*`), or on one. `href`, `src` and `id` are handled as links
/// and anchors by the builder.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("*", "class"),
    ("*", "dir"),
    ("*", "lang"),
    ("*", "title"),
    ("details", "open"),
    ("img", "alt"),
    ("img", "height"),
    ("img", "width"),
    ("ol", "reversed"),
    ("ol", "start"),
    ("td", "colspan"),
    ("td", "rowspan"),
    ("th", "colspan"),
    ("th", "rowspan"),
    ("th", "scope"),
    ("time", "datetime"),
];

/// Tags whose content is not text for readers and goes with them.
const SILENT: &[&str] = &[
    "script",
    "style",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "textarea",
    "title",
    "xmp",
    "template",
    "object",
    "svg",
    "math",
    "select",
    "plaintext",
];

/// The tag's own name and where it may stand, if it may stay.
pub(super) fn allowed(name: &str) -> Option<(&'static str, Flow)> {
    TAGS.iter().copied().find(|(tag, _)| *tag == name)
}

/// The attribute's own name, if it may stay on this tag and its value is what it should be.
pub(super) fn allowed_attribute(tag: &str, name: &str, value: &str) -> Option<&'static str> {
    let (_, own) = ATTRIBUTES.iter().copied().find(|(on, attribute)| (*on == "*" || *on == tag) && *attribute == name)?;
    let fits = match own {
        "width" | "height" | "start" | "colspan" | "rowspan" => {
            !value.is_empty() && value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit())
        }
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "class" => value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')),
        _ => true,
    };
    fits.then_some(own)
}

/// Whether the content of this dropped tag is dropped with it.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}
