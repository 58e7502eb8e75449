//! Rungs makes a website of a career ladder and the handbook around it.
#![allow(missing_docs)]

pub mod assemble;
pub mod book;
pub mod diagnostic;
pub mod edit;
pub mod memo;
pub mod parse;
pub mod render;
pub mod site;
pub mod source;
pub mod theme;

mod build;

pub use build::{Audience, Compilation, Memory, Options, Output, Step, Summary, compile};
pub use render::Entry;

/// The version of this library, as Cargo knows it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
