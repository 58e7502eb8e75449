// Search: by keyboard alone, in any script, by kind, and never before it is wanted.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { DESKTOP, OUR_SITE_ID, PHONE, buildBook, listen, open, openBrowser, read, reader, serveFolder, serveSite, siteId } from "./site.mjs";
import { asked, excerpt, fold, marked, speak, terms } from "../../themes/default/assets/js/search/text.js";

const browser = await openBrowser();
const site = await serveSite();
const origin = new URL(site).origin;
const data = JSON.parse(read("search.json"));
const INPUT = "[role=combobox]";

/** A book in several scripts; its words stand in no other book. */
const FOREIGN = {
  "book.yml": "title: Wörterbuch & mehr\nsite: {id: foreign}\n",
  "SUMMARY.md": "# Summary\n\n- [Überblick](guide/overview.md)\n- [技術的な意思決定](guide/decisions.md)\n- [职业发展](guide/growth.md)\n",
  "guide/overview.md": "---\ntitle: Überblick\n---\nEin Café in Łódź, naïve Größe.\n\n## Gespräche zu zweit\n\nDas 1:1 dauert dreißig Minuten; C++ kommt vor.\n\n- [ ] Ein <b>Gespräch</b> führen {#talk}\n  Notizen sind da.\n",
  "guide/decisions.md": "---\ntitle: 技術的な意思決定\n---\n経歴書を書くときは、選択肢を三つ比べます。\n",
  "guide/growth.md": "---\ntitle: 职业发展\n---\n高级工程师需要写清楚的设计文档。\n",
  "glossary.yml": "adr:\n  title: Entscheidungsprotokoll\n  aliases: [ADR]\n  text: Was entschieden wurde.\n",
};
const foreign = await serveFolder(buildBook(FOREIGN));

async function searching(t, address, options) {
  const page = await (await reader(t, browser, options)).newPage();
  const trouble = listen(page, new URL(address).origin);
  await open(page, address);
  await page.keyboard.press("Control+K");
  await page.locator(`dialog[open] ${INPUT}`).waitFor();
  return { page, trouble };
}
async function ask(page, query) {
  await page.locator(INPUT).fill(query);
  await page.locator("[role=listbox][aria-busy=false]").waitFor({ state: "attached" });
  return page.locator("[role=option]").evaluateAll((all) => all.map((option) => ({
    title: option.querySelector(".search-title").textContent, href: option.href, text: option.textContent,
    marks: [...option.querySelectorAll("mark")].map((mark) => mark.textContent),
  })));
}

test("a page is found and opened by the keyboard alone, and Escape gives focus back", async (t) => {
  const [, title, , url] = data.records.find(([kind, , path]) => kind === "chapter" && path.length === 0) ?? data.records[0];
  const { page, trouble } = await searching(t, site);
  await page.keyboard.type(title);
  await page.locator("[role=option][aria-selected=true]").waitFor();
  const input = page.locator(INPUT);
  const active = () => input.getAttribute("aria-activedescendant");
  assert.equal(await page.evaluate((id) => document.getElementById(id)?.role, await active()), "option");
  const first = await active();
  if (await page.locator("[role=option]").count() > 1) {
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await active(), first);
    await page.keyboard.press("ArrowUp");
  }
  assert.equal(await active(), first);
  await page.keyboard.press("Escape");
  await page.locator("dialog.search-dialog").waitFor({ state: "hidden" });
  await page.locator("[id='r:search']").focus();
  await page.keyboard.press("Enter");
  await page.locator(`dialog[open] ${INPUT}`).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "r:search");
  await page.keyboard.press("Control+K");
  await page.locator(`dialog[open] ${INPUT}`).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(site + url);
  assert.deepEqual(trouble, []);
});

test("the page of a title comes first", async (t) => {
  const pages = data.records.filter(([kind, title, path]) => path.length === 0 && ["chapter", "level", "skill"].includes(kind) && title.length > 3);
  const titles = pages.map(([, title]) => title);
  const once = pages.filter(([, title]) => titles.filter((other) => other === title).length === 1).slice(0, 12);
  const { page } = await searching(t, site);
  for (const [, title] of once) {
    const [first] = await ask(page, title);
    assert.equal(first?.title, title);
  }
});

/** What readers of our own handbook ask, and the beginnings of addresses one of which should come first. */
const ASKED = {
  "adr template": ["templates/adr.html"],
  "weekly checklist": ["checklists/weekly-habits.html"],
  "staff level": ["levels/staff.html"],
  "writing skill": ["skills/writing.html"],
  "promotion checklist": ["templates/promotion-packet.html", "guide/how-to-use-this-handbook.html", "glossary.html#promotion"],
  "how do I disagree with my manager": ["glossary.html#disagree-and-commit", "guide/disagreement-and-commitment.html", "skills/handling-disagreement.html"],
  "one on one template": ["templates/one-on-one-agenda.html", "templates/first-one-on-one.html"],
  "principal level": ["levels/principal.html"],
  "mentoring skill": ["skills/mentoring.html"],
  "tech lead role": ["roles/tech-lead.html"],
  "adr": ["glossary.html#adr"],
  "staff": ["levels/staff.html"],
  "Staff engineer": ["roles/staff-engineer.html"],
  "staff engineer role": ["roles/staff-engineer.html"],
  "senior": ["levels/senior.html"],
  "first 90 days checklist": ["checklists/first-90-days-as-"],
  "checklist for staff": ["checklists/practice-staff.html", "checklists/first-90-days-as-staff.html"],
  "monthly checklist": ["checklists/monthly-habits.html"],
  "templates": ["templates.html"],
  "levels": ["guide/how-levels-work.html"],
  "skills": ["skills.html"],
  "glossary": ["glossary.html"],
  "design doc template": ["templates/design-doc.html"],
  "rfc": ["glossary.html#rfc"],
  "rfc template": ["templates/rfc.html"],
  "brag document": ["templates/brag-document.html"],
  "promotion packet": ["templates/promotion-packet.html"],
  "giving feedback": ["guide/giving-feedback.html"],
  "feedback skill": ["skills/feedback.html"],
  "how do levels work": ["guide/how-levels-work.html"],
  "how levels work": ["guide/how-levels-work.html"],
  "what is the difference between staff and principal": ["compare/principal~staff.html", "transitions/staff-to-principal.html"],
  "senior to staff": ["transitions/senior-to-staff.html"],
  "how to run a one on one": ["guide/running-one-on-ones.html", "skills/one-on-ones.html"],
  "how do I give feedback": ["levels/lead.html#feedback", "guide/giving-feedback.html", "skills/feedback.html"],
  "technical debt": ["skills/technical-debt.html"],
  "technical debt template": ["templates/debt-register.html"],
  "architecture skill": ["skills/architecture.html"],
  "incident review template": ["templates/incident-review.html"],
  "estimation": ["skills/estimation.html"],
  "influence": ["areas/influence.html"],
  "promotion-checklist": ["guide/diagnostics/promotion-checklist.html"],
  "unknown-link": ["guide/diagnostics/unknown-link.html"],
  "template variables": ["guide/template-variables.html"],
  "how do I become a manager": ["levels/manager.html", "guide/choosing-a-track.html", "transitions/lead-to-manager.html"],
  "hiring skil": ["skills/hiring.html"],
  "staff checklist": ["checklists/first-90-days-as-staff.html", "checklists/practice-staff.html"],
  "what does a tech lead do": ["roles/tech-lead.html"],
  "feedback template": ["templates/sbi-note.html"],
  "levels work": ["guide/how-levels-work.html"],
};

test("questions that readers of our own handbook ask have their answer first", async (t) => {
  if (siteId !== OUR_SITE_ID) return t.skip("another book");
  const { page } = await searching(t, site);
  const wrong = [];
  for (const [query, wanted] of Object.entries(ASKED)) {
    const [first] = await ask(page, query);
    const path = first?.href.slice(site.length);
    if (!wanted.some((one) => path?.startsWith(one))) wrong.push(`${query}: ${path}`);
  }
  assert.deepEqual(wrong, []);
});

test("a word that names a kind raises its results and is not asked of their text; question words are not either", async (t) => {
  const list = ["alpha", "beta"].map((name) => [`checklists/${name}.md`, `---\ntitle: ${name} week\n---\n- [ ] Do ${name} {#do-${name}}\n`]);
  const kinds = await serveFolder(buildBook({
    "book.yml": "title: Kinds\nsite: {id: kinds}\n",
    "SUMMARY.md": "# Summary\n\n- [About alpha](guide/one.md)\n- [Two](guide/two.md)\n",
    "guide/one.md": "---\ntitle: About alpha\n---\nAlpha, alpha and alpha.\n",
    "guide/two.md": "---\ntitle: Disagreement\n---\nWith a chief.\n",
    "templates/xyz.md": "---\ntitle: Some alpha document\n---\nText.\n",
    ...Object.fromEntries(list),
  }));
  const { page } = await searching(t, kinds.address);
  for (const [query, path] of [["alpha checklist", "checklists/alpha.html"], ["alpha template", "templates/xyz.html"], ["xyz", "templates/xyz.html"], ["how do I disagree with my chief", "guide/two.html"], ["what is the disagreement", "guide/two.html"]]) {
    assert.equal((await ask(page, query))[0]?.href, kinds.address + path, query);
  }
});

test("kinds narrow the results, and say how many they hold", async (t) => {
  const { page } = await searching(t, foreign.address);
  await ask(page, "gespräch");
  const facet = page.locator(".search-facets button", { hasText: "Practice" });
  await facet.click();
  await page.locator(".search-facets [aria-pressed=true]", { hasText: "Practice" }).waitFor();
  const shown = await ask(page, "gesprach");
  assert.deepEqual(shown.map((one) => new URL(one.href).hash), ["#item:talk"]);
  assert.equal(shown[0].title, "Ein Gespräch führen");
  assert.equal(await page.locator("dialog b").count(), 0, "text is text");
  await page.locator(".search-facets button", { hasText: "All" }).click();
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length > 1);
});

test("accents, joined words and scripts without spaces are found, under a subpath, with no other site asked", async (t) => {
  const { page, trouble } = await searching(t, foreign.address);
  for (const [query, file] of [
    ["uberblick", "overview"], ["cafe", "overview"], ["lodz", "overview"], ["GROSSE", "overview"], ["dreissig", "overview"], ["1:1", "overview"],
    ["c++", "overview"], ["gesprache zwei", "overview"], ["意思決定", "decisions"], ["歴書", "decisions"], ["書", "decisions"], ["选择", ""],
    ["设计文档", "growth"], ["工程", "growth"], ["ueberblikc", ""], ["uberblikc", "overview"], ["adr", "glossary"],
  ]) {
    const found = await ask(page, query);
    if (file) assert.ok(found[0]?.href.includes(`/${file}.html`), `${query}: ${JSON.stringify(found)}`);
    else assert.deepEqual(found, [], query);
    if (file && query !== "adr" && query !== "uberblikc") assert.ok(found[0].marks.length, `${query} is highlighted`);
  }
  assert.deepEqual(trouble, []);
});

test("the same question gives the same answer, also from the kept index", async (t) => {
  const context = await reader(t, browser);
  const answers = [];
  for (let visit = 0; visit < 2; visit += 1) {
    const page = await context.newPage();
    await open(page, site);
    await page.keyboard.press("Control+K");
    answers.push(await ask(page, data.records.at(-1)[1]));
    // It is kept after the answer, which does not wait for the disk.
    await page.waitForFunction(async (name) => (await (await caches.open(name)).keys()).length > 0, `rungs:${siteId}:search`);
    await page.close();
  }
  assert.ok(answers[0].length);
  assert.deepEqual(answers[0], answers[1]);
});

test("search that cannot be loaded says so, is no longer busy, and is tried again with the next question", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, foreign.address);
  await page.route("**/search/worker.js*", (route) => route.abort());
  await page.keyboard.press("Control+K");
  assert.deepEqual(await ask(page, "cafe"), []);
  const said = page.locator(".search-said");
  const excuse = await said.textContent();
  await page.unroute("**/search/worker.js*");
  await page.route("**/search.json", (route) => route.abort());
  assert.deepEqual(await ask(page, "caf"), []);
  assert.equal(await said.textContent(), excuse);
  await page.unroute("**/search.json");
  assert.ok((await ask(page, "cafe")).length);
});

test("nothing of search is loaded before it is wanted, and the index is asked for once", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const seen = [];
  page.context().on("request", (request) => seen.push(new URL(request.url()).pathname));
  await open(page, foreign.address);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(seen.filter((path) => /search|minisearch|version\.json/.test(path)), []);
  foreign.asked.length = 0;
  await page.keyboard.press("Control+K");
  await ask(page, "cafe");
  await ask(page, "lodz");
  assert.equal(foreign.asked.filter((path) => path.endsWith("/search.json")).length, 1);
});

test("a term of the glossary, an item and a section lead to their places", async (t) => {
  const { page } = await searching(t, foreign.address);
  await ask(page, "Entscheidungsprotokoll");
  await page.keyboard.press("Enter");
  await page.waitForURL(/glossary\.html#adr$/);
  await page.keyboard.press("Control+K");
  const found = await ask(page, "Gespräche zu zweit");
  assert.match(found[0].href, /overview\.html#/);
});

test("the search page keeps its question in its address, and reads well without a script", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, `${foreign.address}search.html?q=cafe`);
  await page.locator("[role=option]").first().waitFor();
  assert.equal(await page.locator(INPUT).inputValue(), "cafe");
  await ask(page, "lodz");
  assert.match(page.url(), /\?q=lodz$/);
  const plain = await (await reader(t, browser, { javaScriptEnabled: false })).newPage();
  await plain.goto(foreign.address);
  await plain.locator("[id='r:search']").click();
  await plain.waitForURL(/search\.html$/);
  assert.ok(await plain.locator("main noscript p").isVisible());
});

test("only the two workers' addresses pass the Trusted Types policy", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, foreign.address);
  const refused = await page.evaluate(async () => {
    // The module that the page has loaded; by another address it would be another module, and a second policy.
    const site = [...document.scripts].find((script) => script.type === "module" && script.src.includes("site.js")).src;
    const loaded = performance.getEntriesByType("resource").find((entry) => entry.name.includes("/workers.js"))?.name;
    const { searchWorker } = await import(loaded ?? site.replace(/site\.js.*/, "workers.js"));
    const faults = [];
    try { new Worker("/site/assets/js/site.js"); } catch (error) { faults.push(error.name); }
    try { trustedTypes.createPolicy("other", {}); } catch (error) { faults.push(error.name); }
    try { trustedTypes.createPolicy("rungs", {}); } catch (error) { faults.push(error.name); }
    return [faults, searchWorker() instanceof Worker];
  });
  assert.deepEqual(refused, [["TypeError", "TypeError", "TypeError"], true]);
});

for (const [name, viewport] of [["wide", DESKTOP], ["narrow", PHONE]]) {
  test(`the dialog fits a ${name} window`, async (t) => {
    const { page } = await searching(t, site, { viewport });
    await ask(page, data.records[0][1]);
    const box = await page.locator("dialog.search-dialog").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height, JSON.stringify(box));
    assert.ok(await page.evaluate(() => document.querySelector("dialog.search-dialog").scrollWidth <= document.querySelector("dialog.search-dialog").clientWidth));
  });
}

test("the library that ships is the one that npm has", () => {
  const there = join(dirname(createRequire(import.meta.url).resolve("minisearch")), "../..");
  const { version } = JSON.parse(readFileSync(join(there, "package.json"), "utf8"));
  const theme = new URL("../../themes/default/assets/vendor/", import.meta.url);
  const ours = readFileSync(new URL(`minisearch-${version}/index.js`, theme), "utf8");
  // Without the line that names a source map, which does not ship.
  const theirs = readFileSync(join(there, "dist/es/index.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*\n/m, "");
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  assert.equal(hash(ours), hash(theirs));
  assert.equal(readFileSync(new URL(`minisearch-${version}/LICENSE.txt`, theme), "utf8"), readFileSync(join(there, "LICENSE.txt"), "utf8"));
});

test("words are folded, cut and marked alike in texts and questions", () => {
  speak("en");
  assert.equal(fold("Ångström’s ÉTÉ Straße"), "angstrom's ete strasse");
  assert.equal(fold("हिन्दी"), "हिन्दी".normalize("NFC"), "vowel signs stay");
  assert.equal(fold("が"), "が");
  assert.deepEqual(terms("1:1 in C++, don't"), ["1:1", "in", "c++", "don't"]);
  assert.deepEqual(terms("経歴書"), ["経歴", "歴書", "書"]);
  assert.deepEqual(asked("経歴書"), ["経歴", "歴書"]);
  assert.deepEqual(marked("Das Café und mehr", new Set(["cafe"])), [{ text: "Das ", hit: false }, { text: "Café", hit: true }, { text: " und mehr", hit: false }]);
  assert.deepEqual(marked("経歴書を", new Set(["経歴", "歴書"])).map((part) => part.text), ["経歴書", "を"]);
  const long = `${"before ".repeat(60)}the needle ${"after ".repeat(60)}`;
  const shown = excerpt(long, new Set(["needle"]));
  assert.ok(shown.some((part) => part.hit && part.text === "needle"));
  assert.ok(shown.map((part) => part.text).join("").length < 200);
});
