//! `ids.lock`: reads its lines, `ordinal kind id state [-> new …]`, below one that names the site.

use crate::book::{Id, Lock, LockEntry, LockKey, LockKind, LockState};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};
use std::{collections::BTreeMap, ops::Range};

/// Numbers are given one by one, so one above this is a slip of the hand.
const MOST: u32 = 10_000_000;

/// Reads `ids.lock`. Lines at fault are named and left out.
pub(crate) fn read(text: &Text) -> Outcome<Lock> {
    let mut reader = Reader { text, diagnostics: Vec::new(), ordinals: BTreeMap::new(), ids: BTreeMap::new() };
    let mut lock = Lock::default();
    let mut at = 0;
    for (number, line) in text.content.split_inclusive('\n').enumerate() {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let line = line.trim_end();
        if number == 0 {
            match line.strip_prefix("site ") {
                Some(site) => site.trim().clone_into(&mut lock.site),
                None => reader.fault(range, "the first line names the site: `site handbook`"),
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            lock.entries.extend(reader.entry(line, range, number + 1));
        }
    }
    Outcome::new(lock, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a Text,
    diagnostics: Vec<Diagnostic>,
    ordinals: BTreeMap<u32, usize>,
    ids: BTreeMap<LockKey, usize>,
}

impl Reader<'_> {
    fn entry(&mut self, line: &str, range: Range<usize>, number: usize) -> Option<LockEntry> {
        let Some(entry) = entry(line, range.clone()) else {
            self.fault(range, "a line is `ordinal kind id state`, as in `12 item adr-first live`");
            return None;
        };
        for (twice, what) in [
            (self.ordinals.insert(entry.ordinal, number), format!("the number {}", entry.ordinal)),
            (self.ids.insert(entry.key(), number), format!("the {} `{}`", entry.kind.word(), entry.id)),
        ] {
            if let Some(first) = twice {
                let message = format!("{what} stands in line {first} already");
                let diagnostic = Diagnostic::at(Code::LockDuplicate, Span::new(&self.text.path, range.clone()), message);
                self.diagnostics.push(
                    diagnostic.help("after a merge, run `rungs ids --base REV`: it keeps the base's numbers and renumbers the others"),
                );
                return None;
            }
        }
        Some(entry)
    }

    fn fault(&mut self, range: Range<usize>, message: &str) {
        let diagnostic = Diagnostic::at(Code::LockSyntax, Span::new(&self.text.path, range), message);
        self.diagnostics.push(diagnostic.help("the file is written by `rungs ids`; take the committed version back and run it again"));
    }
}

/// Every line that can be read, whatever a merge left between them; an id that stands twice keeps what became of it.
pub(crate) fn read_merged(text: &str) -> Lock {
    let mut lock = Lock::default();
    let mut places: BTreeMap<LockKey, usize> = BTreeMap::new();
    for line in text.lines().map(str::trim_end) {
        if let Some(site) = line.strip_prefix("site ") {
            site.trim().clone_into(&mut lock.site);
        }
        let Some(entry) = entry(line, 0..0) else { continue };
        match places.get(&entry.key()).map(|at| &mut lock.entries[*at]) {
            None => {
                places.insert(entry.key(), lock.entries.len());
                lock.entries.push(entry);
            }
            Some(known) if known.state == LockState::Live => known.state = entry.state,
            Some(_) => {}
        }
    }
    lock
}

fn entry(line: &str, range: Range<usize>) -> Option<LockEntry> {
    let mut words = line.split_whitespace();
    let ordinal = words.next()?.parse().ok().filter(|ordinal| *ordinal < MOST)?;
    let kind = LockKind::named(words.next()?)?;
    let id = Id::from_lock_word(words.next()?);
    let state = lock_state(&words.collect::<Vec<_>>())?;
    Some(LockEntry { ordinal, kind, id, state, start: range.start, end: range.end })
}

fn lock_state(words: &[&str]) -> Option<LockState> {
    match words {
        ["live"] => Some(LockState::Live),
        ["retired"] => Some(LockState::Retired),
        ["renamed", "->", new @ ..] if !new.is_empty() => Some(LockState::Renamed(new.iter().copied().map(Id::from_lock_word).collect())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{read, read_merged};
    use crate::source::{SourcePath, Text};

    /// A book of many thousands has such a file. Were its lines counted anew for each, this would take minutes.
    #[test]
    fn a_long_file_is_read_in_one_go() {
        let lines: String = (0..200_000).map(|n| format!("{n} item item-{n} live\n")).collect();
        let text = Text::new(SourcePath::new("ids.lock").expect("a path"), &format!("site s\n{lines}7 item twice live\n"));
        let outcome = read(&text);
        assert_eq!(outcome.value.entries.len(), 200_000);
        let said: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(said, ["the number 7 stands in line 9 already"]);
    }

    #[test]
    fn a_merged_file_keeps_every_line_and_what_became_of_it() {
        let text = "site s\n0 item a live\n<<<<<<< ours\n1 item b live\n0 item a renamed -> b c\n=======\n1 item d live\n>>>>>>> theirs\n";
        let lock = read_merged(text);
        let seen: Vec<String> = lock.entries.iter().map(|entry| format!("{} {} {:?}", entry.ordinal, entry.id, entry.state)).collect();
        assert_eq!(lock.site, "s");
        assert_eq!(seen, ["0 a Renamed({\"b\", \"c\"})", "1 b Live", "1 d Live"]);
    }
}
