//! Gives entries of a YAML map other values, adds some and takes some away, each at its own place: comments, order and
//! layout stay as their author wrote them.

use crate::book::{Entries, Located};
use crate::parse::{YamlNode, yaml_node};
use std::ops::Range;

/// The text in which these fields have these values, which are YAML; a field without one is taken away. `site.id` is the
/// field of a field. `None` where a place for one of them cannot be found.
pub(super) fn with_values(yaml: &str, values: &[(&str, Option<&str>)]) -> Option<String> {
    let root = yaml_node(yaml)?;
    let mut changes = Changes { yaml, all: Vec::new() };
    for (field, value) in values {
        match value {
            Some(value) => changes.set(&root, field, value)?,
            None => changes.remove(&root, field)?,
        }
    }
    Some(changes.applied())
}

/// Texts that shall stand in the place of others.
struct Changes<'a> {
    yaml: &'a str,
    all: Vec<(Range<usize>, String)>,
}

impl Changes<'_> {
    fn set(&mut self, map: &Located<YamlNode>, field: &str, value: &str) -> Option<()> {
        let (name, inner) = field.split_once('.').map_or((field, None), |(name, inner)| (name, Some(inner)));
        let whole = inner.map_or_else(|| value.to_owned(), |inner| format!("{{{inner}: {value}}}"));
        let entries = entries(map)?;
        let Some((key, old)) = entries.iter().find(|(key, _)| key.value == name) else {
            return self.add(map, &format!("{name}: {whole}"));
        };
        match (inner, &old.value) {
            (Some(inner), YamlNode::Map(_)) => self.set(old, inner, value),
            _ => {
                let place = self.value(key, old)?;
                let gap = if place.start == self.colon(key)? { " " } else { "" };
                self.all.push((place, format!("{gap}{whole}")));
                Some(())
            }
        }
    }

    /// A new entry: the first one between braces, else the last one of the text.
    fn add(&mut self, map: &Located<YamlNode>, entry: &str) -> Option<()> {
        if self.has_braces(map) {
            let at = map.start + 1;
            let is_first = !self.all.iter().any(|(place, _)| *place == (at..at));
            let text = match (entries(map)?.0.is_empty(), is_first) {
                (false, _) => format!("{entry}, "),
                (true, true) => entry.to_owned(),
                (true, false) => format!(", {entry}"),
            };
            self.all.push((at..at, text));
            return Some(());
        }
        let indent = self.yaml.get(line_start(self.yaml, map.start)..map.start).filter(|before| before.trim().is_empty()).unwrap_or("");
        let marker = self.yaml.match_indices("\n...").map(|(at, _)| at + 1).last();
        let end = marker.filter(|at| *at > map.start).unwrap_or(self.yaml.len());
        let is_open = !self.yaml[..end].is_empty() && !self.yaml[..end].ends_with('\n');
        let is_first = !self.all.iter().any(|(place, _)| *place == (end..end));
        let line_end = if is_open && is_first { "\n" } else { "" };
        self.all.push((end..end, format!("{line_end}{indent}{entry}\n")));
        Some(())
    }

    fn remove(&mut self, map: &Located<YamlNode>, field: &str) -> Option<()> {
        let Some((key, old)) = entries(map)?.iter().find(|(key, _)| key.value == field) else { return Some(()) };
        let end = self.value(key, old)?.end;
        let place = if self.has_braces(map) {
            let rest = self.yaml[end..].trim_start();
            match rest.strip_prefix(',') {
                Some(rest) => key.start..self.yaml.len() - rest.trim_start().len(),
                None => self.yaml[..key.start].trim_end().trim_end_matches(',').len()..end,
            }
        } else {
            // What is said behind it in its line goes with it.
            let line_end = self.yaml[end..].find('\n').map_or(self.yaml.len(), |at| end + at + 1);
            line_start(self.yaml, key.start)..line_end
        };
        self.all.push((place, String::new()));
        Some(())
    }

    /// Where a value stands, the sign of a folded text included; an empty place behind the colon when there is none.
    fn value(&self, key: &Located<String>, value: &Located<YamlNode>) -> Option<Range<usize>> {
        let colon = self.colon(key)?;
        if value.value != YamlNode::Single {
            return None;
        }
        let Some(written) = self.yaml.get(colon..value.end).filter(|_| !value.range().is_empty()) else { return Some(colon..colon) };
        let is_plain = self.yaml[colon..value.start].trim().is_empty();
        let end = colon + written.trim_end().len();
        Some(if is_plain { value.start..end } else { colon..end })
    }

    /// The byte behind the colon of a key.
    fn colon(&self, key: &Located<String>) -> Option<usize> {
        let rest = self.yaml[key.end..].trim_start().strip_prefix(':')?;
        Some(self.yaml.len() - rest.len())
    }

    fn has_braces(&self, map: &Located<YamlNode>) -> bool {
        self.yaml[map.start..].starts_with('{')
    }

    fn applied(mut self) -> String {
        // Stable: what is added at one place stays in its order.
        self.all.sort_by_key(|(place, _)| place.start);
        let (mut text, mut from) = (String::new(), 0);
        for (place, new) in &self.all {
            text.push_str(self.yaml.get(from..place.start).unwrap_or_default());
            text.push_str(new);
            from = from.max(place.end);
        }
        text + &self.yaml[from..]
    }
}

fn entries(map: &Located<YamlNode>) -> Option<&Entries<Located<YamlNode>>> {
    match &map.value {
        YamlNode::Map(entries) => Some(entries),
        YamlNode::List | YamlNode::Single => None,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}
