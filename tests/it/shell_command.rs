//! The command line: exit codes, formats, places.

use crate::shell_folder::Folder;
use std::process::Stdio;

#[test]
fn exit_codes_say_who_must_act() {
    let folder = Folder::with(&[("book/index.md", "fine")]);
    assert_eq!(folder.run(&["check"]).code, Some(0));
    folder.write("book/a.md", "[[nowhere]]");
    assert_eq!(folder.run(&["check"]).code, Some(1));
    assert_eq!(folder.run(&["check", "nowhere"]).code, Some(2));
    assert_eq!(folder.run(&["frobnicate"]).code, Some(2));
    assert!(!folder.exists("public"), "check writes nothing");
}

#[test]
fn text_points_at_the_place_as_typed() {
    let folder = Folder::with(&[("book/guide/a.md", "x\ny [[nowhere]]\n")]);
    let text = folder.run(&["check", "book"]).stderr;
    assert!(text.contains("error[unknown-link]") && text.contains("book/guide/a.md:2:3"), "{text}");
    assert!(text.contains("Checked ") && text.contains(": 1 error"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours into a pipe");
}

#[test]
fn json_stands_alone_on_stdout() {
    let folder = Folder::with(&[("book/a.md", "x\ny [[nowhere]]\n")]);
    let run = folder.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["version"], 1);
    assert_eq!(report["summary"]["errors"], 1);
    let diagnostic = &report["diagnostics"][0];
    let place = (&diagnostic["file"], &diagnostic["line"], &diagnostic["column"], &diagnostic["end_column"]);
    assert_eq!(format!("{place:?}"), "(String(\"book/a.md\"), Number(2), Number(3), Number(14))");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
}

#[test]
fn github_gets_annotations() {
    let folder = Folder::with(&[("book/a.md", "[[nowhere]]")]);
    let run = folder.run(&["check", "--format", "github"]);
    assert!(
        run.stdout.starts_with("::error file=book/a.md,line=1,col=1,endLine=1,endColumn=12,title=unknown-link::nothing in this book"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 1, "an annotation is one line");
}

#[test]
fn the_book_is_found_where_people_keep_it() {
    let folder = Folder::with(&[("a/book/index.md", ""), ("b/SUMMARY.md", "- [A](a.md)"), ("b/a.md", "a"), ("c/x.txt", "")]);
    let code = |inner: &str| folder.command(&["check"]).current_dir(folder.path(inner)).output().expect("a run").status.code();
    assert_eq!((code("a"), code("b"), code("c")), (Some(0), Some(0), Some(2)));
}

#[test]
fn explain_knows_every_code_and_offers_the_nearest() {
    let folder = Folder::with(&[]);
    let list = folder.done(&["explain"]).stdout;
    assert!(list.lines().count() > 30 && list.contains("unknown-link"));
    assert!(!folder.done(&["explain", "error[unknown-link]"]).stdout.is_empty());
    folder.refused(&["explain", "unknown-lnk"], "did you mean `unknown-link`?");
}

#[test]
fn completions_and_timings_are_printed() {
    let folder = Folder::with(&[("book/index.md", "")]);
    assert!(folder.done(&["completions", "bash"]).stdout.contains("rungs"));
    let text = folder.done(&["build", "--timings"]).stderr;
    assert!(["read", "parse", "publish", "total"].iter().all(|phase| text.contains(phase)), "{text}");
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let folder = Folder::with(&[("book/index.md", "")]);
    let mut run = folder.command(&["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
    drop(run.stdout.take());
    let output = run.wait_with_output().expect("an end");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    let mut run = folder.command(&["build"]).stderr(Stdio::piped()).spawn().expect("a run");
    drop(run.stderr.take());
    assert_eq!(run.wait().expect("an end").code(), Some(0));
    assert!(folder.exists("public/index.html"));
}

#[test]
fn names_cannot_steer_the_terminal() {
    let folder = Folder::with(&[("book/index.md", "")]);
    let run = folder.run(&["build", "no\u{1b}[31mbook"]);
    assert!(!run.stderr.contains('\u{1b}') && run.stderr.contains("\\u{1b}"), "{}", run.stderr);
}

/// The field that `diagnostics[]` and `summary` of the report have, as the reference lists them.
fn paths(value: &serde_json::Value, path: &str, paths: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) if path != "coverage" => {
            for (key, inner) in map {
                self::paths(inner, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, paths);
            }
        }
        serde_json::Value::Array(list) if path == "diagnostics" => {
            paths.insert(path.to_owned());
            for one in list {
                self::paths(one, "diagnostics[]", paths);
            }
        }
        _ => drop(paths.insert(path.to_owned())),
    }
}

/// Programs read these; what is changed here breaks somebody's workflow.
#[test]
fn reports_for_programs_stay_as_they_are() {
    let folder = Folder::with(&[
        ("book/guide/a.md", "# A\n\nä [[nowhere]] and\n<iframe></iframe>\n"),
        ("book/checklists/c.md", "# C\n\n- [ ] Do it\n"),
        ("book/ids.lock", "site theirs\n"),
        ("book/z.md", "x"),
    ]);
    folder.write("book/latin.md", b"\xff");
    let json = folder.run(&["check", "--format", "json"]).stdout;
    insta::assert_snapshot!("report_json", json);
    insta::assert_snapshot!("report_github", folder.run(&["check", "--format", "github"]).stdout);
    let fine = Folder::with(&[("book/index.md", "# Fine\n")]);
    // How much is written is the theme's business.
    let without_counts = |json: &str| {
        let mut report: serde_json::Value = serde_json::from_str(json).expect("JSON");
        for count in ["pages", "written"] {
            report["summary"][count] = serde_json::Value::from(u8::from(report["summary"][count].as_u64().is_some_and(|count| count > 0)));
        }
        format!("{report:#}")
    };
    insta::assert_snapshot!("report_json_build", without_counts(&fine.done(&["build", "--format", "json"]).stdout));
    insta::assert_snapshot!("report_json_coverage", without_counts(&fine.done(&["check", "--coverage", "--format", "json"]).stdout));
    let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let (mut seen, mut missing) = (std::collections::BTreeSet::new(), Vec::new());
    paths(&report, "", &mut seen);
    if let Some(reference) = crate::reference::reference() {
        missing.extend(seen.iter().filter(|path| !reference.contains(&format!("`{path}`"))));
        assert!(reference.contains("`coverage`") && missing.is_empty(), "the reference lacks {missing:?}");
    }
    assert!(seen.len() > 15, "{seen:?}");
}

/// The address of the site stands in its sitemap, its feed and at the head of every page, so a wrong one is refused
/// wherever it is said.
#[test]
fn an_address_of_the_site_is_whole_or_refused() {
    let folder = Folder::with(&[("book/index.md", "# A\n")]);
    let wrong = [
        "javascript:alert(1)//",
        "x.org/sub",
        "not a url",
        "",
        " ",
        "/",
        "https://",
        "https:///x",
        "https://:80/",
        "https://x.org/?q#f",
        "https://x.org/#f",
        "https://x.org/\ta",
        "https://x.org\\a",
        "HTTPS//x.org",
    ];
    for url in wrong {
        folder.write("book/book.yml", "");
        for command in ["build", "check"] {
            folder.refused(&[command, "--base-url", url], "`--base-url`");
        }
        assert!(!folder.exists("public"), "{url:?} is not published");
        folder.write("book/book.yml", format!("base_url: {}\n", serde_json::json!(url)));
        let run = folder.run(&["check", "--format", "json"]);
        assert!(run.code == Some(1) && run.stdout.contains("\"unknown-value\""), "{url:?}: {}", run.stdout);
    }
    folder.write("book/book.yml", "");
    folder.refused(&["build", "--base-url", ""], "`--base-url` is empty");
    for url in ["https://x.org", "http://x.org/a/b", "https://übung.example:8080/", "http://localhost:4000", "http://[::1]:4000/"] {
        folder.done(&["build", "--strict", "--base-url", url]);
        assert!(folder.read("public/sitemap.xml").contains(&format!("<loc>{}/</loc>", url.trim_end_matches('/'))), "{url}");
    }
}

/// The name is shown escaped, and what is wrong with it is said of the character that is at fault.
#[cfg(unix)]
#[test]
fn a_name_that_no_address_can_have_is_refused_for_what_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::with(&[("book/index.md", "# A\n")]);
    let names: [&[u8]; 5] = [b"back\\slash.md", b"t\tb.md", b"new\nline/a.md", b"es\x1bc.png", b"lat\xfcn.md"];
    for name in names {
        let path = folder.path("book").join(std::ffi::OsStr::from_bytes(name));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, "# B\n").expect("a file");
    }
    let run = folder.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let said = report["diagnostics"].as_array().expect("a list").iter().map(|one| {
        assert!(one["code"] == "unusual-file" && one["help"].to_string().contains("rename"), "{one}");
        one["message"].as_str().expect("a message").to_owned()
    });
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @r"
    the name `back%5Cslash.md` has a backslash in it, shown as `%5C`, and no address can have one
    the name `es%1Bc.png` has a control character in it, shown as `%1B`, and no address can have one
    the name `lat%FCn.md` is not UTF-8
    the name `new%0Aline/a.md` has a line break in it, shown as `%0A`, and no address can have one
    the name `t%09b.md` has a tab in it, shown as `%09`, and no address can have one
    ");
}
