// Laws of merging, counting, files and share links, over thousands of random cases, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { modules, randomOf } from "./modules.mjs";

const load = modules();
const { compare, count, dueAt, find, readManifest, scoped, SCHEMA, STATES, DAY } = await load("records.js");
const { clean } = await load("clean.js");
const { kindOf, mergeAll, mergeRecord, mergeTexts, rewrite, texts } = await load("merge.js");
const { LARGEST, preview, readFile, toCsv, toFile, toMarkdown } = await load("file.js");
const { archived, bySubject } = await load("kept.js");
const { decode, encode } = await load("share.js");
const { migrate, steps } = await load("steps.js");

const CASES = 6000;
const KINDS = "iangpsm";
const WORDS = ["", "a", "b", "Ship it", "🙂 שלום", "</script>", "x".repeat(50)];

/** Replicas of one note that edit, delete and learn from each other; every write is remembered with what it saw. */
function history(random) {
  const replicas = Array.from({ length: 2 + random.below(3) }, (_, at) => ({ id: `d${at}`, note: undefined, clock: 1000 + random.below(50) }));
  const writes = [];
  const states = [undefined];
  for (let step = 3 + random.below(14); step > 0; step -= 1) {
    const replica = random.pick(replicas);
    replica.clock += random.below(6) - 2;
    if (random.chance(0.35)) {
      replica.note = mergeTexts(replica.note, random.pick(states));
    } else {
      const seen = texts(replica.note).map((one) => `${one.t} ${one.d}`);
      const removes = random.chance(0.2);
      replica.note = rewrite(replica.note, removes ? { z: 1 } : { x: random.pick(WORDS), o: random.chance(0.3) ? [] : undefined }, replica.clock, replica.id);
      const left = new Set(texts(replica.note).map((one) => `${one.t} ${one.d}`));
      writes.push({ made: removes ? undefined : `${replica.note.t} ${replica.id}`, replaced: seen.filter((dot) => !left.has(dot)) });
    }
    states.push(replica.note);
  }
  return { states, replicas, writes };
}

test(`merging notes is commutative, associative, idempotent, and loses no text (${CASES} cases)`, () => {
  for (let seed = 0; seed < CASES; seed += 1) {
    const random = randomOf(seed);
    const { states, replicas, writes } = history(random);
    const [a, b, c] = [random.pick(states), random.pick(states), random.pick(states)];
    assert.deepEqual(mergeTexts(a, b), mergeTexts(b, a), `commutative, seed ${seed}`);
    assert.deepEqual(mergeTexts(mergeTexts(a, b), c), mergeTexts(a, mergeTexts(b, c)), `associative, seed ${seed}`);
    assert.deepEqual(mergeTexts(a, a), a, `idempotent, seed ${seed}`);
    const ab = mergeTexts(a, b);
    assert.deepEqual(mergeTexts(ab, a), ab, `nothing new in what is known, seed ${seed}`);
    const all = replicas.map((replica) => replica.note).reduce(mergeTexts, undefined);
    const there = new Set(texts(all).map((one) => `${one.t} ${one.d}`));
    const replaced = new Set(writes.flatMap((write) => write.replaced));
    for (const { made } of writes.filter((write) => write.made)) {
      assert.equal(there.has(made), !replaced.has(made), `a text is there unless whoever had it replaced or deleted it, seed ${seed}, ${made}`);
    }
  }
});

test(`a deleted note is written again with all its texts, and stays so for whoever learned of the deletion (${CASES} cases)`, () => {
  const said = (note) => texts(note).map((one) => one.x).sort();
  for (let seed = 0; seed < CASES; seed += 1) {
    const random = randomOf(seed);
    const { states } = history(random);
    const before = random.pick(states.filter((state) => state && !state.z));
    if (!before) continue;
    const gone = rewrite(before, { z: 1 }, 1000, "here");
    const back = rewrite(gone, before, 1000, "here");
    assert.equal(back.x, before.x, `its own text is the first again, seed ${seed}`);
    for (const note of [back, mergeTexts(back, gone), mergeTexts(back, before), mergeTexts(mergeTexts(before, gone), back)]) {
      assert.deepEqual(said(note), said(before), `seed ${seed}`);
      assert.equal(note.x, before.x);
    }
  }
});

test("with `o`, a new text takes the place of what it was read from; what was written since stays", () => {
  const first = rewrite(undefined, { x: "first" }, 1, "a");
  const other = rewrite(first, { x: "other" }, 2, "b", {});
  assert.deepEqual(texts(other).map((one) => one.x), ["other", "first"]);
  assert.deepEqual(texts(rewrite(other, { x: "longer", o: [] }, 3, "a", first)).map((one) => one.x), ["longer", "other"]);
  assert.deepEqual(texts(rewrite(other, { x: "both", o: [] }, 3, "a", other)).map((one) => one.x), ["both"]);
});

const record = (random, kind) => {
  const base = { t: 1 + random.below(5), d: random.pick(["a", "b"]) };
  const value = { i: { s: random.pick(STATES), r: 1, l: "x" }, p: { s: random.pick(["done", "todo"]) }, a: { v: random.below(6) }, s: { v: { writing: random.below(6) } }, m: { v: random.below(3) } };
  return { ...value[kind], ...base };
};
const state = (random) => {
  const records = new Map();
  for (let n = random.below(8); n > 0; n -= 1) {
    const kind = random.pick(["i", "p", "a", "s", "m"]);
    records.set(`${random.chance(0.2) ? "@alex:" : ""}${kind}:${random.below(4)}`, record(random, kind));
  }
  return records;
};
const plain = (map) => Object.fromEntries(map);

test(`merging whole states is commutative, associative and idempotent (${CASES} cases)`, () => {
  for (let seed = 0; seed < CASES; seed += 1) {
    const random = randomOf(seed);
    const [a, b, c] = [state(random), state(random), state(random)];
    assert.deepEqual(plain(mergeAll(a, b)), plain(mergeAll(b, a)), `commutative, seed ${seed}`);
    assert.deepEqual(plain(mergeAll(mergeAll(a, b), c)), plain(mergeAll(a, mergeAll(b, c))), `associative, seed ${seed}`);
    assert.deepEqual(plain(mergeAll(a, a)), plain(a), `idempotent, seed ${seed}`);
    for (const [name, one] of mergeAll(a, b)) {
      const rivals = [a.get(name), b.get(name)].filter(Boolean);
      assert.ok(rivals.every((rival) => compare(one, rival) >= 0) && rivals.includes(one), `the later one wins, seed ${seed}`);
      assert.equal(one, mergeRecord(kindOf(name), rivals[0], rivals[1]));
    }
  }
});

/** A manifest as the generator writes it. */
const handbook = (items, more = {}) => readManifest({
  site: "test", title: "Test", items, chapters: [{ id: "one", title: "One", url: "one.html" }],
  pages: { "checklist/list": { title: "List", url: "list.html" }, "chapter/one": { title: "One", url: "one.html" } },
  skills: { writing: { title: "Writing", url: "w.html", n: 0 } }, levels: {}, tracks: { ic: { title: "IC", url: "ic.html", levels: ["staff"] } },
  was: {}, gone: { items: [], skills: [] }, ...more,
});
const item = (more = {}) => ({ title: "T", page: "checklist/list", ...more });

test("the counter: states, not for me, new, changed, due, renames, people", () => {
  const manifest = handbook({
    a: item({ n: 0 }), b: item({ n: 1, rev: 2 }), c: item({ n: 2, review: 90 }), d: item({ n: 3, skills: ["writing"], level: "staff" }),
    e: item({ n: 4, page: "chapter/one" }), f: item({ n: 5, owner: "both" }),
  }, { was: { "i:d": ["old-d", "older-d"] } });
  const now = 200 * DAY;
  const records = new Map([
    ["i:a", { s: "na", t: 1, d: "x", r: 1 }], ["i:b", { s: "done", t: 1, d: "x", r: 1 }], ["i:c", { s: "done", t: now - 90 * DAY, d: "x", r: 1 }],
    ["i:older-d", { s: "doing", t: 5, d: "x", r: 1 }], ["m:seen", { v: 4, t: 1, d: "x" }],
  ]);
  assert.deepEqual(count(manifest, records, "book", now), { total: 5, done: 2, doing: 1, na: 1, new: 1, changed: 1, due: 1 });
  assert.deepEqual(count(manifest, records, "skill:writing", now), { total: 1, done: 0, doing: 1, na: 0, new: 0, changed: 0, due: 0 });
  for (const scope of ["level:staff", "track:ic", "item:d"]) assert.equal(count(manifest, records, scope, now).doing, 1, scope);
  assert.equal(count(manifest, records, "checklist:list", now).total + count(manifest, records, "page:chapter/one", now).total, 5);
  assert.deepEqual(scoped(manifest, "page:checklist/list"), scoped(manifest, "checklist:list"));
  assert.equal(count(manifest, records, "book", now - 1).due, 0, "not a millisecond earlier");
  records.set("i:d", { s: "todo", t: 6, d: "x" });
  assert.equal(count(manifest, records, "item:d", now).doing, 0, "a write under the new id counts");
  records.set("i:old-d", { s: "done", t: 7, d: "x" });
  assert.equal(find(manifest, records, "i:d").s, "done", "the latest of all names wins");
  const person = Object.assign(new Map(), { person: true });
  assert.equal(count(manifest, person, "book").total, 1, "of a person only what their manager ticks");
  assert.equal(dueAt({ review: 1 }, { s: "done", t: 9 * DAY, c: 2 * DAY }), 3 * DAY, "an undone change keeps the time of the tick");
});

test("export and import: the same state back, also through the text of a file", () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const random = randomOf(seed);
    const all = new Map([["v", String(SCHEMA)], ["m:device", JSON.stringify({ v: "dev", t: 1, d: "dev" })]]);
    for (const [name, one] of state(random)) all.set(name, JSON.stringify(one));
    const { states } = history(random);
    states.forEach((note, at) => note && all.set(`n:note${at}`, JSON.stringify(note)));
    const text = JSON.stringify(toFile(all, { site: "test", title: "T", now: 1e12 }), null, 2);
    const read = readFile(text, { site: "test", now: 2e12 });
    assert.equal(read.error, undefined);
    assert.equal(read.dropped + read.clamped, 0, `seed ${seed}`);
    const before = bySubject(all);
    for (const [subject, records] of before) assert.deepEqual(plain(read.subjects.get(subject) ?? new Map()), plain(records), `seed ${seed}`);
    assert.ok(!text.includes("m:device"), "the browser's own name stays here");
    for (const [subject, records] of before) {
      const { sum, merged } = preview(records, read.subjects.get(subject) ?? new Map(), handbook({}));
      assert.equal(sum.same, records.size);
      assert.deepEqual(plain(merged), plain(records));
    }
  }
});

test("files that are not ours are refused, and what is no record is left out", () => {
  const ours = { format: "rungs-progress", version: SCHEMA, site: "test", exported: "2026-11-01T00:00:00.000Z", records: {} };
  const read = (change, raw) => readFile(raw ?? JSON.stringify({ ...ours, ...change }), { site: "test", now: Date.parse("2026-11-02") });
  for (const [error, file, raw] of [
    ["broken", null, "{\"format\":"], ["broken", null, ""], ["broken", null, "null"], ["foreign", null, "[]"], ["foreign", { format: "other" }], ["foreign", { records: null }],
    ["foreign", { records: 5 }], ["foreign", { version: 0 }], ["newer", { version: SCHEMA + 1 }], ["other", { site: "elsewhere" }], ["other", { site: "<b>" }],
    ["large", null, JSON.stringify({ ...ours, x: "x".repeat(LARGEST) })], ["large", null, JSON.stringify({ ...ours, x: "é".repeat(LARGEST / 2) })],
  ]) assert.equal(read(file, raw).error, error, raw?.slice(0, 40) ?? JSON.stringify(file));

  const good = { s: "done", t: 5, d: "x", r: 1, l: "L" };
  const records = JSON.parse(`{
    "__proto__": {"s": "done"}, "i:__proto__": ${JSON.stringify(good)}, "i:constructor": ${JSON.stringify(good)}, "i:<img src=x onerror=alert(1)>": ${JSON.stringify(good)},
    "x:unknown": ${JSON.stringify(good)}, "@other:i:a": ${JSON.stringify(good)}, "v": 99, "bad:1": ${JSON.stringify(good)}, "m:device": {"v": "evil", "t": 1, "d": "x"},
    "i:ok": ${JSON.stringify({ ...good, evil: { deep: true } })}, "i:none": null, "i:state": {"s": "all", "t": 1, "d": "x"}, "i:time": {"s": "done", "t": 1e308, "d": "x"},
    "i:minus": {"s": "done", "t": -1, "d": "x"}, "a:high": {"v": 6, "t": 1, "d": "x"}, "n:long": {"x": ${JSON.stringify("x".repeat(100_001))}, "t": 1, "d": "x"},
    "n:ok": {"x": "</script><img src=x>", "t": 1, "d": "x", "w": {"x": 1}, "o": [{"x": 5}, {"x": "other", "t": 1, "d": "y"}]},
    "s:proto": {"v": {"__proto__": 3}, "t": 1, "d": "x"}, "i:${"a".repeat(300)}": ${JSON.stringify(good)}
  }`);
  const { subjects, dropped } = read({ records });
  const kept = subjects.get("me");
  assert.deepEqual([...kept.keys()].sort(), ["i:constructor", "i:ok", "n:ok"]);
  assert.equal(dropped, 15);
  assert.deepEqual(kept.get("i:ok"), good, "unknown fields are left out");
  assert.deepEqual(texts(kept.get("n:ok")).map((one) => one.x).sort(), ["</script><img src=x>", "other"]);
  assert.equal({}.s, undefined, "no prototype was touched");
  for (const kind of KINDS) for (const value of [null, 1, "x", [], {}, { t: 1 }, { d: "x" }, { z: 2, t: 1, d: "x" }]) assert.equal(clean(kind, value), null, `${kind} ${JSON.stringify(value)}`);
});

test("a time in the future becomes that of the export, and that the import's; twice changes nothing more", () => {
  const exported = 1e12;
  const file = (at) => JSON.stringify({
    format: "rungs-progress", version: SCHEMA, site: "test", exported: new Date(at).toISOString(),
    records: {
      "i:late": { s: "done", t: exported + 9e9, d: "x", r: 1 }, "i:good": { s: "done", t: 5, d: "x", r: 1 },
      "n:late": { x: "one", t: exported + 5, d: "x", w: { x: exported + 5, y: exported + 5 }, o: [{ x: "two", t: exported + 5, d: "y" }] },
    },
  });
  const once = readFile(file(exported), { site: "test", now: exported + 1000 });
  assert.equal(once.clamped, 2);
  const me = once.subjects.get("me");
  assert.equal(me.get("i:late").t, exported);
  assert.equal(me.get("i:good").t, 5);
  assert.deepEqual(texts(me.get("n:late")).map((one) => one.x).sort(), ["one", "two"]);
  assert.ok(texts(me.get("n:late")).every((one) => one.t === exported));
  assert.equal(readFile(file(exported + 9e9), { site: "test", now: exported }).subjects.get("me").get("i:late").t, exported, "an export from the future counts as now");
  const again = readFile(file(exported), { site: "test", now: exported + 5e9 });
  assert.deepEqual(plain(mergeAll(me, again.subjects.get("me"))), plain(me), "the same file again changes nothing");
});

test("each schema has its step, and a fixture of it becomes one of the next", () => {
  assert.deepEqual(Object.keys(steps).map(Number), Array.from({ length: SCHEMA - 1 }, (_, at) => at + 1));
  const fixtures = {
    1: [["p", { s: "done", t: 5, d: "x", r: 1, l: "Chapter" }, { s: "done", t: 5, d: "x", l: "Chapter" }], ["i", { s: "done", t: 5, d: "x", r: 3, l: "L" }, { s: "done", t: 5, d: "x", r: 3, l: "L" }]],
  };
  for (const schema of Object.keys(steps)) {
    for (const [kind, old, now] of fixtures[schema]) {
      const frozen = Object.freeze(structuredClone(old));
      assert.deepEqual(migrate(kind, frozen, Number(schema)), now);
      assert.deepEqual(migrate(kind, migrate(kind, frozen, Number(schema)), Number(schema)), now, "twice is once");
    }
  }
  const { records } = JSON.parse(JSON.stringify({ records: { "p:one": { s: "done", t: 5, d: "x", r: 1 } } }));
  const read = readFile(JSON.stringify({ format: "rungs-progress", version: 1, site: "test", exported: "2026-01-01", records }), { site: "test", now: 2e12 });
  assert.deepEqual(read.subjects.get("me").get("p:one"), { s: "done", t: 5, d: "x" }, "files of an older schema too");
});

test("share links: 400 items and 21 skills in 200 characters, there and back; another table is noticed", (t) => {
  const skills = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`skill-${n}`, { title: `S${n}`, n }]));
  const book = (n, rename = (id) => id) => handbook(Object.fromEntries(Array.from({ length: n }, (_, at) => [rename(`item-${at}`), item({ n: at })])), { skills });
  const manifest = book(400);
  let longest = 0;
  for (let seed = 0; seed < 300; seed += 1) {
    const random = randomOf(seed);
    const records = new Map([["n:secret", { x: "not for sharing", t: 1, d: "x" }]]);
    for (const id of manifest.items.keys()) if (random.chance(seed ? random.below(10) / 9 : 1)) records.set(`i:${id}`, { s: seed ? random.pick(STATES) : "na", t: 1, d: "x", r: 1 });
    for (const id of Object.keys(skills)) if (random.chance(0.7) || !seed) records.set(`a:${id}`, { v: random.below(6), t: 1, d: "x" });
    const fragment = encode(manifest, records);
    longest = Math.max(longest, fragment.length);
    assert.match(fragment, /^[\w-]+$/);
    const back = decode(manifest, fragment).records;
    for (const id of manifest.items.keys()) assert.equal(back.get(`i:${id}`)?.s ?? "todo", records.get(`i:${id}`)?.s ?? "todo");
    for (const id of Object.keys(skills)) assert.equal(back.get(`a:${id}`)?.v, records.get(`a:${id}`)?.v);
    assert.equal(count(manifest, back, "book").done, count(manifest, records, "book").done);
    // A book that has grown since reads it; one whose table is another says so.
    assert.deepEqual(decode(book(450), fragment).records, back);
    if (back.size) {
      assert.equal(decode(book(400, (id) => `x-${id}`), fragment).error, "other");
      assert.equal(decode({ ...manifest, site: "elsewhere" }, fragment).error, "other");
    }
  }
  t.diagnostic(`longest fragment: ${longest} characters`);
  assert.ok(longest <= 200);
  const some = encode(manifest, new Map([["i:item-3", { s: "done", t: 1, d: "x" }]]));
  assert.ok(some.length < 16, "a short state is a short link");
  const renamed = handbook({ fresh: item({ n: 4 }) }, { skills: {}, was: { "i:fresh": ["item-3"] }, gone: { items: [0, 1, 2, 3].map((n) => [n, `item-${n}`]), skills: [] } });
  assert.equal(count(renamed, decode(renamed, some).records, "book").done, 1, "a renamed item is still known by its old place");
  for (const bad of ["", "!!", "AQ", "A".repeat(20), `${some}A`, some.slice(1)]) assert.ok(decode(manifest, bad).error, bad);
  for (let seed = 0; seed < 500; seed += 1) {
    const random = randomOf(seed);
    decode(manifest, Array.from({ length: random.below(60) }, () => random.pick([..."ABCDEFghij-_019"])).join(""));
  }
});

test("Markdown and tables: titles, archive, texts as quotes, no formulas", () => {
  const manifest = handbook({ a: item({ title: "Write *it* down" }), b: item() });
  const records = new Map([
    ["i:a", { s: "done", t: 1e12, d: "x", r: 1, l: "A" }], ["i:gone", { s: "done", t: 1e12, d: "x", r: 1, l: "An old one" }],
    ["n:1", { x: "# not a heading\n- [x] not an item", t: 1e12, d: "x", day: "2026-11-02" }], ["n:2", { x: "=cmd|'/c calc'!A1", t: 1e12, d: "x" }],
    ["n:3", { z: 1, t: 5, d: "x" }], ["a:writing", { v: 3, t: 1e12, d: "x", x: "RFC 12" }], ["p:one", { s: "done", t: 1e12, d: "x", l: "One" }],
  ]);
  assert.deepEqual(archived(records, manifest).map(([key]) => key), ["i:gone"]);
  const markdown = toMarkdown(records, manifest, (key) => key, { title: "Test", now: 1e12 });
  assert.match(markdown, /^# Test\n/);
  assert.match(markdown, /- \[x\] Write \*it\* down \(done, 2001-09-09\)\n- \[ \] T\n/);
  assert.match(markdown, /- Writing: 3\. RFC 12/);
  const former = new Map([["a:prose", { v: 2, t: 1e12, d: "x" }], ["n:draft", { x: "", t: 1e12, d: "x", day: "2026-11-03" }]]);
  const later = toMarkdown(former, { ...manifest, was: new Map([["a:writing", ["prose"]]]) }, (key) => key, { title: "Test", now: 1e12 });
  assert.match(later, /- Writing: 2/, "a skill goes by its present name");
  assert.ok(!later.includes("2026-11-03"), "a draft that was emptied says nothing");
  assert.ok(!/^(# not|- \[x\] not)/m.test(markdown), "a note stays a quote");
  assert.ok(markdown.includes("An old one"));
  const csv = toCsv(records, manifest);
  assert.ok(csv.includes(",'=cmd|'/c calc'!A1\r\n"), csv);
  assert.ok(csv.includes("\"# not a heading\n- [x] not an item\""));
  assert.equal(csv.trim().split("\r\n").length, 7);
});
