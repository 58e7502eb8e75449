// Ticks and counts: binds boxes to records and writes every number of the page from the one counter.
import { STATES, count } from "./records.js";
import strings from "./strings.js";
import { manifest, mine, onChange, refused, stale } from "./store.js";

const all = (query) => [...document.querySelectorAll(query)];
const make = (name, className = "", text = "") => Object.assign(document.createElement(name), { className, textContent: text });
const put = (element, text) => element.textContent === text || (element.textContent = text);
const words = (key, values) => strings[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const said = (sum) => words(sum.na ? "js_practice_na" : "js_practice", sum);
const say = (text) => put(document.getElementById("r:live"), text);
const sum = (element) => count(manifest, mine, element.dataset.scope);
const boxes = all("input[data-item]");
const chapters = all("input[data-read]");
const rows = new Map();

const title = (box) => manifest.items.get(box.dataset.item)?.title ?? box.parentElement.querySelector(".item-text").textContent.trim();
const keep = (box, s) => {
  const id = box.dataset.item;
  const before = mine.read("i", id);
  const fields = { r: manifest.items.get(id)?.rev ?? 1, l: title(box) };
  mine.write("i", id, { s, ...fields });
  say(said(count(manifest, mine, `page:${manifest.page}`)));
  import("./undo.js").then((undo) => undo.offer(box, rows.get(box).side, before ?? { s: "todo", ...fields }));
};
const bindItem = (box) => {
  const note = make("span", "item-note");
  const side = make("span", "item-side");
  const menu = make("span", "item-menu");
  const choice = make("select");
  choice.ariaLabel = words("js_state_of", { title: title(box) });
  for (const state of STATES) choice.append(new Option(strings[`js_${state}`], state));
  choice.addEventListener("change", () => keep(box, choice.value));
  menu.append(choice);
  side.append(menu);
  box.parentElement.append(note);
  box.parentElement.after(side);
  rows.set(box, { note, side, choice });
};
const showItem = (box) => {
  const id = box.dataset.item;
  const { note, choice } = rows.get(box);
  const state = mine.read("i", id)?.s ?? "todo";
  const { changed, due } = count(manifest, mine, `item:${id}`);
  box.checked = state === "done";
  box.indeterminate = state === "doing";
  box.closest(".item").dataset.state = choice.value = state;
  put(note, state === "doing" || state === "na" ? strings[`js_${state}`] : changed ? strings.js_changed : due ? strings.js_due : "");
};
const showCount = (element) => {
  const numbers = sum(element);
  const bar = element.querySelector("progress");
  if (bar) Object.assign(bar, { max: numbers.total || 1, value: numbers.done });
  put(element.querySelector(".count") ?? element, said(numbers));
};
const showMark = (mark) => {
  const { total, done, na } = sum(mark);
  const chapter = mark.matches(".reading") && mark.dataset.scope.split("/")[1];
  const read = chapter && mine.read("p", chapter)?.s === "done";
  const parts = [total && done / total, chapter && Number(read)].filter((part, at) => (at ? chapter : total));
  const text = [read && strings.js_read, done > 0 && said({ total, done, na })].filter(Boolean).join(". ");
  mark.dataset.state = parts.length && parts.every((part) => part === 1) ? "all" : parts.some((part) => part > 0) ? "some" : "none";
  mark.dataset.count = `${done}/${total}`;
  mark.title = text;
  if (!mark.firstChild) mark.append(make("span", "visually-hidden"));
  put(mark.firstChild, text && ` ${text}`);
};
const showSaved = () => {
  if (refused()) import("./banner.js").then((banner) => banner.show());
  else document.querySelector(".banner")?.remove();
  const link = document.getElementById("r:backup");
  const { changed, days } = stale();
  const due = changed >= 20 || days >= 14;
  link.toggleAttribute("data-due", due);
  put(link, due ? words("js_back_up", { n: changed }) : strings.js_your_data);
};

/** Makes the page agree with the records. */
const show = () => {
  boxes.forEach(showItem);
  for (const box of chapters) box.checked = mine.read("p", box.dataset.read)?.s === "done";
  all("[data-scope]:not(.mark)").forEach(showCount);
  all(".mark").forEach(showMark);
  showSaved();
};
// A box that was ticked before this script ran is a tick like any other: the inline script has marked it.
const bind = (box, save) => {
  if (box.dataset.early) save();
  box.addEventListener("change", save);
};
for (const box of boxes) {
  bindItem(box);
  bind(box, () => keep(box, box.checked ? "done" : "todo"));
}
for (const box of chapters) {
  bind(box, () => {
    mine.write("p", box.dataset.read, { s: box.checked ? "done" : "todo", l: document.querySelector("h1").textContent.trim() });
    say(box.checked ? strings.js_read : strings.js_undone);
  });
}
for (const button of all(".reset")) button.addEventListener("click", async () => (await import("./reset.js")).reset(button));
window.onchange = null;
onChange(show);
show();
