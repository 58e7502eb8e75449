//! What stands for a view in memo keys.

use super::{Data, Fields};
use crate::source::Fingerprint;
use tera::value::ValueKind;

impl Fields {
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

#[cfg(test)]
mod tests {
    use super::{Data, Fields};
    use crate::render::data::data;

    #[test]
    fn no_two_views_have_one_fingerprint() {
        let views = [
            Data::Nothing,
            data!(false),
            data!(true),
            data!(0),
            data!(1),
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
            data!({ "a": 1, "b": 2 }),
            data!({ "b": 1, "a": 2 }),
        ];
        let fingerprint = |view: &Data| Fields::from_iter([("view", view.clone())]).fingerprint();
        let mut seen: Vec<_> = views.iter().map(fingerprint).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), views.len());
        assert_eq!(fingerprint(&data!({ "a": 1, "b": 2 })), fingerprint(&data!({ "b": 2, "a": 1 })));
    }
}
