// Tabs: code blocks below each other, of which readers choose one, with a script and without.

import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBook, open, openBrowser, reader, serveFolder } from "./site.mjs";

const group = (number) => ["macOS", "Linux"].map((name) => `\`\`\`sh tab="${name}" title="${name} ${number}"\ninstall-${name}-${number}\n\`\`\`\n`).join("\n");
const { address } = await serveFolder(buildBook({
  "SUMMARY.md": "- [Install](install.md)\n",
  "install.md": `# Install\n\n${group(1)}\nAnd then:\n\n${group(2)}\n\`\`\`sh\nplain\n\`\`\`\n`,
}));
const browser = await openBrowser();
const shown = (page) => page.locator("pre:visible").allInnerTexts().then((texts) => texts.map((text) => text.trim()));

test("one block of each group is shown, and both groups follow a choice", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${address}install.html`);
  assert.deepEqual(await shown(page), ["install-macOS-1", "install-macOS-2", "plain"]);
  await page.locator(".copy").first().waitFor({ state: "attached" });
  await page.locator("[value=macOS]").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(page), ["install-Linux-1", "install-Linux-2", "plain"]);
});

test("without a script each group chooses for itself, and paper shows every block", async (t) => {
  const page = await (await reader(t, browser, { javaScriptEnabled: false })).newPage();
  await page.goto(`${address}install.html`);
  await page.locator("[value=Linux]").first().check();
  assert.deepEqual(await shown(page), ["install-Linux-1", "install-macOS-2", "plain"]);
  await page.emulateMedia({ media: "print" });
  assert.equal((await shown(page)).length, 5);
});
