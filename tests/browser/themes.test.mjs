// A theme that extends another by tokens, a face and two templates: the whole site is there, readable and in its look.

import assert from "node:assert/strict";
import { test } from "node:test";
import { excess, markupFaults, violations } from "./audit.mjs";
import { DESKTOP, NARROW, PHONE, builtBook, open, openBrowser, reader, serveFolder } from "./site.mjs";

const [plain, paper] = ["default", "paper"].map((theme) => builtBook("german", `theme: ${theme}\n`));
const pages = paper.paths.filter((path) => path.endsWith(".html"));
const kindOf = (path) => /<body class="[^"]*?\bkind-([\w-]+)/.exec(paper.html(path))?.[1];
const samples = [...new Map(pages.filter(kindOf).map((path) => [kindOf(path), path])).values()];
const { address: site } = await serveFolder(paper.output);
const browser = await openBrowser();

test("the theme publishes every page and file of the one it extends, and its own", () => {
  const own = paper.paths.filter((path) => !plain.paths.includes(path));
  assert.deepEqual(plain.paths.filter((path) => !paper.paths.includes(path)), []);
  assert.deepEqual(own, ["assets/css/paper.css"]);
});

test("every page is valid HTML", async () => {
  for (const path of samples) assert.deepEqual(await markupFaults(paper.html(path), path), []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`${colorScheme}: pages of every kind pass axe, fit every window, and are set in a serif face on warm paper`, async (t) => {
    const page = await (await reader(t, browser, { bypassCSP: true, colorScheme })).newPage();
    for (const path of samples) {
      await page.setViewportSize(DESKTOP);
      await open(page, site + path);
      assert.deepEqual(await violations(page), [], path);
      for (const viewport of [PHONE, NARROW]) assert.equal(await excess(page, viewport), 0, `${path} at ${viewport.width} px`);
      assert.match(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).fontFamily), /serif/i, path);
    }
  });
}

test("ticks are kept and counted under it as under the other", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const path = pages.find((one) => /data-item=/.test(paper.html(one)));
  await open(page, site + path);
  await page.locator("input[data-item]").first().check();
  const count = await page.locator("article .count").first().innerText();
  assert.match(count, /1/);
  await page.reload();
  await page.waitForSelector("html[data-js]", { state: "attached" });
  assert.equal(await page.locator("input[data-item]").first().isChecked(), true);
  assert.equal(await page.locator("article .count").first().innerText(), count);
});
