// Ticks and counts: binds boxes to records and writes every number of the page from the one counter.
import { STATES, count } from "./records.js";
import strings from "./strings.js";
import { manifest, mine, newer, onChange, refused, stale } from "./store.js";

const all = (query) => [...document.querySelectorAll(query)];
const make = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });
const put = (element, text) => element.textContent === text || (element.textContent = text);
const words = (key, values) => strings[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const said = (sum) => words(sum.na ? "js_practice_na" : "js_practice", sum);
const say = (text) => put(document.getElementById("r:live"), text);
const sum = (element) => count(manifest, mine, element.dataset.scope);
const boxes = all("input[data-item]");
const chapters = all("input[data-read]");
const rows = new Map();
let banner;
let undo;

const title = (box) => manifest.items.get(box.dataset.item)?.title ?? box.parentElement.querySelector(".item-text").textContent.trim();
const keep = (box, s, before) => {
  const id = box.dataset.item;
  undo = before !== undefined && { id, before };
  mine.write("i", id, { s, r: manifest.items.get(id)?.rev ?? 1, l: title(box) });
  say(said(count(manifest, mine, `page:${manifest.page}`)));
};
// Undoing is a write like any other, so that other devices learn of it; the time of the tick stays.
const takeBack = (box) => {
  const { id, before } = undo;
  undo = undefined;
  if (before) mine.write("i", id, { ...before, c: before.c ?? before.t });
  else mine.write("i", id, { s: "todo", r: manifest.items.get(id)?.rev ?? 1, l: title(box) });
  say(strings.js_undone);
  box.focus();
};
const bindItem = (box) => {
  const id = box.dataset.item;
  const row = box.closest(".item");
  const note = make("span", "item-note");
  const side = make("span", "item-side");
  const back = make("button", "item-undo", strings.js_undo);
  const menu = make("span", "item-menu");
  const choice = make("select");
  back.type = "button";
  choice.ariaLabel = words("js_state_of", { title: title(box) });
  for (const state of STATES) choice.append(new Option(strings[`js_${state}`], state));
  const change = (state) => keep(box, state, mine.read("i", id));
  box.addEventListener("change", () => change(box.checked ? "done" : "todo"));
  choice.addEventListener("change", () => change(choice.value));
  back.addEventListener("click", () => takeBack(box));
  menu.append(choice);
  side.append(back, menu);
  box.parentElement.append(note);
  box.parentElement.after(side);
  rows.set(box, { row, note, back, choice });
  // A box that was ticked before this script ran is a tick like any other: the inline script has marked it.
  if (box.dataset.early) keep(box, box.checked ? "done" : "todo");
};
const showItem = (box) => {
  const id = box.dataset.item;
  const { row, note, back, choice } = rows.get(box);
  const record = mine.read("i", id);
  const state = record?.s ?? "todo";
  const { changed, due } = count(manifest, mine, `item:${id}`);
  box.checked = state === "done";
  box.indeterminate = state === "doing";
  choice.value = state;
  row.dataset.state = state;
  back.hidden = undo?.id !== id;
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
  const { chapter } = mark.dataset;
  const read = chapter && mine.read("p", chapter)?.s === "done";
  const parts = [total && done / total, chapter && Number(read)].filter((part, at) => (at ? chapter : total));
  const text = [read && strings.js_read, done > 0 && said({ total, done, na })].filter(Boolean).join(". ");
  mark.dataset.state = parts.length && parts.every((part) => part === 1) ? "all" : parts.some((part) => part > 0) ? "some" : "none";
  mark.title = text;
  if (!mark.firstChild) mark.append(make("span", "visually-hidden"));
  put(mark.firstChild, text && ` ${text}`);
};
const showBanner = () => {
  if (!refused()) return banner?.remove();
  if (banner?.isConnected) return;
  banner = make("section", "banner");
  const text = make("p");
  text.setAttribute("role", "alert");
  const button = make("button", "button", strings.js_download);
  button.addEventListener("click", async () => (await import("./export.js")).download());
  banner.append(text, button);
  document.querySelector("footer").append(banner);
  text.textContent = newer() ? strings.js_newer : strings.js_unsaved;
};
const showBackup = () => {
  const link = document.getElementById("r:backup");
  const { changed, days } = stale();
  const due = changed >= 20 || days >= 14;
  if (due) link.dataset.due = "";
  put(link, due ? words("js_back_up", { n: changed }) : strings.js_your_data);
};

/** Makes the page agree with the records. */
const show = () => {
  boxes.forEach(showItem);
  for (const box of chapters) box.checked = mine.read("p", box.dataset.read)?.s === "done";
  all("[data-scope]:not(.mark)").forEach(showCount);
  all(".mark").forEach(showMark);
  showBanner();
  showBackup();
};
for (const box of boxes) bindItem(box);
for (const button of all(".reset")) button.addEventListener("click", async () => (await import("./reset.js")).reset(button));
for (const box of chapters) {
  const keepChapter = () => {
    mine.write("p", box.dataset.read, { s: box.checked ? "done" : "todo", l: document.querySelector("h1").textContent.trim() });
    say(box.checked ? strings.js_read : strings.js_undone);
  };
  if (box.dataset.early) keepChapter();
  box.addEventListener("change", keepChapter);
}
window.onchange = null;
onChange(show);
show();
