// `rungs serve`: the open page follows the author's edits, and says what is wrong with them.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { listen, open, openBrowser, reader, serveBook, temporaryFolder } from "./site.mjs";

const browser = await openBrowser();
const BOOK = {
  "book.yml": "title: A small book\nsite: {id: small}\n",
  "SUMMARY.md": "# Summary\n\n- [One](guide/one.md)\n- [Two](guide/two.md)\n",
  "guide/one.md": "---\ntitle: One\n---\nThe first text.\n\n- [ ] Tick me {#tick-me}\n",
  "guide/two.md": "---\ntitle: Two\n---\nThe second text, after [one](one.md).\n",
};

async function smallBook() {
  const folder = temporaryFolder();
  const write = async (path, text) => {
    const file = join(folder, "book", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  for (const [path, text] of Object.entries(BOOK)) await write(path, text);
  return { folder, write };
}

test("the open page reloads with the new text, and only that page", async (t) => {
  const { folder, write } = await smallBook();
  const url = await serveBook(t, folder);
  const context = await reader(t, browser);
  const [one, two] = [await context.newPage(), await context.newPage()];
  const trouble = listen(one, new URL(url).origin);
  await open(one, `${url}guide/one.html`);
  await open(two, `${url}guide/two.html`);
  await two.evaluate(() => { window.notReloaded = true; });
  await one.bringToFront();
  await one.locator("input[data-item]").check();
  await write("guide/one.md", BOOK["guide/one.md"].replace("The first text.", "The text, changed."));
  await one.getByText("The text, changed.").waitFor();
  await one.locator("input[data-item]:checked").waitFor();
  assert.ok(await two.evaluate(() => window.notReloaded), "the other page stayed as it was");
  assert.deepEqual(trouble, []);
});

test("a broken edit is shown over the last good page, and a repair removes it", async (t) => {
  const { folder, write } = await smallBook();
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${url}guide/two.html`);
  await write("guide/two.md", BOOK["guide/two.md"].replace("[one](one.md)", "[[no-such-page]]"));
  const overlay = page.locator(".rungs-live");
  await overlay.waitFor();
  const text = await overlay.innerText();
  assert.match(text, /error\[unknown-link\]/);
  assert.match(text, /two\.md:4/);
  await page.locator("main", { hasText: "The second text" }).waitFor();
  await write("guide/two.md", BOOK["guide/two.md"].replace("second", "mended second"));
  await overlay.waitFor({ state: "detached" });
  await page.getByText("The mended second text").waitFor();
});

test("a book that is broken from the start shows its error, and the page once mended", async (t) => {
  const { folder, write } = await smallBook();
  await write("guide/two.md", "---\ntitle: Two\n---\n[[<img src=x onerror=alert(1)>]]\n");
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  await page.goto(`${url}guide/two.html`);
  await page.getByText("unknown-link").first().waitFor();
  assert.equal(await page.locator("img").count(), 0, "what the author wrote is text there");
  await write("guide/two.md", BOOK["guide/two.md"]);
  await page.getByText("The second text").waitFor();
});
