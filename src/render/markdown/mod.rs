//! Markdown out of the model, for machines and for whoever copies a page: the only room that writes it.

mod escape;
mod ladder;
mod level;
mod lists;
mod llms;
mod side_by_side;
mod syntax;
mod twin;
mod writer;

pub(crate) use escape::escape;
pub(super) use llms::llms;
pub(super) use twin::twin;
