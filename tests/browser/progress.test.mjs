// What a reader ticks is kept, shown everywhere it counts, and never lost.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { PHONE, itemsOf, manifestOf, open, openBrowser, own, prefix, reader, record, said, sample, samplePage, serveSite, words } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();

const list = samplePage((html) => itemsOf({ html }).length > 1 && html.includes("class=\"practice\" data-scope="));
const chapter = sample("chapter", (html) => html.includes(" data-read="));
const NO_ITEMS = "the book has no page with two items";
const NO_CHAPTER = "the book has no chapter to mark as read";

const box = (page, id) => page.locator(`input[data-item="${id}"]`);
const counted = (page, done) => page.waitForFunction(
  (text) => document.querySelector(".practice .count").textContent === text,
  said("js_practice", { done, total: new Set(itemsOf(list)).size }),
);

test("a tick is kept over a reload and shows in a second tab, in the count and in the sidebar", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const [id] = itemsOf(list);
  const context = await reader(t, browser);
  const page = await context.newPage();
  const other = await context.newPage();
  await open(other, site + list.path);
  await open(page, site + list.path);
  await counted(page, 0);
  await box(page, id).check();
  await counted(page, 1);
  assert.equal(await page.locator(".practice progress").evaluate((bar) => bar.value), 1);
  const marks = page.locator(`.side .mark[data-scope="page:${manifestOf(list).page}"]`);
  for (const mark of await marks.all()) {
    assert.equal(await mark.getAttribute("data-state"), "some");
    assert.equal(await mark.evaluate((element) => getComputedStyle(element, "::before").content.split("/").slice(0, 2).join("/").replace(/["\s]/g, "")), `1/${new Set(itemsOf(list)).size}`);
  }
  t.diagnostic(`${await marks.count()} marks in the sidebar followed`);
  assert.equal(await page.locator(own("live")).textContent(), said("js_practice", { done: 1, total: new Set(itemsOf(list)).size }), "it is announced");

  await counted(other, 1);
  assert.ok(await box(other, id).isChecked(), "the other tab shows it without a reload");
  await page.reload();
  await counted(page, 1);
  assert.ok(await box(page, id).isChecked(), "it is there after a reload");
  assert.equal(await page.locator(own("live")).textContent(), "", "nothing is announced on load");
});

test("the record has the documented form, and unticking writes todo", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const [id] = itemsOf(list);
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + list.path);
  const before = Date.now();
  await box(page, id).check();
  const first = await record(page, `i:${id}`);
  assert.deepEqual(Object.keys(first).sort(), ["d", "l", "r", "s", "t"]);
  assert.equal(first.s, "done");
  assert.ok(first.t >= before && first.t <= Date.now());
  assert.match(first.d, /^[a-z0-9]+$/);
  const { rev = 1, title } = manifestOf(list).items[id];
  assert.equal(first.r, rev);
  assert.equal(first.l, title);

  await box(page, id).uncheck();
  const second = await record(page, `i:${id}`);
  assert.equal(second.s, "todo");
  assert.ok(second.t > first.t, "time moves on");
  assert.equal(second.d, first.d);
  await page.reload();
  assert.ok(!(await box(page, id).isChecked()));
  assert.deepEqual(await page.evaluate((start) => Object.keys(localStorage).filter((key) => !key.startsWith(start)), prefix), [], "only our own keys");
});

test("all items ticked fill the bar; an item that is not for the reader leaves the total", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const ids = [...new Set(itemsOf(list))];
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + list.path);
  for (const id of ids) await box(page, id).first().check();
  await counted(page, ids.length);
  await page.evaluate(([key, text]) => localStorage.setItem(key, text), [`${prefix}i:${ids[0]}`, JSON.stringify({ s: "na", t: Date.now() + 5, d: "test", r: 1, l: "" })]);
  await page.reload();
  const text = said("js_practice_na", { done: ids.length - 1, total: ids.length - 1, na: 1 });
  await page.waitForFunction((wanted) => document.querySelector(".practice .count").textContent === wanted, text);
});

test("a chapter is marked as read, and the mark is kept and shows in the sidebar", async (t) => {
  if (!chapter) return t.skip(NO_CHAPTER);
  const id = / data-read="([^"]+)"/.exec(chapter.html)[1];
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  await page.locator("input[data-read]").check();
  assert.equal((await record(page, `p:${id}`)).s, "done");
  await page.reload();
  await page.waitForSelector("html[data-js]", { state: "attached" });
  assert.ok(await page.locator("input[data-read]").isChecked());
  const mark = page.locator(`.side .mark.reading[data-scope="page:chapter/${id}"]`);
  if (await mark.count()) {
    assert.match(await mark.getAttribute("data-state"), /^(some|all)$/);
    assert.ok((await mark.textContent()).includes(words.js_read), "in words, not by its look alone");
  }
});

for (const [name, breakStorage] of [
  ["is full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
  ["is forbidden", () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })],
  ["forgets silently", () => { Storage.prototype.setItem = () => {}; }],
]) {
  test(`storage that ${name} is said, keeps the tick on screen and offers a file`, async (t) => {
    if (!list) return t.skip(NO_ITEMS);
    const [id] = itemsOf(list);
    const context = await reader(t, browser);
    await context.addInitScript(breakStorage);
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await open(page, site + list.path);
    assert.equal(await page.locator(".banner").count(), 0, "nothing is said before there is something to lose");
    await box(page, id).check();
    await page.locator(".banner").waitFor();
    await page.setViewportSize(PHONE);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const covered = await page.evaluate(() => document.querySelector("footer").getBoundingClientRect().bottom - document.querySelector(".banner").getBoundingClientRect().top);
    assert.ok(covered <= 1, `the end of the footer is seen: ${covered}`);
    assert.ok(await box(page, id).isChecked());
    await counted(page, 1);
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".banner button").click()]);
    const file = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.equal(file.records[`i:${id}`].s, "done");
    assert.deepEqual(errors, []);
  });
}

test("a corrupt record is put aside and the rest works", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const [bad, good] = [...new Set(itemsOf(list))];
  const context = await reader(t, browser);
  const page = await context.newPage();
  await open(page, site + list.path);
  await box(page, good).check();
  await page.evaluate(([key, text]) => localStorage.setItem(key, text), [`${prefix}i:${bad}`, "{\"s\":\"do"]);
  await page.reload();
  await counted(page, 1);
  assert.ok(await box(page, good).isChecked());
  assert.ok(!(await box(page, bad).isChecked()));
  const aside = await page.evaluate((start) => Object.entries(localStorage).filter(([key]) => key.startsWith(`${start}bad:`)), prefix);
  assert.equal(aside.length, 1);
  assert.ok(aside[0][0].endsWith(`i:${bad}`));
  assert.equal(aside[0][1], "{\"s\":\"do", "its text is kept");
  await box(page, bad).check();
  await counted(page, 2);
  await page.reload();
  await counted(page, 2);
});

test("records of a newer version are shown and not touched", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const [id, other] = [...new Set(itemsOf(list))];
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + list.path);
  await box(page, id).check();
  await page.evaluate((key) => localStorage.setItem(key, "99"), `${prefix}v`);
  await page.reload();
  await counted(page, 1);
  const before = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  await box(page, other).check();
  await page.locator(".banner", { hasText: words["js-banner_newer"] }).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage })), before);
});

test("a raised revision says so and keeps the tick", async (t) => {
  if (!list) return t.skip(NO_ITEMS);
  const [id] = itemsOf(list);
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + list.path);
  await page.evaluate(([key, text]) => localStorage.setItem(key, text), [`${prefix}i:${id}`, JSON.stringify({ s: "done", t: 1, d: "test", r: 0, l: "" })]);
  await page.reload();
  await counted(page, 1);
  assert.ok(await box(page, id).isChecked());
  await page.locator("li.item .item-note", { hasText: words.js_changed }).waitFor();
});
