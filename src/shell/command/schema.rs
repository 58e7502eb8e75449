//! `schema`: what an editor needs in order to complete and validate front matter and YAML.

use crate::shell::{Ending, Fault, terminal};
use rungs::{diagnostic::did_you_mean, schema::SchemaKind};

/// Prints the JSON Schema of a kind; without one, the kinds.
pub fn schema(kind: Option<&str>) -> Result<Ending, Fault> {
    let Some(word) = kind else {
        terminal::print(&SchemaKind::ALL.iter().map(|kind| format!("{}\n", kind.word)).collect::<String>());
        return Ok(Ending::Done);
    };
    if let Some(kind) = SchemaKind::named(word) {
        terminal::print(&kind.file());
        return Ok(Ending::Done);
    }
    let words: Vec<&str> = SchemaKind::ALL.iter().map(|kind| kind.word).collect();
    let fault = Fault::new(format!("there is no schema `{word}`"));
    let fault = match did_you_mean(word, words.iter().copied()) {
        Some(help) => fault.help(help),
        None => fault,
    };
    Err(fault.help(format!("the schemas are: {}", words.join(", "))))
}
