// The packet: evidence by expectation of a level, to copy as Markdown or to print.
import words from "../strings-packet.js";
import { copy } from "../copy.js";
import { download, named } from "../download.js";
import { bindLevel, book, date, day, draw, el, ladder, learn, link, part, present, say, start, t, who } from "./page.js";

learn(words);
const showAim = bindLevel("r:aim", "aim");
const since = document.getElementById("r:since");
const actions = document.getElementById("r:actions");
let level;

const start_ = () => {
  if (!since.value) return "";
  const from = new Date();
  from.setMonth(from.getMonth() - Number(since.value));
  return day(from.getTime());
};
/** Each expectation with its notes, the newest first; then notes that belong to none. */
const chapters = () => {
  const from = start_();
  const notes = book().list("n").map(([, note]) => note).filter((note) => note.k === "evidence" && note.day >= from).sort((a, b) => b.day.localeCompare(a.day));
  const of = (note) => (note.expectations ?? []).map((id) => present("e", id));
  const here = new Set(level.expectations.map(({ id }) => id));
  return {
    expectations: level.expectations.map((one) => ({ ...one, notes: notes.filter((note) => of(note).includes(one.id)) })),
    others: notes.filter((note) => !of(note).some((id) => here.has(id))),
  };
};
const heading = () => (who() ? t("title_of", { name: who(), level: level.title }) : t("title", { level: level.title }));
const period = () => (since.value ? t("period", { from: date(start_()), to: date(day()) }) : date(day()));
// A line of a note may not become a heading of the packet, neither by what it begins with nor as a line below a text.
const entry = (note) => {
  const [first, ...rest] = note.x.trim().split(/\r?\n/);
  return `- **${date(note.day)}** ${first}${rest.map((line) => `\n  ${line.replace(/^(\s*)([#>]|[-=]+\s*$)/, "$1\\$2")}`).join("")}`;
};
const markdown = () => {
  const { expectations, others } = chapters();
  const lines = [`# ${heading()}`, "", period()];
  for (const one of expectations) lines.push("", `## ${one.title}`, "", `> ${one.statement}`, "", ...(one.notes.length ? one.notes.map(entry) : [t("none_yet")]));
  if (others.length) lines.push("", `## ${t("others")}`, "", ...others.map(entry));
  return `${lines.join("\n")}\n`;
};
const list = (notes) => el("ul", { className: "packet-notes" }, notes.map((note) => el("li", {}, el("span", { className: "small muted" }, date(note.day)), el("p", { className: "note-text", dir: "auto" }, note.x))));
const show = () => {
  actions.hidden = !level;
  const { into } = part("packet");
  if (!level) return draw(into, el("p", { className: "empty" }, t("no_level"), " ", link("evidence.html", t("to_evidence"))));
  const { expectations, others } = chapters();
  return draw(into,
    el("h2", { className: "packet-title" }, heading()), el("p", { className: "muted" }, period()),
    expectations.map((one) => el("section", { className: "packet-part" }, el("h3", {}, one.title), el("p", { className: "packet-statement" }, one.statement),
      one.notes.length ? list(one.notes) : el("p", { className: "empty" }, t("none_yet"), " ", el("span", { className: "screen-only" }, link(`evidence.html#e=${encodeURIComponent(one.id)}`, t("write")))))),
    others.length > 0 && el("section", { className: "packet-part" }, el("h3", {}, t("others")), list(others)));
};
since.addEventListener("change", show);
document.getElementById("r:copy").addEventListener("click", async ({ target }) => {
  const label = target.textContent;
  target.textContent = (await copy(markdown())) ? t("copied") : t("not_copied");
  say(target.textContent);
  setTimeout(() => { target.textContent = label; }, 2000);
});
document.getElementById("r:download").addEventListener("click", () => download(named(".md", who(), level.id, day()), markdown(), "text/markdown"));
document.getElementById("r:print").addEventListener("click", () => print());

start((data) => {
  const aim = showAim();
  level = aim && data.level.get(aim);
  show();
}, ladder);
