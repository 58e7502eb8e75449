// Two assessments side by side: the reader's, a person's, a snapshot, one from a file or a share link. Nothing is kept.
import words from "../strings-both.js";
import { notebook, people } from "../notebook.js";
import { find } from "../records.js";
import { assessments, date, el, fill, ladder, learn, link, manifest, part, say, start, stepsOf, t } from "./page.js";
import { mean, picture } from "./radar.js";

learn(words);
const [first, second, file, shared] = ["first", "second", "file", "link"].map((id) => document.getElementById(`r:${id}`));
const said = part("choose").section.querySelector("[data-said]");
/** Assessments that came from outside, by key: {title, steps, lines}. */
const brought = new Map();

const placesOf = (records) => new Map([...records].map(([skill, record]) => [skill, record.v]));
const linesOf = (records) => new Map([...records].filter(([, record]) => record.x).map(([skill, record]) => [skill, record.x]));
/** Everything that can be compared, by key. */
const choices = () => {
  const all = new Map();
  for (const { id, name } of [{ id: "me", name: t("me") }, ...people()]) {
    const view = notebook(id);
    const now = assessments(view);
    if (now.size) all.set(`now:${id}`, { title: t("now", { name }), steps: placesOf(now), lines: linesOf(now) });
    for (const [key, one] of view.list("s").sort(([, a], [, b]) => b.t - a.t)) all.set(`s:${id}:${key}`, { title: t("then", { name, date: date(one.day) }), steps: stepsOf(one), lines: new Map() });
  }
  return new Map([...all, ...brought]);
};
let known = new Map();
const options = () => {
  known = choices();
  const keys = [...known.keys()];
  for (const [select, at] of [[first, 0], [second, 1]]) {
    const value = select.value;
    select.replaceChildren(new Option(t("choose"), ""), ...keys.map((key) => new Option(known.get(key).title, key)));
    select.value = known.has(value) ? value : (at && keys.find((key) => key.startsWith("now:") && key !== keys[0])) || keys[at] || "";
  }
};
const tell = (text) => {
  said.textContent = text;
  say(text);
};
const bring = (key, one) => {
  if (!one.steps.size) return tell(t("none_inside"));
  brought.set(key, one);
  options();
  if (!first.value || first.value === key) first.value = [...known.keys()].find((other) => other !== key) ?? "";
  second.value = key;
  tell(t("brought", { title: one.title }));
  return show();
};

let data;
const show = () => {
  const [a, b] = [known.get(first.value), known.get(second.value)];
  if (!a || !b || a === b) return fill("both", el("p", { className: "empty" }, t(known.size ? "choose_two" : "nothing"), " ", link("assess.html", t("to_assess"))));
  const rows = data.skills.filter(({ id }) => a.steps.has(id) || b.steps.has(id)).map((skill) => ({ skill, one: a.steps.get(skill.id), two: b.steps.get(skill.id) }));
  const apart = ({ one, two }) => (one === undefined || two === undefined ? -1 : Math.abs(one - two));
  rows.sort((x, y) => apart(y) - apart(x));
  const areas = [...new Set(data.skills.map(({ area }) => area ?? ""))];
  const groups = areas.length > 2 ? areas.map((id) => ({ title: data.area.get(id)?.title ?? t("others"), rows: rows.filter(({ skill }) => (skill.area ?? "") === id) })).filter((group) => group.rows.length)
    : rows.map((row) => ({ title: row.skill.title, rows: [row] }));
  const values = (side) => groups.map((group) => mean(group.rows.map((row) => row[side]).filter((step) => step !== undefined)));
  const series = [{ name: "first", title: a.title, values: values("one") }, { name: "second", title: b.title, values: values("two") }];
  const name = (skill, step) => (step === undefined ? "–" : step === 0 ? t("zero") : `${step} · ${skill.steps.find((one) => one.step === step)?.title ?? ""}`);
  const cell = (skill, step, line) => el("td", {}, name(skill, step), line && el("p", { className: "small muted note-text", dir: "auto" }, line));
  const difference = (row) => (apart(row) < 0 ? t("one_side") : apart(row) === 0 ? t("same") : t("apart", { n: apart(row) }));
  return fill("both",
    el("p", {}, t(rows.some((row) => apart(row) > 0) ? "talk" : "agree")),
    el("div", { className: "table", tabIndex: 0, role: "group", "aria-label": t("table") }, el("table", { className: "both" },
      el("thead", {}, el("tr", {}, [t("skill"), a.title, b.title, t("difference")].map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, rows.map((row) => el("tr", { className: apart(row) > 1 ? "far" : "" }, el("th", { scope: "row" }, manifest.skills[row.skill.id] ? link(manifest.skills[row.skill.id].url, row.skill.title) : row.skill.title),
        cell(row.skill, row.one, a.lines.get(row.skill.id)), cell(row.skill, row.two, b.lines.get(row.skill.id)), el("td", {}, difference(row))))))),
    el("div", { className: "picture" }, picture(groups.map(({ title }) => title), series, t("picture"), groups.map(({ title }, at) => `${title}: ${series[0].values[at] ?? "–"}, ${series[1].values[at] ?? "–"}`).join("; "))));
};
for (const select of [first, second]) select.addEventListener("change", show);
file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  const { LARGEST, readFile } = await import("../file.js");
  const read = chosen.size > LARGEST ? { error: "large" } : readFile(await chosen.text(), { site: manifest.site, now: Date.now() });
  if (read.error) return tell(t(`error_${read.error}`, { site: read.site ?? "" }));
  for (const [subject, records] of read.subjects) {
    const own = new Map(Object.keys(manifest.skills).map((id) => [id, find(manifest, records, `a:${id}`)]).filter(([, record]) => record && !record.z));
    if (own.size) bring(`file:${chosen.name}:${subject}`, { title: read.names.get(subject) ?? chosen.name, steps: placesOf(own), lines: linesOf(own) });
  }
  if (![...brought.keys()].some((key) => key.startsWith(`file:${chosen.name}:`))) tell(t("none_inside"));
});
const readLink = async (text) => {
  const { decode } = await import("../share.js");
  const found = decode(manifest, text.replace(/^.*#p=/s, ""));
  if (found.error) return tell(t(found.error === "newer" ? "error_newer" : "error_link"));
  const own = new Map([...found.records].filter(([key]) => key.startsWith("a:")).map(([key, one]) => [key.slice(2), one]));
  return bring(`link:${text}`, { title: t("from_link"), steps: placesOf(own), lines: new Map() });
};
shared.addEventListener("change", () => shared.value.trim() && readLink(shared.value.trim()));

start((found) => {
  data = found;
  options();
  show();
  if (location.hash.startsWith("#p=") && !brought.size) readLink(location.href);
}, ladder);
