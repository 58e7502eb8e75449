// The ladder's pages: comparisons, the picker, skills by level, drawings; and the first principle over every page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, PHONE, listen, open, openBrowser, own, pages, read, reader, sample, serveSite } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();
const comparison = sample("compare", (html) => html.includes("class=\"versus\""));
const picker = sample("compare", (html) => html.includes("id=\"r:picker\""));
const matrix = sample("matrix");
const ladder = sample("ladder");
const level = sample("level", (html) => html.includes("class=\"radar"));
const ladderData = () => JSON.parse(read("ladder.json"));

test("the picker leads to a comparison with links alone", async (t) => {
  if (!picker) return t.skip("the book compares no levels");
  const page = await (await reader(t, browser, { javaScriptEnabled: false })).newPage();
  await page.goto(site + picker.path);
  assert.ok(!(await page.locator(own("picker")).isVisible()), "without a script the fields are not there");
  await page.locator(".partners a[data-pair]").first().click();
  await page.locator(".versus").waitFor();
  assert.match(page.url(), /\/compare\/.+~.+\.html$/);
});

test("the picker leads to a comparison from two lists, by keyboard", async (t) => {
  if (!picker) return t.skip("the book compares no levels");
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, new URL(site).origin);
  await open(page, site + picker.path);
  const values = await page.locator(`${own("from")} option`).evaluateAll((options) => options.map((option) => option.value));
  await page.locator(own("from")).selectOption(values[1]);
  const same = page.locator(`${own("to")} option[value="${values[1]}"]`);
  assert.ok(await same.isDisabled(), "a level is not compared with itself");
  assert.notEqual(await page.locator(own("to")).inputValue(), values[1]);
  await page.locator(own("to")).selectOption(values[0]);
  await page.locator(own("go")).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/~/);
  const names = await page.locator(".versus h2").allTextContents();
  assert.equal(new Set(names).size, 2);
  const path = decodeURIComponent(new URL(page.url()).pathname);
  for (const value of values.slice(0, 2)) assert.ok(path.includes(value.toLowerCase()), `${path} has ${value}`);
  assert.deepEqual(trouble, []);
});

test("a comparison names every skill of either level once", async (t) => {
  const found = pages.filter((page) => page.html.includes("class=\"versus\""));
  if (!found.length) return t.skip("the book compares no levels");
  const { levels } = ladderData();
  for (const { path, html } of found) {
    const ids = /compare\/(.+)~(.+)\.html$/.exec(path).slice(1, 3);
    const pair = levels.filter((one) => ids.includes(one.id.toLowerCase()));
    const asked = new Set(pair.flatMap((one) => [...Object.keys(one.targets), ...one.expectations.map((expectation) => expectation.skill)]));
    const short = html.slice(html.indexOf("id=\"s:short\""), html.indexOf("</dl>", html.indexOf("id=\"s:short\"")));
    const named = [...short.matchAll(/<li><a href="(?:#c:([^"]+)|[^"]*skills\/([^"]+)\.html)">/g)].map((match) => match[1] ?? match[2]);
    const detailed = [...html.matchAll(/<h3 id="c:([^"]+)">/g)].map((match) => match[1]);
    assert.deepEqual(named.sort(), [...asked].sort(), path);
    assert.equal(new Set(detailed).size, detailed.length, path);
    for (const id of detailed) assert.ok(asked.has(id), `${path} tells of ${id}`);
  }
});

test("comparisons read on a phone, in the dark and on paper without sideways scrolling", async (t) => {
  if (!comparison) return t.skip("the book compares no levels");
  for (const [viewport, colorScheme, media] of [[PHONE, "light", "screen"], [PHONE, "dark", "screen"], [DESKTOP, "light", "print"]]) {
    const page = await (await reader(t, browser, { viewport, colorScheme })).newPage();
    await open(page, site + comparison.path);
    await page.emulateMedia({ media, colorScheme });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${viewport.width} ${media}: ${over} px too wide`);
    assert.ok(await page.locator(".skill-change h3, .changes").first().isVisible());
  }
});

test("skills by level: filters, and the view they make can be sent on", async (t) => {
  if (!matrix) return t.skip("the book has no targets");
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, new URL(site).origin);
  await open(page, site + matrix.path);
  const rows = () => page.locator(".matrix tbody tr:not(.area)").evaluateAll((all) => all.filter((row) => row.checkVisibility()).length);
  const whole = await rows();
  const areas = await page.locator(`${own("area")} option`).evaluateAll((options) => options.map((option) => option.value).slice(1));
  if (areas.length > 1) {
    await page.locator(own("area")).selectOption(areas[0]);
    const some = await rows();
    assert.ok(some > 0 && some < whole, `${some} of ${whole} rows`);
    assert.equal(new URL(page.url()).searchParams.get("area"), areas[0]);
    await page.reload();
    assert.equal(await rows(), some, "the address keeps the filter");
    await page.locator(own("area")).selectOption("*");
  }
  await page.locator(own("core")).check();
  const supporting = page.locator(".matrix td.supporting .step");
  for (const cell of await supporting.all()) assert.ok(!(await cell.isVisible()));
  await page.locator(own("core")).uncheck();
  const texts = page.locator(".matrix .cell-more");
  if (await texts.count()) {
    assert.ok(!(await texts.first().isVisible()));
    await page.locator(own("full")).check();
    await page.reload();
    assert.ok(await texts.first().isVisible(), "the address keeps the texts");
    await page.locator(own("full")).uncheck();
  }
  assert.equal(await rows(), whole);
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(trouble, []);
});

test("skills by level: heads stay in sight, and nothing needs a script", async (t) => {
  if (!matrix) return t.skip("the book has no targets");
  const page = await (await reader(t, browser, { javaScriptEnabled: false, viewport: { width: 1280, height: 600 } })).newPage();
  await page.goto(site + matrix.path);
  const wrap = page.locator(".matrix-wrap");
  await wrap.evaluate((element) => element.scrollTo(300, 500));
  const [box, head, side] = await Promise.all([
    wrap.boundingBox(),
    page.locator(".matrix thead th").nth(1).boundingBox(),
    page.locator(".matrix tbody tr:not(.area) th").last().boundingBox(),
  ]);
  assert.ok(Math.abs(head.y - box.y) < 3, `the head is at ${head.y}, the table at ${box.y}`);
  assert.ok(Math.abs(side.x - box.x) < 3, `the skill is at ${side.x}, the table at ${box.x}`);
  const hidden = await page.locator(".matrix tbody tr").evaluateAll((rows) => rows.filter((row) => !row.checkVisibility()).length);
  assert.equal(hidden, 0);
  const texts = page.locator(".matrix .cell-more");
  if (await texts.count()) {
    await page.locator(own("full")).check();
    assert.ok(await texts.first().isVisible());
  }
});

test("skills by level are cards on a phone, with the same cells", async (t) => {
  if (!matrix) return t.skip("the book has no targets");
  const page = await (await reader(t, browser, { viewport: PHONE })).newPage();
  await open(page, site + matrix.path);
  assert.ok(!(await page.locator(".matrix-wrap").isVisible()));
  const cards = await page.locator(".card .step").count();
  const cells = await page.locator(".matrix td .step").count();
  assert.ok(cards > 0);
  assert.equal(cards, cells);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
});

test("the table file has the numbers of the page", (t) => {
  if (!matrix) return t.skip("the book has no targets");
  const lines = read("matrix.csv").toString("utf8").trimEnd().split("\r\n");
  const { levels } = ladderData();
  const asked = levels.filter((one) => one.status !== "draft").flatMap((one) => Object.values(one.targets).map((target) => `${target.step} ${target.weight}`));
  const written = lines.slice(1).flatMap((line) => line.match(/\b[1-5] (core|supporting)(?=,|$)/g) ?? []);
  assert.deepEqual(written.sort(), asked.sort());
});

test("four levels or fewer stand in their table without scrolling at a desk, and a track at a glance", async (t) => {
  const fits = pages.filter(({ kind, html }) => kind === "track" || (kind === "matrix" && (/<thead>(.*?)<\/thead>/s.exec(html)?.[1].match(/<th /g).length ?? 9) <= 5));
  if (!fits.length) return t.skip("the book has no tracks");
  const page = await (await reader(t, browser)).newPage();
  for (const { path } of fits) {
    await open(page, site + path);
    const beyond = await page.locator(":is(.table, .matrix-wrap):has(tr > :nth-child(-n + 5):last-child)").evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth).filter((px) => px > 0));
    assert.deepEqual(beyond, [], path);
  }
  return undefined;
});

test("at the largest text size no word of the home page's ladder or title is broken", async (t) => {
  const home = sample("home", (html) => html.includes("class=\"glance tracks-2"));
  if (!home) return t.skip("the home page shows no two tracks");
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + home.path);
  await page.evaluate(() => { document.documentElement.dataset.size = "xl"; });
  for (const size of [PHONE, { width: 800, height: 700 }]) {
    await page.setViewportSize(size);
    const broken = await page.locator(".glance a, h1").evaluateAll((all) => all.flatMap((element) => {
      const text = element.firstChild;
      return [...text.data.matchAll(/\S+/g)].filter(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return range.getClientRects().length > 1;
      }).map(([word]) => word);
    }));
    assert.deepEqual(broken, [], `${size.width} px`);
  }
  return undefined;
});

test("the ladder drawn: every level is a box that leads to its page", async (t) => {
  if (!ladder) return t.skip("the book has no ladder");
  for (const viewport of [DESKTOP, PHONE]) {
    const page = await (await reader(t, browser, { viewport })).newPage();
    await open(page, site + ladder.path);
    const links = await page.locator(".ladder-drawing a").evaluateAll((all) => all.map((link) => link.href.baseVal));
    assert.equal(links.length, ladderData().tracks.flatMap((track) => track.levels).length);
    for (const href of links) assert.ok(pages.some((one) => new URL(href, site + ladder.path).pathname.endsWith(one.path)), href);
    // The list it stands for.
    for (const href of links) assert.ok(await page.locator(`.ladder-rows a[href="${href}"]`).count(), href);
    const sizes = await page.locator(".ladder-drawing a rect").evaluateAll((all) => all.map((box) => box.getBoundingClientRect().height));
    assert.ok(sizes.every((height) => height >= 24), `${sizes}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${viewport.width}: ${over} px too wide`);
    await page.locator(".ladder-drawing a").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== site + ladder.path);
  }
});

test("a shape is followed by its numbers, and its labels are inside the drawing", async (t) => {
  if (!level) return t.skip("no level has a shape");
  const page = await (await reader(t, browser)).newPage();
  for (const one of [level, comparison].filter(Boolean)) {
    await open(page, site + one.path);
    const drawing = page.locator("svg.radar").first();
    const names = await drawing.locator("text").allTextContents();
    const rows = await page.locator("table.means tbody th").allTextContents();
    assert.equal(names.length, rows.length);
    const marks = await drawing.locator("circle").count();
    const numbers = (await page.locator("table.means tbody td").allTextContents()).filter((text) => /^\d\.\d$/.test(text.trim()));
    assert.equal(marks, numbers.length, one.path);
    const outside = await drawing.evaluate((svg) => {
      const box = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].filter((text) => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1;
      }).map((text) => text.textContent);
    });
    assert.deepEqual(outside, [], one.path);
    for (const viewport of [DESKTOP, { width: 800, height: 900 }]) {
      await page.setViewportSize(viewport);
      const cut = await page.locator(".table:has(table.means)").evaluate((table) => table.scrollWidth - table.clientWidth);
      assert.ok(cut <= 0, `${one.path} at ${viewport.width} px: ${cut} px of the numbers are out of sight`);
    }
  }
});

test("no page counts expectations or targets: bars and counts are of practice", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const faults = [];
  // The pages on which a count would be wrong; their scripts have run.
  const kinds = ["level", "track", "ladder", "compare", "matrix", "skill", "area", "role", "transition"];
  const chosen = kinds.map((kind) => sample(kind)).filter(Boolean);
  for (const { path } of chosen) {
    await open(page, site + path);
    faults.push(...(await page.evaluate(() => {
      const own = (element) => element.closest(".practice, [data-scope]");
      const bars = [...document.querySelectorAll("progress, meter, [role=progressbar], [role=meter]")].filter((bar) => !own(bar)).map((bar) => bar.outerHTML);
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const counts = [];
      while (walker.nextNode()) {
        const words = walker.currentNode.textContent;
        const by = walker.currentNode.parentElement;
        const authors = by.closest(".prose, .evidence, .facts, .side-by-side, .matrix-text, .lead, .versus-side, .step-text, .signal-list, .move, .why, .note, .small");
        if (/\b\d+\s*(?:of|\/)\s*\d+\b|\b\d+\s*%/.test(words) && !authors && !own(by)) counts.push(words.trim());
      }
      return [...bars, ...counts];
    })).map((what) => `${path}: ${what}`));
  }
  assert.deepEqual(faults, []);
  t.diagnostic(`${chosen.length} pages`);
});
