// Self-assessment: binds the table that stands in the page, draws the picture, keeps snapshots.
import words from "../strings-assess.js";
import { autosave } from "../autosave.js";
import { newId } from "../notebook.js";
import { assessments, bindLevel, book, button, date, day, done, draw, el, fill, ladder, learn, manifest, part, present, start, stepsOf, t, who } from "./page.js";
import { mean, picture } from "./radar.js";

learn(words);
const sheets = [...document.querySelectorAll(".assess")];
const showAim = bindLevel("r:aim", "aim");
let most = 6;
let target = () => undefined;
let edition;

const write = (skill, title, change) => {
  const last = book().read("a", skill);
  const { v, c, x, e, w } = { ...last, ...change };
  if (v === undefined) return;
  book().write("a", skill, { v, c, x, e: "v" in change ? edition : e, w: "v" in change ? target(skill)?.step : w, l: title });
};
const shows = sheets.map((sheet) => {
  const { skill, title } = sheet.dataset;
  const steps = [...sheet.querySelectorAll("input[type=radio]")];
  const confidence = sheet.querySelector("[data-confidence]");
  const line = sheet.querySelector("[data-evidence]");
  const clear = sheet.querySelector("[data-clear]");
  const said = sheet.querySelector("[data-said]");
  clear.dataset.key = `clear-${skill}`;
  const aim = sheet.querySelector("[data-aim]");
  for (const step of steps) step.addEventListener("change", () => write(skill, title, { v: Number(step.value) }));
  confidence.addEventListener("change", () => write(skill, title, { c: confidence.value ? Number(confidence.value) : undefined }));
  autosave(line, (x) => write(skill, title, { x }));
  clear.addEventListener("click", () => {
    const before = book().read("a", skill);
    book().remove("a", skill);
    steps[0].focus();
    done(said, t("cleared", { title }), () => book().write("a", skill, before));
  });
  return () => {
    const record = book().read("a", skill);
    const wanted = target(skill);
    sheet.dataset.step = record?.v ?? "";
    for (const step of steps) {
      step.checked = record?.v === Number(step.value);
      step.parentElement.toggleAttribute("data-wanted", wanted?.step === Number(step.value));
    }
    for (const text of sheet.querySelectorAll("[data-step]:not(fieldset)")) text.hidden = Number(text.dataset.step) !== record?.v;
    confidence.value = record?.c ?? "";
    if (document.activeElement !== line) line.value = record?.x ?? "";
    for (const control of [confidence, line, clear]) control.disabled = !record;
    const moved = record?.w !== undefined && wanted && record.w !== wanted.step ? ` ${t("moved", { then: record.w, now: wanted.step })}` : "";
    aim.textContent = wanted ? t(`wanted_${wanted.weight}`, { level: wanted.level, step: wanted.step }) + moved : "";
  };
});

const showPicture = (data, level) => {
  const own = assessments();
  if (!own.size) return fill("picture");
  const areas = [...new Set(data.skills.map(({ area }) => area ?? ""))];
  const groups = areas.length > 2 ? areas.map((id) => ({ title: data.area.get(id)?.title ?? t("others"), skills: data.skills.filter(({ area }) => (area ?? "") === id) })) : data.skills.map((skill) => ({ title: skill.title, skills: [skill] }));
  const first = groups.map(({ skills }) => mean(skills.map(({ id }) => own.get(id)?.v).filter((step) => step !== undefined)));
  const second = level && groups.map(({ skills }) => mean(skills.map(({ id }) => level.targets[id]?.step).filter((step) => step !== undefined)));
  const subject = who() ?? t("you");
  const series = [{ name: "first", title: subject, values: first }, ...(second ? [{ name: "second", title: level.title, values: second }] : [])];
  const cell = (value) => el("td", {}, value ?? "–");
  const table = el("div", { className: "table", tabIndex: 0, role: "group", "aria-label": t("picture_table") }, el("table", {},
    el("thead", {}, el("tr", {}, [t("area"), subject, level?.title].filter(Boolean).map((title) => el("th", { scope: "col" }, title)))),
    el("tbody", {}, groups.map(({ title }, at) => el("tr", {}, el("th", { scope: "row" }, title), cell(first[at]), second && cell(second[at]))))));
  const description = groups.map(({ title }, at) => `${title}: ${first[at] ?? "–"}`).join("; ");
  return fill("picture", el("div", { className: "picture" }, picture(groups.map(({ title }) => title), series, t("picture"), description), table), el("p", { className: "small muted" }, t("picture_note")));
};
const showSnapshots = () => {
  const own = assessments();
  const kept = book().list("s").sort(([, a], [, b]) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.t - b.t));
  const { section, into } = part("snapshots");
  section.hidden = !own.size && !kept.length;
  document.getElementById("r:keep").disabled = !own.size;
  if (!kept.length) return draw(into, el("p", { className: "empty" }, t("no_snapshots")));
  const shown = kept.slice(-most).map(([id, one]) => ({ id, one, steps: stepsOf(one) }));
  const skills = Object.entries(manifest.skills).filter(([id]) => own.has(id) || shown.some(({ steps }) => steps.has(id)));
  const trend = (values) => values.map((value, at) => {
    const before = values.slice(0, at).findLast((one) => one !== undefined);
    const up = value !== undefined && before !== undefined ? Math.sign(value - before) : 0;
    return el("td", {}, value ?? "–", up !== 0 && el("span", { className: "trend" }, up > 0 ? " ↑" : " ↓", el("span", { className: "visually-hidden" }, t(up > 0 ? "up" : "down"))));
  });
  const remove = (id, one) => button(t("remove"), `remove-${id}`, () => {
    book().remove("s", id);
    done(part("snapshots").said, t("snapshot_removed", { date: date(one.day) }), () => book().write("s", id, one));
  }, "quiet");
  const earlier = kept.length - shown.length;
  return draw(into, earlier > 0 && el("p", {}, button(t("more", { n: earlier }), "earlier", () => {
    most = Infinity;
    showSnapshots();
  }, "button small")), el("div", { className: "table", tabIndex: 0, role: "group", "aria-label": t("snapshots_table") }, el("table", { className: "snapshots" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("skill")), shown.map(({ id, one }) => el("th", { scope: "col" }, date(one.day), el("br"), remove(id, one))), el("th", { scope: "col" }, t("now")))),
    el("tbody", {}, skills.map(([id, { title }]) => el("tr", {}, el("th", { scope: "row" }, title), trend([...shown.map(({ steps }) => steps.get(id)), own.get(id)?.v])))))));
};

document.getElementById("r:keep").addEventListener("click", () => {
  const v = Object.fromEntries([...assessments()].map(([skill, record]) => [skill, record.v]));
  const id = newId();
  book().write("s", id, { v, day: day(), e: edition, l: t("snapshot", { date: date(day()) }), aim: target.level });
  done(part("snapshots").said, t("snapshot_kept"), () => book().remove("s", id));
});

start((data) => {
  const aim = showAim();
  const level = aim && data.level.get(present("l", aim));
  ({ edition } = data);
  target = (skill) => level?.targets[skill] && { ...level.targets[skill], level: level.title };
  target.level = level?.id;
  shows.forEach((show) => show());
  showPicture(data, level);
  showSnapshots();
}, ladder);
