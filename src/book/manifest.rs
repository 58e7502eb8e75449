//! `book.yml` after its defaults are filled in.

use super::Located;

/// The id of the handbook that lies beside the program, for others to make their own.
pub const TEMPLATE_ID: &str = "technical-leadership";

/// What happens to raw HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Allowed tags stay, the rest is dropped with a warning.
    Sanitize,
    /// Shown as text.
    Escape,
    /// Taken as it is.
    Trust,
}

/// How mathematics is written in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Math {
    /// Between dollar signs.
    Dollars,
    /// As mdBook hands it to `MathJax`: `\\\\(…\\\\)` in a line, `\\\\[…\\\\]` and `$$…$$` by itself.
    MathJax,
    /// Not at all.
    Off,
}

/// An old address that leads to a new one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The old path in the site.
    pub from: Located<String>,
    /// A path in the site, or an address outside.
    pub to: Located<String>,
}

/// Days, both included, on which the ladder stays as it is: a promotion round, say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Freeze {
    /// The first day, `2026-12-01`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Why.
    pub reason: Option<String>,
}

impl Freeze {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(&self, day: &str) -> bool {
        // Days of this form are in the order of their letters.
        (self.from.as_str()..=self.to.as_str()).contains(&day)
    }
}

/// Everything `book.yml` decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Manifest {
    /// The book's title; `None` until the assembler finds one in its pages.
    pub title: Option<String>,
    /// One line about the book.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Names the handbook in readers' storage.
    pub site_id: String,
    /// A BCP 47 language tag.
    pub language: String,
    /// Where the site is published, ending in `/`.
    pub base_url: Option<String>,
    /// The repository's page.
    pub repository: Option<String>,
    /// The address at which a page is edited, with `{path}` for its path in the book.
    pub edit_url: Option<String>,
    /// A theme's name or folder.
    pub theme: String,
    /// The hue of the accent, 0 to 359.
    pub hue: u16,
    /// What happens to raw HTML.
    pub raw_html: RawHtml,
    /// Whether straight quotes become curly ones.
    pub smart_punctuation: bool,
    /// How mathematics is written.
    pub math: Math,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// When the ladder stays as it is; judged by `rungs diff --on DATE` alone.
    pub freeze: Vec<Freeze>,
    /// A custom domain.
    pub cname: Option<String>,
    /// Whether the site works offline.
    pub offline: bool,
    /// Whether search engines may list it.
    pub index: bool,
}

impl Manifest {
    /// What stands between the repository's address and a file's path, unless the book says otherwise.
    pub const EDIT_PATH: &str = "edit/main/book";
    /// What stands for the path of a page in the address at which it is edited.
    pub const PATH: &str = "{path}";

    /// The address at which a page of this repository is edited, for a book that gives only the part before its path, or
    /// none.
    #[must_use]
    pub fn edit_url_of(repository: &str, edit_path: Option<&str>) -> String {
        format!("{repository}/{}/{}", edit_path.unwrap_or(Self::EDIT_PATH), Self::PATH)
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            authors: Vec::new(),
            site_id: "handbook".to_owned(),
            language: "en".to_owned(),
            base_url: None,
            repository: None,
            edit_url: None,
            theme: "default".to_owned(),
            hue: 255,
            raw_html: RawHtml::Sanitize,
            smart_punctuation: false,
            math: Math::Dollars,
            redirects: Vec::new(),
            freeze: Vec::new(),
            cname: None,
            offline: true,
            index: true,
        }
    }
}
