//! The ladder: comparisons against a table written by hand, the laws they keep, and the first principle of the product.

use crate::fixture::{article, build, folder, pages, repository, text};
use crate::page::{Token, tokens};
use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence},
};
use rungs::{
    Output,
    book::{HeldExpectation, Id, Ladder, Level, PageIndex, Skill, Target, Track, Weight},
    ladder::{Change, Comparison, MOST_PAIRS, Relation, compare, pairs},
    source::Sources,
};
use std::{collections::BTreeSet, sync::LazyLock};

/// A ladder of three tracks that was not written for these tests alone.
static HARBOUR: LazyLock<(Sources, Vec<String>, Output)> = LazyLock::new(|| {
    let sources = folder(&repository().join("tests/books/harbour"), "");
    let built = build(&sources);
    let said = built.said();
    let output = built.clean(&sources);
    (sources, said, output)
});

fn harbour_ladder() -> Ladder {
    let compiled = rungs::compile(&HARBOUR.0, crate::fixture::theme(), &crate::fixture::for_readers(), &rungs::Memory::default(), &|_| {});
    compiled.value.expect("a site").site().book.ladder.clone()
}

#[test]
fn a_foreign_ladder_has_the_warnings_its_authors_would_expect() {
    crate::foreign::sound(&HARBOUR.2);
    assert_eq!(
        HARBOUR.1,
        [
            "skill-steps: this skill does not say what step 5 means",
            "item-without-id: this item has no id; until it has one, changing its words loses readers' ticks",
        ]
    );
}

/// What readers must be told, written by hand from the files of the book: skill, change, steps, and expectations that
/// start (`+`), end (`-`) or are worded anew (`~`).
const EXPECTED: &[(&str, &str, &str)] = &[
    (
        "engineer",
        "senior",
        "coding raised 3 core, 4 core +service -changes | systems raised 2 core, 3 core | hiring new -, 2 supporting | \
         feedback raised 2 supporting, 3 supporting | incidents raised 2 supporting, 3 core ~helps | \
         planning raised 2 supporting, 3 supporting",
    ),
    (
        "senior",
        "staff",
        "coding less 4 core, 4 supporting | systems raised 3 core, 4 core +design | feedback more 3 supporting, 3 core | \
         hiring same 2 supporting, 2 supporting | incidents same 3 core, 3 core | planning same 3 supporting, 3 supporting | \
         product new -, 3 core",
    ),
    (
        "staff",
        "senior-staff",
        "coding lower 4 supporting, 3 supporting | systems same 4 core, 4 core | feedback same 3 core, 3 core | \
         hiring raised 2 supporting, 3 supporting | incidents raised 3 core, 4 core ~helps | \
         planning same 3 supporting, 3 supporting | product raised 3 core, 4 core",
    ),
    (
        "senior-staff",
        "principal",
        "coding same 3 supporting, 3 supporting | systems raised 4 core, 5 core +structure -design | feedback same 3 core, 3 core | \
         hiring same 3 supporting, 3 supporting | incidents same 4 core, 4 core | planning same 3 supporting, 3 supporting | \
         product same 4 core, 4 core",
    ),
    (
        "senior",
        "team-lead",
        "coding lower 4 core, 3 core -service | systems lower 3 core, 2 supporting | feedback more 3 supporting, 3 core +feedback | \
         hiring same 2 supporting, 2 supporting | incidents lower 3 core, 2 supporting -helps | planning more 3 supporting, 3 core",
    ),
    (
        "senior-designer",
        "team-lead",
        "coding new -, 3 core | research gone 3 core, - -research | systems new -, 2 supporting | feedback same 3 core, 3 core +feedback | \
         hiring same 2 supporting, 2 supporting | incidents new -, 2 supporting | planning raised 2 supporting, 3 core | \
         product gone 3 core, -",
    ),
    (
        "staff",
        "manager",
        "coding lower 4 supporting, 2 supporting -service | systems lower 4 core, 2 supporting -design | \
         feedback same 3 core, 3 core +feedback | hiring raised 2 supporting, 3 core | incidents lower 3 core, 2 supporting -helps | \
         planning more 3 supporting, 3 core | product same 3 core, 3 core",
    ),
    (
        "associate-designer",
        "vp",
        "research gone 1 core, - | feedback raised 1 supporting, 5 core | hiring new -, 5 core | planning new -, 5 core | product new -, 5 core",
    ),
];

/// A comparison as the table above writes it.
fn written(comparison: &Comparison<'_>) -> String {
    let side = |target: Option<&Target>| target.map_or("-".to_owned(), |target| format!("{} {}", target.step, target.weight.word()));
    let skills = comparison.skills.iter().map(|skill| {
        let mut line = format!("{} {} {}, {}", skill.skill, skill.change.word(), side(skill.before), side(skill.after));
        line.extend(skill.starts.iter().map(|held| format!(" +{}", held.local)));
        line.extend(skill.ends.iter().map(|held| format!(" -{}", held.local)));
        line.extend(skill.becomes.iter().map(|rewording| format!(" ~{}", rewording.after.local)));
        line
    });
    skills.collect::<Vec<_>>().join(" | ")
}

#[test]
fn comparisons_are_as_a_person_worked_them_out() {
    let ladder = harbour_ladder();
    let level = |id: &str| ladder.level(id).expect("a level");
    for (from, to, expected) in EXPECTED {
        let sorted = |text: &str| text.split(" | ").map(|part| part.trim().to_owned()).collect::<BTreeSet<_>>();
        let seen = written(&compare(&ladder, level(from), level(to)));
        assert_eq!(sorted(&seen), sorted(expected), "{from} → {to}");
    }
    let attributes = compare(&ladder, level("senior"), level("team-lead")).attributes;
    let rows: Vec<_> = attributes.iter().map(|row| (row.name, row.before, row.after)).collect();
    assert_eq!(
        rows,
        [
            ("scope", Some("a team"), Some("a team")),
            ("horizon", Some("a quarter"), Some("a quarter")),
            ("on-call", Some("yes"), None),
            ("reports", None, Some("3-5")),
        ]
    );
    let moves = |from: &str, to: &str| compare(&ladder, level(from), level(to)).transitions.len();
    assert_eq!((moves("senior", "team-lead"), moves("team-lead", "senior"), moves("apprentice", "vp")), (1, 1, 0));
}

#[test]
fn the_page_of_a_pair_says_what_the_table_says() {
    let page = article(&text(&HARBOUR.2, "compare/senior~staff.html"));
    assert!(page.contains("<h1>From Senior Engineer to Staff Engineer</h1>"), "{page}");
    for said in [
        "id=\"c:systems\"",
        "Designs across teams.",
        "Teams cite it",
        "The same hands, used where they teach most.",
        "half a year",
        "From Staff Engineer to Senior Engineer",
        "Something new",
    ] {
        assert!(page.contains(said), "{said}");
    }
    // Only the step that is added, not the one that was there.
    assert!(!page.contains("Designs for a team."), "the step before is not repeated");
    let lead = article(&text(&HARBOUR.2, "compare/senior~team-lead.html"));
    assert!(lead.contains("<h1>From Senior Engineer to Team Lead</h1>"), "the move leads there");
    let level = article(&text(&HARBOUR.2, "levels/senior-staff.html"));
    assert!(level.contains("What changes from Staff Engineer") && level.contains("../compare/senior-staff~staff.html"), "{level}");
    assert!(level.contains("Falls: less of the week is code, and that is the deal."));
}

/// Drafts are named as such and compared with nothing.
#[test]
fn drafts_are_not_compared() {
    assert!(HARBOUR.2.keys().all(|path| !path.starts_with("compare/") || !path.contains("fellow")));
    let matrix = article(&text(&HARBOUR.2, "matrix.html"));
    assert!(matrix.contains("Not defined yet"));
    assert!(!article(&text(&HARBOUR.2, "levels/distinguished.html")).contains("What changes from"));
}

/// Parity is said between two levels at a time, and holds across three tracks.
#[test]
fn equals_of_three_tracks_stand_level() {
    let ladder = harbour_ladder();
    let drawing = rungs::ladder::draw(&ladder);
    let height = |id: &str| drawing.rungs.iter().find(|rung| *rung.level.id == *id).expect("a box").middle.y;
    assert_eq!((height("senior-designer"), height("team-lead")), (height("senior"), height("senior")));
    assert_eq!((height("staff-designer"), height("manager")), (height("staff"), height("staff")));
    assert!(height("staff") < height("senior"), "higher levels stand higher");
    assert_eq!((drawing.rungs.len(), drawing.arrows.len()), (20, 5));
    let row = rungs::ladder::rows(&ladder.tracks, &ladder.levels)
        .into_iter()
        .find(|row| row.iter().flatten().any(|level| &*level.id == "senior"));
    assert_eq!(row.expect("a row").iter().flatten().count(), 3);
}

#[test]
fn blocks_in_prose_are_parts_of_the_ladder() {
    let page = article(&text(&HARBOUR.2, "guide/ladder.html"));
    for said in ["class=\"ladder-drawing\"", "From Senior Engineer to Staff Engineer", "data-item=\"meet-everybody\"", "Staff Designer"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    assert!(!page.contains("ask-what-should-stay") && !page.contains("language-compare") && !page.contains("Planning</a>"), "{page}");
    let whole = text(&HARBOUR.2, "guide/ladder.html");
    assert!(whole.contains("css/ladder.css"), "the page loads the style of its blocks");
}

/// What is wrong in a block is named where it stands, in a list too, and the block is shown as code.
#[test]
fn faults_in_blocks_are_named_where_they_stand() {
    let page = "# A\n\n```compare\nfrom: senoir\nto: staff\nskills: [writing]\n```\n\n- x\n\n  ```matrix\n  track: ic\n  aera: craft\n  ```\n\n\
                ```compare\nfrom: staff\nto: staff\n```\n\n```compare\nfrom: staff\n```\n\n```checklist\nchecklist: weekly\nitems: [read, wirte]\n```\n\n\
                ```checklist\n```\n\n```matrix\narea: kraft\n```\n";
    let sources = crate::fixture::book(&format!(
        "-- guide/a.md --\n{page}-- levels/senior.md --\n---\ntrack: ic\n---\nS.\n-- levels/staff.md --\n---\ntrack: ic\n---\nS.\n\
         -- tracks/ic.md --\n---\nlevels: [senior, staff]\n---\nT.\n-- areas.yml --\ncraft: {{title: Craft}}\n\
         -- checklists/weekly.md --\n- [ ] Read {{#read}}\n- [ ] Write {{#write}}\n"
    ));
    insta::assert_snapshot!(crate::faults::said_of(&sources), @r"
    guide/a.md:4:7 unknown-reference: there is no level `senoir`
        did you mean `senior`?
        the levels are: senior, staff
    guide/a.md:6:10 unknown-reference: there is no skill `writing`
        a skill is a file in `skills/`, and its id is the file's stem
    guide/a.md:13:3 unknown-field: there is no field `aera` here
        did you mean `area`?
        the fields are: track, levels, area, core
    guide/a.md:18:5 unknown-value: `staff` is compared with itself
        name two levels: `from: senior` and `to: staff`
    guide/a.md:22:1 missing-field: the field `to` is missing
        write a line `to: …` below it
    guide/a.md:27:15 unknown-reference: the checklist `weekly` has no item `wirte`
        did you mean `write`?
        its items are: read, write
    guide/a.md:30:1 missing-field: the field `checklist` is missing
        write a line `checklist: …` below it
    guide/a.md:34:7 unknown-reference: there is no area `kraft`
        did you mean `craft`?
        areas stand in areas.yml, a map of id to `{title: …}`
    ");
}

#[test]
fn the_table_file_has_every_cell() {
    let csv = text(&HARBOUR.2, "matrix.csv");
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 1 + 8);
    assert!(lines.iter().all(|line| line.len() == 3 + 20));
    let cell = |skill: &str, level: &str| {
        let column = lines[0].iter().position(|head| *head == level).expect("a level");
        lines.iter().find(|line| line[1] == skill).expect("a skill")[column]
    };
    assert_eq!(cell("coding", "senior-staff"), "3 supporting");
    assert_eq!(cell("systems", "principal"), "5 core");
    assert_eq!((cell("coding", "fellow"), cell("coding", "director")), ("undefined", ""));
}

/// An expectation whose skill is unknown is left out, and those behind it stay what they are.
#[test]
fn an_unknown_skill_takes_only_its_own_expectation() {
    let book = crate::fixture::book(
        "-- tracks/ic.md --\n---\ntitle: IC\nlevels: [senior]\n---\n-- skills/design.md --\n---\ntitle: Design\n---\nText.\n\
         -- levels/senior.md --\n---\ntitle: Senior\ntrack: ic\n---\nI build.\n\n## Plays chess {#chess skill=chess}\nOpens with e4.\n\n\
         ## Draws plans {#plans skill=design}\nPlans that hold.\n\n## Writes them down {#writes skill=design}\nIn full sentences.\n",
    );
    let built = build(&book);
    assert_eq!(built.errors, 1, "{:?}", built.said());
    let level = article(&text(&built.output, "levels/senior.html"));
    let seen = |words: &str| level.matches(words).count();
    assert_eq!(["Plans that hold.", "In full sentences.", "Opens with e4."].map(seen), [1, 1, 0], "{level}");
    let json: serde_json::Value = serde_json::from_str(&text(&built.output, "ladder.json")).expect("JSON");
    let held = json["levels"][0]["expectations"].as_array().expect("expectations");
    let titles: Vec<_> = held.iter().map(|one| (one["id"].as_str(), one["title"].as_str())).collect();
    assert_eq!(titles, [(Some("senior/plans"), Some("Draws plans")), (Some("senior/writes"), Some("Writes them down"))]);
}

/// The first principle: nothing counts expectations or targets. What stands in an element of practice may count items.
#[test]
fn no_page_counts_expectations_or_targets() {
    let own = folder(&repository().join("book"), "");
    let own = build(&own).output;
    let mut seen = 0;
    for (path, html) in pages(&HARBOUR.2).chain(pages(&own)) {
        let faults = counts(&html);
        assert!(faults.is_empty(), "{path}: {faults:?}");
        seen += 1;
    }
    assert!(seen > 150, "{seen} pages");
    assert_eq!(counts("<article data-pagefind-body><p>3 of 9 expectations</p><p>met: 40 %</p><progress></progress></article>").len(), 3);
    assert_eq!(
        counts("<article data-pagefind-body><div class=\"practice\"><progress></progress></div><p>30 of them</p></article>").len(),
        0
    );
}

/// What of a page's own words (not the author's) counts: `<progress>` and `<meter>` outside practice, "n of m", percents.
fn counts(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Vec<(String, bool, bool)> = Vec::new();
    let void = ["br", "circle", "col", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"];
    for token in tokens(html) {
        match token {
            Token::Start(tag, _) if void.contains(&tag.as_str()) => {}
            Token::Start(ref tag, _) => {
                let class = token.attribute("class").unwrap_or_default();
                let is = |name: &str| class.split(' ').any(|one| one == name);
                let (practice, authors) = open.last().map_or((false, false), |(_, practice, authors)| (*practice, *authors));
                let practice = practice || is("practice") || token.attribute("data-scope").is_some();
                let authors = authors
                    || [
                        "prose",
                        "evidence",
                        "facts",
                        "items",
                        "lead",
                        "matrix-text",
                        "move",
                        "note",
                        "row-text",
                        "side-by-side",
                        "signal-list",
                        "source-note",
                        "step-text",
                        "terms",
                        "versus-side",
                        "why",
                    ]
                    .into_iter()
                    .any(is)
                    || tag == "script";
                if matches!(tag.as_str(), "progress" | "meter") && !practice {
                    faults.push(format!("<{tag}>"));
                }
                open.push((tag.clone(), practice, authors));
            }
            Token::End(_) => {
                open.pop();
            }
            Token::Text(words) => {
                let (practice, authors) = open.last().map_or((false, true), |(_, practice, authors)| (*practice, *authors));
                if !practice && !authors && is_count(&words) {
                    faults.push(words.trim().to_owned());
                }
            }
        }
    }
    faults
}

/// "3 of 9", "3/9", "40 %".
fn is_count(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let of =
        words.windows(3).any(|three| number(three[0]) && three[1] == "of" && number(three[2].trim_matches(|c: char| !c.is_alphanumeric())));
    let percent = words.windows(2).any(|two| number(two[0]) && two[1].starts_with('%'));
    let joined = words
        .iter()
        .any(|word| word.split_once('/').is_some_and(|(a, b)| number(a) && number(b)) || word.strip_suffix('%').is_some_and(number));
    of || percent || joined
}

// Laws over random ladders.

const SKILLS: usize = 7;

fn id(prefix: &str, number: usize) -> Id {
    Id::new(&format!("{prefix}{number}"))
}

fn any_level(number: usize) -> impl Strategy<Value = Level> {
    let target = prop_oneof![
        2 => Just(None),
        5 => (1..=5_u8, any::<bool>()).prop_map(|(step, core)| {
            Some(Target { step, weight: if core { Weight::Core } else { Weight::Supporting }, note: None })
        }),
    ];
    let targets = prop::collection::vec(target, SKILLS);
    let expectations = prop::collection::vec((0..3_usize, 0..4_usize, 0..SKILLS), 0..6);
    let attributes = prop::collection::vec((0..4_usize, 0..3_usize), 0..5);
    (targets, expectations, attributes).prop_map(move |(targets, expectations, attributes)| {
        let mut held: Vec<HeldExpectation> = Vec::new();
        for (owner, local, skill) in expectations {
            if !held.iter().any(|known| known.local == id("x", local)) {
                held.push(HeldExpectation { owner: id("l", owner), number: 0, local: id("x", local), skill: id("s", skill) });
            }
        }
        let mut facts: Vec<(String, String)> = Vec::new();
        for (name, value) in attributes {
            if !facts.iter().any(|(known, _)| *known == name.to_string()) {
                facts.push((name.to_string(), value.to_string()));
            }
        }
        Level {
            id: id("l", number),
            page: PageIndex(number),
            track: id("t", number % 2),
            draft: false,
            terminal: false,
            extends: None,
            parity: Vec::new(),
            attributes: facts,
            targets: targets.into_iter().enumerate().filter_map(|(skill, target)| Some((id("s", skill), target?))).collect(),
            expectations: held,
        }
    })
}

fn any_pair() -> impl Strategy<Value = Ladder> {
    (any_level(0), any_level(1)).prop_map(|(a, b)| Ladder {
        skills: (0..SKILLS).map(|skill| Skill { id: id("s", skill), page: PageIndex(100 + skill), area: None }).collect(),
        levels: vec![a, b],
        ..Ladder::default()
    })
}

fn config() -> Config {
    Config { cases: 500, failure_persistence: Some(Box::new(FileFailurePersistence::Off) as _), ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_level_compared_with_itself_is_empty(ladder in any_pair()) {
        let level = &ladder.levels[0];
        let comparison = compare(&ladder, level, level);
        prop_assert!(comparison.is_empty());
        prop_assert!(comparison.skills.iter().all(|skill| skill.is_same() && skill.steps().is_empty()));
    }

    #[test]
    fn there_and_back_mirror_each_other(ladder in any_pair()) {
        let (there, back) = (compare(&ladder, &ladder.levels[0], &ladder.levels[1]), compare(&ladder, &ladder.levels[1], &ladder.levels[0]));
        prop_assert_eq!(there.is_empty(), back.is_empty());
        prop_assert_eq!(there.skills.len(), back.skills.len());
        for (up, down) in there.skills.iter().zip(&back.skills) {
            prop_assert_eq!(up.skill, down.skill);
            prop_assert_eq!(up.change.mirrored(), down.change);
            prop_assert_eq!((up.before, up.after), (down.after, down.before));
            prop_assert_eq!(&up.starts, &down.ends);
            prop_assert_eq!(&up.ends, &down.starts);
            let turned = |list: &[rungs::ladder::Rewording<'_>], back: bool| -> BTreeSet<(Id, Id, Id, Id)> {
                list.iter().map(|one| if back { (one.after, one.before) } else { (one.before, one.after) })
                    .map(|(a, b)| (a.owner.clone(), a.local.clone(), b.owner.clone(), b.local.clone())).collect()
            };
            prop_assert_eq!(turned(&up.becomes, false), turned(&down.becomes, true));
        }
        let facts = |comparison: &Comparison<'_>, back: bool| -> BTreeSet<(String, Option<String>, Option<String>)> {
            comparison.attributes.iter().map(|row| {
                let (a, b) = (row.before.map(str::to_owned), row.after.map(str::to_owned));
                if back { (row.name.to_owned(), b, a) } else { (row.name.to_owned(), a, b) }
            }).collect()
        };
        prop_assert_eq!(facts(&there, false), facts(&back, true));
    }

    #[test]
    fn every_skill_of_either_side_stands_once(ladder in any_pair()) {
        let comparison = compare(&ladder, &ladder.levels[0], &ladder.levels[1]);
        let asked = |level: &Level| level.targets.keys().cloned().chain(level.expectations.iter().map(|held| held.skill.clone())).collect::<BTreeSet<_>>();
        let expected: BTreeSet<Id> = asked(&ladder.levels[0]).union(&asked(&ladder.levels[1])).cloned().collect();
        let seen: Vec<Id> = comparison.skills.iter().map(|skill| skill.skill.clone()).collect();
        prop_assert_eq!(seen.len(), expected.len());
        prop_assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected);
        // Every expectation of the second level is new, worded anew, or the one that the first has.
        for skill in &comparison.skills {
            let held = |level: &Level| level.expectations.iter().filter(|held| held.skill == *skill.skill).count();
            let kept = held(&ladder.levels[1]) - skill.starts.len() - skill.becomes.len();
            prop_assert_eq!(held(&ladder.levels[0]), skill.ends.len() + skill.becomes.len() + kept);
            prop_assert!(skill.steps().len() <= 4 && (skill.change == Change::Raised || skill.change == Change::New || skill.steps().is_empty()));
        }
    }
}

/// Up to 25 levels every pair has a page; above, only those that stand close to each other.
#[test]
fn pairs_do_not_grow_without_bound() {
    let level = |number: usize| Level {
        id: id("l", number),
        page: PageIndex(number),
        track: id("t", number / 20),
        draft: false,
        terminal: false,
        extends: None,
        parity: if number == 5 { vec![id("l", 25)] } else { Vec::new() },
        attributes: Vec::new(),
        targets: std::collections::BTreeMap::default(),
        expectations: Vec::new(),
    };
    let ladder = |count: usize| Ladder {
        tracks: [0, 1]
            .map(|track| Track {
                id: id("t", track),
                page: PageIndex(500 + track),
                levels: (0..count).filter(|number| number / 20 == track).map(|number| id("l", number)).collect(),
            })
            .to_vec(),
        levels: (0..count).map(level).collect(),
        ..Ladder::default()
    };
    assert_eq!(pairs(&ladder(25), &|_| true).len(), MOST_PAIRS);
    let few = pairs(&ladder(30), &|_| true);
    assert_eq!(few.len(), 19 + 9 + 1);
    assert!(few.iter().all(|pair| pair.relation != Relation::Other));
    assert_eq!(pairs(&ladder(30), &|level| *level.id < *"l2").len(), 66, "few levels take part: all pairs");
}
