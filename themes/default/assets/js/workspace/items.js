// Items on pages of the workspace: their names, and boxes to tick them here.
import { book, done, el, link, manifest, t } from "./page.js";

/** The page that an item stands on. */
export const page = (item) => manifest.pages[item.page] ?? { title: "", url: "" };
// A title that leads to its page. Boxes on pages are the reader's own, so for somebody else it leads nowhere.
const leading = (url, title, className = "") => (book().person ? el("span", { className }, title) : link(url, title, className));
/** Where an item stands, and how long it takes. */
export const where = (item) => el("span", { className: "small muted" }, leading(page(item).url, page(item).title), item.effort && ` · ${item.effort}`);
export const itemLink = (id, item, className) => leading(`${page(item).url}#item:${encodeURIComponent(id)}`, item.title, className);

/** An item with its box and what stands beside it. `place` offers to take a change back; `list` names the list, where one item stands in several. */
export const tick = (id, item, { place, list = "", beside } = {}) => {
  const box = el("input", { type: "checkbox", checked: book().read("i", id)?.s === "done", data: { key: `tick-${id}${list && `:${list}`}` } });
  box.addEventListener("change", () => {
    const before = book().read("i", id);
    book().write("i", id, { s: box.checked ? "done" : "todo", r: item.rev, l: item.title });
    done(place, t("item_changed", { title: item.title }), () => book().write("i", id, before ? { ...before, c: before.c ?? before.t } : { s: "todo", r: item.rev, l: item.title }));
  });
  return el("li", {}, el("label", { className: "tick" }, box, el("span", {}, item.title)), beside);
};
