//! Which values of the program become values of views.

use super::{Data, Fields};
use std::sync::Arc;
use tera::Value;

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
    usize => |number| Value::from(number);
    i32 => |number| Value::from(number);
    &str => |words| Value::normal_string(words);
    String => |words| Value::normal_string(&words);
    &String => |words| Value::normal_string(words);
    &Arc<str> => |words| Value::normal_string(words);
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
