//! The workspace: pages on which readers work with what they wrote. They hold no reader's word; scripts fill them.

use crate::book::{Book, Weight};

/// A page of the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkspacePage {
    /// What to continue, and all counts of practice.
    Progress,
    /// Done items that are due again.
    Review,
    /// A reader's own step in each skill.
    Assess,
    /// The way from one level to another.
    Plan,
    /// Dated notes, tagged with skills and expectations.
    Evidence,
    /// An agenda for a 1:1.
    OneOnOne,
    /// Evidence by expectation, to hand over.
    Packet,
    /// Two assessments side by side.
    CompareAssessments,
}

impl WorkspacePage {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] =
        [Self::Progress, Self::Review, Self::Assess, Self::Plan, Self::Evidence, Self::OneOnOne, Self::Packet, Self::CompareAssessments];

    /// Its name in addresses, classes, scripts and keys of the strings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Review => "review",
            Self::Assess => "assess",
            Self::Plan => "plan",
            Self::Evidence => "evidence",
            Self::OneOnOne => "one-on-one",
            Self::Packet => "packet",
            Self::CompareAssessments => "compare-assessments",
        }
    }

    /// The key of its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Progress => "nav_progress",
            Self::Review => "nav_review",
            Self::Assess => "nav_assess",
            Self::Plan => "nav_plan",
            Self::Evidence => "nav_evidence",
            Self::OneOnOne => "nav_one-on-one",
            Self::Packet => "nav_packet",
            Self::CompareAssessments => "nav_compare-assessments",
        }
    }

    /// The key of the line that says what it is for.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::Progress => "progress_summary",
            Self::Review => "review_summary",
            Self::Assess => "assess_summary",
            Self::Plan => "plan_summary",
            Self::Evidence => "evidence_summary",
            Self::OneOnOne => "one-on-one_summary",
            Self::Packet => "packet_summary",
            Self::CompareAssessments => "compare-assessments_summary",
        }
    }

    /// Whether it has something to work on in this book.
    #[must_use]
    pub fn suits(self, book: &Book) -> bool {
        let ladder = &book.ladder;
        let skills = !ladder.skills.is_empty();
        match self {
            Self::Progress => !book.items.is_empty() || skills || !ladder.levels.is_empty() || !book.worksheets.is_empty(),
            Self::Review => book.items.values().any(|item| item.review.is_some()),
            Self::Assess | Self::CompareAssessments => skills,
            Self::Plan => ladder.levels.iter().any(|level| level.targets.values().any(|target| target.weight == Weight::Core)),
            Self::Evidence | Self::OneOnOne => skills || !ladder.levels.is_empty(),
            Self::Packet => ladder.levels.iter().any(|level| !level.expectations.is_empty()),
        }
    }
}
