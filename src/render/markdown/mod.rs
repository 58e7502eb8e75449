//! Markdown out of the model, for machines and for whoever copies a page: the only room that writes it.

mod llms;
mod side_by_side;
mod twin;
mod writer;

pub(super) use llms::llms;
pub(super) use twin::twin;
pub(crate) use writer::escape;
