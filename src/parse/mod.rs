//! One text → one piece of the model. The only reader of Markdown, YAML and the author's HTML.

mod block;
mod draft;
mod edition;
mod fenced;
mod front_matter;
mod grid;
mod include;
mod located;
mod lock;
mod manifest;
mod maps;
mod markdown;
mod mathjax;
mod mdbook;
mod page;
mod places;
mod sections;
mod summary;
mod worksheet;
mod yaml;

pub use draft::{ParseMemory, draft, id_of, manifest_of};
pub(crate) use draft::{read_manifest, read_summary, refusals, summary_title};
pub(crate) use edition::edition_file;
pub use edition::is_edition_name;
pub use front_matter::is_date;
pub use grid::{Grid, GridCell, Markup, csv_grid, markdown_grids};
pub(crate) use lock::read_merged as merged_lock;
pub(crate) use manifest::with_slash;
pub use manifest::{WEB_ADDRESS, is_site_address};
pub use maps::{theme, words};
pub(crate) use markdown::review;
pub use markdown::{Boxes, MarkdownOptions, slug};
pub use mathjax::mathjax_to_dollars;
pub use mdbook::{mdbook_output, mdbook_source};
pub(crate) use places::{YamlNode, yaml_node};
pub use sections::keyword_length;

use crate::book::Body;
use crate::diagnostic::Outcome;
use crate::source::{Origin, SourcePath};
use std::sync::Arc;

/// Parses a Markdown text that stands for itself.
#[must_use]
pub fn markdown(text: &str, source: &SourcePath, options: MarkdownOptions) -> Outcome<Body> {
    let text: Arc<str> = text.into();
    markdown::body(&text, 0, &Origin::plain(source), options)
}
