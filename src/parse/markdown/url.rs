//! Decides what the address of a link may be: relative, a few schemes, or nothing.

use crate::book::LinkTarget;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// One that may become a link.
    Target(LinkTarget),
    /// One that must not: a script, data, or something that only looks relative.
    Unsafe,
}

/// Schemes that may leave the site. Everything else runs code, reads files or hides what it does.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// What must be escaped in a query; what is escaped already stays so.
const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// Reads the address of a Markdown link or of an `href` or `src`.
pub(super) fn address(written: &str) -> Address {
    let clean: String = written.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect();
    let clean = clean.trim();
    let decoded = percent_decode_str(clean).decode_utf8_lossy();
    let decoded: String = decoded.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if let Some(scheme) = scheme(&decoded) {
        let allowed = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) && scheme_of_written(clean);
        return if allowed { Address::Target(LinkTarget::External(clean.to_owned())) } else { Address::Unsafe };
    }
    if decoded.starts_with("//") && !decoded.contains('\\') {
        return Address::Target(LinkTarget::External(clean.to_owned()));
    }
    if decoded.starts_with('\\') || decoded.starts_with("/\\") {
        return Address::Unsafe;
    }
    let (path, anchor) = match clean.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor))),
        None => (clean, None),
    };
    // An escaped `?` belongs to a file's name.
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let query = utf8_percent_encode(query, QUERY).to_string();
    Address::Target(LinkTarget::Relative { path: decode(path), query, anchor })
}

/// Reads the inside of `[[kind:id#anchor]]`.
pub(super) fn reference(written: &str) -> LinkTarget {
    let (name, anchor) = match written.split_once('#') {
        Some((name, anchor)) => (name, Some(anchor.trim().to_owned())),
        None => (written, None),
    };
    let (kind, id) = match name.split_once(':') {
        Some((kind, id)) => (Some(kind.trim().to_owned()), id),
        None => (None, name),
    };
    LinkTarget::Reference { kind, id: id.trim().to_owned(), anchor }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut letters = scheme.chars();
    let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
    let rest = letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (starts && rest).then_some(scheme)
}

/// Whether the scheme is also plain in what was written: an encoded one was meant to deceive.
fn scheme_of_written(written: &str) -> bool {
    scheme(written).is_some_and(|scheme| SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Address, address, reference};
    use crate::book::LinkTarget;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let seen = match address(written) {
            Address::Unsafe => "unsafe".to_owned(),
            Address::Target(LinkTarget::External(url)) => format!("external {url}"),
            Address::Target(LinkTarget::Relative { path, query, anchor }) => {
                format!("relative {path}{query} {}", anchor.unwrap_or_default())
            }
            Address::Target(LinkTarget::Reference { .. }) => "reference".to_owned(),
        };
        assert_eq!(seen, expected, "{written:?}");
    }

    #[test]
    fn only_some_addresses_become_links() {
        check("https://a.example/x?y#z", "external https://a.example/x?y#z");
        check("MAILTO:a@b.example", "external MAILTO:a@b.example");
        check("//host/x", "external //host/x");
        check("../a%20b.md#c", "relative ../a b.md c");
        check("#top", "relative  top");
        check("../a%3Fb.md?q=x y%20z#c", "relative ../a?b.md?q=x%20y%20z c");
        check("javascript:alert(1)", "unsafe");
        check("java\u{1}script:alert(1)", "unsafe");
        check(" JaVaScRiPt:alert(1)", "unsafe");
        check("javascript%3Aalert(1)", "unsafe");
        check("java\tscript:alert(1)", "unsafe");
        check("data:text/html,x", "unsafe");
        check("vbscript:x", "unsafe");
        check("file:///etc/passwd", "unsafe");
        check("\\\\host\\x", "unsafe");
        check("/\\host", "unsafe");
        check("a b:c.md", "unsafe");
    }

    #[test]
    fn references_have_kind_id_and_anchor() {
        let target = LinkTarget::Reference { kind: Some("level".into()), id: "staff".into(), anchor: Some("design".into()) };
        assert_eq!(reference("level:staff#design"), target);
        assert_eq!(reference("adr"), LinkTarget::Reference { kind: None, id: "adr".into(), anchor: None });
    }
}
