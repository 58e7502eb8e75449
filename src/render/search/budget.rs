//! What all records together may weigh, and how that is known without weighing a large book whole.

use flate2::{Compress, Compression, FlushCompress};
use rayon::prelude::*;

/// All records together may weigh this much as they travel, compressed: a phone loads that in a second.
const BUDGET: usize = 1024 * 1024;
/// More than this never fits, whatever the text: no need to compress it to see.
const NEVER_FITS: usize = 16 * BUDGET;
/// At most about so many pages are weighed.
const SAMPLE: usize = 100;
/// Records are weighed in pieces of this size, side by side.
const PIECE: usize = 256 * 1024;

/// One page in so many is weighed. Texts are not all compressed only to see whether they would fit: in a large book one
/// page speaks for several.
pub(super) fn stride(pages: usize) -> usize {
    (pages / SAMPLE).max(1)
}

/// One page of the `at`-th so many: here the first, there the last, as books may repeat themselves after so many pages.
pub(super) fn one_of(at: usize, stride: usize) -> usize {
    /// The golden ratio, as the fraction of a word: its multiples fall evenly and never periodically.
    const GOLDEN: u32 = 0x9E37_79B9;
    let turn = u64::from(GOLDEN.wrapping_mul(u32::try_from(at).unwrap_or_default()));
    at * stride + usize::try_from((turn * stride as u64) >> 32).unwrap_or_default()
}

/// Whether records fit, of which these lines are one in so many.
pub(super) fn fits(lines: &str, stride: usize) -> bool {
    let raw = lines.len() * stride;
    if raw <= BUDGET {
        return true;
    }
    raw <= NEVER_FITS && lines.as_bytes().par_chunks(PIECE).map(weight).sum::<usize>() * stride <= BUDGET
}

fn weight(bytes: &[u8]) -> usize {
    // What cannot be made smaller grows by a few bytes for each block.
    let mut compressed = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 1024);
    let written = Compress::new(Compression::default(), false).compress_vec(bytes, &mut compressed, FlushCompress::Finish);
    if written.is_ok() { compressed.len() } else { bytes.len() }
}

#[cfg(test)]
mod tests {
    use super::{BUDGET, fits, one_of};

    #[test]
    fn a_sample_takes_one_page_of_each_so_many() {
        assert_eq!((0..5).map(|at| one_of(at, 1)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let places: Vec<usize> = (0..8).map(|at| one_of(at, 10) - at * 10).collect();
        assert_eq!(places, [0, 6, 2, 8, 4, 0, 7, 3]);
    }

    #[test]
    fn what_travels_is_weighed_as_it_travels() {
        let dull = "the same words again and again ".repeat(100_000);
        assert!(dull.len() > BUDGET && fits(&dull, 1) && fits(&dull, 2) && !fits(&dull, 20));
        let mut state = 1_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("{state:016x}")
        };
        assert!(!fits(&(0..200_000).map(|_| noise()).collect::<String>(), 1));
    }
}
