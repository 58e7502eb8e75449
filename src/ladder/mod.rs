//! Pure functions over the ladder: what changes between two levels, skills by level, a level's shape over areas, the
//! ladder as a drawing; a snapshot of it, and what is different between two. Numbers, references and the authors' own
//! texts only: words, addresses and HTML are made above.

mod comparison;
mod difference;
mod drawing;
mod geometry;
mod level_differences;
mod matrix;
mod other_differences;
mod pairing;
mod pairs;
mod radar;
mod rows;
mod snapshot;
mod wording;

pub use comparison::{AttributeChange, Change, Comparison, Rewording, SkillChange, compare};
pub use difference::{Difference, DifferenceKind, Subject, SubjectKind, differences};
pub use drawing::{Arrow, Drawing, Rail, Rung, draw};
pub use geometry::{Point, Tenths};
pub use matrix::{Cell, Matrix, MatrixArea, MatrixRow, matrix};
pub use pairs::{MOST_PAIRS, Pair, Relation, pairs};
pub use radar::{Axis, Mean, Plot, Radar, Shape, axes, radar};
pub use rows::{Standing, rows, standings};
pub use snapshot::{lines, snapshot};
pub use wording::{Fate, Piece, wording};
