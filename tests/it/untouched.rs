//! Commands that write into an author's folder never change or delete a file they did not make, whatever lies there.

use crate::shell_folder::Folder;
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, os::unix::fs::symlink, path::Path};

/// Commands that write files of their own, run in a folder with anything in it. Whatever was there stays as it was, and
/// when the command fails nothing is added.
const WRITERS: &[&[&str]] = &[
    &["init", ".", "--rungs", "https://github.com/acme/rungs"],
    &["init", "book", "--rungs", "https://github.com/acme/rungs", "--title", "Mine"],
    &["init", "new/deeper", "--rungs", "https://github.com/acme/rungs", "--from", "book"],
    &["import", "ladder.csv"],
    &["import", "ladder.csv", "new/deeper"],
];

/// A ladder to import.
const LADDER: &[u8] = b"Skill,Engineer,Senior\nDesign,Draws one service,Draws two services\nFeedback,Asks,Answers\n";

/// Places where something may lie: where a command writes, beside it, and in the way.
const PLACES: &[&str] = &[
    "README.md",
    ".gitignore",
    ".github",
    ".github/workflows",
    ".github/workflows/check.yml",
    ".vscode",
    ".vscode/settings.json",
    "book",
    "book/book.yml",
    "book/index.md",
    "book/ids.lock",
    "book/guide",
    "book/levels/staff.md",
    "book/levels",
    "book/README.md",
    "book/static/a.png",
    "notes/ä b.txt",
    "new",
    "new/deeper",
    "new/deeper/README.md",
    "SUMMARY.md",
    "ladder.csv",
    "new/deeper/book",
];

/// A folder that links lead to.
const ELSEWHERE: &str = "elsewhere";

/// What may lie there.
#[derive(Clone, Debug)]
enum Thing {
    File(Vec<u8>),
    Folder,
    /// A symbolic link to this place in the folder. Never out of it: a command may follow it.
    Link(&'static str),
}

fn thing() -> impl Strategy<Value = Thing> {
    let text = prop_oneof![
        Just(b"# Mine\n".to_vec()),
        Just(b"/public\n/.rungs\n".to_vec()),
        Just(b"title: Mine\nsite: {id: mine}\n".to_vec()),
        Just(b"- [ ] One\r\n- [ ] Two {#two}\r\n".to_vec()),
        Just(b"[[nowhere]]\n".to_vec()),
        Just(LADDER.to_vec()),
        Just(Vec::new()),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    prop_oneof![6 => text.prop_map(Thing::File), 2 => Just(Thing::Folder), 1 => Just(Thing::Link("README.md")), 1 => Just(Thing::Link(ELSEWHERE))]
}

fn folder(things: &[(usize, Thing)]) -> Folder {
    let folder = Folder::with(&[("elsewhere/notes.md", "# Notes\n")]);
    for (place, thing) in things {
        let path = folder.path(PLACES[place % PLACES.len()]);
        // What is in the way of another stays; not every place can be taken.
        let _ = path.parent().map(fs::create_dir_all);
        let _ = match thing {
            Thing::File(bytes) => fs::OpenOptions::new().write(true).create_new(true).open(&path).and_then(|_| fs::write(&path, bytes)),
            Thing::Folder => fs::create_dir(&path),
            Thing::Link(target) => symlink(folder.path(target), &path),
        };
    }
    if !folder.exists("ladder.csv") {
        folder.write("ladder.csv", LADDER);
    }
    folder
}

/// Everything below a folder: what it is, and its bytes or target.
fn inventory(root: &Path) -> BTreeMap<String, String> {
    let (mut found, mut open) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let metadata = path.symlink_metadata().expect("metadata");
            let what = if metadata.is_symlink() {
                format!("link to {}", fs::read_link(&path).expect("a target").display())
            } else if metadata.is_dir() {
                open.push(path.clone());
                "folder".to_owned()
            } else {
                format!("{:?} {:?}", metadata.permissions(), fs::read(&path).expect("bytes").escape_ascii().to_string())
            };
            found.insert(path.strip_prefix(root).expect("inside").to_string_lossy().into_owned(), what);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn writers_add_and_touch_nothing(things in proptest::collection::vec((any::<usize>(), thing()), 0..8), at in 0..WRITERS.len()) {
        let folder = folder(&things);
        let before = inventory(&folder.path(""));
        let run = folder.run(WRITERS[at]);
        let after = inventory(&folder.path(""));
        for (path, what) in &before {
            prop_assert_eq!(after.get(path), Some(what), "{} after {:?}\n{}", path, WRITERS[at], run.stderr);
        }
        if run.code != Some(0) {
            prop_assert_eq!(after.len(), before.len(), "it failed and left something\n{}", run.stderr);
        }
    }

    /// `ids` puts ids into pages and brings `ids.lock` up to date: take the ids away, and every file is what it was.
    #[test]
    fn ids_only_inserts(lines in proptest::collection::vec(0_usize..10, 0..12), windows: bool, things in proptest::collection::vec((any::<usize>(), thing()), 0..4)) {
        const LINES: [&str; 10] = [
            "- [ ] A thing to do", "- [ ] Another {skills=writing}", "- [x] Done {#done-before}", "  - [ ] Deeper ünïcode",
            "# A heading", "Plain text {#not-an-item}", "```", "- [ ] `code` and **bold**", "", "> - [ ] quoted",
        ];
        let folder = folder(&things);
        let end = if windows { "\r\n" } else { "\n" };
        let text: String = lines.iter().map(|line| format!("{}{end}", LINES[*line])).collect();
        if fs::create_dir_all(folder.path("book/checklists")).is_err() {
            return Ok(());
        }
        folder.write("book/checklists/list.md", &text);
        let before = inventory(&folder.path(""));
        let run = folder.run(&["ids", "book"]);
        let after = inventory(&folder.path(""));
        let added: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
        prop_assert!(added.iter().all(|path| path.ends_with("ids.lock")), "{added:?}");
        for (path, what) in before.iter().filter(|(path, _)| !path.ends_with("ids.lock")) {
            let now = after.get(path).cloned().unwrap_or_default();
            let is_page = (path.starts_with("book/") || path.starts_with(ELSEWHERE)) && path.ends_with(".md");
            prop_assert!(now == *what || (is_page && without_ids(&now) == without_ids(what)), "{path}: {what}\n{now}\n{}", run.stderr);
        }
        if run.code != Some(0) {
            prop_assert_eq!(after, before, "it failed and changed something\n{}", run.stderr);
        }
    }
}

/// The text without what `ids` may insert.
fn without_ids(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        kept.push_str(before);
        let id = after.find(|c: char| !(c.is_alphanumeric() || "-_.\\".contains(c))).unwrap_or(after.len());
        match &after[id..] {
            behind if behind.starts_with('}') => {
                kept.truncate(kept.trim_end_matches(' ').len());
                rest = &behind[1..];
            }
            behind => {
                kept.push('{');
                rest = behind.strip_prefix(' ').unwrap_or(behind);
            }
        }
    }
    kept + rest
}
