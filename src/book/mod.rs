//! The model: what a handbook is made of, as plain data. Nothing here reads Markdown or writes HTML.

mod block;
mod body;
mod edition;
mod guide;
mod ids;
mod item;
mod kind;
mod ladder;
mod located;
mod manifest;
mod matter;
mod node;
mod page;
mod schema;
mod whole;
mod worksheet;

pub use block::{Block, ChecklistBlock, CompareBlock, LevelsBlock, MatrixBlock};
pub use body::{Anchor, Body, Heading, Link, LinkTarget, NodeRange, Nodes};
pub use edition::{
    AreaSnapshot, Edition, ExpectationSnapshot, LevelSnapshot, RoleSnapshot, SkillSnapshot, Snapshot, StepSnapshot, TargetSnapshot,
    TrackSnapshot, TransitionSnapshot,
};
pub use guide::{Entry, Guide, Part, Summary, SummaryEntry, SummaryPart};
pub use ids::{Id, Lock, LockEntry, LockKey, LockKind, LockState, Renames};
pub use item::{Item, Review, Tail};
pub use kind::{ChecklistKind, Owner, PageKind, ReferenceKind, RoleKind, SourceKind, TransitionKind};
pub use ladder::{Expectation, HeldExpectation, Ladder, Level, Role, Skill, Step, Target, Track, Transition, Weight};
pub use located::{Entries, Located};
pub use manifest::{Freeze, Manifest, Math, RawHtml, Redirect, TEMPLATE_ID};
pub use matter::{
    AreaMatter, BrandMatter, ChapterMatter, ChecklistMatter, CommonMatter, FreezeMatter, HomeMatter, LevelMatter, ManifestMatter,
    MarkdownMatter, Matter, QuestionsMatter, RoleMatter, SiteMatter, SkillMatter, SourceMatter, TemplateMatter, TermMatter, Texts,
    ThemeMatter, TrackMatter, TransitionMatter,
};
pub use node::{Alignment, Callout, CodeBlock, Element, Image, ListTag, Node, Tag};
pub use page::{Content, Page, ParsedPage, SkillSection, Updated};
pub use whole::{Area, Book, Broken, Draft, DraftSource, DraftTerm, ItemPlace, PageIndex, Questions, Reference, Source, Term};
pub use worksheet::{Field, FieldKind, FieldMatter, OutputPart, Worksheet, WorksheetMatter, WorksheetPlace};
