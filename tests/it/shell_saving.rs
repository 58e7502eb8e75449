//! However a file is saved, the new page is there, once and whole: the habits of editors and tools, twenty times each.

use crate::shell_folder::Folder;
use crate::shell_server::{Events, PATIENCE, Server, Words, status};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

const TIMES: usize = 20;

/// A page long enough that half of it is not all of it.
fn page(n: usize) -> String {
    format!("# Page\n\nBegin {n}.\n\n{}\nEnd {n}.\n", "Some words between, to make it long.\n".repeat(120))
}

/// The number that a served page shows, the same at its beginning and its end.
fn shown(html: &str) -> Option<usize> {
    let number = |mark: &str| html.split_once(mark)?.1.split_once('.')?.0.parse::<usize>().ok();
    let (begin, end) = (number("Begin "), number("End "));
    assert_eq!(begin, end, "half a file was served: {html}");
    begin
}

/// Saves a page in this way many times; each save must be served, whole, and no build may follow another without a cause.
#[track_caller]
fn check(habit: impl Fn(&Folder, &str)) {
    let server = Server::start(&[("book/SUMMARY.md", "- [Page](guide/page.md)\n"), ("book/guide/page.md", &page(0))]);
    let mut events = server.events("/guide/page.html");
    let saved = |n: usize, save: &dyn Fn(&Folder, &str)| {
        save(&server.folder, &page(n));
        let start = Instant::now();
        while shown(&server.get("/guide/page.html")) != Some(n) {
            assert!(start.elapsed() < PATIENCE, "save {n} was missed");
            sleep(Duration::from_millis(2));
        }
    };
    for n in 1..=TIMES {
        saved(n, &habit);
    }
    let builds = until_quiet(&mut events);
    // At most one for each of the states that a save leaves on the disk for a moment.
    assert!(builds <= 4 * TIMES, "{builds} builds of {TIMES} saves");
    // Then one plain save is one build. On a busy machine its first byte may be seen before its last, so not at once each time.
    let counts: Vec<usize> = (90..93)
        .map(|n| {
            saved(n, &|folder, text| folder.write(FILE, text));
            until_quiet(&mut events)
        })
        .collect();
    assert!(counts.contains(&1), "builds of one save: {counts:?}");
}

/// How many builds the tab hears of until nothing follows for a while.
#[track_caller]
fn until_quiet(events: &mut Events) -> usize {
    let start = Instant::now();
    let mut builds = 0;
    while !events.is_quiet(Duration::from_millis(300)) {
        assert!(start.elapsed() < PATIENCE, "builds follow one another without end");
        builds += usize::from(matches!(events.next().0.as_str(), "ok" | "errors"));
    }
    builds
}

const FILE: &str = "book/guide/page.md";

fn rename(folder: &Folder, from: &str, to: &str) {
    fs::rename(folder.path(from), folder.path(to)).expect("renamed");
}

fn write_synced(path: &Path, text: &str) {
    let mut file = File::create(path).expect("a file");
    file.write_all(text.as_bytes()).expect("written");
    file.sync_all().expect("on disk");
}

#[test]
fn in_place_as_vs_code_and_nano_do() {
    check(|folder, text| folder.write(FILE, text));
}

#[test]
fn vim_with_a_renamed_backup() {
    check(|folder, text| {
        // The probe by which vim finds out whether it may write here, and its swap file.
        folder.write("book/guide/4913", "");
        fs::remove_file(folder.path("book/guide/4913")).expect("removed");
        folder.write("book/guide/.page.md.swp", "b0VIM");
        rename(folder, FILE, "book/guide/page.md~");
        write_synced(&folder.path(FILE), text);
        fs::remove_file(folder.path("book/guide/page.md~")).expect("removed");
    });
}

#[test]
fn vim_with_a_copied_backup() {
    check(|folder, text| {
        fs::copy(folder.path(FILE), folder.path("book/guide/page.md~")).expect("copied");
        write_synced(&folder.path(FILE), text);
        fs::remove_file(folder.path("book/guide/page.md~")).expect("removed");
    });
}

#[test]
fn emacs_with_its_lock_and_autosave() {
    check(|folder, text| {
        symlink("author@host.1234:1", folder.path("book/guide/.#page.md")).expect("a lock");
        folder.write("book/guide/#page.md#", text);
        let backup = folder.path("book/guide/page.md~");
        let _ = fs::remove_file(&backup);
        rename(folder, FILE, "book/guide/page.md~");
        write_synced(&folder.path(FILE), text);
        fs::remove_file(folder.path("book/guide/#page.md#")).expect("removed");
        fs::remove_file(folder.path("book/guide/.#page.md")).expect("removed");
    });
}

#[test]
fn jetbrains_safe_write() {
    check(|folder, text| {
        write_synced(&folder.path("book/guide/page.md___jb_tmp___"), text);
        rename(folder, FILE, "book/guide/page.md___jb_old___");
        rename(folder, "book/guide/page.md___jb_tmp___", FILE);
        fs::remove_file(folder.path("book/guide/page.md___jb_old___")).expect("removed");
    });
}

#[test]
fn sed_in_place() {
    check(|folder, text| {
        folder.write("book/guide/sedAb12Cd", text);
        rename(folder, "book/guide/sedAb12Cd", FILE);
    });
}

#[test]
fn a_slow_writer_that_truncates() {
    check(|folder, text| {
        let mut file = OpenOptions::new().write(true).truncate(true).open(folder.path(FILE)).expect("a file");
        for part in text.as_bytes().chunks(text.len() / 3) {
            sleep(Duration::from_millis(30));
            file.write_all(part).expect("written");
        }
    });
}

#[test]
fn git_checkout() {
    check(|folder, text| {
        fs::remove_file(folder.path(FILE)).expect("removed");
        folder.write(FILE, text);
    });
}

#[test]
fn a_folder_that_is_moved_over() {
    check(|folder, text| {
        folder.write("book/next/page.md", text);
        rename(folder, "book/guide", "book/old");
        rename(folder, "book/next", "book/guide");
        fs::remove_dir_all(folder.path("book/old")).expect("removed");
    });
}

#[test]
fn the_book_deleted_and_made_again() {
    check(|folder, text| {
        fs::remove_dir_all(folder.path("book")).expect("removed");
        folder.write("book/SUMMARY.md", "- [Page](guide/page.md)\n");
        folder.write(FILE, text);
    });
}

/// Runs a program on the page; `false` when this machine has none of the name.
fn has(program: &str) -> bool {
    let has = Command::new(program).arg("--version").stdin(Stdio::null()).output().is_ok();
    if !has {
        eprintln!("skipped: there is no `{program}` here");
    }
    has
}

fn run(folder: &Folder, program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder.path("")).stdin(Stdio::null()).output().expect("a run");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Vim itself, with each of its ways to keep a backup.
#[test]
#[ignore = "takes programs that are installed, and a minute"]
fn the_real_vim() {
    if !has("vim") {
        return;
    }
    for settings in ["set nobackup writebackup backupcopy=no", "set backup backupcopy=yes", "set backup backupcopy=auto nofsync"] {
        check(|folder, text| {
            folder.write("new.txt", text);
            let arguments = ["-N", "-u", "NONE", "-i", "NONE", "-es", "-c", settings, "-c", "%!cat new.txt", "-c", "wq", FILE];
            run(folder, "vim", &arguments);
        });
    }
}

/// Emacs itself: its lock, and a backup that is the old file renamed.
#[test]
#[ignore = "takes programs that are installed, and a minute"]
fn the_real_emacs() {
    if !has("emacs") {
        return;
    }
    check(|folder, text| {
        folder.write("new.txt", text);
        let save = "(progn (erase-buffer) (insert-file-contents \"../../new.txt\") (setq make-backup-files t) (save-buffer))";
        run(folder, "emacs", &["-Q", "--batch", FILE, "--eval", save]);
    });
}

#[test]
#[ignore = "takes programs that are installed, and a minute"]
fn the_real_sed() {
    if !has("sed") {
        return;
    }
    check(|folder, text| {
        let n = shown(text).expect("a number");
        run(folder, "sed", &["-i", "-e", &format!("s/Begin [0-9]*/Begin {n}/"), "-e", &format!("s/End [0-9]*/End {n}/"), FILE]);
    });
}

#[test]
#[ignore = "takes programs that are installed, and a minute"]
fn the_real_git() {
    if !has("git") {
        return;
    }
    check(|folder, text| {
        if !folder.exists(".git") {
            run(folder, "git", &["init", "-q"]);
        }
        folder.write("new.txt", text);
        run(
            folder,
            "sh",
            &[
                "-c",
                &format!("git update-index --add --cacheinfo 100644,$(git hash-object -w new.txt),{FILE} && git checkout -q -- {FILE}"),
            ],
        );
    });
}

#[test]
fn a_watch_that_polls_sees_it_too() {
    let folder = Folder::with(&[("book/index.md", "home")]);
    let server = Server::run(folder, &["serve", "book", "--port", "0", "--poll"]);
    let mut events = server.events("/");
    server.folder.write("book/index.md", "polled");
    while events.next().0 != "version" {}
    assert!(server.get("/").contains("polled"));
}

#[test]
fn the_title_of_the_book_and_its_theme_are_watched() {
    let server = Server::start(&[("book/book.yml", "title: One\n"), ("book/index.md", "home")]);
    let mut events = server.events("/");
    for n in 0..TIMES {
        server.folder.write("book/book.yml", format!("title: Title {n}\n"));
        while events.next().0 != "version" {}
        server.folder.write("book/theme/assets/css/site.css", format!("main {{ color: rgb({n}, 0, 0) }}"));
        while events.next().0 != "version" {}
        assert!(server.get("/").contains(&format!("Title {n}")));
        assert!(server.get("/assets/css/site.css").contains(&format!("rgb({n}, 0, 0)")));
    }
    assert_eq!(status(&server.get("/")), "200");
}

/// A server in a world of its own, where the system watches only so many folders or watchers.
fn limited(folder: Folder, limit: &str) -> Option<(Server, Words)> {
    let command = |rest: &str| {
        let mut command = Command::new("unshare");
        command.args(["-Ur", "sh", "-c", &format!("echo {limit} && {rest}")]).current_dir(folder.path(""));
        command
    };
    if !command("true").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no world of one's own here");
        return None;
    }
    let serve = command(&format!("exec {} serve book --port 0", env!("CARGO_BIN_EXE_rungs")));
    Some(Server::heard(folder, serve))
}

const LIMIT: &str = "note: the system's limit of watched folders is reached; looking for changes twice a second";

#[test]
fn a_limit_that_is_reached_at_once_is_said_and_the_book_looked_at() {
    for limit in ["1 > /proc/sys/user/max_inotify_watches", "0 > /proc/sys/user/max_inotify_instances"] {
        let Some((server, words)) = limited(Folder::with(&[("book/index.md", "home"), ("book/guide/a.md", "# A\n")]), limit) else {
            return;
        };
        assert!(words.said.iter().any(|line| line == LIMIT), "{:?}", words.said);
        assert!(words.said.iter().any(|line| line.contains("sudo sysctl fs.inotify.max_user_watches=")), "{:?}", words.said);
        let mut events = server.events("/guide/a.html");
        server.folder.write("book/guide/a.md", "# Seen all the same\n");
        while events.next().0 != "version" {}
        assert!(server.get("/guide/a.html").contains("Seen all the same"));
    }
}

#[test]
fn a_limit_that_is_reached_later_is_noticed() {
    let folder = Folder::with(&[("book/index.md", "home"), ("book/guide/a.md", "# A\n")]);
    let Some((server, mut words)) = limited(folder, "6 > /proc/sys/user/max_inotify_watches") else { return };
    assert!(!words.said.iter().any(|line| line == LIMIT), "{:?}", words.said);
    for n in 0..8 {
        server.folder.write(&format!("book/guide/{n}/page.md"), "# First\n");
    }
    words.until(LIMIT);
    server.folder.write("book/guide/7/page.md", "# Seen all the same\n");
    let start = Instant::now();
    while !server.get("/guide/7/page.html").contains("Seen all the same") {
        assert!(start.elapsed() < PATIENCE, "the change was missed");
        sleep(Duration::from_millis(20));
    }
}

/// A folder that comes with all that is in it, and one that is filled right after it came.
#[test]
fn new_folders_are_seen_with_all_that_is_in_them() {
    let server = Server::start(&[("book/index.md", "home")]);
    for n in 0..TIMES {
        server.folder.write(&format!("book/part-{n}/deep/er/page.md"), format!("# Page {n}\n"));
        let start = Instant::now();
        while !server.get(&format!("/part-{n}/deep/er/page.html")).contains(&format!("Page {n}")) {
            assert!(start.elapsed() < PATIENCE, "folder {n} was missed");
            sleep(Duration::from_millis(2));
        }
    }
}

/// What an editor leaves beside a file is never published.
#[test]
fn backups_of_editors_are_no_part_of_the_site() {
    let folder = Folder::with(&[("book/index.md", "home"), ("book/picture.png", "a picture"), ("book/theme/assets/css/own.css", "")]);
    for litter in ["index.md~", "guide/#a.md#", "4913", "picture.png~", "theme/assets/css/own.css~", "old~/a.png"] {
        folder.write(&format!("book/{litter}"), "What its author took back.");
    }
    folder.done(&["build", "book"]);
    let files = folder.files("public");
    assert!(files.contains_key("picture.png") && files.contains_key("assets/css/own.css"));
    let told: Vec<_> = files.iter().filter(|(_, bytes)| bytes.ends_with(b"took back.")).map(|(path, _)| path).collect();
    assert!(told.is_empty(), "{told:?}");
}
