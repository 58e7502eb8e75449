// Two to four tabs on one storage, simulated: the real store in node, with storage that fills up, clocks that jump,
// tabs that crash, events that come late or never, and writes of another tab in the middle of one's own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { modules, randomOf } from "./modules.mjs";

const SCENARIOS = 60;
const STEPS = 150;
const SITE = "simulated";
const PREFIX = `rungs:${SITE}:`;
const ITEMS = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`item-${at}`, { title: `Item ${at}` }]));
const BLOCK = JSON.stringify({ site: SITE, page: "checklist/list", items: ITEMS });

/** One origin's storage. `full` says no to writes; `between` runs right before the next write, as another tab would. */
class Disk {
  data = new Map();
  full = false;
  between = undefined;
  writes = 0;

  view() {
    const disk = this;
    const methods = {
      getItem: (key) => disk.data.get(key) ?? null,
      setItem: (key, text) => {
        const interrupt = disk.between;
        disk.between = undefined;
        interrupt?.();
        if (disk.full) throw new Error("QuotaExceededError");
        disk.data.set(key, String(text));
        disk.writes += 1;
      },
      removeItem: (key) => disk.data.delete(key),
    };
    return new Proxy(methods, { ownKeys: () => [...disk.data.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  }
}

let running;
const globals = {
  document: { getElementById: (id) => (id === "r:manifest" ? { textContent: BLOCK } : null), addEventListener: () => {}, documentElement: { dataset: {} }, hidden: false },
  addEventListener: (name, hear) => running.listeners.push([name, hear]),
  navigator: {},
};
Object.defineProperty(globalThis, "navigator", { value: globals.navigator, configurable: true, writable: true });
Object.assign(globalThis, { document: globals.document, addEventListener: globals.addEventListener });
Object.defineProperty(globalThis, "localStorage", { get: () => running.disk.view(), configurable: true });
const realNow = Date.now;
Date.now = () => running?.clock.now ?? realNow();
const timers = [];
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (run, ...rest) => (running ? timers.push([running, run]) : realTimeout(run, ...rest));

/** Runs something as a tab: its storage, its clock. */
const as = (tab, work) => {
  const before = running;
  running = tab;
  try {
    return work();
  } finally {
    running = before;
  }
};
const settle = () => {
  while (timers.length) {
    const [tab, run] = timers.shift();
    if (!tab.crashed) as(tab, run);
  }
};
const openTab = async (disk, clock, id) => {
  const tab = { disk, clock, id, listeners: [], crashed: false, own: new Map() };
  const load = modules();
  running = tab;
  tab.store = await load("store.js");
  tab.notebook = await load("notebook.js");
  tab.book = tab.notebook.notebook();
  running = undefined;
  return tab;
};
const hear = (tab, name) => as(tab, () => tab.listeners.filter(([heard]) => heard === name).forEach(([, run]) => run({ key: null, preventDefault: () => {} })));

const read = (disk, name) => JSON.parse(disk.data.get(PREFIX + name) ?? "null");

test(`no tick of another item is lost, and all tabs agree in the end (${SCENARIOS} scenarios of ${STEPS} steps)`, async (t) => {
  let refusals = 0;
  let crashes = 0;
  let races = 0;
  for (let seed = 0; seed < SCENARIOS; seed += 1) {
    const random = randomOf(seed);
    const disk = new Disk();
    const clock = { now: 1_000_000 };
    const tabs = [];
    for (let at = 2 + random.below(3); at > 0; at -= 1) tabs.push(await openTab(disk, clock, at));
    const live = () => tabs.filter((tab) => !tab.crashed);
    const shared = ["item-0", "item-1", "item-2"];
    // Every other item belongs to one tab, so what becomes of it can be told exactly.
    const own = (tab) => Object.keys(ITEMS).slice(3).filter((_, at) => at % tabs.length === tabs.indexOf(tab));
    const tick = (tab, id) => as(tab, () => {
      const state = random.pick(["done", "todo", "doing", "na"]);
      tab.book.write("i", id, { s: state, r: 1, l: id });
      const saved = read(disk, `i:${id}`)?.s === state;
      if (!saved) refusals += 1;
      // What a crash may leave: the last state that was saved, or one that was written after it.
      tab.own.set(id, { state, left: saved ? [state] : [...(tab.own.get(id)?.left ?? [undefined]), state] });
      assert.equal(tab.book.read("i", id).s, state, "the tick stays on the screen");
    });
    for (let step = 0; step < STEPS; step += 1) {
      clock.now += random.chance(0.05) ? random.below(4e9) - 2e9 : random.below(50);
      if (clock.now < 1) clock.now = 1;
      disk.full = random.chance(0.15) ? true : random.chance(0.6) ? false : disk.full;
      const tab = random.pick(live());
      const id = random.chance(0.4) ? random.pick(shared) : random.pick(own(tab));
      const other = random.pick(live());
      if (other !== tab && random.chance(0.25)) {
        const theirs = random.chance(0.5) && shared.includes(id) ? id : random.pick(own(other));
        disk.between = () => { races += 1; tick(other, theirs); };
      }
      const full = disk.full;
      if (disk.between && shared.includes(id)) as(tab, () => tab.book.write("i", id, { s: random.pick(["done", "todo"]), r: 1, l: id }));
      else tick(tab, id);
      disk.full = full;
      disk.between = undefined;
      if (random.chance(0.3)) hear(random.pick(live()), random.pick(["storage", "pageshow"]));
      if (random.chance(0.4)) settle();
      if (live().length > 1 && random.chance(0.01)) {
        const gone = random.pick(live());
        gone.crashed = true;
        crashes += 1;
      }
    }
    // In the end there is room again, and every tab that is left ticks once more.
    disk.full = false;
    for (const tab of live()) {
      as(tab, () => tab.book.write("p", `last-${tab.id}`, { s: "done", l: "" }));
      assert.equal(as(tab, () => tab.store.refused()), 0, `nothing is left unsaved, seed ${seed}`);
    }
    for (const tab of live()) hear(tab, "pageshow");
    settle();
    for (const tab of tabs) {
      for (const id of own(tab)) {
        const wrote = tab.own.get(id);
        const there = read(disk, `i:${id}`)?.s;
        if (!wrote) assert.equal(there, undefined, `nobody else writes it, seed ${seed}`);
        else if (tab.crashed) assert.ok(wrote.left.includes(there), `${id} of crashed tab ${tab.id}, seed ${seed}`);
        else assert.equal(there, wrote.state, `${id} of tab ${tab.id}, seed ${seed}`);
      }
    }
    for (const id of Object.keys(ITEMS)) {
      const there = read(disk, `i:${id}`);
      for (const tab of live()) assert.deepEqual(as(tab, () => tab.book.read("i", id)), there, `all tabs show ${id} alike, seed ${seed}`);
    }
    assert.ok(![...disk.data.keys()].some((key) => key.includes(":bad:")), `nothing was taken for broken, seed ${seed}`);
  }
  t.diagnostic(`${refusals} writes refused, ${crashes} crashes, ${races} writes in the middle of another`);
  assert.ok(refusals > 500 && crashes > 10 && races > 500, "the scenarios were hard");
});

test("two tabs write one note in the same moment: both texts are kept; a later edit loses neither", async () => {
  const disk = new Disk();
  const clock = { now: 1000 };
  const [one, two] = [await openTab(disk, clock, 1), await openTab(disk, clock, 2)];
  const textsOf = (tab, id) => as(tab, () => tab.notebook.texts(tab.book.read("n", id)).map((note) => note.x).sort());
  // The write of the second comes between the reading and the writing of the first.
  as(one, () => one.book.write("n", "start", { x: "" }));
  disk.between = () => as(two, () => two.book.write("n", "both", { x: "from two" }));
  as(one, () => one.book.write("n", "both", { x: "from one" }));
  for (const tab of [one, two]) hear(tab, "storage");
  settle();
  for (const tab of [one, two]) assert.deepEqual(textsOf(tab, "both"), ["from one", "from two"]);

  // An editor that was open while another tab saved.
  as(one, () => one.book.write("n", "slow", { x: "draft" }));
  const opened = as(one, () => one.book.read("n", "slow"));
  as(two, () => two.book.write("n", "slow", { x: "two's own" }, two.book.read("n", "slow")));
  as(one, () => one.book.write("n", "slow", { x: "one's own" }, opened));
  assert.deepEqual(textsOf(two, "slow"), ["one's own", "two's own"], "the draft was seen by both and is replaced");
  as(two, () => two.book.write("n", "slow", { x: "put together" }, two.book.read("n", "slow")));
  assert.deepEqual(textsOf(one, "slow"), ["put together", "two's own"].sort(), "what stood beside stays until its reader says otherwise");
  as(two, () => two.book.write("n", "slow", { x: "only this", o: [] }));
  assert.deepEqual(textsOf(one, "slow"), ["only this"]);
  as(one, () => one.book.remove("n", "slow"));
  assert.equal(as(two, () => two.book.read("n", "slow")), null);
  assert.deepEqual(as(two, () => two.book.list("n").map(([id]) => id)), ["both", "start"]);
});

test("people are apart: storage, counts, lists, removal; other handbooks on the origin are never touched", async () => {
  const disk = new Disk();
  const clock = { now: 1000 };
  const foreign = new Map([["rungs:other:i:item-0", "{\"s\":\"done\",\"t\":1,\"d\":\"x\",\"r\":1}"], [`rungs:${SITE}-two:i:item-0`, "x"], ["theirs", "y"]]);
  for (const [key, text] of foreign) disk.data.set(key, text);
  const tab = await openTab(disk, clock, 1);
  as(tab, () => {
    const { addPerson, notebook, people, removePerson, all, put } = tab.notebook;
    tab.book.write("i", "item-0", { s: "done", r: 1, l: "x" });
    const alex = addPerson("Alex");
    const hers = notebook(alex);
    hers.write("n", "one", { x: "Wants to lead the migration" });
    hers.write("i", "item-1", { s: "done", r: 1, l: "x" });
    assert.deepEqual(people(), [{ id: alex, name: "Alex" }]);
    assert.equal(tab.book.read("n", "one"), null);
    assert.equal(tab.book.read("i", "item-1"), null);
    assert.deepEqual(hers.list("n").map(([, note]) => note.x), ["Wants to lead the migration"]);
    removePerson(alex);
    assert.deepEqual(people(), []);
    assert.ok(![...disk.data.keys()].some((key) => key.includes(alex)), "with everything kept about them");
    assert.equal(tab.book.read("i", "item-0").s, "done");
    assert.ok(put(new Map([...all().keys()].map((name) => [name, null]))), "everything is erased");
  });
  assert.deepEqual([...disk.data].sort(), [...foreign].sort());
});

test("put writes all or nothing, also when there is room only for a part", async () => {
  const disk = new Disk();
  const tab = await openTab(disk, { now: 1000 }, 1);
  as(tab, () => tab.book.write("i", "item-0", { s: "done", r: 1, l: "x" }));
  const before = [...disk.data];
  let left = 3;
  disk.between = function again() {
    left -= 1;
    disk.full = left < 0;
    disk.between = left < 0 ? () => { disk.full = false; } : again;
  };
  const changes = new Map(Array.from({ length: 6 }, (_, at) => [`i:item-${at}`, JSON.stringify({ s: "na", t: 5, d: "x", r: 1, l: "x" })]));
  assert.equal(as(tab, () => tab.notebook.put(changes)), false);
  disk.between = undefined;
  assert.deepEqual([...disk.data].sort(), before.sort());
});

test("records of the first schema are brought up when a page opens; a newer one is never written", async () => {
  const disk = new Disk();
  disk.data.set(`${PREFIX}v`, "1");
  disk.data.set(`${PREFIX}p:one`, "{\"s\":\"done\",\"t\":5,\"d\":\"x\",\"r\":1,\"l\":\"One\"}");
  disk.data.set(`${PREFIX}i:item-0`, "{\"s\":\"done\",\"t\":5,\"d\":\"x\",\"r\":1,\"l\":\"L\"}");
  disk.data.set(`${PREFIX}i:item-1`, "{\"s\":\"do");
  let tab = await openTab(disk, { now: 1000 }, 1);
  running = tab;
  for (let waited = 0; waited < 200 && disk.data.get(`${PREFIX}v`) === "1"; waited += 1) await new Promise((done) => setImmediate(done));
  running = undefined;
  assert.equal(disk.data.get(`${PREFIX}v`), "2");
  assert.deepEqual(read(disk, "p:one"), { s: "done", t: 5, d: "x", l: "One" });
  assert.equal(read(disk, "i:item-0").r, 1);
  assert.equal(disk.data.get(`${PREFIX}i:item-1`), "{\"s\":\"do", "what cannot be read is left for whoever asks for it");

  disk.data.set(`${PREFIX}v`, "99");
  const before = [...disk.data];
  tab = await openTab(disk, { now: 2000 }, 2);
  as(tab, () => {
    assert.equal(tab.book.read("i", "item-0").s, "done");
    tab.book.write("i", "item-0", { s: "todo", r: 1, l: "x" });
    tab.book.write("n", "note", { x: "kept on screen" });
    assert.equal(tab.book.read("n", "note").x, "kept on screen");
    assert.equal(tab.notebook.put(new Map([["i:item-0", null]])), false);
    assert.ok(tab.store.newer());
    assert.equal(tab.store.refused(), 2);
  });
  hear(tab, "pageshow");
  settle();
  assert.deepEqual([...disk.data], before);
});
