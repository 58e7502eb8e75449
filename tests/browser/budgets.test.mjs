// The budgets, read from the built files: what each kind of page loads, and how a page grows with its book.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { kinds, open, openBrowser, read, reader, rungs, sample, serveSite, temporaryFolder } from "./site.mjs";

const KB = 1024;
const weight = (bytes) => gzipSync(bytes, { level: 9 }).length;
const within = (t, what, size, budget) => {
  t.diagnostic(`${what}: ${size} of ${budget} B`);
  assert.ok(size <= budget, `${what}: ${size} B is more than ${budget} B`);
};
// Workspace pages hold tools rather than text.
const isWorkspace = ({ html, kind }) => kind === "backup" || /<body class="[^"]*\bworkspace\b/.test(html) || /\/js\/workspace\//.test(html);
// What loads only when a reader asks for it.
const ON_DEMAND = /favicon|icon[\w-]*\.(?:svg|png)$|\.webmanifest$|\.json$|sw\.js$|js\/workers\.js$/;

/** The modules that a page's scripts import, however deep; `import()` counts only where it runs on load. */
async function loaded(page, address) {
  const urls = [];
  const note = (request) => urls.push(new URL(request.url()).pathname.replace("/site/", ""));
  page.on("request", note);
  await open(page, address);
  await page.waitForLoadState("networkidle");
  page.off("request", note);
  return [...new Set(urls)].filter((path) => !ON_DEMAND.test(path));
}

for (const kind of kinds) {
  test(`a ${kind} page stays within its budget of requests, script and style`, async (t) => {
    const one = sample(kind, (html) => html.includes("class=\"code")) ?? sample(kind);
    if (!one) return t.skip(`the book has no ${kind} page`);
    if (kind === "print") return t.skip("the print view is made of all other pages");
    const site = await serveSite();
    const browser = await openBrowser();
    const files = await loaded(await (await reader(t, browser, { serviceWorkers: "block" })).newPage(), site + one.path);
    const sum = (fits) => files.filter(fits).reduce((total, path) => total + weight(read(path)), 0);
    const isPrint = (path) => path.endsWith("/print.css");
    // An unknown address is looked up among the site's own.
    const scripts = isWorkspace(one) || kind === "search" ? 18 : kind === "not_found" ? 8 : 7;
    const styles = isWorkspace(one) ? 12 : 9;
    t.diagnostic(files.join(" "));
    within(t, `${one.path}: script`, sum((path) => path.endsWith(".js")), scripts * KB);
    within(t, `${one.path}: style`, sum((path) => path.endsWith(".css") && !isPrint(path)), styles * KB);
    within(t, `${one.path}: print style`, sum(isPrint), KB);
    if (!isWorkspace(one) && !["search", "not_found"].includes(kind)) {
      // Pictures are the author's.
      const ours = files.filter((path) => !/\.(?:png|jpe?g|webp|gif|svg)$/.test(path));
      assert.ok(ours.length <= 10, `${ours.length} requests: ${ours.join(" ")}`);
    }
  });
}

/** A book of so many chapters in parts of 50, with a ladder and a checklist; the page `guide/c0015.md` is in every one. */
function bookOf(chapters) {
  const folder = join(temporaryFolder(), "book");
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const name = (number) => `c${String(number).padStart(4, "0")}`;
  let summary = "# Summary\n";
  for (let number = 0; number < chapters; number += 1) {
    if (number % 50 === 0) summary += `\n# Part ${number / 50 + 1}\n\n`;
    summary += `- [Chapter ${number}](guide/${name(number)}.md)\n`;
    const next = name((number + 1) % chapters);
    put(`guide/${name(number)}.md`, `# Chapter ${number}\n\nA text about [the next](${next}.md) and [the fifteenth](c0015.md).\n\n- [ ] Do thing ${number} {#thing-${number}}\n`);
  }
  put("SUMMARY.md", summary);
  put("book.yml", "title: \"Large\"\nsite: {id: large}\n");
  put("index.md", "---\ntitle: Large\n---\nWelcome.\n");
  put("tracks/ic.md", "---\ntitle: Engineer\nlevels: [senior]\n---\nOne track.\n");
  put("levels/senior.md", "---\ntitle: Senior\ntrack: ic\n---\nI do the work.\n");
  const output = join(folder, "../public");
  execFileSync(rungs, ["build", folder, "--base-url", "https://handbook.example/site/", "--output", output], { stdio: "ignore" });
  return (path) => readFileSync(join(output, path), "utf8");
}

test("the same page in a book of 30 and of 3,000 pages differs by less than 2 KB", (t) => {
  const [small, large] = [bookOf(30), bookOf(3000)];
  for (const path of ["guide/c0015.html", "guide/c0002.html", "levels/senior.html", "404.html"]) {
    const growth = Buffer.byteLength(large(path)) - Buffer.byteLength(small(path));
    const packed = weight(large(path)) - weight(small(path));
    t.diagnostic(`${path}: ${growth} B, ${packed} B packed`);
    // The fifteenth chapter is linked from every page; of those it lists thirty.
    assert.ok(packed < 2 * KB, `${path} grew by ${packed} B`);
  }
});
