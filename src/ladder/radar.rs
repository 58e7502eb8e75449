//! A level's shape over the areas: what stands on each axis, and where it is drawn.

use super::geometry::Point;
use crate::book::{Area, Id, Ladder, Level};
use std::{f64::consts::TAU, fmt};

/// With fewer axes a radar shows no shape; with more, nobody can read it. Then dots on lines are drawn.
const AXES: std::ops::RangeInclusive<usize> = 3..=8;
/// The highest step.
const STEPS: u8 = 5;
/// The middle of a radar, and how far its axes reach.
const MIDDLE: (f64, f64) = (235.0, 136.0);
const REACH: f64 = 100.0;
/// How far labels stand from the end of their axis.
const LABEL: f64 = 14.0;
/// The lines of a dot plot: where they begin and end, how far apart they are, and where the first is.
const LINE: (i32, i32) = (200, 454);
const PITCH: i32 = 30;
const FIRST: i32 = 18;

/// The mean of some steps, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mean(u16);

impl Mean {
    /// The mean of these steps; `None` of none.
    #[must_use]
    pub fn of(steps: &[u8]) -> Option<Self> {
        let count = u16::try_from(steps.len()).ok().filter(|count| *count > 0)?;
        let sum: u16 = steps.iter().map(|step| u16::from(*step)).sum();
        Some(Self((sum * 10 + count / 2) / count))
    }

    /// How much of the whole axis it is.
    fn share(self) -> f64 {
        f64::from(self.0) / f64::from(u16::from(STEPS) * 10)
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// An area and the mean step that a level asks of its core and supporting skills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis<'a> {
    /// The area; `None` for the skills without one.
    pub area: Option<&'a Area>,
    /// The mean; `None` when the level asks for no skill of the area.
    pub mean: Option<Mean>,
}

/// The axes of a level: every area that has skills, whether the level asks for them or not.
#[must_use]
pub fn axes<'a>(ladder: &Ladder, areas: &'a [Area], level: &Level) -> Vec<Axis<'a>> {
    let known = |id: Option<&Id>| id.and_then(|id| areas.iter().find(|area| area.id == *id));
    let axis = |area: Option<&'a Area>| {
        let own: Vec<_> = ladder.skills.iter().filter(|skill| known(skill.area.as_ref()) == area).collect();
        let steps: Vec<u8> = own.iter().filter_map(|skill| level.targets.get(&skill.id)).map(|target| target.step).collect();
        (!own.is_empty()).then(|| Axis { area, mean: Mean::of(&steps) })
    };
    areas.iter().map(Some).chain([None]).filter_map(axis).collect()
}

/// How a level is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plot {
    /// A shape over axes that leave one middle.
    Radar,
    /// Dots, one line an area.
    Dots,
}

/// The line of one level. Where an axis is empty the line breaks and the face falls to the middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// A mark on every axis that is not empty.
    pub marks: Vec<Point>,
    /// Lines between marks on neighbouring axes.
    pub lines: Vec<Vec<Point>>,
    /// Whether the line comes back to where it starts.
    pub closed: bool,
    /// The corners of the face.
    pub face: Vec<Point>,
}

/// A drawing of one level or of two over each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radar {
    /// How it is drawn.
    pub plot: Plot,
    /// Its size.
    pub size: Point,
    /// One ring, or one upright line, for each step.
    pub rings: Vec<Vec<Point>>,
    /// From where to where each axis goes.
    pub spokes: Vec<(Point, Point)>,
    /// Where each axis has its label.
    pub labels: Vec<Point>,
    /// One shape for each level.
    pub shapes: Vec<Shape>,
}

impl Radar {
    /// Where the axes of a radar begin.
    #[must_use]
    pub fn middle() -> Point {
        Point::nearest(MIDDLE.0, MIDDLE.1)
    }
}

/// Draws levels over the same axes; each inner slice holds one level's.
#[must_use]
pub fn radar(levels: &[Vec<Axis<'_>>]) -> Radar {
    let count = levels.first().map_or(0, Vec::len);
    if AXES.contains(&count) { around(levels, count) } else { in_lines(levels, count) }
}

fn around(levels: &[Vec<Axis<'_>>], count: usize) -> Radar {
    let directions: Vec<(f64, f64)> = (0..count).map(|axis| direction(axis, count)).collect();
    let place = |axis: usize, reach: f64| {
        let (x, y) = directions[axis];
        Point::nearest(MIDDLE.0 + x * reach, MIDDLE.1 + y * reach)
    };
    let rings = (1..=STEPS).map(|step| (0..count).map(|axis| place(axis, REACH * f64::from(step) / f64::from(STEPS))).collect()).collect();
    let spokes = (0..count).map(|axis| (Radar::middle(), place(axis, REACH))).collect();
    let labels = (0..count).map(|axis| place(axis, REACH + LABEL)).collect();
    let shapes = levels
        .iter()
        .map(|axes| {
            shape(&axes.iter().enumerate().map(|(axis, one)| one.mean.map(|mean| place(axis, REACH * mean.share()))).collect::<Vec<_>>())
        })
        .collect();
    Radar { plot: Plot::Radar, size: Point::at(470, 276), rings, spokes, labels, shapes }
}

/// The first axis points up, the others follow clockwise.
fn direction(axis: usize, count: usize) -> (f64, f64) {
    let part = |number: usize| u32::try_from(number).map_or(0.0, f64::from);
    let angle = TAU * part(axis) / part(count);
    (angle.sin(), -angle.cos())
}

fn shape(places: &[Option<Point>]) -> Shape {
    let marks: Vec<Point> = places.iter().flatten().copied().collect();
    let face = places.iter().map(|place| place.unwrap_or_else(Radar::middle)).collect();
    let Some(gap) = places.iter().position(Option::is_none) else {
        return Shape { lines: vec![marks.clone()], marks, closed: true, face };
    };
    // Walked once around from an empty axis, every line is found whole.
    let turned = places[gap..].iter().chain(&places[..gap]).copied().collect::<Vec<_>>();
    let lines = turned.split(Option::is_none).map(|line| line.iter().flatten().copied().collect::<Vec<_>>()).filter(|line| line.len() > 1);
    Shape { lines: lines.collect(), marks, closed: false, face }
}

fn in_lines(levels: &[Vec<Axis<'_>>], count: usize) -> Radar {
    let rows = i32::try_from(count).unwrap_or(i32::MAX / PITCH - 1);
    let y = |row: usize| FIRST + PITCH * i32::try_from(row).unwrap_or(0);
    let x = |share: f64| f64::from(LINE.0) + f64::from(LINE.1 - LINE.0) * share;
    let bottom = FIRST + PITCH * (rows - 1).max(0) + 12;
    let rings = (0..=STEPS).map(|step| x(f64::from(step) / f64::from(STEPS)));
    let rings = rings.map(|x| vec![Point::nearest(x, 6.0), Point::nearest(x, f64::from(bottom))]).collect();
    let shapes = levels.iter().map(|axes| {
        let marks = axes.iter().enumerate().filter_map(|(row, axis)| Some(Point::nearest(x(axis.mean?.share()), f64::from(y(row)))));
        Shape { marks: marks.collect(), lines: Vec::new(), closed: false, face: Vec::new() }
    });
    Radar {
        plot: Plot::Dots,
        size: Point::at(470, bottom + 6),
        rings,
        spokes: (0..count).map(|row| (Point::at(LINE.0, y(row)), Point::at(LINE.1, y(row)))).collect(),
        labels: (0..count).map(|row| Point::at(LINE.0 - 12, y(row))).collect(),
        shapes: shapes.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, Mean, Plot, radar};

    fn axes(means: &[&[u8]]) -> Vec<Axis<'static>> {
        means.iter().map(|steps| Axis { area: None, mean: Mean::of(steps) }).collect()
    }

    #[test]
    fn a_mean_has_one_decimal_and_rounds_half_up() {
        let check = |steps: &[u8], expected: &str| assert_eq!(Mean::of(steps).map(|mean| mean.to_string()).unwrap_or_default(), expected);
        check(&[], "");
        check(&[3], "3.0");
        check(&[3, 4], "3.5");
        check(&[3, 3, 4], "3.3");
        check(&[3, 4, 4], "3.7");
    }

    #[test]
    fn an_empty_axis_breaks_the_line() {
        let shapes = |means: &[&[u8]]| radar(&[axes(means)]).shapes.remove(0);
        let whole = shapes(&[&[1], &[2], &[3]]);
        assert!(whole.closed && whole.lines.len() == 1 && whole.marks.len() == 3);
        let broken = shapes(&[&[1], &[], &[3], &[4]]);
        assert!(!broken.closed);
        assert_eq!(broken.lines.len(), 1, "the line goes on over the first axis");
        assert_eq!((broken.lines[0].len(), broken.marks.len(), broken.face.len()), (3, 3, 4));
        let alone = shapes(&[&[1], &[], &[3], &[]]);
        assert!(alone.lines.is_empty() && alone.marks.len() == 2);
    }

    #[test]
    fn few_and_many_axes_are_lines() {
        let plot = |count: usize| radar(&[axes(&vec![&[3_u8][..]; count])]).plot;
        assert_eq!([0, 2, 3, 8, 9].map(plot), [Plot::Dots, Plot::Dots, Plot::Radar, Plot::Radar, Plot::Dots]);
    }
}
