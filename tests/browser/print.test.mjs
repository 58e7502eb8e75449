// On paper: a chapter, and the whole book on one page, as PDF; ticks are shown.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { lostOnPaper, markupFaults, sheets } from "./audit.mjs";
import { buildBook, kinds, listen, open, openBrowser, own, pages, reader, sample, serveFolder, serveSite, read } from "./site.mjs";

const browser = await openBrowser();
const site = await serveSite();
const BOOK = {
  "book.yml": "title: On paper\nsite: {id: paper}\n",
  "SUMMARY.md": "# Summary\n\n# First part\n\n- [One](guide/one.md)\n- [Two](guide/two.md)\n",
  "guide/one.md": "---\ntitle: One\n---\nAlpha, see [two](two.md#here) and [code](#code).\n\n- [ ] Tick me {#tick-me}\n- [ ] Leave me {#leave-me}\n\n## Code\n\n```\ncode\n```\n",
  "guide/two.md": "---\ntitle: Two\n---\nOmega.\n\n## Here\n\nBack to [one](one.md), out to [there](https://example.org/).\n",
  "checklists/list.md": "---\ntitle: A list\n---\n- [ ] On a list {#on-a-list}\n",
};

const pageCount = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

test("a page prints its text, not its frame", async (t) => {
  const one = sample("chapter") ?? sample("home");
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, new URL(site).origin);
  await open(page, site + one.path);
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => [".top", ".side", ".contents", ".bottom", ".copy", ".anchor"].filter((query) => [...document.querySelectorAll(query)].some((element) => element.checkVisibility())));
  assert.deepEqual(shown, []);
  assert.ok(await page.locator("h1").isVisible());
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pageCount(pdf) >= 1);
  assert.deepEqual(trouble, []);
});

test("the whole book prints with contents, a page for each part, and the reader's ticks", async (t) => {
  const folder = buildBook(BOOK);
  const { address } = await serveFolder(folder);
  assert.deepEqual(await markupFaults(readFileSync(join(folder, "print.html"), "utf8"), "print.html"), []);
  const context = await reader(t, browser);
  const page = await context.newPage();
  const trouble = listen(page, new URL(address).origin);
  await open(page, `${address}guide/one.html`);
  await page.locator("input[data-item=tick-me]").check();
  await page.getByRole("link", { name: "Print everything" }).click();
  await page.waitForURL(/print\.html$/);
  await page.waitForSelector("html[data-js]", { state: "attached" });
  assert.ok(await page.locator("input[data-item=tick-me]").isChecked());
  assert.ok(!(await page.locator("input[data-item=leave-me]").isChecked()));
  const links = await page.locator(".print-contents a").evaluateAll((all) => all.map((link) => [link.textContent, document.querySelector(`[id="${link.hash.slice(1)}"] h2`)?.firstChild.textContent]));
  assert.deepEqual(links, [["One", "One"], ["Two", "Two"], ["A list", "A list"]]);
  const inside = await page.locator(".print-page a").evaluateAll((all) => all.filter((link) => link.hostname === location.hostname).map((link) => link.getAttribute("href").startsWith("#") && Boolean(document.getElementById(decodeURIComponent(link.hash.slice(1))))));
  assert.ok(inside.length >= 3 && inside.every(Boolean), "links lead to the place on this page");
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pageCount(pdf) >= 4, "contents, and a page for each of three");
  const parts = await sheets(page);
  if (parts) {
    assert.match(parts[0], /Contents[\s\S]*One[\s\S]*Two/);
    assert.ok(parts.findIndex((part) => /Alpha/.test(part)) < parts.findIndex((part) => /Omega/.test(part)));
    assert.ok(!/Search|Settings|Print everything/.test(parts.join("\n")), "nothing of the frame");
  }
  assert.deepEqual(trouble, []);
});

test("paper shows on every page what a background shows on the screen", async (t) => {
  const form = { "templates/form.md": "---\ntitle: A form\n---\n- [x] Done\n- [ ] Not done\n" };
  const { address } = await serveFolder(buildBook({ ...BOOK, ...form }));
  const page = await (await reader(t, browser)).newPage();
  const faults = [];
  const addresses = kinds.map((kind) => sample(kind)).filter(Boolean).map(({ path }) => site + path);
  for (const one of [...addresses, `${address}templates/form.html`]) {
    await open(page, one);
    faults.push(...(await lostOnPaper(page)).map((lost) => `${one}: ${lost}`));
  }
  assert.deepEqual(faults, []);
});

test("every page to print of this book opens without a fault, its ids unique", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, new URL(site).origin);
  for (const { path } of pages.filter((one) => one.kind === "print")) {
    await open(page, site + path);
    const twice = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
      return ids.filter((id, at) => ids.indexOf(id) !== at);
    });
    assert.deepEqual(twice, [], path);
  }
  assert.equal(await page.locator(own("live")).count(), 1);
  assert.deepEqual(trouble, []);
});

test("the print style stays small", () => {
  const size = gzipSync(read("assets/css/print.css"), { level: 9 }).length;
  assert.ok(size <= 1024, `${size} B`);
});
