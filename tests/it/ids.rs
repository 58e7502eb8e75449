//! `rungs ids` and `ids.lock`: ids go into the original bytes, and no published id is lost unnoticed.

use crate::{fixture::repository, shell_folder::Folder};
use std::process::Command;

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
fn ids_are_made_of_words_and_leave_no_space_behind() {
    let long = "Write down what the team agreed, who does it until when and what we do if it does not happen";
    let list = format!(
        "# List\n\n- [ ] Read **the** [plan](list.md#list) and `cargo test`\n- [ ] Ask [[list]] & [[list|the list]]\n- [ ] Say \"hello\" -- to all \n- [ ] Two spaces  \n  and more.\n- [ ] {long}\n- [ ] ?!\n"
    );
    let folder = Folder::with(&[("book/checklists/list.md", &list)]);
    let said = folder.run(&["check"]).stderr;
    folder.done(&["ids"]);
    let written = folder.read("book/checklists/list.md");
    let ids: Vec<&str> = written.lines().filter_map(|line| line.split_once("{#")?.1.strip_suffix('}')).collect();
    let expected = [
        "read-the-plan-and-cargo-test",
        "ask-list-the-list",
        "say-hello-to-all",
        "two-spaces",
        "write-down-what-the-team-agreed-who-does-it-until-when-and",
        "item",
    ];
    assert_eq!(ids, expected, "{written}");
    assert!(expected.iter().all(|id| said.contains(&format!("`{{#{id}}}`"))), "`check` says what `ids` writes: {said}");
    assert!(written.lines().all(|line| line == line.trim_end()), "{written:?}");
    folder.done(&["ids", "--check"]);
}

/// A backslash that breaks the line stays the last thing in it, and nobody reads it.
#[test]
fn ids_leave_line_breaks_what_they_are() {
    let list = "# List\n\n- [ ] Broken\\\n  line.\n- [ ] With more {rev=2}\\\n  below.\n- [ ] A path: C:\\\n";
    let folder = Folder::with(&[("book/checklists/list.md", list)]);
    let titles = |folder: &Folder| {
        folder.done(&["build"]);
        let manifest: serde_json::Value = serde_json::from_str(&folder.read("public/progress-manifest.json")).expect("JSON");
        let items = manifest["items"].as_object().expect("items").values();
        items.map(|item| item["title"].as_str().expect("a title").to_owned()).collect::<Vec<_>>()
    };
    let before = titles(&folder);
    folder.done(&["ids"]);
    let written =
        "# List\n\n- [ ] Broken {#broken}\\\n  line.\n- [ ] With more {#with-more rev=2}\\\n  below.\n- [ ] A path: C:\\ {#a-path-c}\n";
    assert_eq!(folder.read("book/checklists/list.md"), written);
    assert_eq!(titles(&folder), before);
    assert!(before.contains(&"Broken".to_owned()), "{before:?}");
    folder.done(&["ids", "--check"]);
}

/// What was done is told when it was done.
#[cfg(unix)]
#[test]
fn nothing_is_told_that_was_not_written() {
    let folder = book();
    let run = folder.run(&["ids", "--check"]);
    let would = "2 files would change; run `rungs ids` to write what is missing:\n  2 ids written\n  6 ids added to ids.lock\n";
    assert!(run.stderr.ends_with(would), "{}", run.stderr);
    // A machine that lets nobody write one more byte.
    let shell = format!("trap '' XFSZ; ulimit -f 0; exec '{}' ids", env!("CARGO_BIN_EXE_rungs"));
    let output = Command::new("sh").args(["-c", &shell]).current_dir(folder.path("")).output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("error: cannot write `") && said.contains("= help: nothing was changed"), "{said}");
    assert!(!said.contains("written") && !folder.exists("book/ids.lock") && folder.read("book/checklists/list.md") == LIST, "{said}");
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

/// The template's id is a note where the repository is known to be another: by git, or by what `book.yml` says.
#[test]
fn the_templates_id_in_another_repository_is_noted() {
    let folder = Folder::with(&[("book/index.md", "# A\n"), ("book/book.yml", "title: A\nsite: {id: technical-leadership}\n")]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git").arg("-C").arg(folder.path("")).args(arguments).output().expect("git");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let notes = || folder.done(&["check", "--strict"]).stderr.matches("note[foreign-id]").count();
    assert_eq!(notes(), 0, "without git nothing is known");
    git(&["init", "--quiet"]);
    assert_eq!(notes(), 0, "nor where nobody pushes");
    git(&["remote", "add", "origin", "git@example.org:acme/Ladder.git"]);
    let said = folder.done(&["check", "--strict"]).stderr;
    for words in ["note[foreign-id]", "book/book.yml:2:12", "https://example.org/acme/Ladder", "site: {id: acme-ladder}"] {
        assert_eq!(said.matches(words).count(), 1, "{words}: {said}");
    }
    folder.write("book/book.yml", "title: A\nsite: {id: acme-ladder}\n");
    assert_eq!(notes(), 0);
    folder.write("book/book.yml", "title: A\nsite: {id: technical-leadership}\nrepository: https://example.org/other\n");
    let said = folder.done(&["check"]).stderr;
    assert!(said.contains("lies in `https://example.org/other`") && said.contains("{id: other}"), "{said}");
}

/// In the repository that the program was built from the id is at home.
#[test]
fn the_template_is_at_home() {
    let run = Folder::with(&[]).run(&["check", repository().join("book").to_str().expect("a path")]);
    assert!(!run.stderr.contains("foreign-id"), "{}", run.stderr);
}

#[test]
fn after_a_merge_the_bases_numbers_stay() {
    let folder = book();
    let git = |arguments: &[&str]| {
        let status = Command::new("git").args(arguments).current_dir(folder.path("")).output().expect("git").status;
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
    assert!(lock.starts_with(&base) && lock.ends_with("6 item new live\n7 page checklist/more live\n"), "{lock}");
    assert_eq!(folder.run(&["check"]).code, Some(0));
}

/// Odd places for an item: what is written behind it is read back as its id, and nothing else changes.
#[test]
fn ids_go_into_the_original_bytes() {
    let shapes = [
        ("- [ ] plain", "- [ ] plain {#plain}"),
        ("* [ ] star  ", "* [ ] star  {#star}"),
        ("+ [x] ticked", "+ [x] ticked {#ticked}"),
        ("7. [ ] numbered", "7. [ ] numbered {#numbered}"),
        ("-\t[ ] tabbed", "-\t[ ] tabbed {#tabbed}"),
        ("> - [ ] quoted", "> - [ ] quoted {#quoted}"),
        (
            "- [ ] outer\n  - [ ] inner\n    - [ ] deep\n      Done.",
            "- [ ] outer {#outer}\n  - [ ] inner {#inner}\n    - [ ] deep {#deep}\n      Done.",
        ),
        ("- plain\n\t- [ ] under a tab", "- plain\n\t- [ ] under a tab {#under-a-tab}"),
        ("- [ ] loose\n\n  Done when.\n\n- [ ] second", "- [ ] loose {#loose}\n\n  Done when.\n\n- [ ] second {#second}"),
        ("- [ ] braces {a, b}", "- [ ] braces {a, b} {#braces-a-b}"),
        ("- [ ] code `{#x}`", "- [ ] code `{#x}` {#code-x}"),
        ("- [ ] escaped \\}", "- [ ] escaped \\} {#escaped}"),
        ("- [ ] tail { step=2 effort=\"1 h\" }  ", "- [ ] tail {#tail  step=2 effort=\"1 h\" }  "),
        ("- [ ] Größe **wächst** 🚀", "- [ ] Größe **wächst** 🚀 {#größe-wächst}"),
        ("- [ ] 日本語", "- [ ] 日本語 {#日本語}"),
        ("- [ ] <b>bold</b> [link](https://example.org)", "- [ ] <b>bold</b> [link](https://example.org) {#bold-link}"),
        ("- [ ] same\n- [ ] same\n- [ ] same", "- [ ] same {#same}\n- [ ] same {#same-2}\n- [ ] same {#same-3}"),
        ("- [ ] !!!", "- [ ] !!! {#item}"),
    ];
    for (before, after) in shapes {
        for end in ["\n", "\r\n", ""] {
            let folder = Folder::with(&[]);
            let line_end = if end.is_empty() { "\n" } else { end };
            let written = |text: &str| format!("\u{feff}{}{end}", format!("# L\n\n{text}").replace('\n', line_end));
            folder.write("book/checklists/l.md", written(before));
            let run = folder.run(&["ids"]);
            assert_eq!(run.code, Some(0), "{before}: {}", run.stderr);
            let seen = folder.read("book/checklists/l.md");
            assert_eq!(seen, written(after));
            folder.done(&["ids", "--check"]);
            assert!(!folder.run(&["check"]).stderr.contains("warning[item-without-id]"), "{seen}");
        }
    }
}

#[test]
fn headings_and_included_files_get_theirs() {
    let folder = book();
    folder.write("book/tracks/ic.md", "---\ntitle: IC\nlevels: [senior]\n---\n");
    let level = "---\ntitle: Senior\ntrack: ic\n---\nI am.\n\n## Writes well {skill=writing}  \nText.\n\n{{#include ../parts/more.txt}}\n";
    folder.write("book/levels/senior.md", level);
    folder.write("book/parts/more.txt", "## Reads {skill=writing rev=2}\r\nMore.\r\n");
    folder.write("book/checklists/more.md", "# More\n\n{{#include ../parts/list.txt}}\n- [ ] Own\n");
    folder.write("book/parts/list.txt", "- [ ] Shared");
    folder.done(&["ids"]);
    assert_eq!(folder.read("book/levels/senior.md"), level.replace("{skill=writing}  ", "{#writes-well skill=writing}  "));
    assert_eq!(folder.read("book/parts/more.txt"), "## Reads {#reads skill=writing rev=2}\r\nMore.\r\n");
    assert_eq!(folder.read("book/parts/list.txt"), "- [ ] Shared {#shared}");
    assert_eq!(folder.read("book/checklists/more.md"), "# More\n\n{{#include ../parts/list.txt}}\n- [ ] Own {#own}\n");
    folder.done(&["ids", "--check"]);
}

#[test]
fn what_is_retired_has_left_and_takes_its_own_along() {
    let level = "---\ntitle: Senior\ntrack: ic\n---\nI am.\n\n## Writes {#writes skill=writing}\nText.\n";
    let folder = book();
    folder.write("book/tracks/ic.md", "---\ntitle: IC\nlevels: [senior]\n---\n");
    folder.write("book/levels/senior.md", level);
    folder.done(&["ids"]);
    let lock = folder.read("book/ids.lock");
    let run = folder.run(&["ids", "--retire", "third"]);
    assert!(run.code == Some(1) && run.stderr.contains("`third` is still in the book"), "{}", run.stderr);
    assert!(folder.run(&["ids", "--retire", "thrid"]).stderr.contains("did you mean `third`?"));
    assert_eq!(folder.read("book/ids.lock"), lock, "nothing was written");
    std::fs::remove_file(folder.path("book/levels/senior.md")).expect("removed");
    folder.write("book/tracks/ic.md", "---\ntitle: IC\n---\n");
    folder.write("book/checklists/list.md", folder.read("book/checklists/list.md").replace("- [ ] Third {#third}\n", ""));
    assert_eq!(folder.run(&["ids", "--check"]).code, Some(1), "CI must not pass what is gone");
    let run = folder.done(&["ids", "--retire", "level/senior"]);
    assert!(run.stderr.contains("`third` was published and is gone"), "what is still lost is said: {}", run.stderr);
    let after = folder.read("book/ids.lock");
    assert!(after.contains("page level/senior retired\n") && after.contains("expectation senior/writes retired\n"), "{after}");
    assert!(after.contains("item third live\n"), "{after}");
}

/// A level and its expectation are renamed in one go, another expectation moves to another level, and later the level
/// is renamed again without its first name.
#[test]
fn old_expectations_lead_to_the_new_ones() {
    let folder = book();
    let levels = |first: &str, second: &str| {
        folder.write("book/tracks/ic.md", format!("---\ntitle: IC\nlevels: [{first}, staff]\n---\n"));
        folder.write("book/levels/staff.md", format!("---\ntitle: Staff\ntrack: ic\n---\nI am.\n\n{second}"));
    };
    let level = |name: &str, was: &str, body: &str| {
        folder.write(&format!("book/levels/{name}.md"), format!("---\ntitle: L\ntrack: ic\n{was}---\nI am.\n\n{body}"));
    };
    let gone = |name: &str| std::fs::remove_file(folder.path(&format!("book/levels/{name}.md"))).expect("removed");
    levels("senior", "");
    level("senior", "", "## A {#a skill=writing}\nText.\n\n## B {#b skill=writing}\nText.\n");
    folder.done(&["ids"]);
    gone("senior");
    levels("expert", "## B {#b2 skill=writing was=senior/b}\nText.\n");
    level("expert", "was: senior\n", "## A {#a2 skill=writing was=a}\nText.\n");
    let run = folder.done(&["ids"]);
    assert!(!run.stderr.contains("vanished"), "{}", run.stderr);
    gone("expert");
    levels("master", "## B {#b2 skill=writing}\nText.\n");
    level("master", "was: expert\n", "## A {#a2 skill=writing}\nText.\n");
    folder.done(&["ids"]);
    folder.done(&["build"]);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("public/progress-manifest.json")).expect("JSON");
    let was = &manifest["was"];
    assert_eq!(was["l:master"], serde_json::json!(["expert", "senior"]));
    assert_eq!(was["e:master/a2"], serde_json::json!(["expert/a2", "senior/a"]));
    assert_eq!(was["e:staff/b2"], serde_json::json!(["senior/b"]));
}

#[test]
fn a_merge_with_conflict_marks_is_mended_by_the_base() {
    let folder = book();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let status = Command::new("git").args(identity).args(arguments).current_dir(folder.path("")).output().expect("git");
        status.status.success()
    };
    let list = |name: &str, text: &str| folder.write(&format!("book/checklists/{name}.md"), format!("# {name}\n\n{text}"));
    list("shared", "- [ ] Old {#old}\n");
    folder.done(&["ids"]);
    assert!(git(&["init", "-q", "-b", "main"]) && git(&["add", "-A"]) && git(&["commit", "-qm", "one"]));
    assert!(git(&["switch", "-qc", "ours"]));
    list("ours", "- [ ] Ours {#ours}\n");
    list("shared", "- [ ] Old {#older was=old}\n");
    folder.done(&["ids"]);
    assert!(git(&["add", "-A"]) && git(&["commit", "-qm", "ours"]) && git(&["switch", "-q", "main"]));
    list("theirs", "- [ ] Theirs {#theirs}\n");
    folder.done(&["ids"]);
    let base = folder.read("book/ids.lock");
    assert!(git(&["add", "-A"]) && git(&["commit", "-qm", "theirs"]) && git(&["switch", "-q", "ours"]));
    assert!(!git(&["merge", "-q", "main"]), "the two sides clash");
    assert!(folder.read("book/ids.lock").contains("<<<<<<<"));
    folder.done(&["ids", "--base", "main"]);
    let lock = folder.read("book/ids.lock");
    let numbers = |text: &str| text.lines().skip(1).map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    assert!(numbers(&lock).starts_with(&numbers(&base)), "the base's numbers stay: {lock}");
    assert!(
        lock.contains(" item old renamed -> older\n") && lock.contains(" item ours live\n") && lock.contains(" item older live\n"),
        "{lock}"
    );
    folder.done(&["ids", "--check"]);
    folder.done(&["check"]);
}
