//! What views are made of: JSON in which HTML is marked as such, so that one value is memo key and context.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tera::Value;

/// The one key of an object that stands for HTML.
const HTML: &str = "$html";

/// HTML that templates write as it is; `null` when it is empty, so that `{% if %}` reads well.
pub(super) fn html(html: &str) -> Json {
    if html.trim().is_empty() { Json::Null } else { json!({ HTML: html.trim_end() }) }
}

/// A view as the template engine takes it.
pub(super) fn to_value(view: &Json) -> Value {
    match view {
        Json::Null => Value::none(),
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(part)) => Value::from(part),
            (None, None) => Value::none(),
        },
        Json::String(words) => Value::normal_string(words),
        Json::Array(list) => Value::from(list.iter().map(to_value).collect::<Vec<_>>()),
        Json::Object(fields) => match fields.get(HTML).and_then(Json::as_str).filter(|_| fields.len() == 1) {
            Some(html) => Value::safe_string(html),
            None => Value::from(fields.iter().map(|(key, value)| (key.clone(), to_value(value))).collect::<BTreeMap<_, _>>()),
        },
    }
}
