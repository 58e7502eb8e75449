// `rungs serve`: the open page follows the author's edits, and says what is wrong with them.

import assert from "node:assert/strict";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
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

test("the open page takes in the new text, and only that page", async (t) => {
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
  const overlay = page.locator(".rungs-trouble");
  await overlay.waitFor();
  const text = await overlay.innerText();
  assert.match(text, /error\[unknown-link\]/);
  assert.match(text, /two\.md:4/);
  assert.equal(await overlay.getByRole("link").getAttribute("href"), `vscode://file${await realpath(folder)}/book/guide/two.md:4:24`);
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

const LONG = `---
title: One
---
${Array.from({ length: 60 }, (_, at) => `Paragraph ${at} of the page.`).join("\n\n")}

<details><summary>More</summary>

Hidden at first.

</details>

- [ ] Tick me {#tick-me}
  Then it is done.

The last words.
`;

/** A page of `serve`, long, with a mark on its window that a reload would wipe. */
async function longPage(t) {
  const { folder, write } = await smallBook();
  await write("guide/one.md", LONG);
  const url = await serveBook(t, folder);
  const context = await reader(t, browser);
  const page = await context.newPage();
  const trouble = listen(page, new URL(url).origin);
  await open(page, `${url}guide/one.html`);
  await page.evaluate(() => { window.notReloaded = true; });
  return { folder, write, url, page, trouble };
}
const isSwapped = (page) => page.evaluate(() => window.notReloaded === true);

test("a changed paragraph is swapped in place: scroll, open details, focus and ticks stay", async (t) => {
  const { write, page, trouble } = await longPage(t);
  await page.locator("summary", { hasText: "More" }).click();
  await page.locator("input[data-item]").check();
  await page.locator("input[data-item]").focus();
  const scroll = await page.evaluate(() => scrollY);
  assert.ok(scroll > 500);
  await write("guide/one.md", LONG.replace("The last words.", "The last words, *changed*, and [a link](two.md)."));
  await page.getByText("The last words, changed").waitFor();
  assert.ok(await isSwapped(page), "no reload");
  assert.equal(await page.evaluate(() => scrollY), scroll);
  assert.ok(await page.locator("details", { hasText: "Hidden at first" }).evaluate((details) => details.open));
  assert.ok(await page.locator("input[data-item]").isChecked());
  assert.ok(await page.locator("input[data-item]").evaluate((box) => box === document.activeElement));
  assert.deepEqual(trouble, []);
});

test("paragraphs that come, go and move are swapped in place, many times over", async (t) => {
  const { write, page, trouble } = await longPage(t);
  const texts = [
    LONG.replace("Paragraph 3 of the page.\n\n", ""),
    LONG.replace("Paragraph 3 of the page.", "A new one.\n\n> A quotation\n\nParagraph 3 of the page."),
    LONG.replace("Paragraph 5 of the page.\n\nParagraph 6 of the page.", "Paragraph 6 of the page.\n\n## A heading\n\nParagraph 5 of the page."),
    LONG.replace("Paragraph 59 of the page.", "| a | b |\n|---|---|\n| 1 | 2 |"),
    LONG.replace("Tick me", "Tick me now"),
    LONG,
  ];
  for (const [at, text] of texts.entries()) {
    await write("guide/one.md", text.replace("The last words.", `The last words, version ${at}.`));
    await page.getByText(`version ${at}.`).waitFor();
    // What is shown is what a fresh page would show, but for what scripts added.
    const [shown, fresh] = await page.evaluate(async () => {
      const request = new XMLHttpRequest();
      request.open("GET", location.href);
      request.responseType = "document";
      await new Promise((done) => { request.onload = done; request.send(); });
      const blocks = "p, h2, td, th, blockquote, .item-text, summary";
      const texts = (root) => [...root.querySelectorAll(`main .prose :is(${blocks})`)].map((block) => `${block.tagName}: ${block.textContent}`);
      return [document, request.response].map(texts);
    });
    assert.deepEqual(shown, fresh, `version ${at}`);
  }
  await page.locator("input[data-item]").check();
  assert.deepEqual(trouble, []);
});

test("a new item reloads the page, and typed text, details and scroll come back", async (t) => {
  const { write, page, trouble } = await longPage(t);
  await page.locator("summary", { hasText: "More" }).click();
  const scroll = await page.evaluate(() => scrollY);
  await write("guide/one.md", LONG.replace("- [ ] Tick me", "- [ ] Another {#another}\n- [ ] Tick me"));
  await page.getByText("Another").first().waitFor();
  await page.waitForFunction(() => document.readyState === "complete" && !window.notReloaded);
  await page.waitForFunction((scroll) => Math.abs(scrollY - scroll) < 80, scroll);
  assert.ok(await page.locator("details", { hasText: "Hidden at first" }).evaluate((details) => details.open));
  await page.locator("input[data-item=another]").check();
  assert.deepEqual(trouble, []);
});

test("a style sheet of the book's theme applies without a reload", async (t) => {
  const { write, page, trouble } = await longPage(t);
  await write("theme/assets/css/print.css", "@media screen { main { outline: 7px solid red; } }\n");
  await page.waitForTimeout(50);
  await write("theme/assets/css/site.css", "main { outline: 7px solid rgb(1, 2, 3); }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)");
  assert.ok(await isSwapped(page), "no reload");
  assert.deepEqual(trouble, []);
});

test("a template edit changes the open page in place", async (t) => {
  const { write, page, trouble } = await longPage(t);
  await write("theme/templates/chapter.html", "{% extends \"base.html\" %}\n{% block lead %}<p class=\"lead\">From the template.</p>{% endblock lead %}\n");
  await page.getByText("From the template.").waitFor();
  assert.ok(await isSwapped(page), "no reload");
  assert.deepEqual(trouble, []);
});

test("Edit opens the block that is clicked, at its line", async (t) => {
  const { folder, write, page } = await longPage(t);
  // Lines above it that are swapped in move the place.
  await write("guide/one.md", LONG.replace("Paragraph 0 of the page.", "Paragraph 0 of the page.\n\nOne more."));
  await page.getByText("One more.").waitFor();
  const asked = page.waitForResponse((response) => response.url().includes("/_rungs/place"));
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByText("Paragraph 10 of the page.").click();
  const { file, line, url } = await (await asked).json();
  assert.equal(file, `${await realpath(folder)}/book/guide/one.md`);
  assert.equal(line, 4 + 2 * 11);
  assert.equal(url, `vscode://file${file}:${line}:1`);
});

test("an address without a page is shown once, then its page as soon as it is written, and again none", async (t) => {
  const { folder, write } = await smallBook();
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  let loads = 0;
  page.on("load", () => { loads += 1; });
  const told = page.waitForResponse((answer) => answer.url().includes("/_rungs/events"));
  await page.goto(`${url}checklists/fresh.html`);
  await told;
  await page.waitForTimeout(1_000);
  assert.equal(loads, 1, "it waits for what comes");
  await write("guide/one.md", BOOK["guide/one.md"].replace("first", "changed first"));
  await page.waitForTimeout(1_000);
  assert.equal(loads, 1, "another page is no news");
  await write("checklists/fresh.md", "---\ntitle: A fresh list\n---\nText.\n");
  await page.getByRole("heading", { name: "A fresh list" }).waitFor();
  await rm(join(folder, "book/checklists/fresh.md"));
  await page.getByRole("heading", { name: "A fresh list" }).waitFor({ state: "detached" });
  await page.locator("body.kind-not_found").waitFor();
});

test("a page whose new text needs another style sheet gets it", async (t) => {
  const { folder, write } = await smallBook();
  await write("tracks/engineering.md", "---\ntitle: Engineering\nlevels: [junior]\n---\n");
  await write("levels/junior.md", "---\ntitle: Junior\n---\n");
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${url}guide/two.html`);
  const sheet = page.locator("link[rel=stylesheet][href*='css/ladder.css']");
  assert.equal(await sheet.count(), 0);
  await write("guide/two.md", `${BOOK["guide/two.md"]}\n\`\`\`levels\n\`\`\`\n`);
  await page.locator("main").getByText("Junior").first().waitFor();
  assert.equal(await sheet.count(), 1);
});

test("the drafts switch shows what readers will see", async (t) => {
  const { folder, write } = await smallBook();
  await write("guide/two.md", BOOK["guide/two.md"].replace("title: Two", "title: Two\nstatus: draft"));
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${url}guide/one.html`);
  const links = page.locator("nav a", { hasText: "Two" });
  await links.first().waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Drafts shown" }).click();
  await page.getByRole("button", { name: "Drafts hidden" }).waitFor();
  assert.equal(await links.count(), 0);
  assert.equal((await page.request.get(`${url}guide/two.html`)).status(), 404);
  await page.getByRole("button", { name: "Drafts hidden" }).click();
  await page.getByRole("button", { name: "Drafts shown" }).waitFor();
  await links.first().waitFor({ state: "attached" });
});

test("the bar leads to the coverage report where there is one", async (t) => {
  const { folder, write } = await smallBook();
  const url = await serveBook(t, folder);
  const page = await (await reader(t, browser)).newPage();
  const bar = page.getByRole("navigation", { name: "For the author" });
  const visit = async () => {
    const told = page.waitForResponse((answer) => answer.url().endsWith("/_rungs/coverage"));
    await open(page, `${url}guide/one.html`);
    await (await told).finished();
    await bar.getByRole("button", { name: "Drafts shown" }).waitFor();
  };
  await visit();
  await page.waitForTimeout(100);
  assert.equal(await bar.getByRole("link").count(), 0, "a book without a ladder has no report");
  await write("tracks/ic.md", "---\ntitle: Engineers\nlevels: [senior]\n---\nA track.\n");
  await write("levels/senior.md", "---\ntitle: Senior\ntrack: ic\n---\nI build.\n");
  await page.waitForFunction(async () => (await fetch("/coverage.html", { method: "HEAD" })).ok);
  await visit();
  await bar.getByRole("link", { name: "Coverage" }).click();
  await page.getByRole("heading", { level: 1, name: "Coverage" }).waitFor();
});

test("a dozen tabs listen, and each is kept current once it is looked at", async (t) => {
  const { folder, write } = await smallBook();
  const url = await serveBook(t, folder);
  const context = await reader(t, browser);
  const pages = [];
  for (let at = 0; at < 12; at += 1) {
    const page = await context.newPage();
    await open(page, `${url}guide/${at % 2 ? "two" : "one"}.html`);
    pages.push(page);
  }
  await write("guide/one.md", BOOK["guide/one.md"].replace("The first text.", "The first text, changed."));
  await write("guide/two.md", BOOK["guide/two.md"].replace("The second text", "The second text, changed"));
  for (const page of pages) {
    await page.bringToFront();
    await page.getByText("text, changed").waitFor();
  }
});

test("a theme that breaks and a book folder that goes away are shown, and their return", async (t) => {
  const { folder, write, page } = await longPage(t);
  await write("theme/templates/chapter.html", "{% extends \"base.html\" %}\n{% block lead %}{{ nonsense( }}{% endblock lead %}\n");
  const overlay = page.locator(".rungs-trouble");
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /chapter\.html/);
  await rm(join(folder, "book/theme"), { recursive: true });
  await overlay.waitFor({ state: "detached" });
});
