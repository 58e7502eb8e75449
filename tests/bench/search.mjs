// How long a reader waits for search: from the first Ctrl-K to results, and from each letter to its results.
// Usage: node tests/bench/search.mjs [--pages 100,1000,10000]
// Reads RUNGS (the program; default target/release/rungs) and CHROMIUM. Prints a table; holds nothing.
//
// Milliseconds in a browser of its own for each book: "first" is the dialog's code, the records, the index and the
// results of a word; "again" the same on the next page, with the index that the browser kept; "letter" the median
// over the letters of three words.

import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { generate } from "./generate.mjs";
import { median, option, root, rungs } from "./serving.mjs";

const { chromium } = createRequire(join(root, "tests/browser/"))("playwright-core");
const sizes = option("--pages", "100,1000,10000").split(",").map(Number);
const MIME = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const WORDS = ["runbook", "quota", "ledger"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Types a letter or a word, and waits for the list to answer it. */
const answered = (page, text) => page.evaluate((typed) => new Promise((done) => {
  const input = document.querySelector("[role=combobox]");
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const start = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    done(performance.now() - start);
  });
  watch.observe(list, { childList: true, subtree: true });
  input.value = typed;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}), text);

const opened = async (page, word) => {
  const start = performance.now();
  await page.keyboard.press("Control+k");
  await page.locator("[role=combobox]").fill(word);
  await page.locator("[role=option]").first().waitFor();
  return performance.now() - start;
};

console.log("  pages   records   packed KB     first     again    letter");
for (const pages of sizes) {
  const folder = mkdtempSync(join(tmpdir(), "rungs-search-"));
  try {
    generate(pages, join(folder, "book"));
    const output = join(folder, "public");
    execFileSync(rungs, ["build", join(folder, "book"), "--output", output], { stdio: "ignore" });
    const records = readFileSync(join(output, "search.json"));
    const server = createServer((request, response) => {
      const path = join(output, decodeURIComponent(new URL(request.url, "http://site").pathname));
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
      response.writeHead(200, { "Content-Type": MIME[extname(path)] ?? "application/octet-stream" });
      return createReadStream(path).pipe(response);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const site = `http://127.0.0.1:${server.address().port}/`;
    const page = await (await browser.newContext({ serviceWorkers: "block" })).newPage();
    await page.goto(`${site}guide/part-000/page-00001.html`, { waitUntil: "load" });
    const first = await opened(page, WORDS[0]);
    await page.goto(`${site}guide/part-000/page-00002.html`, { waitUntil: "load" });
    const again = await opened(page, WORDS[1]);
    const letters = [];
    for (const word of WORDS) for (let length = 2; length <= word.length; length += 1) letters.push(await answered(page, word.slice(0, length)));
    const cells = [JSON.parse(records).records.length, Math.round(gzipSync(records, { level: 9 }).length / 1024), first.toFixed(0), again.toFixed(0), median(letters).toFixed(0)];
    console.log(`  ${String(pages).padStart(5)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
    await page.context().close();
    server.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
await browser.close();
