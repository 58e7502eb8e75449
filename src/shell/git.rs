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

#[cfg(test)]
mod tests {
    use super::{run, show};
    use std::fs;

    #[test]
    fn shows_a_file_of_a_revision_and_runs_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (book, spy) = (folder.path().join("book"), folder.path().join("spy"));
        fs::create_dir(&book).expect("a folder");
        fs::write(book.join("ids.lock"), "1\n").expect("a file");
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
            let output = run(folder.path(), &[&identity, arguments].concat()).expect("git");
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        git(&["init", "--quiet"]);
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message", "one"]);
        git(&["config", "core.fsmonitor", &format!("touch {}; false", spy.display())]);
        fs::write(book.join("ids.lock"), "2\n").expect("a file");
        assert_eq!(show(&book, "HEAD", "ids.lock"), Ok(Some("1\n".to_owned())));
        assert_eq!(show(&book, "HEAD", "other.lock"), Ok(None));
        for revision in ["nowhere", "--output=x", "HEAD:book", ""] {
            assert!(show(&book, revision, "ids.lock").is_err(), "{revision}");
        }
        assert!(!spy.exists() && !book.join("x").exists());
    }
}
