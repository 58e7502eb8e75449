//! What search finds: one record for each page, section, item and term, from text the parser already has. The
//! index is made of them in the reader's browser.

mod budget;
mod json;
mod record;
mod text;

pub(super) use json::{Records, records};
