//! The codes: every kind of diagnostic, its severity, and the text that explains it.

use std::fmt;

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The book cannot be published.
    Error,
    /// The book can be published, but something is lost or unwise; fails under `--strict`.
    Warning,
    /// Worth knowing; never fails.
    Note,
}

impl Severity {
    /// The word people see.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// One kind of diagnostic. Its name is stable: it stands in CI logs and in `rungs explain`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant),* }

        impl Code {
            /// All codes, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The severity a diagnostic of this code has unless its room says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// The explanation's Markdown, with a fenced example that gives this code.
            #[must_use]
            pub(super) fn text(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $name, ".md"))),* }
            }
        }
    };
}

codes! {
    /// Bytes that are not UTF-8, or a NUL.
    NotText = "not-text", Error;
    /// A text or asset above its limit.
    TooLarge = "too-large", Error;
    /// A link, pipe or device, or a file the system does not let us read.
    UnusualFile = "unusual-file", Error;
    /// Two files would be written to one address.
    PathClash = "path-clash", Error;
    /// No page at all.
    EmptyBook = "empty-book", Error;

    /// Not YAML.
    YamlSyntax = "yaml-syntax", Error;
    /// An anchor, alias or merge key.
    YamlAlias = "yaml-alias", Error;
    /// A `#` that would cut a text short.
    YamlComment = "yaml-comment", Error;
    /// The same key twice.
    DuplicateKey = "duplicate-key", Error;
    /// A field the kind of page does not have.
    UnknownField = "unknown-field", Error;
    /// A value of the wrong type.
    WrongType = "wrong-type", Error;
    /// A word where only some words are allowed.
    UnknownValue = "unknown-value", Error;
    /// A field the kind of page needs.
    MissingField = "missing-field", Error;
    /// Front matter that is never closed.
    OpenFrontMatter = "open-front-matter", Error;

    /// `{{#include}}` of a file that is not there.
    IncludeMissing = "include-missing", Error;
    /// An include that leaves the project.
    IncludeOutside = "include-outside", Error;
    /// Files that include each other.
    IncludeCycle = "include-cycle", Error;
    /// Includes nested or grown beyond the limits.
    IncludeTooDeep = "include-too-deep", Error;
    /// A helper Rungs does not know.
    UnknownHelper = "unknown-helper", Warning;

    /// A line of `SUMMARY.md` that means nothing.
    SummarySyntax = "summary-syntax", Error;
    /// A chapter of `SUMMARY.md` that is not there.
    SummaryMissing = "summary-missing", Error;
    /// A chapter listed twice.
    SummaryDuplicate = "summary-duplicate", Error;
    /// A chapter no reader can reach.
    UnlistedChapter = "unlisted-chapter", Warning;

    /// Raw HTML that was left out.
    HtmlDropped = "html-dropped", Warning;
    /// A link or image address that is not allowed.
    UnsafeUrl = "unsafe-url", Warning;
    /// TeX that cannot be read.
    MathSyntax = "math-syntax", Error;
    /// A `{…}` tail that cannot be read.
    AttributeSyntax = "attribute-syntax", Error;
    /// Two headings of a page with the same explicit id.
    DuplicateAnchor = "duplicate-anchor", Error;
    /// Tabs that are no group to choose from.
    TabGroup = "tab-group", Warning;
    /// A footnote nobody defined.
    UnknownFootnote = "unknown-footnote", Warning;

    /// Two pages of one kind with the same id.
    DuplicatePage = "duplicate-page", Error;
    /// Two checklist items with the same id.
    DuplicateItem = "duplicate-item", Error;
    /// A checklist item without an id.
    ItemWithoutId = "item-without-id", Warning;
    /// A box that is ticked in the source.
    ItemTicked = "item-ticked", Warning;
    /// A checklist item on a level's page.
    ItemInLevel = "item-in-level", Warning;
    /// A worksheet, or a field of one, whose id is taken.
    DuplicateWorksheet = "duplicate-worksheet", Error;
    /// `{…}` in a worksheet's text that is none of its fields.
    UnknownPlaceholder = "unknown-placeholder", Error;
    /// `kind: promotion` on a checklist.
    PromotionChecklist = "promotion-checklist", Error;
    /// Two headings for one step of a skill, or a step that is missing.
    SkillSteps = "skill-steps", Warning;
    /// A step outside 1 to 5.
    StepRange = "step-range", Error;

    /// Front matter that names something the book does not have.
    UnknownReference = "unknown-reference", Error;
    /// Levels that extend each other in a circle.
    ExtendsCycle = "extends-cycle", Error;
    /// A level and its track that disagree.
    TrackMismatch = "track-mismatch", Error;
    /// `ends:` of an expectation that is not inherited.
    EndsNothing = "ends-nothing", Error;
    /// A skill that is both core and supporting.
    CoreAndSupporting = "core-and-supporting", Error;

    /// A link to something the book does not have.
    UnknownLink = "unknown-link", Error;
    /// A link that could mean several pages.
    AmbiguousLink = "ambiguous-link", Error;
    /// A link to a heading that is not there.
    DeadAnchor = "dead-anchor", Error;
    /// An image or file that is not there.
    MissingFile = "missing-file", Error;

    /// A line of `ids.lock` that cannot be read.
    LockSyntax = "lock-syntax", Error;
    /// An ordinal or id that stands twice in `ids.lock`.
    LockDuplicate = "lock-duplicate", Error;
    /// A published id that is gone.
    VanishedId = "vanished-id", Error;
    /// Two things that claim the same old id.
    WasConflict = "was-conflict", Error;
    /// An id that is not yet in `ids.lock`.
    NewId = "new-id", Note;
    /// `ids.lock` of another handbook.
    ForeignLock = "foreign-lock", Note;

    /// A file of `editions/` that is no edition.
    EditionSyntax = "edition-syntax", Error;
    /// An edition that was changed after it was published.
    EditionEdited = "edition-edited", Error;
    /// The id of the handbook that comes with the program, in another repository.
    ForeignId = "foreign-id", Note;
    /// An edition of another handbook.
    ForeignEdition = "foreign-edition", Note;

    /// A core skill of a level that no expectation speaks of.
    CoreWithoutExpectation = "core-without-expectation", Warning;
    /// A skill that no level asks for.
    UnneededSkill = "unneeded-skill", Warning;
    /// A level with too many core skills.
    CrowdedLevel = "crowded-level", Warning;
    /// A target below that of the level below, without a note.
    FallingTarget = "falling-target", Warning;
    /// A text that stands on two levels.
    IdenticalTexts = "identical-texts", Warning;
    /// An item that names no skill.
    ItemWithoutSkill = "item-without-skill", Warning;

    /// A theme that is not there or extends itself.
    ThemeMissing = "theme-missing", Error;
    /// A template that cannot be read or rendered.
    TemplateError = "template-error", Error;
    /// An interface word without a text.
    MissingString = "missing-string", Error;
    /// A redirect that cannot be made.
    BadRedirect = "bad-redirect", Error;

    /// A table that is no ladder: `rungs import` cannot take it.
    LadderTable = "ladder-table", Error;
    /// `book.toml` that is not TOML.
    TomlSyntax = "toml-syntax", Error;
    /// A setting of mdBook that has no counterpart.
    MdbookSetting = "mdbook-setting", Note;
}

impl Code {
    /// The code of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
