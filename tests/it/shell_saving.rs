//! However a file is saved, the new page is there, once and whole: the habits of editors and tools, twenty times each.

use crate::shell_folder::Folder;
use crate::shell_server::{PATIENCE, Server, status};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::symlink,
    path::Path,
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

/// Saves a page in this way many times; each save must be served, no build may follow another without a cause.
#[track_caller]
fn check(habit: impl Fn(&Folder, &str)) {
    let server = Server::start(&[("book/SUMMARY.md", "- [Page](guide/page.md)\n"), ("book/guide/page.md", &page(0))]);
    let mut events = server.events("/guide/page.html");
    for n in 1..=TIMES {
        habit(&server.folder, &page(n));
        let start = Instant::now();
        while shown(&server.get("/guide/page.html")) != Some(n) {
            assert!(start.elapsed() < PATIENCE, "save {n} was missed");
            sleep(Duration::from_millis(2));
        }
    }
    while !events.is_quiet(Duration::from_millis(400)) {
        events.next();
    }
    server.folder.write("book/guide/page.md", page(99));
    while events.next().0 != "version" {}
    assert!(events.is_quiet(Duration::from_millis(400)), "a build without a cause");
    assert_eq!(shown(&server.get("/guide/page.html")), Some(99));
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
