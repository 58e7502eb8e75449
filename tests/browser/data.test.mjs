// What readers keep, over real tabs, full storage, files, links and a book that is edited between two visits.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { modules } from "./modules.mjs";
import { listen, open, openBrowser, own, pages, reader, read, rungs, said, serveFolder, serveSite, siteId, temporaryFolder, words } from "./site.mjs";

const browser = await openBrowser();
const SITE = "big";
const PREFIX = `rungs:${SITE}:`;
const list = (name, from, to, tail = () => "") => `---\ntitle: List ${name}\n---\n${Array.from({ length: to - from }, (_, at) => `- [ ] Item ${from + at} {#item-${from + at}${tail(from + at)}}\n`).join("")}`;
const skill = (name) => `---\ntitle: Skill ${name}\n---\nAbout it.\n\n${[1, 2, 3, 4, 5].map((step) => `## Step ${step} {step=${step}}\nDoes it.\n`).join("\n")}`;
const BIG = {
  "book.yml": `title: Big\nsite: {id: ${SITE}}\n`,
  "SUMMARY.md": "- [One](guide/one.md)\n",
  "guide/one.md": "# One\n\nText.\n",
  "checklists/a.md": list("A", 0, 200), "checklists/b.md": list("B", 200, 380), "checklists/c.md": list("C", 380, 400),
  ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`skills/skill-${at}.md`, skill(at)])),
};
/** Builds a project's book from texts by path and gives the folder of its site; `ids` brings ids.lock up to date first. */
const buildProject = (project, texts, { ids = true } = {}) => {
  rmSync(join(project, "book"), { recursive: true, force: true });
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(project, "book", path)), { recursive: true });
    writeFileSync(join(project, "book", path), text);
  }
  if (ids) execFileSync(rungs, ["ids", "book"], { cwd: project, stdio: "ignore" });
  execFileSync(rungs, ["build", "book"], { cwd: project, stdio: "ignore" });
  return join(project, "public");
};
const big = buildProject(temporaryFolder(), BIG);
const site = (await serveFolder(big)).address;
const record = (page, key) => page.evaluate((name) => JSON.parse(localStorage.getItem(name)), PREFIX + key);
const storage = (page) => page.evaluate(() => ({ ...localStorage }));
const ours = (all) => Object.fromEntries(Object.entries(all).filter(([key]) => !/:(v|m:(device|exported|persist|undo))$/.test(key)).sort());
/** Clicks boxes one after another inside the page, with a breath now and then in which other tabs are heard. */
const click = (page, ids) => page.evaluate(async (all) => {
  for (const [at, id] of all.entries()) {
    document.querySelector(`input[data-item="${id}"]`).click();
    if (at % 5 === 4) await new Promise((done) => setTimeout(done));
  }
}, ids);
const ids = (from, to) => Array.from({ length: to - from }, (_, at) => `item-${from + at}`);
const backup = `${site}backup.html`;
const el = (page, id) => page.locator(own(id));
const chooseFile = (page, content, name = "backup.json") =>
  el(page, "file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) });
const words_ = (name) => JSON.parse(readFileSync(join(big, `assets/js/strings-${name}.js`), "utf8").replace(/^export default /, "").replace(/;?\s*$/, ""));
const backupWords = words_("backup");
const resetWords = words_("reset");
const button = (page, text) => page.getByRole("button", { name: text, exact: true });
/** Everything of a kind of state, written as another session would have left it. */
const seed = (page, more = {}) => page.evaluate(([prefix, extra]) => {
  localStorage.setItem(`${prefix}v`, "2");
  for (const [key, value] of Object.entries(extra)) localStorage.setItem(prefix + key, typeof value === "string" ? value : JSON.stringify(value));
}, [PREFIX, more]);
const done = (more = {}) => ({ s: "done", t: 1_700_000_000_000, d: "seed", r: 1, l: "A title", ...more });

test("two tabs race 200 ticks each: none is lost; on the same items both agree", async (t) => {
  const context = await reader(t, browser);
  const [one, two] = [await context.newPage(), await context.newPage()];
  await open(one, `${site}checklists/a.html`);
  await open(two, `${site}checklists/b.html`);
  const [first, second] = [ids(0, 200), ids(200, 380)];
  await Promise.all([click(one, first), click(two, [...second, ...second.slice(0, 10), ...second.slice(0, 10)])]);
  // What one tab writes reaches the process of the other a moment later.
  await one.waitForFunction((key) => JSON.parse(localStorage.getItem(key))?.s === "done", `${PREFIX}i:${second[9]}`);
  const all = await storage(one);
  for (const id of [...first, ...second]) assert.equal(JSON.parse(all[`${PREFIX}i:${id}`]).s, "done", id);

  for (const page of [one, two]) await open(page, `${site}checklists/c.html`);
  const shared = ids(380, 400);
  await Promise.all([click(one, [...shared, ...shared, ...shared]), click(two, [...shared].reverse())]);
  await one.waitForTimeout(300);
  const states = (page) => page.evaluate(() => [...document.querySelectorAll("input[data-item]")].map((box) => box.checked));
  const kept = await Promise.all(shared.map(async (id) => (await record(one, `i:${id}`)).s === "done"));
  assert.deepEqual(await states(one), kept);
  assert.deepEqual(await states(two), kept);
});

test("storage that is full at every Nth write of a session of 200 loses nothing once there is room", async (t) => {
  const context = await reader(t, browser);
  const page = await context.newPage();
  for (const every of [1, 2, 3, 7]) {
    await page.goto(`${site}404.html`);
    await page.evaluate(() => localStorage.clear());
    await open(page, `${site}checklists/a.html`);
    await page.evaluate((nth) => {
      const keep = Storage.prototype.setItem;
      let writes = 0;
      Storage.prototype.setItem = function setItem(key, text) {
        writes += 1;
        if (writes % nth === 0) throw new DOMException("full", "QuotaExceededError");
        keep.call(this, key, text);
      };
      window.room = () => { Storage.prototype.setItem = keep; };
    }, every);
    await click(page, ids(0, 199));
    assert.equal(await page.locator("input[data-item]:checked").count(), 199, "all stay on screen");
    const refused = await page.locator(".banner").count();
    if (every === 1) assert.equal(refused, 1, "and it is said");
    await page.evaluate(() => window.room());
    await click(page, ["item-199"]);
    await page.waitForFunction(() => !document.querySelector(".banner"));
    const all = await storage(page);
    for (const id of ids(0, 200)) assert.equal(JSON.parse(all[`${PREFIX}i:${id}`]).s, "done", `${id}, every ${every}`);
  }
});

test("every change of an item can be undone; the menu offers Doing and Not for me; the time of a tick survives", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${site}checklists/c.html`);
  await seed(page, { "i:item-381": done({ s: "done" }) });
  await page.reload();
  const row = (id) => page.locator(`.item:has(input[data-item="${id}"])`);
  const state = async (id) => (await record(page, `i:${id}`))?.s;
  const undo = (id) => row(id).getByRole("button", { name: words.js_undo });
  const undoReady = (id) => undo(id).waitFor();
  await page.locator("input[data-item=item-380]").check();
  assert.equal(await state("item-380"), "done");
  await undo("item-380").click();
  assert.equal(await state("item-380"), "todo");
  assert.ok(await page.locator("input[data-item=item-380]").evaluate((box) => box === document.activeElement), "focus stays at the item");
  assert.equal(await page.locator(own("live")).textContent(), words.js_undone);

  await page.locator("input[data-item=item-381]").uncheck();
  await undo("item-381").click();
  const back = await record(page, "i:item-381");
  assert.deepEqual([back.s, back.c], ["done", 1_700_000_000_000], "a review is due when it was");
  const menu = row("item-382").getByRole("combobox");
  assert.equal(await menu.getAttribute("aria-label"), said("js_state_of", { title: "Item 382" }));
  await menu.selectOption("doing");
  assert.equal(await state("item-382"), "doing");
  assert.ok(await page.locator("input[data-item=item-382]").evaluate((box) => box.indeterminate));
  await row("item-382").getByText(words.js_doing, { exact: true }).first().waitFor();
  await menu.selectOption("na");
  assert.equal(await page.locator(".practice .count").textContent(), said("js_practice_na", { done: 1, total: 19, na: 1 }));
  await undo("item-382").click();
  assert.equal(await state("item-382"), "doing");
  assert.equal(await page.locator(".item-undo:visible").count(), 0);
  // By keyboard alone.
  await page.locator("input[data-item=item-383]").focus();
  await page.keyboard.press("Space");
  await undoReady("item-383");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), words.js_undo);
  await page.keyboard.press("Enter");
  assert.equal(await state("item-383"), "todo");
});

test("a list is set back after a backup, and taken back", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${site}checklists/c.html`);
  await click(page, ids(380, 385));
  await button(page, resetWords.button).click();
  await button(page, resetWords.no).click();
  assert.equal(await page.locator("input[data-item]:checked").count(), 5);
  assert.ok(await page.locator(".reset").evaluate((one) => one === document.activeElement), "focus comes back");
  await button(page, resetWords.button).click();
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, resetWords.yes).click()]);
  assert.equal(Object.keys(JSON.parse(await readFile(await file.path(), "utf8")).records).filter((key) => key.startsWith("i:")).length, 5);
  assert.equal(await page.locator("input[data-item]:checked").count(), 0);
  await button(page, resetWords.undo).click();
  await page.waitForFunction(() => document.querySelectorAll("input[data-item]:checked").length === 5);
});

const FULL = {
  ...Object.fromEntries(ids(0, 400).map((id, at) => [`i:${id}`, done({ s: ["done", "doing", "na", "done"][at % 4], t: 1_700_000_000_000 + at })])),
  "a:skill-1": { v: 3, t: 5, d: "seed", l: "S" }, "a:skill-2": { v: 0, t: 5, d: "seed" }, "p:one": { s: "done", t: 5, d: "seed", l: "One" },
  "n:long": { x: `${"🙂 שלום </script><img src=x onerror=alert(1)> ".repeat(500)}`, k: "evidence", t: 5, d: "seed", w: { seed: 5 } },
  "g:goal": { x: "Lead one", day: "2027-01-01", t: 6, d: "seed", w: { seed: 6 } }, "s:one": { v: { "skill-1": 3 }, t: 5, d: "seed" }, "m:aim": { v: "staff", t: 5, d: "seed" },
  "@alex1:m:person": { v: "Alex", t: 5, d: "seed" }, "@alex1:n:one": { x: "Hers", t: 5, d: "seed", w: { seed: 5 } },
};

test("export, erase, import: the same state, and undo of each; nothing leaves the origin", async (t) => {
  const context = await reader(t, browser);
  const page = await context.newPage();
  const trouble = listen(page, new URL(site).origin);
  await open(page, backup);
  assert.equal(await el(page, "state").textContent(), backupWords.none);
  await chooseFile(page, { format: "rungs-progress", version: 2, site: SITE, exported: "2026-11-01T00:00:00Z", records: {} });
  await page.locator(".panel .rows", { hasText: backupWords.empty }).waitFor();
  await button(page, backupWords.cancel).click();
  await seed(page, FULL);
  await page.evaluate(() => localStorage.setItem("rungs:other:i:x", "theirs"));
  await page.reload();
  const before = ours(await storage(page));
  const [saved] = await Promise.all([page.waitForEvent("download"), el(page, "backup-all").click()]);
  assert.match(saved.suggestedFilename(), /^big-\d{4}-\d\d-\d\d-progress\.json$/);
  const text = await readFile(await saved.path(), "utf8");
  assert.ok(text.includes("\n  \"records\": {\n") && text.includes("A title"), "people can read it");

  await el(page, "erase").click();
  await Promise.all([page.waitForEvent("download"), button(page, backupWords.erase_yes).click()]);
  const left = await storage(page);
  assert.deepEqual(Object.keys(left).filter((key) => key.startsWith(PREFIX) && !/:m:|:v$/.test(key)), []);
  assert.equal(left["rungs:other:i:x"], "theirs", "other handbooks are not touched");
  await button(page, backupWords.bring_back).click();
  assert.deepEqual(ours(await storage(page)), before, "it can be brought back");

  await el(page, "erase").click();
  await Promise.all([page.waitForEvent("download"), button(page, backupWords.erase_yes).click()]);
  await page.reload();
  await chooseFile(page, text);
  await button(page, backupWords.merge).click();
  await page.locator(".panel").first().waitFor();
  const after = ours(await storage(page));
  assert.deepEqual(Object.fromEntries(Object.entries(after).map(([key, one]) => [key, key.endsWith("other:i:x") ? one : JSON.parse(one)])),
    Object.fromEntries(Object.entries(before).map(([key, one]) => [key, key.endsWith("other:i:x") ? one : JSON.parse(one)])));
  await chooseFile(page, text);
  await page.locator(".panel .rows").waitFor();
  await button(page, backupWords.merge).click();
  await page.getByText(backupWords.nothing).first().waitFor();

  // Newer there, newer here, unknown, two texts; then replace; each undone.
  const change = {
    ...JSON.parse(text),
    people: undefined,
    records: { "i:item-0": done({ s: "todo", t: 1_800_000_000_000 - 9e10 }), "i:item-1": done({ t: 5 }), "i:never": done(), "n:long": { x: "Another", t: 5, d: "phone", w: { phone: 5 } } },
  };
  await chooseFile(page, change);
  const numbers = await page.locator(".panel .rows li").evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.firstChild.textContent, Number(row.lastChild.textContent)])));
  assert.deepEqual([numbers[backupWords.fresh], numbers[backupWords.newer_there], numbers[backupWords.newer_here], numbers[backupWords.both], numbers[backupWords.unknown]], [1, 1, 1, 1, 1]);
  await button(page, backupWords.merge).click();
  assert.equal((await record(page, "i:item-0")).s, "todo");
  assert.equal((await record(page, "n:long")).o.length, 1, "both texts");
  await page.getByText(done().l).first().waitFor();
  await page.reload();
  await button(page, backupWords.undo).click();
  assert.deepEqual(Object.keys(ours(await storage(page))), Object.keys(before));
  assert.deepEqual(await record(page, "i:item-0"), JSON.parse(before[`${PREFIX}i:item-0`]));

  await chooseFile(page, change);
  await button(page, backupWords.replace).click();
  const replaced = Object.keys(ours(await storage(page))).filter((key) => key.startsWith(PREFIX) && !key.includes("@") && !key.includes(":m:"));
  assert.deepEqual(replaced.map((key) => key.slice(PREFIX.length)), ["i:item-0", "i:item-1", "i:never", "n:long"]);
  assert.ok(await record(page, "@alex1:n:one"), "people who are not in the file stay");
  await button(page, backupWords.undo).click();
  assert.deepEqual(Object.keys(ours(await storage(page))), Object.keys(before));
  assert.equal(await page.locator(".panel").count(), 0, "what the import said is taken back with it");

  // One person's file goes to that person, and by its name is no other's.
  await el(page, "whose").getByRole("combobox").selectOption({ label: "Alex" });
  const [hers] = await Promise.all([page.waitForEvent("download"), page.locator("[data-do=json]").click()]);
  assert.match(hers.suggestedFilename(), /^big-Alex-\d{4}-\d\d-\d\d-progress\.json$/);
  const alone = JSON.parse(await readFile(await hers.path(), "utf8"));
  assert.deepEqual([alone.person, Object.keys(alone.records)], [{ id: "alex1", name: "Alex" }, ["m:person", "n:one"]]);
  await el(page, "whose").getByRole("combobox").selectOption({ label: backupWords.me });
  for (const form of ["markdown", "csv"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-do=${form}]`).click()]);
    const content = await readFile(await file.path(), "utf8");
    assert.ok(content.includes("Item 3") || content.includes("A title"));
    assert.ok(content.includes("🙂 שלום </script>") && !content.includes("Hers"));
  }
  assert.deepEqual(trouble, []);
});

test("hostile and foreign files change nothing and say why", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, new URL(site).origin);
  await open(page, backup);
  await seed(page, { "i:item-0": done() });
  await page.reload();
  const before = await storage(page);
  const file = (more) => ({ format: "rungs-progress", version: 2, site: SITE, exported: "2026-11-01T00:00:00.000Z", records: {}, ...more });
  const evil = "<img src=x onerror=window.pwned=1>";
  for (const [key, content] of [
    ["error_broken", "{"], ["error_foreign", "[]"], ["error_newer", file({ version: 99 })], ["error_large", JSON.stringify(file({ x: "x".repeat(1024 * 1024) }))],
    ["error_other", file({ site: evil })],
  ]) {
    await chooseFile(page, content);
    await page.locator(".panel.bad", { hasText: backupWords[key].replace("{site}", evil) }).waitFor();
  }
  await chooseFile(page, `{"format":"rungs-progress","version":2,"site":"${SITE}","exported":"2026-11-01T00:00:00Z","records":{"__proto__":{"s":"done"},"i:__proto__":{"s":"done","t":1,"d":"x"},"i:${evil}":{"s":"done","t":1,"d":"x"},"i:fine":{"s":"done","t":1,"d":"x","r":1,"l":"${evil}"}}}`, `${evil}.json`);
  await page.locator(".panel h3").waitFor();
  await page.getByText(`${evil}.json`).waitFor();
  assert.deepEqual(await storage(page), before, "a preview changes nothing");
  await button(page, backupWords.merge).click();
  await el(page, "archive").getByText(evil).waitFor();
  const after = await storage(page);
  assert.deepEqual(Object.keys(after).filter((key) => !(key in before)).sort(), [`${PREFIX}i:fine`, `${PREFIX}m:device`, `${PREFIX}m:undo`]);
  assert.equal(await page.evaluate(() => window.pwned ?? {}.s), undefined);
  assert.deepEqual(trouble, []);
});

test("a share link of 400 items is short, read-only, compared and closed; a mismatch is said", async (t) => {
  const context = await reader(t, browser);
  const page = await context.newPage();
  await open(page, backup);
  await seed(page, FULL);
  await page.reload();
  await el(page, "share").click();
  const link = await page.getByRole("textbox", { name: backupWords.link }).inputValue();
  const fragment = link.slice(link.indexOf("#"));
  t.diagnostic(`${fragment.length} characters`);
  assert.ok(fragment.length <= 200 && !fragment.includes("Lead"), fragment);

  const other = await (await reader(t, browser)).newPage();
  const trouble = listen(other, new URL(site).origin);
  await open(other, backup);
  await seed(other, { "i:item-0": done() });
  const before = await storage(other);
  await other.goto(link);
  await other.reload();
  const rows = () => other.locator(".shared tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  await button(other, backupWords.compare).waitFor();
  assert.ok(await other.evaluate(() => document.querySelector(".shared .button").compareDocumentPosition(document.querySelector(".shared table")) & Node.DOCUMENT_POSITION_FOLLOWING), "what can be done stands above a long table");
  const of = (numerator, denominator) => backupWords.of.replace("{done}", numerator).replace("{total}", denominator);
  assert.deepEqual((await rows()).slice(0, 2), [["List A", of(100, 150)], ["List B", of(90, 135)]]);
  await button(other, backupWords.compare).click();
  assert.deepEqual((await rows())[0], ["List A", of(100, 150), of(1, 200)]);
  assert.deepEqual((await rows()).slice(-2), [["Skill 1", "3", backupWords.not_assessed], ["Skill 2", "0", backupWords.not_assessed]]);
  await button(other, backupWords.close).click();
  assert.ok(!(await el(other, "shared").isVisible()));
  assert.ok(!other.url().includes("#p="));
  assert.deepEqual(await storage(other), before, "nothing was written");
  for (const [bad, key] of [["#p=!!", "share_broken"], [`${fragment.slice(0, 6)}${fragment[6] === "A" ? "B" : "A"}${fragment.slice(7)}`, "share_other"]]) {
    await other.goto(backup + bad);
    await other.locator(".panel.bad", { hasText: backupWords[key] }).waitFor();
  }
  assert.deepEqual(trouble, []);
});

test("a backup is asked for quietly after 20 changes or 14 days, and not before", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${site}checklists/a.html`);
  const link = () => page.locator(own("backup")).textContent();
  await click(page, ids(0, 19));
  assert.equal(await link(), words.js_your_data);
  await click(page, ["item-19"]);
  assert.equal(await link(), said("js_back_up", { n: 20 }));
  await page.locator(own("backup")).click();
  await page.waitForSelector("html[data-js]", { state: "attached" });
  await Promise.all([page.waitForEvent("download"), el(page, "backup-all").click()]);
  await page.waitForFunction((text) => document.getElementById("r:backup").textContent === text, words.js_your_data);
  await page.evaluate((key) => localStorage.setItem(key, JSON.stringify({ v: Date.now() - 15 * 864e5, t: 1, d: "x" })), `${PREFIX}m:exported`);
  await page.reload();
  assert.equal(await link(), said("js_back_up", { n: 20 }));
});

test("a book is edited between two visits: what moved, was renamed or retired, and what changed its meaning", async (t) => {
  const project = temporaryFolder();
  const item = (id, more = "") => `- [ ] ${id} in words {#${id}${more}}\n`;
  const page_ = (title, items) => `---\ntitle: ${title}\n---\n${items.join("")}`;
  const base = { "book.yml": "title: Edited\nsite: {id: edited}\n", "SUMMARY.md": "- [One](guide/one.md)\n- [Two](guide/two.md)\n", "guide/one.md": "# One\n", "guide/two.md": "# Two\n" };
  const first = { ...base, "checklists/one.md": page_("One list", ["moved", "renamed", "retired", "revised", "same"].map((id) => item(id))), "checklists/two.md": page_("Two list", [item("other")]) };
  const prefix = "rungs:edited:";
  buildProject(project, first);
  const edited = (await serveFolder(join(project, "public"))).address;
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${edited}checklists/one.html`);
  for (const id of ["moved", "renamed", "retired", "revised", "same"]) await page.locator(`input[data-item="${id}"]`).check();
  await open(page, `${edited}guide/one.html`);
  await page.locator("input[data-read]").check();
  const before = await storage(page);

  const lock = () => readFileSync(join(project, "book/ids.lock"), "utf8");
  const second = {
    ...base, "SUMMARY.md": "- [First](guide/first.md)\n- [Two](guide/two.md)\n", "guide/first.md": "---\nwas: one\n---\n# First\n", "guide/one.md": undefined,
    "checklists/one.md": page_("One list", [item("renamed-once", " was=renamed"), item("revised", " rev=2"), item("same"), item("fresh")]),
    "checklists/two.md": page_("Two list", [item("other"), item("moved")]),
  };
  const write = (texts) => buildProject(project, Object.fromEntries(Object.entries({ ...texts, "ids.lock": lock() }).filter(([, text]) => text !== undefined)), { ids: false });
  assert.throws(() => write(second), "a vanished id is an error");
  execFileSync(rungs, ["ids", "book", "--retire", "retired"], { cwd: project, stdio: "ignore" });
  execFileSync(rungs, ["ids", "book"], { cwd: project, stdio: "ignore" });
  write(second);
  // And renamed once more; the tail need not name the first id any longer.
  const third = { ...second, "guide/first.md": "# First\n", "checklists/one.md": page_("One list", [item("renamed-twice", " was=renamed-once"), item("revised", " rev=2"), item("same"), item("fresh")]) };
  write(third);
  execFileSync(rungs, ["ids", "book"], { cwd: project, stdio: "ignore" });
  write(third);

  await open(page, `${edited}checklists/one.html`);
  const checked = (id) => page.locator(`input[data-item="${id}"]`).isChecked();
  assert.deepEqual([await checked("renamed-twice"), await checked("revised"), await checked("same"), await checked("fresh")], [true, true, true, false]);
  assert.equal(await page.locator(".practice .count").textContent(), said("js_practice", { done: 3, total: 4 }), "the retired item left the total");
  await page.locator(".item:has(input[data-item=revised]) .item-note", { hasText: words.js_changed }).waitFor();
  await page.locator("input[data-item=renamed-twice]").uncheck();
  assert.ok(!(await checked("renamed-twice")), "a write under the new id is the later one");
  await page.getByRole("button", { name: words.js_undo }).click();
  await open(page, `${edited}checklists/two.html`);
  assert.ok(await checked("moved"), "an item that moved keeps its tick");
  assert.equal(await page.locator(".practice .count").textContent(), said("js_practice", { done: 1, total: 2 }));
  await open(page, `${edited}guide/first.html`);
  assert.ok(await page.locator("input[data-read]").isChecked(), "a chapter that was renamed is still read");
  await open(page, `${edited}backup.html`);
  await page.locator(`${own("archive")} li`, { hasText: "retired in words" }).waitFor();
  assert.equal(await page.locator(`${own("archive")} li`).count(), 1, "only what is gone for good");
  const after = await storage(page);
  for (const [key, text] of Object.entries(before)) if (key.startsWith(`${prefix}i:`)) assert.equal(after[key], text, `${key} is as it was`);
});

test("the same number everywhere: every page that counts a scope says what the one counter says", async (t) => {
  const load = modules();
  const { count, readManifest } = await load("records.js");
  const manifest = readManifest(JSON.parse(read("progress-manifest.json").toString()));
  if (!manifest.items.size) return t.skip("the book has no item");
  const now = Date.now();
  const states = ["done", "doing", "na", "todo", undefined, "done"];
  const records = new Map();
  [...manifest.items.keys()].forEach((id, at) => {
    const s = states[(at * 7 + (at >> 2)) % states.length];
    if (s) records.set(`i:${id}`, { s, t: now - at * 1000, d: "seed", r: 1, l: id });
  });
  const whole = await serveSite();
  const context = await reader(t, browser);
  await context.addInitScript(([prefix, all]) => {
    if (localStorage.getItem(`${prefix}v`)) return;
    localStorage.setItem(`${prefix}v`, "2");
    for (const [key, one] of all) localStorage.setItem(prefix + key, JSON.stringify(one));
  }, [`rungs:${siteId}:`, [...records]]);
  const counting = pages.filter(({ html, kind }) => kind && html.includes(" data-scope="));
  const seen = new Map();
  const walk = async (mine) => {
    const page = await context.newPage();
    for (const { path } of mine) {
      await page.goto(whole + path, { waitUntil: "domcontentloaded" });
      await page.waitForSelector("html[data-js]", { state: "attached" });
      const said_ = await page.evaluate(() => [...document.querySelectorAll("[data-scope]")].map((one) => {
        const bar = one.querySelector("progress");
        return { scope: one.dataset.scope, mark: one.matches(".mark"), text: (one.querySelector(".count") ?? one).textContent.trim(), bar: bar && [bar.value, bar.max], state: one.dataset.state };
      }));
      for (const { scope, mark, text, bar, state } of said_) {
        const sum = count(manifest, records, scope, now);
        const wanted = said(sum.na ? "js_practice_na" : "js_practice", sum);
        if (mark) {
          const read_ = sum.total > 0 && sum.done === sum.total ? ["all", "some"] : sum.done ? ["some"] : ["none"];
          assert.ok(read_.includes(state), `${path}: the mark of ${scope} says ${state} of ${JSON.stringify(sum)}`);
          assert.equal(text, sum.done ? wanted : "", `${path}: ${scope}`);
        } else {
          assert.equal(text, wanted, `${path}: ${scope}`);
          if (bar) assert.deepEqual(bar, [sum.done, sum.total || 1], path);
        }
        seen.set(scope, (seen.get(scope) ?? 0) + 1);
      }
    }
  };
  await Promise.all([0, 1].map((half) => walk(counting.filter((_, at) => at % 2 === half))));
  const shown = [...seen.values()].filter((times) => times > 1).length;
  t.diagnostic(`${counting.length} pages, ${seen.size} scopes, ${shown} of them on more than one page`);
});
