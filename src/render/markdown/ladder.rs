//! The twin of the ladder's overview, and what the twins of tracks, skills, roles and transitions add to their text.

use super::twin::Twin;
use crate::book::{Id, PageKind, Role, Skill, Track, Transition};
use crate::theme::fill;

impl Twin<'_> {
    /// The overview.
    pub(super) fn ladder(&mut self) {
        self.heading(1, &self.scene.words("nav_ladder"));
        let ladder = &self.site().book.ladder;
        for track in &ladder.tracks {
            self.heading(2, &self.site().book.page(track.page).title);
            let levels = track.levels.iter().filter_map(|id| ladder.level(id)).map(|level| level.page);
            let lines = self.entries(std::iter::once(track.page).chain(levels));
            self.lines(&lines);
        }
        let transitions = self.entries(ladder.transitions.iter().map(|transition| transition.page));
        self.list("ladder_transitions", &transitions);
        let roles = self.entries(ladder.roles.iter().map(|role| role.page));
        self.list("ladder_roles", &roles);
    }

    /// The levels of a track.
    pub(super) fn track(&mut self, track: &Track) {
        let levels = track.levels.iter().filter_map(|id| self.site().book.ladder.level(id)).map(|level| level.page);
        let levels = self.entries(levels);
        self.list("levels", &levels);
    }

    /// The levels that ask for a skill.
    pub(super) fn skill(&mut self, skill: &Skill) {
        let mut lines = Vec::new();
        for level in &self.site().book.ladder.levels {
            if let (Some(target), Some(link)) = (level.targets.get(&skill.id), self.link(level.page)) {
                lines.push(format!("{link}: {}", self.target(target)));
            }
        }
        self.list("expected_at", &lines);
    }

    /// The levels that a role is usual for, and the skills it needs.
    pub(super) fn role(&mut self, role: &Role) {
        let mut lines = vec![format!("{}: {}", self.scene.words("usual_levels"), self.links(PageKind::Level, &role.usual_levels))];
        lines.retain(|line| line.contains("]("));
        lines.extend(role.skills.iter().filter_map(|(skill, step)| {
            let step = fill(&self.scene.words("step_n"), [("n", step.to_string())]);
            Some(format!("{}: {step}", self.link_to(PageKind::Skill, skill)?))
        }));
        self.list("role_skills", &lines);
    }

    /// Where a transition starts and ends, how it is practised, and the way back.
    pub(super) fn transition(&mut self, transition: &Transition) {
        let ends = [("transition_from", PageKind::Level, Some(&transition.from)), ("transition_to", PageKind::Level, Some(&transition.to))];
        let more = [
            ("practice", PageKind::Checklist, transition.checklist.as_ref()),
            ("way_back", PageKind::Transition, transition.return_path.as_ref()),
        ];
        let line =
            |(key, kind, id): (&str, PageKind, Option<&Id>)| Some(format!("{}: {}", self.scene.words(key), self.link_to(kind, id?)?));
        let lines: Vec<String> = ends.into_iter().chain(more).filter_map(line).collect();
        self.list("attributes", &lines);
    }
}
