// Sets every item of this page back, after a backup, and offers to undo it.
import { scoped } from "./records.js";
import { download } from "./export.js";
import strings from "./strings-reset.js";
import { manifest, mine } from "./store.js";

const make = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });
let before;

/** Asks, and resets the list when the reader says so. The button then takes it back. */
export const reset = (button) => {
  const items = scoped(manifest, `page:${manifest.page}`);
  if (before) {
    for (const [id, record] of before) mine.write("i", id, { ...record, c: record.c ?? record.t });
    before = undefined;
    button.textContent = strings.button;
    document.getElementById("r:live").textContent = strings.undone;
    return;
  }
  const touched = items.map(([id]) => [id, mine.read("i", id)]).filter(([, record]) => record && record.s !== "todo");
  const dialog = make("dialog", "", "ask");
  const yes = make("button", strings.yes, "button strong");
  const no = make("button", strings.no, "button");
  const row = make("p", "", "actions");
  const title = make("h2", strings.title);
  title.id = "r:ask";
  dialog.setAttribute("aria-labelledby", title.id);
  row.append(yes, no);
  dialog.append(title, make("p", touched.length ? strings.text.replace("{n}", touched.length) : strings.nothing), row);
  yes.hidden = !touched.length;
  for (const one of [yes, no]) one.type = "button";
  yes.addEventListener("click", () => {
    download();
    before = touched;
    for (const [id] of touched) mine.write("i", id, { s: "todo", r: manifest.items.get(id).rev, l: manifest.items.get(id).title });
    button.textContent = strings.undo;
    document.getElementById("r:live").textContent = strings.done;
    dialog.close();
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};
