// Reading offline: one visit, then no server; a new version; a book that keeps nothing.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { buildBook, builtBook, listen, open, openBrowser, pages, reader, serveBook, serveFolder, serveSite, siteId, temporaryFolder } from "./site.mjs";

const browser = await openBrowser();
const BOOK = {
  "book.yml": "title: Kept\nsite: {id: kept}\n",
  "SUMMARY.md": "# Summary\n\n- [One](guide/one.md)\n- [Two](guide/two.md)\n",
  "guide/one.md": "---\ntitle: One\n---\nThe first text.\n\n```\ncode\n```\n\n- [ ] Tick me {#tick-me}\n",
  "guide/two.md": "---\ntitle: Two\n---\nThe second text, with a needle.\n",
};

/** Waits until a promise made in the page comes true. */
async function until(page, come, argument) {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    if (await page.evaluate(come, argument)) return;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  assert.fail(`never: ${come}`);
}

/** Waits until this version's pages are all kept. */
const kept = (page) => until(page, async () => {
  const { scope } = await navigator.serviceWorker.ready;
  for (const name of await caches.keys()) {
    if (!name.includes(":site:")) continue;
    const cache = await caches.open(name);
    const list = await (await cache.match(`${scope}?kept`))?.json();
    if (list && (await cache.keys()).length >= list.length + 1) return true;
  }
  return false;
});

test("after one visit every page and search work without the server", async (t) => {
  const { address, stop } = await serveFolder(buildBook(BOOK));
  const page = await (await reader(t, browser, { serviceWorkers: "allow" })).newPage();
  const trouble = listen(page, new URL(address).origin);
  await open(page, `${address}guide/one.html`);
  await kept(page);
  assert.deepEqual(trouble, []);
  stop();
  await open(page, `${address}guide/two.html`);
  assert.match(await page.locator("main").innerText(), /The second text/);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".top")).position), "sticky", "the style is there");
  await page.keyboard.press("Control+K");
  await page.locator("[role=combobox]").fill("first");
  await page.locator("[role=option]").first().click();
  await page.waitForURL(/one\.html/);
  await page.locator("input[data-item]").check();
  await open(page, `${address}guide/`).catch(() => undefined);
  await open(page, address);
  assert.match(await page.locator("h1").innerText(), /Kept/);
  await open(page, `${address}guide/two`);
  assert.match(await page.locator("main").innerText(), /The second text/, "an address without its ending");
  await open(page, `${address}no-such-page.html`);
  assert.match(page.url(), /offline\.html$/, "what is not kept says so");
  await open(page, `${address}guide/one.html`);
  assert.ok(await page.locator("input[data-item]").isChecked());
});

test("after a visit of the home page every page of the workspace works without the server", async (t) => {
  const { output, paths, html } = builtBook("german");
  const { address, stop } = await serveFolder(output);
  const page = await (await reader(t, browser, { serviceWorkers: "allow" })).newPage();
  await open(page, address);
  await kept(page);
  stop();
  const work = paths.filter((path) => path.endsWith(".html") && /<body class="[^"]*\bworkspace\b/.test(html(path)));
  assert.ok(work.length > 4, work.join());
  for (const path of work) {
    await open(page, address + path);
    await page.locator("html[data-ready], [id='r:failed']:visible").waitFor({ state: "attached" });
    assert.equal(await page.locator("[id='r:failed']").isVisible(), false, path);
  }
});

test("the whole of this book is kept after one visit", async (t) => {
  const site = await serveSite();
  const page = await (await reader(t, browser, { serviceWorkers: "allow" })).newPage();
  await open(page, site);
  await kept(page);
  const names = await page.evaluate(() => caches.keys());
  assert.ok(names.every((name) => name.startsWith(`rungs:${siteId}:`)), names.join());
  const missing = await page.evaluate(async (paths) => {
    const { scope } = await navigator.serviceWorker.ready;
    const lost = [];
    for (const path of paths) if (!(await caches.match(new URL(path, scope).href))) lost.push(path);
    return lost;
  }, pages.filter((one) => one.kind && one.kind !== "print").map((one) => encodeURI(one.path)));
  assert.deepEqual(missing, []);
});

test("a new version takes over, the old one goes, and a page that is still open keeps what it was made with", async (t) => {
  const folder = temporaryFolder();
  const site = join(folder, "site");
  const publish = (files) => {
    const made = buildBook(files);
    rmSync(site, { recursive: true, force: true });
    cpSync(made, site, { recursive: true });
  };
  publish(BOOK);
  const { address, asked } = await serveFolder(site);
  const context = await reader(t, browser, { serviceWorkers: "allow" });
  const reading = await context.newPage();
  const cacheOf = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(":site:")).join());
  const replaced = async (page, old) => {
    await until(page, async (name) => {
      const names = await caches.keys();
      return !names.includes(name) && names.some((one) => one.includes(":site:"));
    }, old);
    await kept(page);
  };
  await open(reading, `${address}guide/two.html`);
  await kept(reading);
  const script = await reading.evaluate(() => [...document.scripts].find((one) => one.src.includes("site.js?v=")).src);
  // One page changes.
  const first = await cacheOf(reading);
  const edited = { ...BOOK, "guide/one.md": BOOK["guide/one.md"].replace("first", "new") };
  publish(edited);
  asked.length = 0;
  const other = await context.newPage();
  await open(other, `${address}guide/one.html`);
  assert.match(await other.locator("main").innerText(), /The new text/, "pages come from the network first");
  await replaced(other, first);
  assert.ok(!asked.includes("/site/guide/two.html"), "a page that stayed the same is not fetched again");
  assert.ok(asked.includes("/site/guide/one.html") && !asked.includes("/site/assets/css/site.css"));
  // The theme changes, and with it every page; the tab with the old page asks for the old script, and gets it.
  const second = await cacheOf(other);
  publish({ ...edited, "theme/assets/js/site.js": "import \"./progress.js\";\ndocument.documentElement.dataset.js = \"new\";\nimport(\"./workers.js\").then((workers) => workers.keepOffline());\n" });
  await other.reload();
  await other.waitForSelector("html[data-js=new]", { state: "attached" });
  await replaced(other, second);
  const old = await reading.evaluate(async (url) => (await fetch(url)).text(), script);
  assert.ok(!old.includes("\"new\"") && old.includes("dataset.js"));
  await reading.reload();
  await reading.waitForSelector("html[data-js=new]", { state: "attached" });
});

test("a site that turns it off, and `rungs serve`, let go of what was kept", async (t) => {
  const folder = temporaryFolder();
  const site = join(folder, "site");
  cpSync(buildBook(BOOK), site, { recursive: true });
  const { address } = await serveFolder(site);
  const page = await (await reader(t, browser, { serviceWorkers: "allow" })).newPage();
  await open(page, address);
  await kept(page);
  rmSync(site, { recursive: true, force: true });
  cpSync(buildBook({ ...BOOK, "book.yml": `${BOOK["book.yml"]}offline: false\n` }), site, { recursive: true });
  await open(page, address);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined));
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()) && (await caches.keys()).every((name) => !name.includes(":site:")));
  await open(page, address);
  assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);

  const project = temporaryFolder();
  for (const [path, text] of Object.entries(BOOK)) {
    mkdirSync(dirname(join(project, "book", path)), { recursive: true });
    writeFileSync(join(project, "book", path), text);
  }
  const url = await serveBook(t, project);
  const served = await (await reader(t, browser, { serviceWorkers: "allow" })).newPage();
  await open(served, url);
  await served.waitForLoadState("networkidle");
  assert.equal(await served.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.match(await (await fetch(`${url}sw.js`)).text(), /unregister\(\)/);
});
