// What every browser test starts from: the built site, found page by page, a small server, and a browser.
//
// The site stands one level below the server's root (/site/), as on a project page, so that an address that
// wrongly starts at the root fails. Pages are found by their kind, never by name: the tests hold for any book.

import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");
/** The program under test. */
export const rungs = process.env.RUNGS ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/rungs");
/** Our own handbook's site id: what is measured of its words holds for no other book. */
export const OUR_SITE_ID = "technical-leadership";

const MIME = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8",
  ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
};

/** A new empty folder that is gone after the tests. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "rungs-test-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The folder of the built site. `tests/run` builds it once for all files; alone, a file builds its own. */
function built() {
  if (process.env.RUNGS_SITE) return resolve(process.env.RUNGS_SITE);
  const output = join(temporaryFolder(), "public");
  const book = process.env.RUNGS_BOOK ?? join(root, "book");
  execFileSync(rungs, ["build", book, "--strict", "--base-url", "https://handbook.example/site/", "--output", output], { stdio: "inherit" });
  return output;
}

const folder = built();

/** Every page of the site: path, kind, bytes, whether it is only a redirect. */
export const pages = readdirSync(folder, { recursive: true })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => path.endsWith(".html"))
  .sort()
  .map((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    const kind = /<body class="[^"]*?\bkind-([\w-]+)/.exec(html)?.[1];
    return { path, html, kind, isRedirect: !kind && html.includes("http-equiv=\"refresh\"") };
  });

/** The kinds a book may have. A kind that this book lacks is a skipped test, so that it is counted. */
const KINDS = [
  "home", "chapter", "track", "level", "skill", "role", "transition", "checklist", "template",
  "listing", "ladder", "area", "compare", "matrix", "glossary", "sources", "not_found",
];
// The page to print holds all others, and what is tested of them: `print` has tests of its own.
export const kinds = [...new Set([...KINDS, ...pages.map((page) => page.kind).filter((kind) => kind && kind !== "print")])];

/** The page of a kind with most in it, for which `fits` holds. */
export function sample(kind, fits = () => true) {
  const found = pages.filter((page) => page.kind === kind && fits(page.html));
  return found.reduce((best, page) => (best && best.html.length >= page.html.length ? best : page), undefined);
}

/** The page with most in it for which `fits` holds, of any kind but the page to print, which repeats all others. */
export function samplePage(fits) {
  const found = pages.filter((page) => page.kind && !["not_found", "print"].includes(page.kind) && fits(page.html));
  return found.reduce((best, page) => (best && best.html.length >= page.html.length ? best : page), undefined);
}

/** The selector of one of the frame's own elements; their ids begin with `r:`, so that no author's anchor is one. */
export const own = (id) => `[id="r:${id}"]`;
/** The page's part of the progress manifest. */
export const manifestOf = (page) => JSON.parse(/<script type="application\/json" id="r:manifest">(.*?)<\/script>/s.exec(page.html)[1]);

/** The items of a page, in its order. */
export const itemsOf = (page) => [...page.html.matchAll(/ data-item="([^"]+)"/g)].map((found) => found[1]);

const anyPage = pages.find((page) => page.kind);
/** The handbook's name in readers' storage. */
export const siteId = /<html[^>]* data-site="([^"]*)"/.exec(anyPage.html)[1];
/** What the names of this handbook's records begin with in readers' storage. */
export const prefix = `rungs:${siteId}:`;
/** A record in a page's storage, by its name behind the prefix. */
export const record = (page, name) => page.evaluate((key) => JSON.parse(localStorage.getItem(key)), prefix + name);
/** The words that scripts say, in the site's language. */
export const words = JSON.parse(readFileSync(join(folder, "assets/js/strings.js"), "utf8").replace(/^export default /, "").replace(/;?\s*$/, ""));
/** A sentence of the site with its numbers filled in. */
export const said = (key, values) => words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
/** The bytes of a file of the site. */
export const read = (path) => readFileSync(join(folder, path));

/**
 * Serves the site under /site/ and gives its address; unknown addresses get 404.html, as on GitHub Pages.
 * RUNGS_ADDRESS names a server of another kind that serves it already: `http://127.0.0.1:8080/repo/`.
 */
export async function serveSite() {
  if (process.env.RUNGS_ADDRESS) return process.env.RUNGS_ADDRESS;
  return (await serveFolder(folder)).address;
}

/** Builds a book given as path → text and gives the folder of its site. */
export function buildBook(files, output = join(temporaryFolder(), "public")) {
  const book = join(temporaryFolder(), "book");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(book, path)), { recursive: true });
    writeFileSync(join(book, path), text);
  }
  execFileSync(rungs, ["build", book, "--output", output], { stdio: ["ignore", "ignore", "pipe"] });
  return output;
}

/** Builds a book of tests/books strictly, with `more` at the end of its book.yml: the site's folder, its files, a file's text. */
export function builtBook(name, more = "") {
  const book = join(temporaryFolder(), "book");
  const output = join(book, "../public");
  cpSync(join(root, "tests/books", name), book, { recursive: true });
  appendFileSync(join(book, "book.yml"), more);
  execFileSync(rungs, ["build", book, "--strict", "--base-url", "https://handbook.example/site/", "--output", output], { stdio: ["ignore", "ignore", "inherit"] });
  const paths = readdirSync(output, { recursive: true }).map((path) => path.split(sep).join("/")).sort();
  return { output, paths, html: (path) => readFileSync(join(output, path), "utf8") };
}

/** Serves the built site in pieces of 1,400 bytes, as a slow network brings them. */
export const serveSiteInPieces = async () => (await serveFolder(folder, 1400)).address;

/**
 * Serves a folder under /site/; `stop` ends that before the tests do, and `asked` holds the paths it was asked for.
 * With `piece`, pages arrive in pieces of so many bytes with 10 ms between them.
 */
export async function serveFolder(folder, piece = Infinity) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    asked.push(pathname);
    const path = decodeURIComponent(pathname);
    const wanted = path.startsWith("/site/") ? join(folder, path.slice("/site/".length) || "index.html") : "";
    const inside = wanted.startsWith(folder + sep) && existsSync(wanted) && statSync(wanted).isFile();
    const file = inside ? wanted : path.startsWith("/site/") ? join(folder, "404.html") : undefined;
    const status = inside ? 200 : 404;
    response.writeHead(status, { "Content-Type": MIME[extname(file ?? "")] ?? "application/octet-stream", "Cache-Control": "no-cache" });
    const body = file && existsSync(file) ? readFileSync(file) : Buffer.from("not found");
    let sent = 0;
    for (; extname(file ?? "") === ".html" && sent + piece < body.length; sent += piece) {
      response.write(body.subarray(sent, sent + piece));
      await sleep(10);
    }
    response.end(body.subarray(sent));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  after(stop);
  return { address: `http://127.0.0.1:${server.address().port}/site/`, asked, stop };
}

/** A browser that is closed after the tests of the file. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  after(() => browser.close());
  return browser;
}

/** Sizes of windows that readers have. */
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const NARROW = { width: 320, height: 640 };

/** A fresh reader: a context of its own, closed after the test. What is kept for reading offline has tests of its own. */
export async function reader(t, browser, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", serviceWorkers: "block", ...options });
  context.setDefaultTimeout(15_000);
  t.after(() => context.close());
  return context;
}

/** Listens to a page; everything in the list is a fault. */
export function listen(page, origin) {
  const trouble = [];
  page.on("console", (message) => message.type() === "error" && trouble.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.origin !== origin) trouble.push(`third party: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    // A page that is left while something loads is no fault of the page.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") trouble.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  return trouble;
}

/** Opens a page of the site and waits until its scripts ran. */
export async function open(page, address) {
  const response = await page.goto(address, { waitUntil: "load" });
  await page.waitForSelector("html[data-js]", { state: "attached" });
  return response;
}

/** Opens a page of the workspace and waits until it shows what is kept. */
export async function openWork(page, address) {
  await open(page, address);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
}

/** Starts `rungs serve` and gives its address; it ends with the test. */
export async function serveBook(t, folderOfBook) {
  const process_ = spawn(rungs, ["serve", "book", "--port", "0"], { cwd: folderOfBook, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((done) => process_.on("exit", done));
  t.after(async () => {
    process_.kill();
    await ended;
  });
  let text = "";
  return new Promise((found, failed) => {
    process_.stderr.setEncoding("utf8");
    process_.stderr.on("data", (piece) => {
      text += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (url) found(url);
    });
    process_.on("exit", (code) => failed(new Error(`rungs serve ended with ${code}: ${text}`)));
  });
}
