// The browser's side of `rungs serve`. It runs before the page's own scripts, listens for new versions of the page
// it stands on, and takes in what changed: text in place, style sheets and images without a reload, scripts by one.
import { restore, reload } from "./keep.js";
import { capture, swap } from "./swap.js";
import { hideTrouble, showTrouble } from "./overlay.js";
import { showToolbar } from "./toolbar.js";

const isErrorPage = document.documentElement.dataset.rungs === "error";
let source = null;
let known = null;
let busy = Promise.resolve();
const page = `page=${encodeURIComponent(location.pathname)}`;
// Browsers allow six connections a host. So hidden tabs hold none, and of those that show only a few listen; they
// pass on to the others that something happened.
const SLOTS = 3;
const others = new BroadcastChannel("rungs-live");
let giveBack = null;

async function open() {
  if (source || document.hidden) return;
  source = "opening";
  const isFirst = await takeSlot();
  if (document.hidden || source !== "opening") return close();
  if (!isFirst) {
    source = null;
    return look();
  }
  source = new EventSource(`/_rungs/events?${page}`);
  source.addEventListener("version", (event) => takeNext(event.data));
  for (const name of ["errors", "ok"]) {
    source.addEventListener(name, (event) => {
      hear({ name, data: event.data });
      others.postMessage({ name, data: event.data });
    });
  }
}

function close() {
  if (source instanceof EventSource) source.close();
  source = null;
  giveBack?.();
  giveBack = null;
}

/** One of the few places of tabs that listen; false when all are taken. */
async function takeSlot() {
  if (!navigator.locks) return true;
  for (let slot = 0; slot < SLOTS && !giveBack; slot += 1) {
    giveBack = await new Promise((found) => {
      navigator.locks.request(`rungs-live-${slot}`, { ifAvailable: true }, (lock) => lock ? new Promise(found) : found(null));
    });
  }
  return giveBack !== null;
}

function hear({ name, data }) {
  if (name === "ok") hideTrouble();
  else if (!isErrorPage) showTrouble(JSON.parse(data));
}

// A tab that does not listen asks when another one was told something, and takes a place that became free.
others.addEventListener("message", async (event) => {
  if (document.hidden || source) return;
  hear(event.data);
  await look();
  open();
});

async function look() {
  const answer = await fetch(`/_rungs/version?${page}`).catch(() => null);
  if (answer?.ok) takeNext(await answer.text());
}

// Whatever goes wrong with one version must not keep the page from those that follow.
const takeNext = (version) => {
  busy = busy.then(() => take(version)).catch(() => reload(close));
};

// The version is four words: page, styles, scripts, images. The first one belongs to the page as it was loaded, or to
// one that came right after it: comparing the page with itself costs little and misses nothing.
async function take(version) {
  if (version === known) return;
  const [was, now] = [known?.split(" ") ?? [], version.split(" ")];
  const isFirst = known === null;
  known = version;
  if (isErrorPage || now.length < 4) {
    if (!isFirst) reload(close);
    return;
  }
  if (!isFirst && was[2] !== now[2]) return reload(close);
  if (was[0] !== now[0] && !(await swap())) return reload(close);
  if (isFirst) return;
  if (was[1] !== now[1]) restyle();
  if (was[3] !== now[3]) for (const image of document.images) image.src = fresh(image.src);
}

const fresh = (address) => {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) return address;
  url.searchParams.set("fresh", Date.now());
  return url.href;
};

// The new sheet is there before the old one goes, so that the page is never bare.
function restyle() {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const next = link.cloneNode();
    next.href = fresh(link.href);
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => next.remove());
    link.after(next);
  }
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
capture();
if (!isErrorPage) showToolbar();
restore();
open();
