// What readers take along in the clipboard: the copy buttons of code blocks and templates.
// Tabs of one name are chosen together.
import strings from "./strings.js";

/** Copies a text; false when the browser refuses. */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

const bind = (button, text) => {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const said = (await copy(text())) ? strings.js_copied : strings.js_copy_failed;
    button.textContent = said;
    document.getElementById("r:live").textContent = said;
    button.focus();
    setTimeout(() => { button.textContent = label; }, 2000);
  });
};
for (const button of document.querySelectorAll("[data-copy]")) {
  bind(button, () => document.getElementById(button.dataset.copy).value);
  button.dataset.live = "";
}
for (const block of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = strings.js_copy;
  block.prepend(button);
  bind(button, () => block.querySelector("code").textContent);
}
document.addEventListener("change", ({ target }) => {
  if (!target.closest(".tabs")) return;
  for (const tab of document.querySelectorAll(".tabs > .tab > input")) if (tab.value === target.value) tab.checked = true;
});
