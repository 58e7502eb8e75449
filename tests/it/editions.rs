//! Editions, what is different between two ladders, the changelog, the feed, freeze windows.

use crate::fixture::{book, build, build_with, files, for_readers, insert, text};
use crate::shell_folder::Folder;
use proptest::{prelude::*, sample::subsequence, test_runner::FileFailurePersistence};
use rungs::{
    Audience, Memory, Options,
    book::{Edition, Snapshot},
    edit::{self, EditionRequest, IdsRequest},
    ladder::{Difference, differences},
    render::changes_markdown,
    source::Sources,
    theme,
};
use std::{collections::BTreeMap, fs};

/// A ladder of two tracks, five levels and three skills.
const LADDER: &str = include_str!("ladder_book.txt");

/// One change of an author: file, what stood there, what stands there now, and what is said about it. No two of them
/// touch the same thing, so any of them may be made together.
const CHANGES: &[(&str, &str, &str, &[&str])] = &[
    (
        "levels/senior.md",
        "title: Senior",
        "title: Senior engineer",
        &["Senior engineer: Is called **Senior engineer** instead of **Senior**."],
    ),
    (
        "levels/senior.md",
        "scope: a service",
        "scope: two services",
        &[
            "Senior: **Scope**: **two services** instead of **a service**.",
            "Staff: **Scope**: **two services** instead of **a service**.",
            "Principal: **Scope**: **two services** instead of **a service**.",
        ],
    ),
    (
        "levels/senior.md",
        "I build a service.",
        "I build and run a service.",
        &["Senior: Describes itself anew: I build **and run** a service."],
    ),
    (
        "levels/senior.md",
        "core: {design: 2, writing: 2}",
        "core: {design: 3, writing: 2}",
        &["Senior: Raised: **Design**, step **2** → **3**."],
    ),
    (
        "levels/senior.md",
        "skill=writing rev=1}",
        "skill=writing rev=2}",
        &["Senior: **Writes it down** means something else now: revision **1** → **2**."],
    ),
    (
        "levels/senior.md",
        "Draws what one team builds.",
        "Draws what a team builds.",
        &["Senior: **Designs a service** is reworded without a new revision: Draws what ~~one~~ **a** team builds."],
    ),
    (
        "levels/senior.md",
        "signal: The team cites it",
        "signal: Two teams cite it",
        &["Senior: Signals of **Designs a service**: ~~The team cites~~ **Two teams cite** it"],
    ),
    ("levels/senior.md", "- not yet: Draws nothing\n", "", &["Senior: What is not yet **Designs a service**: ~~Draws nothing~~"]),
    ("levels/senior.md", "example: A cache", "example: A queue", &["Senior: Examples of **Designs a service**: A ~~cache~~ **queue**"]),
    ("levels/staff.md", "terminal: true\n", "", &["Staff: Is no longer marked as a place to stay."]),
    (
        "levels/staff.md",
        "parity: [manager]",
        "parity: [lead]",
        &[
            "Staff: Stands on a par with **Lead** now.",
            "Staff: No longer stands on a par with **Manager**.",
            "Lead: Stands on a par with **Staff** now.",
            "Manager: No longer stands on a par with **Staff**.",
        ],
    ),
    ("levels/staff.md", "\"Stays.\"", "\"Stays as it is.\"", &["Staff: The note on **Hiring**: ~~Stays.~~ **Stays as it is.**"]),
    (
        "levels/staff.md",
        "title: Staff\n",
        "title: Staff\nends: [write]\n",
        &["Staff: **Writes it down** ends here.", "Principal: **Writes it down** ends here."],
    ),
    (
        "levels/staff.md",
        "## Designs systems {#systems",
        "## Designs large systems {#large was=systems",
        &[
            "Staff: **Designs large systems** has the id **large** instead of **systems**. What you saved comes along.",
            "Staff: The expectation **Designs systems** is called **Designs large systems** now.",
        ],
    ),
    (
        "levels/principal.md",
        "core: {writing: 4}",
        "core: {}\nsupporting: {writing: 1}",
        &["Principal: Lowered: **Writing**, step **4** → **1**.", "Principal: **Writing** is supporting now, not core."],
    ),
    (
        "levels/lead.md",
        "core: {hiring: 2}",
        "core: {writing: 3}\nsupporting: {design: 1}",
        &[
            "Lead: Asks for **Design** now: step **1**, supporting.",
            "Lead: Asks for **Writing** now: step **3**, core.",
            "Lead: No longer asks for **Hiring** (step **2** before).",
        ],
    ),
    ("levels/lead.md", "## Hires {#hire skill=hiring}\nHires for the team.", "", &["Lead: No longer expected: **Hires**."]),
    ("levels/manager.md", "status: draft\n", "", &["Manager: Is defined now."]),
    (
        "levels/manager.md",
        "I lead a department.",
        "I lead a department.\n\n## Grows leads {#grow skill=hiring}\nText.",
        &["Manager: New expectation: **Grows leads** (**Hiring**)."],
    ),
    ("skills/hiring.md", "area: people", "area: craft", &["Hiring: Moved from the area **People** to **Craft**."]),
    (
        "skills/hiring.md",
        "## Teaches {step=4}",
        "## Coaches {step=4}",
        &["Hiring: Step **4** is called **Coaches** instead of **Teaches**."],
    ),
    ("skills/hiring.md", "Asks for the field.", "Asks for the whole field.", &["Hiring: Step **5** says: Asks for the **whole** field."]),
    ("areas.yml", "craft: {title: Craft}", "craft: {title: The craft}", &["The craft: Is called **The craft** instead of **Craft**."]),
    (
        "tracks/mgmt.md",
        "levels: [lead, manager]",
        "levels: [manager, lead]",
        &["Managers: Its levels stand in another order: **Manager, Lead** (before: **Lead, Manager**)."],
    ),
    ("roles/tech-lead.md", "kind: assignment", "kind: job", &["Tech Lead: Is of the kind **job** instead of **assignment**."]),
    (
        "roles/tech-lead.md",
        "usual_levels: [staff]",
        "usual_levels: [principal]",
        &["Tech Lead: Is usual at **Principal** now.", "Tech Lead: Is no longer usual at **Staff**."],
    ),
    (
        "roles/tech-lead.md",
        "skills: {design: 3}",
        "skills: {design: 2, hiring: 1}",
        &["Tech Lead: Lowered: **Design**, step **3** → **2**.", "Tech Lead: Asks for **Hiring** now: step **1**."],
    ),
    (
        "transitions/senior-to-staff.md",
        "to: staff",
        "to: principal",
        &["From Senior to Staff: Leads **Senior → Principal** instead of **Senior → Staff**."],
    ),
    (
        "transitions/senior-to-staff.md",
        "kind: promotion",
        "kind: return",
        &["From Senior to Staff: Is of the kind **return** instead of **promotion**."],
    ),
];

fn changed(changes: &[&(&str, &str, &str, &[&str])]) -> Sources {
    let mut texts: BTreeMap<String, String> = files(LADDER).into_iter().collect();
    for (file, old, new, _) in changes {
        let text = texts.get_mut(*file).expect("a file");
        assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
        *text = text.replace(old, new);
    }
    let mut sources = Sources::new("");
    for (path, content) in &texts {
        insert(&mut sources, path, content);
    }
    sources
}

#[track_caller]
fn ladder(sources: &Sources) -> Snapshot {
    let ladders = edit::ladders(sources, Audience::Author);
    assert!(!ladders.has_errors(), "{:#?}", ladders.diagnostics);
    ladders.value.current.expect("a ladder")
}

/// Each difference as `subject: sentence`, its wording behind it.
fn said(differences: &[Difference]) -> Vec<String> {
    let markdown = changes_markdown("a", "b", differences, &theme::words("en")).expect("all words");
    let mut subject = "";
    let mut said: Vec<String> = Vec::new();
    for line in markdown.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            subject = title;
        } else if let Some(sentence) = line.strip_prefix("- ") {
            said.push(format!("{subject}: {sentence}"));
        } else if let (Some(wording), Some(last)) = (line.strip_prefix("  > "), said.last_mut()) {
            last.push_str(&format!(" {wording}"));
        }
    }
    assert_eq!(said.len(), differences.len(), "{markdown}");
    said
}

/// What is expected to be said, as far as a new title of a level shows in it.
fn expected(changes: &[&(&str, &str, &str, &[&str])]) -> Vec<String> {
    let retitled: Vec<(&str, &str)> = [("Senior: ", "Senior engineer: "), ("**Senior → ", "**Senior engineer → ")].into();
    let is_retitled = changes.iter().any(|(_, old, ..)| *old == "title: Senior");
    let craft = changes.iter().any(|(_, old, ..)| old.starts_with("craft:"));
    let mut all: Vec<String> = changes
        .iter()
        .flat_map(|(.., sentences)| sentences.iter())
        .map(|sentence| {
            let mut sentence = (*sentence).to_owned();
            if is_retitled && !sentence.starts_with("Senior engineer") {
                for (old, new) in &retitled {
                    sentence = sentence.replace(old, new);
                }
            }
            if craft {
                sentence = sentence.replace("to **Craft**", "to **The craft**");
            }
            sentence
        })
        .collect();
    all.sort();
    all
}

#[test]
fn each_change_is_said_in_its_words() {
    let before = ladder(&book(LADDER));
    for change in CHANGES {
        let mut seen = said(&differences(&before, &ladder(&changed(&[change]))));
        seen.sort();
        assert_eq!(seen, expected(&[change]), "{change:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    /// Whatever is changed together, each change is named once and nothing else is.
    #[test]
    fn every_change_is_named_once(chosen in subsequence((0..CHANGES.len()).collect::<Vec<_>>(), 0..CHANGES.len())) {
        let changes: Vec<_> = chosen.iter().map(|at| &CHANGES[*at]).collect();
        let (before, after) = (ladder(&book(LADDER)), ladder(&changed(&changes)));
        let mut seen = said(&differences(&before, &after));
        seen.sort();
        prop_assert_eq!(seen, expected(&changes));
        prop_assert_eq!(differences(&after, &after), vec![]);
        // As many the other way round: what came goes.
        prop_assert!(differences(&after, &before).len() >= usize::from(!changes.is_empty()));
    }
}

/// A whole report, written by hand: a level removed, one renamed, one new, an expectation that moves, a new skill.
#[test]
fn a_team_can_read_it() {
    let mut texts: BTreeMap<String, String> = files(LADDER).into_iter().collect();
    let senior = texts.remove("levels/senior.md").expect("a level");
    let senior = senior.replace("title: Senior", "title: Engineer II\nwas: senior").replace("writing: 2", "writing: 2, testing: 2");
    let (senior, moved) = senior.split_once("## Writes it down").expect("an expectation");
    texts.insert("levels/engineer-2.md".into(), senior.to_owned());
    texts.insert("levels/staff.md".into(), {
        let staff = texts["levels/staff.md"].replace("extends: senior", "extends: engineer-2");
        format!("{staff}\n## Writes it down{}", moved.replace("{#write ", "{#write was=senior/write "))
    });
    texts.remove("levels/principal.md");
    texts.insert("levels/director.md".into(), "---\ntitle: Director\ntrack: mgmt\n---\nI lead leads.\n".into());
    texts.insert("tracks/ic.md".into(), "---\ntitle: Engineers\nlevels: [engineer-2, staff]\n---\n".into());
    texts.insert("tracks/mgmt.md".into(), "---\ntitle: Managers\nlevels: [lead, manager, director]\n---\n".into());
    texts.insert("skills/testing.md".into(), texts["skills/design.md"].replace("Design", "Testing"));
    let transition = texts["transitions/senior-to-staff.md"].replace("from: senior", "from: engineer-2");
    texts.insert("transitions/senior-to-staff.md".into(), transition);
    let mut sources = Sources::new("");
    for (path, content) in &texts {
        insert(&mut sources, path, content);
    }
    let all = differences(&ladder(&book(LADDER)), &ladder(&sources));
    let expected = "# The ladder: 2026-05 → 2026-11\n\n8 changes.\n\n## Levels\n\n### Engineer II\n\n\
        - Has the id **engineer-2** instead of **senior**. What you saved comes along.\n\
        - Is called **Engineer II** instead of **Senior**.\n\
        - Asks for **Testing** now: step **2**, core.\n\n\
        ### Staff\n\n- Asks for **Testing** now: step **2**, core.\n\
        - **Writes it down** is expected here now; before, it stood at **Engineer II**.\n\n\
        ### Director\n\n- New, on the track **Managers**.\n\n\
        ### Principal\n\n- Removed.\n\n\
        ## Skills\n\n### Testing\n\n- New.\n";
    let markdown = changes_markdown("2026-05", "2026-11", &all, &theme::words("en")).expect("all words");
    assert_eq!(markdown, expected);
}

fn edition(sources: &Sources, name: &str, effective: &str) -> Sources {
    let request = EditionRequest { name: name.into(), effective: effective.into() };
    let outcome = edit::edition(sources, &request);
    assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
    assert_eq!(outcome.value.files.len(), 1);
    outcome.value.applied(sources)
}

/// The ladder with two editions, the second of them changed.
fn with_editions() -> Sources {
    let first = edition(&book(LADDER), "2026-05", "2026-05-01");
    let mut second = changed(&[&CHANGES[3], &CHANGES[5], &CHANGES[17]]);
    second.insert(first.book_text("editions/2026-05.json").expect("an edition").clone());
    edition(&second, "2026-11", "2026-12-01")
}

#[test]
fn editions_make_a_changelog_and_a_feed() {
    let sources = with_editions();
    let options = Options { base_url: Some("https://example.org/ladder/".to_owned()), ..for_readers() };
    let output = build_with(&sources, &options, &Memory::default()).clean(&sources);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("changelog_html", crate::fixture::article(&text(&output, "changelog.html")));
        insta::assert_snapshot!("feed_xml", text(&output, "feed.xml"));
    });
    let relative = build(&sources).clean(&sources);
    assert!(text(&relative, "feed.xml").contains("href=\"changelog.html#edition-2026-11\""), "without a base_url the feed is relative");
    assert!(text(&relative, "ladder.json").contains("\"edition\":\"2026-11\""), "assessments keep the edition they were made under");
    let without = build(&book(LADDER)).output;
    assert!(!text(&without, "ladder.json").contains("\"edition\""));
    assert!(!without.contains_key("changelog.html") && !without.contains_key("feed.xml"));
}

#[test]
fn authors_see_what_is_not_published_yet() {
    let mut sources = with_editions();
    let page = |sources: &Sources| {
        let options = Options { audience: Audience::Author, ..for_readers() };
        text(&build_with(sources, &options, &Memory::default()).clean(sources), "changelog.html")
    };
    assert!(page(&sources).contains("The ladder is as edition 2026-11 published it."));
    insert(
        &mut sources,
        "levels/lead.md",
        &files(LADDER).iter().find(|(path, _)| path == "levels/lead.md").expect("a level").1.replace("hiring: 2", "hiring: 3"),
    );
    assert!(page(&sources).contains("Raised: <strong>Hiring</strong>, step <strong>2</strong> → <strong>3</strong>."));
    assert!(!text(&build(&sources).output, "changelog.html").contains("Not published yet"));
}

#[test]
fn editions_are_read_as_they_were_written() {
    let sources = with_editions();
    let ladders = edit::ladders(&sources, Audience::Reader).value;
    let names: Vec<(&str, &str)> = ladders.editions.iter().map(|edition| (edition.name.as_str(), edition.effective.as_str())).collect();
    assert_eq!(names, [("2026-05", "2026-05-01"), ("2026-11", "2026-12-01")]);
    let Edition { ladder: kept, .. } = &ladders.editions[1];
    assert_eq!(Some(kept), ladders.current.as_ref());
}

#[test]
fn an_edition_that_was_touched_is_named() {
    let sources = with_editions();
    let written = sources.book_text("editions/2026-11.json").expect("an edition").content.to_string();
    let check = |name: &str, text: &str, expected: &str| {
        let mut sources = sources.clone();
        insert(&mut sources, &format!("editions/{name}.json"), text);
        let said = build(&sources).said();
        assert!(said.iter().any(|said| said.contains(expected)), "{expected} in {said:#?}");
    };
    check("2026-11", &written.replace("\"step\": 3", "\"step\": 2"), "edition-edited: this edition was changed");
    check("2026-11", &written.replace("\"version\": 1", "\"version\": 2"), "edition-syntax: this edition has version 2");
    check(
        "2026-11",
        &written.replace("\"title\": \"Lead\"", "\"titel\": \"Lead\""),
        "edition-syntax: this is not an edition: unknown field `titel`",
    );
    check("2026-11", &written[..200], "edition-syntax: this is not an edition: EOF");
    check("2026-11", "[]", "edition-syntax: this is not an edition: ");
    check("other", &written, "edition-syntax: this edition calls itself `2026-11`, and its file `other`");
    check("2026-11", &written.replace("2026-12-01", "2026-13-01"), "edition-syntax: `2026-13-01` is not a day");
    // Its layout may differ: line ends of another system, say.
    let mut other = sources.clone();
    insert(&mut other, "editions/2026-11.json", &written.replace('\n', " "));
    assert_eq!(build(&other).errors, 0);
}

fn ladder_folder() -> Folder {
    let folder = Folder::with(&[]);
    for (path, content) in files(LADDER) {
        folder.write(&format!("book/{path}"), content);
    }
    folder
}

#[test]
fn an_edition_is_written_once() {
    let folder = ladder_folder();
    folder.done(&["edition", "2026-11", "--on", "2026-12-01"]);
    let written = folder.read("book/editions/2026-11.json");
    assert!(written.starts_with("{\n  \"version\": 1,\n  \"name\": \"2026-11\",\n  \"effective\": \"2026-12-01\",\n"), "{written}");
    folder.refused(&["edition", "2026-11"], "is written already");
    folder.refused(&["edition", "../x"], "cannot be the name");
    folder.refused(&["edition", "next", "--on", "soon"], "is not a day");
    assert_eq!(folder.read("book/editions/2026-11.json"), written);
    folder.done(&["edition", "again", "--on", "2026-12-01"]);
    let again = folder.read("book/editions/again.json");
    let ladder = |text: &str| text.split_once("\"ladder\":").expect("a ladder").1.to_owned();
    assert_eq!(ladder(&again), ladder(&written));
    folder.write("book/levels/bad.md", "---\ntrack: nowhere\n---\n");
    assert_eq!(folder.run(&["edition", "broken"]).code, Some(1));
    assert!(!folder.exists("book/editions/broken.json"));
    Folder::with(&[("book/index.md", "no ladder")]).refused(&["edition", "x"], "has no ladder");
}

#[test]
fn folders_editions_and_revisions_are_compared() {
    let folder = ladder_folder();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let output = std::process::Command::new("git").args(identity).args(arguments).current_dir(folder.path("")).output().expect("git");
        assert!(output.status.success(), "git {arguments:?}");
    };
    folder.done(&["edition", "first", "--on", "2026-05-01"]);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    let senior = folder.read("book/levels/senior.md");
    folder.write("book/levels/senior.md", senior.replace("design: 2", "design: 3"));
    let raised = "## Levels\n\n### Senior\n\n- Raised: **Design**, step **2** → **3**.\n";
    for old in ["first", "main", "HEAD"] {
        let run = folder.done(&["diff", old, "book"]);
        assert_eq!(run.stdout, format!("# The ladder: {old} → book\n\nOne change.\n\n{raised}"));
    }
    assert_eq!(folder.done(&["diff", "first", "main"]).stdout, "# The ladder: first → main\n\nNothing in the ladder has changed.\n");
    let json: serde_json::Value = serde_json::from_str(&folder.done(&["diff", "first", "book", "--format", "json"]).stdout).expect("JSON");
    let expected = serde_json::json!({
        "subject": { "kind": "level", "id": "senior", "title": "Senior" },
        "kind": "target_raised", "from": "2", "skill": "Design", "to": "3",
    });
    assert_eq!(json["differences"], serde_json::json!([expected]));
    folder.refused(&["diff", "nowhere", "book"], "the editions are: first");
    folder.refused(&["diff", "--on", "soon", "first", "book"], "is not a day");
    // A revision from before a rule: what is at fault is left out, and the rest compared.
    folder.write("book/levels/lead.md", "---\ntitle: Lead\ntrack: mgmt\nmystery: 1\n---\n");
    let run = folder.done(&["diff", "first", "book"]);
    assert!(run.stderr.contains("warning: `book` has 1 error"), "{}", run.stderr);
}

/// The pull request that brings the ladder, or gives its folder another name, has nothing to compare it with.
#[test]
fn a_revision_without_the_book_is_an_empty_ladder() {
    let folder = Folder::with(&[("README.md", "Soon.\n")]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let output = std::process::Command::new("git").args(identity).args(arguments).current_dir(folder.path("")).output().expect("git");
        assert!(output.status.success(), "git {arguments:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    for (path, content) in files(LADDER) {
        folder.write(&format!("book/{path}"), content);
    }
    git(&["switch", "-qc", "ladder"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "two"]);
    let run = folder.done(&["diff", "main", "book", "--book", "book", "--on", "2026-12-15"]);
    assert_eq!(run.stderr, "note: `main` has no page in `book/` that can be read; its ladder counts as empty\n");
    assert!(run.stdout.starts_with("# The ladder: main → book\n") && run.stdout.contains("### Senior\n\n- "), "{}", run.stdout);
    let back = folder.done(&["diff", "ladder", "main"]);
    assert_eq!(back.stdout.lines().count(), run.stdout.lines().count(), "{}", back.stdout);
    fs::rename(folder.path("book"), folder.path("handbook")).expect("another name");
    let moved = folder.done(&["diff", "ladder", "handbook", "--book", "handbook"]);
    assert_eq!(moved.stdout, run.stdout.replace("main → book", "ladder → handbook"));
    folder.refused(&["diff", "nowhere", "handbook", "--book", "handbook"], "git knows no revision `nowhere`");
    folder.write("empty/notes.txt", "");
    folder.refused(&["diff", "empty", "handbook"], "holds no book");
}

#[test]
fn a_freeze_window_is_judged_by_its_day_alone() {
    let folder = ladder_folder();
    folder.write("book/book.yml", "freeze:\n  - {from: 2026-12-01, to: 2026-12-31, reason: promotion round}\n");
    folder.done(&["edition", "first", "--on", "2026-05-01"]);
    folder.done(&["diff", "first", "book", "--on", "2026-12-15"]);
    let senior = folder.read("book/levels/senior.md");
    folder.write("book/levels/senior.md", senior.replace("design: 2", "design: 3"));
    folder.done(&["diff", "first", "book"]);
    for (day, code) in [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-31", 1), ("2027-01-01", 0)] {
        let run = folder.run(&["diff", "first", "book", "--on", day]);
        assert_eq!(run.code, Some(code), "{day}: {}", run.stderr);
        assert_eq!(run.stderr.contains("frozen from 2026-12-01 to 2026-12-31 (promotion round)"), code == 1);
        assert!(run.stdout.contains("Raised: **Design**"));
    }
    // Without a clock, a build knows no windows.
    folder.done(&["check", "--strict", "--base-url", "https://example.org/"]);
    folder.write("book/book.yml", "freeze:\n  - {from: 2026-12-31, to: 2026-12-01}\n  - {from: soon, to: 2026-12-01}\n");
    let run = folder.run(&["check"]);
    assert!(run.stderr.contains("comes before the first day") && run.stderr.contains("`soon` is not a day"), "{}", run.stderr);
}

/// Deleting a level, renaming another and adding a skill: exactly the diagnostics one expects, and every id that was
/// not retired still leads somewhere.
#[test]
fn a_ladder_may_change_and_records_still_resolve() {
    let sources = book(&format!("{LADDER}-- checklists/practice.md --\n# Practice\n\n- [ ] Draw one {{#draw}}\n"));
    let ids = |sources: &Sources, retire: &[&str]| {
        let request = IdsRequest { retire: retire.iter().map(|id| (*id).to_owned()).collect(), base: None };
        edit::ids(sources, &for_readers(), &Memory::default(), &request)
    };
    let published = ids(&sources, &[]).value.applied(&sources);
    let lock = published.book_text("ids.lock").expect("a lock").content.to_string();
    let mut texts: BTreeMap<String, String> = published.texts().map(|text| (text.path.to_string(), text.content.to_string())).collect();
    texts.remove("levels/principal.md");
    let staff = texts.remove("levels/staff.md").expect("a level");
    texts.insert("levels/expert.md".into(), staff.replace("title: Staff", "title: Expert"));
    let testing = texts["skills/design.md"].replace("Design", "Testing");
    texts.insert("skills/testing.md".into(), testing);
    for (path, old, new) in [
        ("tracks/ic.md", "[senior, staff, principal]", "[senior, expert]"),
        ("roles/tech-lead.md", "[staff]", "[expert]"),
        ("transitions/senior-to-staff.md", "to: staff", "to: expert"),
    ] {
        let text = texts[path].replace(old, new);
        texts.insert(path.into(), text);
    }
    let made = |texts: &BTreeMap<String, String>| {
        let mut sources = Sources::new("");
        for (path, content) in texts {
            insert(&mut sources, path, content);
        }
        sources
    };
    let said = build(&made(&texts)).said();
    let gone = |what: &str| format!("vanished-id: the {what} was published and is gone: what readers saved for it would be lost");
    let mut expected = vec![
        gone("page `level/staff`"),
        gone("expectation `staff/systems`"),
        gone("page `level/principal`"),
        "new-id: 3 ids of the book are not yet in this file".to_owned(),
    ];
    expected.sort();
    let mut seen = said.clone();
    seen.sort();
    assert_eq!(seen, expected);
    // The two fixes that the messages print.
    let expert = texts["levels/expert.md"].replace("title: Expert", "title: Expert\nwas: staff");
    texts.insert("levels/expert.md".into(), expert);
    let sources = made(&texts);
    let outcome = ids(&sources, &["level/principal"]);
    assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
    let sources = outcome.value.applied(&sources);
    let built = build(&sources);
    assert_eq!(built.said(), Vec::<String>::new());
    let manifest: serde_json::Value = serde_json::from_str(&text(&built.output, "progress-manifest.json")).expect("JSON");
    let now = edit::ladders(&sources, Audience::Reader).value.current.expect("a ladder");
    let renamed = |letter: char, id: &str| {
        let was = manifest["was"].as_object().expect("renames");
        let leads = |(key, old): &(&String, &serde_json::Value)| {
            key.starts_with(letter) && old.as_array().is_some_and(|old| old.iter().any(|old| old == id))
        };
        was.iter().find(leads).map_or_else(|| id.to_owned(), |(key, _)| key[2..].to_owned())
    };
    for line in lock.lines().skip(1) {
        let [_, kind, id, _] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let stands = match (kind, id.split_once('/')) {
            ("item", _) => manifest["items"][id].is_object(),
            ("expectation", _) => {
                let id = renamed('e', id);
                now.levels.iter().flat_map(|level| &level.expectations).any(|one| one.id == id)
            }
            (_, Some(("level", level))) => built.output.contains_key(&format!("levels/{}.html", renamed('l', level))),
            (_, Some((kind, stem))) => built.output.contains_key(&format!("{kind}s/{stem}.html")),
            _ => false,
        };
        assert_eq!(stands, id != "level/principal", "{line}");
    }
}
