// The frame of a page: theme button, drawer on narrow windows, the place in the page contents.
import strings from "./strings.js";
import { onChange, register } from "./store.js";

const root = document.documentElement;
const themes = ["auto", "light", "dark"];
const themeButton = document.getElementById("r:theme");
const theme = () => (themes.includes(register("theme")) ? register("theme") : "auto");
const showTheme = () => {
  if (theme() === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme();
  const name = themeButton?.querySelector(".theme-name");
  if (name) name.textContent = strings[`js_theme_${theme()}`];
};
themeButton?.addEventListener("click", () => {
  register("theme", themes[(themes.indexOf(theme()) + 1) % 3]);
  showTheme();
});
onChange(showTheme);
showTheme();

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
