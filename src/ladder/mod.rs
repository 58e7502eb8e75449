//! Pure functions over the ladder: what changes between two levels, skills by level, a level's shape over areas, the
//! ladder as a drawing. Numbers and references only: words, addresses and HTML are made above.

mod comparison;
mod drawing;
mod geometry;
mod matrix;
mod pairs;
mod radar;
mod rows;

pub use comparison::{AttributeChange, Change, Comparison, Rewording, SkillChange, compare};
pub use drawing::{Arrow, Drawing, Rail, Rung, draw};
pub use geometry::{Point, Tenths};
pub use matrix::{Cell, Matrix, MatrixArea, MatrixRow, matrix};
pub use pairs::{MOST_PAIRS, Pair, Relation, pairs};
pub use radar::{Axis, Mean, Plot, Radar, Shape, axes, radar};
pub use rows::{Standing, rows, standings};
