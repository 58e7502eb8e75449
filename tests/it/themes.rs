//! What a theme is given: the handbook's page of template variables is made from the variables that templates really
//! receive, and its page of theme files names each of them. With `INSTA_UPDATE=always` the first is written anew.

use crate::fixture::{book, folder, insert_png, pages, repository};
use crate::handbook::{handbook, none};
use rungs::{
    Audience, Memory, Options, compile,
    diagnostic::Excerpts,
    edit::{EditionRequest, edition},
    source::Sources,
    theme::{Layer, ThemeFiles, built_in},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// The page that is made here.
const PAGE: &str = "book/guide/template-variables.md";

/// Templates that other templates are made of: they are given nothing of their own.
const PARTS: [&str; 5] = ["base.html", "head.html", "components.html", "ladder_parts.html", "workspace.html"];

/// What the variables of every page mean.
const MEANINGS: [(&str, &str); 43] = [
    ("backlinks", "Pages that link here"),
    ("backlinks.more", "How many more than are shown"),
    ("backlinks.shown", "Up to thirty of them"),
    ("content", "The text of the page"),
    ("crumbs", "The trail from the home page; the last has no address"),
    ("inline_hash", "What the security policy says of the inline script"),
    ("inline_script", "The one script in the page itself"),
    ("manifest", "What the scripts of the page must know of its items, as JSON"),
    ("next", "The page after this one"),
    ("page.canonical", "The whole address, when `base_url` is known"),
    ("page.count", "How many items the page has"),
    ("page.draft", "Whether it is a draft"),
    ("page.edit_url", "Where its file can be edited"),
    ("page.kind", "What kind of page it is; the body has the class `kind-…`"),
    ("page.markdown", "Its twin in Markdown"),
    ("page.minutes", "How long a chapter takes to read"),
    ("page.noindex", "Whether search engines should pass it by"),
    ("page.read_id", "The id under which a chapter is marked as read"),
    ("page.root", "The way to the site's first folder"),
    ("page.scope", "What the counter calls the items of the page"),
    ("page.styles", "Style sheets that it needs beside the common one"),
    ("page.summary", "One line about it"),
    ("page.title", "Its title"),
    ("page.updated", "The day of its last change"),
    ("page.url", "Its address in the site"),
    ("page.workspace", "Whether it belongs to \"My work\""),
    ("prev", "The page before this one"),
    ("sidebar", "The sidebar"),
    ("site.authors", "`authors` of `book.yml`"),
    ("site.base_url", "Where the site is published"),
    ("site.description", "One line about the book"),
    ("site.dir", "The direction of the language: ltr or rtl"),
    ("site.home_url", "The way to the home page"),
    ("site.id", "The handbook's name in readers' browsers"),
    ("site.language", "The language of the book"),
    ("site.live", "Whether the author is looking, in `rungs serve`"),
    ("site.nav", "The entries of the header"),
    ("site.offline", "Whether the site is kept for reading offline"),
    ("site.print_url", "The way to the whole book on one page"),
    ("site.repository", "The page of the repository"),
    ("site.title", "The title of the book"),
    ("toc", "The headings of the page"),
    ("page.worksheets", "Whether it has worksheets"),
];

/// A template that says what it is given: a line for each variable, `path`, type and a short value.
const PROBE: &str = r#"{% component probe(path: string, value = None) -%}
{% if value is map %}
%%{{ path }}%%map%%
{% for key, inner in value %}{{ <probe path={path ~ "." ~ key} value={inner} /> }}{% endfor %}
{%- elif value is array %}
%%{{ path }}%%list%%
{% for inner in value %}{{ <probe path={path ~ "[]"} value={inner} /> }}{% endfor %}
{%- elif value is string %}
%%{{ path }}%%text%%{% if value | length < 32 %}{{ value | replace(from="
", to=" ") }}{% else %}…{{ value | safe | truncate(length=80) | replace(from="
", to=" ") | replace(from="%%", to=" ") }}{% endif %}
{% elif value is bool %}
%%{{ path }}%%yes or no%%{{ value }}
{% elif value is number %}
%%{{ path }}%%number%%{{ value }}
{% else %}
%%{{ path }}%%nothing%%
{% endif %}
{%- endcomponent probe %}"#;

/// What is known of a variable.
#[derive(Default)]
struct Variable {
    types: BTreeSet<String>,
    example: Option<String>,
}

/// Template → path → variable.
type Variables = BTreeMap<String, BTreeMap<String, Variable>>;

/// The default theme with every page template replaced by one that tells what it is given.
fn probing() -> ThemeFiles {
    let default = built_in("default").expect("the embedded theme");
    let mut probes = Layer { shown_as: "the test/".to_owned(), ..Layer::default() };
    probes.files.insert("templates/probe_parts.html".to_owned(), PROBE.as_bytes().into());
    for template in templates(&default) {
        let text = format!(
            "\n@@{template}\n{{{{ <probe path=\"\" value={{__tera_context}} /> }}}}\n{{% if content is string %}}{{{{ content | safe }}}}{{% endif %}}{{% if sidebar is string %}}{{{{ sidebar | safe }}}}{{% endif %}}\n@@\n"
        );
        probes.files.insert(format!("templates/{template}"), text.into_bytes().into());
    }
    ThemeFiles { layers: vec![default, probes] }
}

/// The templates that are rendered.
fn templates(theme: &Layer) -> Vec<String> {
    let names = theme.files.keys().filter_map(|path| path.strip_prefix("templates/")).filter(|name| name.ends_with(".html"));
    names.filter(|name| !PARTS.contains(name)).map(str::to_owned).collect()
}

/// Books that together have every kind of page and block.
fn books() -> Vec<Sources> {
    let mut golden = book(include_str!("golden_book.txt"));
    insert_png(&mut golden, "static/rungs.png", 640, 400);
    vec![golden, book(include_str!("ladder_book.txt")), folder(&repository().join("tests/books/harbour"), ""), with_editions()]
}

/// A ladder that changed between two editions.
fn with_editions() -> Sources {
    let mut sources = folder(&repository().join("tests/books/harbour"), "");
    for (name, target) in [("2026-01", "{coding: 2}"), ("2026-06", "{coding: 3, feedback: 2}")] {
        let level = rungs::source::SourcePath::new("levels/associate.md").expect("a path");
        let text = sources.text(&level).expect("a level").content.to_string();
        let line = text.lines().find(|line| line.starts_with("core: ")).expect("targets");
        sources.insert_text(level, &text.replace(line, &format!("core: {target}")));
        let request = EditionRequest { name: name.to_owned(), effective: format!("{name}-15") };
        sources = edition(&sources, &request).value.applied(&sources);
    }
    sources
}

fn variables() -> Variables {
    let theme = probing();
    let mut all = Variables::new();
    for (number, sources) in books().into_iter().enumerate() {
        // The author's own view has pages and variables of its own; one book shows them all.
        for audience in [Audience::Reader, Audience::Author].into_iter().take(if number == 0 { 2 } else { 1 }) {
            let memory = Memory::default();
            let options = Options { audience, base_url: Some("https://example.org/handbook/".to_owned()) };
            let outcome = compile(&sources, &theme, &options, &memory, &|_| {});
            let compilation = outcome.value.expect("a book");
            let output = compilation.output(&memory, &|_| {}).value;
            for (_, page) in pages(&output) {
                note(&page, &mut all);
            }
        }
    }
    all
}

/// Notes what the templates of a page say.
fn note(page: &str, all: &mut Variables) {
    let mut open: Vec<&str> = Vec::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("@@") {
            match name {
                "" => open.truncate(open.len().saturating_sub(1)),
                name => open.push(name),
            }
        }
        let parts: Vec<&str> = line.split("%%").collect();
        let (Some(template), ["", path, kind, value]) = (open.last(), parts.as_slice()) else { continue };
        let path = path.trim_start_matches('.');
        if path.is_empty() {
            continue;
        }
        let variable = all.entry((*template).to_owned()).or_default().entry(path.to_owned()).or_default();
        let is_markup = value.contains('<') && *kind == "text";
        variable.types.insert(if is_markup { "HTML" } else { kind }.to_owned());
        let shown = Some(unescaped(value)).filter(|value| !value.is_empty() && !value.starts_with('…') && !is_markup && *kind == "text");
        // The first in the order of letters, so that the page stays when books grow elsewhere.
        variable.example = variable.example.take().into_iter().chain(shown).min();
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

#[test]
fn the_page_of_template_variables_says_what_templates_are_given() {
    if handbook().is_none() {
        return;
    }
    let variables = variables();
    let silent: Vec<String> =
        templates(&built_in("default").expect("a theme")).into_iter().filter(|name| !variables.contains_key(name)).collect();
    assert!(silent.is_empty(), "no book of the tests makes these pages: {silent:?}");
    let expected = page(&variables);
    let path = repository().join(PAGE);
    if fs::read_to_string(&path).ok().as_deref() != Some(expected.as_str()) {
        let writes = std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always");
        assert!(writes, "{PAGE} is out of date; INSTA_UPDATE=always writes it");
        fs::write(path, expected).expect("written");
    }
}

/// The page: first what every page is given, then what each template is given beside it.
fn page(variables: &Variables) -> String {
    let pages: Vec<&BTreeMap<String, Variable>> =
        variables.iter().filter(|(name, _)| !matches!(name.as_str(), "block.html" | "sidebar.html")).map(|(_, given)| given).collect();
    let is_common = |path: &str| {
        let top = path.split(['.', '[']).next().unwrap_or(path);
        pages.iter().all(|given| given.contains_key(top))
    };
    let mut common: BTreeMap<String, Variable> = BTreeMap::new();
    for (path, variable) in pages.iter().flat_map(|given| given.iter()).filter(|(path, _)| is_common(path)) {
        let known = common.entry(path.clone()).or_default();
        known.types.extend(variable.types.iter().cloned());
        known.example = known.example.take().into_iter().chain(variable.example.clone()).min();
    }
    let mut page = String::from(
        "---\ntitle: Template variables\nsummary: \"What each template of a theme is given, with types and examples.\"\nreading: false\n---\n\n\
         This page is made from the variables that templates really receive, so it is as complete as the books of the tests. How a theme is laid out \
         is told in [[chapter:themes]]. A part behind a dot belongs to a map, and `[]` stands for each entry of a list. HTML is printed as it is; every \
         text is escaped.\n\n## Every page\n\n",
    );
    page.push_str(&with_meanings(&table(common.iter())));
    for (name, given) in variables {
        let own: Vec<(&String, &Variable)> = given.iter().filter(|(path, _)| !is_common(path)).collect();
        page.push_str(&format!("\n## {name}\n\n"));
        if own.is_empty() {
            page.push_str("Only what every page is given.\n");
        } else {
            page.push_str(&table(own.into_iter()));
        }
    }
    page
}

/// The table with what each variable means in place of the examples.
fn with_meanings(table: &str) -> String {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [variable, kind, _] = cells.as_slice() else { return format!("{line}\n") };
        let name = line.split('`').nth(1);
        let meaning = match name {
            None => "Means",
            Some(name) => MEANINGS.iter().find(|(path, _)| *path == name).map_or("", |(_, meaning)| meaning),
        };
        assert!(!meaning.is_empty() || name.is_some_and(|name| matches!(name, "page" | "site")), "nobody says what {name:?} means");
        format!("{variable} | {kind} | {meaning} |\n")
    };
    table.lines().map(row).collect()
}

/// A row for each variable; maps that hold nothing but values are one row with the names of these.
fn table<'a>(variables: impl Iterator<Item = (&'a String, &'a Variable)>) -> String {
    let variables: BTreeMap<&str, &Variable> = variables.map(|(path, variable)| (path.as_str(), variable)).collect();
    let is_inner = |variable: &Variable| variable.types.contains("map") || variable.types.contains("list");
    let below = |path: &str| {
        let is_below = |name: &str| name.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        variables.iter().filter(|(name, _)| is_below(name)).map(|(name, at)| (*name, *at)).collect::<Vec<_>>()
    };
    let is_flat = |path: &str| !below(path).is_empty() && below(path).iter().all(|(_, inner)| !is_inner(inner));
    let mut table = String::from("| Variable | Type | Example |\n|---|---|---|\n");
    for (path, variable) in &variables {
        let parent = path.rsplit_once('.').map(|(parent, _)| parent);
        let entries = format!("{path}[]");
        // What is said in the row of the map it belongs to, or of the list it is an entry of.
        if parent.is_some_and(is_flat) || path.ends_with("[]") {
            continue;
        }
        let entry = variables.get(entries.as_str());
        let of = match entry {
            Some(entry) if entry.types.contains("map") => " of maps".to_owned(),
            Some(entry) => format!(" of {}", words(entry)),
            None => String::new(),
        };
        let holder = if entry.is_some() { entries.as_str() } else { path };
        let names = if is_flat(holder) { format!(": {}", names(holder, &below(holder))) } else { String::new() };
        let example = variable.example.as_ref().or_else(|| entry?.example.as_ref());
        let example = example.map(|value| format!("`{}`", value.replace('|', "\\|").replace('`', "'"))).unwrap_or_default();
        table.push_str(&format!("| `{path}` | {}{of}{names} | {example} |\n", words(variable)));
    }
    table
}

/// The names of what a map holds.
fn names(path: &str, inner: &[(&str, &Variable)]) -> String {
    inner.iter().map(|(name, _)| format!("`{}`", &name[path.len() + 1..])).collect::<Vec<_>>().join(", ")
}

/// The types of a variable in words.
fn words(variable: &Variable) -> String {
    let types: Vec<&str> = variable.types.iter().map(String::as_str).filter(|name| *name != "nothing").collect();
    match (types.as_slice(), variable.types.contains("nothing")) {
        ([], _) => "nothing".to_owned(),
        (types, true) => format!("{} or nothing", types.join(" or ")),
        (types, false) => types.join(" or "),
    }
}

/// What a book says whose theme has these files above the default theme, each diagnostic at its place.
fn said_of(layers: &[(&str, &str)]) -> String {
    let mut theme = ThemeFiles { layers: vec![built_in("default").expect("the embedded theme")] };
    for (folder, text) in layers {
        let files = crate::fixture::files(text).into_iter().map(|(path, text)| (path, text.into_bytes().into())).collect();
        theme.layers.push(Layer { shown_as: (*folder).to_owned(), files });
    }
    let memory = Memory::default();
    let mut said = Vec::new();
    let sources = book("-- index.md --\n# A\n");
    let compiled = compile(&sources, &theme, &crate::fixture::for_readers(), &memory, &|_| {}).take(&mut said);
    compiled.map(|site| site.output(&memory, &|_| {}).take(&mut said));
    let excerpts = Excerpts { lookup: &|_| None, root: "book/", colour: false };
    said.iter().map(|one| excerpts.draw(one)).collect::<Vec<_>>().join("\n\n")
}

/// The files of a theme that are YAML are read as the book's are: each fault at its line, with what was meant.
#[test]
fn faults_of_a_themes_files_have_a_place() {
    let strings = "search: \"Find\nserch: x\n";
    insta::assert_snapshot!(said_of(&[("book/theme/", &format!("-- strings/en.yml --\n{strings}"))]), @r#"
    error[yaml-syntax]: this is not YAML: unclosed quote
     --> book/theme/strings/en.yml:1:9
      |
    1 | search: "Find
      |         ^
    "#);
    let matter = "-- theme.yml --\nname: ours\nextend: default\nnope: 1\n";
    insta::assert_snapshot!(said_of(&[("../ours/", matter)]), @r"
    error[unknown-field]: there is no field `extend` here
     --> ../ours/theme.yml:2:1
      |
    1 | name: ours
    2 | extend: default
      | ^^^^^^
      |
      = help: did you mean `extends`?
      = help: the fields are: name, description, extends

    error[unknown-field]: there is no field `nope` here
     --> ../ours/theme.yml:3:1
      |
    2 | extend: default
    3 | nope: 1
      | ^^^^
      |
      = help: the fields are: name, description, extends
    ");
    insta::assert_snapshot!(said_of(&[("book/theme/", "-- theme.yml --\nextends: [\n")]), @r"
    error[wrong-type]: a single value is needed here
     --> book/theme/theme.yml:1:10
      |
    1 | extends: [
      |          ^
      |
      = help: a list is written `[a, b]` and a map `{key: value}`; for none, take the line away
    ");
}

/// A theme that stands on nothing since its `extends` cannot be read is not said to lack a frame as well.
#[test]
fn a_theme_that_cannot_be_read_lacks_nothing() {
    let layer = Layer { shown_as: "ours/".to_owned(), files: [("theme.yml".to_owned(), b"extends: [\n".as_slice().into())].into() };
    assert_eq!(rungs::theme::extends(&layer), None);
    let theme = ThemeFiles { layers: vec![layer] };
    let said = compile(&book("-- index.md --\n# A\n"), &theme, &crate::fixture::for_readers(), &Memory::default(), &|_| {}).diagnostics;
    assert_eq!(said.iter().map(|one| one.code.name()).collect::<Vec<_>>(), ["wrong-type"]);
}

/// Only what nothing asks for and is nearly a known key is a slip: a theme has words of its own.
#[test]
fn misspelt_words_of_a_theme_are_told_from_its_own() {
    let words = "-- strings/en.yml --\nserch: Find\nmenuu: Ours\nteam_motto: We\nteam_3: Three\nnav_page: Ours\ncheck_many: x\n\
                 -- templates/head.html --\n{{ t(key=\"menuu\") }}{{ t(key=\"team_\" ~ 3) }}\n-- assets/js/ours.js --\nf(\"nav_page\")\n";
    insta::assert_snapshot!(said_of(&[("book/theme/", words)]), @r#"
    warning[unknown-field]: nothing asks for the words `serch`
     --> book/theme/strings/en.yml:1:1
      |
    1 | serch: Find
      | ^^^^^
      |
      = help: did you mean `search`?
      = help: words of your own stand in a template: `t(key="serch")`
    "#);
    for name in ["default", "paper"] {
        for language in ["en", "de", "ar", "en-GB"] {
            let layers = ["default", name].map(|name| built_in(name).expect("a theme"));
            let manifest = format!("-- book.yml --\nlanguage: {language}\n-- index.md --\n# A\n");
            let options = crate::fixture::for_readers();
            let said = compile(&book(&manifest), &ThemeFiles { layers: layers.into() }, &options, &Memory::default(), &|_| {}).diagnostics;
            assert!(said.is_empty(), "{name} in {language}: {said:?}");
        }
    }
}

#[test]
fn the_page_of_themes_names_every_file_of_the_default_theme() {
    let Some(handbook) = handbook() else { return };
    let book = &handbook.site().book;
    let themes = book.find(rungs::book::PageKind::Chapter, "themes").expect("the chapter on themes");
    let text = &book.page(themes).body().text;
    let default = built_in("default").expect("the embedded theme");
    // Style sheets and modules are many; what each is for stands in its first line.
    let top = |path: &String| match path.split('/').collect::<Vec<_>>().as_slice() {
        ["assets", folder, _, ..] => format!("{folder}/"),
        ["assets" | "templates", name] => (*name).to_owned(),
        ["strings", _] => "strings/".to_owned(),
        _ => path.clone(),
    };
    let named: BTreeSet<String> = default.files.keys().map(top).collect();
    none(
        &named
            .into_iter()
            .filter(|path| !text.contains(&format!("`{path}`")))
            .map(|path| format!("no row for `{path}`"))
            .collect::<Vec<_>>(),
    );
}
