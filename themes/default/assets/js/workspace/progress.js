// The dashboard: what to do next, what is due, every count of practice, what was done last, what the book no longer has.
import words from "../strings-progress.js";
import strings from "../strings.js";
import { gaps, inOrder, nextItem } from "../gap.js";
import { count, find, scoped } from "../records.js";
import { register, stale } from "../store.js";
import { itemLink, page, tick } from "./items.js";
import { assessments, book, button, el, fill, has, ladder, learn, link, manifest, more, part, present, set, setting, start, t, time } from "./page.js";

learn(words);
const RECENT = 8;
const said = (sum) => (sum.na ? strings.js_practice_na : strings.js_practice).replace(/\{(\w+)\}/g, (place, name) => sum[name] ?? place);
const chapter = (id) => manifest.chapters.find((one) => one.id === id);

const row = (title, url, scope, sum) => el("li", {}, link(url, title, "row-title"),
  el("span", { className: "count-row", data: book().person ? {} : { scope } }, el("progress", { max: sum.total || 1, value: sum.done, "aria-hidden": "true" }), el("span", { className: "count" }, said(sum))));
const counted = (entries) => entries.map(([scope, { title, url }]) => ({ scope, title, url, sum: count(manifest, book(), scope) })).filter(({ sum }) => sum.total + sum.na > 0);
const rows = (list, key) => list.length > 0 && el("ul", { className: "rows counts" }, more(list.map((one) => () => row(one.title, one.url, one.scope, one.sum)), 12, key));
const begun = ({ sum }) => sum.done + sum.doing > 0;
const groups = (list, key) => {
  const [going, rest] = [list.filter(begun), list.filter((one) => !begun(one))];
  return [rows(going, `${key}-begun`), rest.length > 0 && el("details", { className: "quiet-details", data: { open: key } }, el("summary", {}, t("not_begun", { n: rest.length })), rows(rest, key))];
};
// Boxes on pages are the reader's own; those of somebody else stand here.
const boxes = ({ scope, title, sum }) => [
  el("p", { className: "gap-practice" }, `${title} · ${said(sum)}`),
  el("ul", { className: "picks" }, scoped(manifest, scope).filter(([, item]) => item.owner).map(([id, item]) => tick(id, item))),
];

const showContinue = (data) => {
  const level = (name) => data.level.get(present("l", setting(name) ?? ""));
  const aim = level("aim");
  const found = nextItem(manifest, book(), aim ? gaps(aim, assessments(), level("level")) : []);
  const none = book().list("i").length === 0;
  const [id, item, gap] = found ?? [];
  const doing = found && find(manifest, book(), `i:${id}`)?.s === "doing";
  const why = gap ? t("why_gap", { skill: manifest.skills[gap.skill]?.title ?? gap.skill, n: gap.width, level: manifest.levels[aim.id]?.title ?? aim.title })
    : doing ? t("why_doing") : none ? t("why_first") : "";
  const empty = !found && (book().person ? t("nothing_owned") : manifest.items.size ? t("all_done") : t("no_items"));
  fill("continue",
    found && [
      book().person ? el("ul", { className: "picks" }, tick(id, item, { place: part("continue").said })) : el("p", { className: "continue-title" }, itemLink(id, item)),
      el("p", { className: "muted" }, [t("from", { page: page(item).title }), item.effort && t("effort", { effort: item.effort }), why].filter(Boolean).join(" · ")),
    ],
    empty && el("p", {}, empty),
    none && !book().person && has("assess") && el("p", { className: "small" }, t("start"), " ", link("assess.html", t("start_assess")), has("plan") && [", ", link("plan.html", t("start_plan"))], "."),
  );
};
const showNotices = (sum) => {
  const notice = (n, key, url) => n > 0 && el("li", {}, url ? link(url, t(key, { n })) : t(key, { n }));
  const list = [notice(sum.due, "due", has("review") && "review.html"), notice(sum.changed, "changed", has("review") && "review.html"), notice(sum.new, "new", "progress.html#s:new")].filter(Boolean);
  fill("notices", list.length > 0 && el("ul", {}, list));
};
// What came into the book stays on show until the reader says so; for who begins, nothing is new.
const showNew = (sum) => {
  const newest = Math.max(0, ...[...manifest.items.values()].map(({ n }) => n ?? 0));
  if (book().person) return fill("new");
  if (setting("seen") === undefined && book().list("i").length) set("seen", newest);
  const list = sum.new ? inOrder(manifest).filter(([id]) => count(manifest, book(), `item:${id}`).new) : [];
  const line = ([id, item]) => () => el("li", {}, itemLink(id, item, "row-title"), el("span", { className: "muted" }, page(item).title));
  return fill("new", list.length > 0 && [
    el("ul", { className: "rows" }, more(list.map(line), 8, "new")),
    el("p", { className: "actions" }, button(t("seen"), "seen", () => set("seen", newest))),
  ]);
};
// As many whole words as fit.
const short = (text) => (text.length > 90 ? `${text.slice(0, 90).replace(/\S*$/, "").trim() || text.slice(0, 90)} …` : text);
const showRecent = () => {
  const title = (kind, id, record) => ({
    i: () => (manifest.items.get(id) ? itemLink(id, manifest.items.get(id)) : record.l || id),
    p: () => (chapter(id) ? link(chapter(id).url, chapter(id).title) : record.l || id),
    n: () => (record.k === "evidence" ? link("evidence.html", short(record.x) || t("note")) : record.l || t("note")),
    g: () => link("plan.html", short(record.x)),
  })[kind]();
  const all = ["i", "p", "n", "g"].flatMap((kind) => book().list(kind).map(([id, record]) => ({ kind, id, record })));
  const seen = all.filter(({ kind, record }) => (kind === "i" || kind === "p" ? record.s !== "todo" : record.x && record.k !== "draft" && record.k !== "agenda"));
  seen.sort((a, b) => b.record.t - a.record.t);
  const state = ({ kind, record }) => ({ i: t(`did_${record.s}`), p: t("did_read"), n: t("did_note"), g: t("did_goal") })[kind];
  fill("recent", seen.length > 0 && el("ul", { className: "rows" }, seen.slice(0, RECENT).map((one) => el("li", {},
    el("span", { className: "row-words" }, el("span", { className: "muted small" }, state(one), " "), title(one.kind, one.id, one.record)), el("span", { className: "muted small" }, time(one.record.t))))));
};
// What was written for something the book no longer has stays readable under its last title.
const showArchive = () => {
  const olds = new Set([...manifest.was].flatMap(([now, old]) => old.map((id) => now.slice(0, 2) + id)));
  const fields = new Set((manifest.worksheets ?? []).flatMap(({ id, fields: own }) => own.map((field) => `${id}/${field.id}`)));
  const has = { i: (id) => manifest.items.has(id), p: (id) => Boolean(chapter(id)), a: (id) => id in manifest.skills, n: (id) => !id.includes("/") || fields.has(id) };
  const lost = Object.keys(has).flatMap((kind) => book().list(kind).filter(([id, record]) => !has[kind](id) && !olds.has(`${kind}:${id}`) && record.s !== "todo" && record.x !== "").map(([id, record]) => [id, record]));
  fill("archive", lost.length > 0 && el("ul", { className: "rows" }, more(lost.map(([id, record]) => () => el("li", {},
    el("span", { className: "row-words" }, record.l || id, record.x && el("span", { className: "row-text" }, record.x)), el("span", { className: "muted small" }, time(record.t)))), 10, "archive")));
};
const showBackup = () => {
  const { changed } = stale();
  const text = changed ? t(register("exported") ? "unsaved" : "unbacked", { n: changed }) : book().list("i").length ? t("saved") : t("nothing_to_save");
  fill("backup", el("p", {}, text, " ", link("backup.html", t("to_backup"))));
};

start((data) => {
  showContinue(data);
  const sum = count(manifest, book(), "book");
  showNotices(sum);
  showNew(sum);
  const lists = counted([...new Set(inOrder(manifest).map(([, item]) => item.page))].map((key) => [`page:${key}`, manifest.pages[key]]));
  fill("lists", book().person ? lists.map(boxes) : groups(lists, "lists"));
  fill("skills", groups(counted(Object.entries(manifest.skills).map(([id, one]) => [`skill:${id}`, one])), "skills"));
  showRecent();
  showArchive();
  showBackup();
}, ladder);
