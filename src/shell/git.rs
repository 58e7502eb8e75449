//! The one program Rungs runs: git, told not to run programs of its own.

use super::Fault;
use std::{
    collections::BTreeMap,
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

/// The commit that is checked out; `None` where there is none.
pub fn head(folder: &Path) -> Result<Option<String>, Fault> {
    let output = run(folder, &["rev-parse", "--verify", "--quiet", "HEAD"])?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}

/// Whether the clone lacks older commits.
pub fn is_shallow(folder: &Path) -> bool {
    run(folder, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|output| output.stdout.starts_with(b"true"))
}

/// File below `folder` → the day of its last commit, `2026-11-20`.
pub fn last_changes(folder: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let log =
        ["log", "--no-renames", "--diff-merges=first-parent", "--format=%x01%cs", "--name-only", "-z", "--relative", "HEAD", "--", "."];
    let output = run(folder, &log)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut days = BTreeMap::new();
    for commit in text.split('\u{1}').skip(1) {
        let mut parts = commit.split(['\0', '\n']).filter(|part| !part.is_empty());
        let Some(day) = parts.next() else { continue };
        for file in parts {
            // The newest commit comes first.
            days.entry(file.to_owned()).or_insert_with(|| day.to_owned());
        }
    }
    Ok(days)
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
    use super::{head, is_shallow, last_changes, run, show};
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

    #[test]
    fn tells_the_day_of_each_files_last_commit_unless_history_is_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let whole = folder.path().join("whole");
        fs::create_dir_all(whole.join("book/guide")).expect("folders");
        let git = |folder: &std::path::Path, arguments: &[&str]| {
            let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
            let output = run(folder, &[&identity, arguments].concat()).expect("git");
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        git(&whole, &["init", "--quiet"]);
        assert_eq!(head(&whole), Ok(None), "before the first commit");
        for name in ["guide/ä b.md", "index.md"] {
            fs::write(whole.join("book").join(name), name).expect("a file");
            git(&whole, &["add", "."]);
            git(&whole, &["commit", "--quiet", "--message", name]);
        }
        let days = last_changes(&whole.join("book")).expect("days");
        assert_eq!(days.keys().collect::<Vec<_>>(), ["guide/ä b.md", "index.md"]);
        assert!(days.values().all(|day| day.len() == "2026-11-20".len() && day.starts_with('2')), "{days:?}");
        assert!(!is_shallow(&whole));
        git(folder.path(), &["clone", "--quiet", "--depth", "1", &format!("file://{}", whole.display()), "cut"]);
        assert!(is_shallow(&folder.path().join("cut")));
    }
}
