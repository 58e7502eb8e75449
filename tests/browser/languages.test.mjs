// Handbooks in other languages: built without a warning, every word of the interface theirs, read from either side.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { excess, markupFaults, violations } from "./audit.mjs";
import { DESKTOP, NARROW, PHONE, buildBook, builtBook, open, openBrowser, own, reader, rungs, serveFolder, temporaryFolder } from "./site.mjs";

const books = resolve(fileURLToPath(new URL(".", import.meta.url)), "../books");
const strings = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../themes/default/strings");
const browser = await openBrowser();

const wordsOf = (language) => new Map([...readFileSync(join(strings, `${language}.yml`), "utf8").matchAll(/^([\w.-]+): "(.*)"$/gm)].map(([, key, text]) => [key, text]));
const english = wordsOf("en");

/** Builds and serves a book of tests/books. */
async function built(name) {
  const { paths, output, html } = builtBook(name);
  return { paths: paths.filter((path) => path.endsWith(".html")), output, html, site: (await serveFolder(output)).address };
}

const LANGUAGES = [
  { language: "de", book: "german", dir: "ltr", said: ["Auf dieser Seite", "Zurück ins Handbuch", "5. März 2026", "Tipp", "Noch nicht", "Zeichen"] },
  { language: "ar", book: "arabic", dir: "rtl", said: ["في هذه الصفحة", "طرق العودة", "5 مارس 2026", "تحذير", "ليس بعد", "الدلائل"] },
];

for (const { language, book, dir, said } of LANGUAGES) {
  const site = await built(book);

  test(`a book in ${language} builds without a warning and is valid HTML in its language and direction`, async () => {
    const faults = [];
    for (const path of site.paths) {
      const html = site.html(path);
      if (html.includes("http-equiv=\"refresh\"") || /kind-print\b/.test(html)) continue;
      assert.match(html, new RegExp(`<html lang="${language}" dir="${dir}"`), path);
      faults.push(...(await markupFaults(html, path)));
    }
    assert.deepEqual(faults, []);
    const all = site.paths.map(site.html).join("\n");
    for (const words of said) assert.ok(all.includes(words), `some page says “${words}”`);
  });

  test(`a book in ${language} shows no word of the English interface`, async (t) => {
    const theirs = wordsOf(language);
    // Words of several letters that the two languages do not share, as whole texts between tags.
    const foreign = new Set([...english].filter(([key, text]) => !/[{}]/.test(text) && text.length > 3 && text !== theirs.get(key) && ![...theirs.values()].includes(text)).map(([, text]) => text));
    const page = await (await reader(t, browser)).newPage();
    const faults = [];
    for (const path of site.paths) {
      await open(page, site.site + path);
      const texts = await page.evaluate(() => {
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("script, code, pre, textarea")) found.push(walker.currentNode.data.trim());
        for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) found.push(...["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""));
        return found;
      });
      faults.push(...texts.filter((text) => foreign.has(text)).map((text) => `${path}: ${text}`));
    }
    assert.deepEqual([...new Set(faults)].slice(0, 20), []);
  });

  test(`a book in ${language} passes axe and fits every window`, async (t) => {
    const page = await (await reader(t, browser, { bypassCSP: true })).newPage();
    // One page of each kind: what they hold differs, how they are made does not.
    const kindOf = (path) => /<body class="[^"]*?\bkind-([\w-]+)/.exec(site.html(path))?.[1];
    const one = new Map(site.paths.filter(kindOf).map((path) => [kindOf(path), path]));
    for (const path of one.values()) {
      await page.setViewportSize(DESKTOP);
      await open(page, site.site + path);
      assert.deepEqual(await violations(page), [], path);
      for (const viewport of [PHONE, NARROW]) assert.equal(await excess(page, viewport), 0, `${path} at ${viewport.width} px`);
    }
  });

  test(`in ${language} ticks are counted in its words`, async (t) => {
    const page = await (await reader(t, browser)).newPage();
    const path = site.paths.find((one) => /data-item=.*data-item=/s.test(site.html(one)));
    await open(page, site.site + path);
    await page.locator("input[data-item]").first().check();
    const total = new Set([...site.html(path).matchAll(/data-item="([^"]+)"/g)].map((found) => found[1])).size;
    const wanted = wordsOf(language).get("js_practice").replace("{done}", "1").replace("{total}", String(total));
    await page.locator("article .count", { hasText: wanted }).first().waitFor();
  });
}

test("from right to left the sidebar stands at the right, the drawer comes from there, and the text begins there", async (t) => {
  const site = await built("arabic");
  const path = site.paths.find((one) => one.startsWith("guide/"));
  const page = await (await reader(t, browser)).newPage();
  await open(page, site.site + path);
  const [side, main, contents] = await Promise.all([own("menu"), "main", "h1"].map((query) => page.locator(query).boundingBox()));
  assert.ok(side.x > main.x + main.width / 2, "the sidebar is at the right of the text");
  assert.equal(await page.locator("main p").first().evaluate((element) => getComputedStyle(element).direction), "rtl");
  assert.ok(contents.x + contents.width > main.x + main.width * 0.8);
  const code = page.locator("pre").first();
  if (await code.count()) assert.equal(await code.evaluate((element) => getComputedStyle(element).direction), "ltr", "code reads from the left");
  await page.setViewportSize(PHONE);
  await page.locator("button[popovertarget]:visible").first().click();
  const drawer = await page.locator(own("menu")).boundingBox();
  assert.ok(drawer.x + drawer.width >= PHONE.width - 1 && drawer.x > 0, "the drawer is at the right");
});

test("plurals follow the rules of the language, as browsers know them", async () => {
  const arabic = wordsOf("ar");
  const rules = new Intl.PluralRules("ar");
  const folder = join(temporaryFolder(), "book");
  cpSync(join(books, "arabic"), folder, { recursive: true });
  const output = join(folder, "../public");
  for (const n of [1, 2, 5, 11, 100]) {
    const items = Array.from({ length: n }, (_, at) => `- [ ] ${at} {#item-${at} skills=writing}\n  ${at}.`).join("\n");
    writeFileSync(join(folder, "checklists/first-weeks.md"), `---\ntitle: الأسابيع\nkind: habit\nowner: self\n---\n${items}\n`);
    execFileSync(rungs, ["build", folder, "--output", output], { stdio: "ignore" });
    const html = readFileSync(join(output, "checklists/first-weeks.html"), "utf8");
    assert.ok(html.includes(arabic.get(`practice_total_${rules.select(n)}`).replace("{n}", String(n))), `${n}: ${rules.select(n)}`);
  }
});

for (const [language, areas, what] of [["ar", 1, "dot plot"], ["ar", 3, "radar"], ["en", 1, "dot plot"], ["en", 3, "radar"]]) {
  test(`${language}: a ${what} drawn from records has its labels outside, and a key that shows what it draws`, async (t) => {
    const titles = ["الحِرفة", "القيادة", "التواصل"].slice(0, areas);
    const steps = [1, 2, 3, 4, 5].map((step) => `## ${step} {step=${step}}\n${step}.\n`).join("\n");
    const files = {
      "book.yml": `title: Drawn\nlanguage: ${language}\nsite: {id: drawn}\n`,
      "areas.yml": titles.map((title, at) => `a${at}: {title: ${title}}\n`).join(""),
      "tracks/ic.md": "---\ntitle: IC\nlevels: [senior]\n---\nText.\n",
      "levels/senior.md": `---\ntitle: Senior\ntrack: ic\ncore: {${titles.map((_, at) => `s${at}: 4`).join(", ")}}\n---\nText.\n`,
    };
    titles.forEach((title, at) => { files[`skills/s${at}.md`] = `---\ntitle: ${title}\narea: a${at}\n---\nText.\n\n${steps}`; });
    const { address } = await serveFolder(buildBook(files));
    const context = await reader(t, browser);
    await context.addInitScript((skills) => {
      for (const skill of skills) localStorage.setItem(`rungs:drawn:a:${skill}`, JSON.stringify({ v: 5, t: 1, d: "seed" }));
      localStorage.setItem("rungs:drawn:m:aim", JSON.stringify({ v: "senior", t: 1, d: "seed" }));
    }, titles.map((_, at) => `s${at}`));
    const page = await context.newPage();
    await open(page, `${address}assess.html`);
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    const faults = await page.locator(".radar-figure").evaluate((figure) => {
      const found = [];
      const box = (element) => element.getBoundingClientRect();
      for (const label of figure.querySelectorAll("text")) for (const dot of figure.querySelectorAll(".radar circle")) {
        const [one, other] = [box(label), box(dot)];
        if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom) found.push(`${label.textContent} lies on a dot`);
      }
      const parts = (drawing, name) => ["polygon", "circle"].map((part) => drawing.querySelectorAll(`.radar-${name} ${part}`).length > 0).join();
      for (const name of ["first", "second"]) if (parts(figure.querySelector(".radar"), name) !== parts(figure.querySelector(".radar-key"), name)) found.push(`the key of the ${name} series is not what is drawn`);
      return found;
    });
    assert.deepEqual(faults, []);
  });
}

test("every language has every key and every place of English, and the plurals its rules ask for", () => {
  const places = (text) => [...new Set([...text.matchAll(/\{\w+\}/g)].map(([place]) => place))].sort().join(" ");
  const stems = [...english.keys()].filter((key) => key.endsWith("_one") && english.has(key.replace(/_one$/, "_other"))).map((key) => key.slice(0, -4));
  const faults = [];
  for (const { language } of LANGUAGES) {
    const theirs = wordsOf(language);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wanted = new Set([...english.keys()].filter((key) => !stems.some((stem) => key === `${stem}_one` || key === `${stem}_other`)));
    for (const stem of stems) for (const form of forms) wanted.add(`${stem}_${form}`);
    for (const key of wanted) if (!theirs.has(key)) faults.push(`${language}.yml lacks ${key}`);
    for (const key of theirs.keys()) if (!wanted.has(key)) faults.push(`${language}.yml has ${key}, which English has not`);
    for (const key of wanted) {
      // One and two are often words of their own.
      if (english.has(key) && theirs.has(key) && !/_(?:zero|one|two)$/.test(key) && places(english.get(key)) !== places(theirs.get(key))) faults.push(`${language}.yml: ${key}: ${places(theirs.get(key))}`);
      if (theirs.get(key) === "") faults.push(`${language}.yml: ${key} is empty`);
    }
  }
  assert.deepEqual(faults, []);
});
