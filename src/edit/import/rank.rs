//! How high the name of a level stands: by its number (`L3`, Engineer II), or by its word (Senior).

/// Words that name levels, lowest first; the order tells a table that begins with its highest level.
const RANKS: [&str; 23] = [
    "intern",
    "trainee",
    "apprentice",
    "graduate",
    "entry",
    "junior",
    "associate",
    "mid",
    "intermediate",
    "experienced",
    "senior",
    "expert",
    "lead",
    "staff",
    "principal",
    "distinguished",
    "fellow",
    "manager",
    "head",
    "director",
    "vp",
    "vice",
    "chief",
];
/// Numbers behind a title: Engineer II.
const ROMAN: [&str; 8] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"];

/// Whether a name is one of a level: it has a rank's word, or a letter and a number (`L3`, `IC 4`, `P2`).
pub(super) fn is_level(name: &str) -> bool {
    rank(name).is_some()
}

/// How high a name stands: by its number, or by its word.
pub(super) fn rank(name: &str) -> Option<usize> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let letters = word.len() - digits.len();
        digits.parse::<usize>().ok().filter(|_| letters <= 3)
    };
    let is_coded = |word: &&str| word.len() > 1 && word.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let coded = words.iter().filter(|word| is_coded(word)).find_map(number);
    let after_level =
        words.first().filter(|word| matches!(**word, "level" | "grade" | "stufe" | "band")).and(words.get(1)).and_then(number);
    let alone = (words.len() == 1).then(|| words.first().and_then(number)).flatten();
    let roman = words.last().filter(|_| words.len() > 1).and_then(|word| ROMAN.iter().position(|number| number == word));
    coded.or(after_level).or(alone).or(roman).or_else(|| RANKS.iter().position(|rank| words.contains(rank)))
}
