// Share links: the state of all items and assessments in a fragment, `#p=…`. Pure functions, without document and
// storage. Notes are never in it.
//
// One byte of version, two of hash, then both lists: a length in two bytes, two bits an item, four an assessment. The
// place of an item or skill is its rank in ids.lock, where no line ever moves; the hash is over the names up to the
// last place used, so that a link that was made from another lock is noticed.
import { STATES, find } from "./records.js";

const VERSION = 1;

/** Ids by their place, those that the book has no longer among them. */
const table = (entries, gone = []) => {
  const places = [];
  for (const [id, { n }] of entries) if (n !== undefined) places[n] = id;
  for (const [n, id] of gone) places[n] = id;
  return places;
};
const tables = (manifest) => ({
  items: table(manifest.items, manifest.gone?.items),
  skills: table(Object.entries(manifest.skills ?? {}), manifest.gone?.skills),
});
// FNV-1a, folded to 16 bits.
const hash = (text) => {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return ((sum >>> 16) ^ sum) & 0xffff;
};
const hashOf = (site, items, skills) => hash([site, ...items, "", ...skills].join("\n"));
const pack = (values, bits) => {
  const bytes = new Uint8Array(Math.ceil((values.length * bits) / 8));
  values.forEach((value, at) => { bytes[(at * bits) >> 3] |= value << ((at * bits) & 7); });
  return bytes;
};
const unpack = (bytes, length, bits) => Array.from({ length }, (_, at) => (bytes[(at * bits) >> 3] >> ((at * bits) & 7)) & ((1 << bits) - 1));
const used = (values) => values.slice(0, values.findLastIndex((value) => value > 0) + 1);

/** The fragment for these records, without `#p=`. */
export const encode = (manifest, records) => {
  const { items, skills } = tables(manifest);
  const states = used(Array.from(items, (id) => (manifest.items.has(id) ? Math.max(0, STATES.indexOf(find(manifest, records, `i:${id}`)?.s)) : 0)));
  const steps = used(Array.from(skills, (id) => {
    const record = Object.hasOwn(manifest.skills, id ?? "") ? find(manifest, records, `a:${id}`) : undefined;
    return record && !record.z ? record.v + 1 : 0;
  }));
  const mark = hashOf(manifest.site, items.slice(0, states.length), skills.slice(0, steps.length));
  const lengths = [states.length, steps.length].flatMap((length) => [length >> 8, length & 255]);
  const bytes = [VERSION, mark >> 8, mark & 255, ...lengths, ...pack(states, 2), ...pack(steps, 4)];
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** A fragment as `{records}`, a Map as all readers of records take it, or `{error}`: `broken`, `newer`, `other`. */
export const decode = (manifest, fragment) => {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return { error: "broken" };
  }
  if (bytes.length < 7) return { error: "broken" };
  if (bytes[0] !== VERSION) return { error: bytes[0] > VERSION ? "newer" : "broken" };
  const [ofItems, ofSkills] = [(bytes[3] << 8) | bytes[4], (bytes[5] << 8) | bytes[6]];
  const middle = 7 + Math.ceil(ofItems / 4);
  if (bytes.length !== middle + Math.ceil(ofSkills / 2)) return { error: "broken" };
  const { items, skills } = tables(manifest);
  const names = [Array.from(items).slice(0, ofItems), Array.from(skills).slice(0, ofSkills)];
  if (names[0].length < ofItems || names[1].length < ofSkills || hashOf(manifest.site, ...names) !== ((bytes[1] << 8) | bytes[2])) return { error: "other" };
  const records = new Map();
  unpack(bytes.subarray(7, middle), ofItems, 2).forEach((state, at) => {
    if (state) records.set(`i:${items[at]}`, { s: STATES[state], t: 0, d: "" });
  });
  unpack(bytes.subarray(middle), ofSkills, 4).forEach((step, at) => {
    if (step > 0 && step < 7) records.set(`a:${skills[at]}`, { v: step - 1, t: 0, d: "" });
  });
  return { records };
};
