//! The one program Rungs runs: git, told not to run programs of its own.

use super::Fault;
use std::{
    path::Path,
    process::{Command, Output},
};

/// The content of `file`, a path relative to `folder`, in a revision; `None` when the revision lacks it.
pub fn show(folder: &Path, revision: &str, file: &str) -> Result<Option<String>, Fault> {
    let commit = run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() {
        return Err(Fault::new(format!("git knows no revision `{revision}` in `{}`", folder.display()))
            .help("name a branch, a tag or a commit that this clone holds: `git log --oneline`"));
    }
    let commit = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
    let shown = run(folder, &["show", "--no-textconv", "--end-of-options", &format!("{commit}:./{file}")])?;
    if !shown.status.success() {
        let complaint = String::from_utf8_lossy(&shown.stderr).into_owned();
        let absent = complaint.contains("does not exist in") || complaint.contains("exists on disk, but not in");
        return if absent { Ok(None) } else { Err(Fault::new(format!("git: {}", complaint.trim()))) };
    }
    let text = String::from_utf8(shown.stdout);
    text.map(Some).map_err(|_| Fault::new(format!("`{file}` in revision `{revision}` is not UTF-8")))
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Fault> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        // A repository's own settings may name a program to run at each look; content is not trusted.
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .map_err(|error| Fault::new(format!("cannot run git: {error}")).help("install git, or leave `--base` out"))
}
