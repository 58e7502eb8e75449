// The plan: the gap to an aimed level skill by skill, the next three things worth doing, goals.
import words from "../strings-plan.js";
import { autosave } from "../autosave.js";
import { building, gaps } from "../gap.js";
import { newId } from "../notebook.js";
import { itemLink, page, tick, where } from "./items.js";
import { assessments, bindLevel, book, button, date, day, done, draft, draw, el, fill, ladder, learn, link, manifest, part, present, start, t } from "./page.js";

learn(words);
const showLevel = bindLevel("r:level", "level");
const showAim = bindLevel("r:aim", "aim");
const PRACTICE = 6;
const skillTitle = (id) => manifest.skills[id]?.title ?? id;
const skillLink = (id) => (manifest.skills[id] ? link(manifest.skills[id].url, skillTitle(id)) : skillTitle(id));
const expectationLink = (one) => {
  const [owner, local] = one.id.split("/");
  const level = manifest.levels[owner];
  return level ? link(`${level.url}#${encodeURIComponent(local)}`, one.title) : one.title;
};

const width = (gap) => (gap.width === undefined ? t("not_assessed") : gap.width === 0 ? t("reached") : t("below", { n: gap.width }));
const gapRow = (gap, skill, level) => {
  const text = (step) => skill?.steps.find((one) => one.step === step);
  const now = text(gap.step);
  const next = text((gap.step ?? 0) + 1);
  const practice = gap.width > 0 ? building(manifest, book(), gap) : [];
  return el("details", { className: "gap", data: { open: gap.skill } },
    el("summary", { data: { key: `gap-${gap.skill}` } }, el("span", { className: "gap-skill" }, skillTitle(gap.skill)), el("span", { className: "gap-words" }, `${width(gap)}, ${t(gap.weight)}`),
      el("span", { className: `gap-steps${gap.assumed ? " assumed" : ""}`, "aria-hidden": "true" }, [1, 2, 3, 4, 5].map((step) => el("span", { className: step <= (gap.step ?? 0) ? "has" : step <= gap.target ? "wants" : "" })))),
    el("div", { className: "gap-body" },
      gap.assumed && el("p", { className: "small muted" }, t("assumed"), " ", link("assess.html", t("assess"))),
      gap.note && el("p", { className: "small muted" }, gap.note),
      el("dl", { className: "gap-texts" },
        now && el("div", {}, el("dt", {}, t("now_step", { step: gap.step, title: now.title })), el("dd", {}, now.text)),
        gap.width > 0 && next && el("div", {}, el("dt", {}, t("next_step", { step: next.step, title: next.title })), el("dd", {}, next.text)),
        gap.width > 1 && text(gap.target) && el("div", {}, el("dt", {}, t("aim_step", { level, step: gap.target, title: text(gap.target).title })), el("dd", {}, text(gap.target).text))),
      practice.length > 0 && [el("p", { className: "gap-practice" }, t("practice")), el("ul", { className: "picks" }, practice.slice(0, PRACTICE).map(([id, item]) => tick(id, item, { place: part("gap").said, list: gap.skill, beside: where(item) })))],
      el("p", { className: "small" }, t("read_skill"), " ", skillLink(gap.skill))));
};
const showGap = (data, level, open) => {
  if (!level) return fill("gap", el("p", { className: "empty" }, t("no_aim")));
  const missing = open.filter((gap) => gap.width === undefined);
  const below = open.filter((gap) => gap.width > 0);
  const reached = open.filter((gap) => gap.width === 0);
  const rows = (list) => list.map((gap) => gapRow(gap, data.skill.get(gap.skill), level.title));
  return fill("gap",
    missing.length > 0 && el("p", { className: "notice" }, t("assess_first"), " ", link("assess.html", t("assess"))),
    below.length > 0 && el("div", { className: "gaps" }, rows(below)),
    below.length === 0 && missing.length === 0 && el("p", {}, t("no_gap", { level: level.title })),
    missing.length > 0 && el("div", { className: "gaps" }, rows(missing)),
    reached.length > 0 && el("details", { className: "quiet-details", data: { open: "reached" } }, el("summary", {}, t("reached_more", { level: level.title })), el("div", { className: "gaps" }, rows(reached))));
};
// Practice for the widest gaps first; then evidence that is missing; then what is needed to know more.
const showNext = (level, open) => {
  if (!level) return fill("next");
  const things = [];
  const taken = new Set();
  for (const gap of open.filter(({ width: wide }) => wide > 0)) {
    const [id, item] = building(manifest, book(), gap).find(([one]) => !taken.has(one)) ?? [];
    if (!id || things.length === 3) continue;
    taken.add(id);
    things.push(el("li", {}, itemLink(id, item), el("span", { className: "row-text" }, `${skillTitle(gap.skill)}: ${width(gap)}, ${t(gap.weight)}. ${page(item).title}${item.effort ? `, ${item.effort}` : ""}`)));
  }
  const tagged = new Set(book().list("n").flatMap(([, note]) => note.expectations ?? []).map((id) => present("e", id)));
  if (things.length < 3 && !book().list("a").length) things.push(el("li", {}, link("assess.html", t("next_assess")), el("span", { className: "row-text" }, t("next_assess_why"))));
  const core = new Set(open.filter(({ weight }) => weight === "core").map(({ skill }) => skill));
  const bare = level.expectations.filter((one) => !tagged.has(one.id)).sort((a, b) => Number(core.has(b.skill)) - Number(core.has(a.skill)));
  for (const one of bare.slice(0, 3 - things.length)) things.push(el("li", {}, link(`evidence.html#e=${encodeURIComponent(one.id)}`, t("next_evidence", { title: one.title })), el("span", { className: "row-text" }, t("next_evidence_why"))));
  fill("next", things.length > 0 && el("ol", { className: "things" }, things.slice(0, 3)));
};

const goals = part("goals");
const form = document.getElementById("r:goal-form");
const field = document.getElementById("r:goal");
const due = document.getElementById("r:goal-day");
const about = document.getElementById("r:goal-skill");
// What is typed and not added yet is kept, and stands here again after a detour.
const kept = draft("goal-draft");
const keep = () => kept.write({ x: field.value, day: due.value || undefined, skills: [about.value].filter(Boolean) });
const keepDraft = autosave(field, keep);
for (const other of [due, about]) other.addEventListener("change", keep);
const showDraft = (record) => { [field.value, due.value, about.value] = [record?.x ?? "", record?.day ?? "", present("a", record?.skills?.[0] ?? "")]; };
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const x = field.value.trim();
  if (!x) return field.focus();
  keepDraft();
  const id = newId();
  book().write("g", id, { x, s: "todo", day: due.value || undefined, skill: about.value || undefined, l: x.slice(0, 80) });
  kept.write({ x: "" });
  showDraft();
  done(goals.said, t("goal_added"), () => book().remove("g", id));
  return field.focus();
});
const goalRow = ([id, goal]) => {
  const box = el("input", { type: "checkbox", checked: goal.s === "done", data: { key: `goal-${id}` } });
  box.addEventListener("change", () => {
    book().write("g", id, { ...goal, s: box.checked ? "done" : "todo" }, goal);
    done(goals.said, t(box.checked ? "goal_done" : "goal_open"), () => book().write("g", id, goal));
  });
  const late = goal.s !== "done" && goal.day && goal.day < day();
  return el("li", { className: goal.s === "done" ? "goal done" : "goal" },
    el("label", { className: "tick" }, box, el("span", {}, goal.x)),
    el("span", { className: "small muted" }, [goal.day && t(late ? "goal_late" : "goal_by", { date: date(goal.day) }), goal.skill && skillTitle(present("a", goal.skill))].filter(Boolean).join(" · ")),
    button(t("remove"), `remove-${id}`, () => {
      book().remove("g", id);
      done(goals.said, t("goal_removed"), () => book().write("g", id, goal));
    }, "quiet"));
};
const showGoals = () => {
  const list = book().list("g").sort(([, a], [, b]) => Number(a.s === "done") - Number(b.s === "done") || (a.day ?? "9").localeCompare(b.day ?? "9") || a.t - b.t);
  draw(goals.into, list.length ? el("ul", { className: "goals" }, list.map(goalRow)) : el("p", { className: "empty" }, t("no_goals")));
  if (!form.contains(document.activeElement)) showDraft(kept.read());
};

start((data) => {
  const [now, aim] = [showLevel(), showAim()];
  const level = aim && data.level.get(aim);
  const open = level ? gaps(level, assessments(), now && data.level.get(now)) : [];
  showNext(level, open);
  showGap(data, level, open);
  showGoals();
}, ladder);
