//! What views are made of: one kind of value that is memo key and context, in which HTML is marked as such.

use crate::source::Fingerprint;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    ops::{Index, IndexMut},
    sync::Arc,
};
use tera::{
    Value,
    value::{Key, ValueKind},
};

/// A value of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Data {
    /// What is not there. In templates it is false.
    #[default]
    Nothing,
    /// A truth, a number, a text or HTML.
    Leaf(Value),
    /// Several values.
    List(Vec<Data>),
    /// Values by name.
    Fields(Fields),
}

/// Values by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields(BTreeMap<Key<'static>, Data>);

/// Makes a value: `data!({ "title": title, "links": links })`, `data!([first, second])`, `data!(anything)`.
macro_rules! data {
    ({ $($name:literal: $value:expr),* $(,)? }) => {
        $crate::render::data::Data::Fields([$(($name, $crate::render::data::Data::from($value))),*].into_iter().collect())
    };
    ([$($value:expr),* $(,)?]) => {
        $crate::render::data::Data::List(vec![$($crate::render::data::Data::from($value)),*])
    };
    ($value:expr) => {
        $crate::render::data::Data::from($value)
    };
}
pub(super) use data;

impl Data {
    /// HTML that templates write as it is; nothing when it is empty, so that `{% if %}` reads well.
    pub fn html(html: &str) -> Self {
        if html.trim().is_empty() { Self::Nothing } else { Self::Leaf(Value::safe_string(html.trim_end())) }
    }

    /// The words of a text or of HTML.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Leaf(value) = self { value.as_str() } else { None }
    }

    /// The values of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        if let Self::List(list) = self { list } else { &[] }
    }

    /// The same, to be changed.
    pub fn items_mut(&mut self) -> &mut [Self] {
        if let Self::List(list) = self { list } else { &mut [] }
    }
}

impl Fields {
    /// Gives a name its value, in place of the one that it has.
    pub fn insert(&mut self, name: impl Into<Key<'static>>, value: impl Into<Data>) {
        self.0.insert(name.into(), value.into());
    }

    /// Stands for a view in memo keys. The words are taken as they are: to write them in any notation would cost more
    /// than to make the view.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut bytes = Vec::with_capacity(64 * 1024);
        self.collect(&mut bytes);
        Fingerprint::of(&bytes)
    }

    fn collect(&self, bytes: &mut Vec<u8>) {
        say(bytes, b'o', self.0.len(), &[]);
        for (name, value) in &self.0 {
            let name = name.as_str().unwrap_or_default();
            say(bytes, b'k', name.len(), name.as_bytes());
            value.collect(bytes);
        }
    }
}

impl Data {
    /// Adds what a value is, how much of it there is, and the whole of it, so that no two values give the same bytes.
    fn collect(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Nothing => say(bytes, b'n', 0, &[]),
            Self::Leaf(value) => match (value.as_str(), value.kind()) {
                (Some(words), _) => say(bytes, if value.is_safe() { b'h' } else { b's' }, words.len(), words.as_bytes()),
                (None, ValueKind::Bool) => say(bytes, b'b', usize::from(value.is_truthy()), &[]),
                (None, _) => {
                    let number = value.to_string();
                    say(bytes, b'd', number.len(), number.as_bytes());
                }
            },
            Self::List(list) => {
                say(bytes, b'a', list.len(), &[]);
                for value in list {
                    value.collect(bytes);
                }
            }
            Self::Fields(fields) => fields.collect(bytes),
        }
    }
}

/// One piece of a fingerprint.
fn say(bytes: &mut Vec<u8>, kind: u8, length: usize, content: &[u8]) {
    bytes.push(kind);
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
    bytes.extend_from_slice(content);
}

/// A view as the template engine takes it.
impl From<Data> for Value {
    fn from(data: Data) -> Self {
        match data {
            Data::Nothing => Self::none(),
            Data::Leaf(value) => value,
            Data::List(list) => Self::from(list),
            Data::Fields(fields) => Self::from(fields.0),
        }
    }
}

/// The names with their values.
impl IntoIterator for Fields {
    type Item = (Key<'static>, Data);
    type IntoIter = std::collections::btree_map::IntoIter<Key<'static>, Data>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<N: Into<Key<'static>>> FromIterator<(N, Data)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, Data)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

/// What a name stands for; nothing when there is no such name.
impl Index<&'static str> for Data {
    type Output = Self;

    fn index(&self, name: &'static str) -> &Self {
        static NOTHING: Data = Data::Nothing;
        if let Self::Fields(fields) = self { fields.0.get(&Key::Str(name)).unwrap_or(&NOTHING) } else { &NOTHING }
    }
}

/// What a name stands for, to be changed. What has no names yet gets them.
impl IndexMut<&'static str> for Data {
    fn index_mut(&mut self, name: &'static str) -> &mut Self {
        if !matches!(self, Self::Fields(_)) {
            *self = Self::Fields(Fields::default());
        }
        match self {
            Self::Fields(fields) => &mut fields[name],
            other => other,
        }
    }
}

impl Index<&'static str> for Fields {
    type Output = Data;

    fn index(&self, name: &'static str) -> &Data {
        static NOTHING: Data = Data::Nothing;
        self.0.get(&Key::Str(name)).unwrap_or(&NOTHING)
    }
}

impl IndexMut<&'static str> for Fields {
    fn index_mut(&mut self, name: &'static str) -> &mut Data {
        self.0.entry(Key::Str(name)).or_default()
    }
}

/// Leaves of every kind that views are made of.
macro_rules! leaves {
    ($($kind:ty => |$value:ident| $leaf:expr;)*) => {
        $(impl From<$kind> for Data {
            fn from($value: $kind) -> Self {
                Self::Leaf($leaf)
            }
        })*
    };
}

leaves! {
    bool => |truth| Value::from(truth);
    u8 => |number| Value::from(number);
    u32 => |number| Value::from(number);
    u64 => |number| Value::from(number);
    usize => |number| Value::from(number);
    i32 => |number| Value::from(number);
    i64 => |number| Value::from(number);
    &str => |words| Value::normal_string(words);
    String => |words| Value::normal_string(&words);
    &String => |words| Value::normal_string(words);
    &Arc<str> => |words| Value::normal_string(words);
    Cow<'_, str> => |words| Value::normal_string(&words);
}

impl From<Fields> for Data {
    fn from(fields: Fields) -> Self {
        Self::Fields(fields)
    }
}

impl From<&Self> for Data {
    fn from(data: &Self) -> Self {
        data.clone()
    }
}

impl<T: Into<Self>> From<Option<T>> for Data {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Data {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}

impl From<&[String]> for Data {
    fn from(list: &[String]) -> Self {
        Self::List(list.iter().map(Self::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, Fields};

    #[test]
    fn no_two_views_have_one_fingerprint() {
        let views = [
            Data::Nothing,
            data!(false),
            data!(true),
            data!(0_i64),
            data!(1_i64),
            data!("1"),
            data!(""),
            Data::html("1"),
            data!([]),
            Data::from(Fields::default()),
            data!(["a", "b"]),
            data!(["ab"]),
            data!([data!(["a"]), "b"]),
            data!([data!(["a", "b"])]),
            data!({ "a": "b" }),
            data!({ "ab": "" }),
            data!({ "a": 1_i64, "b": 2_i64 }),
            data!({ "b": 1_i64, "a": 2_i64 }),
        ];
        let fingerprint = |view: &Data| Fields::from_iter([("view", view.clone())]).fingerprint();
        let mut seen: Vec<_> = views.iter().map(fingerprint).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), views.len());
        assert_eq!(fingerprint(&data!({ "a": 1_i64, "b": 2_i64 })), fingerprint(&data!({ "b": 2_i64, "a": 1_i64 })));
    }
}
