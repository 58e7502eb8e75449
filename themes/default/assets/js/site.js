// The one entry: the frame of a page (looks, search, settings, the place in the page contents), and what comes on demand.
import "./progress.js";
import { keys, onChange, register } from "./store.js";

const root = document.documentElement;
// Controls that need a script show when all scripts of the page have run: none is pressed in vain.
addEventListener("DOMContentLoaded", () => { root.dataset.js = ""; });
const looks = { theme: ["light", "dark"], size: ["s", "l", "xl"] };
const showLooks = () => {
  for (const [name, values] of Object.entries(looks)) {
    const value = register(name);
    if (values.includes(value)) root.dataset[name] = value;
    else delete root.dataset[name];
  }
};
onChange(showLooks);
showLooks();

// The settings come when they are first wanted.
const settings = () => import("./settings.js").then((dialog) => dialog.open(showLooks));
document.getElementById("r:settings-open")?.addEventListener("click", settings);
addEventListener("keydown", (event) => {
  const act = { "?": settings, "/": () => document.getElementById("r:search")?.click() }[event.key];
  const writes = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
  if (!act || writes || event.ctrlKey || event.metaKey || event.altKey || register("shortcuts") !== "on") return;
  event.preventDefault();
  act();
});

const drawer = document.getElementById("r:menu");
drawer?.addEventListener("beforetoggle", () => import("./drawer.js"), { once: true });
const here = drawer?.querySelector("[aria-current=page]");
// A list stays at its top; only when the page that is open would be out of sight there, that page comes to the middle.
const reveal = () => {
  const hidden = here.getBoundingClientRect().bottom - drawer.getBoundingClientRect().bottom;
  if (hidden > 0) drawer.scrollTop += hidden + drawer.clientHeight / 2;
};
if (here) {
  reveal();
  drawer.addEventListener("toggle", reveal, { once: true });
}

// The heading that was passed last is the current one.
const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
links.delete(null);
if (links.size) {
  const spy = new IntersectionObserver(() => {
    let current;
    for (const [heading, link] of links) {
      link.removeAttribute("aria-current");
      if (heading.getBoundingClientRect().top < innerHeight / 4) current = link;
    }
    current?.setAttribute("aria-current", "location");
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const heading of links.keys()) spy.observe(heading);
}

// What stands further down comes when the reader comes near; worksheets at once when there are notes.
const near = (query, load) => {
  const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && (watch.disconnect(), load()), { rootMargin: "50% 0px" });
  for (const element of document.querySelectorAll(query)) watch.observe(element);
};
near(".code, .tabs, [data-copy]", () => import("./copy.js"));
const sheet = document.querySelector("[data-worksheet]");
if (sheet && keys().some((key) => key.includes(":n:"))) import("./worksheet.js");
else near("[data-worksheet]", () => import("./worksheet.js"));
if (document.querySelector("[data-continue]") && keys().some((key) => /:(?:i:|m:aim$)/.test(key))) import("./continue.js");

// Search comes when it is first wanted; without it, its link leads to a page.
const searchLink = document.getElementById("r:search");
const search = (event) => {
  event.preventDefault();
  import("./search/dialog.js").then((dialog) => dialog.open()).catch(() => { location.href = searchLink.href; });
};
if (searchLink) {
  searchLink.role = "button";
  searchLink.ariaHasPopup = "dialog";
  searchLink.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  searchLink.addEventListener("click", search);
  searchLink.addEventListener("keydown", (event) => event.key === " " && search(event));
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") search(event);
  });
}

// Readers' browsers keep the site for reading offline, once it is loaded; `rungs serve` does not ask for it.
if ("offline" in root.dataset && navigator.serviceWorker) {
  addEventListener("load", () => import("./workers.js").then((workers) => workers.keepOffline()).catch(() => {}));
}
