// Ticks and counts: binds checkboxes to records and writes every number of the page from the one counter.
import strings from "./strings.js";
import { count, everything, manifest, newer, onChange, read, refused, write } from "./store.js";

const all = (query) => [...document.querySelectorAll(query)];
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const item = (id) => read("i", id);
const meta = (id) => manifest.items?.[id] ?? {};
const boxes = all("input[data-item]");
const chapters = all("input[data-read]");
let banner;

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
const words = (sum) => fill(sum.na ? strings.js_practice_na : strings.js_practice, sum);
const scope = (element) => (element.dataset.scope ? Object.keys(manifest.items ?? {}) : (element.dataset.items ?? "").split(" ").filter(Boolean));

const showBox = (box) => {
  const id = box.dataset.item;
  const record = item(id);
  box.checked = record?.s === "done";
  box.indeterminate = record?.s === "doing";
  const said = record?.s === "doing" ? strings.js_doing : record?.s === "na" ? strings.js_na
    : box.checked && record.r < (meta(id).rev ?? 1) ? strings.js_changed : "";
  let note = box.parentElement.querySelector(".item-note");
  if (said && !note) {
    note = document.createElement("span");
    note.className = "item-note";
    box.parentElement.append(note);
  }
  if (note) put(note, said);
};
const showCount = (element) => {
  const sum = count(scope(element), item);
  const bar = element.querySelector("progress");
  if (bar) {
    bar.max = sum.total || 1;
    bar.value = sum.done;
  }
  put(element.querySelector(".count") ?? element, words(sum));
};
const showMark = (mark) => {
  const sum = count(scope(mark), item);
  const chapter = mark.dataset.chapter && read("p", mark.dataset.chapter)?.s === "done";
  const parts = [sum.total > 0 && sum.done / sum.total, mark.dataset.chapter && Number(chapter)].filter((part) => part !== false && part !== undefined);
  const said = [chapter && strings.js_read, sum.done > 0 && words(sum)].filter(Boolean).join(". ");
  mark.dataset.state = parts.length && parts.every((part) => part === 1) ? "all" : parts.some((part) => part > 0) ? "some" : "none";
  mark.title = said;
  if (!mark.firstChild) mark.append(document.createElement("span"));
  mark.firstChild.className = "visually-hidden";
  put(mark.firstChild, said && ` ${said}`);
};
const showBanner = () => {
  if (!refused()) return banner?.remove();
  if (banner?.isConnected) return;
  banner = document.createElement("section");
  banner.className = "banner";
  const text = document.createElement("p");
  text.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = strings.js_download;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([everything()], { type: "application/json" }));
    link.download = `${manifest.site}-progress.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  banner.append(text, button);
  document.querySelector("footer").append(banner);
  text.textContent = newer() ? strings.js_newer : strings.js_unsaved;
};

/** Makes the page agree with the records. */
const show = () => {
  boxes.forEach(showBox);
  for (const box of chapters) box.checked = read("p", box.dataset.read)?.s === "done";
  all("[data-items]:not(.mark), [data-scope]").forEach(showCount);
  all(".mark").forEach(showMark);
  showBanner();
};
const announce = () => {
  document.getElementById("r:live").textContent = words(count(Object.keys(manifest.items ?? {}), item));
};
const keep = (box) => {
  const id = box.dataset.item;
  const title = meta(id).title ?? box.parentElement.querySelector(".item-text").textContent.trim();
  write("i", id, box.checked ? "done" : "todo", meta(id).rev ?? 1, title);
};
const keepChapter = (box) => write("p", box.dataset.read, box.checked ? "done" : "todo", 1, document.querySelector("h1").textContent.trim());

// A box that was ticked before this script ran is a tick like any other: the inline script has marked it.
const bind = (box, save) => {
  if (box.dataset.early) save(box);
  box.addEventListener("change", () => {
    save(box);
    announce();
  });
};
for (const box of boxes) bind(box, keep);
for (const box of chapters) bind(box, keepChapter);
window.onchange = null;
onChange(show);
show();
