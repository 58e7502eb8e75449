//! `SUMMARY.md` with mdBook's meaning: prefix and suffix chapters, `# Part` titles, separators, nested
//! lists, draft chapters.

use crate::book::{Located, Manifest, Summary, SummaryEntry, SummaryPart};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::ops::Range;

/// Reads `SUMMARY.md`.
pub(super) fn read(text: &Text, manifest: &Manifest) -> Outcome<Summary> {
    let mut reader = Reader { text, state: Reader::start(), diagnostics: Vec::new() };
    let options = if manifest.smart_punctuation { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() };
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(&text.content, options).into_offset_iter()) {
        reader.event(event, range);
    }
    let Reader { state, diagnostics, .. } = reader;
    Outcome::new(state.finish(), diagnostics)
}

struct Reader<'a> {
    text: &'a Text,
    state: State,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Default)]
struct State {
    summary: Summary,
    /// Lists that are open, outermost first, with the entries read so far.
    lists: Vec<Vec<SummaryEntry>>,
    numbered: bool,
    heading: Option<String>,
    first_heading_seen: bool,
    link: Option<(String, String, Range<usize>)>,
    part_open: bool,
}

impl State {
    fn finish(self) -> Summary {
        self.summary
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

impl Reader<'_> {
    fn start() -> State {
        State::default()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.state.heading = Some(String::new()),
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            Event::Start(Tag::List(_)) => self.state.lists.push(Vec::new()),
            Event::End(TagEnd::List(_)) => self.end_list(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.state.link = Some((String::new(), dest_url.into_string(), range));
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(text) | Event::Code(text) => self.words(&text, range),
            Event::Rule => self.state.part_open = false,
            _ => {}
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if let Some((title, ..)) = &mut self.state.link {
            title.push_str(text);
        } else if let Some(heading) = &mut self.state.heading {
            heading.push_str(text);
        } else if !text.trim().is_empty() {
            let message = "only links to chapters, `# Part` titles and `---` mean something here";
            let diagnostic = Diagnostic::at(Code::SummarySyntax, Span::new(&self.text.path, range), message);
            self.diagnostics.push(diagnostic.help("write `- [Title](file.md)`, or `- [Title]()` for a chapter that is not written yet"));
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(title) = self.state.heading.take() else { return };
        let is_title = !self.state.first_heading_seen && self.state.summary == Summary::default() && title.eq_ignore_ascii_case("summary");
        self.state.first_heading_seen = true;
        if is_title || level != HeadingLevel::H1 {
            return;
        }
        self.state.summary.parts.push(SummaryPart { title: Some(title), entries: Vec::new() });
        self.state.part_open = true;
    }

    fn end_link(&mut self) {
        let Some((title, written, range)) = self.state.link.take() else { return };
        let decoded = percent_encoding::percent_decode_str(&written).decode_utf8_lossy().into_owned();
        let file = Some(Located { value: decoded, start: range.start, end: range.end }).filter(|file| !file.value.trim().is_empty());
        let path = file.as_ref().and_then(|file| self.text.path.join(&file.value).ok());
        let entry = SummaryEntry { title, file, path, children: Vec::new() };
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
    use super::read;
    use crate::book::{Manifest, SummaryEntry};
    use crate::source::{SourcePath, Text};

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
        let outcome = read(&text, &Manifest::default());
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
        assert_eq!(read(&text, &Manifest::default()).diagnostics.len(), 1);
    }
}
