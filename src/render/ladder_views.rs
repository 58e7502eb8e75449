//! The views of the ladder as a whole: its overview, and its rows at a glance.

use super::data::{Data, data};
use super::{page_views::View, scene::Scene};

impl Scene<'_> {
    /// The overview of the ladder.
    pub fn ladder_page(&self) -> View {
        let mut context = self.list_frame("ladder", "nav_ladder");
        context.insert("ladder", self.ladder());
        View { template: "ladder.html", context }
    }

    /// Tracks side by side, rows aligned by parity.
    fn ladder(&self) -> Data {
        let book = &self.site.book;
        let tracks: Vec<Data> = book.ladder.tracks.iter().filter_map(|track| self.track_card(track)).collect();
        let rows: Vec<Data> = crate::ladder::rows(&book.ladder.tracks, &book.ladder.levels)
            .into_iter()
            .map(|row| data!(row.into_iter().map(|level| level.map(|level| self.level_card(level))).collect::<Vec<_>>()))
            .collect();
        let transitions: Vec<Data> = book.ladder.transitions.iter().filter_map(|transition| self.transition_card(transition)).collect();
        let roles: Vec<Data> = book.ladder.roles.iter().filter_map(|role| self.role_card(role)).collect();
        data!({ "tracks": tracks, "rows": rows, "transitions": transitions, "roles": roles, "drawing": self.ladder_drawing() })
    }

    /// The ladder's rows, highest first, as no more than titles and addresses.
    pub fn glance(&self) -> Vec<Data> {
        let ladder = &self.site.book.ladder;
        let mut rows = crate::ladder::rows(&ladder.tracks, &ladder.levels);
        rows.reverse();
        rows.into_iter().map(|row| row.into_iter().map(|level| self.reference(level?.page)).collect::<Vec<_>>().into()).collect()
    }
}
