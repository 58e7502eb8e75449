// Every page, every link, every resource: nothing is missing, nothing leaves the site, the browser complains of nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { listen, open, openBrowser, pages, reader, serveSite } from "./site.mjs";

const site = await serveSite();
const browser = await openBrowser();
const { origin } = new URL(site);
const ATTRIBUTES = "a[href], link[href], script[src], img[src], source[src], video[src], audio[src], object[data], use[href]";

test("every page loads without a complaint, and every link and resource answers 200", async (t) => {
  const context = await reader(t, browser);
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  const page = await context.newPage();
  const faults = [];
  const anchors = new Map();
  const links = new Map();
  let trouble = listen(page, origin);
  page.on("response", (response) => {
    const lost = response.request().isNavigationRequest() && response.url().includes("/no-such-folder/");
    if (response.status() >= 400 && !lost) faults.push(`${response.status()} ${response.url()}`);
  });
  for (const one of pages.filter((one) => !one.isRedirect && one.kind !== "not_found")) {
    const address = site + encodeURI(one.path);
    await open(page, address);
    const seen = await page.evaluate((attributes) => ({
      ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
      urls: [...document.querySelectorAll(attributes)].map((element) => element.src || element.data || element.href?.baseVal || element.href),
      violations: window.violations,
    }), ATTRIBUTES);
    faults.push(...trouble.splice(0).map((text) => `${one.path}: ${text}`), ...seen.violations.map((text) => `${one.path}: policy: ${text}`));
    anchors.set(address, new Set(seen.ids));
    const twice = seen.ids.filter((id, at) => seen.ids.indexOf(id) !== at);
    if (twice.length) faults.push(`${one.path}: ids used twice: ${twice.join(" ")}`);
    for (const url of seen.urls) if (new URL(url, address).origin === origin) links.set(new URL(url, address).href, one.path);
  }

  const checked = new Set();
  for (const [url, from] of links) {
    const [address, anchor] = url.split("#");
    if (!address.startsWith(site)) faults.push(`${from}: leaves the site's folder: ${url}`);
    if (!checked.has(address)) {
      checked.add(address);
      const { status } = await fetch(address);
      if (status !== 200) faults.push(`${from}: ${status} ${address}`);
    }
    const ids = anchors.get(address);
    if (anchor && ids && !ids.has(decodeURIComponent(anchor))) faults.push(`${from}: no anchor ${url}`);
  }
  t.diagnostic(`${anchors.size} pages, ${links.size} different links and resources`);
  assert.deepEqual(faults, []);
});

test("every page can be reached from the home page", () => {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const reached = new Set(["index.html"]);
  for (const path of reached) {
    for (const [, href] of byPath.get(path).html.matchAll(/<a\b[^>]*? href="([^"#?]+)/g)) {
      const url = new URL(href.replaceAll("&amp;", "&"), `http://site/${encodeURI(path)}`);
      const to = decodeURIComponent(url.pathname.slice(1)) || "index.html";
      if (url.host === "site" && byPath.has(to)) reached.add(to);
    }
  }
  const lost = pages.filter((page) => !reached.has(page.path) && !page.isRedirect && page.kind !== "not_found" && page.kind !== "offline");
  assert.deepEqual(lost.map((page) => page.path), []);
});

test("an unknown address, at any depth, shows the 404 page with working style and links", async (t) => {
  const page = await (await reader(t, browser)).newPage();
  const trouble = listen(page, origin);
  const response = await open(page, `${site}no-such-folder/deeper/page.html`);
  assert.equal(response.status(), 404);
  const urls = await page.evaluate((attributes) => [...document.querySelectorAll(attributes)].map((element) => element.src || element.href), ATTRIBUTES);
  for (const url of new Set(urls.map((url) => url.split("#")[0]))) {
    if (!url.includes("/no-such-folder/")) assert.equal((await fetch(url)).status, 200, url);
  }
  assert.deepEqual(trouble.filter((text) => !text.includes("404")), []);
});

test("redirects lead to a page", async (t) => {
  const redirects = pages.filter((page) => page.isRedirect);
  if (!redirects.length) return t.skip("the book has no redirects");
  for (const { path, html } of redirects) {
    const target = new URL(/url=([^"]+)"/.exec(html)[1].replaceAll("&amp;", "&"), site + encodeURI(path));
    if (target.origin === origin) assert.equal((await fetch(target)).status, 200, `${path} → ${target}`);
  }
});
