//! Fingerprints: 128 bits of BLAKE3 that stand for content in every memo key.

use std::fmt;

/// The first 16 bytes of a BLAKE3 hash. Equal fingerprints mean equal content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_hash(&blake3::hash(bytes))
    }

    /// The fingerprint of a sequence of parts; `["ab"]` and `["a", "b"]` differ.
    #[must_use]
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Fingerprinter::default();
        for part in parts {
            hasher.part(part);
        }
        hasher.finish()
    }

    /// The fingerprint of anything that derives `Hash`.
    #[must_use]
    pub fn of_value(value: &impl std::hash::Hash) -> Self {
        let mut hasher = Fingerprinter::default();
        value.hash(&mut hasher);
        hasher.finish()
    }

    /// The raw bytes, for use as a part of another fingerprint.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The first `digits` hexadecimal digits (at most 32).
    #[must_use]
    pub fn hex(&self, digits: usize) -> String {
        let halves = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        halves.take(digits).map(|half| char::from(b"0123456789abcdef"[usize::from(half)])).collect()
    }

    fn from_hash(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(bytes)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex(12))
    }
}

/// So many bytes are hashed at once: enough for several of BLAKE3's chunks side by side.
const BATCH: usize = 16 * 1024;

/// Collects parts into one [`Fingerprint`]; also a `std::hash::Hasher`, so that derived `Hash`
/// implementations can feed it. Most keys are a handful of small parts, so these are put together before they are hashed.
#[derive(Default)]
pub struct Fingerprinter {
    pending: Vec<u8>,
    /// What was hashed already, when it was more than one batch.
    hashed: Option<Box<blake3::Hasher>>,
}

impl Fingerprinter {
    /// Adds one part, with its length, so that parts cannot run into each other.
    pub fn part(&mut self, bytes: &[u8]) {
        self.stream(&(bytes.len() as u64).to_le_bytes());
        self.stream(bytes);
    }

    /// Adds bytes of a stream as they come, without their length.
    pub fn stream(&mut self, bytes: &[u8]) {
        if self.pending.len() + bytes.len() <= BATCH {
            return self.pending.extend_from_slice(bytes);
        }
        let hasher = self.hashed.get_or_insert_default();
        hasher.update(&self.pending);
        hasher.update(bytes);
        self.pending.clear();
    }

    /// The fingerprint of everything added so far.
    #[must_use]
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::from_hash(&self.hash())
    }

    fn hash(&self) -> blake3::Hash {
        match &self.hashed {
            None => blake3::hash(&self.pending),
            Some(hasher) => hasher.clone().update(&self.pending).finalize(),
        }
    }
}

impl std::hash::Hasher for Fingerprinter {
    fn finish(&self) -> u64 {
        u64::from_le_bytes(self.hash().as_bytes()[..8].try_into().unwrap_or_default())
    }

    fn write(&mut self, bytes: &[u8]) {
        self.part(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Fingerprinter};

    #[test]
    fn parts_do_not_run_into_each_other() {
        let joined = Fingerprint::of_parts([b"ab".as_slice()]);
        let split = Fingerprint::of_parts([b"a".as_slice(), b"b"]);
        assert_ne!(joined, split);
    }

    #[test]
    fn pieces_of_a_stream_are_its_whole() {
        let bytes: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        for size in [1, 7, 4_096, 16 * 1024, 16 * 1024 + 1, 300_000] {
            let mut fingerprinter = Fingerprinter::default();
            bytes.chunks(size).for_each(|piece| fingerprinter.stream(piece));
            assert_eq!(fingerprinter.finish(), Fingerprint::of(&bytes), "pieces of {size}");
        }
    }
}
