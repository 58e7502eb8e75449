//! Two wordings of one text, word by word.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// Texts of more words than this are shown as they were and as they are; nobody reads that many marks.
const MOST_WORDS: usize = 2_000;

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// They stayed.
    Kept,
    /// They are gone.
    Removed,
    /// They are new.
    Added,
}

impl Fate {
    /// The word that class names and programs use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Removed => "removed",
            Self::Added => "added",
        }
    }
}

/// Some words in a row, and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// What became of them.
    pub fate: Fate,
    /// The words, with the spaces between them.
    pub text: String,
}

/// How `old` became `new`. Equal texts are one piece that stayed.
#[must_use]
pub fn wording(old: &str, new: &str) -> Vec<Piece> {
    let (before, after): (Vec<&str>, Vec<&str>) = (words(old), words(new));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |fate, text: &str| match pieces.last_mut().filter(|last| last.fate == fate) {
        Some(last) => {
            last.text.push(' ');
            last.text.push_str(text);
        }
        None => pieces.push(Piece { fate, text: text.to_owned() }),
    };
    if before.len() + after.len() > MOST_WORDS {
        push(Fate::Removed, &before.join(" "));
        push(Fate::Added, &after.join(" "));
        return pieces;
    }
    for change in capture_diff_slices(Algorithm::Patience, &before, &after).iter().flat_map(|op| op.iter_changes(&before, &after)) {
        match change.tag() {
            ChangeTag::Equal => push(Fate::Kept, change.value()),
            ChangeTag::Delete => push(Fate::Removed, change.value()),
            ChangeTag::Insert => push(Fate::Added, change.value()),
        }
    }
    pieces
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::{Fate, wording};

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let shown = wording(old, new).into_iter().map(|piece| match piece.fate {
            Fate::Kept => piece.text,
            Fate::Removed => format!("[-{}-]", piece.text),
            Fate::Added => format!("[+{}+]", piece.text),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn words_stay_go_and_come() {
        check("writes some design records", "writes most design records herself", "writes [-some-] [+most+] design records [+herself+]");
        check("a  b\nc", "a b c", "a b c");
        check("", "new", "[+new+]");
        check("old", "", "[-old-]");
        check(&"x ".repeat(1500), &"y ".repeat(900), &format!("[-{}-] [+{}+]", "x ".repeat(1500).trim(), "y ".repeat(900).trim()));
    }
}
