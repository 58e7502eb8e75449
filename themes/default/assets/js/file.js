// The file a reader keeps: written, read back, compared. Pure functions, without document and storage.
//
//   {format, version, site, title, exported, records: {"i:id": record, …},     what the reader wrote
//    people: {id: {name, records}},                                           in a whole backup
//    person: {id, name},                                                      instead, when it is one person's file
//    unreadable: {name: text}}                                                what could not be read, as it was found
import { SCHEMA, find, scoped } from "./records.js";
import { OWN, archived, bySubject, has, parse, settled } from "./kept.js";
import { clean } from "./clean.js";
import { isText, kindOf, mergeAll, texts } from "./merge.js";
import { present } from "./renamed.js";
import { migrate } from "./steps.js";

export const FORMAT = "rungs-progress";
/** Files and what is pasted may be this long. */
export const LARGEST = 1024 * 1024;
const ID = /^(?:@[a-z0-9]{1,16}:)?[iangpsm]:(?!__proto__$)[\p{L}\p{N}._~/-]{1,200}$/u;
const plain = (records) => Object.fromEntries([...records].sort(([a], [b]) => Number(a > b) - Number(a < b)));

/** A file of everything (`all`), of the reader (`me`) or of a person, by id. */
export const toFile = (all, { site, title, subject = "all", now }) => {
  const subjects = bySubject(all);
  const nameOf = (id) => subjects.get(id)?.get("m:person")?.v ?? "";
  const head = { format: FORMAT, version: SCHEMA, site, title, exported: new Date(now).toISOString() };
  if (subject !== "all" && subject !== "me") return { ...head, person: { id: subject, name: nameOf(subject) }, records: plain(subjects.get(subject) ?? []) };
  const file = { ...head, records: plain(subjects.get("me")) };
  if (subject === "me") return file;
  subjects.delete("me");
  if (subjects.size) file.people = Object.fromEntries([...subjects].map(([id, records]) => [id, { name: nameOf(id), records: plain(records) }]));
  const unreadable = [...all].filter(([name, text]) => name.startsWith("bad:") || (ID.test(name) && !clean(kindOf(name), parse(text) ?? null)));
  if (unreadable.length) file.unreadable = Object.fromEntries(unreadable);
  return file;
};

// A time in the future is a wrong clock. It may not win for ever, so it becomes the time of the export, and that the
// time of the import at most. A text keeps apart from others of that moment by its writer's name.
const hash = (text) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) >>> 0, 7).toString(36);
const clamp = (kind, record, limit) => {
  if (!isText(kind)) {
    const late = record.t > limit || record.c > limit;
    return [late ? { ...record, t: Math.min(record.t, limit), ...(record.c && { c: Math.min(record.c, limit) }) } : record, Number(late)];
  }
  const inTime = (one) => (one.t <= limit ? one : { ...one, t: limit, ...(!one.z && { d: `${one.d}~${hash(one.x)}` }) });
  const { w = {}, o = [], ...own } = record;
  const seen = Object.fromEntries(Object.entries(w).map(([writer, t]) => [writer, Math.min(t, limit)]));
  const fixed = { ...inTime(own), w: seen, o: o.map(inTime) };
  return [settled(kind, fixed), Number([own, ...o].some((one) => one.t > limit) || Object.values(w).some((t) => t > limit))];
};

/**
 * Reads a file: `{error}` (`large`, `broken`, `foreign`, `newer`, `other`) or
 * `{subjects: Map of subject → Map of key → record, names, person, exported, dropped, clamped}`.
 */
export const readFile = (text, { site, now }) => {
  if (text.length > LARGEST || new TextEncoder().encode(text).length > LARGEST) return { error: "large" };
  const file = parse(text);
  if (file === undefined || file === null || typeof file !== "object") return { error: "broken" };
  if (file.format !== FORMAT || typeof file.records !== "object" || file.records === null) return { error: "foreign" };
  if (!(file.version >= 1)) return { error: "foreign" };
  if (file.version > SCHEMA) return { error: "newer" };
  if (file.site !== site) return { error: "other", site: String(file.site).slice(0, 80) };
  const exported = Math.min(Date.parse(file.exported) || now, now);
  const read = { subjects: new Map(), names: new Map(), exported, dropped: 0, clamped: 0 };
  const take = (subject, records) => {
    if (records === null || typeof records !== "object") return;
    const kept = new Map();
    for (const [key, record] of Object.entries(records)) {
      if (OWN.has(key)) continue;
      const cleaned = ID.test(key) && !key.startsWith("@") ? clean(key[0], record) : null;
      if (!cleaned) {
        read.dropped += 1;
        continue;
      }
      const [inTime, late] = clamp(key[0], migrate(key[0], cleaned, file.version), exported);
      read.clamped += late;
      kept.set(key, inTime);
    }
    read.subjects.set(subject, kept);
  };
  const isId = (id) => typeof id === "string" && /^[a-z0-9]{1,16}$/.test(id) && id !== "me";
  if (file.person && isId(file.person.id)) {
    read.person = file.person.id;
    take(read.person, file.records);
  } else {
    take("me", file.records);
    for (const [id, person] of Object.entries(file.people ?? {})) {
      if (isId(id) && person !== null && typeof person === "object") take(id, person.records);
    }
  }
  for (const [subject, records] of read.subjects) {
    const name = records.get("m:person")?.v;
    if (typeof name === "string") read.names.set(subject, name);
  }
  return read;
};

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/** What merging a file's records into ours would do: numbers, and the records as they would be. */
export const preview = (ours, theirs, manifest) => {
  const merged = mergeAll(ours, theirs);
  const sum = { fresh: 0, same: 0, newerHere: 0, newerThere: 0, both: 0, unknown: 0 };
  const known = (key) => {
    const [kind, id] = [key[0], key.slice(2)];
    return !(kind in has) || has[kind](manifest, id) || [...manifest.was].some(([now, old]) => now[0] === kind && old.includes(id));
  };
  for (const [key, record] of theirs) {
    const [mine, result] = [ours.get(key), merged.get(key)];
    if (!known(key)) sum.unknown += 1;
    if (!mine) sum.fresh += 1;
    else if (equal(mine, record)) sum.same += 1;
    else if (isText(key[0]) && texts(result).length > Math.max(texts(mine).length, texts(record).length)) sum.both += 1;
    else if (equal(result, mine)) sum.newerHere += 1;
    else sum.newerThere += 1;
  }
  return { merged, sum };
};

const day = (t) => new Date(t).toISOString().slice(0, 10);
// A line of a note may not become a heading or an item of the file.
const quoted = (text) => text.split(/\r?\n/).map((line) => `  > ${line}`.trimEnd()).join("\n");
const oneLine = (text) => String(text).replace(/\s+/g, " ").trim();

/** Everything of one subject as Markdown. `say` gives the words by key. */
export const toMarkdown = (records, manifest, say, { title, name, now }) => {
  const lines = [`# ${oneLine(title)}`, "", `${name ? `${oneLine(name)}. ` : ""}${say("exported_on")} ${day(now)}.`];
  const group = (heading, entries) => entries.length && lines.push("", `## ${heading}`, "", ...entries);
  const item = ([id, about]) => {
    const record = find(manifest, records, `i:${id}`);
    const box = record?.s === "done" ? "x" : " ";
    const state = record && record.s !== "todo" ? ` (${say(record.s)}, ${day(record.c ?? record.t)})` : "";
    return `- [${box}] ${oneLine(about.title)}${state}`;
  };
  for (const [key, page] of Object.entries(manifest.pages)) {
    const items = scoped(manifest, `page:${key}`);
    if (items.some(([id]) => (find(manifest, records, `i:${id}`)?.s ?? "todo") !== "todo")) group(oneLine(page.title), items.map(item));
  }
  const of = (kind) => [...records].filter(([key, record]) => key[0] === kind && !record.z);
  const skill = (id) => oneLine(manifest.skills[present(manifest, "a", id)]?.title ?? id);
  group(say("assessment"), of("a").map(([key, one]) => `- ${skill(key.slice(2))}: ${one.v}${one.x ? `. ${oneLine(one.x)}` : ""} (${day(one.t)})`));
  const written = (kind) => of(kind).flatMap(([, one]) => texts(one)).filter(({ x }) => x).sort((a, b) => a.t - b.t)
    .map((one) => `- ${one.day ?? day(one.t)}${one.l ? ` ${oneLine(one.l)}` : ""}${one.s ? ` (${say(one.s)})` : ""}\n${quoted(one.x)}`);
  group(say("goals"), written("g"));
  group(say("notes"), written("n"));
  group(say("chapters"), of("p").filter(([, one]) => one.s === "done").map(([key, one]) => `- ${oneLine(manifest.chapters.find(({ id }) => id === key.slice(2))?.title ?? one.l ?? key)} (${day(one.t)})`));
  group(say("archive"), archived(records, manifest).map(([key, one]) => `- ${oneLine(one.l || key)} (${day(one.t)})`));
  return `${lines.join("\n")}\n`;
};

// A cell that begins like a formula is text to a spreadsheet only behind an apostrophe.
const cell = (value) => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
};
/** Everything of one subject as CSV, one record a line. */
export const toCsv = (records, manifest) => {
  const rows = [["kind", "id", "title", "state", "date", "revision", "text"]];
  const kinds = { i: "item", p: "chapter", a: "assessment", n: "note", g: "goal", s: "snapshot" };
  for (const [key, record] of [...records].sort(([a], [b]) => Number(a > b) - Number(a < b))) {
    if (!kinds[key[0]] || record.z) continue;
    for (const one of texts(record)) {
      const value = one.s ?? (typeof one.v === "object" ? Object.entries(one.v).map(([skill, step]) => `${skill} ${step}`).join("; ") : one.v);
      const title = one.l ?? manifest.items.get(key.slice(2))?.title ?? (key[0] === "a" ? manifest.skills[key.slice(2)]?.title : "");
      rows.push([kinds[key[0]], key.slice(2), title, value, one.day ?? new Date(one.c ?? one.t).toISOString(), one.r, one.x]);
    }
  }
  return rows.map((row) => row.map(cell).join(",")).join("\r\n").concat("\r\n");
};
