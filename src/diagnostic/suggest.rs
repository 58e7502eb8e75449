//! "Did you mean": the nearest of some names to a wrong one.

/// Names closer than this (normalised Damerau-Levenshtein) are offered; below it a guess confuses.
const CLOSE_ENOUGH: f64 = 0.55;

/// Of so many names that are wrong for the same reason it is guessed what they should be. Where more are wrong at once, a
/// folder was deleted or moved, and to compare each with every name of a large book would take seconds at each edit.
pub const GUESSED: usize = 50;

/// Of a word with fewer letters, every other word is at most two letters away.
const SHORT: usize = 6;

/// The help line that offers the nearest candidate, if one is near.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// The candidate nearest to `wrong`, when it is near enough. Ties go to the first in order.
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let mut score = strsim::normalized_damerau_levenshtein(&wrong, &lower);
        let contains = wrong.len() > 2 && lower.len() > 2 && (lower.contains(&wrong) || wrong.contains(&lower));
        if contains {
            score = score.max(0.75);
        }
        if score >= CLOSE_ENOUGH && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// The candidate that `wrong` is a slip of the keyboard away from: two letters, of a short word one. For words that may
/// well be none of the candidates.
#[must_use]
pub fn slip<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = if wrong.chars().count() < SHORT { 1 } else { 2 };
    let distance = |candidate: &'a str| (strsim::damerau_levenshtein(wrong, candidate), candidate);
    candidates.into_iter().map(distance).filter(|(far, _)| *far <= most).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn offers_the_near_and_leaves_the_far() {
        let names = ["staff", "senior", "principal"];
        assert_eq!(nearest("staf", names), Some("staff"));
        assert_eq!(nearest("princpal", names), Some("principal"));
        assert_eq!(nearest("zebra", names), None);
    }
}
