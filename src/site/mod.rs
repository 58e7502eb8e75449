//! A book becomes a site: addresses, what every link points to, what links back, what navigation shows.
//! It holds string keys, never words of the interface, and writes no HTML.

mod address;
mod address_table;
mod links;
mod nav;
mod plan;
mod reading;
mod redirect;
mod terms;
mod url;
mod workspace;

pub use address::{Address, area_url};
pub use links::{Target, TargetKind};
pub use nav::{Label, NavEntry, NavSection, Sidebar, Window};
pub use plan::{Options, Site, link};
pub use reading::{ReadingGroup, list_key};
pub(crate) use redirect::destination;
pub use terms::TermUse;
pub use url::Url;
pub use workspace::WorkspacePage;
