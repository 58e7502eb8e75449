//! Tables as grids of cells, header first: CSV in its dialects, and the tables of a Markdown file. What the cells mean
//! is decided elsewhere.

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Signs that part the cells of a line, in the order in which they are tried.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How the text of cells is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// As it is; a line may begin with a bullet.
    Plain,
    /// Markdown.
    Markdown,
}

/// One cell, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Its text, trimmed, with LF between lines.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
}

/// A table whose rows are all equally long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// What stands above it: a heading, or a row with one cell.
    pub title: Option<String>,
    /// How its cells are meant.
    pub markup: Markup,
    /// Its rows, the header first.
    pub rows: Vec<Vec<GridCell>>,
}

/// The table of a CSV file: commas, semicolons, tabs or bars between the cells, whichever makes the most even table.
/// Empty rows and columns are left out; a cell that no column of the header has is a fault.
#[must_use]
pub fn csv_grid(text: &Text) -> Outcome<Option<Grid>> {
    let content: &str = &text.content;
    // Excel writes what parts its cells into the first line.
    let told = content.lines().next().and_then(|line| line.strip_prefix("sep=")).and_then(|rest| rest.bytes().next());
    let from = if told.is_some() { content.find('\n').map_or(content.len(), |at| at + 1) } else { 0 };
    let delimiter = told.unwrap_or_else(|| likely_delimiter(&content[from..]));
    let mut rows = records(text, from, delimiter);
    let mut diagnostics = Vec::new();
    if content.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
        && let Some(open) = rows.iter().flatten().find(|cell| cell.text.contains('\n') && cell.span.end >= content.trim_end().len())
    {
        let message = "a quotation mark that opens here is never closed";
        diagnostics.push(Diagnostic::at(Code::LadderTable, open.span.clone(), message).help("end the cell with `\"`"));
    }
    let title = take_title(&mut rows);
    let grid = Grid { title, markup: Markup::Plain, rows };
    Outcome::new(even(grid, &mut diagnostics), diagnostics)
}

/// The tables of a Markdown file.
#[must_use]
pub fn markdown_grids(text: &Text) -> Outcome<Vec<Grid>> {
    let mut diagnostics = Vec::new();
    let mut grids = Vec::new();
    let (mut heading, mut is_heading) = (None::<String>, false);
    for (event, range) in Parser::new_ext(&text.content, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                is_heading = level <= HeadingLevel::H6;
                heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => is_heading = false,
            Event::Text(words) | Event::Code(words) if is_heading => heading.get_or_insert_default().push_str(&words),
            Event::Start(Tag::Table(_)) => grids.push(Grid { title: heading.take(), markup: Markup::Markdown, rows: Vec::new() }),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some(grid) = grids.last_mut() {
                    grid.rows.push(bar_cells(text, range));
                }
            }
            _ => {}
        }
    }
    Outcome::new(grids.into_iter().filter_map(|grid| even(grid, &mut diagnostics)).collect(), diagnostics)
}

/// The delimiter that gives most rows the same number of cells, two at least.
fn likely_delimiter(content: &str) -> u8 {
    let evenness = |delimiter: &u8| {
        let reader = reader(content, *delimiter);
        let lengths: Vec<usize> = reader.into_records().filter_map(Result::ok).map(|record| record.len()).collect();
        let alike = |length: usize| lengths.iter().filter(|other| **other == length).count();
        let (alike, length) = lengths.iter().filter(|length| **length > 1).map(|length| (alike(*length), *length)).max().unwrap_or((0, 0));
        (alike * 1000 / lengths.len().max(1), length)
    };
    // The last of equals wins in `max_by_key`, and commas are the likeliest.
    DELIMITERS.iter().rev().copied().max_by_key(evenness).unwrap_or(b',')
}

fn reader(content: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(content.as_bytes())
}

fn records(text: &Text, from: usize, delimiter: u8) -> Vec<Vec<GridCell>> {
    let content = &text.content[from..];
    let records: Vec<csv::StringRecord> = reader(content, delimiter).into_records().filter_map(Result::ok).collect();
    let place = |record: &csv::StringRecord| record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let starts: Vec<usize> = records.iter().map(place).chain([content.len()]).collect();
    records
        .iter()
        .zip(starts.windows(2))
        .map(|(record, range)| {
            let mut at = range[0];
            let mut cells = Vec::new();
            for field in record {
                let field = field.replace('\r', "\n").replace('\u{a0}', " ");
                let cell = field.trim();
                // A quotation mark in a cell is written twice, so the cell is found by what stands before it.
                let opening = cell.split(['"', '\n']).next().unwrap_or_default();
                let start = content[at..range[1]].find(opening).map_or(at, |found| at + found);
                let end = (start + cell.len()).min(range[1]).max(start);
                let end = (start..=end).rev().find(|end| content.is_char_boundary(*end)).unwrap_or(start);
                cells.push(GridCell { text: cell.to_owned(), span: Span::new(&text.path, start + from..end + from) });
                at = end;
            }
            cells
        })
        .collect()
}

/// The cells of one line of a Markdown table: what stands between its bars.
fn bar_cells(text: &Text, range: Range<usize>) -> Vec<GridCell> {
    let line = text.content[range.clone()].trim_end();
    let start = range.start + line.len() - line.trim_start().len();
    let line = line.trim_start();
    let mut bars: Vec<usize> = Vec::new();
    let mut escaped = false;
    for (at, sign) in line.char_indices() {
        if sign == '|' && !escaped {
            bars.push(at);
        }
        escaped = sign == '\\' && !escaped;
    }
    let mut edges: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for bar in bars {
        if bar > 0 {
            edges.push((from, bar));
        }
        from = bar + 1;
    }
    if !line[from..].trim().is_empty() {
        edges.push((from, line.len()));
    }
    let cell = |(from, to): (usize, usize)| {
        let written = &line[from..to];
        let inner = written.trim();
        let at = start + from + written.len() - written.trim_start().len();
        GridCell { text: with_line_breaks(&inner.replace("\\|", "|")), span: Span::new(&text.path, at..at + inner.len()) }
    };
    edges.into_iter().map(cell).collect()
}

/// The text with `<br>` as a line break.
fn with_line_breaks(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find("<br") {
        let Some(end) = rest[at..].find('>').map(|end| at + end) else { break };
        let is_break = rest[at + 3..end].trim().trim_end_matches('/').trim().is_empty();
        broken.push_str(if is_break { rest[..at].trim_end() } else { &rest[..=end] });
        rest = &rest[end + 1..];
        if is_break {
            broken.push('\n');
            rest = rest.trim_start();
        }
    }
    broken + rest
}

/// Takes the rows above the header that hold one cell or none; the first of them is the table's title.
fn take_title(rows: &mut Vec<Vec<GridCell>>) -> Option<String> {
    let filled = |row: &Vec<GridCell>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    let header = rows.iter().position(|row| filled(row) > 1)?;
    let above: Vec<Vec<GridCell>> = rows.drain(..header).collect();
    above.into_iter().flatten().find(|cell| !cell.text.is_empty()).map(|cell| cell.text)
}

/// The grid with empty rows and columns left out and short rows filled up; `None` when there is no table in it.
fn even(mut grid: Grid, diagnostics: &mut Vec<Diagnostic>) -> Option<Grid> {
    grid.rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
    let header = grid.rows.first()?;
    let width = header.iter().rposition(|cell| !cell.text.is_empty())? + 1;
    for row in &mut grid.rows {
        if let Some(cell) = row.iter().skip(width).find(|cell| !cell.text.is_empty()) {
            let message = format!("this cell stands in column {}, and the header has {width}", row.len());
            let help = "name its column in the header; a cell that holds the sign between cells goes in \"quotation marks\"";
            diagnostics.push(Diagnostic::at(Code::LadderTable, cell.span.clone(), message).help(help));
        }
        let end = row.last().map(|cell| Span::new(&cell.span.source, cell.span.end..cell.span.end));
        row.truncate(width);
        while let Some(span) = end.clone().filter(|_| row.len() < width) {
            row.push(GridCell { text: String::new(), span });
        }
    }
    let used: Vec<bool> = (0..width).map(|column| grid.rows.iter().any(|row| !row[column].text.is_empty())).collect();
    for row in &mut grid.rows {
        let mut column = 0;
        row.retain(|_| {
            column += 1;
            used[column - 1]
        });
    }
    Some(grid)
}

#[cfg(test)]
mod tests {
    use super::{Grid, csv_grid, markdown_grids};
    use crate::diagnostic::Outcome;
    use crate::source::{SourcePath, Text};

    fn text(name: &str, content: &str) -> Text {
        let path = SourcePath::new(name).expect("a path");
        Text::new(path, content)
    }

    fn cells(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    #[track_caller]
    fn check(content: &str, expected: &[&[&str]]) {
        let text = text("a.csv", content);
        let Outcome { value, diagnostics } = csv_grid(&text);
        let grid = value.expect("a grid");
        assert_eq!((cells(&grid), diagnostics), (expected.iter().map(|row| row.to_vec()).collect(), Vec::new()));
        for cell in grid.rows.iter().flatten().filter(|cell| !cell.text.is_empty() && !cell.text.contains(['\n', '"', '\u{a0}'])) {
            assert_eq!(&text.content[cell.span.start..cell.span.end], cell.text);
        }
    }

    #[test]
    fn csv_is_read_in_its_dialects() {
        check("S,A,B\nw,x,\"y, z\"\n", &[&["S", "A", "B"], &["w", "x", "y, z"]]);
        check("S;A;B\nw;x, with a comma;y, too, and more\n", &[&["S", "A", "B"], &["w", "x, with a comma", "y, too, and more"]]);
        check("S\tA\nw\tx; y\n", &[&["S", "A"], &["w", "x; y"]]);
        check("sep=;\nS;A\nw;x\n", &[&["S", "A"], &["w", "x"]]);
        check("Our ladder,,\n,,\nS,A,B\n\nw,x\n,,\n", &[&["S", "A", "B"], &["w", "x", ""]]);
        check("S,A,,B,\nw,\"x\n\nsays \"\"so\"\"\",,y,\n", &[&["S", "A", "B"], &["w", "x\n\nsays \"so\"", "y"]]);
    }

    #[test]
    fn faults_of_csv_are_named() {
        let said = |content: &str| csv_grid(&text("a.csv", content)).diagnostics.into_iter().map(|one| one.message).collect::<Vec<_>>();
        assert_eq!(said("S,A\nw,x,y\n"), ["this cell stands in column 3, and the header has 2"]);
        assert_eq!(said("S,A\nw,\"x\nv,y\n"), ["a quotation mark that opens here is never closed"]);
        assert!(csv_grid(&text("a.csv", "\n,,\n")).value.is_none());
    }

    #[test]
    fn markdown_tables_keep_their_headings() {
        let content =
            "# All\n\n## Engineers\n\n| S | A | B |\n|---|---|---|\n| w | x \\| y<br>- *z* | |\n\n## Managers\n\nS | C\n--- | ---\nw | v\n";
        let text = text("a.md", content);
        let Outcome { value: grids, diagnostics } = markdown_grids(&text);
        let titles: Vec<_> = grids.iter().map(|grid| grid.title.as_deref()).collect();
        assert_eq!((titles.as_slice(), diagnostics.len()), (&[Some("Engineers"), Some("Managers")][..], 0));
        assert_eq!(cells(&grids[0]), [["S", "A", "B"], ["w", "x | y\n- *z*", ""]]);
        assert_eq!(cells(&grids[1]), [["S", "C"], ["w", "v"]]);
    }
}
