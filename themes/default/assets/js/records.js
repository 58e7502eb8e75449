// What every page knows of records: which of two wins, which items a scope holds, and the one counter.
// Pure functions, the same in the browser and in node. The head of store.js says what the kinds of records hold.

/** The schema of the records. migrate.js brings older ones up; newer ones are only read. */
export const SCHEMA = 2;
export const STATES = ["todo", "doing", "done", "na"];
export const DAY = 864e5;

/** Below zero when `a` is the earlier one. Devices, then the text itself, decide where times are equal. */
export const compare = (a, b) => {
  if (a.t !== b.t) return a.t - b.t;
  const [one, two] = a.d === b.d ? [JSON.stringify(a), JSON.stringify(b)] : [a.d, b.d];
  return Number(one > two) - Number(one < two);
};
export const later = (a, b) => (!a || (b && compare(a, b) < 0) ? b : a);

/** The manifest (a page's part or the whole) with its items as a Map, so that no id can be mistaken for a property. */
export const readManifest = (json) => ({
  ...json,
  items: new Map(Object.entries(json.items ?? {}).map(([id, item]) => [id, { page: json.page, rev: 1, url: `${json.pages?.[item.page]?.url}#item:${id}`, ...item }])),
  was: new Map(Object.entries(json.was ?? {})),
});

/** The record of a key (`i:some-id`) under its present or a former id; `records` is a Map or anything with `get`. */
export const find = (manifest, records, key) =>
  (manifest.was.get(key) ?? []).reduce((found, old) => later(found, records.get(key.slice(0, 2) + old)), records.get(key));

/**
 * The items of a scope, [id, item] each: `book`, `page:checklist/weekly-habits`, `checklist:weekly-habits`,
 * `item:some-id`, `skill:writing`, and the practice of a level or track, `level:staff`, `track:ic`.
 */
export const scoped = (manifest, scope) => {
  const [kind, id] = scope.split(/:(.*)/);
  if (kind === "item") return manifest.items.has(id) ? [[id, manifest.items.get(id)]] : [];
  const inside = {
    book: () => true,
    page: (item) => item.page === id,
    checklist: (item) => item.page === `checklist/${id}`,
    skill: (item) => item.skills?.includes(id),
    level: (item) => item.level === id,
    track: (item) => manifest.tracks[id]?.levels.includes(item.level),
  }[kind];
  return [...manifest.items].filter(([, item]) => inside(item));
};

/** When a done item is due again; undefined when it never is. `c` is the time of the tick where a later write was no tick. */
export const dueAt = (item, record) => (item.review && record?.s === "done" ? (record.c ?? record.t) + item.review * DAY : undefined);

/**
 * The one counter behind every number of every page. It reads the manifest and the records, never the page.
 * An item that is not for the reader (`na`) leaves the total. `new`: came into the book since the reader last looked
 * (register `seen`) and is still untouched. `changed`: its meaning was revised after the tick. `due`: to be looked at
 * again. The view of a person counts only what their manager ticks.
 */
export const count = (manifest, records, scope, now = Date.now()) => {
  const sum = { total: 0, done: 0, doing: 0, na: 0, new: 0, changed: 0, due: 0 };
  const seen = records.get("m:seen")?.v;
  for (const [id, item] of scoped(manifest, scope)) {
    if (records.person && !item.owner) continue;
    const record = find(manifest, records, `i:${id}`);
    const state = record?.s ?? "todo";
    if (state !== "na") sum.total += 1;
    if (state !== "todo") sum[state] += 1;
    if (!record && item.n > seen) sum.new += 1;
    if (state === "done" && record.r < item.rev) sum.changed += 1;
    if (dueAt(item, record) <= now) sum.due += 1;
  }
  return sum;
};
