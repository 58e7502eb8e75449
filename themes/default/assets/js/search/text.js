// Texts into terms, the same for what is searched and for what is asked. Words come from Intl.Segmenter; scripts
// without spaces are taken in pairs of characters, so that any part of a Chinese or Japanese text is found.

const CJK = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc]";
/** Runs without spaces, and words that a segmenter would take apart: 1:1, C++, C#. */
const SPECIAL = new RegExp(`${CJK}+|\\p{N}+(?::\\p{N}+)+|\\p{L}+(?:\\+\\+|#)(?![\\p{L}\\p{N}])`, "gu");
const IS_CJK = new RegExp(`^${CJK}`, "u");
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}]+)*/gu;
/** Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters; in other scripts marks are vowels, and stay. */
const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", "’": "'" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** A word as it is compared: small letters, full forms, no marks. */
export const fold = (word) =>
  word.normalize("NFKD").replace(MARKS, "").normalize("NFC").toLowerCase().replace(LETTER, (letter) => LETTERS[letter]);

/** Whether a term is of a script without spaces. */
export const isCjk = (term) => IS_CJK.test(term);

let segmenter;
/** Says in which language words end; before the first text. */
export const speak = (language) => {
  try {
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
  } catch {
    // A browser without it finds words by their letters.
  }
};

function* words(text, from) {
  if (!segmenter) {
    for (const match of text.matchAll(WORD)) yield [match[0], from + match.index];
    return;
  }
  for (const { segment, index, isWordLike } of segmenter.segment(text)) if (isWordLike) yield [segment, from + index];
}

function* pairs(run, from, last) {
  const letters = [...run];
  let at = from;
  for (let i = 0; i < letters.length; i += 1) {
    const pair = letters[i] + (letters[i + 1] ?? "");
    if (i + 1 < letters.length || last || letters.length === 1) yield [pair, at];
    at += letters[i].length;
  }
}

/** The words of a text with their places. `last` also gives the last character of a run, which one-character questions find. */
export function* places(text, last = true) {
  let from = 0;
  for (const match of text.matchAll(SPECIAL)) {
    yield* words(text.slice(from, match.index), from);
    if (isCjk(match[0])) yield* pairs(match[0], match.index, last);
    else yield [match[0], match.index];
    from = match.index + match[0].length;
  }
  yield* words(text.slice(from), from);
}

/** The terms of a text that is searched. */
export const terms = (text) => Array.from(places(text), ([word]) => fold(word));

/** The terms of a question. */
export const asked = (text) => Array.from(places(text, false), ([word]) => fold(word));

/** A text in parts, `hit` where it holds one of these terms. */
export const marked = (text, found) => {
  const parts = [];
  const say = (piece, hit) => {
    const last = parts[parts.length - 1];
    if (!piece) return;
    if (last && last.hit === hit) last.text += piece;
    else parts.push({ text: piece, hit });
  };
  let done = 0;
  for (const [word, at] of places(text)) {
    if (!found.has(fold(word)) || at + word.length <= done) continue;
    say(text.slice(done, Math.max(at, done)), false);
    say(text.slice(Math.max(at, done), at + word.length), true);
    done = at + word.length;
  }
  say(text.slice(done), false);
  return parts;
};

/** About this many characters of a text are shown. */
const EXCERPT = 170;

/** The part of a text that says most about these terms, in parts as of `marked`. */
export const excerpt = (text, found) => {
  const hits = Array.from(places(text)).filter(([word]) => found.has(fold(word))).map(([word, at]) => ({ term: fold(word), at }));
  let start = 0;
  let best = 0;
  for (const { at } of hits) {
    const kinds = new Set(hits.filter((hit) => hit.at >= at && hit.at < at + EXCERPT - 40).map((hit) => hit.term)).size;
    if (kinds > best) [best, start] = [kinds, at];
  }
  // Some words before the hit; the beginning of the text when it is near.
  let from = start < 60 ? 0 : text.lastIndexOf(" ", start - 30) + 1;
  if (from === 0 && start >= 60) from = start - 15;
  let to = Math.min(text.length, from + EXCERPT);
  if (to < text.length) {
    const space = text.lastIndexOf(" ", to);
    if (space > from + EXCERPT / 2) to = space;
  }
  const parts = marked(text.slice(from, to), found);
  if (from > 0) parts.unshift({ text: "… ", hit: false });
  if (to < text.length) parts.push({ text: " …", hit: false });
  return parts;
};
