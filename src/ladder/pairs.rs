//! Which pairs of levels have a comparison page: all of them in a ladder of usual size, the useful ones in a large one.

use crate::book::{Id, Ladder, Level, TransitionKind};

/// Up to this many pairs (25 levels) every pair has a page.
pub const MOST_PAIRS: usize = 300;

/// How two levels stand to each other, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One follows the other on a track.
    Neighbours,
    /// They are equals.
    Parity,
    /// A transition leads from one to the other.
    Transition,
    /// On one track or on two, further apart.
    Other,
}

/// Two levels that can be compared. It is one pair whichever is named first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    /// Where its page starts: the lower level of a track, else where a transition starts.
    pub from: Id,
    /// Where its page leads.
    pub to: Id,
    /// How they stand to each other.
    pub relation: Relation,
}

impl Pair {
    /// The two ids in the order of the alphabet: what an address is made of, so that it outlives a new order of tracks.
    #[must_use]
    pub fn key(&self) -> (&Id, &Id) {
        if self.from <= self.to { (&self.from, &self.to) } else { (&self.to, &self.from) }
    }

    /// The level that is not this one.
    #[must_use]
    pub fn other(&self, level: &str) -> Option<&Id> {
        match (*self.from == *level, *self.to == *level) {
            (true, false) => Some(&self.to),
            (false, true) => Some(&self.from),
            _ => None,
        }
    }
}

/// The pairs of the levels that take part, in the order of the ladder.
#[must_use]
pub fn pairs(ladder: &Ladder, takes_part: &dyn Fn(&Level) -> bool) -> Vec<Pair> {
    let levels: Vec<&Level> = ladder.levels.iter().filter(|level| takes_part(level)).collect();
    let all = levels.len() * levels.len().saturating_sub(1) / 2 <= MOST_PAIRS;
    let mut pairs = Vec::new();
    for (at, lower) in levels.iter().enumerate() {
        for higher in &levels[at + 1..] {
            let relation = relation(ladder, lower, higher);
            if all || relation != Relation::Other {
                let turned = lower.track != higher.track && leads(ladder, higher, lower) && !leads(ladder, lower, higher);
                let (from, to) = if turned { (higher, lower) } else { (lower, higher) };
                pairs.push(Pair { from: from.id.clone(), to: to.id.clone(), relation });
            }
        }
    }
    pairs
}

fn relation(ladder: &Ladder, a: &Level, b: &Level) -> Relation {
    let beside = ladder.tracks.iter().any(|track| {
        let place = |level: &Level| track.levels.iter().position(|id| *id == level.id);
        place(a).zip(place(b)).is_some_and(|(a, b)| a.abs_diff(b) == 1)
    });
    let moves = |transition: &crate::book::Transition| {
        (transition.from == a.id && transition.to == b.id) || (transition.from == b.id && transition.to == a.id)
    };
    if beside {
        Relation::Neighbours
    } else if a.parity.contains(&b.id) {
        Relation::Parity
    } else if ladder.transitions.iter().any(moves) {
        Relation::Transition
    } else {
        Relation::Other
    }
}

/// Whether a transition that is no way back leads from one level to another.
fn leads(ladder: &Ladder, from: &Level, to: &Level) -> bool {
    let forward = |kind: TransitionKind| kind != TransitionKind::Return;
    ladder.transitions.iter().any(|transition| transition.from == from.id && transition.to == to.id && forward(transition.kind))
}
