//! Every link of a text gets its target, or it is said what the link could have meant.

mod linker;
mod reference;
mod relative;
mod table;
mod target;
mod unresolved;

pub(super) use linker::Linker;
pub(super) use table::LinkTable;
pub use target::{Target, TargetKind};
