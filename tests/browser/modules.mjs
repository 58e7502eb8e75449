// The theme's modules in node: copies in a folder of their own, so that each tab of a simulation has its own state.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const source = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../themes/default/assets/js");
const folder = mkdtempSync(join(tmpdir(), "rungs-modules-"));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), "{\"type\": \"module\"}");
let copies = 0;

/** A fresh copy of all modules; gives what imports one of them by name. */
export function modules() {
  const copy = join(folder, String(copies += 1));
  cpSync(source, copy, { recursive: true });
  return (name) => import(pathToFileURL(join(copy, name)).href);
}

/** Numbers that look random and are the same in every run: mulberry32. */
export function randomOf(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)], chance: (part) => next() < part };
}
