//! One page's function: views, templates, HTML, highlighting; and the files that stand for the whole site.
//! Nothing below this room writes HTML.

mod block_views;
mod changelog;
mod changes;
mod comparison_views;
mod coverage;
mod data;
mod drawing_views;
mod engine;
mod escape;
mod expectation_views;
mod files;
mod highlight;
mod html;
mod ladder_views;
mod level_views;
mod markdown;
mod matrix_views;
mod offline;
mod page_views;
mod print;
mod progress;
mod renderer;
mod role_views;
mod scene;
mod search;
mod sidebar;
mod skill_views;
mod styles;
mod track_views;
mod transition_views;
mod worksheet;
mod workspace_views;

pub use changes::{changes_json, changes_markdown};
pub use engine::{Engine, ReadyTheme};
pub use escape::{attribute, text};
pub use highlight::Highlighted;
pub use html::{Fragment, Fragments};
pub(crate) use markdown::escape as markdown_text;
pub use offline::Weight;
pub use print::article;
pub use renderer::{Articles, Entry, RenderMemory, Renderer};
