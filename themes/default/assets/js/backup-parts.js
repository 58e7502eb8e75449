// Small parts of the page "Your data": words, buttons, panels, a dialog that asks.
import strings from "./strings-backup.js";

export const at = (id) => document.getElementById(`r:${id}`);
export const make = (name, text = "", className = "") => Object.assign(document.createElement(name), { textContent: text, className });
const locale = document.documentElement.lang;
const plural = new Intl.PluralRules(locale);
export const say = (key, values = {}) => {
  const text = strings[key] ?? strings[`${key}_${plural.select(values.n)}`] ?? strings[`${key}_other`];
  return text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
};
export const date = (time) => new Date(time).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });
export const announce = (text) => { document.getElementById("r:live").textContent = text; };
export const button = (text, act, className = "button") => {
  const made = make("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
export const row = (...parts) => {
  const made = make("p", "", "actions");
  made.append(...parts);
  return made;
};
export const panel = (...parts) => {
  const made = make("div", "", "panel");
  made.append(...parts);
  return made;
};
export const complaint = (text) => {
  const made = panel(make("p", text));
  made.classList.add("bad");
  made.setAttribute("role", "alert");
  return made;
};
// A dialog that asks once; `yes` is done when the reader says so.
export const ask = (title, text, label, yes) => {
  const dialog = make("dialog", "", "ask");
  const heading = make("h2", title);
  const from = document.activeElement;
  heading.id = "r:ask";
  dialog.setAttribute("aria-labelledby", heading.id);
  const agree = () => {
    dialog.close();
    yes();
  };
  dialog.append(heading, make("p", text), row(button(label, agree, "button strong"), button(strings.cancel, () => dialog.close())));
  dialog.addEventListener("close", () => {
    dialog.remove();
    from?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};
export const chooser = (label, options, chosen) => {
  const made = make("label", `${label} `);
  const select = make("select");
  for (const [value, text] of options) select.append(new Option(text, value));
  select.value = chosen;
  made.append(select);
  return { made, select };
};
