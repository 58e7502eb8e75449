//! What the addresses of the site hold, and the names of those that Rungs gives.

use super::url::Url;
use super::workspace::WorkspacePage;
use crate::book::{Book, Id, PageIndex, PageKind};
use crate::ladder::Pair;
use crate::source::SourcePath;

/// What one address of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A page of the book.
    Page(PageIndex),
    /// A home page for a book that wrote none.
    Home,
    /// The overview of the ladder.
    Ladder,
    /// The index of a kind of page.
    Listing(PageKind),
    /// The glossary.
    Glossary,
    /// The sources.
    Sources,
    /// Export, import, share, privacy: the reader's own data.
    Backup,
    /// A page of the workspace.
    Workspace(WorkspacePage),
    /// An area of skills, by number.
    Area(usize),
    /// The page on which readers choose two levels.
    Compare,
    /// Two levels compared, by the number of the pair.
    Comparison(usize),
    /// Skills by levels: of a track, or of all.
    Matrix(Option<PageIndex>),
    /// The same for spreadsheets.
    MatrixCsv,
    /// The page for addresses that do not exist.
    NotFound,
    /// A template's Markdown.
    Download(PageIndex),
    /// A redirect of `book.yml`, by number.
    Redirect(usize),
    /// `sitemap.xml`, of a site that knows its address.
    SiteMap,
    /// `robots.txt`.
    Robots,
    /// `.nojekyll`.
    NoJekyll,
    /// `CNAME`.
    Cname,
    /// The ladder as data.
    LadderJson,
    /// Every trackable item as data.
    ProgressManifest,
    /// The page to search from.
    Search,
    /// What search finds, as data.
    SearchRecords,
    /// `version.json`: the hashes of the data files.
    Versions,
    /// The Markdown of the page at this address.
    Markdown(Url),
    /// `llms.txt`: the contents for machines that read.
    Llms,
    /// What readers see offline of a page that their browser does not keep.
    Offline,
    /// `sw.js`: the worker that keeps the site for reading offline.
    Worker,
    /// `manifest.webmanifest`: how the site looks among a reader's apps.
    WebManifest,
    /// The whole book as one page to print.
    Print,
    /// A track as one page to print.
    PrintTrack(PageIndex),
    /// The editions and what they changed.
    Changelog,
    /// The same as a feed.
    Feed,
    /// What the ladder does not cover; authors alone see it.
    Coverage,
    /// A file of the book that is copied.
    Asset(SourcePath),
}

impl Address {
    /// Whether it shows many pages on one, to print.
    #[must_use]
    pub fn is_to_print(&self) -> bool {
        matches!(self, Self::Print | Self::PrintTrack(_))
    }

    /// Whether it has a Markdown twin: what a page says, not what it does.
    pub(super) fn has_markdown(&self, book: &Book) -> bool {
        match self {
            Self::Page(page) => book.page(*page).kind() != PageKind::Template,
            Self::Home
            | Self::Ladder
            | Self::Listing(_)
            | Self::Glossary
            | Self::Sources
            | Self::Area(_)
            | Self::Compare
            | Self::Comparison(_)
            | Self::Matrix(_) => true,
            _ => false,
        }
    }
}

/// The kinds that have an index page, and its name.
pub(super) const LISTINGS: [(PageKind, &str); 5] = [
    (PageKind::Skill, "skills.html"),
    (PageKind::Role, "roles.html"),
    (PageKind::Transition, "transitions.html"),
    (PageKind::Checklist, "checklists.html"),
    (PageKind::Template, "templates.html"),
];

/// The address of an area's page.
#[must_use]
pub fn area_url(area: &Id) -> Url {
    Url::of_page(&format!("areas/{area}.md"))
}

/// The address of a comparison. No id holds `~`, so no two pairs share one.
pub(super) fn comparison_url(pair: &Pair) -> Url {
    let (first, second) = pair.key();
    Url::of_page(&format!("compare/{first}~{second}.md"))
}

/// The address of a track's matrix.
pub(super) fn matrix_url(track: &Id) -> Url {
    Url::of_page(&format!("matrix/{track}.md"))
}
