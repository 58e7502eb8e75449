// The drawer of narrow windows. It is a native popover: it opens, closes by Esc and gives focus back without a script.
// This, loaded when it is first opened, keeps focus inside.
const drawer = document.getElementById("r:menu");
const rest = document.querySelectorAll("body > .skip, body > header, body > footer, main, .contents");
const isOpen = () => drawer.matches(":popover-open");

const still = (open) => {
  for (const element of rest) element.inert = open;
  for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-label", drawer.querySelector("nav").ariaLabel]]) {
    if (open) drawer.setAttribute(name, value);
    else drawer.removeAttribute(name);
  }
};
const enter = () => {
  if (!isOpen()) return;
  still(true);
  drawer.querySelector("button").focus({ preventScroll: true });
};
drawer.addEventListener("beforetoggle", (event) => event.newState === "closed" && still(false));
drawer.addEventListener("toggle", enter);
drawer.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !isOpen()) return;
  const stops = drawer.querySelectorAll("a, button");
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const from = document.activeElement;
  if (event.shiftKey ? from === first || from === drawer : from === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
});
matchMedia("(min-width: 48rem)").addEventListener("change", () => isOpen() && drawer.hidePopover());
enter();
