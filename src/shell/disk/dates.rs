//! The day of each file's last commit, for pages that say `updated: git`.

use crate::shell::git;
use rungs::source::{SourcePath, Sources};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// What git said, until another commit is checked out.
#[derive(Default)]
pub struct Dates {
    commit: String,
    days: Arc<BTreeMap<String, String>>,
}

/// Why pages that ask git have no date.
pub const SHALLOW: &str = "note: this clone holds only the newest commits, so pages with `updated: git` show no date\n  \
     = help: fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow";

impl Dates {
    /// Gives every text of the sources the day of its last commit, if a page asks for it. Says why it cannot.
    pub fn fill(&mut self, root: &Path, sources: &mut Sources) -> Option<&'static str> {
        if !sources.texts().any(|text| asks(&text.content)) {
            return None;
        }
        // Without git, without a repository or before the first commit there is no day to show.
        let commit = git::head(root).ok().flatten()?;
        if git::is_shallow(root) {
            return Some(SHALLOW);
        }
        if self.commit != commit {
            self.days = Arc::new(git::last_changes(root).unwrap_or_default());
            self.commit = commit;
        }
        let dated: Vec<(SourcePath, String)> =
            sources.texts().filter_map(|text| Some((text.path.clone(), self.days.get(text.path.as_str())?.clone()))).collect();
        for (path, day) in dated {
            sources.date(path, day);
        }
        None
    }
}

/// Whether a page's front matter asks git for its day.
fn asks(text: &str) -> bool {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")).map_or("", |(front, _)| front);
    front.lines().any(|line| line.strip_prefix("updated:").is_some_and(|value| value.trim_matches([' ', '"', '\'']) == "git"))
}
