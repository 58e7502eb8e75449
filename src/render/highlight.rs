//! Code into classed spans, at build time. A class stands for a role (keyword, string …); the theme's style
//! sheet colours it for light and dark.

use super::escape;
use crate::memo::Table;
use crate::source::Fingerprint;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    str::FromStr,
    sync::{Arc, LazyLock},
};
use syntect::{
    easy::HighlightLines,
    highlighting::{Color, ScopeSelectors, StyleModifier, Theme, ThemeItem, ThemeSettings},
    parsing::{SyntaxReference, SyntaxSet},
};

/// Lines longer than this stay plain: grammars take time quadratic in a line.
const LONGEST_LINE: usize = 2_000;
/// Blocks longer than this stay plain.
const LARGEST_BLOCK: usize = 200_000;

/// Scopes and the class of what they colour; later rows win where both match equally well.
const ROLES: [(&str, &str); 12] = [
    ("hp", "keyword.operator, punctuation"),
    ("hv", "variable, meta.interpolation"),
    ("hc", "comment, punctuation.definition.comment"),
    ("hs", "string, punctuation.definition.string, constant.character.escape"),
    ("hn", "constant.numeric, constant.language, constant.other"),
    ("hk", "keyword, storage"),
    ("hf", "entity.name.function, support.function, variable.function"),
    ("ht", "entity.name.type, entity.name.class, support.type, support.class, entity.other.inherited-class, storage.type"),
    ("ha", "entity.name.tag, entity.other.attribute-name, variable.other.key, meta.mapping.key"),
    ("hm", "markup.heading, meta.preprocessor, meta.annotation, entity.name.section"),
    ("hi", "markup.inserted"),
    ("hd", "markup.deleted"),
];

/// Names of languages that the grammars know by another name.
const ALIASES: [(&str, &str); 8] = [
    ("docker", "dockerfile"),
    ("console", "bash"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("jsonc", "json"),
    ("math", "latex"),
    ("plaintext", "txt"),
    ("golang", "go"),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static ROLES_AS_THEME: LazyLock<Theme> = LazyLock::new(roles_as_theme);

/// A block of code as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlighted {
    /// Escaped code with spans.
    pub html: String,
}

/// The code as HTML, coloured when its language is known. A block is coloured once per distinct text.
pub(super) fn highlight(language: &str, code: &str, memory: &Table<Highlighted>) -> Arc<Highlighted> {
    let Some(syntax) = syntax(language).filter(|_| is_small(code)) else {
        return Arc::new(Highlighted { html: escape::text(code) });
    };
    let key = Fingerprint::of_parts([language.as_bytes(), code.as_bytes()]);
    memory.get_or_make(key, || match catch_unwind(AssertUnwindSafe(|| colour(syntax, code))) {
        Ok(Some(html)) => Highlighted { html },
        Ok(None) | Err(_) => Highlighted { html: escape::text(code) },
    })
}

fn is_small(code: &str) -> bool {
    code.len() <= LARGEST_BLOCK && code.lines().all(|line| line.len() <= LONGEST_LINE)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let lower = language.to_lowercase();
    if lower.is_empty() || matches!(lower.as_str(), "text" | "txt" | "plain") {
        return None;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, name)| name);
    SYNTAXES.find_syntax_by_token(name)
}

fn colour(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let mut lines = HighlightLines::new(syntax, &ROLES_AS_THEME);
    let mut html = String::with_capacity(code.len() * 2);
    let mut open: Option<&str> = None;
    for line in code.split_inclusive('\n') {
        for (style, piece) in lines.highlight_line(line, &SYNTAXES).ok()? {
            let class = (style.foreground.r as usize).checked_sub(1).and_then(|role| ROLES.get(role)).map(|(class, _)| *class);
            let class = if piece.trim().is_empty() { open } else { class };
            if class != open {
                if open.is_some() {
                    html.push_str("</span>");
                }
                if let Some(class) = class {
                    html.push_str("<span class=\"");
                    html.push_str(class);
                    html.push_str("\">");
                }
                open = class;
            }
            html.push_str(&escape::text(piece));
        }
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    Some(html)
}

/// A theme whose "colours" are the numbers of the roles, counted from 1.
fn roles_as_theme() -> Theme {
    let number = |role: u8| Color { r: role, g: 0, b: 0, a: 255 };
    let scopes = (1_u8..)
        .zip(ROLES)
        .filter_map(|(role, (_, scopes))| {
            let scope = ScopeSelectors::from_str(scopes).ok()?;
            let style = StyleModifier { foreground: Some(number(role)), background: None, font_style: None };
            Some(ThemeItem { scope, style })
        })
        .collect();
    let settings = ThemeSettings { foreground: Some(number(0)), ..ThemeSettings::default() };
    Theme { settings, scopes, ..Theme::default() }
}

#[cfg(test)]
mod tests {
    use super::{highlight, is_small};
    use crate::memo::Table;

    #[test]
    fn code_gets_roles_and_is_escaped() {
        let memory = Table::default();
        let html = &highlight("rust", "fn a() { \"<b>\"; } // c\n", &memory).html;
        assert!(html.contains("<span class=\"hk\">fn") || html.contains("<span class=\"ht\">fn"), "{html}");
        assert!(html.contains("&lt;b&gt;") && html.contains("hc"), "{html}");
        let plain = &highlight("nosuch", "<b>", &memory).html;
        assert_eq!(plain, "&lt;b&gt;");
    }

    #[test]
    fn the_grammars_people_use_are_there() {
        for language in ["toml", "ts", "tsx", "dockerfile", "docker", "kotlin", "yaml", "json", "sql", "console", "markdown", "diff"] {
            assert!(super::syntax(language).is_some(), "{language}");
        }
        assert!(!is_small(&"x".repeat(3_000)));
    }
}
