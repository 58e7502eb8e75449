//! The ladder as a drawing: tracks side by side, levels on a par in one row, moves as arrows.

use super::geometry::Point;
use super::rows::{Standing, standings};
use crate::book::{Id, Ladder, Level, Track, Transition};

/// Up to this many tracks have wide boxes; more stand closer together, so that three still fit a phone.
const FEW: usize = 2;
/// How high a level's box is, and from one row to the next.
const HEIGHT: i32 = 52;
const ROW: i32 = 104;
/// Room above the highest row for the tracks' names, and around everything.
const HEAD: i32 = 34;
const MARGIN: i32 = 6;
/// How far arrows stand from the line between two boxes, so that there and back are two.
const ASIDE: i32 = 9;

/// How wide boxes are, and from one track to the next.
#[derive(Clone, Copy)]
struct Columns {
    width: i32,
    pitch: i32,
}

impl Columns {
    fn of(tracks: usize) -> Self {
        if tracks <= FEW { Self { width: 164, pitch: 244 } } else { Self { width: 120, pitch: 150 } }
    }

    /// From a box's middle to its side.
    fn half(self) -> i32 {
        self.width / 2
    }
}

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
    /// From one track to the next, in units.
    pub columns: i32,
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
pub fn draw<'a>(ladder: &'a Ladder) -> Drawing<'a> {
    let standings = standings(&ladder.tracks, &ladder.levels);
    let units = |number: usize| i32::try_from(number).unwrap_or(0);
    let columns = Columns::of(ladder.tracks.len());
    let (tracks, count) = (units(ladder.tracks.len()), units(standings.iter().map(|one| one.height + 1).max().unwrap_or(0)));
    let rung = |one: Standing<'a>| {
        let corner = Point::at(MARGIN + units(one.track) * columns.pitch, HEAD + (count - 1 - units(one.height)) * ROW);
        let size = Point::at(columns.width, HEIGHT);
        Rung { level: one.level, corner, size, middle: corner.moved(columns.half(), HEIGHT / 2) }
    };
    let rungs: Vec<Rung<'a>> = standings.into_iter().map(rung).collect();
    let width = 2 * MARGIN + (tracks - 1).max(0) * columns.pitch + columns.width;
    let size = Point::at(width, HEAD + (count - 1).max(0) * ROW + HEIGHT + MARGIN);
    let rails = ladder.tracks.iter().enumerate().map(|(column, track)| rail(track, columns, units(column), &rungs)).collect();
    let parities = parities(columns, &rungs);
    let arrows = ladder.transitions.iter().filter_map(|transition| arrow(ladder, columns, transition, &rungs)).collect();
    Drawing { size, columns: columns.pitch, rails, rungs, parities, arrows }
}

fn rail<'a>(track: &'a Track, columns: Columns, column: i32, rungs: &[Rung<'_>]) -> Rail<'a> {
    let own: Vec<Point> = rungs.iter().filter(|rung| track.levels.contains(&rung.level.id)).map(|rung| rung.middle).collect();
    let line = own.last().copied().zip(own.first().copied()).filter(|(high, low)| high != low);
    Rail { track, name: Point::at(MARGIN + column * columns.pitch + columns.half(), 16), line }
}

fn parities(columns: Columns, rungs: &[Rung<'_>]) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    for (at, one) in rungs.iter().enumerate() {
        for other in &rungs[at + 1..] {
            if one.level.parity.contains(&other.level.id) {
                let (left, right) = if one.middle.x <= other.middle.x { (one, other) } else { (other, one) };
                lines.push((left.middle.moved(columns.half(), 0), right.middle.moved(-columns.half(), 0)));
            }
        }
    }
    lines
}

fn arrow<'a>(ladder: &Ladder, columns: Columns, transition: &'a Transition, rungs: &[Rung<'_>]) -> Option<Arrow<'a>> {
    let middle = |id: &Id| rungs.iter().find(|rung| rung.level.id == *id).map(|rung| rung.middle);
    let (from, to) = (middle(&transition.from)?, middle(&transition.to)?);
    let (from, to) = if from.x == to.x {
        // On the rail; where there is a way back, up on one side of it and down on the other.
        let up = if from.y > to.y { -1 } else { 1 };
        let both = ladder.transitions.iter().any(|other| other.from == transition.to && other.to == transition.from);
        let aside = if both { up * ASIDE } else { 0 };
        (from.moved(aside, up * HEIGHT / 2), to.moved(aside, -up * HEIGHT / 2))
    } else {
        // There above the line of parity, back below it.
        let there = if from.x < to.x { 1 } else { -1 };
        (from.moved(there * columns.half(), -there * ASIDE), to.moved(-there * columns.half(), -there * ASIDE))
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
