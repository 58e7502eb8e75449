//! What views are made of: JSON in which HTML is marked as such, so that one value is memo key and context.

use crate::source::Fingerprint;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tera::Value;

/// The one key of an object that stands for HTML.
const HTML: &str = "$html";

/// HTML that templates write as it is; `null` when it is empty, so that `{% if %}` reads well.
pub(super) fn html(html: &str) -> Json {
    if html.trim().is_empty() { Json::Null } else { json!({ HTML: html.trim_end() }) }
}

/// Stands for a view in memo keys. The words are taken as they are: to write them as JSON would cost more than to make
/// the view.
pub(super) fn fingerprint(view: &Json) -> Fingerprint {
    let mut bytes = Vec::with_capacity(64 * 1024);
    collect(view, &mut bytes);
    Fingerprint::of(&bytes)
}

/// Adds what a value is, how much of it there is, and the whole of it, so that no two values give the same bytes.
fn collect(view: &Json, bytes: &mut Vec<u8>) {
    let mut say = |kind: u8, length: usize, content: &[u8]| {
        bytes.push(kind);
        bytes.extend_from_slice(&(length as u64).to_le_bytes());
        bytes.extend_from_slice(content);
    };
    match view {
        Json::Null => say(b'n', 0, &[]),
        Json::Bool(truth) => say(b'b', usize::from(*truth), &[]),
        Json::Number(number) => {
            let number = number.to_string();
            say(b'd', number.len(), number.as_bytes());
        }
        Json::String(words) => say(b's', words.len(), words.as_bytes()),
        Json::Array(list) => {
            say(b'a', list.len(), &[]);
            for value in list {
                collect(value, bytes);
            }
        }
        Json::Object(fields) => {
            say(b'o', fields.len(), &[]);
            for (key, value) in fields {
                bytes.push(b'k');
                bytes.extend_from_slice(&(key.len() as u64).to_le_bytes());
                bytes.extend_from_slice(key.as_bytes());
                collect(value, bytes);
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::fingerprint;
    use serde_json::{Value as Json, json};

    #[test]
    fn no_two_views_have_one_fingerprint() {
        let views = [
            json!(null),
            json!(false),
            json!(true),
            json!(0),
            json!(1),
            json!("1"),
            json!(""),
            json!([]),
            json!({}),
            json!(["a", "b"]),
            json!(["ab"]),
            json!([["a"], "b"]),
            json!([["a", "b"]]),
            json!({ "a": "b" }),
            json!({ "ab": "" }),
            json!({ "a": 1, "b": 2 }),
            json!({ "b": 2, "a": 1 }),
        ];
        let mut seen: Vec<_> = views.iter().map(fingerprint).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), views.len());
        assert_eq!(fingerprint(&views[9]), fingerprint(&Json::Array(vec!["a".into(), "b".into()])));
    }
}
