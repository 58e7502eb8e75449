//! Draws a diagnostic with its source lines and the place marked, for a terminal or a plain log.

use super::{Diagnostic, Place, Severity};
use crate::source::{SourcePath, position};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::{ops::Range, sync::Arc};

/// Finds the text of a source, as the diagnostics' spans count it.
pub type Lookup<'a> = dyn Fn(&SourcePath) -> Option<Arc<str>> + 'a;

/// How many lines around a place the excerpt takes from the source.
const CONTEXT_LINES: usize = 1;
/// An excerpt shows at most this many characters of a line's start; authors write one paragraph a line.
const WIDTH: usize = 110;

/// Draws diagnostics; holds where sources come from and how to draw.
pub struct Excerpts<'a> {
    /// Finds a source's text.
    pub lookup: &'a Lookup<'a>,
    /// What stands before a source's path: `book/`.
    pub root: &'a str,
    /// Whether to use colours.
    pub colour: bool,
}

impl Excerpts<'_> {
    /// The diagnostic as several lines of text, ending without a line break.
    #[must_use]
    pub fn draw(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let message = printable(&diagnostic.message);
        let mut group = level.primary_title(message).id(diagnostic.code.name()).elements(Vec::<Origin<'_>>::new());
        let path = self.path(diagnostic).map(|path| printable(&path));
        match self.marked(diagnostic) {
            Some((text, range)) => {
                let cut = Window::around(&text, range.start, range.end);
                group = group.element(
                    Snippet::source(cut.text)
                        .line_start(cut.first_line)
                        .path(path)
                        .fold(false)
                        .annotation(AnnotationKind::Primary.span(cut.start..cut.end)),
                );
            }
            None => {
                if let Some(path) = path {
                    group = group.element(Origin::path(path));
                }
            }
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// `path:line:column` of the diagnostic, as editors and CI systems take it; empty for the book.
    #[must_use]
    pub fn location(&self, diagnostic: &Diagnostic) -> String {
        let path = self.path(diagnostic).unwrap_or_default();
        let Some((text, range)) = self.marked(diagnostic) else { return path };
        let at = position(&text, range.start);
        format!("{path}:{}:{}", at.line, at.column)
    }

    /// The path of the file as people type it.
    fn path(&self, diagnostic: &Diagnostic) -> Option<String> {
        match &diagnostic.place {
            Place::Elsewhere(at) => Some(at.file.to_string()),
            _ => diagnostic.source().map(|source| format!("{}{source}", self.root)),
        }
    }

    /// The text, and its bytes that are marked.
    fn marked(&self, diagnostic: &Diagnostic) -> Option<(Arc<str>, Range<usize>)> {
        match &diagnostic.place {
            Place::Book | Place::File(_) => None,
            Place::Span(span) => (self.lookup)(&span.source).map(|text| (text, span.range())),
            Place::Elsewhere(at) => Some((Arc::clone(&at.text), at.start..at.end)),
        }
    }
}

/// The lines around a place, long lines cut, with control characters shown.
struct Window {
    text: String,
    first_line: usize,
    start: usize,
    end: usize,
}

impl Window {
    fn around(text: &str, start: usize, end: usize) -> Self {
        let clamp = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (clamp(start), clamp(end.max(start)));
        let mut first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        for _ in 0..CONTEXT_LINES {
            first = text[..first.saturating_sub(1)].rfind('\n').map_or(0, |at| at + 1);
        }
        let last = text[start..].find('\n').map_or(text.len(), |at| at + start);
        let first_line = text[..first].bytes().filter(|byte| *byte == b'\n').count() + 1;
        let mut window = Self { text: String::new(), first_line, start: 0, end: 0 };
        let mut at = first;
        for line in text[first..last].split('\n') {
            window.push_line(line, at, start, end.min(last));
            at += line.len() + 1;
        }
        window.text.pop();
        window.end = window.end.max(window.start);
        window
    }

    /// Adds a line, cut to [`WIDTH`] around the marked place, and moves the marks along.
    fn push_line(&mut self, line: &str, at: usize, start: usize, end: usize) {
        let inside = |offset: usize| (at..=at + line.len()).contains(&offset);
        let focus = if inside(start) { line[..start - at].chars().count() } else { 0 };
        let skip = if focus > WIDTH * 2 / 3 { focus - WIDTH / 3 } else { 0 };
        if skip > 0 {
            self.text.push('…');
        }
        let mut offset = at + line.chars().take(skip).map(char::len_utf8).sum::<usize>();
        for shown in line.chars().skip(skip).take(WIDTH) {
            if offset == start {
                self.start = self.text.len();
            }
            if offset == end {
                self.end = self.text.len();
            }
            push_printable(&mut self.text, shown);
            offset += shown.len_utf8();
        }
        if inside(start) && offset <= start {
            self.start = self.text.len();
        }
        if inside(end) && offset <= end {
            self.end = self.text.len();
        }
        if offset < at + line.len() {
            self.text.push('…');
        }
        self.text.push('\n');
    }
}

/// The text with control and escape characters shown, so that no message can steer a terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\n' {
            shown.push('\n');
        } else {
            push_printable(&mut shown, character);
        }
    }
    shown
}

fn push_printable(text: &mut String, character: char) {
    let steers = character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    match character {
        '\t' => text.push_str("  "),
        _ if steers => text.extend(character.escape_unicode()),
        _ => text.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpts, Lookup, printable};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::{SourcePath, Span};
    use std::sync::Arc;

    #[test]
    fn marks_the_place_and_names_the_fix() {
        let path = SourcePath::new("levels/staff.md").expect("a path");
        let text: Arc<str> = "---\ntrak: ic\n---\n".into();
        let lookup: &Lookup = &|_| Some(Arc::clone(&text));
        let diagnostic = Diagnostic::at(Code::UnknownField, Span::new(&path, 4..8), "unknown field `trak`").help("did you mean `track`?");
        let drawn = Excerpts { lookup, root: "book/", colour: false }.draw(&diagnostic);
        insta::assert_snapshot!(drawn, @r"
        error[unknown-field]: unknown field `trak`
         --> book/levels/staff.md:2:1
          |
        1 | ---
        2 | trak: ic
          | ^^^^
          |
          = help: did you mean `track`?
        ");
    }

    #[test]
    fn nothing_can_steer_a_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let path = SourcePath::new("a.md").expect("a path");
        let text: Arc<str> = format!("{}HERE{}", "x".repeat(500), "y".repeat(500)).into();
        let lookup: &Lookup = &|_| Some(Arc::clone(&text));
        let diagnostic = Diagnostic::at(Code::UnknownLink, Span::new(&path, 500..504), "m");
        let drawn = Excerpts { lookup, root: "", colour: false }.draw(&diagnostic);
        assert!(drawn.contains("xHEREy") && drawn.contains("^^^^") && !drawn.contains("^^^^^"), "{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() < 140), "{drawn}");
    }
}
