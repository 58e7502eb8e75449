//! How high levels stand beside each other: above the level below on their track, and level with those on a par.

use crate::book::{Id, Level, Track};

/// A level, the number of its track, and its height from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The level.
    pub level: &'a Level,
    /// Its track, by number.
    pub track: usize,
    /// How high it stands.
    pub height: usize,
}

/// All levels of tracks, track by track, as low as their parities allow.
#[must_use]
pub fn standings<'a>(tracks: &[Track], levels: &'a [Level]) -> Vec<Standing<'a>> {
    let ladder = Groups::of(tracks, levels);
    let heights = ladder.heights(&ladder.group).unwrap_or_default();
    let standing =
        |(at, (track, level)): (usize, &(usize, &'a Level))| Standing { level, track: *track, height: heights[ladder.group[at]] };
    ladder.levels.iter().enumerate().map(standing).collect()
}

/// Levels in rows, lowest first, one column a track. A row holds one level, or those on a par with each other, as far as
/// the order of each track allows; so parity holds across any number of tracks.
#[must_use]
pub fn rows<'a>(tracks: &[Track], levels: &'a [Level]) -> Vec<Vec<Option<&'a Level>>> {
    let ladder = Groups::of(tracks, levels);
    let heights = ladder.heights(&ladder.group).unwrap_or_default();
    let mut groups: Vec<usize> = (0..ladder.levels.len()).filter(|at| ladder.group[*at] == *at).collect();
    groups.sort_by_key(|group| (heights[*group], *group));
    let column = |group: usize, track: usize| {
        let mut members = ladder.levels.iter().zip(&ladder.group).filter(|((own, _), of)| **of == group && *own == track);
        members.next().map(|((_, level), _)| *level)
    };
    groups.into_iter().map(|group| (0..tracks.len()).map(|track| column(group, track)).collect()).collect()
}

/// Levels with their tracks, in the order of these, and the group of equals of each, named by its first member.
struct Groups<'a> {
    levels: Vec<(usize, &'a Level)>,
    group: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn of(tracks: &[Track], levels: &'a [Level]) -> Self {
        let find = |id: &Id| levels.iter().find(|level| level.id == *id);
        let of_track = |(number, track): (usize, &Track)| track.levels.iter().filter_map(find).map(move |level| (number, level)).collect();
        let levels: Vec<(usize, &Level)> = tracks.iter().enumerate().flat_map(|one| -> Vec<(usize, &Level)> { of_track(one) }).collect();
        let mut groups = Self { group: (0..levels.len()).collect(), levels };
        for one in 0..groups.levels.len() {
            for other in one + 1..groups.levels.len() {
                if groups.levels[one].1.parity.contains(&groups.levels[other].1.id) {
                    groups.join(one, other);
                }
            }
        }
        groups
    }

    /// Makes two groups one, unless two levels of a track would meet in it or parities would cross.
    fn join(&mut self, one: usize, other: usize) {
        let (low, high) = (self.group[one].min(self.group[other]), self.group[one].max(self.group[other]));
        let joined: Vec<usize> = self.group.iter().map(|group| if *group == high { low } else { *group }).collect();
        let mut tracks: Vec<usize> =
            self.levels.iter().zip(&joined).filter(|(_, group)| **group == low).map(|((track, _), _)| *track).collect();
        let members = tracks.len();
        tracks.dedup();
        if tracks.len() == members && self.heights(&joined).is_some() {
            self.group = joined;
        }
    }

    /// The height of each group; `None` when no heights fit the order of all tracks.
    fn heights(&self, group: &[usize]) -> Option<Vec<usize>> {
        let mut heights = vec![0; group.len()];
        for _ in 0..=group.len() {
            let mut settled = true;
            for at in 1..self.levels.len() {
                let above = self.levels[at].0 == self.levels[at - 1].0;
                let least = heights[group[at - 1]] + 1;
                if above && heights[group[at]] < least {
                    heights[group[at]] = least;
                    settled = false;
                }
            }
            if settled {
                return Some(heights);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{rows, standings};
    use crate::book::{Id, Level, PageIndex, Track};
    use std::collections::BTreeMap;

    /// Tracks as `a b c | d e`, parities as `a=d`; gives the rows as `a+d b`.
    fn check(tracks: &str, parities: &str, expected: &str, heights: &str) {
        let mut levels = Vec::new();
        let tracks: Vec<Track> = tracks
            .split('|')
            .enumerate()
            .map(|(number, names)| {
                let ids: Vec<Id> = names.split_whitespace().map(Id::new).collect();
                levels.extend(ids.iter().map(|id| level(id, parities)));
                Track { id: Id::new(&number.to_string()), page: PageIndex(number), levels: ids }
            })
            .collect();
        let seen: Vec<String> = rows(&tracks, &levels)
            .iter()
            .map(|row| row.iter().flatten().map(|level| level.id.to_string()).collect::<Vec<_>>().join("+"))
            .collect();
        assert_eq!(seen.join(" "), expected);
        let seen: Vec<String> = standings(&tracks, &levels).iter().map(|one| one.height.to_string()).collect();
        assert_eq!(seen.join(" "), heights);
    }

    fn level(id: &Id, parities: &str) -> Level {
        let equal = |pair: &str| {
            pair.split_once('=').and_then(|(a, b)| if a == &**id { Some(Id::new(b)) } else { (b == &**id).then(|| Id::new(a)) })
        };
        Level {
            id: id.clone(),
            page: PageIndex(0),
            track: Id::new("t"),
            draft: false,
            terminal: false,
            extends: None,
            parity: parities.split_whitespace().filter_map(equal).collect(),
            attributes: Vec::new(),
            targets: BTreeMap::new(),
            expectations: Vec::new(),
        }
    }

    #[test]
    fn equals_stand_level() {
        check("a b c | d e", "b=d c=e", "a b+d c+e", "0 1 2 1 2");
        check("a b | c", "", "a c b", "0 1 0");
        check("a b | c d | e", "b=d d=e", "a c b+d+e", "0 1 0 1 1");
    }

    #[test]
    fn parities_that_cross_leave_each_track_its_order() {
        check("a b | c d", "a=d b=c", "c a+d b", "1 2 0 1");
        check("a b | c", "a=c b=c", "a+c b", "0 1 0");
    }
}
