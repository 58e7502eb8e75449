// How long from saving a file to seeing it: through the real watcher and server, the quiet time included.
// Usage: node tests/bench/latency.mjs [--pages 1000,10000] [--edits 100] [--book FOLDER] [--no-browser]
// Reads RUNGS (the program; default target/release/rungs), CHROMIUM. Prints a table; holds nothing.
//
// `served`: from just before the write until the new bytes came from the server.
// `told`: until a tab's stream said that its page changed.
// `seen`: until the page that is open in a browser shows it, swapped in or reloaded.

import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { dirname, join } from "node:path";
import { openPage } from "./browser.mjs";
import { generate, pagePath } from "./generate.mjs";
import { option, root, serve, Tab } from "./serving.mjs";

const EDITS = Number(option("--edits", 100));
const ONLY = option("--only", "");
const sizes = option("--pages", "1000,10000").split(",").filter(Boolean).map(Number);
const agent = new Agent({ keepAlive: true });
const sleep = (time) => new Promise((done) => setTimeout(done, time));
const within = (promise, what) => Promise.race([promise, sleep(30_000).then(() => { throw new Error(what); })]);

async function main() {
  const browser = process.argv.includes("--no-browser") ? null : await openPage();
  console.log(`${EDITS} edits of each kind; milliseconds from the write, p50 / p95`);
  const own = option("--book", join(root, "book"));
  await measure("our book", (folder) => cpSync(own, join(folder, "book"), { recursive: true }), ownEdits, browser);
  for (const pages of sizes) {
    await measure(`${pages} pages`, (folder) => generate(pages, join(folder, "book"), { ladder: true }), () => generatedEdits(pages), browser);
  }
  await browser?.close();
}

async function measure(name, write, edits, browser) {
  const { folder, server, url } = await serve(write);
  try {
    console.log(`\n${name.padEnd(18)}       served        told${browser ? "        seen" : ""}`);
    for (const edit of edits()) if (!ONLY || ONLY.split(",").includes(edit.kind)) console.log(await row(edit, folder, url, browser));
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const fetchText = (address) => new Promise((found, failed) => {
  get(address, { agent }, (answer) => {
    let text = "";
    answer.setEncoding("utf8");
    answer.on("data", (piece) => { text += piece; });
    answer.on("end", () => found(answer.statusCode === 200 ? text : `status ${answer.statusCode}`));
  }).on("error", failed);
});

/** One kind of edit, many times. `mark(n)` is what edit `n` makes the page show. */
async function row({ kind, path, asks = path, prepare, act, restore, mark }, folder, url, browser) {
  const book = (name) => join(folder, "book", name);
  const times = { served: [], told: [], seen: [] };
  prepare?.(book);
  await sleep(prepare ? 1_500 : 100);
  const tab = await Tab.open(url, path);
  await browser?.open(url + path.slice(1));
  for (let n = 0; n < EDITS; n += 1) {
    const { text, absent, colour, heading } = mark(n);
    const isServed = (html) => (absent ? html.startsWith("status 404") : html.includes(text ?? colour ?? heading));
    const told = tab.hears("version");
    const seen = browser?.sees({ text, absent, colour, heading });
    await seen?.armed;
    const start = performance.now();
    act(book, n);
    // Bytes are asked for all the time, as an impatient author would.
    while (!isServed(await fetchText(url + asks.slice(1)))) {
      if (performance.now() - start > 30_000) throw new Error(`${kind}: edit ${n} was never served`);
      await sleep(4);
    }
    times.served.push(performance.now() - start);
    times.told.push((await within(told, `${kind}: edit ${n} was never told`)) - start);
    if (seen) times.seen.push((await within(seen.time, `${kind}: edit ${n} was never seen`).catch(async (error) => {
      throw new Error(`${error.message}; the browser shows ${await browser.shows()}`);
    })) - start);
    if (restore) {
      const back = tab.hears("version");
      restore(book, n);
      await Promise.race([back, sleep(5_000)]);
      // A browser whose page is gone looks for what it could have been, among all addresses of the site.
      await sleep(500);
    }
    // Edits of people do not follow one another at once.
    await sleep(25);
  }
  tab.close();
  const at = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))].toFixed(0).padStart(5);
  const columns = Object.values(times).filter((list) => list.length > 0);
  return `  ${kind.padEnd(16)}${columns.map((list) => `${at(list, 0.5)} /${at(list, 0.95)}`).join("")}`;
}

const swapText = (file, from, to) => writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
const shows = (word) => (n) => ({ text: `edit-${n}-${word}` });

/** What is edited in any book: theme, style, a new file, a deleted one. */
function commonEdits(path) {
  const template = (n) => `{% extends "base.html" %}\n{% block lead %}<p class="lead">edit-${n}-t</p>{% endblock lead %}\n`;
  const put = (book, name, text) => {
    mkdirSync(dirname(book(name)), { recursive: true });
    writeFileSync(book(name), text);
  };
  const [file, address] = ["checklists/fresh.md", "/checklists/fresh.html"];
  const soonGone = (book) => put(book, file, "---\ntitle: Soon gone\n---\nText.\n");
  return [
    { kind: "template", path, mark: shows("t"), act: (book, n) => put(book, "theme/templates/chapter.html", template(n)) },
    {
      kind: "CSS", path, asks: "/assets/css/site.css", mark: (n) => ({ colour: `rgb(${n}, 1, 2)` }),
      act: (book, n) => put(book, "theme/assets/css/site.css", `main { color: rgb(${n}, 1, 2); }\n`),
    },
    {
      kind: "new file", path: address, mark: (n) => ({ text: `A fresh ${n}.` }),
      act: (book, n) => put(book, file, `---\ntitle: A fresh ${n}.\n---\nText.\n`), restore: (book) => unlinkSync(book(file)),
    },
    { kind: "deleted file", path: address, mark: () => ({ absent: "Soon gone" }), prepare: soonGone, act: (book) => unlinkSync(book(file)), restore: soonGone },
  ];
}

/** A folder gets another name, as an author would: with the files that name it. */
function renamedFolder({ from, to, naming, page, heading }) {
  const move = (book, one, other) => {
    const files = naming(book);
    renameSync(book(one), book(other));
    const [was, is] = [one, other].map((name) => `${name.split("/").pop()}/`);
    for (const file of files) {
      const moved = file.startsWith(`${one}/`) ? other + file.slice(one.length) : file;
      writeFileSync(book(moved), readFileSync(book(moved), "utf8").replaceAll(was, is));
    }
  };
  return {
    kind: "renamed folder", path: `/${to}/${page}`, mark: () => ({ heading }),
    act: (book) => move(book, from, to), restore: (book) => move(book, to, from),
  };
}

function ownEdits() {
  const [file, path] = ["guide/giving-feedback.md", "/guide/giving-feedback.html"];
  // Every file of the book that names the folder.
  const naming = (book) => readdirSync(book("."), { recursive: true })
    .filter((name) => /\.(md|yml)$/.test(name) && statSync(book(name)).isFile() && readFileSync(book(name), "utf8").includes("guide/"));
  return [
    { kind: "paragraph", path, mark: shows("p"), act: (book, n) => swapText(book(file), /(edit-\d+-p )?Something happened/, `edit-${n}-p Something happened`) },
    { kind: "title", path, mark: shows("h"), act: (book, n) => swapText(book(file), /^title: .*$/m, `title: Feedback edit-${n}-h`) },
    { kind: "level data", path: "/levels/staff.html", mark: shows("l"), act: (book, n) => swapText(book("levels/staff.md"), /^attributes: \{scope: [^,]*/m, `attributes: {scope: edit-${n}-l`) },
    ...commonEdits(path),
    renamedFolder({ from: "guide", to: "handbook-guide", naming, page: "giving-feedback.html", heading: "Feedback edit" }),
  ];
}

function generatedEdits(pages) {
  const middle = Math.floor(pages / 2) + 1;
  const [file, path] = [pagePath(middle), `/${pagePath(middle).replace(/\.md$/, ".html")}`];
  const from = dirname(file);
  const before = pagePath(Math.max(0, Math.floor(middle / 100) * 100 - 1));
  return [
    { kind: "paragraph", path, mark: shows("p"), act: (book, n) => swapText(book(file), /(edit-\d+-p)?$/, `edit-${n}-p`) },
    { kind: "title", path, mark: shows("h"), act: (book, n) => swapText(book(file), /^# .*$/m, `# Title edit-${n}-h`) },
    { kind: "level data", path: "/levels/two.html", mark: shows("l"), act: (book, n) => swapText(book("levels/two.md"), /^attributes: .*$/m, `attributes: {scope: edit-${n}-l}`) },
    ...commonEdits(path),
    // The summary, and the one link from the part before it.
    renamedFolder({ from, to: `${from}-moved`, naming: () => ["SUMMARY.md", before], page: path.split("/").pop(), heading: "Title edit" }),
  ];
}

await main();
process.exit(0);
