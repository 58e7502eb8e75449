//! What authors do to a book between two builds.

use super::{
    Chance, Files, NO_TEXT,
    text::{expectation, levels_of, of_kind, one_of, page, paragraph, steps},
};
use proptest::prelude::*;
use rungs::theme::built_in;

/// One thing an author does; `seed` says where and how.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    pub what: What,
    pub seed: u32,
}

/// Which thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Paragraph,
    Title,
    FileId,
    ItemId,
    LevelData,
    OtherData,
    Expectation,
    Map,
    Summary,
    Template,
    Strings,
    Style,
    Settings,
    NewFile,
    Delete,
    RenameFolder,
    BreakYaml,
    NotText,
    Asset,
    Include,
    Lock,
    Nothing,
    /// Takes back the last edits.
    Undo,
    /// Goes back to the last book without errors.
    Mend,
}

/// Any edit, the usual ones more often.
pub fn edits() -> impl Strategy<Value = Edit> {
    use What::*;
    let weights = [
        (Paragraph, 8),
        (Title, 3),
        (FileId, 2),
        (ItemId, 1),
        (LevelData, 4),
        (OtherData, 3),
        (Expectation, 2),
        (Map, 3),
        (Summary, 3),
        (Template, 3),
        (Strings, 1),
        (Style, 2),
        (Settings, 3),
        (NewFile, 3),
        (Delete, 2),
        (RenameFolder, 1),
        (BreakYaml, 1),
        (NotText, 1),
        (Asset, 1),
        (Include, 1),
        (Lock, 1),
        (Nothing, 1),
        (Undo, 3),
        (Mend, 8),
    ];
    let all: Vec<What> = weights.iter().flat_map(|(what, weight)| std::iter::repeat_n(*what, *weight)).collect();
    (prop::sample::select(all), any::<u32>()).prop_map(|(what, seed)| Edit { what, seed })
}

impl Edit {
    /// Does it to the files. What takes back other edits is done by whoever knows them.
    pub fn apply(self, files: &mut Files) {
        let chance = &mut Chance::new(self.seed);
        match self.what {
            What::Paragraph => edit_paragraph(files, chance),
            What::Title => edit_title(files, chance),
            What::FileId => rename_file(files, chance),
            What::ItemId => rename_item(files, chance),
            What::LevelData => edit_level(files, chance),
            What::OtherData => edit_data(files, chance),
            What::Expectation => {
                let Some(path) = any_of(files, "levels/", chance) else { return };
                let more = expectation(files, chance);
                files.entry(path).or_default().push_str(&format!("\n{more}\n"));
            }
            What::Map => edit_map(files, chance),
            What::Summary => edit_summary(files, chance),
            What::Template => edit_template(files, chance),
            What::Strings => {
                let key = chance.of(&["linked_from", "nav_handbook", "expectations", "settings", "nosuchkey"]);
                files.insert("theme/strings/en.yml".to_owned(), format!("{key}: \"Other words {}\"\n", chance.below(4)));
            }
            What::Style => {
                let path = chance.of(&["theme/assets/css/site.css", "theme/assets/css/own.css", "theme/assets/js/site.js"]);
                files.insert(path.to_owned(), format!("/* {} */\n", chance.below(4)));
            }
            What::Settings => edit_settings(files, chance),
            What::NewFile => add_file(files, chance),
            What::Delete => {
                if let Some(path) = any_of(files, "", chance).filter(|_| files.len() > 1) {
                    files.remove(&path);
                }
            }
            What::RenameFolder => rename_folder(files, chance),
            What::BreakYaml => {
                let Some(path) = any_of(files, "", chance) else { return };
                files.entry(path).and_modify(|text| *text = format!("---\ntitle: [a: {{\n---\n{text}"));
            }
            What::NotText => {
                let Some(path) = any_of(files, "", chance).filter(|path| !path.starts_with("theme/")) else { return };
                files.insert(path, format!("{NO_TEXT}{}", chance.below(9)));
            }
            What::Asset => {
                let path = chance.of(&["static/a.png", "static/b.svg", "static/deep/c.png"]);
                files.insert(path.to_owned(), format!("picture {}", chance.below(4)));
            }
            What::Include => {
                let text = format!("fn main() {{}}\n// ANCHOR: part\nlet part = {};\n// ANCHOR_END: part\n", chance.below(4));
                files.insert("snippets/code.rs".to_owned(), text);
            }
            What::Lock => write_lock(files, chance),
            What::Nothing | What::Undo | What::Mend => {}
        }
    }
}

/// A file below a folder.
fn any_of(files: &Files, folder: &str, chance: &mut Chance) -> Option<String> {
    let below: Vec<&str> = files.keys().filter(|path| path.starts_with(folder)).map(String::as_str).collect();
    (!below.is_empty()).then(|| chance.of(&below).to_owned())
}

fn any_page(files: &Files, chance: &mut Chance) -> Option<String> {
    let pages: Vec<&str> = files.keys().filter(|path| path.ends_with(".md") && *path != "SUMMARY.md").map(String::as_str).collect();
    (!pages.is_empty()).then(|| chance.of(&pages).to_owned())
}

/// Puts a line into front matter, in the place of one that begins alike.
fn set(files: &mut Files, path: &str, key: &str, value: &str) {
    let Some(text) = files.get_mut(path) else { return };
    let line = format!("{key}: {value}\n");
    let start = format!("{key}:");
    let old = text.split_inclusive('\n').find(|line| line.starts_with(&start)).map(str::to_owned);
    *text = match (old, text.strip_prefix("---\n")) {
        (Some(old), _) => text.replacen(&old, &line, 1),
        (None, Some(rest)) => format!("---\n{line}{rest}"),
        (None, None) => format!("---\n{line}---\n{text}"),
    };
}

fn edit_paragraph(files: &mut Files, chance: &mut Chance) {
    let Some(path) = any_page(files, chance) else { return };
    let text = files[&path].clone();
    let (front, body) = text.find("\n---\n").filter(|_| text.starts_with("---\n")).map_or(("", text.as_str()), |at| text.split_at(at + 5));
    let mut parts: Vec<String> = body.split("\n\n").map(str::to_owned).collect();
    let at = chance.below(parts.len());
    let more = paragraph(&path, files, chance);
    match chance.below(5) {
        0 => parts.insert(at, more),
        1 => parts[at] = more,
        2 if parts.len() > 1 => drop(parts.remove(at)),
        3 => parts[at].push_str(&format!(" More {}.", chance.below(9))),
        _ => parts.push(more),
    }
    files.insert(path, format!("{front}{}\n", parts.join("\n\n")));
}

fn edit_title(files: &mut Files, chance: &mut Chance) {
    let Some(path) = any_page(files, chance) else { return };
    let title = format!("Title {} of <all> & \"more\"", chance.below(6));
    match files.get_mut(&path) {
        Some(text) if text.starts_with("# ") => *text = format!("# {title}\n{}", text.split_once('\n').map_or("", |(_, rest)| rest)),
        _ => set(files, &path, "title", &format!("'{title}'")),
    }
}

/// A file gets another name: with its old one, and mostly with the references to it.
fn rename_file(files: &mut Files, chance: &mut Chance) {
    let Some(path) = any_page(files, chance) else { return };
    let Some(stem) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).map(str::to_owned) else { return };
    let new = format!("{}{}", stem.split('-').next().unwrap_or_default(), chance.of(&["", "-a", "-b", "-ä b"]));
    let to = path.replace(&format!("{stem}.md"), &format!("{new}.md"));
    if files.contains_key(&to) {
        return;
    }
    let text = files.remove(&path).unwrap_or_default();
    files.insert(to.clone(), text);
    if !chance.one_in(3) {
        set(files, &to, "was", &stem);
    }
    if !chance.one_in(4) {
        for text in files.values_mut() {
            *text = replace_word(text, &stem, &new);
        }
    }
}

/// Replaces a name where it stands alone.
fn replace_word(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let alone = !rest[..at].ends_with(is_part) && !rest[at + old.len()..].starts_with(is_part) && !rest[..at].ends_with("was: ");
        out.push_str(&rest[..at]);
        out.push_str(if alone { new } else { old });
        rest = &rest[at + old.len()..];
    }
    out + rest
}

fn rename_item(files: &mut Files, chance: &mut Chance) {
    let with: Vec<&str> = files.iter().filter(|(_, text)| text.contains("{#i")).map(|(path, _)| path.as_str()).collect();
    if with.is_empty() {
        return;
    }
    let path = chance.of(&with).to_owned();
    let text = &files[&path];
    let Some(old) = text.split_once("{#i").map(|(_, rest)| rest.split([' ', '}']).next().unwrap_or_default().to_owned()) else { return };
    let new = format!("{{#i{} was=i{old}", 10_000 + chance.below(1000));
    files.insert(path.clone(), text.replacen(&format!("{{#i{old}"), &new, 1));
}

fn edit_level(files: &mut Files, chance: &mut Chance) {
    let Some(path) = any_of(files, "levels/", chance) else { return };
    let (level, n) = (one_of(files, "levels/", chance), chance.below(6));
    let skill = one_of(files, "skills/", chance);
    let (key, value) = match chance.below(10) {
        0 => ("attributes", format!("{{scope: scope {n}, horizon: {n} months}}")),
        1 => ("core", steps(files, chance)),
        2 => ("supporting", steps(files, chance)),
        3 => ("extends", level),
        4 => ("parity", format!("[{level}]")),
        5 => ("terminal", chance.of(&["true", "false"]).to_owned()),
        6 => ("status", chance.of(&["draft", "published"]).to_owned()),
        7 => ("notes", format!("{{{skill}: Note {n}}}")),
        8 => ("ends", format!("[e{}]", chance.below(200))),
        _ => ("track", one_of(files, "tracks/", chance)),
    };
    set(files, &path, key, &value);
}

fn edit_data(files: &mut Files, chance: &mut Chance) {
    let Some(path) = any_page(files, chance) else { return };
    let (level, n) = (one_of(files, "levels/", chance), chance.below(9));
    let (key, value) = match chance.below(12) {
        0 => ("summary", format!("Summary {n}")),
        1 => ("status", chance.of(&["draft", "published"]).to_owned()),
        2 => ("updated", chance.of(&["2026-01-02", "2026-03-04"]).to_owned()),
        3 if path.starts_with("tracks/") => {
            let id = path.trim_start_matches("tracks/").trim_end_matches(".md");
            let mut levels = levels_of(files, id);
            levels.reverse();
            ("levels", format!("[{}]", levels.join(", ")))
        }
        4 if path.starts_with("skills/") => ("area", format!("a{}", chance.below(3))),
        5 if path.starts_with("roles/") => ("usual_levels", format!("[{level}]")),
        6 if path.starts_with("transitions/") => ("to", level),
        7 if path.starts_with("checklists/") => ("level", level),
        8 if path.starts_with("checklists/") => ("review", format!("{}d", 10 + n)),
        9 if path.starts_with("guide/") => ("skills", format!("[{}]", one_of(files, "skills/", chance))),
        10 if chance.one_in(6) => ("titel", "An unknown field".to_owned()),
        _ => ("title", format!("Another title {n}")),
    };
    set(files, &path, key, &value);
}

fn edit_map(files: &mut Files, chance: &mut Chance) {
    let path = chance.of(&["glossary.yml", "glossary.yml", "sources.yml", "areas.yml", "questions.yml"]);
    let n = chance.below(5);
    let line = match path {
        "glossary.yml" => {
            format!("g{n}: {{title: Term{n}, aliases: [word{}], link: {}, text: \"Means **{n}**, see [[g0]].\"}}", chance.below(4), n != 4)
        }
        "sources.yml" => format!("q{n}: {{title: Work {}, authors: Author {n}, note: \"Note on term{n}.\"}}", chance.below(9)),
        "areas.yml" => format!("a{n}: {{title: Area {}, summary: A summary}}", chance.below(9)),
        _ => format!("o{n}:\n  title: Theme {n}\n  questions: [\"What {}?\"]", chance.below(9)),
    };
    let text = files.entry(path.to_owned()).or_default();
    let key = line.split(':').next().unwrap_or_default();
    let old = text.lines().find(|line| line.starts_with(&format!("{key}:"))).map(str::to_owned);
    match old {
        Some(old) if chance.one_in(4) => *text = text.replacen(&format!("{old}\n"), "", 1),
        Some(old) if path != "questions.yml" => *text = text.replacen(&old, &line, 1),
        _ => text.push_str(&format!("{line}\n")),
    }
}

fn edit_summary(files: &mut Files, chance: &mut Chance) {
    if chance.one_in(12) {
        files.remove("SUMMARY.md");
        return;
    }
    let chapters = of_kind(files, "guide/").len();
    let mut lines: Vec<String> = files.get("SUMMARY.md").map_or("# Summary\n", String::as_str).lines().map(str::to_owned).collect();
    let at = chance.below(lines.len().max(1)).min(lines.len().saturating_sub(1));
    let other = chance.below(lines.len().max(1)).min(lines.len().saturating_sub(1));
    match chance.below(8) {
        0 if !lines.is_empty() => lines.swap(at, other),
        1 if !lines.is_empty() => drop(lines.remove(at)),
        2 if !lines.is_empty() => lines[at] = format!("  {}", lines[at]),
        3 if !lines.is_empty() => {
            let outer = lines[at].trim_start().to_owned();
            lines[at] = outer;
        }
        4 => lines.push(format!("\n# Part {}\n", chance.below(4))),
        5 if !lines.is_empty() => lines[at] = lines[at].replacen('[', &format!("[Another {} ", chance.below(4)), 1),
        6 => lines.push("- [Not written yet]()".to_owned()),
        _ if chapters > 0 => {
            let path = any_of(files, "guide/", chance).unwrap_or_default();
            if !lines.iter().any(|line| line.contains(&path)) {
                lines.push(format!("- [Listed]({path})"));
            }
        }
        _ => {}
    }
    files.insert("SUMMARY.md".to_owned(), lines.join("\n") + "\n");
}

fn edit_template(files: &mut Files, chance: &mut Chance) {
    let own: Vec<String> = files.keys().filter(|path| path.starts_with("theme/")).cloned().collect();
    if !own.is_empty() && chance.one_in(3) {
        files.remove(&own[chance.below(own.len())]);
        return;
    }
    let name = chance.of(&["chapter", "level", "skill", "base", "sidebar", "components", "listing", "home", "block", "print", "coverage"]);
    let path = format!("templates/{name}.html");
    let theme = built_in("default").expect("the embedded theme");
    let text = String::from_utf8(theme.files[&path].to_vec()).expect("UTF-8");
    let n = chance.below(4);
    let text = match chance.below(6) {
        0 => format!("{text}{{{{ nonsense( }}}}"),
        1 => text.replace("class=\"", &format!("class=\"own-{n} ")),
        2 => text.replace("<p", &format!("<p data-own=\"{n}\"")),
        _ => format!("{text}<!-- {n} -->"),
    };
    files.insert(format!("theme/{path}"), text);
}

fn edit_settings(files: &mut Files, chance: &mut Chance) {
    let n = chance.below(5);
    let (key, value) = match chance.below(12) {
        0 => ("title", format!("Book {n}")),
        1 => ("language", chance.of(&["en", "de", "ar", "fr"]).to_owned()),
        2 => ("markdown", format!("{{raw_html: {}, smart_punctuation: {}}}", chance.of(&["sanitize", "escape", "trust"]), n > 2)),
        3 => ("base_url", format!("https://example.org/{n}/")),
        4 => ("offline", (n > 2).to_string()),
        5 => ("redirects", format!("{{old{n}.html: index.html}}")),
        6 => ("brand", format!("{{hue: {}}}", n * 70)),
        7 => ("theme", chance.of(&["default", "paper"]).to_owned()),
        8 => ("repository", format!("https://example.org/repo{n}")),
        9 => ("site", format!("{{id: random-{n}}}")),
        10 => ("index", (n > 2).to_string()),
        _ => ("description", format!("About {n}")),
    };
    let text = files.entry("book.yml".to_owned()).or_default();
    let kept: String = text.split_inclusive('\n').filter(|line| !line.starts_with(&format!("{key}:"))).collect();
    *text = format!("{kept}{key}: {value}\n");
}

fn add_file(files: &mut Files, chance: &mut Chance) {
    let n = chance.below(9);
    let path = match chance.below(9) {
        0 => format!("levels/l{n}.md"),
        1 => format!("skills/s{n}.md"),
        2 => format!("roles/r{n}.md"),
        3 => format!("transitions/x{n}.md"),
        4 => format!("checklists/k{n}.md"),
        5 => format!("templates/m{n}.md"),
        6 => format!("tracks/t{n}.md"),
        7 => "index.md".to_owned(),
        _ => format!("guide/new{n}.md"),
    };
    files.insert(path.clone(), String::new());
    let text = page(&path, files, chance);
    files.insert(path.clone(), text);
    let lists = files.get_mut("SUMMARY.md").filter(|summary| path.starts_with("guide/") && !summary.contains(&path));
    if let Some(summary) = lists {
        summary.push_str(&format!("- [New {n}]({path})\n"));
    }
}

/// A folder gets another name: with what lies in it, and mostly with the links to it.
fn rename_folder(files: &mut Files, chance: &mut Chance) {
    let pairs = [
        ("guide/deep/", "guide/deeper/"),
        ("guide/", "chapters/"),
        ("skills/", "abilities/"),
        ("static/", "pictures/"),
        ("levels/", "guide/levels/"),
    ];
    let (one, other) = pairs[chance.below(pairs.len())];
    let (from, to) = if files.keys().any(|path| path.starts_with(one)) { (one, other) } else { (other, one) };
    let moved: Vec<String> = files.keys().filter(|path| path.starts_with(from)).cloned().collect();
    for path in moved {
        let text = files.remove(&path).unwrap_or_default();
        files.insert(format!("{to}{}", &path[from.len()..]), text);
    }
    if !chance.one_in(3) {
        for text in files.values_mut() {
            *text = text.replace(from, to);
        }
    }
}

/// A lock with some pages and items, and some that never were.
fn write_lock(files: &mut Files, chance: &mut Chance) {
    let mut lock = format!("site random-{}\n", chance.below(3));
    let ids = of_kind(files, "guide/").into_iter().map(|id| format!("page chapter/{id}"));
    let gone = (0..chance.below(3)).map(|n| format!("item gone-{n}"));
    for (ordinal, entry) in ids.chain(gone).enumerate() {
        lock.push_str(&format!("{ordinal} {entry} {}\n", chance.of(&["live", "live", "live", "retired"])));
    }
    files.insert("ids.lock".to_owned(), lock);
}
