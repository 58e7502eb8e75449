//! The views of the ladder as a whole: its overview, and its rows at a glance.

use super::{page_views::View, scene::Scene};
use serde_json::{Value as Json, json};

impl Scene<'_> {
    /// The overview of the ladder.
    pub fn ladder_page(&self) -> View {
        let mut context = self.list_frame("ladder", "nav_ladder");
        context.insert("ladder".into(), self.ladder());
        View { template: "ladder.html", context }
    }

    /// Tracks side by side, rows aligned by parity.
    fn ladder(&self) -> Json {
        let book = &self.site.book;
        let tracks: Vec<Json> = book.ladder.tracks.iter().filter_map(|track| self.track_card(track)).collect();
        let rows: Vec<Json> = crate::ladder::rows(&book.ladder.tracks, &book.ladder.levels)
            .into_iter()
            .map(|row| json!(row.into_iter().map(|level| level.map(|level| self.level_card(level))).collect::<Vec<_>>()))
            .collect();
        let transitions: Vec<Json> = book.ladder.transitions.iter().filter_map(|transition| self.transition_card(transition)).collect();
        let roles: Vec<Json> = book.ladder.roles.iter().filter_map(|role| self.role_card(role)).collect();
        json!({ "tracks": tracks, "rows": rows, "transitions": transitions, "roles": roles, "drawing": self.ladder_drawing() })
    }

    /// The ladder's rows, highest first, as no more than titles and addresses.
    pub fn glance(&self) -> Vec<Json> {
        let ladder = &self.site.book.ladder;
        let mut rows = crate::ladder::rows(&ladder.tracks, &ladder.levels);
        rows.reverse();
        rows.into_iter().map(|row| row.into_iter().map(|level| self.reference(level?.page)).collect()).collect()
    }
}
