// Records of a reader in localStorage, one key each: rungs:<site>:<kind>:<id>.
// Every access is guarded and every write is read back. What storage refuses stays in memory and is reported.
const block = document.getElementById("r:manifest");
export const manifest = block ? JSON.parse(block.textContent) : {};
const prefix = `rungs:${manifest.site ?? document.documentElement.dataset.site}:`;
const SCHEMA = 1;
const STATES = ["todo", "doing", "done", "na"];
const unsaved = new Map();
const hearers = [];
let device;

/** Calls `hear` after every write and whenever another tab, or the way back, may have changed a record. */
export const onChange = (hear) => hearers.push(hear);
const tell = () => hearers.forEach((hear) => hear());

const get = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const set = (key, text) => {
  try {
    localStorage.setItem(key, text);
  } catch { /* the read-back says it */ }
  return get(key) === text;
};
const parse = (text) => {
  try {
    const record = JSON.parse(text);
    return Number.isFinite(record.t) && (STATES.includes(record.s) || "v" in record) ? record : null;
  } catch {
    return null;
  }
};

/** True when the records were written by a newer version: they are then only read. */
export const newer = () => Number(get(`${prefix}v`)) > SCHEMA;

// A record that cannot be read is moved aside; false when storage does not even allow that.
const quarantine = (key, text) => {
  if (newer() || !set(`${prefix}bad:${Date.now()}:${key.slice(prefix.length)}`, text)) return false;
  try {
    localStorage.removeItem(key);
  } catch { /* nothing is lost: it is there twice */ }
  return true;
};
const load = (key) => {
  const text = get(key);
  const kept = text === null ? null : parse(text);
  if (text !== null && !kept) quarantine(key, text);
  const mine = unsaved.get(key);
  return mine && !(kept && (kept.t > mine.t || (kept.t === mine.t && kept.d > mine.d))) ? mine : kept;
};
const save = (key, record) => {
  const there = get(key);
  const text = JSON.stringify(record);
  const free = !newer() && (there === null || parse(there) || quarantine(key, there));
  const done = free && (get(`${prefix}v`) !== null || set(`${prefix}v`, String(SCHEMA))) && set(key, text);
  if (done) unsaved.delete(key);
  else unsaved.set(key, record);
  return done;
};
const now = (last) => Math.max(Date.now(), (last?.t ?? 0) + 1);
const me = () => {
  device ??= load(`${prefix}m:device`)?.v;
  if (!device) {
    device = Math.random().toString(36).slice(2, 10);
    save(`${prefix}m:device`, { v: device, t: Date.now(), d: device });
  }
  return device;
};

/** The record of an item ("i") or a chapter ("p"); null when there is none. */
export const read = (kind, id) => load(`${prefix}${kind}:${id}`);

/** Writes a state; nothing is ever removed, so unticking writes "todo". */
export const write = (kind, id, state, rev, title) => {
  const key = `${prefix}${kind}:${id}`;
  const record = { s: state, t: now(load(key)), d: me(), r: rev, l: title };
  if (save(key, record)) for (const [other, waiting] of [...unsaved]) save(other, waiting);
  tell();
};

/** A register: a preference such as the theme. */
export const register = (name, value) => {
  const key = `${prefix}m:${name}`;
  const last = load(key);
  if (value !== undefined) save(key, { v: value, t: now(last), d: me() });
  return value ?? last?.v;
};

/** The one counter: ids in, numbers out. "na" leaves the total. */
export const count = (items, records) => {
  const sum = { total: 0, done: 0, doing: 0, na: 0 };
  for (const id of new Set(items)) {
    const state = records(id)?.s;
    if (state !== "na") sum.total += 1;
    if (state && state !== "todo") sum[state] += 1;
  }
  return sum;
};

/** Number of the reader's ticks that storage refused. */
export const refused = () => [...unsaved.keys()].filter((key) => !key.startsWith(`${prefix}m:`)).length;

/** Everything that is known here, as text for a file. */
export const everything = () => {
  const records = {};
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(prefix)) records[key.slice(prefix.length)] = parse(get(key)) ?? get(key);
    }
  } catch { /* only what is in memory, then */ }
  for (const [key, record] of unsaved) records[key.slice(prefix.length)] = record;
  return JSON.stringify({ format: "rungs-progress", version: SCHEMA, site: prefix.slice(6, -1), exported: new Date().toISOString(), records }, null, 1);
};

for (const name of ["storage", "pageshow"]) addEventListener(name, tell);
document.addEventListener("visibilitychange", () => document.hidden || tell());
addEventListener("beforeunload", (event) => refused() && event.preventDefault());
