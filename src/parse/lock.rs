//! `ids.lock`: reads its lines, `ordinal kind id state [-> new]`, below one that names the site.

use crate::book::{Id, Lock, LockEntry, LockKind, LockState};
use crate::diagnostic::{Code, Diagnostic, Outcome};
use crate::source::{Span, Text};
use std::{collections::BTreeMap, ops::Range};

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
            lock.entries.extend(reader.entry(line, range));
        }
    }
    Outcome::new(lock, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a Text,
    diagnostics: Vec<Diagnostic>,
    ordinals: BTreeMap<u32, usize>,
    ids: BTreeMap<(LockKind, Id), usize>,
}

impl Reader<'_> {
    fn entry(&mut self, line: &str, range: Range<usize>) -> Option<LockEntry> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let parsed = match words.as_slice() {
            [ordinal, kind, id, state @ ..] => {
                ordinal.parse().ok().zip(LockKind::named(kind)).zip(lock_state(state)).map(|((o, k), s)| (o, k, *id, s))
            }
            _ => None,
        };
        let Some((ordinal, kind, id, state)) = parsed else {
            self.fault(range, "a line is `ordinal kind id state`, as in `12 item adr-first live`");
            return None;
        };
        let id = Id::from_lock_word(id);
        let line_number = self.text.content[..range.start].bytes().filter(|b| *b == b'\n').count() + 1;
        for (twice, what) in [
            (self.ordinals.insert(ordinal, line_number), format!("the number {ordinal}")),
            (self.ids.insert((kind, id.clone()), line_number), format!("the {} `{id}`", kind.word())),
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
        Some(LockEntry { ordinal, kind, id, state, start: range.start, end: range.end })
    }

    fn fault(&mut self, range: Range<usize>, message: &str) {
        let diagnostic = Diagnostic::at(Code::LockSyntax, Span::new(&self.text.path, range), message);
        self.diagnostics.push(diagnostic.help("the file is written by `rungs ids`; take the committed version back and run it again"));
    }
}

fn lock_state(words: &[&str]) -> Option<LockState> {
    match words {
        ["live"] => Some(LockState::Live),
        ["retired"] => Some(LockState::Retired),
        ["renamed", "->", new] => Some(LockState::Renamed(Id::from_lock_word(new))),
        _ => None,
    }
}
