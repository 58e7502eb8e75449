//! The kinds of pages, items and links, and the words they are written with.

use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word authors write.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The one this word stands for.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a page is, decided by its folder.
    PageKind {
        /// The front page.
        Home = "home",
        /// A chapter of the guide.
        Chapter = "chapter",
        /// A career track.
        Track = "track",
        /// A level of a track.
        Level = "level",
        /// A skill with its five steps.
        Skill = "skill",
        /// A job or assignment.
        Role = "role",
        /// A move from one level to another.
        Transition = "transition",
        /// A practice checklist.
        Checklist = "checklist",
        /// A document to copy.
        Template = "template",
    }
}

impl PageKind {
    /// The kind of the pages in this folder of the book; chapters are found by `SUMMARY.md` or `guide/`.
    #[must_use]
    pub fn of_folder(folder: &str) -> Option<Self> {
        Some(match folder {
            "guide" => Self::Chapter,
            "tracks" => Self::Track,
            "levels" => Self::Level,
            "skills" => Self::Skill,
            "roles" => Self::Role,
            "transitions" => Self::Transition,
            "checklists" => Self::Checklist,
            "templates" => Self::Template,
            _ => return None,
        })
    }

    /// The kind a page at this path of the book most likely is; outside every folder of pages, a chapter.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        path.split_once('/').and_then(|(folder, _)| Self::of_folder(folder)).unwrap_or(Self::Chapter)
    }
}

words! {
    /// What a `[[kind:id]]` link may name.
    ReferenceKind {
        /// A chapter.
        Chapter = "chapter",
        /// A track.
        Track = "track",
        /// A level.
        Level = "level",
        /// A skill.
        Skill = "skill",
        /// A role.
        Role = "role",
        /// A transition.
        Transition = "transition",
        /// A checklist.
        Checklist = "checklist",
        /// A template.
        Template = "template",
        /// A glossary term.
        Term = "term",
        /// A source, cited.
        Source = "source",
        /// An area of skills.
        Area = "area",
        /// A checklist item.
        Item = "item",
    }
}

impl ReferenceKind {
    /// The kind of page it names, if it names pages.
    #[must_use]
    pub fn page(self) -> Option<PageKind> {
        PageKind::named(self.word())
    }
}

words! {
    /// What a checklist is for. There is no `promotion`: a level is not a checklist.
    ChecklistKind {
        /// Things to read and try.
        Learn = "learn",
        /// Practice of a level or skill.
        Practice = "practice",
        /// Something to do again and again.
        Habit = "habit",
        /// The first weeks after a move.
        Transition = "transition",
        /// What a good document or artifact has.
        ArtifactQuality = "artifact-quality",
    }
}

words! {
    /// Who ticks an item.
    Owner {
        /// The reader.
        Own = "self",
        /// Their manager.
        Manager = "manager",
        /// Both together.
        Both = "both",
    }
}

words! {
    /// What a role is.
    RoleKind {
        /// Given for a time, beside a level.
        Assignment = "assignment",
        /// A job one is hired for.
        Job = "job",
    }
}

words! {
    /// What a work in `sources.yml` is.
    SourceKind {
        /// A book.
        Book = "book",
        /// An article, in print or on the web.
        Article = "article",
        /// A research paper.
        Paper = "paper",
        /// Documentation, or an organisation's pages.
        Docs = "docs",
        /// A talk, or its recording.
        Talk = "talk",
    }
}

words! {
    /// What a move between levels is.
    TransitionKind {
        /// Up the same track.
        Promotion = "promotion",
        /// Onto another track.
        TrackSwitch = "track-switch",
        /// Back to where one was.
        Return = "return",
    }
}
