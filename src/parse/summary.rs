//! `SUMMARY.md` with mdBook's meaning: prefix and suffix chapters, `# Part` titles, separators, nested
//! lists, draft chapters.

use crate::book::{Located, Summary, SummaryEntry, SummaryPart};
use crate::diagnostic::{Code, Diagnostic, Outcome, Severity};
use crate::source::{Span, Text};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::ops::Range;

/// Whose meaning a summary has where the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A `# heading` at the top is a part when its list follows; without one, or called "Summary", it is the title of the
    /// summary, which no page shows. Other words are an error.
    Ours,
    /// A heading at the top is that title whatever it says. Other words are passed over.
    MdBook,
}

/// How a summary is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SummaryReading {
    /// Whose meaning it has.
    pub dialect: Dialect,
    /// Whether titles have curly quotes, dashes and ellipses.
    pub smart_punctuation: bool,
}

/// Reads `SUMMARY.md`.
pub(super) fn read(text: &Text, reading: SummaryReading) -> Outcome<Summary> {
    let Reader { state, diagnostics, .. } = Reader::run(text, reading);
    Outcome::new(state.summary, diagnostics)
}

/// Where the title stands that mdBook does not show.
pub(super) fn title(text: &Text) -> Option<Range<usize>> {
    Reader::run(text, SummaryReading { dialect: Dialect::MdBook, smart_punctuation: false }).state.title
}

struct Reader<'a> {
    text: &'a Text,
    dialect: Dialect,
    state: State,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Default)]
struct State {
    summary: Summary,
    /// Lists that are open, outermost first, with the entries read so far.
    lists: Vec<Vec<SummaryEntry>>,
    numbered: bool,
    /// Whether anything but HTML was read: a heading behind it is not at the top.
    has_begun: bool,
    heading: Option<Heading>,
    title: Option<Range<usize>>,
    /// A heading at the top that names a part if a list comes next.
    waiting: Option<String>,
    link: Option<(String, String, Range<usize>)>,
    part_open: bool,
}

/// A heading that is being read.
struct Heading {
    words: String,
    is_top: bool,
}

impl State {
    fn open_part(&mut self, title: String) {
        self.summary.parts.push(SummaryPart { title: Some(title), entries: Vec::new() });
        self.part_open = true;
    }

    fn part(&mut self) -> &mut SummaryPart {
        if !self.part_open {
            self.summary.parts.push(SummaryPart::default());
            self.part_open = true;
        }
        let last = self.summary.parts.len() - 1;
        &mut self.summary.parts[last]
    }
}

impl<'a> Reader<'a> {
    fn run(text: &'a Text, SummaryReading { dialect, smart_punctuation }: SummaryReading) -> Self {
        let mut reader = Self { text, dialect, state: State::default(), diagnostics: Vec::new() };
        let options = if smart_punctuation { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() };
        for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&text.content, options).into_offset_iter()) {
            reader.event(event, range);
        }
        reader
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => return,
            Event::Start(Tag::Heading { .. }) => {
                self.state.heading = Some(Heading { words: String::new(), is_top: !self.state.has_begun });
            }
            Event::End(TagEnd::Heading(level)) => self.end_heading(level, range),
            Event::Start(Tag::List(_)) => self.start_list(),
            Event::End(TagEnd::List(_)) => self.end_list(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.state.link = Some((String::new(), dest_url.into_string(), range));
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(text) | Event::Code(text) => self.words(&text, range),
            Event::Rule => self.state.part_open = false,
            _ => {}
        }
        self.state.has_begun = true;
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if let Some((title, ..)) = &mut self.state.link {
            title.push_str(text);
        } else if let Some(heading) = &mut self.state.heading {
            heading.words.push_str(text);
        } else if !text.trim().is_empty() {
            let message = "only links to chapters, `# Part` titles and `---` mean something here";
            let mut diagnostic = Diagnostic::at(Code::SummarySyntax, Span::new(&self.text.path, range), message);
            if self.dialect == Dialect::MdBook {
                diagnostic.severity = Severity::Warning;
            }
            self.diagnostics.push(diagnostic.help("write `- [Title](file.md)`, or `- [Title]()` for a chapter that is not written yet"));
        }
    }

    fn end_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let Some(Heading { words, is_top }) = self.state.heading.take() else { return };
        if level != HeadingLevel::H1 {
            return;
        }
        self.state.waiting = None;
        if !is_top {
            self.state.open_part(words);
        } else if self.dialect == Dialect::MdBook || words.eq_ignore_ascii_case("summary") {
            self.state.title = Some(range);
        } else {
            self.state.waiting = Some(words);
        }
    }

    fn start_list(&mut self) {
        if let Some(title) = self.state.waiting.take() {
            self.state.open_part(title);
        }
        self.state.lists.push(Vec::new());
    }

    fn end_link(&mut self) {
        let Some((title, written, range)) = self.state.link.take() else { return };
        let decoded = percent_encoding::percent_decode_str(&written).decode_utf8_lossy().into_owned();
        let file = Some(Located { value: decoded, start: range.start, end: range.end }).filter(|file| !file.value.trim().is_empty());
        let path = file.as_ref().and_then(|file| self.text.path.join(&file.value).ok());
        let entry = SummaryEntry { title, file, path, children: Vec::new() };
        // Chapters above all parts: what stands above them named none.
        self.state.waiting = None;
        match self.state.lists.last_mut() {
            Some(list) => list.push(entry),
            None if self.state.numbered => self.state.summary.suffix.push(entry),
            None => self.state.summary.prefix.push(entry),
        }
    }

    fn end_list(&mut self) {
        let Some(entries) = self.state.lists.pop() else { return };
        match self.state.lists.last_mut() {
            Some(outer) => match outer.last_mut() {
                Some(parent) => parent.children.extend(entries),
                None => outer.extend(entries),
            },
            None => {
                self.state.numbered = true;
                self.state.part().entries.extend(entries);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, SummaryReading, read, title};
    use crate::book::SummaryEntry;
    use crate::diagnostic::Severity;
    use crate::source::{SourcePath, Text};

    fn as_written(dialect: Dialect) -> SummaryReading {
        SummaryReading { dialect, smart_punctuation: false }
    }

    fn outline(entries: &[SummaryEntry], depth: usize, out: &mut String) {
        for entry in entries {
            let file = entry.file.as_ref().map_or("-", |file| file.value.as_str());
            out.push_str(&format!("{}{} <{file}>\n", "  ".repeat(depth), entry.title));
            outline(&entry.children, depth + 1, out);
        }
    }

    #[test]
    fn has_the_meaning_mdbook_gives_it() {
        let content = "# Summary\n\n[Preface](preface.md)\n\n# Part A\n\n- [One](one.md)\n  - [Deep](deep/x%20y.md)\n- [Later]()\n\n---\n\n- [Two](two.md)\n\n[End](end.md)\n";
        let path = SourcePath::new("SUMMARY.md").expect("a path");
        let text = Text::new(path, content);
        let outcome = read(&text, as_written(Dialect::Ours));
        assert_eq!(read(&text, as_written(Dialect::MdBook)).value, outcome.value);
        let mut out = String::from("prefix\n");
        outline(&outcome.value.prefix, 1, &mut out);
        for part in &outcome.value.parts {
            out.push_str(&format!("part {:?}\n", part.title));
            outline(&part.entries, 1, &mut out);
        }
        out.push_str("suffix\n");
        outline(&outcome.value.suffix, 1, &mut out);
        insta::assert_snapshot!(out, @r#"
        prefix
          Preface <preface.md>
        part Some("Part A")
          One <one.md>
            Deep <deep/x y.md>
          Later <->
        part None
          Two <two.md>
        suffix
          End <end.md>
        "#);
        assert!(outcome.diagnostics.is_empty());
    }

    #[test]
    fn stray_text_is_named() {
        let content = "- [One](one.md)\n- loose words\n";
        let path = SourcePath::new("SUMMARY.md").expect("a path");
        let text = Text::new(path, content);
        let severity = |dialect| read(&text, as_written(dialect)).diagnostics.iter().map(|one| one.severity).collect::<Vec<_>>();
        assert_eq!(severity(Dialect::Ours), [Severity::Error]);
        assert_eq!(severity(Dialect::MdBook), [Severity::Warning], "mdBook passes over it");
    }

    #[test]
    fn a_heading_at_the_top_is_a_title_or_a_part() {
        let parts = |content: &str, dialect: Dialect| {
            let text = Text::new(SourcePath::new("SUMMARY.md").expect("a path"), content);
            let parts = read(&text, as_written(dialect)).value.parts.into_iter().map(|part| part.title.unwrap_or_else(|| "-".to_owned()));
            (parts.collect::<Vec<_>>().join(" "), title(&text).map(|range| content[range].trim_end()).unwrap_or_default().to_owned())
        };
        for (content, ours, theirs, title) in [
            ("# Summary\n\n- [A](a.md)\n", "-", "-", "# Summary"),
            ("# Contents\n\n- [A](a.md)\n", "Contents", "-", "# Contents"),
            ("# The *Book*\n\n# One\n\n- [A](a.md)\n", "One", "One", "# The *Book*"),
            ("# Contents\n\n[P](p.md)\n\n- [A](a.md)\n", "-", "-", "# Contents"),
            ("<!-- x -->\n\nContents\n========\n\n# One\n\n- [A](a.md)\n", "One", "One", "Contents\n========"),
            ("[P](p.md)\n\n# One\n\n- [A](a.md)\n", "One", "One", ""),
            ("## Small\n\n# One\n\n- [A](a.md)\n", "One", "One", ""),
            ("# One\n\n- [A](a.md)\n\n# Two\n\n- [B](b.md)\n", "One Two", "- Two", "# One"),
        ] {
            assert_eq!(parts(content, Dialect::Ours), (ours.to_owned(), title.to_owned()), "{content}");
            assert_eq!(parts(content, Dialect::MdBook).0, theirs, "{content}");
        }
    }
}
