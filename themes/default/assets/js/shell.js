// The frame of a page: looks, settings, the place in the page contents.
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

const drawer = document.getElementById("r:menu");
drawer?.addEventListener("beforetoggle", () => import("./drawer.js"), { once: true });
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
