// What is written in the workspace: taken back where it was done, kept while it is written, read by its present name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./audit.mjs";
import { DESKTOP, PHONE, listen, open, openBrowser, openWork, own, pages, prefix, read, reader, record, samplePage, serveSite, siteId } from "./site.mjs";

const site = await serveSite();
const origin = new URL(site).origin;
const browser = await openBrowser();
const manifest = JSON.parse(read("progress-manifest.json"));
const ladder = JSON.parse(read("ladder.json"));
const skills = Object.keys(manifest.skills);
const has = (kind) => pages.some((page) => page.kind === kind);
const aim = ladder.levels.filter((level) => Object.keys(level.targets).length > 1 && level.expectations.length).at(-1);
const today = () => new Date().toISOString().slice(0, 10);

const seed = (context, entries) => context.addInitScript(([start, all]) => {
  if (sessionStorage.getItem("seeded")) return;
  sessionStorage.setItem("seeded", "yes");
  localStorage.setItem(`${start}v`, "2");
  for (const [key, record] of Object.entries(all)) localStorage.getItem(start + key) ?? localStorage.setItem(start + key, JSON.stringify({ t: 1, d: "seed", ...record }));
}, [prefix, entries]);
const ready = (page, kind) => openWork(page, `${site}${kind}.html`);
const key = (name) => `[data-key="${name}"]`;
const undo = key("undo");
/** All that is stored of what readers write: the reader's own, and a person's. */
const stored = (page, start) => page.evaluate((head) => Object.entries(localStorage).filter(([name]) => name.startsWith(head) && !name.slice(head.length).startsWith("m:")).sort().join("\n"), prefix + start);
const mine = async (page) => (await Promise.all(["a:", "g:", "i:", "n:", "s:"].map((kind) => stored(page, kind)))).join("\n");
const inWindow = (locator) => locator.evaluate((element) => {
  const { top, bottom, left } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight && element.contains(document.elementFromPoint(left + 5, (top + bottom) / 2));
});
const focusOf = (page) => page.evaluate(() => document.activeElement.dataset.key ?? document.activeElement.tagName);
const one = async (t, entries = {}, options = {}) => {
  const context = await reader(t, browser, options);
  await seed(context, entries);
  return context.newPage();
};
const SAM = { "@sam:m:person": { v: "Sam" }, "m:subject": { v: "sam" } };
const add = (page) => page.locator(`${own("note-form")} .strong`);

// Every page that has a choice of subject, what a reader does there for Sam, and what Sam needs for it.
const due = Object.entries(manifest.items).find(([, item]) => item.review && item.owner);
const WORK = {
  evidence: [
    [{ "@sam:n:one": { x: "Sam's note", k: "evidence", day: today() } }, (page) => page.locator(key("remove-one")).click()],
    [{}, async (page) => { await page.locator(own("note")).fill("Sam's note"); await add(page).click(); }],
  ],
  plan: [
    [{ "@sam:g:one": { x: "Sam's goal", s: "todo" } }, (page) => page.locator(key("remove-one")).click()],
    [{ "@sam:g:one": { x: "Sam's goal", s: "todo" } }, (page) => page.locator(key("goal-one")).click()],
    [{}, async (page) => { await page.locator(own("goal")).fill("Sam's goal"); await page.locator(`${own("goal-form")} button`).click(); }],
  ],
  "one-on-one": [
    [{}, async (page) => { await page.locator(own("topics")).fill("Sam's topic"); await page.locator(own("held")).click(); }],
    [{ "@sam:n:one": { x: "# Held", k: "one-on-one", day: today() } }, async (page) => { for (const summary of await page.locator("[data-past] summary").all()) await summary.click(); await page.locator(key("remove-one")).click(); }],
  ],
  assess: [
    [{ "@sam:s:one": { v: { [skills[0]]: 2 }, day: today() } }, (page) => page.locator(key("remove-one")).click()],
    [{ [`@sam:a:${skills[0]}`]: { v: 2 } }, (page) => page.locator(own("keep")).click()],
    [{ [`@sam:a:${skills[0]}`]: { v: 2, x: "Sam's line" } }, (page) => page.locator("[data-clear]").first().click()],
  ],
  review: due ? [[{ [`@sam:i:${due[0]}`]: { s: "done", t: 1, r: 1 } }, (page) => page.locator(key(`no-${due[0]}`)).click()]] : [],
};
const owned = aim && Object.entries(manifest.items).find(([, item]) => item.owner && !item.step && !item.page.startsWith("role/") && manifest.pages[item.page]?.kind !== "transition" && item.skills?.some((skill) => aim.targets[skill]?.step > 0));
if (owned) {
  const skill = owned[1].skills.find((one) => aim.targets[one]?.step > 0);
  WORK.plan.push([{ "@sam:m:aim": { v: aim.id }, [`@sam:a:${skill}`]: { v: 0 } }, async (page) => {
    const gap = page.locator(".gap", { has: page.locator(key(`gap-${skill}`)) });
    await gap.locator("> summary").click();
    await gap.locator(".tick input").first().click();
  }]);
}
for (const [kind, works] of Object.entries(WORK)) {
  test(`${kind}: what was done for a person is not taken back into the reader's own records`, async (t) => {
    if (!has(kind) || !works.length) return t.skip(`the book has no such ${kind} page`);
    for (const [entries, work] of works) {
      const page = await one(t, { ...SAM, ...entries });
      const trouble = listen(page, origin);
      await ready(page, kind);
      await work(page);
      await page.locator(undo).waitFor();
      await page.locator(own("subject")).selectOption("me");
      const before = await mine(page);
      assert.equal(await page.locator(undo).count(), 0, "the answer is gone with its subject");
      await page.locator(own("subject")).selectOption("sam");
      assert.equal(await page.locator(undo).count(), 0);
      assert.equal(await mine(page), before);
      assert.deepEqual(trouble, []);
      await page.context().close();
    }
  });
}

test("a kept draft of one tab is not erased by a note that another adds", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const a = await one(t);
  const b = await a.context().newPage();
  await ready(a, "evidence");
  await ready(b, "evidence");
  await a.locator(own("note")).fill("written in A");
  await a.waitForFunction((name) => localStorage.getItem(name)?.includes("written in A"), `${prefix}n:draft`);
  await b.locator(own("note")).fill("written in B");
  await add(b).click();
  await b.locator(".note").waitFor();
  assert.equal(await b.locator(own("note")).inputValue(), "", "the form is empty again");
  await ready(a, "evidence");
  assert.equal(await a.locator(own("note")).inputValue(), "written in A");
  await a.locator(own("note")).fill("written in A, and more");
  await add(a).click();
  await a.locator(".note").nth(1).waitFor();
  await ready(a, "evidence");
  assert.equal(await a.locator(own("note")).inputValue(), "", "what was added is no draft any more");
});

test("what was cleared of a self-assessment can be taken back where it was cleared", async (t) => {
  if (!has("assess")) return t.skip("the book has no skills");
  const page = await one(t);
  await ready(page, "assess");
  const sheet = page.locator(".assess").first();
  await sheet.locator("label", { has: page.locator("input[value='3']") }).click();
  await sheet.locator("[data-evidence]").fill("It shows");
  await sheet.locator("[data-clear]").click();
  assert.equal(await sheet.locator("input:checked").count(), 0);
  await sheet.locator(undo).click();
  assert.equal(await sheet.locator("input:checked").getAttribute("value"), "3");
  assert.equal(await sheet.locator("[data-evidence]").inputValue(), "It shows");
  assert.notEqual(await focusOf(page), "BODY");
});

test("an unfinished change of a note is kept; it can be given up; a removed note is not being changed", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const page = await one(t, {
    "@sam:m:person": { v: "Sam" },
    "n:one": { x: "First", k: "evidence", day: "2026-01-02", skills: skills.slice(0, 1) },
    "n:two": { x: "Second", k: "evidence", day: "2026-01-01" },
    "n:draft": { x: "A draft", k: "draft" },
  });
  await ready(page, "evidence");
  const [text, cancel, label] = [page.locator(own("note")), page.locator(own("note-cancel")), await add(page).textContent()];
  assert.equal(await cancel.isVisible(), false);
  await page.locator(key("edit-one")).click();
  await text.fill("First, and more");
  await page.locator(own("note-day")).fill("2026-01-03");
  await ready(page, "evidence");
  assert.equal(await text.inputValue(), "First, and more", "the change goes on after a detour");
  assert.equal(await page.locator(own("note-day")).inputValue(), "2026-01-03");
  assert.notEqual(await add(page).textContent(), label, "it says that a note is saved, not added");
  assert.equal((await record(page, "n:one")).x, "First", "and is no note yet");
  await page.locator(key("edit-two")).click();
  assert.equal(await text.inputValue(), "Second");
  await page.locator(own("subject")).selectOption("sam");
  assert.equal(await text.inputValue(), "");
  assert.equal(await add(page).textContent(), label);
  assert.equal(await cancel.isVisible(), false);
  await page.locator(own("subject")).selectOption("me");
  await page.locator(key("edit-one")).click();
  assert.equal(await text.inputValue(), "First, and more");
  await add(page).click();
  assert.equal((await record(page, "n:one")).x, "First, and more");
  assert.equal((await record(page, "n:one")).day, "2026-01-03");
  assert.equal((await record(page, "n:one")).o, undefined, "nothing stands beside it");
  assert.equal(await text.inputValue(), "A draft", "the draft that stood there before is back");
  assert.equal(await add(page).textContent(), label);
  await page.locator(key("edit-two")).click();
  await text.fill("Not this");
  await cancel.click();
  assert.equal(await text.inputValue(), "A draft");
  assert.equal((await record(page, "n:two")).x, "Second");
  await page.locator(key("edit-two")).click();
  assert.equal(await text.inputValue(), "Second", "what was given up is gone");
  await page.locator(key("remove-two")).click();
  assert.equal(await text.inputValue(), "A draft");
  assert.equal(await add(page).textContent(), label);
  assert.equal(await cancel.isVisible(), false);
});

test("a change that goes on after another tab changed the note keeps both texts", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const page = await one(t, { "n:one": { x: "First", k: "evidence", day: today() } });
  await ready(page, "evidence");
  await page.locator(key("edit-one")).click();
  await page.locator(own("note")).fill("Mine");
  await page.waitForFunction((name) => localStorage.getItem(name)?.includes("Mine"), `${prefix}n:draft-one`);
  const other = await page.context().newPage();
  await ready(other, "evidence");
  await other.locator(own("note")).fill("Theirs");
  await add(other).click();
  await page.locator(own("note")).fill("Mine, and more");
  await ready(page, "evidence");
  assert.equal(await page.locator(own("note")).inputValue(), "Mine, and more");
  await add(page).click();
  assert.deepEqual(await page.locator(".note-text").allTextContents(), ["Mine, and more", "Theirs"]);
  await page.locator(undo).click();
  assert.deepEqual(await page.locator(".note-text").allTextContents(), ["Theirs"]);
});

test("undo brings back all texts of a note, and of a worksheet", async (t) => {
  const both = { x: "one", k: "evidence", day: today(), t: 20, w: { a: 20, b: 10 }, d: "a", o: [{ x: "two", k: "evidence", day: today(), t: 10, d: "b" }] };
  if (has("evidence")) {
    const page = await one(t, { "n:both": both });
    await ready(page, "evidence");
    assert.deepEqual(await page.locator(".note-text").allTextContents(), ["one", "two"]);
    await page.locator(key("remove-both")).click();
    await page.locator(undo).click();
    assert.deepEqual(await page.locator(".note-text").allTextContents(), ["one", "two"]);
  }
  const sheet = samplePage((html) => html.includes("<textarea") && html.includes("data-worksheet="));
  if (!sheet) return t.diagnostic("the book has no worksheet");
  const name = /<textarea[^>]*data-note="([^"]+)"/.exec(sheet.html)[1];
  const page = await one(t, { [`n:${name}`]: { ...both, k: "worksheet" } });
  await open(page, site + sheet.path);
  await page.locator(".beside-text").waitFor();
  await page.locator("[data-worksheet]").first().locator("[data-do=clear]").click();
  await page.locator("[data-worksheet] [data-said] button").first().click();
  assert.equal(await page.locator(`textarea[data-note="${name}"]`).inputValue(), "one");
  assert.equal(await page.locator(".beside-text").textContent(), "two");
  return undefined;
});

test("a draft comes back with its day, its date and its skill", async (t) => {
  const page = await one(t);
  if (has("evidence")) {
    await ready(page, "evidence");
    await page.locator(own("note-day")).fill("2025-11-01");
    await page.locator(own("note")).fill("In November");
    await ready(page, "evidence");
    assert.equal(await page.locator(own("note-day")).inputValue(), "2025-11-01");
    await add(page).click();
    assert.equal((await page.locator(".note time").getAttribute("datetime")), "2025-11-01");
    assert.notEqual(await page.locator(own("note-day")).inputValue(), "2025-11-01", "the next note is of today");
  }
  if (!has("plan")) return;
  await ready(page, "plan");
  const fields = { goal: "A goal", "goal-day": "2027-01-31", ...(skills.length && { "goal-skill": skills[0] }) };
  for (const [id, value] of Object.entries(fields)) await (id === "goal-skill" ? page.locator(own(id)).selectOption(value) : page.locator(own(id)).fill(value));
  await ready(page, "plan");
  for (const [id, value] of Object.entries(fields)) assert.equal(await page.locator(own(id)).inputValue(), value, id);
  await page.locator(`${own("goal-form")} button`).click();
  await page.locator(".goal").waitFor();
  await ready(page, "plan");
  for (const id of Object.keys(fields)) assert.equal(await page.locator(own(id)).inputValue(), "", `${id} is added`);
});

const practised = aim && Object.keys(aim.targets).filter((skill) => Object.values(manifest.items).some((item) => item.skills?.includes(skill)));
test("a tick in the plan keeps focus near it, and its answer and its Undo are in sight", async (t) => {
  if (!has("plan") || !practised?.length) return t.skip("the book has no practice to plan");
  for (const viewport of [DESKTOP, PHONE]) {
    const entries = { "m:aim": { v: aim.id }, ...Object.fromEntries(Object.keys(aim.targets).map((skill) => [`a:${skill}`, { v: 0 }])) };
    const page = await one(t, entries, { viewport });
    await ready(page, "plan");
    const gap = page.locator(".gap", { has: page.locator(".tick") }).first();
    await gap.locator("> summary").focus();
    await page.keyboard.press("Enter");
    const box = gap.locator(".tick input").first();
    const [name, title] = [await box.getAttribute("data-key"), await gap.locator(".tick").first().innerText()];
    await box.focus();
    await page.keyboard.press("Space");
    assert.notEqual(await focusOf(page), "BODY");
    assert.notEqual(await focusOf(page), name);
    assert.ok(await page.evaluate(() => document.activeElement.checkVisibility()));
    assert.ok(await inWindow(page.locator(undo)), `Undo is in sight at ${viewport.width}`);
    await page.locator(undo).click();
    assert.equal(await focusOf(page), name, "focus is where it was");
    assert.equal(await gap.locator(".tick").first().innerText(), title);
    await page.context().close();
  }
});

test("answers are in sight of the control that was pressed", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const notes = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`n:note${at}`, { x: `Note ${at}\n\nWith more.`, k: "evidence", day: `2026-01-0${at + 1}` }]));
  for (const viewport of [DESKTOP, PHONE]) {
    const page = await one(t, { ...notes, ...(aim && { "m:aim": { v: aim.id } }) }, { viewport, bypassCSP: true });
    await ready(page, "evidence");
    await page.locator(own("note")).fill("New");
    await add(page).click();
    assert.ok(await inWindow(page.locator(undo)), `added at ${viewport.width}`);
    await page.locator(key("remove-note1")).click();
    assert.equal(await page.locator(undo).count(), 1, "there is one answer at a time");
    assert.ok(await inWindow(page.locator(undo)), `removed at ${viewport.width}`);
    assert.deepEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }), "what has focus is in sight too");
    await page.context().close();
  }
});

test("an id is read by its present name wherever it stands", async (t) => {
  if (!has("assess") || !has("evidence") || !has("compare-assessments")) return t.skip("the book has no skills");
  const [skill] = skills;
  const { title } = manifest.skills[skill];
  const page = await one(t, {
    "s:then": { v: { "once-called": 2 }, day: "2026-01-01" },
    [`a:${skill}`]: { v: 3 },
    "n:old": { x: "Old", k: "evidence", day: "2026-01-01", skills: ["once-called"] },
    "n:new": { x: "New", k: "evidence", day: "2026-01-02", skills: [skill] },
  });
  await page.route("**/progress-manifest.json*", (route) => route.fulfill({ json: { ...manifest, was: { ...manifest.was, [`a:${skill}`]: ["once-called"] } } }));
  await ready(page, "assess");
  assert.deepEqual(await page.locator(".snapshots tbody tr").first().locator("td").evaluateAll((cells) => cells.map((cell) => cell.firstChild.data)), ["2", "3"]);
  await ready(page, "compare-assessments");
  const steps = () => page.locator(".both tbody tr").first().locator("td").evaluateAll((cells) => cells.slice(0, 2).map((cell) => cell.textContent[0]).sort());
  await page.locator(own("second")).selectOption("s:me:then");
  assert.deepEqual(await steps(), ["2", "3"]);
  const file = { format: "rungs-progress", version: 2, site: siteId, exported: new Date().toISOString(), records: { "a:once-called": { v: 5, t: 1, d: "x" } } };
  await page.locator(own("file")).setInputFiles({ name: "theirs.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await page.waitForFunction(() => document.querySelector("[id='r:second']").value.startsWith("file:"));
  await page.locator(own("first")).selectOption("now:me");
  assert.deepEqual(await steps(), ["3", "5"]);
  await ready(page, "evidence");
  assert.equal(await page.locator(`${own("filter")} option`, { hasText: title }).count(), 1);
  await page.locator(own("filter")).selectOption({ label: title });
  assert.equal(await page.locator(".note").count(), 2);
  await page.locator(key("edit-old")).click();
  await page.locator(own("note-skill")).selectOption(skill);
  assert.equal(await page.locator("[data-tags] li").count(), 1);
});

test("every snapshot can be seen and removed", async (t) => {
  if (!has("assess")) return t.skip("the book has no skills");
  const page = await one(t, Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`s:snap${at}`, { v: { [skills[0]]: at % 6 }, day: `2026-01-0${at + 1}` }])));
  await ready(page, "assess");
  const shown = page.locator(".snapshots thead button");
  const first = await shown.count();
  if (first < 8) await page.locator(key("earlier")).click();
  assert.equal(await shown.count(), 8);
  assert.notEqual(await focusOf(page), "BODY");
  await page.locator(key("remove-snap0")).click();
  assert.equal(await shown.count(), 7);
});
