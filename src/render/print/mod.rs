//! The whole book, or a track, as one page to print: every page's article in the order of reading.

mod article;
mod contents;
mod tag;
mod view;

pub(super) use article::Move;
pub use article::article;
pub(super) use contents::{track, whole};
