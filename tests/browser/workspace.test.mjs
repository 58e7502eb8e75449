// The workspace: every page is useful empty and full, keeps what is written, and asks nobody outside.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { excess, lostOnPaper, sheets, violations } from "./audit.mjs";
import { DESKTOP, NARROW, PHONE, listen, open, openBrowser, openWork, own, pages, prefix, read, reader, record, samplePage, serveSite, siteId } from "./site.mjs";

const KINDS = ["progress", "review", "assess", "plan", "evidence", "one-on-one", "packet", "compare-assessments"];
const site = await serveSite();
const origin = new URL(site).origin;
const browser = await openBrowser();
const manifest = JSON.parse(read("progress-manifest.json"));
const ladder = JSON.parse(read("ladder.json"));
const has = (kind) => pages.some((page) => page.kind === kind);
const made = KINDS.filter(has);
const level = ladder.levels.filter((one) => Object.keys(one.targets).length > 1 && one.expectations.length).at(-1);
const NASTY = ["</script><script>window.hacked = 1</script>", "<img src=x onerror=\"window.hacked = 1\">", "🪜👩🏽‍🔧 é ﷽", "مرحبا بالعالم، هذه ملاحظة", "​null\u0000", "{{ 7 * 7 }} {situation}"].join("\n").replace("\u0000", "");

/** Records of a reader who has used everything: all items touched, `notes` notes, assessments, goals, snapshots, a person. */
const records = (notes = 300) => {
  const now = Date.now();
  const days = (count) => now - count * 864e5;
  const day = (count) => new Date(days(count)).toISOString().slice(0, 10);
  const all = { v: "2" };
  const put = (key, record) => { all[key] = JSON.stringify({ t: now, d: "seed", ...record }); };
  Object.entries(manifest.items).forEach(([id, item], at) => put(`i:${id}`, { s: ["done", "todo", "done", "doing", "na"][at % 5], r: at % 11 ? item.rev ?? 1 : 0, t: days(at % 200), l: item.title }));
  for (let at = Object.keys(manifest.items).length; at < 400; at += 1) put(`i:gone-${at}`, { s: "done", r: 1, t: days(at), l: `Gone item ${at}` });
  const skills = Object.keys(manifest.skills);
  skills.forEach((skill, at) => put(`a:${skill}`, { v: at % 6, c: 1 + (at % 3), x: at % 2 ? NASTY : undefined, l: skill }));
  skills.forEach((skill, at) => put(`@sam1:a:${skill}`, { v: 5 - (at % 6), l: skill }));
  put("@sam1:m:person", { v: "Sam <b>O’Neil</b>" });
  for (const at of [1, 2, 3]) put(`s:snap${at}`, { v: Object.fromEntries(skills.map((skill, n) => [skill, (n + at) % 6])), day: day(at * 60) });
  for (let at = 0; at < notes; at += 1) {
    const one = level?.expectations[at % level.expectations.length];
    put(`n:note${at}`, { x: at % 50 ? `Note ${at}: what was done, and what came of it.` : NASTY, k: "evidence", day: day(at), skills: one ? [one.skill] : [], expectations: one && at % 3 ? [one.id] : [], t: days(at) });
  }
  put("g:open", { x: `Goal ${NASTY}`, s: "todo", day: day(-30), skill: skills[0] });
  put("g:late", { x: "A goal that is late", s: "todo", day: day(30) });
  put("g:reached", { x: "A goal that was reached", s: "done" });
  if (level) put("m:aim", { v: level.id });
  return all;
};
const seed = (context, all = records()) => context.addInitScript(([start, entries]) => {
  if (sessionStorage.getItem("seeded")) return;
  sessionStorage.setItem("seeded", "yes");
  for (const [key, text] of Object.entries(entries)) localStorage.setItem(start + key, text);
}, [prefix, all]);
const ready = (page, kind) => openWork(page, `${site}${kind}.html`);
/** One page for all kinds, as a reader goes from one to the next: opening a browser's context costs more than the page. */
const shared = async (full, options) => {
  const context = await reader({ after }, browser, { bypassCSP: true, ...options });
  if (full) await seed(context);
  const page = await context.newPage();
  return { page, trouble: listen(page, origin) };
};
const empty = await shared(false, { viewport: NARROW });
const used = await shared(true, { viewport: PHONE, colorScheme: "dark" });

test("pages that make no sense for the book are not made", () => {
  assert.equal(has("assess"), ladder.skills.length > 0);
  assert.equal(has("review"), Object.values(manifest.items).some((item) => item.review));
  assert.equal(has("packet"), ladder.levels.some((one) => one.expectations.length > 0));
});

for (const kind of KINDS) {
  test(`${kind}: empty it says what to do first, full it holds; axe finds nothing; no count over expectations`, async (t) => {
    if (!has(kind)) return t.skip(`the book has no ${kind} page`);
    const faults = [];
    // axe looks at the empty pages with all other kinds, in accessibility.test.mjs.
    for (const [name, { page, trouble }, narrow] of [["empty", empty, NARROW], ["full", used, PHONE]]) {
      await page.setViewportSize(narrow);
      await ready(page, kind);
      const text = await page.locator(".work").innerText();
      if (text.trim().length < 40) faults.push(`${name} says nothing: ${text}`);
      if (/undefined|NaN|\[object/.test(text)) faults.push(`${name}: ${/.{0,40}(undefined|NaN|\[object).{0,40}/.exec(text)[0]}`);
      if (["plan", "evidence", "packet", "assess", "compare-assessments"].includes(kind) && /\d+ (of|\/) \d+|\d %/.test(text)) faults.push(`${name} counts what is no practice: ${/.{0,40}(\d+ (of|\/) \d+|\d %).{0,20}/.exec(text)[0]}`);
      if (await page.evaluate(() => window.hacked)) faults.push(`${name}: a note ran as a script`);
      if (name === "full") faults.push(...[...(await violations(page)), ...(await lostOnPaper(page))].map((one) => `${name}: ${one}`));
      for (const size of [narrow, DESKTOP]) {
        const wide = await excess(page, size);
        if (wide > 0) faults.push(`${name} is ${wide} px too wide at ${size.width}`);
      }
      faults.push(...trouble.splice(0));
    }
    assert.deepEqual(faults, []);
  });
}

test("a word of any length wraps wherever a reader's words stand", async (t) => {
  const context = await reader(t, browser);
  const long = `${"Donaudampfschifffahrt".repeat(13)} https://example.org/${"a".repeat(180)}`;
  const gone = JSON.stringify({ s: "done", l: "Gone", t: 1, d: "seed" });
  await seed(context, Object.fromEntries(Object.entries({ ...records(12), "i:gone": gone }).map(([key, text]) => {
    const record = JSON.parse(text);
    if (record.x !== undefined || /^g:|@/.test(key)) record.x = long;
    if (record.l !== undefined) record.l = long;
    if (key === "@sam1:m:person") record.v = long.slice(0, 80);
    return [key, key === "v" ? text : JSON.stringify(record)];
  })));
  const page = await context.newPage();
  const faults = [];
  for (const kind of [...made, "backup"]) {
    await ready(page, kind);
    if (kind === "backup") await page.locator(own("archive")).waitFor();
    await page.locator("details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
    for (const size of [PHONE, DESKTOP]) {
      const wide = await excess(page, size);
      if (wide > 0) faults.push(`${kind} is ${wide} px too wide at ${size.width}`);
    }
  }
  assert.deepEqual(faults, []);
});

test("two assessments are read without scrolling sideways, in columns of more than a word", async (t) => {
  if (!has("compare-assessments")) return t.skip("the book has no assessments");
  const { page } = used;
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    await ready(page, "compare-assessments");
    const [beyond, narrowest] = await page.locator("[data-part=both] .table").evaluate((frame) => [frame.scrollWidth - frame.clientWidth, Math.min(...[...frame.querySelectorAll("td")].map((cell) => cell.clientWidth))]);
    assert.ok(beyond <= 0, `${beyond} px are out of sight at ${size.width}`);
    assert.ok(narrowest > 120, `a column is ${narrowest} px wide at ${size.width}`);
  }
  return undefined;
});

test("on paper a packet begins with its evidence and fills its sheets, a gap stays with its title, an agenda takes one sheet", async (t) => {
  if (!level || !["packet", "plan", "one-on-one"].every(has)) return t.skip("the book has no packet, plan or agenda");
  const { page } = used;
  await ready(page, "one-on-one");
  const agenda = await sheets(page);
  if (!agenda) return t.skip("there is no pdftotext");
  assert.equal(agenda.length, 1);
  await ready(page, "packet");
  const packet = await sheets(page);
  for (const [at, text] of packet.slice(0, -1).entries()) assert.ok(text.trim().split("\n").length > 20, `sheet ${at + 1} of ${packet.length} is nearly empty`);
  await ready(page, "plan");
  const gaps = await page.locator("[data-part=gap] .gap").evaluateAll((all) => all.filter((gap) => gap.checkVisibility()).map((gap) => [".gap-skill", ".gap-words"].map((part) => gap.querySelector(part).textContent)));
  for (const height of [640, 700, 760, 820, 880, 940, 1000]) {
    const lines = (await sheets(page, { width: "794px", height: `${height}px` })).join("\n").split("\n");
    for (const [title, words] of gaps) assert.ok(lines.some((line) => line.includes(title) && line.includes(words)), `${title} is torn on a sheet ${height} px high`);
  }
  return undefined;
});

test("scripts of a workspace page are 18 KB at most", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const scripts = new Set();
  page.on("response", (response) => /\.js(\?|$)/.test(response.url()) && scripts.add(new URL(response.url()).pathname.slice("/site/".length)));
  for (const kind of made) {
    scripts.clear();
    await ready(page, kind);
    await page.waitForLoadState("networkidle");
    const size = [...scripts].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0);
    t.diagnostic(`${kind}: ${(size / 1024).toFixed(1)} KB of script`);
    assert.ok(scripts.size > 0 && size <= 18 * 1024, `${kind}: ${size} bytes`);
  }
});

test("the dashboard with 400 items and 300 notes: measured, not held", async (t) => {
  if (!has("progress")) return t.skip("the book has no dashboard");
  const context = await reader(t, browser);
  await seed(context);
  const page = await context.newPage();
  await ready(page, "progress");
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.documentElement.dataset.ready === undefined) return;
        window.readyAt = performance.now();
        observer.disconnect();
      }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
    });
    await page.reload();
    await page.waitForFunction(() => window.readyAt);
    runs.push(await page.evaluate(() => {
      const fetched = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".json"));
      return { ready: window.readyAt, after: window.readyAt - Math.max(...fetched.map(({ responseEnd }) => responseEnd)) };
    }));
  }
  const middle = (name) => runs.map((run) => run[name]).sort((a, b) => a - b)[1];
  t.diagnostic(`interactive ${middle("ready").toFixed(0)} ms after the address was entered, ${middle("after").toFixed(0)} ms after its data came (median of 3)`);
  assert.ok(runs.every((run) => run.ready > 0));
});

test("what came into the book since is told until it is seen; for who begins, nothing is new", async (t) => {
  const numbers = Object.values(manifest.items).map(({ n }) => n).filter(Boolean).sort((a, b) => a - b);
  if (!has("progress") || numbers.length < 3) return t.skip("the book numbers no items");
  const all = records(0);
  const fresh = Object.entries(manifest.items).filter(([, { n }]) => n > numbers.at(-3)).map(([id]) => id);
  for (const id of fresh) delete all[`i:${id}`];
  const context = await reader(t, browser);
  await seed(context, all);
  const page = await context.newPage();
  await ready(page, "progress");
  const list = page.locator("[data-part=new]");
  assert.equal(await list.isVisible(), false, "a first look is the beginning");
  await page.evaluate(([key, v]) => localStorage.setItem(key, JSON.stringify({ v, t: Date.now(), d: "x" })), [`${prefix}m:seen`, numbers.at(-3)]);
  await ready(page, "progress");
  assert.equal(await list.locator("li").count(), fresh.length);
  assert.match(await page.locator("[data-part=notices]").innerText(), new RegExp(`\\b${fresh.length}\\b`));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await list.locator("button").last().click();
  await list.waitFor({ state: "hidden" });
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.equal(await list.isVisible(), false);
});

test("evidence: 20 KB, emoji, right to left and </script> survive, as text; a draft is there after a detour", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const context = await reader(t, browser);
  const page = await context.newPage();
  const trouble = listen(page, origin);
  await ready(page, "evidence");
  const long = `${NASTY}\n${"A line of a long note, with é and 🪜. ".repeat(560)}`.slice(0, 20_480).trim();
  await page.locator(own("note")).fill(long);
  await ready(page, made.find((kind) => kind !== "evidence"));
  await ready(page, "evidence");
  assert.equal(await page.locator(own("note")).inputValue(), long, "the draft was kept without a button");
  await page.locator(`${own("note-form")} .strong`).click();
  await page.locator(".note-text").first().waitFor();
  await page.reload();
  assert.equal(await page.locator(".note-text").first().textContent(), long);
  assert.equal(await page.locator(own("note")).inputValue(), "");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(trouble, []);
  await page.locator(".note [data-key^=remove]").click();
  await page.locator(".note").waitFor({ state: "detached" });
  await page.locator("[data-key=undo]").click();
  assert.equal(await page.locator(".note-text").first().textContent(), long, "undo brings it back");
});

test("worksheets keep what is written through a reload, in two tabs, and undo a clearing", async (t) => {
  const one = samplePage((html) => html.includes("<textarea") && html.includes("data-worksheet="));
  if (!one) return t.skip("the book has no worksheet");
  const context = await reader(t, browser);
  const page = await context.newPage();
  const trouble = listen(page, origin);
  await open(page, site + one.path);
  const sheet = page.locator("[data-worksheet]").first();
  const area = sheet.locator("textarea").first();
  const key = await area.getAttribute("data-note");
  await area.fill("typed at once");
  await page.locator("[data-worksheet][data-live]").first().waitFor();
  assert.equal(await area.inputValue(), "typed at once", "what is typed before the script came stays");
  assert.equal((await record(page, `n:${key}`)).x, "typed at once");
  await area.fill(NASTY);
  await page.goto(site + pages.find((other) => other.kind && other.path !== one.path).path);
  const other = await context.newPage();
  await open(other, site + one.path);
  const there = other.locator(`textarea[data-note="${key}"]`);
  await other.waitForFunction((name) => document.querySelector(`textarea[data-note="${name}"]`).value !== "", key);
  assert.equal(await there.inputValue(), NASTY, "leaving at once loses nothing");
  const blank = other.locator(`[data-value="${key}"]`).first();
  if (await blank.count()) assert.equal(await blank.textContent(), NASTY.trim(), "the text follows, as text");
  await open(page, site + one.path);
  await there.fill("From the other tab");
  await there.blur();
  await page.waitForFunction((name) => document.querySelector(`textarea[data-note="${name}"]`).value === "From the other tab", key);
  await sheet.locator("[data-do=clear]").click();
  assert.equal(await area.inputValue(), "");
  assert.equal((await record(page, `n:${key}`)).z, 1, "a deletion is a record too");
  await sheet.locator("[data-said] button").click();
  assert.equal(await area.inputValue(), "From the other tab");
  assert.deepEqual(trouble, []);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test("by keyboard alone: place yourself on a skill, aim, tick the next practice, set a goal, add a note", async (t) => {
  if (!has("assess") || !has("plan") || !has("evidence") || !level) return t.skip("the book has no ladder to plan on");
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, origin);
  await ready(page, "assess");
  const skill = await page.locator(".assess").first().getAttribute("data-skill");
  await page.locator(".assess input[type=radio]").first().focus();
  for (const key of ["ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  assert.equal((await record(page, `a:${skill}`)).v, 2);
  await page.keyboard.press("Tab");
  for (let at = 0; at < 5 && !(await page.evaluate(() => document.activeElement.matches("[data-evidence]"))); at += 1) await page.keyboard.press("Tab");
  await page.keyboard.type("Wrote the record");
  await page.keyboard.press("Tab");
  assert.equal((await record(page, `a:${skill}`)).x, "Wrote the record");

  await ready(page, "plan");
  await page.locator(own("aim")).selectOption(level.id);
  await page.locator(".gap").first().waitFor();
  assert.ok((await page.locator(".things > li").count()) > 0, "three things worth doing, or as many as there are");
  await page.locator(".gap > summary").first().focus();
  await page.keyboard.press("Enter");
  const box = page.locator(".gap[open] .tick input").first();
  if (await box.count()) {
    const [, id] = (await box.getAttribute("data-key")).split(/:(.*)/);
    await box.focus();
    await page.keyboard.press("Space");
    assert.equal((await record(page, `i:${id}`)).s, "done");
    await page.locator("[data-key=undo]").focus();
    await page.keyboard.press("Enter");
    assert.equal((await record(page, `i:${id}`)).s, "todo");
  }
  await page.locator(own("goal")).focus();
  await page.keyboard.type("Three teams use it");
  await page.locator(`${own("goal-form")} button`).focus();
  await page.keyboard.press("Enter");
  await page.locator(".goal", { hasText: "Three teams use it" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "r:goal", "focus is where the next goal would go");

  await ready(page, "evidence");
  await page.locator(own("note-expectation")).selectOption(level.expectations[0].id);
  await page.locator(own("note")).focus();
  await page.keyboard.type("They used it on Tuesday");
  await page.locator(`${own("note-form")} .strong`).focus();
  await page.keyboard.press("Enter");
  await page.locator(".note-text", { hasText: "They used it on Tuesday" }).waitFor();
  if (has("packet")) {
    await ready(page, "packet");
    await page.locator(".packet-notes", { hasText: "They used it on Tuesday" }).waitFor();
  }
  assert.deepEqual(trouble, []);
});

test("Continue offers practice for the widest gap at the next step, else the next open item", async (t) => {
  if (!has("progress")) return t.skip("the book has no dashboard");
  const order = Object.entries(manifest.items).sort(([, a], [, b]) => a.at - b.at);
  if (order.length < 2) return t.skip("the book has no items");
  const page = await (await reader(t, browser)).newPage();
  await ready(page, "progress");
  assert.equal(await page.locator(".continue-title a").textContent(), order[0][1].title, "the first item of the book for a new reader");
  const write = (key, fields) => page.evaluate(([name, text]) => localStorage.setItem(name, text), [prefix + key, JSON.stringify({ t: Date.now(), d: "test", ...fields })]);
  await write(`i:${order[0][0]}`, { s: "done", r: 1, l: "" });
  await ready(page, "progress");
  const next = order.slice(1).find(([, item]) => item.page === order[0][1].page) ?? order[1];
  assert.equal(await page.locator(".continue-title a").textContent(), next[1].title, "the next of the list ticked last, not the next page");
  const home = pages.find((one) => one.kind === "home" && one.html.includes("data-continue"));
  if (home) {
    await open(page, site + home.path);
    await page.waitForFunction(() => document.querySelector("[data-continue] .way").textContent === document.querySelector("[data-continue]").dataset.continue);
    assert.equal(await page.locator("[data-continue] a").textContent(), next[1].title);
  }
  const prepares = (item) => (!item.level || item.level === level.id) && manifest.pages[item.page]?.kind !== "transition" && !item.page.startsWith("role/");
  const fits = level && Object.entries(level.targets).find(([skill, target]) => order.some(([id, item]) => id !== order[0][0] && prepares(item) && item.skills?.includes(skill) && item.step >= 1 && item.step <= target.step));
  if (!fits) return t.diagnostic("no item of the book names a step within reach");
  const [skill, target] = fits;
  const [, wanted] = order.find(([id, item]) => id !== order[0][0] && prepares(item) && item.skills?.includes(skill) && item.step >= 1 && item.step <= target.step);
  for (const [other, one] of Object.entries(level.targets)) await write(`a:${other}`, { v: other === skill ? wanted.step - 1 : one.step, l: other });
  await write("m:aim", { v: level.id });
  await ready(page, "progress");
  const title = await page.locator(".continue-title a").textContent();
  const offered = Object.values(manifest.items).find((item) => item.title === title);
  assert.ok(offered.skills.includes(skill) && offered.step === wanted.step, `${title} is practice of ${skill} at step ${wanted.step}`);
  return undefined;
});

test("what a manager writes about a person stays apart from their own", async (t) => {
  if (!has("assess") || !has("evidence")) return t.skip("the book has no skills");
  const page = await (await reader(t, browser)).newPage();
  await ready(page, "evidence");
  await page.locator(own("subject")).selectOption("");
  await page.locator("dialog input[required]").fill("Ana <i>");
  await page.locator("dialog .strong").click();
  await page.waitForFunction(() => document.querySelector(".work").dataset.subject === "person");
  await page.locator(own("note")).fill("Ana ran the review");
  await page.locator(`${own("note-form")} .strong`).click();
  await page.locator(".note").waitFor();
  await ready(page, "assess");
  assert.equal(await page.locator(`${own("subject")} option:checked`).textContent(), "Ana <i>", "the choice holds on the next page");
  await page.locator(".assess input[type=radio]").nth(3).check();
  const keys = await page.evaluate((start) => Object.keys(localStorage).map((key) => key.slice(start.length)), prefix);
  assert.ok(keys.some((key) => /^@[a-z0-9]+:a:/.test(key)) && keys.some((key) => /^@[a-z0-9]+:n:/.test(key)));
  assert.deepEqual(keys.filter((key) => /^[an]:/.test(key)), [], "nothing of it is the reader's own");
  await page.locator(own("subject")).selectOption("me");
  assert.equal(await page.locator(".assess input:checked").count(), 0);
});

test("a person who is removed in another tab gives way to the reader: it is said, what is typed stays, nothing is kept about them", async (t) => {
  if (!has("evidence")) return t.skip("the book has no evidence page");
  const context = await reader(t, browser);
  await seed(context, { v: "2", "@sam1:m:person": JSON.stringify({ v: "Sam", t: 1, d: "seed" }), "@sam1:n:one": JSON.stringify({ x: "Theirs", k: "evidence", day: "2026-01-01", t: 1, d: "seed" }), "m:subject": JSON.stringify({ v: "sam1", t: 1, d: "seed" }) });
  const [page, other] = [await context.newPage(), await context.newPage()];
  const theirs = () => page.evaluate((start) => Object.keys(localStorage).filter((key) => key.startsWith(`${start}@`)), prefix);
  const subject = page.locator(own("subject"));
  const forget = async () => {
    await other.bringToFront();
    await ready(other, "evidence");
    await other.locator(own("subject")).selectOption("");
    const remove = other.locator("dialog [data-key=sam1]");
    await remove.click();
    const [file] = await Promise.all([other.waitForEvent("download"), remove.click()]);
    assert.match(await readFile(await file.path(), "utf8"), /Theirs/, "a backup comes first");
    await page.locator(".subject .notice", { hasText: "Sam" }).waitFor();
    await page.bringToFront();
  };
  const bringBack = async () => {
    await other.bringToFront();
    await other.locator("dialog [data-key=back]").click();
    await other.locator("dialog [data-key=close]").click();
    assert.equal(await other.locator(`${own("subject")} option:checked`).textContent(), "Sam");
    await other.locator(".note-text", { hasText: "Theirs" }).waitFor();
  };
  await ready(page, "evidence");
  assert.equal(await subject.inputValue(), "sam1");
  await page.locator(own("note")).fill("Typed about Sam");
  await page.waitForTimeout(400);
  await forget();
  assert.equal(await subject.inputValue(), "me");
  assert.match(await page.locator(own("live")).textContent(), /Sam/);
  assert.equal(await page.locator(own("note")).inputValue(), "Typed about Sam");
  assert.deepEqual(await theirs(), []);
  assert.equal(await record(page, "n:draft"), null, "nor is it kept as the reader's own");
  await page.locator(own("note")).fill("About me");
  await page.locator(`${own("note-form")} .strong`).click();
  await page.locator(".note-text", { hasText: "About me" }).waitFor();
  assert.deepEqual(await theirs(), []);

  await bringBack();
  await page.bringToFront();
  await ready(page, "evidence");
  await page.locator(".note [data-key=edit-one]").click();
  await page.locator(own("note")).fill("Theirs, rewritten");
  await forget();
  assert.equal(await page.locator(own("note")).inputValue(), "Theirs, rewritten", "an edit stays, too");
  assert.deepEqual(await theirs(), []);
  await subject.selectOption("me");
});

test("what is said of a person names them, and so do their files; texts are cut between words", async (t) => {
  if (!has("plan") || !has("packet") || !has("progress") || !level) return t.skip("the book has no ladder to plan on");
  const context = await reader(t, browser);
  const put = (record) => JSON.stringify({ t: 1, d: "seed", ...record });
  const note = (x) => put({ x, k: "evidence", day: new Date().toISOString().slice(0, 10) });
  await seed(context, {
    v: "2", "m:subject": put({ v: "sam1" }), "@sam1:m:person": put({ v: "Sam O’Neil/../é" }), "@sam1:m:aim": put({ v: level.id }),
    "@sam1:n:long": note(`${"word ".repeat(17)}interruption and more`), "@sam1:n:lines": note("A text\n---\nand one\n===\n# more\nend"),
  });
  const page = await context.newPage();
  await ready(page, "plan");
  assert.match(await page.locator("[data-part=gap] .notice").textContent(), /Sam/);
  await ready(page, "progress");
  assert.equal(await page.locator("[data-part=recent] a", { hasText: "word word" }).textContent(), `${"word ".repeat(17)}…`);
  await ready(page, "packet");
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(own("download")).click()]);
  assert.match(file.suggestedFilename(), /^Sam-O-Neil-é-.+-\d{4}-\d\d-\d\d\.md$/);
  const text = await readFile(await file.path(), "utf8");
  assert.match(text, /A text\n {2}\\---\n {2}and one\n {2}\\===\n {2}\\# more\n {2}end/);
});

test("practice of a person is ticked where they are named, and nothing leads to boxes that are the reader's own", async (t) => {
  const theirs = Object.keys(manifest.items).filter((id) => manifest.items[id].owner);
  if (!has("progress") || !theirs.length) return t.skip("the book has no practice that a manager ticks");
  const context = await reader(t, browser);
  const all = records(1);
  await seed(context, { ...all, "m:subject": JSON.stringify({ v: "sam1", t: 1, d: "seed" }), "@sam1:m:aim": all["m:aim"], [`@sam1:i:${theirs.at(-1)}`]: JSON.stringify({ s: "done", t: 1, d: "seed", r: 1, l: "" }) });
  const page = await context.newPage();
  const pagesWithBoxes = new Set(pages.filter(({ html }) => html.includes(" data-item=")).map(({ path }) => path));
  for (const kind of made) {
    await ready(page, kind);
    const links = await page.locator(".work a[href]").evaluateAll((found) => found.map((one) => one.href));
    assert.deepEqual(links.filter((href) => pagesWithBoxes.has(decodeURI(href.slice(site.length).split("#")[0]))), [], kind);
  }
  await ready(page, "progress");
  const first = page.locator("[data-part=continue] input");
  const id = (await first.getAttribute("data-key")).slice("tick-".length);
  await first.click();
  assert.equal((await record(page, `@sam1:i:${id}`)).s, "done");
  assert.equal(JSON.stringify(await record(page, `i:${id}`)), all[`i:${id}`], "nothing of it is the reader's own");
  await page.locator("[data-part=continue] [data-key=undo]").click();
  assert.equal((await record(page, `@sam1:i:${id}`)).s, "todo");
  const listed = await page.locator("[data-part=lists] input").evaluateAll((boxes) => boxes.map((box) => [box.dataset.key.slice("tick-".length), box.checked]));
  assert.deepEqual(listed.map(([one]) => one).sort(), [...theirs].sort(), "each stands in its list");
  assert.deepEqual(listed.filter(([, checked]) => checked).map(([one]) => one), [theirs.at(-1)]);
  await page.locator("[data-part=lists] input:not(:checked)").first().click();
  await page.locator("[data-part=lists] input:checked").nth(1).waitFor();
});

test("a review is confirmed or reopened, and either can be undone", async (t) => {
  const found = Object.entries(manifest.items).filter(([, item]) => item.review);
  if (!has("review") || !found.length) return t.skip("no item of the book is reviewed");
  const [[id, item]] = found;
  const context = await reader(t, browser);
  const long = Date.now() - (item.review + 5) * 864e5;
  await seed(context, { v: "2", [`i:${id}`]: JSON.stringify({ s: "done", t: long, d: "seed", r: item.rev ?? 1, l: item.title }) });
  const page = await context.newPage();
  await ready(page, "review");
  await page.locator(".review-row button").first().click();
  await page.locator(".review-row").waitFor({ state: "detached" });
  assert.ok((await record(page, `i:${id}`)).t > long, "it counts from today again");
  await page.locator("[data-key=undo]").click();
  await page.locator(".review-row").waitFor();
  assert.equal((await record(page, `i:${id}`)).c, long);
  await page.locator(".review-row button").nth(1).click();
  await page.locator(".review-row").waitFor({ state: "detached" });
  assert.equal((await record(page, `i:${id}`)).s, "todo");
});

test("an agenda is picked together, copied as Markdown, and kept when the 1:1 was held", async (t) => {
  if (!has("one-on-one")) return t.skip("the book has no 1:1 page");
  const context = await reader(t, browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await seed(context, records(5));
  const page = await context.newPage();
  await ready(page, "one-on-one");
  await page.locator(own("topics")).fill("- The rollout\nMy week");
  await page.locator("[data-part=goals] input").first().check();
  const question = page.locator("[data-question]").first();
  if (await question.count()) await question.check();
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await page.locator(".sheet li", { hasText: "The rollout" }).waitFor();
  await page.locator(own("copy")).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^# .+\n\n## .+\n\n- The rollout\n- My week\n/);
  await page.locator(own("held")).click();
  await page.locator("[data-past] summary").first().waitFor();
  assert.equal(await page.locator(own("topics")).inputValue(), "");
  assert.equal(await page.locator(".sheet li").count(), 0);
});

test("two assessments are compared; a file is read and not kept", async (t) => {
  if (!has("compare-assessments")) return t.skip("the book has no skills");
  const context = await reader(t, browser);
  await seed(context, records(0));
  const page = await context.newPage();
  await ready(page, "compare-assessments");
  assert.equal(await page.locator(".both tbody tr").count(), Object.keys(manifest.skills).length);
  const before = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  const [skill] = Object.keys(manifest.skills);
  const file = { format: "rungs-progress", version: 2, site: siteId, exported: new Date().toISOString(), records: { [`a:${skill}`]: { v: 5, t: 1, d: "x", l: skill, x: NASTY } } };
  await page.locator(own("file")).setInputFiles({ name: "theirs <b>.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await page.waitForFunction(() => document.querySelector("[id='r:second']").value.startsWith("file:"));
  assert.ok(await page.locator(".both td", { hasText: "</script>" }).count(), "their line is shown as text");
  await page.locator(own("file")).setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{\"format\":\"rungs-progress\",\"version\":2,\"site\":\"elsewhere\",\"records\":{}}") });
  await page.waitForFunction(() => document.querySelector("[data-part=choose] [data-said]").textContent.includes("elsewhere"));
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage })), before);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test("a share link can be one of the two assessments, and is not kept", async (t) => {
  if (!has("compare-assessments")) return t.skip("the book has no skills");
  const theirs = await reader(t, browser);
  await seed(theirs, records(0));
  const other = await theirs.newPage();
  await ready(other, "backup");
  await other.locator(own("share")).click();
  const link = await other.locator(`${own("link")} input`).inputValue();
  const mine = await (await reader(t, browser)).newPage();
  const trouble = listen(mine, origin);
  await ready(mine, "compare-assessments");
  const [skill] = Object.keys(manifest.skills);
  await mine.evaluate(([key, text]) => localStorage.setItem(key, text), [`${prefix}a:${skill}`, JSON.stringify({ v: 4, t: 1, d: "x", l: skill })]);
  await mine.reload();
  await mine.waitForSelector("html[data-ready]", { state: "attached" });
  const before = await mine.evaluate(() => JSON.stringify({ ...localStorage }));
  await mine.locator(own("link")).fill(link);
  await mine.locator(own("link")).press("Enter");
  await mine.locator(".both tbody tr").first().waitFor();
  assert.equal(await mine.locator(".both tbody tr").count(), Object.keys(manifest.skills).length);
  const brought = await mine.locator("[data-part=choose] [data-said]").innerText();
  assert.match(brought, /\S/);
  await mine.locator(own("link")).fill(`${link.slice(0, link.indexOf("#"))}#p=!!`);
  await mine.locator(own("link")).press("Enter");
  await mine.waitForFunction((was) => document.querySelector("[data-part=choose] [data-said]").textContent !== was, brought);
  assert.equal(await mine.evaluate(() => JSON.stringify({ ...localStorage })), before);
  assert.deepEqual(trouble, []);
});

test("without JavaScript each page says what it would do, and what stands in the book can be read", async (t) => {
  const page = await (await reader(t, browser, { javaScriptEnabled: false, viewport: NARROW })).newPage();
  for (const kind of made) {
    await page.goto(`${site}${kind}.html`);
    assert.ok(await page.locator("noscript .notice, .notice").first().isVisible(), kind);
    assert.ok(await page.locator(".lead").isVisible(), kind);
    if (kind === "assess") assert.ok(await page.locator(".step-text").first().isVisible(), "the steps are there on paper");
    if (kind === "one-on-one" && (await page.locator("[data-question]").count())) assert.ok(await page.locator(".question-theme li").first().isVisible());
  }
});
