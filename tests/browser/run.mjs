// Runs every *.test.mjs of this folder (or those named on the command line) and ends with one line of counts.
//
// Two files run at a time, and on a busy machine a test may be quicker than the browser: files with a test that failed
// run once more, alone. What failed twice has failed; what needed its second try is named at the end, to be mended.

import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2).map((file) => resolve(file));
const files = named.length ? named : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => join(here, name));

/** Runs files, so many at a time, and gives how each test ended: `file: name` → passed, failed or skipped. */
async function attempt(files, concurrency) {
  const ends = new Map();
  const stream = run({ files, concurrency, timeout: 600_000 });
  // A file is an event, too; it counts when it fails by itself, not because one of its tests did.
  const isFile = ({ name, details }) => details?.type === "suite" || files.includes(name);
  const note = (event, end) => ends.set(`${relative(here, event.file ?? event.name)}: ${event.name}`, { file: event.file ?? event.name, end });
  stream.on("test:pass", (event) => isFile(event) || note(event, event.skip === undefined ? "passed" : "skipped"));
  stream.on("test:fail", (event) => event.details?.error?.failureType === "subtestsFailed" || note(event, "failed"));
  const told = stream.compose(new spec());
  told.pipe(process.stdout, { end: false });
  await new Promise((done) => told.on("end", done));
  return ends;
}

// Two at a time: a browser with its server uses about one core.
const ends = await attempt(files, 2);
const failed = new Set([...ends].filter(([, { end }]) => end === "failed").map(([test]) => test));
const again = [...new Set([...failed].map((test) => ends.get(test).file))];
if (again.length) {
  console.log(`\nOnce more, alone: ${again.map((file) => relative(here, file)).join(", ")}\n`);
  for (const test of failed) ends.delete(test);
  for (const [test, second] of await attempt(again, 1)) if (!ends.has(test)) ends.set(test, second);
}
const all = (wanted) => [...ends].filter(([, { end }]) => end === wanted).map(([test]) => test);
const count = (wanted) => all(wanted).length;
for (const test of all("failed")) console.log(`failed twice: ${test}`);
for (const test of failed) if (ends.get(test)?.end !== "failed") console.log(`needed a second try: ${test}`);
console.log(`${count("passed")} passed, ${count("failed")} failed${count("skipped") ? `, ${count("skipped")} skipped` : ""}`);
if (count("failed") || !count("passed")) process.exitCode = 1;
