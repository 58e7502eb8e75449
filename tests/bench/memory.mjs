// Whether `rungs serve` keeps its memory: thousands of saves through the real watcher, with open tabs, and the
// resident size of the process as Linux counts it.
// Usage: node tests/bench/memory.mjs [--saves 2000] [--pages 300] [--tabs 3]
// Reads RUNGS (the program; default target/release/rungs). Prints a table and how far the end is from the beginning.
//
// Every kind of save comes again and again: paragraphs, titles, level data, styles, files that come and go, errors.

import { mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, pagePath } from "./generate.mjs";
import { option, serve, Tab } from "./serving.mjs";

const SAVES = Number(option("--saves", 2000));
const PAGES = Number(option("--pages", 300));
const TABS = Number(option("--tabs", 3));
/** Before so many saves everything that is remembered once has not been seen yet. */
const WARM = Math.floor(SAVES / 10);

const { folder, url, server } = await serve((folder) => generate(PAGES, join(folder, "book"), { ladder: true }));
const book = (name) => join(folder, "book", name);
const address = (i) => `/${pagePath(i).replace(/\.md$/, ".html")}`;
const original = new Map();
const read = (name) => {
  if (!original.has(name)) original.set(name, readFileSync(book(name), "utf8"));
  return original.get(name);
};
const write = (name, text) => writeFileSync(book(name), text);

/** One save; the page it changes is looked at afterwards. */
function save(n) {
  const i = n % PAGES;
  const file = pagePath(i);
  switch (n % 10) {
    case 0: write(file, read(file).replace(/^# .*$/m, `# Title ${n}`)); break;
    case 1: write("levels/two.md", read("levels/two.md").replace(/^attributes: .*$/m, `attributes: {scope: scope ${n}}`)); break;
    case 2: write("theme/assets/css/site.css", `main { order: ${n}; }\n`); break;
    case 3: write("checklists/fresh.md", `---\ntitle: Fresh ${n}\n---\n- [ ] Do ${n} {#fresh-${n}}\n`); break;
    case 4: unlinkSync(book("checklists/fresh.md")); break;
    case 5: write(file, `${read(file)}\nAn error: [[nowhere-${n}]].\n`); break;
    case 6: write(pagePath(i - 1), `${read(pagePath(i - 1))}\nMended ${n}.\n`); break;
    default: write(file, `${read(file)}\nParagraph ${n}, new each time.\n\n\`\`\`rust\nfn f${n}() {}\n\`\`\`\n`);
  }
  return address(i);
}

const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;

for (const name of ["checklists", "theme/assets/css"]) mkdirSync(book(name), { recursive: true });
const tabs = [];
for (let tab = 0; tab < TABS; tab += 1) tabs.push(await Tab.open(url, address(tab * 7)));
console.log(`${PAGES} pages and a ladder, ${TABS} tabs; resident MiB after so many saves`);
const sizes = [];
for (let n = 0; n < SAVES; n += 1) {
  const built = tabs[0].hears("ok", "errors");
  const looked = save(n);
  await built;
  await fetch(url + looked.slice(1)).then((answer) => answer.text());
  sizes.push(resident());
  if ((n + 1) % Math.ceil(SAVES / 20) === 0) console.log(`${String(n + 1).padStart(6)} ${resident().toFixed(1).padStart(8)}`);
}
const builds = tabs[0].heard.filter((name) => name !== "version").length;
const mean = (list) => list.reduce((sum, size) => sum + size, 0) / list.length;
const [first, last] = [mean(sizes.slice(WARM, 2 * WARM)), mean(sizes.slice(-WARM))];
console.log(`${SAVES} saves, ${builds} builds`);
console.log(`saves ${WARM}-${2 * WARM}: ${first.toFixed(1)} MiB; the last ${WARM}: ${last.toFixed(1)} MiB: ${(((last - first) / first) * 100).toFixed(1)} %`);
for (const tab of tabs) tab.close();
server.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
