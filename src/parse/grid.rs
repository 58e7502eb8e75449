//! Tables as grids of cells: CSV in its dialects, and the tables of a Markdown file. What the cells mean, the header too,
//! is decided elsewhere.

use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
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
    /// Its words alone, in one line: what a name is made of.
    pub words: String,
    /// Whether a link or a picture stands in it, which its words leave out.
    pub links: bool,
    /// Its place in the file.
    pub span: Span,
}

impl GridCell {
    /// A cell that means its text as it is.
    fn plain(text: &str, span: Span) -> Self {
        Self { text: text.to_owned(), words: in_one_line(text), links: false, span }
    }
}

/// A table as it is written: rows may be longer than others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The heading above it.
    pub title: Option<GridCell>,
    /// How its cells are meant.
    pub markup: Markup,
    /// Its rows; in each is a cell that is not empty.
    pub rows: Vec<Vec<GridCell>>,
}

/// The table of a CSV file: commas, semicolons, tabs or bars between the cells, whichever makes the most even table.
#[must_use]
pub fn csv_grid(text: &Text) -> Outcome<Grid> {
    let content: &str = &text.content;
    // Excel writes what parts its cells into the first line.
    let told = content.lines().next().and_then(|line| line.strip_prefix("sep=")).and_then(|rest| rest.bytes().next());
    let from = if told.is_some() { content.find('\n').map_or(content.len(), |at| at + 1) } else { 0 };
    let delimiter = told.unwrap_or_else(|| likely_delimiter(&content[from..]));
    let rows = records(text, from, delimiter);
    let mut diagnostics = Vec::new();
    if content.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
        && let Some(open) = rows.iter().flatten().find(|cell| cell.text.contains('\n') && cell.span.end >= content.trim_end().len())
    {
        let message = "a quotation mark that opens here is never closed";
        diagnostics.push(Diagnostic::at(Code::LadderTable, open.span.clone(), message).help("end the cell with `\"`"));
    }
    Outcome::new(Grid { title: None, markup: Markup::Plain, rows: rows.into_iter().filter(|row| is_filled(row)).collect() }, diagnostics)
}

/// The tables of a Markdown file.
#[must_use]
pub fn markdown_grids(text: &Text) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    let mut heading = None;
    let mut pieces: Vec<(Range<usize>, Piece)> = Vec::new();
    for (event, range) in Parser::new_ext(&text.content, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::TableHead | Tag::TableRow) => pieces.clear(),
            Event::End(TagEnd::Heading(_)) => heading = heading_cell(text, &pieces),
            Event::Start(Tag::Table(_)) => grids.push(Grid { title: heading.take(), markup: Markup::Markdown, rows: Vec::new() }),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                let row = bar_cells(text, range, &pieces);
                if let Some(grid) = grids.last_mut().filter(|_| is_filled(&row)) {
                    grid.rows.push(row);
                }
            }
            Event::Text(words) | Event::Code(words) => pieces.push((range, Piece::Words(words.into_string()))),
            Event::InlineHtml(_) => pieces.push((range.clone(), Piece::of_tag(&text.content[range]))),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => pieces.push((range, Piece::Link)),
            _ => {}
        }
    }
    grids
}

fn is_filled(row: &[GridCell]) -> bool {
    row.iter().any(|cell| !cell.text.is_empty())
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
                cells.push(GridCell::plain(cell, Span::new(&text.path, start + from..end + from)));
                at = end;
            }
            cells
        })
        .collect()
}

/// What Markdown makes of a stretch of a line.
enum Piece {
    Words(String),
    /// A tag of HTML that breaks the line: a table of Markdown has no other way to hold lines and lists.
    Break(&'static str),
    /// Any other tag.
    Tag,
    Link,
}

impl Piece {
    fn of_tag(written: &str) -> Self {
        let tag = written.trim_matches(['<', '>', '/', ' ']);
        let name = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "li" if written.starts_with("</") => Self::Break("\n"),
            "li" => Self::Break("\n- "),
            "br" => Self::Break("\n"),
            "ul" | "ol" | "p" | "div" => Self::Break("\n\n"),
            _ => Self::Tag,
        }
    }
}

/// A heading, which has no more than its words and links.
fn heading_cell(text: &Text, pieces: &[(Range<usize>, Piece)]) -> Option<GridCell> {
    let place = pieces.first()?.0.start..pieces.iter().map(|(at, _)| at.end).max()?;
    Some(GridCell {
        text: text.content[place.clone()].to_owned(),
        words: words(pieces.iter().map(|(_, piece)| piece)),
        links: pieces.iter().any(|(_, piece)| matches!(piece, Piece::Link)),
        span: Span::new(&text.path, place),
    })
}

fn words<'a>(pieces: impl Iterator<Item = &'a Piece>) -> String {
    let said = |piece: &'a Piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Break(_) => " ",
        Piece::Tag | Piece::Link => "",
    };
    in_one_line(&pieces.map(said).collect::<String>())
}

/// The cells of one line of a Markdown table: what stands between its bars.
fn bar_cells(text: &Text, range: Range<usize>, pieces: &[(Range<usize>, Piece)]) -> Vec<GridCell> {
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
        let place = at..at + inner.len();
        let within: Vec<&(Range<usize>, Piece)> = pieces.iter().filter(|(at, _)| place.start <= at.start && at.end <= place.end).collect();
        let words = Some(words(within.iter().map(|(_, piece)| piece))).filter(|words| !words.is_empty());
        GridCell {
            text: with_breaks(&text.content, &place, &within).replace("\\|", "|"),
            words: words.unwrap_or_else(|| in_one_line(inner)),
            links: within.iter().any(|(_, piece)| matches!(piece, Piece::Link)),
            span: Span::new(&text.path, place),
        }
    };
    edges.into_iter().map(cell).collect()
}

/// What stands in this place, with line breaks and bullets where it has tags for them.
fn with_breaks(content: &str, place: &Range<usize>, pieces: &[&(Range<usize>, Piece)]) -> String {
    let mut text = String::new();
    let mut from = place.start;
    for (at, piece) in pieces {
        let Piece::Break(sign) = piece else { continue };
        text.push_str(&content[from..at.start]);
        // A paragraph that opens an entry stays on the line of its bullet.
        let is_bullet = text.lines().last().is_some_and(|line| line == "- ");
        text.push_str(if is_bullet { "" } else { sign });
        from = at.end;
    }
    text.push_str(&content[from..place.end]);
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
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
        let Outcome { value: grid, diagnostics } = csv_grid(&text);
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
        check("S,A\n,,\n\nw,\"x\n\nsays \"\"so\"\"\"\n", &[&["S", "A"], &["w", "x\n\nsays \"so\""]]);
    }

    #[test]
    fn an_open_quotation_mark_is_named() {
        let said: Vec<String> = csv_grid(&text("a.csv", "S,A\nw,\"x\nv,y\n")).diagnostics.into_iter().map(|one| one.message).collect();
        assert_eq!(said, ["a quotation mark that opens here is never closed"]);
    }

    #[test]
    fn markdown_tables_keep_their_headings() {
        let content = "# All\n\n## Engineers\n\n| S | A | B |\n|---|---|---|\n| w | x \\| y<br>- *z* | |\n\n## `Managers`\n\nS | C\n--- | ---\nw | v\n";
        let grids = markdown_grids(&text("a.md", content));
        let titles: Vec<_> = grids.iter().map(|grid| grid.title.as_ref().map(|title| title.words.as_str())).collect();
        assert_eq!(titles, [Some("Engineers"), Some("Managers")]);
        assert_eq!(cells(&grids[0]), [["S", "A", "B"], ["w", "x | y\n- *z*", ""]]);
        assert_eq!(cells(&grids[1]), [["S", "C"], ["w", "v"]]);
    }

    #[test]
    fn cells_of_markdown_have_words_lines_and_lists() {
        let content = "| **Code** | [Tests](https://e.org/t) | A &amp; `B`<br>C |\n|---|---|---|\n| Two:<ul><li>one</li><li class=\"x\"><p>two</p></li></ul>End | a<BR/>b | `<ul>` and <b>c</b> |\n";
        let grids = markdown_grids(&text("a.md", content));
        let names: Vec<_> = grids[0].rows[0].iter().map(|cell| (cell.words.as_str(), cell.links)).collect();
        assert_eq!(names, [("Code", false), ("Tests", true), ("A & B C", false)]);
        assert_eq!(cells(&grids[0])[1], ["Two:\n\n\n- one\n\n- two\n\n\n\n\nEnd", "a\nb", "`<ul>` and <b>c</b>"]);
    }
}
