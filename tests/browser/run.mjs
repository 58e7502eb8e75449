// Runs every *.test.mjs of this folder (or those named on the command line) and ends with one line of counts.

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2).map((file) => resolve(file));
const files = named.length ? named : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => join(here, name));
const counts = { passed: 0, failed: 0, skipped: 0 };

// Two at a time: a browser with its server uses about one core.
const stream = run({ files, concurrency: 2, timeout: 600_000 });
const isSuite = (event) => event.details?.type === "suite" || files.includes(event.name);
stream.on("test:pass", (event) => {
  if (isSuite(event)) return;
  counts[event.skip === undefined ? "passed" : "skipped"] += 1;
});
stream.on("test:fail", (event) => {
  // A file that fails only because one of its tests did is not counted twice.
  const cause = event.details?.error?.failureType;
  if (cause !== "subtestsFailed") counts.failed += 1;
});
stream.compose(new spec()).pipe(process.stdout);
process.on("exit", () => {
  console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ""}`);
  if (counts.failed || !counts.passed) process.exitCode = 1;
});
