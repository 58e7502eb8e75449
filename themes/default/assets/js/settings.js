// The settings dialog: theme, text size, single-key shortcuts. A choice holds at once, in this browser.
import { register } from "./store.js";

const dialog = document.getElementById("r:settings");
const usual = { theme: "auto", size: "m", shortcuts: "off" };
const kept = (name) => register(name) ?? usual[name];
let changed;

dialog.addEventListener("change", ({ target }) => {
  register(target.name, target.checked ? target.value : "off");
  changed();
});
// A click beside the dialog closes it, as Esc does: only the dialog's own ground is the dialog itself.
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.value === "close") dialog.close();
});

/** Opens the dialog; `show` makes the page agree with the choices. */
export const open = (show) => {
  changed = show;
  for (const input of dialog.querySelectorAll("input")) input.checked = kept(input.name) === input.value;
  // A value this version does not know counts as the usual one.
  for (const [name, value] of Object.entries(usual)) {
    if (!dialog.querySelector(`[name=${name}]:checked`)) {
      const input = dialog.querySelector(`[name=${name}][value=${value}]`);
      if (input) input.checked = true;
    }
  }
  if (!dialog.open) dialog.showModal();
};
