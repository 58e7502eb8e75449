// Lighthouse over the built handbook: home, chapter, level, comparison. Prints the four numbers of each and the audits
// below 100. Measured, not held by a test: run `node tests/bench/lighthouse.mjs [SITE]` with `npx lighthouse` at hand.
//
// Reads: CHROMIUM (default /usr/bin/chromium), LIGHTHOUSE (its command, default `npx --yes lighthouse@13`), RUNGS.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");
const temporary = mkdtempSync(join(tmpdir(), "rungs-lighthouse-"));
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));

const MIME = {
  ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml",
  ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json", ".xml": "application/xml",
};

const build = () => {
  const output = join(temporary, "public");
  execFileSync(process.env.RUNGS ?? join(root, "target/release/rungs"), ["build", join(root, "book"), "--output", output], { stdio: "inherit" });
  return output;
};
const site = process.argv[2] ? resolve(process.argv[2]) : build();

// As a good host serves it: packed, and with a lasting cache for what has a version.
const server = createServer((request, response) => {
  const url = new URL(request.url, "http://site");
  const file = join(site, decodeURIComponent(url.pathname).replace(/\/$/, "/index.html"));
  const found = file.startsWith(site + sep) && existsSync(file) && statSync(file).isFile();
  const body = readFileSync(found ? file : join(site, "404.html"));
  const cache = url.searchParams.has("v") ? "public, max-age=31536000, immutable" : "no-cache";
  response.writeHead(found ? 200 : 404, { "Content-Type": MIME[found ? extname(file) : ".html"] ?? "application/octet-stream", "Content-Encoding": "gzip", "Cache-Control": cache });
  response.end(gzipSync(body));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const address = `http://127.0.0.1:${server.address().port}/`;

/** The page of a kind with most in it. */
const pages = readdirSync(site, { recursive: true }).map((path) => path.split(sep).join("/")).filter((path) => path.endsWith(".html"));
const sample = (kind) => pages.filter((path) => new RegExp(`<body class="[^"]*\\bkind-${kind}(?![\\w-])`).test(readFileSync(join(site, path), "utf8")))
  .sort((one, other) => statSync(join(site, other)).size - statSync(join(site, one)).size)[0];

const lighthouse = process.env.LIGHTHOUSE ?? "npx --yes lighthouse@13";
for (const kind of ["home", "chapter", "level", "compare"]) {
  const path = sample(kind);
  if (!path) {
    console.log(`${kind}: the book has no such page`);
    continue;
  }
  const report = join(temporary, `${kind}.json`);
  // The server lives in this process, so the child must not block it.
  const command = `${lighthouse} ${address}${path} --quiet --output=json --output-path=${report} --chrome-flags="--headless=new --no-sandbox"`;
  await new Promise((done) => spawn("sh", ["-c", command], { stdio: "inherit", env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" } }).on("exit", done));
  const { categories, audits } = JSON.parse(readFileSync(report, "utf8"));
  const score = ({ score: value }) => (value === null ? "–" : Math.round(value * 100));
  console.log(`${kind} (${path}): ${Object.values(categories).map((category) => `${category.title} ${score(category)}`).join(", ")}`);
  console.log(`  ${["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((id) => `${id} ${audits[id].displayValue}`).join(", ")}`);
  const weighted = new Set(Object.values(categories).flatMap((category) => category.auditRefs.filter((one) => one.weight > 0).map((one) => one.id)));
  for (const audit of Object.values(audits)) {
    if (audit.score !== null && audit.score < 1 && weighted.has(audit.id)) console.log(`  below 100: ${audit.id}: ${audit.title} (${score(audit)})`);
  }
}
server.close();
server.closeAllConnections();
