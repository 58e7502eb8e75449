// axe on one page of every kind: light, dark, forced colours, open dialogs, and a phone with and without the drawer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./audit.mjs";
import { PHONE, kinds, open, openBrowser, own, reader, sample, serveSite } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();

const openers = ["settings-open", "search"];
// What another scheme of colours can change.
const COLOURS = ["color-contrast", "link-in-text-block"];

for (const kind of kinds) {
  test(`axe finds nothing on a ${kind} page, in light, dark and forced colours, in its dialogs, and on a phone`, async (t) => {
    const one = sample(kind);
    if (!one) return t.skip(`the book has no ${kind} page`);
    const faults = [];
    const check = async (look, page, options) => faults.push(...(await violations(page, options)).map((text) => `${look}: ${text}`));
    const page = await (await reader(t, browser, { colorScheme: "light", bypassCSP: true })).newPage();
    await open(page, site + one.path);
    // One item done and one open, so that both looks are tested.
    const boxes = page.locator("input[data-item]");
    if (await boxes.count()) await boxes.first().check();
    await check("light", page);
    await page.emulateMedia({ colorScheme: "dark" });
    await check("dark", page, { only: COLOURS });
    for (const id of openers) {
      const opener = page.locator(own(id));
      // On the page of the search the link leads to its field.
      if (!(await opener.count()) || (kind === "search" && id === "search")) continue;
      await opener.click();
      await page.locator("dialog:modal").waitFor();
      for (const colorScheme of ["dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        // Alone, for the page behind it is inert.
        await check(`${id}, ${colorScheme}`, page, { within: "dialog:modal" });
      }
      await page.keyboard.press("Escape");
      await page.locator("dialog:modal").waitFor({ state: "detached" }).catch(() => {});
    }
    await page.emulateMedia({ forcedColors: "active" });
    await check("forced colours", page, { only: COLOURS });
    const phone = await (await reader(t, browser, { viewport: PHONE, bypassCSP: true })).newPage();
    await open(phone, site + one.path);
    await check("phone", phone);
    const menu = phone.locator("button[popovertarget]:visible");
    if (await menu.count()) {
      await menu.first().click();
      await phone.locator(own("menu")).waitFor({ state: "visible" });
      // The page behind an open drawer is inert.
      await check("drawer", phone, { within: own("menu") });
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
