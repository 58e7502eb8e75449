//! Front matter and YAML files as authors write them, field by field. `parse` fills these; `assemble` resolves them.

mod entries;
mod front_matter;
mod manifest;
mod texts;
mod theme;

pub use entries::{AreaMatter, QuestionsMatter, SourceMatter, TermMatter};
pub use front_matter::{
    ChapterMatter, ChecklistMatter, CommonMatter, HomeMatter, LevelMatter, Matter, RoleMatter, SkillMatter, TemplateMatter, TrackMatter,
    TransitionMatter,
};
pub use manifest::{BrandMatter, FreezeMatter, ManifestMatter, MarkdownMatter, SiteMatter};
pub use texts::Texts;
pub(super) use texts::shown;
pub use theme::ThemeMatter;

use super::Located;

/// A text that may hold anything, and where it stands.
type Words = Option<Located<String>>;
/// A list of ids.
type Names = Vec<Located<String>>;
