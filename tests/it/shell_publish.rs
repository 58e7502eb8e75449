//! Publishing: after anything, the folder holds the old site or the new one, and nothing of another's is lost.

use crate::shell_folder::Folder;
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

fn book() -> Folder {
    Folder::with(&[("book/index.md", "one"), ("book/guide/a.md", "two")])
}

/// Everything in the folder but the book.
fn beside(folder: &Folder) -> Vec<String> {
    let names = fs::read_dir(folder.path("")).expect("a folder");
    let mut names: Vec<_> = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name != "book");
    names.sort();
    names
}

#[test]
fn a_second_build_touches_nothing() {
    let folder = book();
    assert!(folder.done(&["build"]).stderr.contains(", 0 unchanged)"));
    let stamp = |path: &str| {
        let metadata = fs::metadata(folder.path(path)).expect("a file");
        (metadata.ino(), metadata.mtime_nsec(), metadata.ctime_nsec())
    };
    let stamps = || ["public", "public/guide", "public/index.html", "public/.rungs-manifest", ""].map(stamp);
    let before = stamps();
    assert!(folder.done(&["build"]).stderr.contains("(0 written, "));
    assert_eq!(stamps(), before);
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn only_what_changed_gets_a_new_inode() {
    let folder = book();
    folder.done(&["build"]);
    let inode = |path: &str| fs::metadata(folder.path(path)).expect("a file").ino();
    let before = (inode("public/index.html"), inode("public/guide/a.html"));
    folder.write("book/index.md", "new");
    assert!(!folder.done(&["build"]).stderr.contains("(0 written, "));
    assert_eq!(inode("public/guide/a.html"), before.1);
    assert_ne!(inode("public/index.html"), before.0);
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn strays_go_and_edited_files_are_mended() {
    let folder = book();
    folder.done(&["build"]);
    let right = folder.files("public");
    fs::remove_file(folder.path("book/guide/a.md")).expect("removed");
    assert!(folder.done(&["build"]).stderr.contains("2 removed"));
    assert!(!folder.exists("public/guide"));
    folder.write("book/guide/a.md", "two");
    folder.done(&["build"]);
    folder.write("public/index.html", "edited");
    fs::remove_file(folder.path("public/guide/a.html")).expect("removed");
    folder.done(&["build"]);
    assert_eq!(folder.files("public"), right);
    fs::remove_file(folder.path("public/index.html")).expect("removed");
    symlink("/etc/passwd", folder.path("public/index.html")).expect("a link");
    folder.done(&["build"]);
    assert_eq!(folder.files("public"), right);
    assert!(!fs::symlink_metadata(folder.path("public/index.html")).expect("a file").is_symlink());
}

#[test]
fn what_is_not_ours_stays() {
    let folder = book();
    folder.done(&["build"]);
    folder.write("public/guide/mine.txt", "mine");
    folder.write("public/own/deep/file", "mine");
    fs::create_dir(folder.path("public/empty")).expect("a folder");
    symlink("nowhere", folder.path("public/link")).expect("a link");
    let inode = || fs::metadata(folder.path("public/guide/mine.txt")).expect("a file").ino();
    let before = inode();
    folder.write("book/index.md", "new");
    fs::remove_file(folder.path("book/guide/a.md")).expect("removed");
    folder.done(&["build"]);
    assert!(!folder.exists("public/guide/a.html"));
    assert!(["guide/mine.txt", "index.html", "own/deep/file"].iter().all(|path| folder.exists(&format!("public/{path}"))));
    assert_eq!(fs::read_link(folder.path("public/link")).expect("a link").as_os_str(), "nowhere");
    assert!(folder.exists("public/empty"));
    assert_eq!(inode(), before, "the very same file");
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn a_foreign_file_in_the_way_is_refused() {
    let folder = book();
    folder.done(&["build"]);
    folder.write("public/new.html", "mine");
    let before = folder.files("public");
    folder.write("book/new.md", "theirs");
    folder.refused(&["build"], "`public/new.html` was not written by Rungs");
    assert_eq!(folder.files("public"), before);
    fs::remove_file(folder.path("public/new.html")).expect("removed");
    symlink(folder.path("book"), folder.path("public/dir")).expect("a link");
    folder.write("book/dir/x.md", "theirs");
    folder.refused(&["build"], "`public/dir` was not written by Rungs");
}

#[test]
fn dangerous_folders_are_refused() {
    let folder = book();
    let root = folder.path("");
    folder.write("full/file", "mine");
    fs::create_dir_all(folder.path("repo/.git")).expect("a folder");
    folder.write("damaged/.rungs-manifest", "rungs-manifest 1\n0 00 ../../x\n");
    folder.write("file", "");
    symlink("full", folder.path("link")).expect("a link");
    let absolute = root.to_str().expect("UTF-8");
    let cases = [
        ("/", "root"),
        (".", "holds it"),
        ("book", "holds it"),
        ("book/x/y", "lies in the book"),
        ("..", "holds it"),
        (absolute, "holds it"),
        ("full", "not empty"),
        ("link", "symbolic link"),
        ("link/", "symbolic link"),
        ("link/.", "symbolic link"),
        ("repo", ".git"),
        ("file", "not a folder"),
        ("damaged", "damaged"),
        ("new/../book", "climbs"),
        ("full/../book", "holds it"),
    ];
    for (output, word) in cases {
        folder.refused(&["build", "--output", output], word);
    }
    let home = folder.command(&["build", "-o", "home"]).env("HOME", folder.path("home/me")).output();
    assert_eq!(home.expect("a run").status.code(), Some(0), "a home that does not exist is no reason");
    let home = folder.command(&["build", "-o", "home"]).env("HOME", folder.path("home")).output().expect("a run");
    assert_eq!(home.status.code(), Some(2));
    assert_eq!(folder.read("full/file"), "mine");
}

#[test]
fn modes_do_not_depend_on_the_umask() {
    let folder = book();
    let shell = format!("umask 077; {} build", env!("CARGO_BIN_EXE_rungs"));
    let run = Command::new("sh").args(["-c", &shell]).current_dir(folder.path("")).output().expect("a run");
    assert!(run.status.success());
    let mode = |path: &str| fs::metadata(folder.path(path)).expect("a file").permissions().mode() & 0o777;
    let modes = || [mode("public"), mode("public/guide"), mode("public/guide/a.html"), mode("public/.rungs-manifest")];
    assert_eq!(modes(), [0o755, 0o755, 0o644, 0o644]);
    for (path, wrong) in [("public/guide/a.html", 0o600), ("public/guide", 0o700), ("public", 0o700)] {
        fs::set_permissions(folder.path(path), fs::Permissions::from_mode(wrong)).expect("a mode");
        folder.done(&["build"]);
        assert_eq!(modes(), [0o755, 0o755, 0o644, 0o644], "{path}");
    }
}

#[test]
fn an_error_publishes_nothing() {
    let folder = book();
    folder.done(&["build"]);
    let before = folder.files("public");
    folder.write("book/index.md", "[[nowhere]]");
    assert_eq!(folder.run(&["build"]).code, Some(1));
    assert_eq!(folder.files("public"), before);
}

/// How many pages `big_book` has.
const PAGES: usize = 60;

/// A book whose every page says the same word.
fn big_book(folder: &Folder, word: &str) {
    for n in 0..PAGES {
        folder.write(&format!("book/part-{}/{n}.md", n % 7), word);
    }
}

/// The one word all pages of the site say; fails when it is half a site.
fn word(folder: &Folder) -> String {
    let files = folder.files("public");
    let words: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.starts_with("part-") && path.ends_with(".html"))
        .map(|(path, content)| {
            let text = String::from_utf8_lossy(content);
            let start = text.find("<p>word-").unwrap_or_else(|| panic!("{path} is not whole")) + 3;
            text[start..].split('<').next().expect("a word").to_owned()
        })
        .collect();
    assert_eq!(words.len(), PAGES);
    assert!(words.iter().all(|word| *word == words[0]), "pages of two sites");
    words[0].clone()
}

#[test]
fn a_kill_leaves_the_old_site_or_the_new_one() {
    let folder = Folder::with(&[]);
    big_book(&folder, "word-0");
    let start = Instant::now();
    folder.done(&["build"]);
    let whole = start.elapsed();
    folder.write("public/mine.txt", "mine");
    let (rounds, mut old) = (24, "word-0".to_owned());
    for round in 1..=rounds {
        let new = format!("word-{round}");
        big_book(&folder, &new);
        let mut run = folder.command(&["build"]).stderr(Stdio::null()).spawn().expect("a run");
        thread::sleep(whole * round / rounds);
        let _ = run.kill();
        run.wait().expect("an end");
        let now = word(&folder);
        assert!(now == old || now == new, "{now}");
        assert_eq!(folder.read("public/mine.txt"), "mine");
        old = now;
    }
    folder.done(&["build"]);
    assert_eq!(word(&folder), format!("word-{rounds}"));
    assert_eq!(folder.read("public/mine.txt"), "mine");
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn of_two_builds_one_waits_its_turn() {
    let folder = Folder::with(&[]);
    big_book(&folder, "word-one");
    let start = || folder.command(&["build"]).stderr(Stdio::piped()).spawn().expect("a run");
    let runs = [start(), start(), start()];
    let mut done = 0;
    for run in runs {
        let output = run.wait_with_output().expect("an end");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.status.code() {
            Some(0) => done += 1,
            code => assert!(code == Some(2) && text.contains("is being written by process"), "{code:?} {text}"),
        }
    }
    assert!(done >= 1);
    assert_eq!(word(&folder), "word-one");
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn a_held_lock_is_named_and_a_dead_one_is_not_in_the_way() {
    let folder = book();
    folder.write(".public.rungs-lock", "process 42");
    let lock = fs::File::open(folder.path(".public.rungs-lock")).expect("a file");
    lock.lock().expect("the lock");
    folder.refused(&["build"], "being written by process 42");
    drop(lock);
    folder.done(&["build"]);
    assert_eq!(beside(&folder), ["public"]);
}

#[test]
fn remains_of_killed_runs_are_finished_or_cleared() {
    let folder = book();
    folder.done(&["build"]);
    folder.write("public/mine.txt", "mine");
    // Killed while it made its stage.
    folder.write(".public.rungs-new/guide/half.html", "half");
    folder.done(&["build"]);
    assert_eq!(beside(&folder), ["public"]);
    // Killed after the exchange: the old site waits to be removed, with a file that is only there.
    folder.write(".public.rungs-new/index.html", "old");
    folder.write(".public.rungs-new/late.txt", "late");
    folder.write(".public.rungs-new/.rungs-manifest", "rungs-manifest 1\n3 00 index.html\n");
    fs::hard_link(folder.path("public/mine.txt"), folder.path(".public.rungs-new/mine.txt")).expect("a link");
    folder.done(&["build"]);
    assert_eq!(beside(&folder), ["public"]);
    assert_eq!((folder.read("public/mine.txt"), folder.read("public/late.txt")), ("mine".to_owned(), "late".to_owned()));
    // Killed between two renames.
    fs::rename(folder.path("public"), folder.path(".public.rungs-old")).expect("renamed");
    folder.write(".public.rungs-new/half.html", "half");
    folder.done(&["build"]);
    assert_eq!(beside(&folder), ["public"]);
    assert_eq!(folder.read("public/mine.txt"), "mine");
    // A link that pretends to be a stage.
    folder.write("elsewhere/.rungs-manifest", "rungs-manifest 1\n1 00 a\n");
    folder.write("elsewhere/a", "a");
    symlink("elsewhere", folder.path(".public.rungs-new")).expect("a link");
    folder.done(&["build"]);
    assert_eq!(folder.read("elsewhere/a"), "a");
}

#[test]
fn a_pipe_in_the_book_does_not_stop_the_build() {
    let folder = book();
    assert!(Command::new("mkfifo").arg(folder.path("book/pipe.md")).status().expect("a run").success());
    let mut run = folder.command(&["check"]).stderr(Stdio::null()).spawn().expect("a run");
    let deadline = Instant::now() + Duration::from_secs(10);
    while run.try_wait().expect("a state").is_none() {
        assert!(Instant::now() < deadline, "waits at the pipe");
        thread::sleep(Duration::from_millis(10));
    }
}
