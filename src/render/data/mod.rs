//! What views are made of: one kind of value that is memo key and context, in which HTML is marked as such.

mod fingerprint;
mod from;

use std::{
    collections::BTreeMap,
    ops::{Index, IndexMut},
};
use tera::{Value, value::Key};

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

/// What a name stands for that is not there.
static NOTHING: Data = Data::Nothing;

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
        if let Self::Fields(fields) = self { &fields[name] } else { &NOTHING }
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
        self.0.get(&Key::Str(name)).unwrap_or(&NOTHING)
    }
}

impl IndexMut<&'static str> for Fields {
    fn index_mut(&mut self, name: &'static str) -> &mut Data {
        self.0.entry(Key::Str(name)).or_default()
    }
}
