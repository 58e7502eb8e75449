// Done items that are due for another look: still true, or not any more.
import words from "../strings-review.js";
import { dueAt, find } from "../records.js";
import { itemLink, page } from "./items.js";
import { book, button, date, done, draw, el, fill, learn, manifest, more, part, start, t, time } from "./page.js";

learn(words);
const write = (id, item, fields) => book().write("i", id, { r: item.rev, l: item.title, ...fields });
const answer = (where, { id, item, record: before }, s) => {
  write(id, item, { s });
  done(part(where).said, t(s === "done" ? "confirmed" : "reopened", { title: item.title }), () => write(id, item, { ...before, c: before.c ?? before.t, t: undefined, d: undefined }));
};
const entry = (where, one, yes, { id, item, record } = one) => el("li", { className: "review-row" },
  el("div", {},
    itemLink(id, item, "row-title"),
    el("p", { className: "small muted" }, [page(item).title, t("ticked", { date: date(record.c ?? record.t) }), item.review && t("every", { n: item.review })].filter(Boolean).join(" · "))),
  el("p", { className: "actions" }, button(yes, `yes-${id}`, () => answer(where, one, "done")), button(t("not_now"), `no-${id}`, () => answer(where, one, "todo"))));

start(() => {
  const own = [...manifest.items].filter(([, item]) => !book().person || item.owner).map(([id, item]) => ({ id, item, record: find(manifest, book(), `i:${id}`) })).filter(({ record }) => record?.s === "done");
  const timed = own.map((one) => ({ ...one, due: dueAt(one.item, one.record) })).filter(({ due }) => due !== undefined).sort((a, b) => a.due - b.due);
  const now = Date.now();
  const [due, later] = [timed.filter(({ due: at }) => at <= now), timed.filter(({ due: at }) => at > now)];
  draw(part("due").into, due.length ? el("ul", { className: "rows" }, more(due.map((one) => () => entry("due", one, t("still_true"))), 20, "due")) : el("p", { className: "empty" }, t(later.length ? "nothing_due" : "nothing_yet")));
  const changed = own.filter(({ item, record }) => record.r < item.rev);
  fill("changed", changed.length > 0 && el("ul", { className: "rows" }, changed.map((one) => entry("changed", one, t("still_done")))));
  fill("later", later.length > 0 && el("ul", { className: "rows" }, more(later.map(({ id, item, due: at }) => () => el("li", {}, itemLink(id, item, "row-title"), el("span", { className: "small muted" }, time(at)))), 10, "later")));
});
