// A theme that extends another by tokens, a face and two templates: the whole site is there, readable and in its look.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { excess, markupFaults, violations } from "./audit.mjs";
import { DESKTOP, NARROW, PHONE, open, openBrowser, reader, rungs, serveFolder, temporaryFolder } from "./site.mjs";

const books = resolve(fileURLToPath(new URL(".", import.meta.url)), "../books");
const built = (theme) => {
  const folder = join(temporaryFolder(), "book");
  const output = join(folder, "../public");
  cpSync(join(books, "german"), folder, { recursive: true });
  appendFileSync(join(folder, "book.yml"), `theme: ${theme}\n`);
  execFileSync(rungs, ["build", folder, "--strict", "--base-url", "https://handbook.example/site/", "--output", output], { stdio: ["ignore", "ignore", "inherit"] });
  const paths = readdirSync(output, { recursive: true }).map((path) => path.split(sep).join("/")).sort();
  return { output, paths, html: (path) => readFileSync(join(output, path), "utf8") };
};
const [plain, paper] = [built("default"), built("paper")];
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
