//! The prose of our own handbook: how easily each chapter reads, and words that say nothing.

use crate::handbook::{handbook, none, small};
use rungs::book::{Body, Book, LinkTarget, Node, PageKind, Tag};

/// Flesch's reading ease of a chapter, at least.
const READING_EASE: f64 = 50.0;

/// Words in a chapter's mean sentence, at most.
const SENTENCE: f64 = 20.0;

/// Words and phrases that say nothing, or that say it to impress. Endings may follow the last letter of a `-`.
const FILLER: [&str; 46] = [
    "leverag-",
    "robust",
    "seamless-",
    "crucial-",
    "delv-",
    "landscape",
    "unlock-",
    "empower-",
    "utiliz-",
    "utilis-",
    "holistic-",
    "paramount",
    "synerg-",
    "pivotal",
    "foster-",
    "tapestr-",
    "realm",
    "streamlin-",
    "cutting-edge",
    "game-chang-",
    "best-in-class",
    "world-class",
    "at the end of the day",
    "it is important to note",
    "it is worth noting",
    "needless to say",
    "deep dive",
    "touch base",
    "low-hanging",
    "move the needle",
    "circle back",
    "going forward",
    "value-add",
    "thought leader-",
    "proactiv-",
    "paradigm-",
    "actionable",
    "impactful",
    "mission-critical",
    "bandwidth",
    "supercharg-",
    "elevat-",
    "embark-",
    "ever-changing",
    "fast-paced",
    "in today's world",
];

/// One block of running text: a paragraph, an entry, a definition.
#[derive(Default)]
pub struct Block {
    /// Its words.
    pub text: String,
    /// Whether it stands in a quotation.
    pub quoted: bool,
    /// Whether it cites a source.
    pub cited: bool,
}

/// The blocks of a body without headings, tables, code and worksheets.
pub fn blocks(body: &Body) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<&Tag> = Vec::new();
    let mut block = Block::default();
    for node in &body.nodes {
        let quoted = open.iter().any(|tag| matches!(tag, Tag::BlockQuote));
        let silent = open.iter().any(|tag| matches!(tag, Tag::Heading(_) | Tag::Table(_)));
        match node {
            Node::Start(tag) => {
                if let Tag::Link(number) = tag
                    && let LinkTarget::Reference { kind, id, .. } = &body.links[*number as usize].target
                {
                    block.cited |= kind.as_deref() == Some("source");
                    if body.links[*number as usize].bare && !block.cited {
                        block.text.push_str(&id.replace('-', " "));
                    }
                }
                if !is_inline(tag) {
                    close(&mut block, &mut blocks);
                }
                open.push(tag);
            }
            Node::End => {
                let ends_block = open.pop().is_some_and(|tag| !is_inline(tag));
                if ends_block {
                    close(&mut block, &mut blocks);
                }
            }
            _ if silent => {}
            Node::Text(range) => push(&mut block, body.slice(range), quoted),
            Node::Owned(text) | Node::Code(text) => push(&mut block, text, quoted),
            Node::SoftBreak | Node::HardBreak => push(&mut block, " ", quoted),
            _ => {}
        }
    }
    close(&mut block, &mut blocks);
    blocks
}

fn is_inline(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Element(_))
}

fn push(block: &mut Block, text: &str, quoted: bool) {
    block.text.push_str(text);
    block.quoted = quoted;
}

fn close(block: &mut Block, blocks: &mut Vec<Block>) {
    let block = std::mem::take(block);
    if block.text.chars().any(char::is_alphanumeric) {
        blocks.push(block);
    }
}

/// The words of each sentence of a text.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut sentences = vec![Vec::new()];
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '!' | '?'));
        if word.chars().any(char::is_alphanumeric) {
            sentences.last_mut().expect("there is one").push(word);
        }
        if bare.ends_with(['.', '!', '?']) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|words| !words.is_empty());
    sentences
}

/// Syllables by the usual rule of thumb: groups of vowels, without a silent `e` or `ed` at the end.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect();
    let is_vowel = |at: usize| matches!(letters[at], 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = (0..letters.len()).filter(|at| is_vowel(*at) && (*at == 0 || !is_vowel(at - 1))).count();
    let before_last = letters.len().checked_sub(2).map(|at| letters[at]);
    match letters.last() {
        Some('e') if before_last != Some('l') && count > 1 => count -= 1,
        Some('d') if before_last == Some('e') && count > 1 && letters.len() > 2 => {
            count -= usize::from(!matches!(letters[letters.len() - 3], 't' | 'd' | 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
        }
        _ => {}
    }
    count.max(1)
}

#[test]
fn syllables_are_counted_as_people_speak() {
    let words =
        [("I", 1), ("queue", 1), ("table", 2), ("missed", 1), ("wanted", 2), ("decision", 3), ("1482", 1), ("agreement", 3), ("need", 1)];
    for (word, count) in words {
        assert_eq!(syllables(word), count, "{word}");
    }
    assert_eq!(sentences("It took 4.1 s. \"Why?\" she asked (twice.) No").len(), 4);
}

#[test]
fn chapters_read_easily() {
    let Some(handbook) = handbook() else { return };
    none(&hard_chapters(&handbook.site().book));
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn hard_chapters(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    for (_, chapter) in book.pages_of(PageKind::Chapter).filter(|(_, page)| page.is_reading()) {
        let blocks = blocks(chapter.body());
        let sentences: Vec<Vec<&str>> = blocks.iter().flat_map(|block| sentences(&block.text)).collect();
        let words = sentences.iter().map(Vec::len).sum::<usize>() as f64;
        let spoken = sentences.iter().flatten().map(|word| syllables(word)).sum::<usize>() as f64;
        let mean = words / sentences.len() as f64;
        let ease = 206.835 - 1.015 * mean - 84.6 * spoken / words;
        let longest = sentences.iter().max_by_key(|words| words.len()).map(|words| words.join(" ")).unwrap_or_default();
        if ease < READING_EASE || mean > SENTENCE {
            faults.push(format!("{}: reading ease {ease:.1}, mean sentence {mean:.1} words; the longest is: {longest}", chapter.key()));
        }
    }
    faults
}

#[test]
fn no_page_has_filler() {
    let Some(handbook) = handbook() else { return };
    none(&filler(&handbook.site().book));
}

fn filler(book: &Book) -> Vec<String> {
    let mut faults = Vec::new();
    for page in &book.pages {
        let blocks = blocks(page.body());
        let title = [page.title.as_ref(), page.summary().unwrap_or_default()];
        for text in blocks.iter().map(|block| block.text.as_str()).chain(title) {
            for word in FILLER.iter().filter(|word| has(&text.to_lowercase(), word)) {
                faults.push(format!("{}: \"{}\" in: {text}", page.key(), word.trim_end_matches('-')));
            }
        }
    }
    faults
}

/// Whether a phrase stands in a text as words of its own; with a `-` at its end, as the beginning of a word.
pub fn has(text: &str, phrase: &str) -> bool {
    let (phrase, open) = phrase.strip_suffix('-').map_or((phrase, false), |stem| (stem, true));
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase)
        .any(|(at, found)| !is_letter(text[..at].chars().next_back()) && (open || !is_letter(text[at + found.len()..].chars().next())))
}

#[test]
fn the_rules_see_planted_faults() {
    let long = "The organisational implementation necessitates considerable interdepartmental communication ".repeat(3);
    let text = format!("-- guide/a.md --\n# A\n\n{long}.\n-- guide/b.md --\n# B\n\nWe leverage it.\n");
    let small = small(&text);
    let book = &small.site().book;
    assert_eq!(hard_chapters(book).len(), 1, "{:?}", hard_chapters(book));
    assert_eq!(filler(book), ["chapter/b: \"leverag\" in: We leverage it."]);
}
