// Worksheets: what is written is kept as notes; the text follows; copy and download take it as Markdown.
import { autosave } from "./autosave.js";
import { notebook, texts } from "./notebook.js";
import { onChange } from "./store.js";
import words from "./strings-worksheet.js";
import strings from "./strings.js";
import { copy } from "./copy.js";
import { download } from "./download.js";

const view = notebook("me");
const say = (text) => { document.getElementById("r:live").textContent = text; };
const make = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text });

const bind = (sheet) => {
  const all = (query) => [...sheet.querySelectorAll(query)];
  const title = sheet.querySelector("legend").textContent;
  const said = sheet.querySelector("[data-said]");
  const result = sheet.querySelector("[data-result]");
  const fields = all("[data-note]");
  const keys = [...new Set(fields.map((field) => field.dataset.note))];
  const blanks = new Map(all("[data-value]").map((blank) => [blank, blank.textContent]));
  const of = (key) => fields.filter((field) => field.dataset.note === key);
  const label = (key) => of(key)[0].closest(".field").querySelector("label, legend, .field-label").textContent;
  const value = (key) => of(key).find((field) => field.type !== "radio" || field.checked)?.value ?? "";
  /** The note each field was read from: what another tab writes since then stays beside it. */
  const from = new Map();
  const keep = (key, x) => {
    from.set(key, view.write("n", key, { x, k: "worksheet", l: `${title}: ${label(key)}` }, from.get(key) ?? {}));
    said.textContent = words.kept;
  };
  const showResult = () => {
    for (const [blank, empty] of blanks) {
      const text = value(blank.dataset.value).trim();
      blank.textContent = text || empty;
      blank.toggleAttribute("data-filled", Boolean(text));
    }
  };
  // A text that was written elsewhere at the same time is shown below the field, and put in by its reader only.
  const showBeside = (key, record) => {
    const field = of(key)[0].closest(".field");
    field.querySelector(".beside")?.remove();
    const others = texts(record).slice(1).filter((one) => one.x);
    if (!others.length) return;
    const box = make("div", "beside small", words.beside);
    for (const one of others) box.append(Object.assign(make("p", "beside-text", one.x), { dir: "auto" }));
    const settle = make("button", "button", words.beside_done);
    settle.type = "button";
    settle.addEventListener("click", () => {
      const now = view.read("n", key);
      from.set(key, view.write("n", key, { x: now.x, k: now.k, l: now.l, o: [] }, now));
      of(key)[0].focus();
    });
    box.append(settle);
    field.append(box);
  };
  const show = () => {
    for (const key of keys) {
      const record = view.read("n", key);
      const busy = of(key).some((field) => field === document.activeElement && field.type !== "radio");
      if (!busy || !from.has(key)) {
        for (const field of of(key)) {
          if (field.type === "radio") field.checked = field.value === record?.x;
          else if (field.value !== (record?.x ?? "")) field.value = record?.x ?? "";
        }
        from.set(key, record);
      }
      showBeside(key, record);
    }
    showResult();
  };
  const text = () => `${result.textContent.trim()}\n`;
  const work = {
    copy: async (button) => {
      const answer = (await copy(text())) ? strings.js_copied : strings.js_copy_failed;
      const before = button.textContent;
      say(answer);
      button.textContent = answer;
      setTimeout(() => { button.textContent = before; }, 2000);
    },
    download: () => download(`${sheet.dataset.worksheet}.md`, text(), "text/markdown"),
    clear: (button) => {
      flushes.forEach((flush) => flush());
      const before = keys.map((key) => [key, view.read("n", key)]).filter(([, record]) => record?.x);
      if (!before.length) return;
      for (const [key] of before) view.remove("n", key);
      const undo = make("button", "button", strings.js_undo);
      undo.type = "button";
      undo.addEventListener("click", () => {
        for (const [key, record] of before) view.write("n", key, record);
        said.textContent = words.kept;
        button.focus();
      });
      said.replaceChildren(`${words.cleared} `, undo);
      say(words.cleared);
      undo.focus();
    },
  };
  const flushes = fields.filter((field) => field.type !== "radio").map((field) => autosave(field, (x) => keep(field.dataset.note, x)));
  for (const field of fields) {
    if (field.type === "radio") field.addEventListener("change", () => keep(field.dataset.note, field.value));
  }
  for (const button of all("[data-do]")) button.addEventListener("click", () => work[button.dataset.do](button));
  sheet.addEventListener("input", showResult);
  // What was typed before this script came is kept like what is typed after; it never gives way to what is stored.
  for (const key of keys) {
    const typed = value(key);
    const record = view.read("n", key);
    if (typed && typed !== record?.x) keep(key, typed);
  }
  onChange(show);
  show();
  sheet.dataset.live = "";
};
for (const sheet of document.querySelectorAll("[data-worksheet]")) bind(sheet);
