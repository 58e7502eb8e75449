//! The one program Rungs runs: git, told not to run programs of its own.

use super::Fault;
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The content of `file`, a path relative to `folder`, in a revision; `None` when the revision lacks it.
pub fn show(folder: &Path, revision: &str, file: &str) -> Result<Option<String>, Fault> {
    let commit = commit(folder, revision)?;
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

/// The top folder of the repository that holds `folder`; `None` outside any, or without git.
pub fn top(folder: &Path) -> Option<PathBuf> {
    answer(folder, &["rev-parse", "--show-toplevel"]).map(PathBuf::from)
}

/// The branch that is checked out, or will be by the first commit.
pub fn branch(folder: &Path) -> Option<String> {
    answer(folder, &["symbolic-ref", "--quiet", "--short", "HEAD"])
}

/// The address of the remote repository that people push to.
pub fn origin(folder: &Path) -> Option<String> {
    answer(folder, &["remote", "get-url", "origin"])
}

/// What git says in one line; `None` when it says no.
fn answer(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = run(folder, arguments).ok().filter(|output| output.status.success())?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!line.is_empty()).then_some(line)
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

/// Every regular file below `folder` in a revision, by its path relative to `folder`, where `wanted` says so.
pub fn files(folder: &Path, revision: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let commit = commit(folder, revision)?;
    let listed = run(folder, &["ls-tree", "-r", "-z", &commit])?;
    if !listed.status.success() {
        return Err(Fault::new(format!("git: {}", String::from_utf8_lossy(&listed.stderr).trim())));
    }
    // `100644 blob 5f2e… TAB path`; links and submodules have other modes.
    let entry = |entry: &str| {
        let (about, path) = entry.split_once('\t')?;
        let object = about.strip_prefix("100644 blob ").or_else(|| about.strip_prefix("100755 blob "))?;
        wanted(path).then(|| (path.to_owned(), object.trim().to_owned()))
    };
    let listed = String::from_utf8_lossy(&listed.stdout);
    let entries: Vec<(String, String)> = listed.split('\0').filter_map(entry).collect();
    let objects: String = entries.iter().map(|(_, object)| format!("{object}\n")).collect();
    let contents = contents(folder, objects)?;
    entries.into_iter().zip(contents).map(|((path, _), content)| Ok((path, content?))).collect()
}

/// The contents of these objects, one a line, in their order.
fn contents(folder: &Path, objects: String) -> Result<impl Iterator<Item = Result<Vec<u8>, Fault>>, Fault> {
    let failed = |error: &std::io::Error| Fault::new(format!("cannot talk to git: {error}"));
    let mut git =
        command(folder, &["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| missing(&error))?;
    let mut questions = git.stdin.take();
    // Git answers while it is asked; whoever only asks would wait for ever.
    let asking = std::thread::spawn(move || questions.as_mut().map_or(Ok(()), |questions| questions.write_all(objects.as_bytes())));
    let output = git.wait_with_output().map_err(|error| failed(&error))?;
    asking.join().map_err(|_| Fault::new("cannot talk to git"))?.map_err(|error| failed(&error))?;
    let mut at = 0;
    Ok(std::iter::from_fn(move || {
        let rest = output.stdout.get(at..).filter(|rest| !rest.is_empty())?;
        // `5f2e… blob 120`, the content, a line end.
        let line = rest.iter().position(|byte| *byte == b'\n')?;
        let length = String::from_utf8_lossy(&rest[..line]).rsplit(' ').next().and_then(|length| length.parse::<usize>().ok());
        let content = length.and_then(|length| rest.get(line + 1..line + 1 + length));
        let Some(content) = content else {
            at = output.stdout.len();
            return Some(Err(
                Fault::new("git does not hold all files of this revision").help("fetch the whole history: `git fetch --unshallow`")
            ));
        };
        at += line + 1 + content.len() + 1;
        Some(Ok(content.to_vec()))
    }))
}

/// The commit that a revision names.
fn commit(folder: &Path, revision: &str) -> Result<String, Fault> {
    let commit = run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() {
        return Err(Fault::new(format!("git knows no revision `{revision}` in `{}`", folder.display()))
            .help("name a branch, a tag or a commit that this clone holds: `git log --oneline`"));
    }
    Ok(String::from_utf8_lossy(&commit.stdout).trim().to_owned())
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Fault> {
    command(folder, arguments).stdin(Stdio::null()).output().map_err(|error| missing(&error))
}

fn missing(error: &std::io::Error) -> Fault {
    Fault::new(format!("cannot run git: {error}")).help("install git; only `--base` and revisions need it")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        // A repository's own settings may name a program to run at each look; content is not trusted.
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1");
    command
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
