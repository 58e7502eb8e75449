// What may be in a file: everything else is left out, by field or by record. Pure functions.
import { isText } from "./merge.js";
import { STATES } from "./records.js";

const LONGEST = 100_000;
const text = (value) => typeof value === "string" && value.length <= LONGEST;
const word = (value) => text(value) && value.length <= 500;
const whole = (value) => Number.isSafeInteger(value) && value >= 0 && value <= 8.64e15;
const step = (value) => whole(value) && value <= 5;
const state = (value) => STATES.includes(value);
const words = (value) => Array.isArray(value) && value.length <= 200 && value.every(word);
const plain = (value, depth = 0) => value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) || text(value)
  || (depth < 4 && typeof value === "object" && Object.entries(value).every(([key, inner]) => key !== "__proto__" && word(key) && plain(inner, depth + 1)));
const map = (holds) => (value) => value !== null && typeof value === "object" && !Array.isArray(value)
  && Object.entries(value).every(([key, inner]) => key !== "__proto__" && word(key) && holds(inner));
const common = { t: whole, d: word, z: (value) => value === 1 };
const textual = { x: text, l: word, day: word, w: map(whole) };
const FIELDS = {
  i: { s: state, r: whole, l: word, c: whole },
  p: { s: state, l: word },
  a: { v: step, c: step, x: text, e: word, w: step, l: word },
  n: { ...textual, k: word, b: whole, skills: words, expectations: words, field: word, page: word, url: word },
  g: { ...textual, s: state, skill: word, item: word, level: word },
  s: { v: map(step), day: word, e: word, l: word, aim: word },
  m: { v: plain },
};
const NEEDED = { i: "s", p: "s", a: "v", n: "x", g: "x", s: "v", m: "v" };

/** A record as it may be kept: known fields only. Null when what the kind needs is missing or wrong. */
export const clean = (kind, record) => {
  const fields = FIELDS[kind];
  if (!fields || record === null || typeof record !== "object") return null;
  const kept = {};
  for (const [name, holds] of Object.entries({ ...fields, ...common })) if (Object.hasOwn(record, name) && holds(record[name])) kept[name] = record[name];
  if (kept.t === undefined || kept.d === undefined || (!kept.z && kept[NEEDED[kind]] === undefined)) return null;
  if (isText(kind) && Array.isArray(record.o) && !kept.z) {
    const others = record.o.slice(0, 50).map((one) => clean(kind, { ...one, o: undefined, w: undefined })).filter((one) => one && !one.z);
    if (others.length) kept.o = others;
  }
  return kept;
};
