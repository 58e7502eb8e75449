// A book that `rungs serve` shows, and tabs that listen to it: what the measures of dev mode share.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");
/** The program that is measured. */
export const rungs = resolve(process.env.RUNGS ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release/rungs"));
/** What follows a name on the command line. */
export const option = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
/** The one in the middle. */
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
/** Gives the book in `book/` of a folder its `ids.lock`, as every team has one. */
export function giveIds(folder) {
  const done = spawnSync(rungs, ["ids", "book"], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`no ids: ${done.error ?? done.stderr}`);
}
/** Longer than this nothing takes. */
const PATIENCE = 60_000;

/** Serves the book that `write` puts below a new folder, in `book/`. */
export async function serve(write) {
  const folder = mkdtempSync(join(tmpdir(), "rungs-bench-"));
  mkdirSync(join(folder, "book"));
  write(folder);
  giveIds(folder);
  const server = spawn(rungs, ["serve", "book", "--port", "0"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => server.kill());
  return { folder, server, url: await addressOf(server) };
}

function addressOf(server) {
  return new Promise((found, failed) => {
    let text = "";
    server.stderr.on("data", (piece) => {
      text += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
      if (url) found(url);
      if (url) text = "";
    });
    server.on("exit", () => failed(new Error(text)));
  });
}

/** A tab's stream of events. */
export class Tab {
  #request;
  #waiting = [];
  /** The names of all events so far. */
  heard = [];

  /** Listens to the events of the page at this path. */
  static open(url, path) {
    const tab = new Tab();
    return new Promise((ready) => {
      tab.#request = get(`${url}_rungs/events?page=${encodeURIComponent(path)}`, { agent: false }, (answer) => {
        let rest = "";
        answer.setEncoding("utf8");
        answer.on("data", (piece) => {
          rest += piece;
          for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
            const name = /^event: (.*)$/m.exec(rest.slice(0, end))?.[1];
            if (name) tab.#tell(name);
            if (name) ready(tab);
            rest = rest.slice(end + 2);
          }
        });
      });
    });
  }

  #tell(name) {
    const now = performance.now();
    this.heard.push(name);
    const told = this.#waiting.filter((one) => one.names.includes(name));
    this.#waiting = this.#waiting.filter((one) => !told.includes(one));
    for (const one of told) one.tell(now);
  }

  /** When the next event of one of these names comes. */
  hears(...names) {
    return new Promise((tell, failed) => {
      const timer = setTimeout(() => failed(new Error(`no ${names.join(" or ")} for ${PATIENCE / 1000} s`)), PATIENCE);
      this.#waiting.push({ names, tell: (time) => { clearTimeout(timer); tell(time); } });
    });
  }

  close() {
    for (const one of this.#waiting) one.tell(NaN);
    this.#request.destroy();
  }
}
