// The frame around every page: theme, drawer, skip links, copying, reading without a script.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, NARROW, OUR_SITE_ID, PHONE, kinds, listen, open, openBrowser, own, pages, reader, sample, samplePage, serveSite, siteId } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();
const MENU_BUTTON = "button[popovertarget=\"r:menu\"]:not([popovertargetaction])";
const choose = (page, name, value) => page.locator(own("settings")).locator(`[name=${name}][value=${value}]`).check();
const anyPage = samplePage((html) => html.includes("id=\"r:settings-open\""));
const sidePage = samplePage((html) => html.includes("id=\"r:menu\"") && html.includes("aria-current=\"page\"")) ?? samplePage((html) => html.includes("id=\"r:menu\""));

/** Notes in `window.atFirstPaint` what the root element says of a page's looks when there is first something to paint. */
const noteFirstPaint = (context) => context.addInitScript(() => {
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    window.atFirstPaint = { ...document.documentElement.dataset };
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
});

test("the theme is kept, follows in a second tab, and is set before the first paint", async (t) => {
  const context = await reader(t, browser, { colorScheme: "light" });
  await noteFirstPaint(context);
  const page = await context.newPage();
  const other = await context.newPage();
  await open(other, site + anyPage.path);
  await open(page, site + anyPage.path);
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme ?? "auto");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  assert.equal(await theme(), "auto");
  await page.locator(own("settings-open")).click();
  for (const wanted of ["light", "dark"]) {
    await choose(page, "theme", wanted);
    assert.equal(await theme(), wanted);
  }
  assert.notEqual(await ground(), light);
  await other.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.reload();
  assert.equal(await page.evaluate(() => window.atFirstPaint.theme), "dark");
  assert.notEqual(await ground(), light);
  const stored = await page.evaluate((key) => JSON.parse(localStorage.getItem(key)).v, `rungs:${siteId}:m:theme`);
  assert.equal(stored, "dark");
  await page.locator(own("settings-open")).click();
  // The dialog's script comes with the first click.
  await page.locator(own("settings")).waitFor({ state: "visible" });
  assert.ok(await page.locator(own("settings")).locator("[name=theme][value=dark]").isChecked());
  await choose(page, "theme", "auto");
  assert.equal(await theme(), "auto");
});

test("the text size is kept, set before the first paint, and grows every text of the page", async (t) => {
  const context = await reader(t, browser);
  await noteFirstPaint(context);
  const page = await context.newPage();
  await open(page, site + anyPage.path);
  const size = (query) => page.locator(query).first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const [heading, text] = [await size("h1"), await size("main p")];
  await page.locator(own("settings-open")).click();
  await choose(page, "size", "xl");
  await page.reload();
  assert.equal(await page.evaluate(() => window.atFirstPaint.size), "xl");
  assert.ok((await size("main p")) > text * 1.15 && (await size("h1")) > heading * 1.05);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
});

test("the settings are a dialog: focus goes in, stays in, and comes back by Esc, Close and a click beside it", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + anyPage.path);
  const [button, dialog] = [page.locator(own("settings-open")), page.locator(own("settings"))];
  const leave = [
    () => page.keyboard.press("Escape"),
    () => dialog.locator("button").click(),
    () => page.mouse.click(4, 4),
  ];
  for (const close of leave) {
    await button.focus();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "visible" });
    assert.ok(await dialog.evaluate((element) => element.matches(":modal") && element.contains(document.activeElement)));
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press("Tab");
      // The browser's own controls come after the last stop; the page behind never does.
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.getElementById("r:settings").contains(document.activeElement)));
    }
    await close();
    await dialog.waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((element) => element === document.activeElement), "focus is back");
  }
});

test("the links at the head of our own handbook stand in one line wherever they stand there", { skip: siteId !== OUR_SITE_ID && "another book" }, async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + sidePage.path);
  for (const width of [768, 800, 900, 960, 1000, 1200]) {
    await page.setViewportSize({ width, height: 800 });
    const tops = await page.locator(".top-nav a").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1, `${width} px`);
  }
});

test("an unknown address gets the pages that look like it", async (t) => {
  const wanted = sample("skill") ?? sample("chapter");
  if (!wanted) return t.skip("the book has neither skill nor chapter");
  const page = await (await reader(t, browser)).newPage();
  const file = wanted.path.split("/").pop().replace(".html", "");
  await open(page, `${site}old/place/${file.slice(0, -1)}x`);
  const link = page.locator(own("lost")).locator(`a[href$="${wanted.path}"]`);
  await link.waitFor();
  assert.equal((await link.textContent()).trim(), /<h1>(.*?)<\/h1>/s.exec(wanted.html)[1].replace(/<.*?>/g, "").replaceAll("&amp;", "&").trim());
  assert.ok((await page.locator(own("lost")).locator("a").count()) <= 5);
  await link.click();
  await page.waitForURL(site + wanted.path);
  if (siteId === OUR_SITE_ID) {
    await open(page, `${site}old/adr.html`);
    await page.locator(own("lost")).locator("a[href$='templates/adr.html']").waitFor();
    assert.equal(await page.locator(own("lost")).locator("a[href$='levels/lead.html']").count(), 0, "half a likeness is none beside a whole one");
  }
  await open(page, `${site}qqqq-zzzz-xxxx`);
  await page.waitForLoadState("networkidle");
  assert.ok(!(await page.locator(own("lost")).isVisible()), "nothing is guessed when nothing is alike");
});

/** The page that stands last in a list of pages that is longer than a window. */
const lowest = samplePage((html) => /(<li[^>]*><a href="(?:(?!<\/li>).)*<\/li>\s*){40}<li[^>]*><a aria-current="page"/s.test(html));

for (const width of [1280, 390]) {
  test(`a long list of pages begins at the page that is open, at ${width} px`, { skip: !lowest && "no list of pages is that long" }, async (t) => {
    const context = await reader(t, browser, { viewport: { width, height: 800 } });
    const page = await context.newPage();
    await open(page, site + lowest.path);
    const drawer = page.locator(own("menu"));
    if (width < 768) {
      await page.locator(".menu-button").click();
      await drawer.waitFor({ state: "visible" });
    }
    const isInside = (element) => element.evaluate((one) => {
      const [{ top, bottom }, frame] = [one.getBoundingClientRect(), document.getElementById("r:menu").getBoundingClientRect()];
      return top >= frame.top && bottom <= Math.min(frame.bottom, innerHeight);
    });
    await page.waitForTimeout(300);
    assert.ok(await isInside(drawer.locator("[aria-current=page]")), "the open page is in sight");
    if (width < 768) assert.ok(await isInside(drawer.locator(".side-close")), "and so is the way out");
    assert.equal(await page.evaluate(() => scrollY), 0, "the page itself stays where it was");
  });
}

/** A page that stands amid such a list. */
const middle = samplePage((html) => {
  const [before, after = ""] = /id="r:menu".*?<\/nav>/s.exec(html)?.[0].split("aria-current=\"page\"") ?? [""];
  return [before, after].every((part) => part.split("<li").length > 10);
});

test("a long list of pages stays at its top while the open page is in sight there", { skip: !middle && "no list of pages is that long" }, async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const place = () => page.locator(own("menu")).evaluate((list) => {
    const here = list.querySelector("[aria-current=page]").getBoundingClientRect();
    return { scrolled: list.scrollTop, longer: list.scrollHeight - list.clientHeight, top: here.top, bottom: here.bottom };
  });
  const placeIn = async (height) => {
    await page.setViewportSize({ width: DESKTOP.width, height });
    await open(page, site + middle.path);
    return place();
  };
  const { scrolled, bottom } = await placeIn(DESKTOP.height);
  const needed = Math.ceil(bottom + scrolled);
  const just = await placeIn(needed + 1);
  assert.ok(just.longer > 0, "the list is longer than the window");
  assert.equal(just.scrolled, 0, "the open page is in sight at the list's top");
  const short = await placeIn(needed - 9);
  assert.ok(short.scrolled > 0 && short.top > 0 && short.bottom <= needed - 9, "the list is scrolled to the open page");
});

test("the drawer opens, contains focus, closes by Esc and gives focus back", async (t) => {
  const page = await (await reader(t, browser, { viewport: PHONE, hasTouch: true })).newPage();
  await open(page, site + sidePage.path);
  const button = page.locator(MENU_BUTTON);
  const drawer = page.locator(own("menu"));
  const isInside = () => page.evaluate(() => document.getElementById("r:menu").contains(document.activeElement));
  assert.ok(!(await drawer.isVisible()), "closed at first");
  await button.focus();
  await page.keyboard.press("Enter");
  await drawer.waitFor({ state: "visible" });
  await page.waitForFunction(() => document.getElementById("r:menu").contains(document.activeElement));
  const stops = await drawer.locator("a, button").count();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let step = 0; step < stops + 2; step += 1) {
      await page.keyboard.press(key);
      assert.ok(await isInside(), `${key} left the drawer after ${step + 1} steps`);
    }
  }
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  assert.ok(await button.evaluate((element) => element === document.activeElement), "focus is back on the button");
  await page.keyboard.press("Tab");
  assert.ok(!(await isInside()));

  await button.click();
  await drawer.waitFor({ state: "visible" });
  await page.setViewportSize(DESKTOP);
  await page.waitForFunction(() => !document.querySelector("main").inert);
  assert.ok(await drawer.isVisible(), "a sidebar in a wide window");
});

test("the skip links come first and lead to the text and to the list of pages", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  await open(page, site + sidePage.path);
  const count = await page.locator("a.skip").count();
  assert.ok(count >= 1);
  for (let number = 0; number < count; number += 1) {
    await page.reload();
    for (let step = 0; step <= number; step += 1) await page.keyboard.press("Tab");
    const link = page.locator("a.skip").nth(number);
    assert.ok(await link.evaluate((element) => element === document.activeElement), `skip link ${number + 1} is stop ${number + 1}`);
    const place = await link.boundingBox();
    assert.ok(place.y >= 0 && place.height >= 24, "it can be seen");
    const target = await link.getAttribute("href");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const lands = await page.evaluate((id) => document.getElementById(id).contains(document.activeElement), target.slice(1));
    assert.ok(lands, `the stop after ${target} is inside it`);
  }
});

test("copying a template copies its Markdown, the same as the download", async (t) => {
  const template = sample("template");
  if (!template) return t.skip("the book has no template");
  const context = await reader(t, browser, { permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await open(page, site + template.path);
  const button = page.locator("[data-copy]");
  const label = await button.textContent();
  await button.click();
  await page.waitForFunction(([element, text]) => element.textContent !== text, [await button.elementHandle(), label]);
  assert.notEqual(await page.locator(own("live")).textContent(), "", "it is said to screen readers");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const file = await page.evaluate(async () => (await fetch(document.querySelector("a[download]").href)).text());
  assert.equal(copied.trim(), file.trim());
  assert.ok(file.includes("\n"), "it is the document");
});

for (const [script, control, written] of [["copy.js", "[data-copy]", "data-copy="], ["matrix.js", own("core"), "id=\"r:core\""], ["compare.js", own("go"), "id=\"r:go\""]]) {
  const slow = samplePage((html) => html.includes(written));
  test(`on a slow network ${script} brings its control: none is pressed in vain`, { skip: !slow && "the book has no page with it" }, async (t) => {
    const page = await (await reader(t, browser)).newPage();
    let bring;
    const brought = new Promise((done) => { bring = done; });
    await page.route(`**/js/${script}*`, async (route) => {
      await brought;
      await route.continue();
    });
    await page.goto(site + slow.path, { waitUntil: "commit" });
    await page.waitForFunction(() => document.readyState !== "loading");
    // Everything else of the page has time to come.
    await page.waitForTimeout(500);
    assert.ok(!(await page.locator(control).isVisible()), "hidden while it does nothing");
    bring();
    await page.locator(control).waitFor({ state: "visible" });
    assert.equal(await page.locator("html[data-js]").count(), 1);
  });
}

test("copying a block of code copies its text", async (t) => {
  const coded = samplePage((html) => html.includes("class=\"code"));
  if (!coded) return t.skip("the book has no block of code");
  const context = await reader(t, browser, { permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await open(page, site + coded.path);
  const block = page.locator(".code").first();
  await block.scrollIntoViewIfNeeded();
  await block.locator("button").focus();
  await block.locator("button").click();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trimEnd(), (await block.locator("code").textContent()).trimEnd());
});

for (const kind of kinds) {
  const one = sample(kind);
  test(`without JavaScript a ${kind} page reads fully and shows no dead control`, async (t) => {
    if (!one) return t.skip(`the book has no ${kind} page`);
    const page = await (await reader(t, browser, { javaScriptEnabled: false })).newPage();
    await page.goto(site + one.path);
    assert.ok(await page.locator("h1").isVisible());
    assert.ok((await page.locator("main").innerText()).trim().length > 40);
    for (const button of await page.locator("button:visible").all()) {
      assert.ok(await button.getAttribute("popovertarget"), `a button that does nothing: ${await button.innerText()}`);
    }
    for (const input of await page.locator("input:visible, select:visible, textarea:visible").all()) {
      // Tabs are radio buttons, and the full texts of a matrix a box: both work without a script.
      if (await input.evaluate((element) => element.matches(".tab > input, .full input"))) continue;
      assert.ok(await input.evaluate((element) => element.matches("[data-item], .worksheet *")), "only items and worksheets may stand as controls");
      assert.ok(await page.locator("noscript").count(), "and the page says that they are not kept");
    }
    assert.ok((await page.locator("nav a:visible").count()) > 0, "there is a way on");
  });
}

test("without JavaScript the pages are reached from the menu of a phone", async (t) => {
  const page = await (await reader(t, browser, { javaScriptEnabled: false, viewport: PHONE })).newPage();
  await page.goto(site + sidePage.path);
  await page.locator(MENU_BUTTON).click();
  const link = page.locator(own("menu")).locator("a:not([aria-current])").first();
  const href = await link.evaluate((element) => element.href);
  await link.click();
  assert.equal(page.url().split("#")[0], href.split("#")[0]);
});

for (const kind of kinds) {
  test(`${kind} pages fit a window of 320 px without scrolling sideways`, async (t) => {
    const some = pages.filter((page) => page.kind === kind).sort((a, b) => b.html.length - a.html.length).slice(0, 3);
    if (!some.length) return t.skip(`the book has no ${kind} page`);
    const page = await (await reader(t, browser, { viewport: NARROW })).newPage();
    for (const { path } of some) {
      await open(page, site + path);
      const wide = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        return [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > width + 1)
          .map((element) => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 5).concat(`${document.documentElement.scrollWidth} px`);
      });
      assert.deepEqual(wide, [], path);
    }
  });
}

test("with motion, pages fade into each other though their style sheet is asked for again, and nothing complains", async (t) => {
  const context = await reader(t, browser, { reducedMotion: "no-preference" });
  await context.addInitScript(() => addEventListener("pagereveal", (event) => { window.isFading = Boolean(event.viewTransition); }));
  const page = await context.newPage();
  const trouble = listen(page, new URL(site).origin);
  const stops = ["chapter", "level", "skill", "home"].map((kind) => sample(kind)).filter(Boolean);
  await open(page, site + stops[0].path);
  for (const { path } of stops.slice(1)) {
    await Promise.all([page.waitForURL(site + path), page.evaluate((address) => { location.href = address; }, site + path)]);
    await page.waitForSelector("html[data-js]", { state: "attached" });
    assert.ok(await page.evaluate(() => window.isFading), path);
  }
  assert.deepEqual(trouble, []);
});
