//! Places in drawings, in tenths of a unit: whole numbers are the same on every machine.

use std::fmt;

/// A length or coordinate in tenths of a unit, written as a decimal number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i32);

impl Tenths {
    /// The nearest tenth.
    #[expect(clippy::cast_possible_truncation, reason = "drawings are a few hundred units wide")]
    #[must_use]
    pub fn nearest(value: f64) -> Self {
        Self((value * 10.0).round() as i32)
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

/// A place in a drawing; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Across.
    pub x: Tenths,
    /// Down.
    pub y: Tenths,
}

impl Point {
    /// The point at these whole units.
    #[must_use]
    pub fn at(x: i32, y: i32) -> Self {
        Self { x: Tenths(x * 10), y: Tenths(y * 10) }
    }

    /// The point nearest to these units.
    #[must_use]
    pub fn nearest(x: f64, y: f64) -> Self {
        Self { x: Tenths::nearest(x), y: Tenths::nearest(y) }
    }

    /// The point this far away.
    #[must_use]
    pub fn moved(self, x: i32, y: i32) -> Self {
        Self { x: Tenths(self.x.0 + x * 10), y: Tenths(self.y.0 + y * 10) }
    }
}

#[cfg(test)]
mod tests {
    use super::Tenths;

    #[test]
    fn tenths_are_written_short() {
        for (tenths, expected) in [(0, "0"), (5, "0.5"), (-5, "-0.5"), (120, "12"), (-1234, "-123.4")] {
            assert_eq!(Tenths(tenths).to_string(), expected);
        }
        assert_eq!(Tenths::nearest(1.26), Tenths(13));
    }
}
