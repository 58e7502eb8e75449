//! The ladder as a drawing: tracks side by side, levels on a par in one row, moves as arrows.

use super::geometry::Point;
use crate::book::{Id, Ladder, Level, Track, Transition};

/// The size of a level's box.
const BOX: (i32, i32) = (140, 46);
/// From one track to the next, and from one row to the next.
const PITCH: (i32, i32) = (220, 92);
/// Room above the highest row for the tracks' names, and around everything.
const HEAD: i32 = 34;
const MARGIN: i32 = 6;
/// How far arrows stand from the line between two boxes, so that there and back are two.
const ASIDE: i32 = 9;

/// A level's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung<'a> {
    /// The level.
    pub level: &'a Level,
    /// Its upper corner at the side where lines begin.
    pub corner: Point,
    /// Its size.
    pub size: Point,
    /// Its middle.
    pub middle: Point,
}

/// A track's name and the line behind its boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rail<'a> {
    /// The track.
    pub track: &'a Track,
    /// Where its name stands.
    pub name: Point,
    /// The line from its highest level to its lowest; `None` with fewer than two.
    pub line: Option<(Point, Point)>,
}

/// A transition's arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow<'a> {
    /// The transition.
    pub transition: &'a Transition,
    /// Where it starts.
    pub from: Point,
    /// Where it leads.
    pub to: Point,
    /// The two other corners of its head.
    pub head: (Point, Point),
}

/// The whole ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing<'a> {
    /// Its size.
    pub size: Point,
    /// The tracks.
    pub rails: Vec<Rail<'a>>,
    /// The levels.
    pub rungs: Vec<Rung<'a>>,
    /// Lines between equals.
    pub parities: Vec<(Point, Point)>,
    /// Moves.
    pub arrows: Vec<Arrow<'a>>,
}

/// Draws a ladder, the lowest levels at the bottom.
#[must_use]
pub fn draw(ladder: &Ladder) -> Drawing<'_> {
    let rows = rows(&ladder.tracks, &ladder.levels);
    let height = |number: usize| i32::try_from(number).unwrap_or(0);
    let (columns, count) = (height(ladder.tracks.len()), height(rows.len()));
    let mut rungs = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let y = HEAD + (count - 1 - height(number)) * PITCH.1;
        for (column, level) in row.iter().enumerate() {
            let corner = Point::at(MARGIN + height(column) * PITCH.0, y);
            let middle = corner.moved(BOX.0 / 2, BOX.1 / 2);
            rungs.extend(level.map(|level| Rung { level, corner, size: Point::at(BOX.0, BOX.1), middle }));
        }
    }
    let size = Point::at(2 * MARGIN + (columns - 1).max(0) * PITCH.0 + BOX.0, HEAD + (count - 1).max(0) * PITCH.1 + BOX.1 + MARGIN);
    let rails = ladder.tracks.iter().enumerate().map(|(column, track)| rail(track, height(column), &rungs)).collect();
    let parities = parities(&rungs);
    let arrows = ladder.transitions.iter().filter_map(|transition| arrow(transition, &rungs)).collect();
    Drawing { size, rails, rungs, parities, arrows }
}

fn rail<'a>(track: &'a Track, column: i32, rungs: &[Rung<'_>]) -> Rail<'a> {
    let own: Vec<Point> = rungs.iter().filter(|rung| track.levels.contains(&rung.level.id)).map(|rung| rung.middle).collect();
    let line = own.last().copied().zip(own.first().copied()).filter(|(high, low)| high != low);
    Rail { track, name: Point::at(MARGIN + column * PITCH.0 + BOX.0 / 2, 16), line }
}

fn parities(rungs: &[Rung<'_>]) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    for (at, one) in rungs.iter().enumerate() {
        for other in &rungs[at + 1..] {
            if one.level.parity.contains(&other.level.id) {
                let (left, right) = if one.middle.x <= other.middle.x { (one, other) } else { (other, one) };
                lines.push((left.middle.moved(BOX.0 / 2, 0), right.middle.moved(-BOX.0 / 2, 0)));
            }
        }
    }
    lines
}

fn arrow<'a>(transition: &'a Transition, rungs: &[Rung<'_>]) -> Option<Arrow<'a>> {
    let middle = |id: &Id| rungs.iter().find(|rung| rung.level.id == *id).map(|rung| rung.middle);
    let (from, to) = (middle(&transition.from)?, middle(&transition.to)?);
    let (from, to) = if from.x == to.x {
        // Up on one side of the rail, down on the other.
        let up = if from.y > to.y { -1 } else { 1 };
        (from.moved(up * ASIDE, up * BOX.1 / 2), to.moved(up * ASIDE, -up * BOX.1 / 2))
    } else {
        // There above the line of parity, back below it.
        let there = if from.x < to.x { 1 } else { -1 };
        (from.moved(there * BOX.0 / 2, -there * ASIDE), to.moved(-there * BOX.0 / 2, -there * ASIDE))
    };
    Some(Arrow { transition, from, to, head: head(from, to) })
}

/// The corners beside an arrow's point.
fn head(from: Point, to: Point) -> (Point, Point) {
    let units = |point: Point| (f64::from(point.x.0) / 10.0, f64::from(point.y.0) / 10.0);
    let ((x0, y0), (x1, y1)) = (units(from), units(to));
    let length = ((x1 - x0).powi(2) + (y1 - y0).powi(2)).sqrt().max(1.0);
    let (along_x, along_y) = ((x1 - x0) / length, (y1 - y0) / length);
    let corner = |side: f64| Point::nearest(x1 - along_x * 7.0 + along_y * side, y1 - along_y * 7.0 - along_x * side);
    (corner(4.0), corner(-4.0))
}

/// Levels of all tracks in rows, lowest first; levels on a par share a row where the order of each track allows it.
#[must_use]
pub fn rows<'a>(tracks: &[Track], levels: &'a [Level]) -> Vec<Vec<Option<&'a Level>>> {
    let find = |id: &Id| levels.iter().find(|level| level.id == *id);
    let mut next = vec![0_usize; tracks.len()];
    let mut rows = Vec::new();
    loop {
        let heads: Vec<Option<&Level>> = tracks.iter().zip(&next).map(|(track, at)| track.levels.get(*at).and_then(find)).collect();
        if heads.iter().all(Option::is_none) {
            return rows;
        }
        let ready = |number: usize| heads[number].is_some_and(|level| !waits(level, number, tracks, &next));
        let mut take: Vec<bool> = (0..tracks.len()).map(ready).collect();
        if !take.contains(&true) {
            take = heads.iter().map(Option::is_some).collect();
        }
        let first = take.iter().position(|taken| *taken).unwrap_or(0);
        let group: Vec<bool> = (0..tracks.len())
            .map(|number| {
                take[number] && (number == first || heads[number].zip(heads[first]).is_some_and(|(a, b)| a.parity.contains(&b.id)))
            })
            .collect();
        rows.push(heads.iter().zip(&group).map(|(head, taken)| head.filter(|_| *taken)).collect());
        for (at, taken) in next.iter_mut().zip(group) {
            *at += usize::from(taken);
        }
    }
}

/// Whether a level has an equal further up another track, so that its row must wait.
fn waits(level: &Level, own: usize, tracks: &[Track], next: &[usize]) -> bool {
    tracks
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != own)
        .any(|(number, track)| track.levels.iter().skip(next[number] + 1).any(|other| level.parity.contains(other)))
}
