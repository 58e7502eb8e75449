// axe on one page of every kind, in both schemes and on a phone with the drawer open.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { PHONE, kinds, open, openBrowser, own, reader, sample, serveSite } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const site = await serveSite();
const browser = await openBrowser();

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), RULES);
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const kind of kinds) {
  test(`axe finds nothing on a ${kind} page, light, dark, and on a phone with the drawer open`, async (t) => {
    const one = sample(kind);
    if (!one) return t.skip(`the book has no ${kind} page`);
    const faults = [];
    for (const colorScheme of ["light", "dark"]) {
      const page = await (await reader(t, browser, { colorScheme, bypassCSP: true })).newPage();
      await open(page, site + one.path);
      // One item done and one open, so that both looks are tested.
      const boxes = page.locator("input[data-item]");
      if (await boxes.count()) await boxes.first().check();
      faults.push(...(await violations(page)).map((text) => `${colorScheme}: ${text}`));
    }
    const phone = await (await reader(t, browser, { viewport: PHONE, bypassCSP: true })).newPage();
    await open(phone, site + one.path);
    faults.push(...(await violations(phone)).map((text) => `phone: ${text}`));
    const menu = phone.locator("button[popovertarget]:visible");
    if (await menu.count()) {
      await menu.first().click();
      await phone.locator(own("menu")).waitFor({ state: "visible" });
      faults.push(...(await violations(phone)).map((text) => `drawer: ${text}`));
    }
    assert.deepEqual(faults, [], one.path);
  });
}

test("items can be hit: rows of 40 px, controls of 24 px", async (t) => {
  const one = sample("checklist") ?? sample("chapter");
  if (!one) return t.skip("the book has neither checklist nor chapter");
  const page = await (await reader(t, browser, { viewport: PHONE })).newPage();
  await open(page, site + one.path);
  const small = await page.evaluate(() => {
    const height = (element) => element.getBoundingClientRect().height;
    const rows = [...document.querySelectorAll("li.item > label")].filter((row) => height(row) < 39.5);
    const buttons = [...document.querySelectorAll("button")].filter((button) => button.checkVisibility() && height(button) < 23.5);
    return [...rows, ...buttons].map((element) => `${element.textContent.trim()}: ${height(element)} px`);
  });
  assert.deepEqual(small, [], one.path);
});
