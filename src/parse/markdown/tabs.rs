//! Consecutive code blocks that say `tab="…"` are one group of tabs. What is wrong with a group is named.

use super::builder::Builder;
use crate::book::Node;
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// The name in `tab="…"` of an info string; a name without spaces needs no quotes.
pub(super) fn name_of(info: &str) -> Option<&str> {
    let at = info.match_indices("tab=").map(|(at, _)| at).find(|at| info[..*at].ends_with([' ', '\t', ',', '{']))?;
    let rest = &info[at + "tab=".len()..];
    match rest.strip_prefix('"') {
        Some(quoted) => Some(quoted.split('"').next().unwrap_or_default().trim()),
        None => Some(rest.split([' ', '\t', ',', '}']).next().unwrap_or_default()),
    }
}

impl Builder<'_> {
    /// Names tabs without a name, without a neighbour, and with the name of a neighbour.
    pub(super) fn check_tabs(&mut self) {
        let mut group: Vec<String> = Vec::new();
        for at in 0..self.body.nodes.len() {
            let Some((name, start)) = self.tab(at) else {
                group.clear();
                continue;
            };
            let alone = group.is_empty() && self.tab(at + 1).is_none();
            let fault = if name.is_empty() {
                Some(("this tab has no name".to_owned(), "write `tab=\"macOS\"`: what readers choose by"))
            } else if alone {
                let help = "put the next block with `tab=\"…\"` right below, with nothing but an empty line between, or leave `tab` out";
                Some((format!("the tab `{name}` stands alone, so there is nothing to choose"), help))
            } else {
                let message = format!("two tabs of this group are called `{name}`");
                group.contains(&name).then_some((message, "give one of the two another name"))
            };
            if let Some((message, help)) = fault {
                let span = self.origin.span(&self.opening(start));
                self.diagnostics.push(Diagnostic::at(Code::TabGroup, span, message).help(help));
            }
            group.push(name);
        }
    }

    /// The tab that a node is: its name, and where its block begins.
    fn tab(&self, at: usize) -> Option<(String, usize)> {
        match self.body.nodes.get(at)? {
            Node::CodeBlock(block) => Some((block.tab.clone()?, block.start as usize)),
            _ => None,
        }
    }

    /// The line that opens a block.
    fn opening(&self, start: usize) -> Range<usize> {
        let line = self.text[start..].lines().next().unwrap_or_default();
        start..start + line.trim_end().len()
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[track_caller]
    fn check(info: &str, expected: Option<&str>) {
        assert_eq!(name_of(info), expected, "{info}");
    }

    #[test]
    fn the_name_of_a_tab() {
        check("sh", None);
        check("sh tab=\"mac OS\" title=\"x\"", Some("mac OS"));
        check("rust,editable,tab=Linux", Some("Linux"));
        check("sh title=\"x\" tab=", Some(""));
        check("sh tab=\"open", Some("open"));
        check("stab=1", None);
    }
}
