// The HTML of every page, read from the built files.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { markupFaults } from "./audit.mjs";
import { OUR_SITE_ID, pages, siteId } from "./site.mjs";

test("every page is valid HTML", async () => {
  const faults = [];
  for (const { path, html, kind } of pages) {
    // It is made of all others; a small one is looked at in print.test.mjs.
    if (kind === "print") continue;
    faults.push(...(await markupFaults(html, path)));
  }
  assert.equal(faults.length, 0, faults.slice(0, 20).join("\n"));
});

test("one h1, and no level of headings is skipped", () => {
  const faults = [];
  for (const { path, html, kind } of pages) {
    if (!kind) continue;
    const levels = [...html.matchAll(/<h([1-6])[\s>]/g)].map((found) => Number(found[1]));
    if (levels.filter((level) => level === 1).length !== 1) faults.push(`${path}: ${levels.join(" ")}`);
    if (levels.some((level, at) => at > 0 && level > levels[at - 1] + 1)) faults.push(`${path}: skips: ${levels.join(" ")}`);
  }
  assert.deepEqual(faults, []);
});

const KB = 1024;
const weight = (bytes) => gzipSync(bytes, { level: 9 }).length;
const within = (t, what, size, budget) => {
  t.diagnostic(`${what}: ${size} of ${budget} B`);
  assert.ok(size <= budget, `${what}: ${size} B is more than ${budget} B`);
};

test("there is one inline script, short and the same on every page", (t) => {
  const scripts = pages.filter((page) => page.kind).map(({ path, html }) => {
    const found = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => match[1]);
    assert.equal(found.length, 1, path);
    return found[0];
  });
  assert.equal(new Set(scripts).size, 1);
  within(t, "inline script", Buffer.byteLength(scripts[0]), 350);
});

test("no page carries inline style, handlers or an address of somebody else's", () => {
  const faults = [];
  for (const { path, html } of pages) {
    const markup = html.replace(/<script\b.*?<\/script>/gs, "").replace(/<textarea\b.*?<\/textarea>/gs, "");
    if (/<style\b|\sstyle="/.test(markup)) faults.push(`${path}: inline style`);
    if (/<[^>]+\son[a-z]+="/.test(markup)) faults.push(`${path}: inline handler`);
    if (/<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]+(?:src|data)="(?:https?:)?\/\//.test(markup)) faults.push(`${path}: a resource of a third party`);
  }
  assert.deepEqual(faults, []);
});

test("the median page is small", (t) => {
  if (siteId !== OUR_SITE_ID) return t.skip("the budget is that of our own book");
  const sizes = pages.filter((page) => page.kind).map((page) => weight(page.html)).sort((a, b) => a - b);
  within(t, "median page", sizes[Math.floor(sizes.length / 2)], 12 * KB);
});
