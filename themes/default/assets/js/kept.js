// The reader's records as a page of their data reads them: by subject, and which of them the book has no longer.
// Pure functions, without document and storage.
import { clean } from "./clean.js";
import { isText, kindOf, mergeRecord } from "./merge.js";

// What belongs to this browser and not to its reader.
export const OWN = new Set(["m:device", "m:exported", "m:persist", "m:undo"]);
const PERSON = /^@([^:]+):(.*)$/s;

export const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
// One form for one meaning, so that equal records have equal texts.
export const settled = (kind, record) => (record && isText(kind) ? mergeRecord(kind, record, record) : record);
/** Texts by name, as all() gives them, as records by subject: Map of `me` and people's ids → Map of key → record. */
export const bySubject = (all) => {
  const subjects = new Map([["me", new Map()]]);
  for (const [name, text] of all) {
    const [, subject, key] = PERSON.exec(name) ?? [null, "me", name];
    const record = settled(key[0], clean(kindOf(key), parse(text) ?? null));
    if (!record || OWN.has(key)) continue;
    if (!subjects.has(subject)) subjects.set(subject, new Map());
    subjects.get(subject).set(key, record);
  }
  return subjects;
};
// Whether the book still has what a record of this kind is about.
export const has = {
  i: (manifest, id) => manifest.items.has(id),
  p: (manifest, id) => manifest.chapters.some((chapter) => chapter.id === id),
  a: (manifest, id) => Object.hasOwn(manifest.skills, id),
};
/** Records whose item, chapter or skill the book no longer has, under their last title. */
export const archived = (records, manifest) => {
  const olds = new Set([...manifest.was].flatMap(([now, old]) => old.map((id) => now.slice(0, 2) + id)));
  return [...records].filter(([key, record]) => key[0] in has && !record.z && !has[key[0]](manifest, key.slice(2)) && !olds.has(key) && record.s !== "todo");
};
