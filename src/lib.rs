//! Rungs makes a website of a career ladder and the handbook around it. This library is the whole of it but for
//! the doors: it takes texts and gives bytes. This page is the map.
//!
//! ```text
//! Sources ──parse──▶ Draft ──assemble──▶ Book ──link──▶ Site ──render──▶ Output
//! texts, assets       pages, loose         valid, whole     urls, targets    path → bytes
//! ```
//!
//! # Rooms, by floor
//! A file imports only from lower floors or its own room; `tests/it/rooms.rs` reads every path and holds it.
//!
//! | floor | room | what it is for |
//! |---|---|---|
//! | 0 | [`source`] | texts and assets under paths that cannot leave the root, spans, fingerprints |
//! | 1 | [`diagnostic`] | what is said to authors: codes, places, excerpts, "did you mean" |
//! | 1 | [`memo`] | results by fingerprint |
//! | 2 | [`book`] | the model, plain data |
//! | 3 | [`parse`] | one text → one piece of the model; the only reader of Markdown, YAML and the author's HTML |
//! | 3 | [`schema`] | what an editor must know to complete and validate front matter and YAML |
//! | 4 | [`ladder`] | pure functions over the ladder: comparison, matrix, radar, drawing, snapshots and their differences |
//! | 4 | [`assemble`] | loose pages → one valid book: order, names, inheritance, items, ids |
//! | 5 | [`check`] | advice nobody needs in order to build: the coverage report, one file per rule |
//! | 5 | [`site`] | addresses, links to targets, backlinks, navigation; string keys, not words |
//! | 5 | [`theme`] | templates, assets and words in layers |
//! | 6 | [`render`] | one page's function: views, templates, HTML, highlighting; files for the whole site |
//! | 7 | `build` | the phases in their order: [`compile`], [`Compilation`], [`Memory`] |
//! | 8 | [`edit`] | changes to the author's files as values |
//! | – | `shell` (of the binary) | the only doors to disk, network, clock, git and terminal |
//!
//! # Vocabulary
//! One concept, one word.
//!
//! - *source*: a text or asset as it was read. *Page*: what a Markdown file becomes; its *kind* is decided by its
//!   folder, its *id* is its file stem. *Chapter*: a page of the guide.
//! - *track*: levels in order. *Level*: identity, attributes, targets, expectations. *Skill*: five *steps*.
//!   *Target*: the step a level asks for, *core* or *supporting*. *Expectation*: what a level means for one skill,
//!   with signals. *Role*: a job or assignment. *Transition*: a move between levels. *Parity*: equal standing.
//! - *item*: a box that readers tick; *checklist*: a page of them. *Tail*: the `{#id key=value}` behind an item.
//! - *worksheet*: fields that readers fill in, and the text made of them. *Field*: one of them; its record is
//!   `worksheet/field`. *Questions*: a theme of the question bank.
//! - *body*: Markdown as nodes. *Link*: as written; *target*: what it resolved to. *Url*: an address in the site.
//! - *theme*: layers of templates, assets and strings. *Output*: path → bytes.
//! - *lock*: `ids.lock`, every id ever published, each with its *ordinal*.
//!
//! # Invariants
//! - The library opens no file, socket or clock, runs no program and prints nothing. Sources come in, output goes
//!   out; progress is told through a function the shell passes in.
//! - Nothing below [`render`] writes HTML; only [`parse`] reads the author's. Mathematics becomes `MathML` in `parse` and
//!   is carried as it is. Raw HTML becomes allowlisted nodes, balanced within their Markdown container, or is
//!   dropped with a warning.
//! - No type is half-filled: a later phase makes a new type. What is at fault is left out, and stays known by name
//!   as *broken*, so that references to it make no second error.
//! - Phases never print and never stop at the first fault: they return an [`Outcome`](diagnostic::Outcome).
//! - A remembered value depends on its key and on nothing else; its diagnostics are remembered with it. A build with
//!   memory equals a build without, byte for byte.
//! - Output is a function of the sources and the version: no clock, locale, thread order or hash order in it.

pub mod assemble;
pub mod book;
mod build;
pub mod check;
pub mod diagnostic;
pub mod edit;
pub mod ladder;
pub mod memo;
pub mod parse;
pub mod render;
pub mod schema;
pub mod site;
pub mod source;
pub mod theme;

pub use build::{Audience, Compilation, File, Made, Memory, Options, Output, Step, Summary, compile};
pub use render::Entry;

/// The version of this library, as Cargo knows it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
