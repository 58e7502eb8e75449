//! A fork takes a newer Rungs by the recipe of the handbook, and its book stays as it is.

use crate::fixture::repository;
use crate::shell_folder::Folder;
use std::{fs, process::Command};

/// The recipe: what git does of it, with the address of the repository left open.
const RECIPE: &[&str] = &[
    "git fetch ADDRESS v0.2.0",
    "git checkout --no-overlay FETCH_HEAD -- src themes tests",
    "git checkout FETCH_HEAD -- .ci .github .vscode .clippy.toml Cargo.toml Cargo.lock CHANGELOG.md deny.toml rustfmt.toml",
];

/// Everything at the top of the repository that the recipe need not take: it is the fork's own.
const OWN: &[&str] = &[".git", ".gitattributes", ".gitignore", "LICENSE", "LICENSE-book", "README.md", "book", "public", "target"];

fn git(folder: &Folder, at: &str, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").current_dir(folder.path(at)).args(identity).args(arguments).output().expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_fork_takes_a_newer_rungs_and_keeps_its_book() {
    let names = [".ci/run", ".clippy.toml", "Cargo.lock", "CHANGELOG.md", "deny.toml", "rustfmt.toml"];
    let folder = Folder::with(&[]);
    for name in names.iter().chain(&["Cargo.toml", "src/main.rs", "src/gone.rs", "themes/default/a.css", "tests/run"]) {
        folder.write(&format!("rungs/{name}"), "1");
    }
    for name in [".github/workflows/ci.yml", ".vscode/settings.json", "book/index.md", "book/levels/staff.md"] {
        folder.write(&format!("rungs/{name}"), "1");
    }
    git(&folder, "rungs", &["init", "--quiet"]);
    git(&folder, "rungs", &["add", "."]);
    git(&folder, "rungs", &["commit", "--quiet", "--message", "one"]);
    git(&folder, "", &["clone", "--quiet", "rungs", "fork"]);
    // The fork has a book, a look and a workflow of its own.
    fs::remove_file(folder.path("fork/book/levels/staff.md")).expect("removed");
    folder.write("fork/book/index.md", "mine");
    folder.write("fork/book/levels/chief.md", "mine");
    folder.write("fork/book/theme/assets/css/site.css", "mine");
    folder.write("fork/.github/workflows/own.yml", "mine");
    git(&folder, "fork", &["add", "--all"]);
    git(&folder, "fork", &["commit", "--quiet", "--message", "ours"]);
    // Rungs goes on, in its book, too.
    for name in [
        "Cargo.toml",
        "src/main.rs",
        "src/new.rs",
        "themes/default/a.css",
        "book/index.md",
        "book/guide/new.md",
        ".github/workflows/ci.yml",
    ] {
        folder.write(&format!("rungs/{name}"), "2");
    }
    fs::remove_file(folder.path("rungs/src/gone.rs")).expect("removed");
    git(&folder, "rungs", &["add", "--all"]);
    git(&folder, "rungs", &["commit", "--quiet", "--message", "two"]);
    git(&folder, "rungs", &["tag", "v0.2.0"]);
    for line in RECIPE {
        let words: Vec<&str> = line.split(' ').skip(1).map(|word| if word == "ADDRESS" { "../rungs" } else { word }).collect();
        git(&folder, "fork", &words);
    }
    git(&folder, "fork", &["commit", "--quiet", "--message", "Rungs 0.2.0"]);
    let changed = git(&folder, "fork", &["diff", "--name-status", "HEAD~1", "HEAD"]);
    let expected = "M\t.github/workflows/ci.yml\nM\tCargo.toml\nD\tsrc/gone.rs\nM\tsrc/main.rs\nA\tsrc/new.rs\nM\tthemes/default/a.css\n";
    assert_eq!(changed, expected);
    assert_eq!(git(&folder, "fork", &["status", "--short"]), "");
    assert_eq!(folder.read("fork/.github/workflows/own.yml"), "mine");
}

/// The recipe takes everything that the program and its tests are made of.
#[test]
fn the_recipe_takes_all_but_what_is_the_forks_own() {
    let taken: Vec<&str> = RECIPE.iter().flat_map(|line| line.split_once(" -- ").map_or("", |(_, paths)| paths).split(' ')).collect();
    let listed = Command::new("git").args(["ls-tree", "--name-only", "HEAD"]).current_dir(repository()).output().expect("git");
    for name in String::from_utf8_lossy(&listed.stdout).lines() {
        assert!(taken.contains(&name) || OWN.contains(&name), "nobody takes `{name}`, and nobody owns it");
    }
}

/// Our own handbook tells this recipe and no other.
#[test]
fn the_handbook_tells_the_recipe() {
    let book = repository().join("book");
    let manifest = fs::read_to_string(book.join("book.yml")).unwrap_or_default();
    if !manifest.contains("site: {id: technical-leadership}") {
        return;
    }
    let chapter = fs::read_to_string(book.join("guide/for-ladder-owners.md")).expect("the chapter");
    for line in RECIPE {
        let line = line.replace("ADDRESS", "https://github.com/OWNER/rungs");
        assert!(chapter.contains(&line), "{line}");
    }
}
