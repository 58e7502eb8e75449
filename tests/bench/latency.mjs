// How long from saving a file to seeing it: through the real watcher and server, the quiet time included.
// Usage: node tests/bench/latency.mjs [--pages 1000,10000] [--edits 100] [--book FOLDER] [--browser]
// Reads RUNGS (the program; default target/release/rungs). Prints a table; holds nothing.
//
// `served`: from just before the write until the new bytes came from the server.
// `event`: until the tab's stream said that its page changed.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, pagePath } from "./generate.mjs";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");
const rungs = process.env.RUNGS ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/rungs");
const option = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
const EDITS = Number(option("--edits", 100));
const sizes = option("--pages", "1000,10000").split(",").map(Number);
const agent = new Agent({ keepAlive: true });
const sleep = (time) => new Promise((done) => setTimeout(done, time));

async function main() {
  console.log(`${EDITS} edits of each kind; milliseconds from the write: p50 / p95 until served, and until the tab was told`);
  const own = option("--book", join(root, "book"));
  await measure("our book", (folder) => cpSync(own, join(folder, "book"), { recursive: true }), ownEdits);
  for (const pages of sizes) {
    await measure(`${pages} pages`, (folder) => generate(pages, join(folder, "book"), { ladder: true }), () => generatedEdits(pages));
  }
}

async function measure(name, write, edits) {
  const folder = mkdtempSync(join(tmpdir(), "rungs-bench-"));
  mkdirSync(join(folder, "book"));
  write(folder);
  const server = spawn(rungs, ["serve", "book", "--port", "0"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  try {
    const url = await addressOf(server);
    console.log(`\n${name}`);
    for (const edit of edits(folder)) console.log(await row(edit, folder, url));
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf(server) {
  return new Promise((found, failed) => {
    let text = "";
    server.stderr.on("data", (piece) => {
      text += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (url) found(url);
    });
    server.on("exit", () => failed(new Error(text)));
  });
}

const fetchText = (address) => new Promise((found, failed) => {
  get(address, { agent }, (answer) => {
    let text = "";
    answer.setEncoding("utf8");
    answer.on("data", (piece) => { text += piece; });
    answer.on("end", () => found(answer.statusCode === 200 ? text : `status ${answer.statusCode}`));
  }).on("error", failed);
});

/** The stream of a tab: resolves `next()` at its next new version. */
async function tab(url, path) {
  let waiting = null;
  const request = get(`${url}_rungs/events?page=${encodeURIComponent(path)}`);
  await new Promise((ready) => {
    request.on("response", (answer) => {
      let rest = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => {
        rest += piece;
        for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
          if (rest.slice(0, end).includes("event: version")) {
            ready();
            waiting?.(performance.now());
          }
          rest = rest.slice(end + 2);
        }
      });
    });
  });
  return { next: () => new Promise((told) => { waiting = told; }), close: () => request.destroy() };
}

async function row({ kind, path, asks = path, prepare, act, restore, shows, count = EDITS }, folder, url) {
  const book = (name) => join(folder, "book", name);
  const [served, told] = [[], []];
  if (prepare) {
    prepare(book);
    await sleep(500);
  }
  const listener = await tab(url, path);
  for (let n = 0; n < count; n += 1) {
    const event = listener.next();
    const start = performance.now();
    act(book, n);
    // Bytes are asked for all the time, as an impatient author would.
    for (;;) {
      if (shows(await fetchText(url + asks.slice(1)), n)) break;
      if (performance.now() - start > 20_000) throw new Error(`${kind}: edit ${n} was never served`);
      await sleep(1);
    }
    served.push(performance.now() - start);
    told.push((await Promise.race([event, sleep(20_000).then(() => { throw new Error(`${kind}: edit ${n} was never told`); })])) - start);
    if (restore) {
      const back = listener.next();
      restore(book, n);
      await Promise.race([back, sleep(3_000)]);
    }
    // Edits of people do not follow one another at once.
    await sleep(25);
  }
  listener.close();
  const at = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))].toFixed(0).padStart(5);
  return `  ${kind.padEnd(16)} served ${at(served, 0.5)} /${at(served, 0.95)}   told ${at(told, 0.5)} /${at(told, 0.95)}`;
}

const swapText = (file, from, to) => writeFileSync(file, readFileSync(file, "utf8").replace(from, to));

/** What is edited in any book: theme, style, a new file, a deleted one. */
function commonEdits(path) {
  const template = (n) => `{% extends "base.html" %}\n{% block lead %}<p class="lead">edit-${n}-t</p>{% endblock lead %}\n`;
  return [
    {
      kind: "template", path, shows: (html, n) => html.includes(`edit-${n}-t`),
      act: (book, n) => { mkdirSync(book("theme/templates"), { recursive: true }); writeFileSync(book("theme/templates/chapter.html"), template(n)); },
    },
    {
      kind: "CSS", path, asks: "/assets/css/site.css", shows: (css, n) => css.includes(`rgb(${n}, 1, 2)`),
      act: (book, n) => { mkdirSync(book("theme/assets/css"), { recursive: true }); writeFileSync(book("theme/assets/css/site.css"), `main { color: rgb(${n}, 1, 2); }\n`); },
    },
  ];
}

function ownEdits() {
  const [file, path] = ["guide/giving-feedback.md", "/guide/giving-feedback.html"];
  return [
    { kind: "paragraph", path, shows: (html, n) => html.includes(`edit-${n}-p`), act: (book, n) => swapText(book(file), /(edit-\d+-p )?Something happened/, `edit-${n}-p Something happened`) },
    { kind: "title", path, shows: (html, n) => html.includes(`edit-${n}-h`), act: (book, n) => swapText(book(file), /^title: .*$/m, `title: Feedback edit-${n}-h`) },
    { kind: "level data", path: "/levels/staff.html", shows: (html, n) => html.includes(`edit-${n}-l`), act: (book, n) => swapText(book("levels/staff.md"), /^attributes: \{scope: [^,]*/m, `attributes: {scope: edit-${n}-l`) },
    ...commonEdits(path),
    fresh("/checklists/fresh.html", "checklists/fresh.md"), gone("/checklists/fresh.html", "checklists/fresh.md"),
  ];
}

const fresh = (path, file) => ({
  kind: "new file", path, shows: (html, n) => html.includes(`fresh ${n}`),
  act: (book, n) => { mkdirSync(dirname(book(file)), { recursive: true }); writeFileSync(book(file), `---\ntitle: A fresh ${n}\n---\nText.\n`); }, restore: (book) => unlinkSync(book(file)),
});
const gone = (path, file) => {
  const write = (book) => writeFileSync(book(file), "---\ntitle: Soon gone\n---\nText.\n");
  return { kind: "deleted file", path, shows: (html) => html.startsWith("status 404"), prepare: write, act: (book) => unlinkSync(book(file)), restore: write };
};

function generatedEdits(pages) {
  const middle = Math.floor(pages / 2) + 1;
  const [file, path] = [pagePath(middle), `/${pagePath(middle).replace(/\.md$/, ".html")}`];
  const folder = pagePath(middle).replace(/\/[^/]*$/, "");
  const moved = `${folder}-moved`;
  const before = pagePath(Math.floor(middle / 100) * 100 - 1);
  const move = (book, from, to) => {
    renameSync(book(from), book(to));
    const [was, is] = [from, to].map((name) => `${name.split("/").pop()}/`);
    for (const file of ["SUMMARY.md", before]) writeFileSync(book(file), readFileSync(book(file), "utf8").replaceAll(was, is));
  };
  return [
    { kind: "paragraph", path, shows: (html, n) => html.includes(`edit-${n}-p`), act: (book, n) => swapText(book(file), /(edit-\d+-p)?$/, `edit-${n}-p`) },
    { kind: "title", path, shows: (html, n) => html.includes(`edit-${n}-h`), act: (book, n) => swapText(book(file), /^# .*$/m, `# Title edit-${n}-h`) },
    { kind: "level data", path: "/levels/two.html", shows: (html, n) => html.includes(`edit-${n}-l`), act: (book, n) => swapText(book("levels/two.md"), /^attributes: .*$/m, `attributes: {scope: edit-${n}-l}`) },
    ...commonEdits(path),
    fresh("/checklists/fresh.html", "checklists/fresh.md"), gone("/checklists/fresh.html", "checklists/fresh.md"),
    {
      // As an author would: the folder, the summary, and the one link from the part before it.
      kind: "renamed folder", count: Math.min(EDITS, 20), path: `/${moved}/${path.split("/").pop()}`, shows: (html) => html.includes("Title edit"),
      act: (book) => move(book, folder, moved), restore: (book) => move(book, moved, folder),
    },
  ];
}

await main();
process.exit(0);
