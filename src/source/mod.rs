//! The texts and assets of a book as values: what the shell read, under paths that cannot leave the root.
//! Nothing here opens a file; nothing here knows Markdown.

mod fingerprint;
mod include;
mod origin;
mod path;
mod sources;
mod span;

pub use fingerprint::{Fingerprint, Fingerprinter};
pub use include::{IncludeMark, include_marks};
pub use origin::Origin;
pub use path::{PathError, SourcePath};
pub use sources::{Asset, Refusal, Sources, Text, TextError, text_from_bytes};
pub use span::{Position, Span, position};
