//! Nodes into HTML, in one walk over a body and the table of its links.

mod code;
mod footnote;
mod fragment;
mod image;
mod link;
mod table;
mod writer;

pub(super) use fragment::anchor;
pub use fragment::{Fragment, Fragments};
