// Records of a reader in localStorage, one key each. This module is the only one that touches it.
// Every access is guarded and every write is read back. What storage refuses stays in memory and is reported.
//
// Keys: `rungs:<site>:<kind>:<id>` for the reader, `rungs:<site>:@<person>:<kind>:<id>` for people whom a manager
// adds, `rungs:<site>:v` the schema, `rungs:<site>:bad:…` what could not be read, as it was found.
// Records: all have `t` (ms, larger than that of the record before) and `d` (who wrote it); `z: 1` marks a deletion.
//   i  item        s todo|doing|done|na, r revision, l title then, c time of the tick where t is not (undo)
//   p  chapter     s done|todo, l title
//   a  assessment  of a skill: v step 0-5, c confidence, x line of evidence, e edition, w target then, l title
//   n  note        x text, and what a page needs: k kind, day, skills, expectations, l title; w, o as in merge.js;
//                  of a draft that changes a note: b time of that note when the change was begun
//   g  goal        x text, day it is due, s state, skill, item, l title; w, o as in merge.js
//   s  snapshot    of assessments: v {skill: step}, day, e edition, l title
//   m  register    v any value: aim, place, theme, seen …; of a person: person, their name
// Which fields an import lets through stands in clean.js; a new field is added there.
//
// Every page has this module and records.js (count, scopes). notebook.js has what workspace pages and worksheets need
// beyond ticks: notes, lists, deletions, people, the whole manifest. merge.js and share.js are pure.
//   manifest                      the page's part: {site, page, items: Map, was: Map}
//   records("me" | person)        a view: .read(kind, id) → record or null (follows renames, leaves out deletions),
//                                 .write(kind, id, fields) → record, .get("i:id") raw, as count() takes it
//   register(name, value)         a preference of the reader, read and written
//   onChange(hear) → stop         after every write here, in another tab, and when the page is shown again
//   stale()                       {changed, days} since the last export
//   refused(), newer()            how many records storage would not take; whether a newer version wrote them
import { SCHEMA, STATES, find, later, readManifest } from "./records.js";

export const manifest = readManifest(JSON.parse(document.getElementById("r:manifest")?.textContent ?? "{}"));
export const prefix = `rungs:${manifest.site ?? document.documentElement.dataset.site}:`;
/** What storage refused, by key. */
export const unsaved = new Map();
/** How two records of a key become one, by kind; the later one wins where nothing is said. */
export const rules = {};
const parsed = new Map();
const hearers = new Set();
let device;

export const onChange = (hear) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};
export const tell = () => hearers.forEach((hear) => hear());

const guarded = (work, otherwise) => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};
export const get = (key) => guarded(() => localStorage.getItem(key), null);
/** Writes a text, or removes it where it is null; false when storage did not do it. */
export const set = (key, text) => {
  guarded(() => (text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text)));
  return get(key) === text;
};
export const keys = () => guarded(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), []);
export const kindOf = (key) => key.slice(prefix.length).replace(/^@[^:]*:/, "").split(":")[0];

/** True when the records were written by a newer version: they are then only read. */
export const newer = () => Number(get(`${prefix}v`)) > SCHEMA;

const sound = (record) => Number.isInteger(record.t) && (STATES.includes(record.s) || "v" in record || "x" in record || record.z);
/** A text as a record, null when it is none. */
export const parse = (key, text) => {
  let [last, record] = parsed.get(key) ?? [];
  if (last !== text) {
    record = guarded(() => JSON.parse(text), null);
    record = guarded(() => sound(record), false) ? record : null;
    parsed.set(key, [text, record]);
  }
  return record;
};
// A record that cannot be read is moved aside; false when storage does not even allow that.
const quarantine = (key, text) => {
  if (newer() || !set(`${prefix}bad:${Date.now()}:${key.slice(prefix.length)}`, text)) return false;
  set(key, null);
  return true;
};
/** The record of a full key: what is stored, together with what is not saved yet. */
export const load = (key) => {
  const text = get(key);
  const kept = text === null ? null : parse(key, text);
  if (text !== null && !kept) quarantine(key, text);
  return (rules[kindOf(key)] ?? later)(kept, unsaved.get(key)) ?? null;
};
const save = (key, record) => {
  const there = get(key);
  const free = !newer() && (there === null || parse(key, there) || quarantine(key, there));
  const done = free && (get(`${prefix}v`) !== null || set(`${prefix}v`, `${SCHEMA}`)) && set(key, JSON.stringify(record));
  if (done) unsaved.delete(key);
  else unsaved.set(key, record);
  return done;
};
/** Keeps a record under its full key, and tries again what was refused before. */
export const keep = (key, record) => {
  if (save(key, record)) for (const other of [...unsaved.keys()]) save(other, load(other));
  tell();
  return record;
};
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");
/** This browser's name in records. */
export const me = () => {
  device ??= load(`${prefix}m:device`)?.v;
  if (!device) {
    device = newId();
    save(`${prefix}m:device`, { v: device, t: Date.now(), d: device });
  }
  return device;
};
export const now = (last) => Math.max(Date.now(), (last?.t ?? 0) + 1);

/** The records of the reader (`me`) or of a person; `known` is the manifest that says what was renamed. */
export const records = (subject = "me", known = manifest) => {
  const start = subject === "me" ? prefix : `${prefix}@${subject}:`;
  const view = {
    subject,
    person: subject !== "me",
    start,
    get: (key) => load(start + key) ?? undefined,
    read: (kind, id) => {
      const record = find(known, view, `${kind}:${id}`);
      return record && !record.z ? record : null;
    },
    write: (kind, id, fields) => {
      const last = find(known, view, `${kind}:${id}`);
      return keep(`${start}${kind}:${id}`, { ...fields, t: now(last), d: me() });
    },
  };
  return view;
};
export const mine = records();

/** A register of the reader: a preference such as the theme. */
export const register = (name, value) => (value === undefined ? mine.read("m", name) : mine.write("m", name, { v: value }))?.v;

/** How many of the reader's records storage refused. */
export const refused = () => [...unsaved.keys()].filter((key) => kindOf(key) !== "m").length;

/** How many records changed since the last export, and how many days ago that was (or the first record is). */
export const stale = () => {
  const last = register("exported");
  const times = keys().filter((key) => !"mvb".includes(kindOf(key)[0])).map((key) => load(key)?.t).filter((t) => t > (last ?? 0));
  return { changed: times.length, days: times.length && (Date.now() - (last ?? Math.min(...times))) / 864e5 };
};

let waiting;
const refresh = () => {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    tell();
  });
};
addEventListener("storage", (event) => (event.key?.startsWith(prefix) ?? true) && refresh());
addEventListener("pageshow", refresh);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
addEventListener("beforeunload", (event) => refused() && event.preventDefault());
const schema = Number(get(`${prefix}v`));
if (schema && schema < SCHEMA) import("./migrate.js").then(({ bringUp }) => bringUp(schema));
