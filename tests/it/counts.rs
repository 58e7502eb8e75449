//! What an edit costs, counted: pages parsed and rendered by `serve`, files written by `build`, in a book of a
//! thousand pages.

use crate::shell_folder::Folder;
use crate::shell_server::{Events, Server, Words};
use std::{collections::BTreeMap, fs, os::unix::fs::MetadataExt};

const PAGES: usize = 1_000;

/// The path of a chapter, fifty to a folder, each folder a part.
fn path(page: usize) -> String {
    format!("guide/part-{}/page-{page}.md", page / 50)
}

fn chapter(page: usize, title: &str, text: &str) -> String {
    let next = (page + 1) % PAGES;
    format!("---\ntitle: {title}\n---\n{text}\n\nSee [what comes next](../part-{}/page-{next}.md).\n", next / 50)
}

/// A book of a thousand chapters, each linking to the next.
fn book() -> Folder {
    let folder = Folder::with(&[("book/index.md", "home")]);
    let mut summary = String::new();
    for page in 0..PAGES {
        if page % 50 == 0 {
            summary += &format!("\n# Part {}\n\n", page / 50);
        }
        summary += &format!("- [Page {page}]({})\n", path(page));
        folder.write(&format!("book/{}", path(page)), chapter(page, &format!("Page {page}"), "Some words."));
    }
    folder.write("book/SUMMARY.md", summary);
    folder
}

/// Edits a chapter, and waits until the server shows the book and said so in the tab: what the server counted.
#[track_caller]
fn counted(server: &Server, words: &mut Words, tab: Option<&mut Events>, page: usize, text: &str) -> String {
    server.folder.write(&format!("book/{}", path(page)), text);
    let line = words.until("Showing ");
    if let Some(tab) = tab {
        while tab.next().0 != "version" {}
    }
    line.split_once('(').expect("the counts").1.to_owned()
}

#[test]
fn a_paragraph_costs_one_page_of_a_thousand() {
    let folder = book();
    let command = folder.command(&["serve", "book", "--port", "0"]);
    let (server, mut words) = Server::heard(folder, command);
    assert!(words.said.iter().any(|line| line.ends_with("(1001 parsed, 0 rendered)")), "nobody has asked for a page yet: {:?}", words.said);
    let mut tab = server.events(&format!("/{}", path(500).replace(".md", ".html")));
    let title = "Page 500";
    assert_eq!(counted(&server, &mut words, Some(&mut tab), 500, &chapter(500, title, "Other words.")), "1 parsed, 1 rendered)");
    assert_eq!(counted(&server, &mut words, Some(&mut tab), 500, &chapter(500, title, "Words again.")), "1 parsed, 1 rendered)");
    assert_eq!(counted(&server, &mut words, None, 900, &chapter(900, "Page 900", "Far from the tab.")), "1 parsed, 0 rendered)");
    assert_eq!(
        counted(&server, &mut words, Some(&mut tab), 501, &chapter(501, "A neighbour", "Shown by the tab.")),
        "1 parsed, 1 rendered)"
    );
    assert!(server.get(&format!("/{}", path(900).replace(".md", ".html"))).contains("Far from the tab."), "made when asked for");
}

/// Each file of the site: its number on the disk, and its bytes.
fn written(folder: &Folder) -> BTreeMap<String, (u64, Vec<u8>)> {
    let files = folder.files("public");
    let number = |path: &str| fs::metadata(folder.path("public").join(path)).expect("a file").ino();
    files.into_iter().map(|(path, bytes)| (path.clone(), (number(&path), bytes))).collect()
}

#[test]
fn a_title_is_written_only_where_it_is_shown() {
    let folder = book();
    folder.done(&["build", "book"]);
    let before = written(&folder);
    folder.done(&["build", "book"]);
    assert!(written(&folder) == before, "nothing changed, so nothing is written");

    folder.write(&format!("book/{}", path(500)), chapter(500, "Quite another title", "Some words."));
    folder.write("book/SUMMARY.md", folder.read("book/SUMMARY.md").replace("[Page 500]", "[Quite another title]"));
    folder.done(&["build", "book"]);
    let after = written(&folder);
    assert!(before.keys().eq(after.keys()));
    let shows = |bytes: &[u8], title: &str| bytes.windows(title.len()).any(|window| window == title.as_bytes());
    let mut pages = 0;
    for (path, (number, bytes)) in &after {
        let (old_number, old) = &before[path];
        assert_eq!(number != old_number, bytes != old, "{path} is written if it changed, and else left alone");
        if number != old_number && !shows(bytes, "Quite another title") {
            // These name every file by its hash.
            assert!(matches!(path.as_str(), "sw.js" | "version.json" | ".rungs-manifest"), "{path} does not show the title");
        }
        assert!(!path.ends_with(".html") || !shows(old, ">Page 500<") || number != old_number, "{path} showed the old title");
        pages += usize::from(number != old_number && path.ends_with(".html"));
    }
    // Itself, its neighbours, the others of its part, and the pages that list all.
    assert!((40..70).contains(&pages), "{pages} pages were written");
}
