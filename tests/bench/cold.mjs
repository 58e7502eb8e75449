// How long a build without any memory takes, and what it weighs: generated books, a process of its own for each build.
// Usage: node tests/bench/cold.mjs [--pages 100,1000,10000] [--runs 5] [--vs mdbook,zola,hugo] [--keep FOLDER]
// Reads RUNGS (the program; default target/release/rungs). Prints tables; holds nothing.
//
// Times are medians in milliseconds. A peer that is installed builds the same content in the same run, taking turns
// with Rungs. Memory is the peak that GNU time saw; a page's share of it is what stands above a book of one page.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "./generate.mjs";
import { giveIds, median, option, rungs } from "./serving.mjs";

const sizes = option("--pages", "100,1000,10000").split(",").map(Number);
const RUNS = Number(option("--runs", 5));
const TIME = "/usr/bin/time";

/** How each builds the site of the folder it stands in, and where it puts it. */
const BUILDERS = {
  rungs: { command: [rungs, "build", "book", "--timings"], output: "public", version: [rungs, "--version"] },
  mdbook: { command: ["mdbook", "build"], output: "book", version: ["mdbook", "--version"] },
  zola: { command: ["zola", "build"], output: "public", version: ["zola", "--version"] },
  hugo: { command: ["hugo", "--quiet"], output: "public", version: ["hugo", "version"] },
};

const say = (name, ...cells) => console.log(`  ${name.padEnd(22)}${cells.map((cell) => String(cell).padStart(12)).join("")}`);

/** One build of a folder: milliseconds, peak kilobytes (0 when unknown), and what was said. */
function build({ command: [program, ...words] }, folder) {
  const note = join(folder, ".peak");
  const measured = existsSync(TIME) ? [TIME, "-q", "-f", "%M", "-o", note, program, ...words] : [program, ...words];
  const start = performance.now();
  const done = spawnSync(measured[0], measured.slice(1), { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  const took = performance.now() - start;
  if (done.status !== 0) throw new Error(`${program} failed: ${done.error ?? done.stderr}`);
  return { took, peak: existsSync(note) ? Number(readFileSync(note, "utf8")) : 0, said: done.stderr };
}

/** The files below a folder: how many, their bytes, and the last time that any of them was touched. */
function weigh(folder) {
  const all = { files: 0, bytes: 0, touched: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size, ctimeMs } = statSync(join(entry.parentPath ?? entry.path, entry.name));
    all.files += 1;
    all.bytes += size;
    all.touched = Math.max(all.touched, ctimeMs);
  }
  return all;
}

/** The phases that `--timings` names, in milliseconds. */
const phasesOf = (said) => [...said.matchAll(/^ *(\w+) +([\d.]+) ms$/gm)].map(([, name, time]) => [name, Number(time)]);

/** A peer that answers to its name, and what it says of itself. */
function installed(name) {
  const { version: [program, ...words] } = BUILDERS[name];
  const asked = spawnSync(program, words, { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim().split("\n")[0] : null;
}

/** Builds the same pages by turns; gives each builder's median time, peak, weight and what it said. */
function race(pages, names, top) {
  const folders = Object.fromEntries(names.map((name) => [name, join(top, `${name}-${pages}`)]));
  for (const [name, folder] of Object.entries(folders)) {
    mkdirSync(folder, { recursive: true });
    generate(pages, name === "rungs" ? join(folder, "book") : folder, { target: name === "rungs" ? undefined : name });
    if (name === "rungs") giveIds(folder);
  }
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const name of names) {
      rmSync(join(folders[name], BUILDERS[name].output), { recursive: true, force: true });
      runs[name].push(build(BUILDERS[name], folders[name]));
    }
  }
  return Object.fromEntries(names.map((name) => [name, {
    folder: folders[name],
    took: median(runs[name].map((run) => run.took)),
    peak: median(runs[name].map((run) => run.peak)),
    phases: runs[name].map((run) => phasesOf(run.said)),
    ...weigh(join(folders[name], BUILDERS[name].output)),
  }]));
}

/** Builds once more with nothing changed: the time, and whether any file was touched. */
function again({ folder, touched }) {
  const runs = Array.from({ length: RUNS }, () => build(BUILDERS.rungs, folder).took);
  const after = weigh(join(folder, BUILDERS.rungs.output));
  return { took: median(runs), touched: after.touched !== touched };
}

function report(pages, results, base) {
  console.log(`\n${pages} pages`);
  say("", "ms", "peak MB", "KB/page", "out KB/page", "pages/s");
  for (const [name, { took, peak, bytes }] of Object.entries(results)) {
    const share = peak && name === "rungs" ? (Math.max(peak - base, 0) / pages).toFixed(1) : "";
    say(name, took.toFixed(0), peak ? (peak / 1024).toFixed(0) : "?", share, (bytes / 1024 / pages).toFixed(1), (pages / took * 1000).toFixed(0));
  }
  const own = results.rungs;
  for (const [name, peer] of Object.entries(results).filter(([name]) => name !== "rungs")) {
    say(`${name} / rungs`, `${(peer.took / own.took).toFixed(1)}x`, peer.peak ? `${(peer.peak / own.peak).toFixed(1)}x` : "", "", `${(peer.bytes / own.bytes).toFixed(2)}x`);
  }
  const names = own.phases[0].map(([name]) => name);
  const times = names.map((name) => median(own.phases.map((phases) => phases.find(([other]) => other === name)?.[1] ?? 0)));
  console.log(`  phases: ${names.map((name, at) => `${name} ${times[at].toFixed(0)}`).join(", ")}`);
  const second = again(own);
  console.log(`  a second build with nothing changed: ${second.took.toFixed(0)} ms, ${second.touched ? "files were touched" : "no file touched"}`);
}

const kept = option("--keep", null);
const top = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), "rungs-cold-"));
try {
  const names = ["rungs"];
  for (const name of option("--vs", "").split(",").filter(Boolean)) {
    if (!BUILDERS[name]) throw new Error(`no way to build with ${name}: --vs knows mdbook, zola, hugo`);
    const version = installed(name);
    console.log(version ? `${name}: ${version}` : `${name} is not installed`);
    if (version) names.push(name);
  }
  const base = race(1, ["rungs"], top).rungs;
  console.log(`median of ${RUNS}; a book of one page takes ${base.took.toFixed(0)} ms and ${(base.peak / 1024).toFixed(0)} MB`);
  let last = null;
  for (const pages of sizes) {
    const results = race(pages, names, top);
    report(pages, results, base.peak);
    if (last) console.log(`  ${pages / last.pages}x the pages of the row before: ${(results.rungs.took / last.took).toFixed(1)}x the time, ${(results.rungs.peak / last.peak).toFixed(1)}x the memory`);
    last = { pages, took: results.rungs.took, peak: results.rungs.peak };
    if (!kept) for (const { folder } of Object.values(results)) rmSync(folder, { recursive: true, force: true });
  }
} finally {
  if (!kept) rmSync(top, { recursive: true, force: true });
}
