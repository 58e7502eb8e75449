//! Which fields readers see as they stand.

use crate::book::{Entries, Located};

/// Fields of which some are shown as they stand: texts that are neither Markdown nor a name for anything.
pub trait Texts {
    /// Changes each of these texts.
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String));
}

impl Texts for String {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(self);
    }
}

impl<T: Texts> Texts for Located<T> {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.value.each_text(change);
    }
}

impl<T: Texts> Texts for Option<T> {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        if let Some(field) = self {
            field.each_text(change);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for field in self {
            field.each_text(change);
        }
    }
}

impl<V: Texts> Texts for Entries<V> {
    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for (_, value) in &mut self.0 {
            value.each_text(change);
        }
    }
}

/// Names the fields of a type that are shown as they stand.
macro_rules! shown {
    ($name:ident: $($field:ident),*) => {
        impl $crate::book::Texts for $name {
            fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
                $(self.$field.each_text(change);)*
            }
        }
    };
}

pub(in crate::book) use shown;
