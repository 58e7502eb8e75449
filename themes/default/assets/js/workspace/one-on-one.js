// 1:1 prep: an agenda from topics, open goals, recent evidence and questions, as Markdown.
import words from "../strings-agenda.js";
import { autosave } from "../autosave.js";
import { copy } from "../copy.js";
import { download, named } from "../download.js";
import { newId } from "../notebook.js";
import { book, button, date, day, done, draft, draw, el, fill, learn, link, more, part, say, set, setting, start, t, time, who } from "./page.js";

learn(words);
const topics = document.getElementById("r:topics");
const boxes = [...document.querySelectorAll("[data-question]")];
const agenda = part("agenda");
const kept = draft("agenda", "agenda");
const keep = autosave(topics, (x) => kept.write({ x }));
const picked = () => new Set(setting("agenda") ?? []);
const pick = (key, on) => {
  const all = picked();
  if (on) all.add(key);
  else all.delete(key);
  set("agenda", [...all]);
};
const textOf = (box) => box.nextElementSibling.textContent;
for (const box of boxes) box.addEventListener("change", () => pick(`q:${textOf(box)}`, box.checked));

const last = () => book().list("n").filter(([, note]) => note.k === "one-on-one").sort(([, a], [, b]) => b.day.localeCompare(a.day) || b.t - a.t);
const goals = () => book().list("g").filter(([, goal]) => goal.s !== "done").sort(([, a], [, b]) => (a.day ?? "9").localeCompare(b.day ?? "9"));
const recent = () => {
  const since = last()[0]?.[1].day ?? day(Date.now() - 30 * 864e5);
  return book().list("n").filter(([, note]) => note.k === "evidence" && note.day >= since).sort(([, a], [, b]) => b.day.localeCompare(a.day));
};
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const short = (text) => (oneLine(text).length > 200 ? `${oneLine(text).slice(0, 200)}…` : oneLine(text));
/** The agenda as sections of lines: what is picked and still there. */
const sections = () => {
  const all = picked();
  const lines = topics.value.split("\n").map((line) => line.replace(/^\s*[-*]\s+/, "").trim()).filter(Boolean);
  return [
    [t("topics"), lines],
    [t("goals"), goals().filter(([id]) => all.has(`g:${id}`)).map(([, goal]) => short(goal.x) + (goal.day ? ` (${t("by", { date: date(goal.day) })})` : ""))],
    [t("evidence"), recent().filter(([id]) => all.has(`n:${id}`)).map(([, note]) => `${date(note.day)}: ${short(note.x)}`)],
    [t("questions"), boxes.map(textOf).filter((text) => all.has(`q:${text}`))],
  ].filter(([, entries]) => entries.length);
};
const title = () => (who() ? t("title_with", { name: who() }) : t("title"));
const markdown = () => `# ${title()}, ${date(day())}\n${sections().map(([heading, lines]) => `\n## ${heading}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`).join("")}`;
const showAgenda = () => {
  const all = sections();
  draw(agenda.into, el("p", { className: "sheet-title" }, `${title()}, ${date(day())}`), all.length ? all.map(([heading, lines]) => [el("h3", {}, heading), el("ul", {}, lines.map((line) => el("li", { dir: "auto" }, line)))]) : el("p", { className: "empty" }, t("empty")));
  for (const id of ["copy", "download", "held"]) document.getElementById(`r:${id}`).disabled = !all.length;
};
topics.addEventListener("input", showAgenda);
document.getElementById("r:copy").addEventListener("click", async (event) => {
  const { target } = event;
  const label = target.textContent;
  const words_ = (await copy(markdown())) ? t("copied") : t("not_copied");
  target.textContent = words_;
  say(words_);
  setTimeout(() => { target.textContent = label; }, 2000);
});
document.getElementById("r:download").addEventListener("click", () => download(named(".md", who(), day(), "1-1"), markdown(), "text/markdown"));
document.getElementById("r:held").addEventListener("click", () => {
  keep();
  const id = newId();
  const [before, text] = [[...picked()], topics.value];
  book().write("n", id, { x: markdown(), k: "one-on-one", day: day(), l: title() });
  set("agenda", []);
  topics.value = "";
  kept.write({ x: "" });
  done(agenda.said, t("held"), () => {
    book().remove("n", id);
    set("agenda", before);
    topics.value = text;
    kept.write({ x: text });
  });
});
const choice = (key, text, extra) => {
  const box = el("input", { type: "checkbox", checked: picked().has(key), data: { key } });
  box.addEventListener("change", () => pick(key, box.checked));
  return el("li", {}, el("label", {}, box, el("span", { dir: "auto" }, text)), extra);
};

let subject;
start(() => {
  if (subject !== book().subject || document.activeElement !== topics) topics.value = kept.read()?.x ?? "";
  subject = book().subject;
  const all = picked();
  for (const box of boxes) box.checked = all.has(`q:${textOf(box)}`);
  const [open, notes] = [goals(), recent()];
  fill("goals", open.length ? el("ul", { className: "picks" }, open.map(([id, goal]) => choice(`g:${id}`, short(goal.x), goal.day && el("span", { className: "small muted" }, t("by", { date: date(goal.day) }))))) : el("p", { className: "empty" }, t("no_goals"), " ", link("plan.html", t("to_plan"))));
  fill("evidence", notes.length ? el("ul", { className: "picks" }, more(notes.map(([id, note]) => () => choice(`n:${id}`, short(note.x), el("span", { className: "small muted" }, time(note.day)))), 5, "evidence")) : el("p", { className: "empty" }, t("no_evidence"), " ", link("evidence.html", t("to_evidence"))));
  showAgenda();
  const past = last();
  draw(agenda.section.querySelector("[data-past]"), past.length > 0 && el("details", { className: "quiet-details", data: { open: "past" } }, el("summary", {}, t("past", { n: past.length })), past.slice(0, 12).map(([id, note]) => el("details", { data: { open: id } }, el("summary", {}, date(note.day)), el("p", { className: "note-text", dir: "auto" }, note.x), el("p", {}, button(t("remove"), `remove-${id}`, () => {
    book().remove("n", id);
    done(agenda.said, t("removed"), () => book().write("n", id, note));
  }, "quiet"))))));
});
