// A page in a browser that says when it shows something: for the measures of dev mode.

import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./serving.mjs";

/** Looks every few milliseconds for what `rungs-bench` in the session's storage asks for, and notes when it was there. */
function look() {
  setInterval(() => {
    const asked = sessionStorage.getItem("rungs-bench");
    if (!asked || !document.body) return;
    const { text, absent, colour, heading } = JSON.parse(asked);
    const main = document.querySelector("main");
    const words = () => document.body.textContent;
    const isThere = heading ? main?.querySelector("h1")?.textContent.includes(heading)
      : colour ? getComputedStyle(main).color === colour
        : absent ? main && !words().includes(absent) : words().includes(text);
    if (!isThere) return;
    sessionStorage.removeItem("rungs-bench");
    sessionStorage.setItem("rungs-bench-seen", performance.timeOrigin + performance.now());
  }, 4);
}

/** A page of a headless Chromium, by the browser tests' own library. */
export async function openPage() {
  const { chromium } = createRequire(join(root, "tests/browser/package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  const page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await page.addInitScript(look);
  // A reload ends the page that is asked; the next one knows.
  const ask = async (work, ...rest) => {
    for (;;) {
      try {
        return await page.evaluate(work, ...rest);
      } catch (error) {
        if (!/context was destroyed|navigat/i.test(error.message)) throw error;
      }
    }
  };
  return {
    open: (address) => page.goto(address, { waitUntil: "load" }),
    close: () => browser.close(),
    /** What it shows now, for messages. */
    shows: () => Promise.race([
      page.evaluate(() => `${location.pathname}: ${document.querySelector("main h1")?.textContent}; waits for ${sessionStorage.getItem("rungs-bench")}, saw at ${sessionStorage.getItem("rungs-bench-seen")}`),
      new Promise((done) => setTimeout(done, 2000, "a page that does not answer")),
    ]),
    /** From the moment it is armed: when the page shows this, on the clock of this process. */
    sees(what) {
      const armed = ask((asked) => {
        sessionStorage.removeItem("rungs-bench-seen");
        sessionStorage.setItem("rungs-bench", asked);
      }, JSON.stringify(what));
      const time = armed.then(async () => {
        for (;;) {
          const seen = await ask(() => sessionStorage.getItem("rungs-bench-seen"));
          if (seen) return Number(seen) - performance.timeOrigin;
          await new Promise((done) => setTimeout(done, 15));
        }
      });
      return { armed, time };
    },
  };
}
