//! Where the entries of a YAML map stand, for edits that leave everything else as its author wrote it.

use super::yaml;
use crate::book::{Entries, Located};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use std::fmt;

/// A YAML value, as far as an edit must know it. The range of a map is its brace, or the empty place before its first key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum YamlNode {
    /// A map.
    Map(Entries<Located<YamlNode>>),
    /// A list.
    List,
    /// A single value, or none.
    Single,
}

/// The value that a text is; an empty text is an empty map behind it. `None` when it is not YAML.
pub(crate) fn yaml_node(text: &str) -> Option<Located<YamlNode>> {
    if yaml::is_blank(text) {
        return Some(Located { value: YamlNode::Map(Entries::default()), start: text.len(), end: text.len() });
    }
    serde_saphyr::from_str_with_options(text, yaml::options()).ok()
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;

        impl<'de> Visitor<'de> for AnyValue {
            type Value = YamlNode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<YamlNode, A::Error> {
                Entries::deserialize(MapAccessDeserializer::new(map)).map(YamlNode::Map)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<YamlNode, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(YamlNode::List)
            }

            fn visit_str<E>(self, _: &str) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_bool<E>(self, _: bool) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_i64<E>(self, _: i64) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_u64<E>(self, _: u64) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_i128<E>(self, _: i128) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_u128<E>(self, _: u128) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_f64<E>(self, _: f64) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }

            fn visit_unit<E>(self) -> Result<YamlNode, E> {
                Ok(YamlNode::Single)
            }
        }

        deserializer.deserialize_any(AnyValue)
    }
}

#[cfg(test)]
mod tests {
    use super::{YamlNode, yaml_node};

    /// Keys and values as they are written.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let Some(YamlNode::Map(entries)) = yaml_node(text).map(|node| node.value) else { panic!("{text:?} is not a map") };
        let seen: Vec<(&str, &str)> = entries.iter().map(|(key, value)| (&text[key.range()], &text[value.range()])).collect();
        assert_eq!(seen, expected, "{text:?}");
    }

    #[test]
    fn knows_where_keys_and_values_stand() {
        check("# c\n\"a\": x y # c\n'b' : 1.10\nü: true", &[("\"a\"", "x y"), ("'b'", "1.10"), ("ü", "true")]);
        check("a: x\n  y\nb: >-\n  x\n\n  y\n\nc: [1]\n", &[("a", "x\n  y"), ("b", "x\n\n  y\n\n"), ("c", "[")]);
        check("{\"a\":1, b: {c: d}}", &[("\"a\"", "1"), ("b", "{")]);
        check("a:\nb: ~\nc:\n  d: e\n", &[("a", ""), ("b", "~"), ("c", "")]);
        check("# nothing\n", &[]);
        check("{}", &[]);
    }
}
