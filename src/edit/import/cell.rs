//! The text of a cell becomes expectations: a title that fits into a table, and below it what the title leaves out.

use crate::parse::Markup;
use crate::render::markdown_text;

/// A sentence up to so many characters is a title as it is.
const TITLE: usize = 80;
/// A title that is cut out of a longer sentence has so many characters at least.
const SHORT: usize = 16;
/// Where a longer sentence may be cut.
const CLAUSES: [&str; 9] = [", ", "; ", ": ", " – ", " — ", " - ", " (", " so that ", " and "];
/// Words behind which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 10] = ["e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl.", "esp.", "z.b.", "bzw."];
/// What stands in a cell that says nothing.
const NOTHING: [&str; 10] = ["-", "–", "—", "n/a", "na", "none", ".", "./.", "...", "…"];
/// Signs that open an entry of a list.
const BULLETS: [char; 9] = ['-', '*', '•', '·', '‣', '▪', '◦', '●', '–'];

/// An expectation as it will be written, in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its heading.
    pub title: String,
    /// What stands below; empty when the heading says it all.
    pub text: String,
}

/// What a cell says: nothing, one expectation, or one for each entry when it is a list.
pub(super) fn statements(cell: &str, markup: Markup) -> Vec<Statement> {
    let blocks = blocks(cell);
    match blocks.as_slice() {
        [] => Vec::new(),
        [Block::List(entries)] => entries.iter().map(|entry| statement(entry, &[], markup)).collect(),
        [Block::List(entries), rest @ ..] => {
            let (first, others) = (&entries[0], &entries[1..]);
            let list = (!others.is_empty()).then(|| Block::List(others.to_vec()));
            let rest: Vec<Block> = list.into_iter().chain(rest.iter().cloned()).collect();
            vec![statement(first, &rest, markup)]
        }
        [Block::Paragraph(first), rest @ ..] => vec![statement(first, rest, markup)],
    }
}

/// Whether a cell is there only so that it is not empty.
pub(super) fn says_nothing(cell: &str) -> bool {
    NOTHING.contains(&cell.trim().to_lowercase().as_str())
}

/// A text in Markdown, in one line.
pub(super) fn line(text: &str, markup: Markup) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    written(&text, markup)
}

/// A text of several paragraphs and lists in Markdown.
pub(super) fn prose(cell: &str, markup: Markup) -> String {
    blocks(cell).iter().map(|block| block.written(markup)).collect::<Vec<_>>().join("\n\n")
}

/// What stands in a cell between empty lines and bullets.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Paragraph(String),
    List(Vec<String>),
}

impl Block {
    fn written(&self, markup: Markup) -> String {
        match self {
            Self::Paragraph(text) => written(text, markup),
            Self::List(entries) => entries.iter().map(|entry| format!("- {}", written(entry, markup))).collect::<Vec<_>>().join("\n"),
        }
    }
}

fn blocks(cell: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    if says_nothing(cell) {
        return blocks;
    }
    for line in cell.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let entry = entry(&line);
        match (entry, blocks.last_mut()) {
            _ if line.is_empty() => open = false,
            (Some(entry), Some(Block::List(entries))) => entries.push(entry.to_owned()),
            (Some(entry), _) => blocks.push(Block::List(vec![entry.to_owned()])),
            (None, Some(Block::Paragraph(text))) if open => *text = format!("{text} {line}"),
            (None, Some(Block::List(entries))) if open => {
                if let Some(last) = entries.last_mut() {
                    *last = format!("{last} {line}");
                }
            }
            (None, _) => blocks.push(Block::Paragraph(line.clone())),
        }
        open |= !line.is_empty();
    }
    blocks
}

/// What stands behind a bullet or a number.
fn entry(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS).or_else(|| {
        let digits = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
        (digits.len() < line.len()).then(|| digits.strip_prefix(['.', ')']))?
    })?;
    // `-5` and `*bold*` are no entries; `•text` is one.
    let is_entry = rest.starts_with(' ') || !line.starts_with(['-', '*', '–']) && line.starts_with(BULLETS);
    Some(rest.trim()).filter(|rest| is_entry && !rest.is_empty())
}

fn statement(first: &str, rest: &[Block], markup: Markup) -> Statement {
    let (title, more) = split(first);
    let below = more.map(|more| Block::Paragraph(more.to_owned()));
    let text: Vec<String> = below.iter().chain(rest).map(|block| block.written(markup)).collect();
    let bare = Some(title.trim_end_matches(['.', ':', ';'])).filter(|bare| !bare.is_empty()).unwrap_or(&title);
    Statement { title: written(&capital(bare), markup), text: text.join("\n\n") }
}

/// The title of a paragraph and what must stand below it: the other sentences, or all of it when the title is only a part
/// of its first sentence.
fn split(paragraph: &str) -> (String, Option<&str>) {
    let end = sentence_end(paragraph);
    let (sentence, rest) = (&paragraph[..end], paragraph[end..].trim());
    if sentence.chars().count() <= TITLE {
        return (sentence.to_owned(), Some(rest).filter(|rest| !rest.is_empty()));
    }
    let limit = sentence.char_indices().nth(TITLE).map_or(sentence.len(), |(at, _)| at);
    let cut = CLAUSES.iter().filter_map(|clause| sentence[..limit].match_indices(clause).map(|(at, _)| at).find(|at| *at >= SHORT)).min();
    let title = match cut {
        Some(at) => sentence[..at].to_owned(),
        None => format!("{} …", sentence[..limit].rsplit_once(' ').map_or(&sentence[..limit], |(words, _)| words)),
    };
    (title, Some(paragraph))
}

/// Where the first sentence ends.
fn sentence_end(text: &str) -> usize {
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, '.' | '!' | '?')) {
        let end = at + sign.len_utf8();
        let Some(after) = text[end..].chars().next() else { break };
        let word = text[..end].rsplit(' ').next().unwrap_or_default().trim_start_matches('(').to_lowercase();
        let next = text[end..].trim_start().chars().next();
        let is_initial = word.chars().count() == 2;
        if after == ' ' && !ABBREVIATIONS.contains(&word.as_str()) && !is_initial && !next.is_some_and(char::is_lowercase) {
            return end;
        }
    }
    text.len()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    // `iOS` and `eBay` begin small on purpose.
    let keeps = text.chars().nth(1).is_some_and(char::is_uppercase);
    match letters.next() {
        Some(first) if !keeps => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// The text in Markdown: escaped unless it is Markdown already.
fn written(text: &str, markup: Markup) -> String {
    match markup {
        // A helper of mdBook would be carried out.
        Markup::Plain => markdown_text(text, true).replace("{{#", "\\{{#"),
        Markup::Markdown => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{prose, statements};
    use crate::parse::Markup;

    #[track_caller]
    fn check(cell: &str, expected: &[(&str, &str)]) {
        let seen = statements(cell, Markup::Plain);
        let seen: Vec<(&str, &str)> = seen.iter().map(|one| (one.title.as_str(), one.text.as_str())).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_cell_is_a_title_and_what_it_leaves_out() {
        check("", &[]);
        check(" – ", &[]);
        check("...", &[]);
        check("::", &[("::", "")]);
        check("writes unit tests.", &[("Writes unit tests", "")]);
        check("Asks early, e.g. in chat. Shows drafts. Listens.", &[("Asks early, e.g. in chat", "Shows drafts. Listens.")]);
        let long = "Breaks a project down into tasks, estimates each of them in ranges and tells the team early when one of them slips";
        check(long, &[("Breaks a project down into tasks", long)]);
        let words = "Understands thoroughly every single component which our department currently operates worldwide";
        check(words, &[("Understands thoroughly every single component which our department currently …", words)]);
    }

    #[test]
    fn lists_and_paragraphs_keep_their_shape() {
        check("• Plans a sprint\n• Says no\n  kindly", &[("Plans a sprint", ""), ("Says no kindly", "")]);
        check("Leads reviews:\n- small ones\n- large ones", &[("Leads reviews", "- small ones\n- large ones")]);
        check("One thing.\n\nAnother thing.\nAnd more.", &[("One thing", "Another thing. And more.")]);
        check("1. First\n2) Second", &[("First", ""), ("Second", "")]);
        check("-5 % cost", &[("-5 % cost", "")]);
    }

    #[test]
    fn plain_text_means_itself() {
        check("Knows C# <b>, *args and [[x]] for $5", &[(r"Knows C# \<b>, \*args and \[\[x\]\] for \$5", "")]);
        assert_eq!(prose("# no heading\n\n> no quote", Markup::Plain), "\\# no heading\n\n\\> no quote");
    }
}
