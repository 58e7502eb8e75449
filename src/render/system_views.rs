//! The views of system pages, which every site has whatever its book says: the reader's data, search, offline, 404.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};

impl Scene<'_> {
    /// The reader's own data: what scripts make of it, in this browser.
    pub fn backup(&self) -> View {
        let mut context = self.list_frame("backup", "nav_backup");
        context["page"]["noindex"] = data!(true);
        View { template: "backup.html", context }
    }

    /// The page to search from.
    pub fn search(&self) -> View {
        let mut context = self.list_frame("search", "search");
        context["page"]["noindex"] = data!(true);
        View { template: "search.html", context }
    }

    /// What is seen offline instead of a page that is not kept.
    pub fn offline(&self) -> View {
        let mut context = self.list_frame("offline", "offline");
        context["page"]["noindex"] = data!(true);
        context["page"]["canonical"] = Data::Nothing;
        View { template: "offline.html", context }
    }

    /// The page for addresses that do not exist. It may be shown at any depth, so its root is absolute.
    pub fn not_found(&self) -> View {
        let title = self.words("lost_title");
        let mut context = self.frame("not_found", &title, None);
        context["page"]["noindex"] = data!(true);
        context["page"]["canonical"] = Data::Nothing;
        View { template: "not_found.html", context }
    }
}
