// What workspace pages and worksheets need of the store beyond ticks: notes and goals, lists, deletions, people, the
// whole manifest, and raw access for export, import and erasing.
//
//   whole() → Promise             fetches the whole manifest once; `manifest` of store.js then holds all of it:
//                                 items, pages, chapters, skills, levels, tracks, was, gone
//   notebook("me" | person)       a view as records() gives it, and
//                                 .write(kind, id, fields, from) → record; `from` is the note an editor started with:
//                                   what another tab wrote since then stays beside it, in record.o
//                                 .remove(kind, id), .list(kind) → [[id, record]] without deletions, sorted by id
//   people() → [{id, name}]       addPerson(name) → id, renamePerson(id, name), removePerson(id) → bring back
//   newId()                       for a note, goal, snapshot or person
//   all() → Map, put(Map)         texts by name without the prefix; put writes or (null) removes all or nothing
//   texts(record)                 a note's own text and those that stand beside it, as records
import { isText, mergeTexts, rewrite, texts } from "./merge.js";
import { readManifest } from "./records.js";
import { get, keep, keys, kindOf, load, manifest, me, newId, newer, now, onChange, parse, prefix, records, register, rules, set, tell, unsaved } from "./store.js";

export { newId, texts };
rules.n = mergeTexts;
rules.g = mergeTexts;

let fetching;
export const whole = () => (fetching ??= fetch(new URL("../../progress-manifest.json", import.meta.url), { cache: "no-cache" })
  .then((answer) => answer.json())
  .then((json) => Object.assign(manifest, readManifest(json), { page: manifest.page }))
  .catch((error) => {
    fetching = undefined;
    throw error;
  }));

// Two tabs may write one note in the same moment, so each tab signs its texts for itself, and puts together again
// what another one wrote over its own.
const tab = newId().slice(0, 3);
const written = new Map();
onChange(() => {
  for (const [key, record] of written) {
    const text = get(key);
    const there = text && parse(key, text);
    const both = there && JSON.stringify(mergeTexts(there, record));
    if (both && both !== text && !newer() && set(key, both)) written.set(key, JSON.parse(both));
  }
});

// Asked once, after the first note; the answer is kept as it is.
const persist = async () => {
  if (!navigator.storage?.persist || register("persist") !== undefined) return;
  register("persist", await navigator.storage.persist());
};
const writeText = (key, fields, from) => {
  const last = load(key);
  const record = rewrite(last, fields, now(last), `${me()}-${tab}`, from);
  written.set(key, record);
  keep(key, record);
  if (kindOf(key) === "n" && !record.z) persist().catch(() => {});
  return record;
};

export const notebook = (subject = "me") => {
  const view = records(subject);
  // Of a person who was removed, perhaps in another tab, nothing is kept any more.
  const isGone = () => view.person && !view.read("m", "person");
  const write = (kind, id, fields, from) => (isGone() ? fields : isText(kind) ? writeText(`${view.start}${kind}:${id}`, fields, from) : view.write(kind, id, fields));
  return {
    ...view,
    write,
    remove: (kind, id) => write(kind, id, { z: 1 }),
    list: (kind) => {
      const head = `${view.start}${kind}:`;
      const names = new Set([...keys(), ...unsaved.keys()].filter((key) => key.startsWith(head)));
      return [...names].sort().map((key) => [key.slice(head.length), load(key)]).filter(([, record]) => record && !record.z);
    },
  };
};

const PERSON = /^@([^:]+):m:person$/;
export const people = () => {
  const ids = new Set([...keys(), ...unsaved.keys()].map((key) => PERSON.exec(key.slice(prefix.length))?.[1]).filter(Boolean));
  const named = [...ids].map((id) => ({ id, name: records(id).read("m", "person")?.v })).filter((one) => one.name);
  return named.sort((a, b) => a.name.localeCompare(b.name));
};
export const renamePerson = (id, name) => records(id).write("m", "person", { v: name });
export const addPerson = (name) => {
  const id = newId();
  renamePerson(id, name);
  return id;
};
/** Removes a person with everything kept about them; gives what brings it back, or false. */
export const removePerson = (id) => {
  const before = new Map([...all()].filter(([name]) => name.startsWith(`@${id}:`)));
  return put(new Map([...before.keys()].map((name) => [name, null]))) && (() => put(before));
};

export const all = () => {
  const names = new Set([...keys(), ...unsaved.keys()]);
  return new Map([...names].sort().map((key) => [key.slice(prefix.length), unsaved.has(key) ? JSON.stringify(load(key)) : get(key)]));
};
export const put = (changes) => {
  if (newer()) return false;
  const before = new Map([...changes.keys()].map((name) => [name, get(prefix + name)]));
  const done = [...changes].every(([name, text]) => set(prefix + name, text));
  if (!done) for (const [name, text] of before) set(prefix + name, text);
  for (const name of done ? changes.keys() : []) for (const kept of [unsaved, written]) kept.delete(prefix + name);
  tell();
  return done;
};
