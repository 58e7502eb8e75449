//! What the values of front matter look like to an editor: the JSON Schema of each sort of value that the reader's
//! own types do not say by themselves.

use super::{ChecklistKind, Entries, Located, Owner, RoleKind, SourceKind, SourceMatter, TransitionKind};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<V: JsonSchema> JsonSchema for Entries<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Entries_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<V>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

/// `was: a`, `was: [a, b]`.
pub(super) fn one_or_many(_: &mut SchemaGenerator) -> Schema {
    // A single name that looks like a number must be quoted: the reader sees no text.
    json_schema!({ "anyOf": [{ "type": ["string"] }, { "type": "array", "items": { "type": "string" } }] })
}

/// A day, `2026-11-20`. Of leap years only the reader knows.
const DAY: &str = "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))";

/// `2026-11-20`, or `git`.
pub(super) fn updated(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": format!("^({DAY}|git)$") })
}

/// `2026-11-20`.
pub(super) fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": format!("^{DAY}$") })
}

/// `2026-11-20`, or none.
pub(super) fn some_day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": format!("^{DAY}$") })
}

/// A year in which something may have come out.
pub(super) fn year(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["integer", "null"], "minimum": SourceMatter::YEARS.start(), "maximum": SourceMatter::YEARS.end() })
}

/// `90d`.
pub(super) fn review(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^0*[1-9][0-9]*d$" })
}

/// One of the five steps, or none.
pub(super) fn step(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["integer", "null"], "minimum": 1, "maximum": 5 })
}

/// Skills with the step asked for.
pub(super) fn steps(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "additionalProperties": { "type": "integer", "minimum": 1, "maximum": 5 } })
}

/// A hue.
pub(super) fn hue(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["integer", "null"], "minimum": 0, "maximum": 359 })
}

/// A handbook's name in readers' storage.
pub(super) fn site_id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "integer", "null"], "pattern": "^[a-z0-9-]{1,64}$" })
}

/// A language tag.
pub(super) fn language(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^([A-Za-z0-9]{2,8}(-[A-Za-z0-9]{1,8})*|[A-Za-z0-9](-[A-Za-z0-9]{1,8})+)$" })
}

/// An address with its scheme.
pub(super) fn web_address(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^https?://[^/]" })
}

/// An address to which others are added.
pub(super) fn site_address(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^https?://[^/:@?#\\s\"<>\\\\][^?#\\s\"<>\\\\]*$" })
}

/// An address that says where the path of a page stands.
pub(super) fn page_address(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^https?://[^/].*\\{path\\}" })
}

/// A bare domain.
pub(super) fn domain(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^[A-Za-z0-9.-]*\\.[A-Za-z0-9.-]*$" })
}

/// A text that must be there.
pub(super) fn needed(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string" })
}

/// At least one text.
pub(super) fn some_texts(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string" }, "minItems": 1 })
}

/// `published` or `draft`.
pub(super) fn status(_: &mut SchemaGenerator) -> Schema {
    words(&["published", "draft"])
}

/// What raw HTML becomes.
pub(super) fn raw_html(_: &mut SchemaGenerator) -> Schema {
    words(&["sanitize", "escape", "trust"])
}

/// What a checklist is for.
pub(super) fn checklist_kind(_: &mut SchemaGenerator) -> Schema {
    words(&ChecklistKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

/// Who ticks.
pub(super) fn owner(_: &mut SchemaGenerator) -> Schema {
    words(&Owner::ALL.iter().map(|owner| owner.word()).collect::<Vec<_>>())
}

/// What a role is.
pub(super) fn role_kind(_: &mut SchemaGenerator) -> Schema {
    needed_words(&RoleKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

/// What a work is.
pub(super) fn source_kind(_: &mut SchemaGenerator) -> Schema {
    words(&SourceKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

/// What a move is.
pub(super) fn transition_kind(_: &mut SchemaGenerator) -> Schema {
    needed_words(&TransitionKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>())
}

fn needed_words(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": words })
}

fn words(words: &[&str]) -> Schema {
    json_schema!({ "type": ["string", "null"], "enum": words.iter().copied().map(Some).chain([None]).collect::<Vec<_>>() })
}
