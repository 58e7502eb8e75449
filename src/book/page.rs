//! Pages: what one Markdown file becomes.

use super::{
    Body, ChapterMatter, ChecklistMatter, CommonMatter, Expectation, Id, LevelMatter, NodeRange, Nodes, PageKind, RoleMatter, SkillMatter,
    TemplateMatter, TrackMatter, TransitionMatter,
};
use crate::source::{Origin, SourcePath};
use std::sync::Arc;

/// When a page was last updated.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Updated {
    /// On this day, `2026-11-20`.
    On(String),
    /// Whenever version control says.
    Git,
}

/// A page as its own file says it, before it knows the others.
#[derive(Clone, Debug)]
pub struct ParsedPage {
    /// What it is.
    pub kind: PageKind,
    /// Its file stem.
    pub id: Id,
    /// Where its text comes from.
    pub origin: Origin,
    /// Its common front matter.
    pub common: CommonMatter,
    /// The title its text gives it: front matter, else the first `# heading`.
    pub title: Option<String>,
    /// When it was last updated.
    pub updated: Option<Updated>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Its Markdown.
    pub body: Body,
    /// What its kind adds.
    pub content: Content,
}

/// What a page's kind adds to it.
#[derive(Clone, Debug)]
pub enum Content {
    /// The front page.
    Home,
    /// A chapter.
    Chapter(ChapterMatter),
    /// A track.
    Track(TrackMatter),
    /// A level.
    Level {
        /// Its front matter.
        matter: LevelMatter,
        /// Its first paragraph.
        identity: NodeRange,
        /// Its own expectations.
        expectations: Vec<Expectation>,
        /// All other prose, headings included.
        rest: Nodes,
    },
    /// A skill.
    Skill {
        /// Its front matter.
        matter: SkillMatter,
        /// What stands before its first heading.
        intro: NodeRange,
        /// Its steps in order of their number.
        steps: Vec<SkillSection>,
        /// All other prose, headings included.
        rest: Nodes,
    },
    /// A role.
    Role(RoleMatter),
    /// A transition.
    Transition(TransitionMatter),
    /// A checklist.
    Checklist(ChecklistMatter),
    /// A template: the empty document, and perhaps the same one filled in.
    Template {
        /// Its front matter.
        matter: TemplateMatter,
        /// The document's Markdown, as it is copied: all that stands above the example.
        document: Arc<str>,
        /// Number of the heading that opens the example, `## Title {.example}`; the page ends with it.
        example: Option<usize>,
    },
}

/// One step of a skill: a heading with `step=N` and what follows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SkillSection {
    /// 1 to 5.
    pub step: u8,
    /// Number of its heading.
    pub heading: usize,
    /// The text below the heading.
    pub nodes: NodeRange,
}

/// A page of a book: a parsed page with what only the book could tell.
#[derive(Clone, Debug)]
pub struct Page {
    /// What its file says.
    pub parsed: Arc<ParsedPage>,
    /// Its title.
    pub title: Arc<str>,
    /// When it was last updated, as a day.
    pub updated: Option<Arc<str>>,
}

impl Page {
    /// Whether it is a chapter that readers read from top to bottom, and mark as read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        matches!(&self.parsed.content, Content::Chapter(matter) if matter.reading != Some(false))
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> PageKind {
        self.parsed.kind
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.parsed.id
    }

    /// Its file.
    #[must_use]
    pub fn source(&self) -> &SourcePath {
        &self.parsed.origin.source
    }

    /// Its Markdown.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.parsed.body
    }

    /// Its one-line summary.
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.parsed.common.summary.as_ref().map(|summary| summary.value.as_str())
    }

    /// The name its readers' records use: `chapter/technical-writing`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.kind(), self.id())
    }
}
