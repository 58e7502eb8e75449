// Merging records of two tabs, devices or files: pure functions, without document and storage.
//
// Of most records the later one wins. Texts (notes, goals) are not given up that way: two that were written without
// knowledge of each other are both kept, the later one as the record itself, the others in `o`. `w` says up to which
// time each writer's texts were known, so a text goes only when someone who had it before them replaced or deleted
// it. Merging is commutative, associative and idempotent.
import { compare, later } from "./records.js";

/** All texts of a note: its own first. A deleted one has none. */
export const texts = (record) => {
  if (!record || record.z) return [];
  const { w, o = [], ...own } = record;
  return [own, ...o];
};
/** Up to which time each writer's texts are known to a record. */
export const known = (record) => {
  const seen = new Map(Object.entries(record?.w ?? {}));
  for (const { t, d } of record ? [record, ...texts(record)] : []) seen.set(d, Math.max(t, seen.get(d) ?? 0));
  return seen;
};
const inOrder = (seen) => Object.fromEntries([...seen].sort(([a], [b]) => Number(a > b) - Number(a < b)));
const same = (one) => (other) => one.t === other.t && one.d === other.d && one.x === other.x;
const isGone = (one, others, seen) => seen.get(one.d) >= one.t && !others.some(same(one));
const together = (record, others, seen) => ({ ...record, w: inOrder(seen), ...(others.length > 0 && { o: others }) });

/** Two records of one note or goal as one. */
export const mergeTexts = (a, b) => {
  if (!a || !b) return a ?? b;
  const [ours, theirs, seen, there] = [texts(a), texts(b), known(a), known(b)];
  const kept = ours.filter((one) => !isGone(one, theirs, there));
  kept.push(...theirs.filter((one) => !isGone(one, ours, seen) && !ours.some(same(one))));
  for (const [writer, t] of there) seen.set(writer, Math.max(t, seen.get(writer) ?? 0));
  kept.sort((one, other) => compare(other, one));
  if (kept.length) return together(kept[0], kept.slice(1), seen);
  const [d, t] = Object.entries(inOrder(seen)).reduce((best, next) => (next[1] >= best[1] ? next : best));
  return together({ z: 1, t, d }, [], seen);
};
/**
 * A new text (or, with `z`, a deletion) after a record. Texts that stood beside it stay; where `o` is given, it says
 * which do, and those that were deleted are written again. What was written since `from` stays in any case.
 */
export const rewrite = (last, fields, now, d, from) => {
  const seen = known(last);
  const { w, o, ...given } = fields;
  const t = Math.max(now, (o?.length ?? 0) + 1 + Math.max(0, ...seen.values()));
  const own = { ...given, t, d };
  seen.set(d, t);
  if (own.z) return together({ z: 1, t, d }, [], seen);
  const there = texts(last);
  const replaced = texts(from).slice(0, o ? undefined : 1);
  const isNew = (one) => from && one.x !== own.x && !replaced.some(same(one));
  const beside = there.filter((one, at) => (o ? o.some(same(one)) : at > 0) || isNew(one));
  const again = (o ?? []).filter((one) => !there.some(same(one))).map((one, at) => ({ ...one, t: t - 1 - at, d }));
  return together(own, [...beside, ...again], seen);
};

/** The kind of a name: `i` of `i:id` and of `@person:i:id`. */
export const kindOf = (name) => name.replace(/^@[^:]*:/, "").split(":")[0];
export const isText = (kind) => kind === "n" || kind === "g";
/** Two records of a kind as one. */
export const mergeRecord = (kind, a, b) => (isText(kind) ? mergeTexts(a, b) : later(a, b));
/** Two Maps of name → record as one. */
export const mergeAll = (ours, theirs) => {
  const merged = new Map(ours);
  for (const [name, record] of theirs) merged.set(name, mergeRecord(kindOf(name), merged.get(name), record));
  return merged;
};
