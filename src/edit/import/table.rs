//! Tables become a ladder, row by row: what is an area, what describes a level or a skill, and which names are given
//! twice.

use super::Levels;
use super::cell::{line, prose, says_nothing};
use super::ladder::{Ladder, Level, Named, Skill, Track};
use super::layout::{Columns, has_levels, is_corner, side};
use super::rank::rank;
use super::row::Row;
use super::stack::Table;
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::parse::{GridCell, Markup};
use crate::source::{Span, Text};
use std::collections::BTreeSet;

/// Reads the tables of a file.
pub(super) fn read(text: &Text, tables: &[Table], levels: Option<Levels>) -> Outcome<Ladder> {
    let mut reader = Reader { ladder: Ladder::default(), ids: BTreeSet::new(), diagnostics: Vec::new() };
    let name = text.path.stem().replace(['-', '_'], " ");
    let file_title = line(&upper(&name), Markup::Markdown);
    let is_table = |table: &Table| table.rows.len() > 1 && table.rows[0].len() > 1;
    let alone = tables.iter().filter(|table| is_table(table)).count() == 1;
    let is_ladder = |table: &Table| is_table(table) && (alone || table.markup == Markup::Plain || has_levels(&table.rows));
    // A document may have other tables, a sheet has none; without a name of a level anywhere, all of them are meant.
    let any = tables.iter().any(is_ladder);
    let (chosen, others): (Vec<&Table>, Vec<&Table>) =
        tables.iter().partition(|table| if any { is_ladder(table) } else { is_table(table) });
    if chosen.is_empty() {
        let message = "there is no table here with a header and two columns";
        let help = "the first row names the levels, and below it each row begins with a skill";
        reader.diagnostics.push(Diagnostic::in_file(Code::LadderTable, &text.path, message).help(help));
    }
    for table in others.iter().filter(|_| !chosen.is_empty()) {
        let help = "a ladder has `Skill` or `Level` in its first cell, or names like Junior and L3";
        reader.say(Severity::Note, &table.rows[0][0].span, "this table names no level, so it was left out", help);
    }
    reader.ladder.title = chosen.iter().find_map(|table| table.title.clone()).filter(|_| chosen.len() == 1).unwrap_or(file_title);
    for table in chosen {
        let title = table.title.clone().unwrap_or_else(|| reader.ladder.title.clone());
        reader.table(table, &title, levels);
    }
    reader.leave_no_skill_without_area();
    Outcome::new(reader.ladder, reader.diagnostics)
}

struct Reader {
    ladder: Ladder,
    /// Ids of levels that are taken, since a level's id is its own in the whole book.
    ids: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

/// A track while the rows of its table are read.
struct Open {
    track: Track,
    /// The area that the next rows belong to, until another is named.
    area: Option<String>,
    /// The row that named it, until a skill follows.
    unused: Option<GridCell>,
    /// What has been named, by area.
    seen: BTreeSet<(Option<String>, String)>,
    /// Names of facts.
    facts: BTreeSet<String>,
}

impl Open {
    /// Keeps a text that belongs to no level and no skill on the page of the track.
    fn note(&mut self, cell: &GridCell) {
        self.track.notes.push(prose(&cell.text, self.track.markup));
    }
}

impl Reader {
    fn table(&mut self, table: &Table, title: &str, levels: Option<Levels>) {
        let rows = match levels.unwrap_or_else(|| side(&table.rows)) {
            Levels::Across => table.rows.clone(),
            Levels::Down => transposed(&table.rows),
        };
        let columns = Columns::of(&rows[0]);
        let tracks = &self.ladder.tracks;
        let numbered = (2..).map(|number: usize| format!("{title} {number}"));
        let is_free = |title: &String| !tracks.iter().any(|track| track.name.title.eq_ignore_ascii_case(title));
        let title = std::iter::once(title.to_owned()).chain(numbered).find(is_free).unwrap_or_default();
        let name = Named::new(&title, &tracks.iter().map(|track| track.name.id.clone()).collect(), "track");
        let Some(levels) = self.levels(&rows[0], &columns, &name.id, table.markup) else { return };
        let track = Track { name, levels, markup: table.markup, notes: Vec::new() };
        let mut open = Open { track, area: None, unused: None, seen: BTreeSet::new(), facts: BTreeSet::new() };
        table.notes.iter().for_each(|note| open.note(note));
        let corner = &rows[0][columns.skill];
        let mut words = corner.words.split(|letter: char| !letter.is_alphanumeric());
        if !corner.text.is_empty() && !words.any(is_corner) {
            open.note(corner);
        }
        for row in &rows[1..] {
            self.row(&Row::of(row, &columns), &mut open);
        }
        self.begin_area(None, &mut open);
        if is_descending(&open.track.levels) {
            open.track.levels.reverse();
        }
        self.ladder.tracks.push(open.track);
    }

    fn row(&mut self, row: &Row<'_>, open: &mut Open) {
        let (name, markup) = (row.name, open.track.markup);
        if let Some(area) = row.area {
            self.begin_area(Some(area), open);
        } else if row.may_be_area && row.about.is_empty() && !name.text.is_empty() {
            return self.begin_area(Some(name), open);
        }
        if name.text.is_empty() {
            if let Some(cell) = row.about.iter().chain(&row.levels).find(|cell| !cell.text.is_empty()) {
                self.fault(&cell.span, "this row has no name of a skill", "write one into its first cell");
            }
            return;
        }
        let lower = name.words.to_lowercase();
        if !open.seen.insert((open.area.clone().map(|area| area.to_lowercase()), lower.clone())) {
            let message = format!("the skill `{}` stands here for the second time", name.words);
            return self.fault(&name.span, &message, "give each skill a name of its own");
        }
        let levels = open.track.levels.iter_mut().zip(&row.levels).filter(|(_, cell)| !cell.text.is_empty());
        if row.describes_levels() {
            levels.for_each(|(level, cell)| add_paragraph(&mut level.identity, &prose(&cell.text, markup)));
        } else if row.is_fact() {
            // Two areas may each have a scope.
            let of_area = || open.area.as_ref().map_or_else(|| lower.clone(), |area| format!("{lower} ({area})"));
            let fact = if open.facts.contains(&lower) { of_area() } else { lower.clone() };
            levels.for_each(|(level, cell)| level.attributes.push((fact.clone(), cell.words.clone())));
            open.facts.insert(fact);
        } else {
            open.unused = None;
            if row.may_be_area {
                let message =
                    format!("`{}` has a description and no cell for a level, so it is a skill that no level asks for", name.words);
                self.say(Severity::Warning, &name.span, &message, "an area is a row with one cell");
            }
            let about: Vec<String> = [name]
                .into_iter()
                .filter(|name| name.links)
                .chain(row.about.iter().copied())
                .map(|cell| prose(&cell.text, markup))
                .collect();
            let area = open.area.as_ref().map(|area| self.area(area));
            let skill = self.skill(&name.words, area.as_ref(), &about);
            let says = levels.filter(|(_, cell)| !says_nothing(&cell.text));
            says.for_each(|(level, cell)| level.cells.push((skill.clone(), cell.text.clone())));
            return;
        }
        // What a description of levels is has no page of its own.
        let notes = row.about.iter().map(|cell| format!("{}: {}", line(&name.text, markup), line(&cell.text, markup)));
        open.track.notes.extend(notes);
    }

    /// From here on, skills are in this area. One without a skill stays as a note.
    fn begin_area(&mut self, cell: Option<&GridCell>, open: &mut Open) {
        if cell.is_some_and(|cell| open.area.as_ref().is_some_and(|area| area.eq_ignore_ascii_case(&cell.words))) {
            return;
        }
        if let Some(unused) = std::mem::replace(&mut open.unused, cell.cloned()) {
            let message = format!("no skill stands below `{}`, so it is no area", unused.words);
            self.say(
                Severity::Warning,
                &unused.span,
                &message,
                "it stands on the page of the track now; a skill is a row with a cell for a level",
            );
            open.note(&unused);
        }
        if let Some(cell) = cell {
            if cell.links {
                open.note(cell);
            }
            open.area = Some(cell.words.clone());
        }
    }

    /// The levels of the header; `None` when it names none, or one of them twice.
    fn levels(&mut self, header: &[GridCell], columns: &Columns, track: &str, markup: Markup) -> Option<Vec<Level>> {
        let mut levels: Vec<Level> = Vec::new();
        let before = self.diagnostics.len();
        for cell in columns.levels.iter().map(|at| &header[*at]) {
            if cell.text.is_empty() {
                self.fault(&cell.span, "this column has no name of a level", "write it into the header");
                continue;
            }
            let title = cell.words.clone();
            if levels.iter().any(|level| level.name.title.eq_ignore_ascii_case(&title)) {
                let message = format!("the level `{title}` stands here for the second time");
                self.fault(&cell.span, &message, "give each level a name of its own");
                continue;
            }
            let own = Named::new(&title, &BTreeSet::new(), "level");
            // Two tracks may both have a Senior.
            let long = if self.ids.contains(&own.id) { format!("{track} {title}") } else { title.clone() };
            let name = Named { title, ..Named::new(&long, &self.ids, "level") };
            self.ids.insert(name.id.clone());
            let identity = if cell.links { prose(&cell.text, markup) } else { String::new() };
            levels.push(Level { name, identity, attributes: Vec::new(), cells: Vec::new() });
        }
        if columns.levels.is_empty() {
            self.fault(&header[columns.skill].span, "this header names no level", "give each level a column");
        }
        (self.diagnostics.len() == before).then_some(levels)
    }

    fn area(&mut self, title: &str) -> String {
        if let Some(area) = self.ladder.areas.iter().find(|area| area.title.eq_ignore_ascii_case(title)) {
            return area.id.clone();
        }
        let area = Named::new(title, &self.ladder.areas.iter().map(|area| area.id.clone()).collect(), "area");
        let id = area.id.clone();
        self.ladder.areas.push(area);
        id
    }

    /// The id of a skill, which another table may have named already, and described in other words.
    fn skill(&mut self, title: &str, area: Option<&String>, about: &[String]) -> String {
        let known = |skill: &Skill| skill.name.title.eq_ignore_ascii_case(title) && (skill.area.as_ref() == area || area.is_none());
        let at = self.ladder.skills.iter().position(known).unwrap_or_else(|| {
            let name = Named::new(title, &self.ladder.skills.iter().map(|skill| skill.name.id.clone()).collect(), "skill");
            self.ladder.skills.push(Skill { name, area: area.cloned(), about: String::new() });
            self.ladder.skills.len() - 1
        });
        let skill = &mut self.ladder.skills[at];
        for paragraph in about {
            add_paragraph(&mut skill.about, paragraph);
        }
        skill.name.id.clone()
    }

    /// Once a book has areas, every skill is in one.
    fn leave_no_skill_without_area(&mut self) {
        if self.ladder.areas.is_empty() || self.ladder.skills.iter().all(|skill| skill.area.is_some()) {
            return;
        }
        let other = self.area("Other");
        let lost = self.ladder.skills.iter_mut().filter(|skill| skill.area.is_none());
        lost.for_each(|skill| skill.area = Some(other.clone()));
    }

    fn fault(&mut self, span: &Span, message: &str, help: &str) {
        self.say(Severity::Error, span, message, help);
    }

    fn say(&mut self, severity: Severity, span: &Span, message: &str, help: &str) {
        let mut diagnostic = Diagnostic::at(Code::LadderTable, span.clone(), message).help(help);
        diagnostic.severity = severity;
        self.diagnostics.push(diagnostic);
    }
}

/// Whether the levels begin with the highest: each name has a rank, and each is below the one before.
fn is_descending(levels: &[Level]) -> bool {
    let ranks: Option<Vec<usize>> = levels.iter().map(|level| rank(&level.name.title)).collect();
    ranks.is_some_and(|ranks| ranks.len() > 1 && ranks.windows(2).all(|pair| pair[1] < pair[0]))
}

fn transposed(rows: &[Vec<GridCell>]) -> Vec<Vec<GridCell>> {
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect()
}

/// Adds a paragraph to a text that does not have it yet.
fn add_paragraph(text: &mut String, paragraph: &str) {
    if !text.split("\n\n").any(|other| other == paragraph) && !paragraph.is_empty() && text != paragraph {
        text.push_str(if text.is_empty() { "" } else { "\n\n" });
        text.push_str(paragraph);
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
