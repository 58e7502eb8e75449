//! Addresses of the site: each can be written beside all others, and old ones lead to a page.

use crate::{
    faults::said_of,
    fixture::{article, book, build, insert_png, text},
};

#[test]
fn old_addresses_lead_to_a_page() {
    let said = said_of(&book(
        "\
-- book.yml --
redirects:
  self.html: self.html
  into.html: l2.html
  l1.html: l2.html
  l2.html: /l1.html#there
  an.html: guide/a.html#nope
  gone.html: guide/b.html
  old.html?x=1.html: guide/a.html
  old.html#x.html: guide/a.html
  guide/a.html/b.html: guide/a.html
  guide: guide/a.html
  # These are fine.
  one.html: two.html
  two.html: three/
  three/index.html: guide/a.html#h%C3%B6her
  title.html: guide/a.html#the-title
  empty.html: guide/a.html#
  wide.html: https://example.org/x?y#z
-- guide/a.md --
# A {#the-title}
## Höher
## Lower
",
    ));
    insta::assert_snapshot!(said, @r"
    book.yml:2:14 bad-redirect: this leads in a circle: self.html → self.html
        write the path of a page that is still there
    book.yml:5:12 bad-redirect: this leads in a circle: l2.html → l1.html → l2.html
        write the path of a page that is still there
    book.yml:6:12 dead-anchor: `guide/a.md` has no heading `nope`
        its headings are: höher, lower
    book.yml:7:14 bad-redirect: the site has no page `guide/b.html`
        did you mean `guide/a.html`?
        write the new page's path in the site, like `guide/adr.html`
    book.yml:8:3 bad-redirect: `old.html?x=1.html` is not the address of a page
        an old address is a path in the site that ends in .html, without `?` and `#`
    book.yml:9:3 bad-redirect: `old.html#x.html` is not the address of a page
        an old address is a path in the site that ends in .html, without `?` and `#`
    book.yml:10:3 path-clash: this would be written to `guide/a.html/b.html`, but `guide/a.html` is no folder: `guide/a.md` goes there
        rename the folder, or the file
    book.yml:11:3 bad-redirect: `guide` is not the address of a page
        an old address is a path in the site that ends in .html, without `?` and `#`
    ");
    for escape in ["t", "n", "0", "e", "u0085"] {
        let sources = book(&format!("-- book.yml --\nredirects: {{\"old\\{escape}page.html\": a.html}}\n-- a.md --\n# A\n"));
        let report = build(&sources).report(&sources);
        assert!(report.starts_with("error[bad-redirect]: `old") && report.contains("book.yml:1:13"), "{escape}: {report}");
    }
}

#[test]
fn no_file_stands_where_another_needs_a_folder() {
    let mut sources = book(
        "\
-- book.yml --
redirects: {index.html/old.html: index.html, LLMS.txt/old.html: index.html}
-- index.md --
# Home
-- guide/x.md --
# X
-- guide/X.html/deep/y.md --
# Y
-- guide/x.html/deep/z.md --
# Z
-- guide/z.html/a.md --
# A
-- guide/z.md --
# Z
-- search.html/a.md --
# A
-- SUMMARY.md --
- [X](guide/x.md)
- [Y](guide/X.html/deep/y.md)
- [Z](guide/x.html/deep/z.md)
- [A](guide/z.html/a.md)
- [Z](guide/z.md)
- [A](search.html/a.md)
",
    );
    insert_png(&mut sources, "guide/x.html/a.png", 1, 1);
    insert_png(&mut sources, "guide/y.html/a.png", 1, 1);
    insert_png(&mut sources, "print.html", 1, 1);
    insert_png(&mut sources, "assets", 1, 1);
    insert_png(&mut sources, "assets/a.png", 1, 1);
    insta::assert_snapshot!(said_of(&sources), @r"
    assets path-clash: this would be written to `assets`, which is a folder already: a file of the theme goes into it
        rename the folder, or the file
    guide/X.html/deep/y.md path-clash: this would be written to `guide/x.html/deep/y.html`, but `guide/x.html` is no folder: `guide/x.md` goes there
        rename the folder, or the file
    guide/x.html/a.png path-clash: this would be written to `guide/x.html/a.png`, but `guide/x.html` is no folder: `guide/x.md` goes there
        rename the folder, or the file
    guide/x.html/deep/z.md path-clash: this would be written to `guide/x.html/deep/z.html`, but `guide/x.html` is no folder: `guide/x.md` goes there
        rename the folder, or the file
    guide/z.md path-clash: this would be written to `guide/z.html`, which is a folder already: `guide/z.html/a.md` goes into it
        rename the folder, or the file
    print.html path-clash: this would be written to `print.html`, where a page that Rungs makes goes already
        rename one of the two; capitals and small letters count as the same
    search.html/a.md path-clash: this would be written to `search.html/a.html`, but `search.html` is no folder: a page that Rungs makes goes there
        rename the folder, or the file
    book.yml:1:13 path-clash: this would be written to `index.html/old.html`, but `index.html` is no folder: `index.md` goes there
        rename the folder, or the file
    book.yml:1:46 path-clash: this would be written to `LLMS.txt/old.html`, but `llms.txt` is no folder: a page that Rungs makes goes there
        rename the folder, or the file
    ");
    let output = build(&sources).output;
    let is_folder_of = |folder: &String, file: &String| file.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    assert!(output.keys().all(|folder| !output.keys().any(|file| is_folder_of(folder, file))), "{:?}", output.keys());
}

/// Pages that work by their query, like those of search and of the matrix, are linked with it; the place behind it is
/// looked for as in any link.
#[test]
fn links_keep_their_query() {
    let said = said_of(&book("-- guide/a.md --\n# A\n[x](b.md?x=1#nope) [y](?x#nope) [z](c.md?x)\n-- guide/b.md --\n# B\n## There\n"));
    insta::assert_snapshot!(said, @r"
    guide/a.md:2:1 dead-anchor: `guide/b.md` has no heading `nope`
        its headings are: there
    guide/a.md:2:20 dead-anchor: `guide/a.md` has no heading `nope`
    guide/a.md:2:33 unknown-link: there is no file `guide/c.md`
        did you mean `a.md`?
    ");
    let sources = book(
        "\
-- guide/a.md --
# A
## Here
[search](../search.html?q=x), [both](../search.html?q=a%26b&r=\u{fc}#there), [page](b.md?x=1#there), [quoted](<../search.html?q=a \"b\">),
[same](?x=1#here), [name](b%3Fc.png), <a href=\"../search.html?q=html\">html</a>.
-- guide/b.md --
# B
## There
-- guide/b?c.png --
",
    );
    let output = build(&sources).clean(&sources);
    let page = article(&text(&output, "guide/a.html"));
    let links = |page: &str, start: &str| {
        page.split(start).skip(1).map(|rest| rest.split(['"', ')']).next().unwrap_or_default().to_owned()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(links(&page, "href=\"") + "\n\n" + &links(&text(&output, "guide/a.md"), "]("), @r"
    #here
    ../search.html?q=x
    ../search.html?q=a%26b&amp;r=%C3%BC#there
    b.html?x=1#there
    ../search.html?q=a%20%22b%22
    ?x=1#here
    b%3Fc.png
    ../search.html?q=html

    ../search.html?q=x
    ../search.html?q=a%26b&r=%C3%BC#there
    b.md?x=1#there
    ../search.html?q=a%20%22b%22
    a.md?x=1#here
    b%3Fc.png
    ../search.html?q=html
    ");
}
