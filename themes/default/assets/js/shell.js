// The frame of a page: looks, settings, drawer on narrow windows, the place in the page contents.
import strings from "./strings.js";
import { onChange, register } from "./store.js";

const root = document.documentElement;
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

// The drawer is a native popover: it opens, closes by Esc and gives focus back without a script. This keeps focus inside.
const drawer = document.getElementById("r:menu");
if (drawer?.showPopover) {
  const rest = document.querySelectorAll("body > .skip, body > header, body > footer, main, .contents");
  const still = (open) => {
    for (const element of rest) element.inert = open;
    for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-label", strings.js_pages]]) {
      if (open) drawer.setAttribute(name, value);
      else drawer.removeAttribute(name);
    }
  };
  drawer.addEventListener("beforetoggle", (event) => event.newState === "closed" && still(false));
  drawer.addEventListener("toggle", (event) => {
    if (event.newState === "closed") return;
    still(true);
    drawer.querySelector("button").focus();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !drawer.matches(":popover-open")) return;
    const stops = drawer.querySelectorAll("a, button");
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const from = document.activeElement;
    if (event.shiftKey ? from === first || from === drawer : from === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  });
  matchMedia("(min-width: 48rem)").addEventListener("change", () => drawer.matches(":popover-open") && drawer.hidePopover());
}
const here = drawer?.querySelector("[aria-current=page]");
if (here && drawer.scrollHeight > drawer.clientHeight) drawer.scrollTop = here.offsetTop - drawer.clientHeight / 2;

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
