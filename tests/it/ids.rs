//! `rungs ids` and `ids.lock`: ids go into the original bytes, and no published id is lost unnoticed.

use crate::shell_folder::Folder;

const LIST: &str = "---\ntitle: List\n---\n- [ ] First thing\n  It is done.\n- [ ] Second thing {skills=writing}\n- [ ] Third {#third}\n";

fn book() -> Folder {
    Folder::with(&[
        ("book/index.md", "home"),
        ("book/checklists/list.md", LIST),
        ("book/skills/writing.md", "---\ntitle: Writing\n---\nText.\n"),
    ])
}

#[test]
fn missing_ids_are_written_and_nothing_else_is_touched() {
    let folder = book();
    let windows = format!("\u{feff}{}", LIST.replace('\n', "\r\n"));
    folder.write("book/checklists/list.md", &windows);
    assert_eq!(folder.run(&["ids", "--check"]).code, Some(1));
    assert_eq!(folder.read("book/checklists/list.md"), windows, "--check only reports");
    folder.done(&["ids"]);
    let expected =
        windows.replace("First thing\r\n", "First thing {#first-thing}\r\n").replace("{skills=writing}", "{#second-thing skills=writing}");
    assert_eq!(folder.read("book/checklists/list.md"), expected);
    let lock = "site handbook\n0 page home/home live\n1 page skill/writing live\n2 page checklist/list live\n\
                3 item first-thing live\n4 item second-thing live\n5 item third live\n";
    assert_eq!(folder.read("book/ids.lock").replace("home/index", "home/home"), lock);
    folder.done(&["ids", "--check"]);
}

#[test]
fn a_page_with_spaces_in_its_name_has_a_line_that_can_be_read_again() {
    let folder = Folder::with(&[("book/guide/Größe & Maß 100 %.md", "# Sizes\n")]);
    folder.done(&["ids"]);
    assert!(folder.read("book/ids.lock").contains(" page chapter/Größe%20&%20Maß%20100%20%25 live\n"));
    folder.done(&["ids", "--check"]);
    folder.done(&["check", "--strict"]);
}

#[test]
fn a_published_id_does_not_vanish_unnoticed() {
    let folder = book();
    folder.done(&["ids"]);
    let list = folder.read("book/checklists/list.md");
    folder.write("book/checklists/list.md", list.replace("- [ ] Third {#third}\n", ""));
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(1));
    for words in ["error[vanished-id]", "`third`", "was=third", "rungs ids --retire third"] {
        assert!(run.stderr.contains(words), "{words} is missing in {}", run.stderr);
    }
    folder.done(&["ids", "--retire", "third"]);
    assert!(folder.read("book/ids.lock").contains(" item third retired\n"));
    assert_eq!(folder.run(&["check"]).code, Some(0));
}

#[test]
fn a_rename_carries_its_ticks_on() {
    let folder = book();
    folder.done(&["ids"]);
    let list = folder.read("book/checklists/list.md");
    folder.write("book/checklists/list.md", list.replace("{#third}", "{#last was=third}"));
    assert_eq!(folder.run(&["check"]).code, Some(0));
    folder.done(&["ids"]);
    let lock = folder.read("book/ids.lock");
    assert!(lock.contains("5 item third renamed -> last\n") && lock.ends_with("6 item last live\n"), "{lock}");
    folder.done(&["build"]);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("public/progress-manifest.json")).expect("JSON");
    assert_eq!(manifest["was"]["i:last"], serde_json::json!(["third"]));
    let place = manifest["items"]["last"]["n"].as_u64().expect("its place in share links");
    assert_eq!(manifest["gone"]["items"], serde_json::json!([[place - 1, "third"]]), "the old name keeps its own");

    // The lock remembers what the tail no longer says, over several renames.
    folder.write("book/checklists/list.md", list.replace("{#third}", "{#latest was=last}"));
    folder.done(&["ids"]);
    folder.write("book/checklists/list.md", list.replace("{#third}", "{#latest}"));
    folder.done(&["build"]);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("public/progress-manifest.json")).expect("JSON");
    assert_eq!(manifest["was"]["i:latest"], serde_json::json!(["last", "third"]));
    let page = folder.read("public/checklists/list.html");
    assert!(page.contains("\"was\":{\"i:latest\":[\"last\",\"third\"]}"), "the page carries it too");
}

#[test]
fn a_renamed_level_takes_its_expectations_along() {
    let level = |title: &str, extra: &str| {
        format!("---\ntitle: {title}\ntrack: ic\n{extra}---\nI am.\n\n## Writes {{#writes skill=writing}}\nText.\n")
    };
    let folder = book();
    folder.write("book/tracks/ic.md", "---\ntitle: IC\nlevels: [senior]\n---\n");
    folder.write("book/levels/senior.md", level("Senior", ""));
    folder.done(&["ids"]);
    std::fs::remove_file(folder.path("book/levels/senior.md")).expect("removed");
    folder.write("book/tracks/ic.md", "---\ntitle: IC\nlevels: [expert]\n---\n");
    folder.write("book/levels/expert.md", level("Expert", "was: senior\n"));
    assert_eq!(folder.run(&["check"]).code, Some(0));
    folder.done(&["ids"]);
    let lock = folder.read("book/ids.lock");
    assert!(lock.contains("expectation senior/writes renamed -> expert/writes\n"), "{lock}");
    assert!(lock.contains("page level/senior renamed -> level/expert\n"), "{lock}");
}

#[test]
fn another_handbooks_lock_is_ignored_and_started_afresh() {
    let folder = book();
    folder.write("book/ids.lock", "site elsewhere\n0 item gone live\n");
    let run = folder.done(&["check"]);
    assert!(run.stderr.contains("note[foreign-lock]"), "{}", run.stderr);
    folder.done(&["ids"]);
    assert!(folder.read("book/ids.lock").starts_with("site handbook\n0 page "), "a fresh lock");
}

#[test]
fn after_a_merge_the_bases_numbers_stay() {
    let folder = book();
    let git = |arguments: &[&str]| {
        let status = std::process::Command::new("git").args(arguments).current_dir(folder.path("")).output().expect("git").status;
        assert!(status.success(), "git {arguments:?}");
    };
    folder.done(&["ids"]);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "base"]);
    let base = folder.read("book/ids.lock");
    folder.write("book/checklists/more.md", "---\ntitle: More\n---\n- [ ] New {#new}\n");
    folder.write("book/ids.lock", format!("{base}6 item theirs live\n6 item new live\n"));
    assert_eq!(folder.run(&["check"]).code, Some(1), "a number stands twice");
    folder.done(&["ids", "--base", "HEAD"]);
    let lock = folder.read("book/ids.lock");
    assert!(lock.starts_with(&base) && lock.ends_with("7 item new live\n"), "{lock}");
    assert_eq!(folder.run(&["check"]).code, Some(0));
}
