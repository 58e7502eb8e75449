//! Random pages and paragraphs, which mostly speak of what there is.

use super::{Chance, Files};

/// The pages of a folder: their ids.
pub fn of_kind<'a>(files: &'a Files, folder: &str) -> Vec<&'a str> {
    let stem = |path: &'a String| path.strip_suffix(".md").and_then(|path| path.rsplit('/').next());
    files.keys().filter(|path| path.starts_with(folder)).filter_map(stem).collect()
}

/// The id of one of them; `nobody`, if there is none, or once in a while.
pub fn one_of(files: &Files, folder: &str, chance: &mut Chance) -> String {
    match of_kind(files, folder) {
        ids if !ids.is_empty() && !chance.one_in(400) => chance.of(&ids).to_owned(),
        _ => "nobody".to_owned(),
    }
}

/// Two or three skills and their steps.
pub fn steps(files: &Files, chance: &mut Chance) -> String {
    let skills = of_kind(files, "skills/");
    let start = if skills.is_empty() { 0 } else { chance.below(skills.len()) };
    let some: Vec<String> = skills.iter().skip(start).take(3).map(|skill| format!("{skill}: {}", 1 + chance.below(5))).collect();
    format!("{{{}}}", some.join(", "))
}

/// The levels of each track: every level belongs to one.
pub fn levels_of(files: &Files, track: &str) -> Vec<String> {
    let tracks = of_kind(files, "tracks/");
    let at = tracks.iter().position(|one| *one == track).unwrap_or(0);
    let levels = of_kind(files, "levels/");
    levels.iter().enumerate().filter(|(n, _)| n % tracks.len().max(1) == at).map(|(_, level)| (*level).to_owned()).collect()
}

/// A whole page for this path, which `files` has already.
pub fn page(path: &str, files: &Files, chance: &mut Chance) -> String {
    let id = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or(path);
    let own = match path.split('/').next().unwrap_or_default() {
        "tracks" => format!("levels: [{}]\n---\nA track.\n", levels_of(files, id).join(", ")),
        "levels" => level(id, files, chance),
        "skills" => format!("area: a{}\n---\nA skill.\n{}", chance.below(2), all_steps(chance)),
        "roles" => {
            let (level, skills) = (one_of(files, "levels/", chance), steps(files, chance));
            format!("kind: {}\nusual_levels: [{level}]\nskills: {skills}\n---\nA role.\n", chance.of(&["job", "assignment"]))
        }
        "transitions" => {
            let (from, to) = (one_of(files, "levels/", chance), one_of(files, "levels/", chance));
            format!(
                "from: {from}\nto: {to}\nkind: {}\n---\nA move.\n\n## Start\n\n- This\n\n## Stop\n\n- That\n",
                chance.of(&["promotion", "return"])
            )
        }
        "checklists" => {
            let level = one_of(files, "levels/", chance);
            let level = if level == "nobody" { String::new() } else { format!("level: {level}\n") };
            let items: String = (0..3).map(|_| item(files, chance) + "\n").collect();
            format!("kind: practice\nowner: both\n{level}---\nA list.\n\n{items}")
        }
        "templates" => "---\nNumber: 1\n\n## Context\n\n- [ ] Consulted\n\n## An example {.example}\n\nNumber: 2\n".to_owned(),
        _ if chance.one_in(2) => return format!("# Title of {id}\n\nSome words.\n"),
        _ => "---\nSome words, and an ADR.\n".to_owned(),
    };
    format!("---\ntitle: Title of {id}\n{own}")
}

fn level(id: &str, files: &Files, chance: &mut Chance) -> String {
    let tracks = of_kind(files, "tracks/");
    let track = tracks.iter().find(|track| levels_of(files, track).iter().any(|level| level == id)).copied().unwrap_or("nobody");
    let siblings = levels_of(files, track);
    let below = siblings.iter().position(|level| level == id).filter(|at| *at > 0).map(|at| format!("extends: {}\n", siblings[at - 1]));
    let core = steps(files, chance);
    let expectations: String = (0..chance.below(4)).map(|_| format!("\n{}\n", expectation(files, chance))).collect();
    format!("track: {track}\n{}attributes: {{scope: {id}}}\ncore: {core}\n---\nI am {id}.\n{expectations}", below.unwrap_or_default())
}

/// An expectation of a level.
pub fn expectation(files: &Files, chance: &mut Chance) -> String {
    let (skill, n) = (one_of(files, "skills/", chance), chance.below(200));
    format!("## Expectation {n} {{#e{n} skill={skill}}}\n\nDoes it.\n\n- signal: One sees {n}\n- not yet: Waits\n- example: Once")
}

fn all_steps(chance: &mut Chance) -> String {
    let names = ["Learns", "Practises", "Contributes", "Leads", "Shapes"];
    names.iter().zip(1..).map(|(name, step)| format!("\n## {name} {{step={step}}}\n\nStep {}.\n", chance.below(9))).collect()
}

fn item(files: &Files, chance: &mut Chance) -> String {
    let (n, skill) = (chance.below(5000), one_of(files, "skills/", chance));
    let skill = if skill == "nobody" || chance.one_in(2) { String::new() } else { format!(" skills=\"{skill}\" step=2") };
    match chance.below(6) {
        0 => format!("- [ ] Do *thing* {n}"),
        1 => format!("- [x] Done {n} {{#i{n}{skill} was=i{}}}", n + 5000),
        _ => format!("- [ ] Do thing {n} {{#i{n}{skill} review=90d}}\n  Then it is done, see Term1."),
    }
}

/// A link from one file to another, as files name each other.
fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

const KINDS: [(&str, &str); 8] = [
    ("guide/", "chapter"),
    ("levels/", "level"),
    ("skills/", "skill"),
    ("tracks/", "track"),
    ("roles/", "role"),
    ("transitions/", "transition"),
    ("checklists/", "checklist"),
    ("templates/", "template"),
];

/// A paragraph, or another piece, for the page at this path.
pub fn paragraph(at: &str, files: &Files, chance: &mut Chance) -> String {
    let n = chance.below(1000);
    let pages: Vec<&str> = files.keys().filter(|path| path.ends_with(".md") && path.contains('/')).map(String::as_str).collect();
    let (folder, kind) = KINDS[chance.below(KINDS.len())];
    let target = one_of(files, folder, chance);
    match chance.below(26) {
        0 => format!("### Heading {n} {{#h{n}}}\n\nBelow it."),
        1 => format!("### Heading {n}\n\nBelow it."),
        2 | 3 if target != "nobody" => format!("See [[{kind}:{target}]], or [[{kind}:{target}|by a name]]."),
        4 | 5 if !pages.is_empty() => format!("See [this]({}).", relative(at, chance.of(&pages))),
        6 | 7 => item(files, chance),
        8 => format!("```rust\nfn f{n}() -> u8 {{ {n} }} // word1\n```"),
        9 => format!("```nosuchlanguage\n<{n}>\n```"),
        10 => format!("| a | b |\n|:--|--:|\n| {n} | **Term0** |"),
        11 => format!("A note[^n{n}].\n\n[^n{n}]: The note."),
        12 => format!("> [!TIP]\n> Tip {n}, Term2."),
        13 => format!("<details><summary>More {n}</summary>\n\nHidden.\n\n</details>\n\n<script>no()</script>"),
        14 => format!("Inline $a_{n}^2$ and\n\n$$\\sum_{{i=1}}^{n} i$$"),
        15 => format!("{{{{#include {}:part}}}}", relative(at, "snippets/code.rs")),
        16 if of_kind(files, "levels/").len() > 1 => {
            let levels = of_kind(files, "levels/");
            let at = chance.below(levels.len() - 1);
            format!("```compare\nfrom: {}\nto: {}\n```", levels[at], levels[at + 1])
        }
        17 if !of_kind(files, "tracks/").is_empty() => format!("```matrix\ntrack: {}\n```", one_of(files, "tracks/", chance)),
        18 if !of_kind(files, "tracks/").is_empty() => format!("```levels\ntrack: {}\n```", one_of(files, "tracks/", chance)),
        19 if !of_kind(files, "checklists/").is_empty() => {
            format!("```checklist\nchecklist: {}\n```", one_of(files, "checklists/", chance))
        }
        20 => format!("```worksheet\nid: w{n}\ntitle: Sheet {n}\nfields:\n  - {{id: one, label: One}}\noutput: |\n  {{one}}!\n```"),
        21 => format!("![A picture {n}]({})", relative(at, "static/a.png")),
        22 => format!("Word {n}\n: Its meaning."),
        23 => format!("[[source:q{}]] and [[term:g{}]] say \"{n}\" -- so.", chance.below(2), chance.below(3)),
        24 if chance.one_in(8) => format!("See [[nowhere-{n}]]."),
        _ => format!("Words {n} about Term0, word1 and term2, *and* so on."),
    }
}
