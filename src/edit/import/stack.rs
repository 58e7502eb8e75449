//! A grid is parted into the tables that stand below each other in it: what stands above each, its header, its rows. No
//! cell is left out: what belongs to no table is a note of the next.

use super::layout::{is_corner, is_header};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::parse::{Grid, GridCell, Markup};
use crate::source::Span;

/// A table whose rows are all equally long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// What it is called: the heading above it, or a row with one cell.
    pub title: Option<String>,
    /// What else stands above it.
    pub notes: Vec<GridCell>,
    /// How its cells are meant.
    pub markup: Markup,
    /// Its rows, the header first.
    pub rows: Vec<Vec<GridCell>>,
}

/// The tables of a grid. Empty columns are left out; a cell that no column of the header has is a fault.
pub(super) fn tables(grid: &Grid) -> Outcome<Vec<Table>> {
    let mut diagnostics = Vec::new();
    let mut tables = Vec::new();
    let headers = headers(&grid.rows);
    let mut above = 0;
    for (number, header) in headers.iter().enumerate() {
        let mut end = grid.rows.len();
        if let Some(next) = headers.get(number + 1) {
            // Rows with one cell above a header belong to it.
            end = header + 1 + grid.rows[header + 1..*next].iter().rposition(|row| filled(row).count() > 1).map_or(0, |at| at + 1);
            if end == header + 1 {
                continue;
            }
        }
        let (title, notes) = title(grid, &grid.rows[above..*header]);
        let rows = even(grid.rows[*header..end].to_vec(), &mut diagnostics);
        tables.push(Table { title, notes, markup: grid.markup, rows });
        above = end;
    }
    Outcome::new(tables, diagnostics)
}

fn filled(row: &[GridCell]) -> impl Iterator<Item = &GridCell> {
    row.iter().filter(|cell| !cell.text.is_empty())
}

/// Which rows are headers: the first that has two cells, and each further down that names a skill and levels again.
fn headers(rows: &[Vec<GridCell>]) -> Vec<usize> {
    let Some(first) = rows.iter().position(|row| filled(row).count() > 1) else { return Vec::new() };
    let first = lone_level(rows, first).unwrap_or(first);
    let corner = |row: &[GridCell]| row.first().map(|cell| cell.words.to_lowercase()).unwrap_or_default();
    let own = corner(&rows[first]);
    // The last row has none below it that it could name.
    let again = (first + 1..rows.len().saturating_sub(1)).filter(|at| {
        let row = &rows[*at];
        filled(row).count() > 1 && (is_header(row) || is_corner(&own) && corner(row) == own)
    });
    std::iter::once(first).chain(again).collect()
}

/// The row above the first with two cells that names the only level of a table with an empty corner.
fn lone_level(rows: &[Vec<GridCell>], full: usize) -> Option<usize> {
    let is_used = |row: &[GridCell], column: usize| row.get(column).is_some_and(|cell| !cell.text.is_empty());
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let used: Vec<usize> = (0..width).filter(|column| rows.iter().any(|row| is_used(row, *column))).collect();
    let [names, level] = used.as_slice() else { return None };
    let is_header = rows[full].get(*names).is_some_and(|cell| is_corner(&cell.words));
    rows[..full].iter().position(|row| is_used(row, *level)).filter(|_| !is_header)
}

/// The title of a table and its notes, from the heading and the rows above it.
fn title(grid: &Grid, above: &[Vec<GridCell>]) -> (Option<String>, Vec<GridCell>) {
    let own = above.iter().position(|row| filled(row).count() == 1).filter(|_| grid.title.is_none());
    let title = own.and_then(|at| filled(&above[at]).next()).or(grid.title.as_ref());
    let rest = above.iter().enumerate().filter(|(at, _)| Some(*at) != own).flat_map(|(_, row)| filled(row));
    let notes = title.into_iter().filter(|title| title.links).chain(rest).cloned().collect();
    (title.map(|title| title.words.clone()).filter(|words| !words.is_empty()), notes)
}

/// The rows with empty columns left out and short rows filled up.
fn even(mut rows: Vec<Vec<GridCell>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<GridCell>> {
    let width = rows[0].iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |at| at + 1);
    for row in &mut rows {
        if let Some((column, cell)) = (1..).zip(row.iter()).skip(width).find(|(_, cell)| !cell.text.is_empty()) {
            let message = format!("this cell stands in column {column}, and the header has {width}");
            let help = "name its column in the header; a cell that holds the sign between cells goes in \"quotation marks\"";
            diagnostics.push(Diagnostic::at(Code::LadderTable, cell.span.clone(), message).help(help));
        }
        let end = row.last().map(|cell| Span::new(&cell.span.source, cell.span.end..cell.span.end));
        row.truncate(width);
        while let Some(span) = end.clone().filter(|_| row.len() < width) {
            row.push(GridCell { text: String::new(), words: String::new(), links: false, span });
        }
    }
    let used: Vec<bool> = (0..width).map(|column| rows.iter().any(|row| !row[column].text.is_empty())).collect();
    for row in &mut rows {
        let mut used = used.iter();
        row.retain(|_| used.next().copied().unwrap_or_default());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Table, tables};
    use crate::parse::csv_grid;
    use crate::source::{SourcePath, Text};

    fn read(content: &str) -> (Vec<Table>, Vec<String>) {
        let grid = csv_grid(&Text::new(SourcePath::new("a.csv").expect("a path"), content)).value;
        let outcome = tables(&grid);
        (outcome.value, outcome.diagnostics.into_iter().map(|one| one.message).collect())
    }

    /// Each table in one line: its title, its notes, and its rows, between bars.
    #[track_caller]
    fn check(content: &str, expected: &[&str]) {
        let (tables, said) = read(content);
        let words = |cells: &[crate::parse::GridCell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(",");
        let line = |table: &Table| {
            let rows: Vec<String> = table.rows.iter().map(|row| words(row)).collect();
            format!("{}|{}|{}", table.title.as_deref().unwrap_or_default(), words(&table.notes), rows.join("/"))
        };
        assert_eq!((tables.iter().map(line).collect::<Vec<_>>(), said), (expected.iter().map(|&one| one.to_owned()).collect(), Vec::new()));
    }

    #[test]
    fn what_stands_above_a_header_is_its_title_and_its_notes() {
        check("Our ladder,,\nVersion 3,,\n,,\nS,A,B\n\nw,x\n", &["Our ladder|Version 3|S,A,B/w,x,"]);
        check("Owner,Ada,\nOur ladder\nSkill,Junior,Senior\nw,x,y\n", &["Our ladder|Owner,Ada|Skill,Junior,Senior/w,x,y"]);
        check("S,A,,B,\nw,x,,y,\n", &["||S,A,B/w,x,y"]);
        check("\n,,\n", &[]);
    }

    #[test]
    fn a_lone_level_over_an_empty_corner_is_a_header() {
        check(",Senior\nCode,x\nTests,y\n", &["||,Senior/Code,x/Tests,y"]);
        check(",Senior\nCraft\nCode,x\n", &["||,Senior/Craft,/Code,x"]);
        check("Our ladder\n,,Senior\nCode,,x\n", &["Our ladder||,Senior/Code,x"]);
        check(",Our ladder\nSkill,Senior\nCode,x\n", &["Our ladder||Skill,Senior/Code,x"]);
        check(",Our ladder,\nx,Junior,Senior\nCode,x,y\n", &["Our ladder||x,Junior,Senior/Code,x,y"]);
    }

    #[test]
    fn another_header_begins_another_table() {
        let two = "Skill,Junior,Senior\nCode,a,b\nManagers\nSince May\nSkill,Lead,Manager\nHiring,c,d\n";
        check(two, &["||Skill,Junior,Senior/Code,a,b", "Managers|Since May|Skill,Lead,Manager/Hiring,c,d"]);
        check(",L1,L2\nCode,a,b\n,M1,M2\nHiring,c\n", &["||,L1,L2/Code,a,b", "||,M1,M2/Hiring,c,"]);
        check("Skill,L1,L2\nTitle,Engineer I,Engineer II\nCode,a,b\n", &["||Skill,L1,L2/Title,Engineer I,Engineer II/Code,a,b"]);
    }

    #[test]
    fn a_cell_without_a_column_is_a_fault() {
        assert_eq!(read("S,A\nw,x,y\n").1, ["this cell stands in column 3, and the header has 2"]);
    }
}
