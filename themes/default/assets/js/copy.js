// Copy buttons: one on every code block, and the one of a template page.
import strings from "./strings.js";
import { copy } from "./take.js";

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
}
for (const block of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = strings.js_copy;
  block.prepend(button);
  bind(button, () => block.querySelector("code").textContent);
}
