//! `rungs init`: what it writes builds as it stands, and it writes over nothing.

use crate::fixture::{self, build, repository};
use crate::foreign::sound;
use crate::shell_folder::Folder;
use regex::Regex;
use rungs::{
    Memory, compile,
    diagnostic::Place,
    edit::{InitRequest, NewFiles, OtherBook, init},
    source::{SourcePath, Sources},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

const HOME: &str = "https://github.com/acme/rungs";

fn request() -> InitRequest {
    InitRequest {
        title: "Our \"own\" ladder".to_owned(),
        site_id: "our-own-abc123".to_owned(),
        repository: None,
        branch: "main".to_owned(),
        home: HOME.to_owned(),
        from: None,
    }
}

fn begun_from(files: BTreeMap<String, Vec<u8>>) -> OtherBook {
    OtherBook { files, themes: Vec::new() }
}

fn made(request: &InitRequest) -> NewFiles {
    let outcome = init(request);
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    outcome.value
}

fn text<'a>(files: &'a NewFiles, path: &str) -> &'a str {
    let found = files.iter().find(|(known, _)| known.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(found.1).expect("UTF-8")
}

/// The book among the files.
fn sources(files: &NewFiles) -> Sources {
    let mut sources = Sources::new("");
    for (path, bytes) in files {
        let Some(path) = path.as_str().strip_prefix("book/") else { continue };
        fixture::insert(&mut sources, path, std::str::from_utf8(bytes).expect("UTF-8"));
    }
    sources
}

#[test]
fn the_new_book_has_nothing_to_mend() {
    let files = made(&request());
    let sources = sources(&files);
    let built = build(&sources);
    assert_eq!(built.said(), Vec::<String>::new());
    sound(&built.clean(&sources));
    let compilation = compile(&sources, fixture::theme(), &fixture::for_readers(), &Memory::default(), &|_| {}).value.expect("a book");
    let advice: Vec<String> = compilation.coverage().into_iter().map(|advice| advice.message).collect();
    assert_eq!(advice, Vec::<String>::new());
}

/// What the issue of a first ladder promises, and everything around it.
#[test]
fn the_new_book_is_small_and_complete() {
    let files = made(&request());
    let count = |folder: &str| files.keys().filter(|path| path.as_str().starts_with(folder)).count();
    let counts = ["tracks", "levels", "skills", "guide", "checklists", "templates"].map(|kind| count(&format!("book/{kind}/")));
    assert_eq!(counts, [2, 6, 6, 2, 1, 1]);
    let around = [".gitattributes", ".github/workflows/check.yml", ".github/workflows/publish.yml", ".vscode/settings.json", "README.md"];
    for path in around {
        assert!(!text(&files, path).is_empty());
    }
    assert!(text(&files, "book/book.yml").contains("title: \"Our \\\"own\\\" ladder\"\n"), "{}", text(&files, "book/book.yml"));
    assert!(text(&files, "book/index.md").starts_with("---\ntitle: \"Our \\\"own\\\" ladder\"\nsummary: "));
    assert!(text(&files, "book/ids.lock").starts_with("site our-own-abc123\n0 page home/index live\n"));
    assert!(text(&files, ".github/actions/rungs/get").contains(&format!("version=${{RUNGS_VERSION:-{}}}", rungs::VERSION)));
    let placeholders = ["@TITLE@", "@BRANCH@", "@HOME@", "@VERSION@"];
    let left = files.iter().filter(|(_, bytes)| placeholders.iter().any(|name| String::from_utf8_lossy(bytes).contains(name)));
    assert_eq!(left.count(), 0);
}

/// The script that gets the program takes a release whose checksum is right, and nothing else of that name.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_program_is_got_by_its_checksum() {
    let folder = Folder::with(&[]);
    folder.done(&["init", "ours", "--rungs", HOME]);
    let name = format!("rungs-{}-x86_64-unknown-linux-gnu", rungs::VERSION);
    let release = format!("rungs/releases/download/v{}", rungs::VERSION);
    let program = format!("{release}/{name}/rungs");
    folder.write(&program, "#!/bin/sh\necho got it\n");
    let run = |command: &str| {
        let home = format!("file://{}", folder.path("rungs").display());
        let output =
            Command::new("bash").args(["-c", command]).current_dir(folder.path("")).env("RUNGS_HOME", home).output().expect("bash");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let pack =
        format!("chmod +x {program} && cd {release} && tar -czf {name}.tar.gz {name} && rm -r {name} && sha256sum *.gz > SHA256SUMS");
    assert_eq!(run(&pack).0, Some(0), "{pack}");
    let get = "ours/.github/actions/rungs/get got";
    let (code, said, complaint) = run(get);
    assert_eq!((code, said.as_str()), (Some(0), "got it\n"), "{complaint}");
    assert_eq!(run(&format!("rm -r got; sed -i s/^./x/ {release}/SHA256SUMS")).0, Some(0));
    let (code, said, complaint) = run(get);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(complaint.contains("nothing was installed") && !folder.exists("got"), "{complaint}");
}

/// A workflow's action stands as a whole commit with its version, never as a name that may move.
#[test]
fn actions_are_pinned() {
    let files = made(&request());
    let mut own = Vec::new();
    for folder in [".github/workflows", ".github/actions/rungs", ".github/actions/handbook"] {
        for entry in fs::read_dir(repository().join(folder)).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            own.push((path.display().to_string(), fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    let written = files.iter().filter(|(path, _)| path.as_str().starts_with(".github/"));
    own.extend(written.map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned())));
    let mut seen = 0;
    for (path, text) in &own {
        for line in text.lines() {
            let Some(action) = line.trim_start_matches([' ', '-']).strip_prefix("uses: ") else { continue };
            seen += 1;
            let pinned = action.split_once('@').is_some_and(|(_, rest)| {
                let (commit, version) = rest.split_once(" # v").unwrap_or_default();
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && !version.is_empty()
            });
            assert!(pinned || action.starts_with("./"), "{path}: {line}");
        }
        assert!(!text.contains("pull_request_target") && !text.contains("secrets."), "{path} would lend its rights to strangers");
    }
    assert!(seen >= 8, "{seen} actions");
}

#[test]
fn repositories_say_where_pages_are_edited() {
    let edit = |repository: &str, branch: &str| {
        let files = made(&InitRequest { repository: Some(repository.to_owned()), branch: branch.to_owned(), ..request() });
        let text = text(&files, "book/book.yml").to_owned();
        assert!(text.contains(&format!("\nrepository: {repository}\n")));
        text.lines().find_map(|line| line.strip_prefix("edit_path: ").map(str::to_owned))
    };
    assert_eq!(edit("https://github.com/acme/ladder", "main"), None);
    assert_eq!(edit("https://github.com/acme/ladder", "trunk").as_deref(), Some("edit/trunk/book"));
    assert_eq!(edit("https://gitlab.com/acme/ladder", "main").as_deref(), Some("-/edit/main/book"));
    assert_eq!(edit("https://github.com/acme/ladder", "a,#b").as_deref(), Some("\"edit/a,#b/book\""));
}

/// The filter of a workflow is a pattern, and in YAML a text of its own.
#[test]
fn the_branch_of_a_workflow_is_that_branch_alone() {
    let filter = |branch: &str| {
        let files = made(&InitRequest { branch: branch.to_owned(), ..request() });
        text(&files, ".github/workflows/publish.yml").lines().find_map(|line| line.strip_prefix("    branches: ").map(str::to_owned))
    };
    for (branch, expected) in [
        ("main", r#"["main"]"#),
        ("x{y}", r#"["x{y}"]"#),
        ("a,b", r#"["a,b"]"#),
        ("1.10", r#"["1.10"]"#),
        ("c++/!]", r#"["c\\+\\+/\\!]"]"#),
        ("say\"", r#"["say\""]"#),
    ] {
        assert_eq!(filter(branch).as_deref(), Some(expected), "{branch}");
    }
}

#[test]
fn another_book_may_be_the_beginning() {
    let other = "# A comment stays\ntitle: Theirs\nsite:\n  id: theirs\n  # of theirs\nbase_url: https://theirs.example/\n\
                 repository: https://example.org/theirs\nredirects:\n  a.html: b.html\ncname: theirs.example\n";
    let page = b"---\r\ntitle: One\r\n---\r\n- [ ] Do it\r\n  Done.\r\n".to_vec();
    let files = [("book.yml", other.as_bytes().to_vec()), ("index.md", page.clone()), ("static/a.png", vec![0, 255])];
    let gone = [("ids.lock", b"site theirs\n".to_vec()), ("editions/2026.json", b"{}".to_vec())];
    let from = files.into_iter().chain(gone).map(|(path, bytes)| (path.to_owned(), bytes)).collect();
    let made = made(&InitRequest { from: Some(begun_from(from)), ..request() });
    let expected = "# A comment stays\ntitle: \"Our \\\"own\\\" ladder\"\nsite:\n  id: our-own-abc123\n  # of theirs\n\
                    redirects:\n  a.html: b.html\n";
    assert_eq!(text(&made, "book/book.yml"), expected);
    assert_eq!(text(&made, "book/index.md"), "---\ntitle: One\n---\n- [ ] Do it {#do-it}\n  Done.\n");
    assert!(text(&made, "book/ids.lock").starts_with("site our-own-abc123\n"));
    let names: BTreeSet<&str> = made.keys().filter_map(|path| path.as_str().strip_prefix("book/")).collect();
    assert_eq!(names, BTreeSet::from(["book.yml", "ids.lock", "index.md", "static/a.png"]));
    let faulty = [("index.md".to_owned(), b"---\nnowhere: 1\n---\n".to_vec())].into();
    let outcome = init(&InitRequest { from: Some(begun_from(faulty)), ..request() });
    assert!(outcome.has_errors() && outcome.diagnostics[0].message.contains("nowhere"));
}

/// However another `book.yml` is written, only what must change in it changes.
#[test]
fn another_manifest_keeps_its_own_hand() {
    let with = |manifest: &str| {
        let from = [("book.yml", manifest), ("index.md", "# Home\n")].map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let repository = Some("https://example.org/ours".to_owned());
        InitRequest { title: "It's \"ours\"".to_owned(), from: Some(begun_from(from.into())), repository, ..request() }
    };
    let repository = "repository: https://example.org/ours";
    let ours = r#""It's \"ours\"""#;
    for (theirs, expected) in [
        ("site:\n\n  # A name.\n  id: other\n", "site:\n\n  # A name.\n  id: our-own-abc123\ntitle: OURS\nREPOSITORY\n"),
        ("\"title\": 'X' # shown\n'site': {\"id\": 'o'}\n", "\"title\": OURS # shown\n'site': {\"id\": our-own-abc123}\nREPOSITORY\n"),
        (
            "{title: X, base_url: https://x.example, site: {id: o}, cname: x.example}",
            "{REPOSITORY, title: OURS, site: {id: our-own-abc123}}",
        ),
        (
            "{\n  \"title\": \"X\",\n  \"repository\": \"https://example.org/x\"\n}\n",
            "{site: {id: our-own-abc123}, \n  \"title\": OURS,\n  \"repository\": https://example.org/ours\n}\n",
        ),
        ("title: >-\n  A text\n\n  of three.\n\n# c\nsite: {id: o, }", "title: OURS\n\n# c\nsite: {id: our-own-abc123, }\nREPOSITORY\n"),
        ("title: A\n  title\n# c\nbase_url:\n  https://a.example # ours\ncname: a.example\n", "title: OURS\n# c\nSITE\nREPOSITORY\n"),
        ("title:\n# c\nbase_url:\n", "title: OURS\n# c\nSITE\nREPOSITORY\n"),
        ("title: ~\nsite: {}\n", "title: OURS\nsite: {id: our-own-abc123}\nREPOSITORY\n"),
        (
            "---\n  title: X\n  site: {id: o}\n  language: en",
            "---\n  title: OURS\n  site: {id: our-own-abc123}\n  language: en\n  REPOSITORY\n",
        ),
        ("title: X\n...\n", "title: OURS\nSITE\nREPOSITORY\n...\n"),
        ("# Nothing yet\n", "# Nothing yet\ntitle: OURS\nSITE\nREPOSITORY\n"),
        ("{}\n", "{title: OURS, site: {id: our-own-abc123}, REPOSITORY}\n"),
    ] {
        let files = made(&with(theirs));
        let expected = expected.replace("OURS", ours).replace("SITE", "site: {id: our-own-abc123}").replace("REPOSITORY", repository);
        assert_eq!(text(&files, "book/book.yml"), expected, "{theirs}");
        assert!(text(&files, "book/ids.lock").starts_with("site our-own-abc123\n"), "{theirs}");
    }
    // What cannot be changed in its place is told, and is no fault of the file.
    let outcome = init(&with("{title, language: en}"));
    assert!(outcome.value.is_empty() && outcome.diagnostics.len() == 1, "{:?}", outcome.diagnostics);
    let said = &outcome.diagnostics[0];
    assert!(said.help.iter().any(|help| help.contains("`title: ")), "{said:?}");
    // What is wrong with it is told where it stands in it.
    let outcome = init(&with("base_url: https://x.example\ntitle: X\nmystery: 1\n"));
    let at = outcome.diagnostics.iter().map(|diagnostic| &diagnostic.place).collect::<Vec<_>>();
    assert!(matches!(at[..], [Place::Span(span)] if span.start == "base_url: https://x.example\ntitle: X\n".len()), "{at:?}");
}

/// A look that stands beside the other book stands beside the new one, with all that it extends.
#[test]
fn the_theme_of_another_book_comes_along() {
    let folder = Folder::with(&[
        ("theirs/book/index.md", "# Home\n"),
        ("theirs/book/book.yml", "theme: ../../shared/our look # ours\n"),
        ("shared/our look/theme.yml", "extends: ../base\n"),
        ("shared/our look/assets/css/extra.css", "a { color: red }\n"),
        ("shared/base/theme.yml", "# All of it\nextends: paper\n"),
        ("shared/base/strings/en.yml", "search: Look\n"),
    ]);
    folder.done(&["init", "ours", "--from", "theirs", "--title", "Ours", "--rungs", HOME]);
    assert!(folder.read("ours/book/book.yml").starts_with("theme: ../look # ours\n"), "{}", folder.read("ours/book/book.yml"));
    assert_eq!(folder.read("ours/look/theme.yml"), "extends: ../look-2\n");
    assert_eq!(folder.read("ours/look-2/theme.yml"), "# All of it\nextends: paper\n");
    fs::rename(folder.path("shared"), folder.path("elsewhere")).expect("a move");
    folder.done(&["build", "ours/book"]);
    assert_eq!(folder.read("ours/look/assets/css/extra.css"), "a { color: red }\n");
    // One inside the book is part of it.
    folder.write("inner/index.md", "# Home\n");
    folder.write("inner/book.yml", "theme: ./looks/own\n");
    folder.write("inner/looks/own/theme.yml", "extends: ../../../elsewhere/base\n");
    folder.done(&["init", "second", "--from", "inner", "--rungs", HOME]);
    assert_eq!(folder.read("second/book/looks/own/theme.yml"), "extends: ../../../look\n");
    folder.done(&["build", "second/book"]);
    // One that is missing is told before anything is written.
    folder.refused(&["init", "third", "--from", "theirs", "--rungs", HOME], "does not exist");
    assert!(!folder.exists("third"));
}

#[test]
fn a_new_handbook_builds_strictly_and_says_what_comes_next() {
    let folder = Folder::with(&[]);
    let run = folder.done(&["init", "acme-ladder", "--rungs", HOME]);
    assert!(run.stderr.contains("Wrote \"Acme ladder\" into `acme-ladder`: "), "{}", run.stderr);
    assert!(run.stderr.ends_with("Next:\n  cd acme-ladder\n  rungs serve --open\n"), "{}", run.stderr);
    let book = "acme-ladder/book";
    folder.done(&["build", book, "--strict", "--base-url", "https://acme.example/ladder/"]);
    folder.done(&["ids", book, "--check"]);
    folder.done(&["init", "other", "--from", "acme-ladder", "--title", "Other", "--rungs", HOME]);
    folder.done(&["check", "other/book", "--strict"]);
    assert!(folder.read("other/book/book.yml").contains("title: \"Other\"\n"));
    // What is there stays, and nothing is added beside it.
    folder.write("third/README.md", "mine");
    folder.write("third/book/index.md", "mine, too");
    let run = folder.run(&["init", "third", "--rungs", HOME]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("`README.md`: other content") && run.stderr.contains("`book/index.md`: other content"), "{}", run.stderr);
    assert!(!folder.exists("third/.github") && folder.read("third/README.md") == "mine");
}

#[test]
fn a_repository_is_known_and_an_unknown_home_is_asked_for() {
    let folder = Folder::with(&[]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git").arg("-C").arg(folder.path("")).args(arguments).output().expect("git");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "--quiet", "--initial-branch", "trunk", "ours"]);
    git(&["-C", "ours", "remote", "add", "origin", "git@github.com:acme/ours.git"]);
    folder.done(&["init", "ours", "--rungs", HOME]);
    let manifest = folder.read("ours/book/book.yml");
    assert!(manifest.contains("\nrepository: https://github.com/acme/ours\nedit_path: edit/trunk/book\n"), "{manifest}");
    assert!(folder.read("ours/.github/workflows/publish.yml").contains("branches: [\"trunk\"]"));
    let run = folder.done(&["init", "--rungs", HOME, "--", "-dash"]);
    assert!(run.stderr.ends_with("Next:\n  cd ./-dash\n  rungs serve --open\n"), "{}", run.stderr);
    folder.refused(&["init", "new", "--rungs", "nowhere"], "is not the address of a repository");
    folder.refused(&["init", "new", "--title", "\n", "--rungs", HOME], "a title is one line");
    folder.refused(&["init", "new", "--from", "ours/.github", "--rungs", HOME], "holds no book");
    assert!(!folder.exists("new"));
}

/// What VS Code takes from the output of `rungs check` by the task's patterns: all that has a file, and what has none
/// brings the terminal to the front.
#[test]
fn the_editor_lists_every_mistake() {
    let folder = Folder::with(&[]);
    folder.done(&["init", ".", "--title", "Ours", "--rungs", HOME]);
    folder.write("book/transitions/to-lead.md", "---\nto: lead\n---\n");
    folder.write("book/guide/latin.md", b"# \xe9\n");
    folder.write("book/skills/System Design.md", "---\ntitle: System design\n---\n");
    folder.write("book/levels/lead.md", "---\ntitel: Lead\ntrack: management\n---\n");
    let said = folder.run(&["check"]).stderr;
    let tasks: serde_json::Value = serde_json::from_str(&folder.read(".vscode/tasks.json")).expect("JSON");
    let task = &tasks["tasks"][0];
    assert!(matches!(task["presentation"]["reveal"].as_str(), Some("silent" | "always")), "{task}");
    let matchers = task["problemMatcher"].as_array().expect("matchers");
    let patterns = |matcher: &serde_json::Value| {
        let of = |pattern: &serde_json::Value| Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a pattern");
        matcher["pattern"].as_array().expect("patterns").iter().map(of).collect::<Vec<_>>()
    };
    // A pattern that names no line is for whole files.
    for matcher in matchers {
        let has_line = matcher["pattern"].as_array().expect("patterns").iter().any(|pattern| pattern.get("line").is_some());
        assert_eq!(matcher["pattern"][0]["kind"] == "file", !has_line, "{matcher}");
    }
    let patterns: Vec<Vec<Regex>> = matchers.iter().map(patterns).collect();
    let lines: Vec<&str> = said.lines().collect();
    let mut listed: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with(['e', 'w', 'n']) && line.contains("]: ")) {
        let found = patterns.iter().find_map(|patterns| {
            let mut matches = patterns.iter().zip(lines.get(at..)?).map(|(pattern, line)| pattern.captures(line));
            let last = matches.by_ref().take(patterns.len() - 1).all(|found| found.is_some()).then(|| matches.next())??;
            Some(last?.iter().skip(1).flatten().map(|part| part.as_str()).collect::<Vec<_>>().join(":"))
        });
        listed.push(found.unwrap_or_else(|| panic!("{line} is not listed\n{said}")));
    }
    for place in ["book/transitions/to-lead.md", "book/guide/latin.md", "book/skills/System Design.md", "book/levels/lead.md:2:1"] {
        assert!(listed.iter().any(|known| known == place), "{place} is not among {listed:?}\n{said}");
    }
}

/// A schema that lies there is one the editor takes.
#[test]
fn the_editor_takes_every_schema() {
    let files = made(&request());
    let settings: serde_json::Value = serde_json::from_str(text(&files, ".vscode/settings.json")).expect("JSON");
    let taken = settings["yaml.schemas"].as_object().expect("schemas");
    let taken: BTreeSet<&str> = taken.keys().map(|path| path.trim_start_matches("./")).collect();
    let written = files.keys().map(SourcePath::as_str).filter(|path| path.starts_with(".vscode/schemas/"));
    assert_eq!(written.collect::<BTreeSet<_>>(), taken);
}

/// The skeletons that the editor offers are pages without a fault, but for the names in them that a book must have.
#[test]
fn skeletons_for_the_editor_build() {
    let files = made(&request());
    let snippets: serde_json::Value = serde_json::from_str(text(&files, ".vscode/rungs.code-snippets")).expect("JSON");
    let mut seen = 0;
    for snippet in snippets.as_object().expect("snippets").values() {
        let lines: Vec<&str> = snippet["body"].as_array().expect("lines").iter().filter_map(|line| line.as_str()).collect();
        let text = expanded(&lines.join("\n"));
        let about = snippet["description"].as_str().expect("a description");
        let folder = about.split_once("/NAME.md: ").map_or("guide", |(folder, _)| folder);
        let (folder, text) = match snippet["prefix"].as_str() {
            Some("expectation") => ("levels", format!("---\ntrack: engineering\n---\nI …\n\n{text}")),
            _ => (folder, text),
        };
        let mut sources = sources(&files);
        let path = format!("{folder}/new-page.md");
        fixture::insert(&mut sources, &path, &text);
        if folder == "levels" {
            let track = text_of(&sources, "tracks/engineering.md").replace("staff]", "staff, new-page]");
            fixture::insert(&mut sources, "tracks/engineering.md", &track);
        }
        let built = build(&sources);
        // A new page is in no list yet, and its items have no ids.
        let expected = ["item-without-id", "new-id", "unlisted-chapter"];
        let said = built.said().into_iter().filter(|said| !expected.iter().any(|code| said.starts_with(code)));
        assert_eq!(said.collect::<Vec<_>>(), Vec::<String>::new(), "{about}\n{text}");
        seen += 1;
    }
    assert_eq!(seen, 11);
}

fn text_of(sources: &Sources, path: &str) -> String {
    sources.texts().find(|text| text.path.as_str() == path).map(|text| text.content.to_string()).expect("a text")
}

/// A snippet with its defaults: `${1:text}`, `${2|a,b|}`.
fn expanded(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("${") {
        text.push_str(before);
        let (inner, behind) = after.split_once('}').expect("a closed placeholder");
        let value = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        let value = value.strip_prefix(':').unwrap_or_else(|| value.trim_matches('|').split(',').next().unwrap_or_default());
        text.push_str(value);
        rest = behind;
    }
    text + rest
}

/// Our own folder for the editor is what `init` writes: whoever forks the repository has the same help.
#[test]
fn our_own_editor_settings_are_the_new_books() {
    let files = made(&request());
    let own = |path: &str| path.starts_with(".vscode/") || path == ".github/actions/handbook/action.yml";
    for (path, bytes) in files.iter().filter(|(path, _)| own(path.as_str())) {
        let file = repository().join(path.as_str());
        // As with other files that tests hold against the code.
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
            fs::write(&file, bytes).expect("a file");
        }
        let text = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(text.as_bytes() == bytes.as_slice(), "{path} is not what `rungs init` writes; INSTA_UPDATE=always makes it so");
    }
}
