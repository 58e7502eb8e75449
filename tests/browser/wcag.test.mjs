// "Keyboard and accessibility", bullet by bullet: one named test each. axe on every kind of page is in
// accessibility.test.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, NARROW, PHONE, kinds, open, openBrowser, own, pages, read, reader, sample, samplePage, serveSite, serveSiteInPieces } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();
const full = pages.filter((page) => page.kind);
const samples = kinds.map((kind) => sample(kind)).filter(Boolean);
const chapter = sample("chapter") ?? samplePage(() => true);
const settings = async (page, name, value) => {
  await page.locator(own("settings-open")).click();
  await page.locator(own("settings")).locator(`[name=${name}]`).and(page.locator(`[value=${value}]`)).check();
  await page.keyboard.press("Escape");
};
const hasSearch = (t) => chapter.html.includes("id=\"r:search\"") || (t.skip("the theme has no search"), false);
const attributes = (html, tag) => [...html.matchAll(new RegExp(`<${tag}\\b([^>]*)>`, "g"))].map((found) => found[1]);

test("Ctrl-K and ⌘-K open the search", async (t) => {
  if (!hasSearch(t)) return;
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  for (const keys of ["Control+k", "Meta+k"]) {
    await page.keyboard.press(keys);
    const dialog = page.locator("dialog:modal");
    await dialog.waitFor();
    assert.ok(await dialog.locator("[role=combobox]").evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
});

test("shortcuts of a single key work only when a reader has switched them on, and never while writing", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  const keys = chapter.html.includes("id=\"r:search\"") ? ["?", "/"] : ["?"];
  const dialog = page.locator("dialog:modal");
  for (const key of ["?", "/"]) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  assert.equal(await dialog.count(), 0, "off at first");
  await settings(page, "shortcuts", "on");
  for (const key of keys) {
    await page.keyboard.press(key);
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    document.querySelector("main").append(field);
    field.focus();
  });
  await page.keyboard.press("?");
  await page.waitForTimeout(200);
  assert.equal(await dialog.count(), 0, "a key that is written is a letter");
  assert.equal(await page.evaluate(() => document.activeElement.value), "?");
});

test("the arrow keys turn no pages", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  const before = page.url();
  for (const key of ["ArrowRight", "ArrowLeft", "n", "p"]) await page.keyboard.press(key);
  await page.waitForTimeout(300);
  assert.equal(page.url(), before);
});

test("ids are unique, every nav has a name of its own, and one link is the current page", () => {
  const faults = [];
  for (const { path, html, kind } of full) {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((found) => found[1]);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) faults.push(`${path}: twice: ${[...new Set(twice)].join(" ")}`);
    const names = attributes(html, "nav").map((nav) => /aria-label(?:ledby)?="([^"]+)"/.exec(nav)?.[1]);
    if (names.includes(undefined) || new Set(names).size !== names.length) faults.push(`${path}: navs: ${names.join(", ")}`);
    const current = html.match(/aria-current="page"/g)?.length ?? 0;
    if (current > 1 || (current < 1 && !["home", "not_found"].includes(kind) && /class="side-entries"/.test(html))) faults.push(`${path}: ${current} current`);
  }
  assert.deepEqual(faults, []);
});

test("items are native checkboxes in a label, in a fieldset with a legend", async (t) => {
  const one = sample("checklist", (html) => html.includes("data-item=")) ?? samplePage((html) => html.includes("data-item="));
  if (!one) return t.skip("the book has no items");
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + one.path);
  const faults = await page.locator("[data-item]").evaluateAll((boxes) => boxes.filter((box) => {
    const legend = box.closest("fieldset")?.querySelector("legend");
    return !(box.matches("input[type=checkbox]") && box.closest("label")?.textContent.trim() && legend?.textContent.trim());
  }).map((box) => box.dataset.item));
  assert.deepEqual(faults, []);
});

test("progress is said in words beside the bar, and the one live region is silent until something happens", async (t) => {
  const one = samplePage((html) => html.includes("<progress") && html.includes("data-item="));
  if (!one) return t.skip("the book has no page with progress");
  for (const { path, html } of full) assert.equal([...html.matchAll(/aria-live=|role="(?:status|log)"/g)].length, 1, path);
  const page = await (await reader(t, browser)).newPage();
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
    window.saidOnLoad = [];
    const live = document.getElementById("r:live");
    new MutationObserver(() => window.saidOnLoad.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  }));
  await open(page, site + one.path);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await page.evaluate(() => window.saidOnLoad), []);
  const bars = await page.locator("progress:visible").evaluateAll((all) => all.map((bar) => bar.parentElement.innerText));
  assert.ok(bars.length > 0);
  for (const words of bars) assert.match(words, /\d.*\d/s, "words with both numbers");
  await page.locator("input[data-item]").first().check();
  await page.waitForFunction(() => window.saidOnLoad.some((text) => /\d/.test(text)));
});

test("no state is told by colour alone: ticks, marks and current links differ without any", async (t) => {
  const one = samplePage((html) => html.includes("class=\"mark") && html.includes("data-item=") && html.includes("aria-current=\"page\""));
  if (!one) return t.skip("the book has no such page");
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + one.path);
  for (const box of await page.locator("input[data-item], input[data-read]").all()) await box.check();
  const mark = page.locator(".side [aria-current=page] .mark");
  const shape = () => mark.evaluate((element) => {
    const { content, rotate, borderTopLeftRadius } = getComputedStyle(element, "::before");
    return `${content === "\"\"" ? "drawn" : "written"} ${rotate} ${borderTopLeftRadius}`;
  });
  const [words, done] = [(await mark.textContent()).trim(), await shape()];
  assert.notEqual(words, "", "a mark has words");
  const boxes = page.locator("input[data-item], input[data-read]");
  await boxes.first().uncheck();
  const [some, many] = [await shape(), await boxes.count()];
  for (const box of await boxes.all()) await box.uncheck();
  const shapes = [done, await shape(), ...(many > 1 ? [some] : [])];
  assert.equal(new Set(shapes).size, shapes.length, `done, begun and open have shapes of their own: ${shapes.join(", ")}`);
  const weights = await page.evaluate(() => ["[aria-current=page]", "a:not([aria-current])"].map((query) => getComputedStyle(document.querySelector(`.side-entries ${query}`)).fontWeight));
  assert.notEqual(weights[0], weights[1], "the current page is set in another weight");
});

test("drawings have a title and a description, and the same data as a table", async (t) => {
  const drawn = full.filter(({ html }) => /<svg\b[^>]*role="img"/.test(html));
  if (!drawn.length) return t.skip("the book has no drawing");
  const page = await (await reader(t, browser)).newPage();
  const kindsSeen = new Set();
  for (const { path, kind } of drawn) {
    if (kindsSeen.has(kind)) continue;
    kindsSeen.add(kind);
    await open(page, site + path);
    const faults = await page.locator("svg[role=img]").evaluateAll((drawings) => drawings.filter((drawing) => {
      const named = drawing.querySelector("title")?.textContent.trim() && drawing.querySelector("desc")?.textContent.trim();
      const tables = [...document.querySelectorAll("table")];
      return !named || !tables.some((table) => drawing.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING);
    }).length);
    assert.equal(faults, 0, path);
  }
});

for (const viewport of [DESKTOP, PHONE]) {
  test(`every control is at least 24 px, or stands apart, at ${viewport.width} px`, async (t) => {
    const page = await (await reader(t, browser, { viewport })).newPage();
    const faults = [];
    for (const { path } of samples) {
      await open(page, site + path);
      faults.push(...(await page.evaluate(() => {
        const shown = [...document.querySelectorAll("a[href], button, input, select, summary, textarea")].filter((element) =>
          element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip, .visually-hidden") && element.getClientRects().length);
        // 2.5.8: a target in a sentence is exempt; a smaller one may stand so that a circle of 24 px on it meets no other.
        const inText = (element) => element.matches("a") && [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
        const target = (element) => (element.matches("input") && element.closest("label")) || element;
        const boxes = [...new Set(shown.map(target))].map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.width > 1);
        const middle = ({ box }) => [box.x + box.width / 2, box.y + box.height / 2];
        return boxes.filter((one) => {
          if (inText(one.element) || (one.box.width >= 23.5 && one.box.height >= 23.5)) return false;
          const [x, y] = middle(one);
          return boxes.some((other) => {
            if (other === one || other.element.contains(one.element) || one.element.contains(other.element)) return false;
            const near = (at, from, size) => Math.max(from - at, 0, at - from - size);
            return Math.hypot(near(x, other.box.x, other.box.width), near(y, other.box.y, other.box.height)) < 12;
          });
        }).map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`);
      })).map((fault) => `${path}: ${fault}`));
    }
    assert.deepEqual(faults.slice(0, 12), []);
  });
}

test("focus is always visible and never under the sticky header", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  const faults = [];
  for (let step = 0; step < 90; step += 1) {
    await page.keyboard.press("Tab");
    const fault = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "end";
      const box = element.getBoundingClientRect();
      const header = document.querySelector("header.top");
      const style = getComputedStyle(element);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const hidden = getComputedStyle(header).position === "sticky" && !header.contains(element) && !element.matches(".skip") && box.top < header.getBoundingClientRect().bottom - 1 && box.bottom > 0
        && document.querySelector("main").contains(element);
      const inside = box.bottom > 0 && box.top < innerHeight;
      return outlined && !hidden && inside ? "" : `${element.outerHTML.slice(0, 80)}: outlined ${outlined}, hidden ${hidden}, inside ${inside}`;
    });
    if (fault === "end") break;
    if (fault) faults.push(fault);
  }
  assert.deepEqual(faults, []);
});

test("at 400 % zoom and 320 px every kind of page is read without scrolling sideways", async (t) => {
  // A window of 1280 × 1024 at 400 % is one of 320 × 256.
  const page = await (await reader(t, browser, { viewport: { width: NARROW.width, height: 256 } })).newPage();
  for (const { path } of samples) {
    await open(page, site + path);
    const found = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, header: getComputedStyle(document.querySelector("header.top")).position }));
    assert.ok(found.wide <= NARROW.width, `${path}: ${found.wide} px`);
    assert.notEqual(found.header, "sticky", "in a short window the header scrolls away");
  }
});

test("with more space between lines, words and letters nothing is cut off", async (t) => {
  const page = await (await reader(t, browser, { viewport: PHONE, bypassCSP: true })).newPage();
  for (const { path } of samples) {
    await open(page, site + path);
    await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }" });
    const faults = await page.evaluate(() => {
      const cut = [...document.querySelectorAll("main *, header *")].filter((element) => {
        const style = getComputedStyle(element);
        return ["hidden", "clip"].includes(style.overflowX) && !element.closest(".visually-hidden, progress, svg") && style.clipPath === "none"
          && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
      });
      return cut.map((element) => element.outerHTML.slice(0, 90)).concat(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []);
    });
    assert.deepEqual(faults, [], path);
  }
});

test("in forced colours controls, marks and the current page can be seen", async (t) => {
  const one = samplePage((html) => html.includes("class=\"mark") && html.includes("data-item=")) ?? chapter;
  const page = await (await reader(t, browser, { forcedColors: "active" })).newPage();
  await open(page, site + one.path);
  const faults = await page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const looks = { ".mark::before": "borderTopColor", ".side-entries [aria-current]": "color", "progress": "borderTopColor", ".settings-button": "color", "h1": "color" };
    return Object.entries(looks).filter(([query, property]) => {
      const [selector, pseudo] = query.split(/(?=::)/);
      const element = document.querySelector(selector);
      return element && getComputedStyle(element, pseudo)[property] === ground;
    }).map(([query]) => query);
  });
  assert.deepEqual(faults, []);
});

test("style sheets know no left and right, so that a page can be read from either side", () => {
  const physical = /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|text-align:\s*(?:left|right)|float:\s*(?:left|right))\s*:?/;
  const sheets = [...new Set(full.flatMap(({ html, path }) => [...html.matchAll(/<link rel="stylesheet" href="([^"?]+)/g)].map((found) => new URL(found[1], `http://x/site/${path}`).pathname.replace("/site/", ""))))];
  const faults = [];
  for (const sheet of sheets) {
    for (const line of read(sheet).toString().replace(/\/\*.*?\*\//gs, "").split("\n")) {
      // Columns of an author's table are aligned as the author says.
      if (physical.test(line) && !/\.a-(?:left|right)/.test(line)) faults.push(`${sheet}: ${line.trim().slice(0, 100)}`);
    }
  }
  assert.deepEqual(faults, []);
});

test("what lies above a page is a dialog, opens as a modal one, and gives focus back", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  for (const opener of [own("settings-open"), own("search")]) {
    const button = page.locator(opener);
    if (!(await button.count())) continue;
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog:modal");
    await dialog.waitFor();
    assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement) && !!(element.ariaLabel || document.getElementById(element.getAttribute("aria-labelledby")))), opener);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((element) => element === document.activeElement), `${opener}: focus is back`);
  }
});

/** How far things moved on a page since it was opened: the sum of Chromium's layout shifts, each with what moved. */
const moved = (page) => page.evaluate(() => new Promise((done) => {
  const seen = { sum: 0, what: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.sum += entry.value;
      seen.what.push(...entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "gone").slice(0, 90)));
    }
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(seen), 120);
}));
for (const [how, address] of [["loads", site], ["arrives in pieces", await serveSiteInPieces()]]) {
  test(`nothing moves while a page ${how} (CLS 0), with ticks or without`, async (t) => {
    const context = await reader(t, browser);
    const faults = {};
    const look = async (page, where) => {
      const { sum, what } = await moved(page);
      if (sum) faults[where] = what;
    };
    for (const viewport of [DESKTOP, PHONE]) {
      const page = await context.newPage();
      await page.setViewportSize(viewport);
      for (const { path } of samples) {
        await open(page, address + path);
        await look(page, `${path} at ${viewport.width} px`);
        const box = page.locator("input[data-item]").first();
        if (viewport === DESKTOP && await box.count()) {
          await box.check();
          await page.reload();
          await page.waitForSelector("html[data-js]", { state: "attached" });
          await look(page, `${path} with a tick`);
        }
      }
      await page.close();
    }
    assert.deepEqual(faults, {});
  });
}

test("by the keyboard alone a reader finds a term", async (t) => {
  if (!hasSearch(t)) return;
  const glossary = sample("glossary");
  if (!glossary) return t.skip("the book has no glossary");
  const term = /<dt id="([^"]+)">([^<]+)/.exec(glossary.html);
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + chapter.path);
  await page.keyboard.press("Control+k");
  await page.locator("[role=combobox]").waitFor();
  await page.keyboard.type(term[2].trim());
  await page.locator("[role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  const wanted = page.locator("[role=option]", { hasText: term[2].trim() }).filter({ has: page.locator(`[href*="glossary"], :scope`) });
  assert.ok((await wanted.count()) > 0);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== site + chapter.path);
  assert.ok((await page.locator("main").innerText()).toLowerCase().includes(term[2].trim().toLowerCase()));
});

test("by the keyboard alone a reader compares two levels", async (t) => {
  const level = sample("level");
  const compare = pages.find((one) => one.kind === "compare" || one.kind === "comparison");
  if (!level || !compare) return t.skip("the book has nothing to compare");
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + level.path);
  let href = "";
  for (let step = 0; step < 400 && !/compare/.test(href); step += 1) {
    await page.keyboard.press("Tab");
    href = await page.evaluate(() => (document.querySelector("main").contains(document.activeElement) && document.activeElement.href) || "");
  }
  assert.match(href, /compare/, "a level leads to its comparisons");
  await page.keyboard.press("Enter");
  await page.waitForURL(/compare/);
  assert.ok(await page.locator("h1").isVisible());
});

test("by the keyboard alone a reader ticks an item, undoes it, and reads on", async (t) => {
  const one = sample("checklist", (html) => html.includes("data-item=")) ?? samplePage((html) => html.includes("data-item="));
  if (!one) return t.skip("the book has no items");
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + one.path);
  // Past the frame by the skip link, as somebody does who reads by keyboard.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const box = page.locator("input[data-item]").first();
  for (let step = 0; step < 60 && !(await box.evaluate((element) => element === document.activeElement)); step += 1) await page.keyboard.press("Tab");
  assert.ok(!(await box.isChecked()));
  await page.keyboard.press("Space");
  assert.ok(await box.isChecked());
  await page.reload();
  await page.waitForSelector("html[data-js]", { state: "attached" });
  assert.ok(await box.isChecked(), "it is kept");
  await box.focus();
  await page.keyboard.press("Space");
  assert.ok(!(await box.isChecked()));
});
