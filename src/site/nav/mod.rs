//! Navigation: the header's sections, the sidebar's window around a page, and who comes before and after.

mod navigation;
mod planner;
mod sidebar;

pub(super) use navigation::Navigation;
pub use navigation::{Label, NavEntry, NavSection};
pub(super) use planner::plan;
pub use sidebar::{Sidebar, Window};
