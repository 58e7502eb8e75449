//! Heading ids by mdBook's rule, so that links into a book that moves here still hit.

use std::collections::BTreeMap;

/// The id of a heading with this text: letters and digits lower-cased, `_` and `-` kept, white space
/// to `-`, all else dropped (mdBook's `normalize_id`).
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if matches!(character, '_' | '-') {
            slug.push(character);
        } else if character.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Gives out ids that are unique in a page: `same`, `same-1`, `same-2`, as mdBook does.
#[derive(Default)]
pub(super) struct UniqueIds(BTreeMap<String, usize>);

impl UniqueIds {
    /// Takes an id as it is; `false` when it is taken already.
    pub fn claim(&mut self, id: &str) -> bool {
        self.0.insert(id.to_owned(), 1).is_none()
    }

    /// An id like this one that nobody has.
    pub fn unique(&mut self, id: &str) -> String {
        let id = if id.is_empty() { "section" } else { id };
        if self.claim(id) {
            return id.to_owned();
        }
        loop {
            let count = self.0.entry(id.to_owned()).or_insert(1);
            let candidate = format!("{id}-{count}");
            *count += 1;
            if self.claim_new(&candidate) {
                return candidate;
            }
        }
    }

    fn claim_new(&mut self, id: &str) -> bool {
        if self.0.contains_key(id) {
            return false;
        }
        self.0.insert(id.to_owned(), 1);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{UniqueIds, slug};

    #[test]
    fn slugs_follow_mdbook() {
        assert_eq!(slug("Foo & Bar"), "foo--bar");
        assert_eq!(slug("`fn main()` in C++"), "fn-main-in-c");
        assert_eq!(slug("Übung macht_den-Meister"), "übung-macht_den-meister");
        assert_eq!(slug("日本語"), "日本語");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn ids_are_unique_in_a_page() {
        let mut ids = UniqueIds::default();
        let given: Vec<_> = ["a", "a", "a", "a-1", ""].map(|id| ids.unique(id)).into();
        assert_eq!(given, ["a", "a-1", "a-2", "a-1-1", "section"]);
    }
}
