// Evidence: dated notes with tags, and what each expectation of the aimed level has behind it.
import words from "../strings-evidence.js";
import { autosave } from "../autosave.js";
import { newId, texts } from "../notebook.js";
import { age, bindLevel, book, button, day, done, draft, draw, el, ladder, learn, link, manifest, more, part, removed, present, start, t, time } from "./page.js";

learn(words);
const byId = (id) => document.getElementById(id);
const [form, text, when, skill, expectation, filter, search] = ["note-form", "note", "note-day", "note-skill", "note-expectation", "filter", "find"].map((id) => byId(`r:${id}`));
const showAim = bindLevel("r:aim", "aim");
const list = form.querySelector("[data-tags]");
const kept = form.querySelector("[data-kept]");
const add = form.querySelector(".strong");
const cancel = byId("r:note-cancel");
const addLabel = add.textContent;
const notes = part("notes");
const FIRST = 8;
const tags = { skills: new Set(), expectations: new Set() };
const LETTERS = { skills: "a", expectations: "e" };
/** The tags of a note by their present ids. */
const tagsOf = (note, kind) => (note[kind] ?? []).map((id) => present(LETTERS[kind], id));
let data;
let titles = new Map();
let [editing, stored, from, base] = [];

const skillTitle = (id) => manifest.skills[id]?.title ?? id;
const expectationTitle = (id) => {
  const level = manifest.levels[id.split("/")[0]]?.title;
  return titles.has(id) ? `${level ? `${level}: ` : ""}${titles.get(id)}` : id;
};
const showTags = () => {
  const all = [...[...tags.skills].map((id) => ["skills", id, skillTitle(id)]), ...[...tags.expectations].map((id) => ["expectations", id, expectationTitle(id)])];
  list.hidden = !all.length;
  draw(list, all.map(([kind, id, title]) => el("li", {}, title, button("×", `tag-${id}`, () => {
    tags[kind].delete(id);
    showTags();
    keepTags();
    (kind === "skills" ? skill : expectation).focus();
  }, "tag-remove"))));
  for (const [at, remove] of [...list.querySelectorAll("button")].entries()) remove.ariaLabel = t("remove_tag", { title: all[at][2] });
};
// What is being written is a note of the kind draft: it is there again after a detour, in another tab, in a backup.
// A change of a note has a draft of its own until it is saved or given up.
const CHANGE = "draft-";
const fieldsOf = (x) => ({ x, day: when.value || day(), skills: [...tags.skills], expectations: [...tags.expectations] });
// A draft of a new note whose day was not chosen is of the day on which it is added.
const draftOf = (x) => ({ ...fieldsOf(x), b: base, day: !editing && when.value === day() ? undefined : when.value });
const showKept = (x) => { kept.textContent = [editing && t("editing"), x && t("draft_kept")].filter(Boolean).join(" "); };
const keepDraft = autosave(text, (x) => {
  stored.write(draftOf(x));
  showKept(x);
});
const keepTags = () => stored.write(draftOf(text.value));
when.addEventListener("change", keepTags);
const show = (record) => {
  text.value = record?.x ?? "";
  when.value = record?.day ?? day();
  for (const kind of Object.keys(tags)) tags[kind] = new Set(record && tagsOf(record, kind));
  showTags();
  showKept();
};
/** Brings the draft of a new note into the form, or that of a change of the note `id`. */
const load = (id) => {
  editing = id;
  stored = draft(id ? CHANGE + id : "draft");
  const [found, note] = [stored.read(), id && book().read("n", id)];
  const begun = found?.x || !id;
  base = begun ? found?.b : note?.t;
  // What became of the note after its change was begun stands beside it.
  from = note && note.t !== base ? {} : note;
  show(begun ? found : note);
  add.textContent = id ? t("save") : addLabel;
  cancel.hidden = !id;
};
/** The note whose change was begun and neither saved nor given up. */
const unfinished = () => book().list("n").filter(([, one]) => one.k === "draft" && texts(one).some(({ x }) => x))
  .map(([id]) => id.replace(CHANGE, "")).find((id) => book().read("n", id)?.k === "evidence");
for (const [select, kind] of [[skill, "skills"], [expectation, "expectations"]]) {
  select.addEventListener("change", () => {
    if (!select.value) return;
    tags[kind].add(select.value);
    const one = kind === "expectations" && data.levels.flatMap((level) => level.expectations).find(({ id }) => id === select.value);
    if (one && one.skill in manifest.skills) tags.skills.add(one.skill);
    select.value = "";
    showTags();
    keepTags();
  });
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const x = text.value.trim();
  if (!x) return text.focus();
  keepDraft();
  const [id, before] = [editing ?? newId(), editing && book().read("n", editing)];
  const after = book().write("n", id, { ...fieldsOf(x), k: "evidence" }, from);
  stored.write({ x: "" });
  if (editing) load();
  else show();
  done(part("write").said, t(before ? "changed" : "added"), before ? () => book().write("n", id, { o: [], ...before }, after) : () => book().remove("n", id));
  return text.focus();
});
cancel.addEventListener("click", () => {
  keepDraft();
  const [id, given, own] = [editing, draftOf(text.value), stored];
  own.write({ x: "" });
  load();
  done(part("write").said, t("given_up"), () => {
    own.write(given);
    load(id);
  });
  text.focus();
});

const edit = (id) => {
  keepDraft();
  load(id);
  text.focus();
};
const noteRow = ([id, record]) => el("li", { className: "note" },
  el("p", { className: "note-head small muted" }, time(record.day ?? record.t), record.l && record.k !== "evidence" && ` · ${record.l}`),
  texts(record).map((one, at) => [at === 1 && el("p", { className: "small muted" }, t("beside")), el("p", { className: "note-text", dir: "auto" }, one.x)]),
  el("p", { className: "note-tags small" }, [...tagsOf(record, "skills").map(skillTitle), ...tagsOf(record, "expectations").map(expectationTitle)].map((title) => el("span", { className: "tag" }, title))),
  el("p", { className: "actions" }, button(t("edit"), `edit-${id}`, () => edit(id), "quiet"), button(t("remove"), `remove-${id}`, () => {
    book().remove("n", id);
    if (editing === id) load();
    done(notes.said, t("removed"), () => book().write("n", id, record));
  }, "quiet")));
const written = () => book().list("n").filter(([, note]) => note.k === "evidence").sort(([, a], [, b]) => (b.day ?? "").localeCompare(a.day ?? "") || b.t - a.t);
const showNotes = () => {
  const all = written();
  notes.section.hidden = !all.length && !notes.said.firstChild;
  const used = (kind, title) => [...new Set(all.flatMap(([, note]) => tagsOf(note, kind)))].map((id) => [`${kind}:${id}`, title(id)]).sort(([, a], [, b]) => a.localeCompare(b));
  const value = filter.value;
  filter.replaceChildren(new Option(t("everything"), ""), new Option(t("untagged"), "none"), ...[...used("skills", skillTitle), ...used("expectations", expectationTitle)].map(([key, title]) => new Option(title, key)));
  filter.value = [...filter.options].some((option) => option.value === value) ? value : "";
  const [kind, id] = filter.value.split(/:(.*)/);
  const wanted = search.value.trim().toLocaleLowerCase();
  const fits = ([, note]) => (!kind || (kind === "none" ? !note.skills?.length && !note.expectations?.length : tagsOf(note, kind).includes(id))) && (!wanted || note.x.toLocaleLowerCase().includes(wanted));
  const found = all.filter(fits);
  draw(notes.into, found.length ? el("ul", { className: "notes" }, more(found.map((one) => () => noteRow(one)), FIRST, "notes")) : el("p", { className: "empty" }, t("none_found")));
};
const showCoverage = (level) => {
  const { into } = part("coverage");
  if (!level) return draw(into, el("p", { className: "empty" }, t("no_aim")));
  const all = written();
  const fits = new Map(level.expectations.map((one) => [one.id, []]));
  for (const [, note] of all) for (const id of tagsOf(note, "expectations")) fits.get(id)?.push(note);
  const place = (one) => {
    const [owner, local] = one.id.split("/");
    return manifest.levels[owner] ? link(`${manifest.levels[owner].url}#${encodeURIComponent(local)}`, one.title, "row-title") : one.title;
  };
  return draw(into, el("ul", { className: "rows" }, level.expectations.map((one) => {
    const found = fits.get(one.id);
    const last = found.reduce((day_, note) => (note.day > day_ ? note.day : day_), "");
    return el("li", {}, el("span", {}, place(one), el("span", { className: "row-text" }, skillTitle(one.skill))), found.length
      ? el("span", { className: "coverage" }, t("notes", { n: found.length }), el("span", { className: "small muted" }, ` ${t("newest", { age: age(last) })}`))
      : button(t("write_one"), `write-${one.id}`, () => {
        edit();
        tags.expectations.add(one.id);
        if (one.skill in manifest.skills) tags.skills.add(one.skill);
        showTags();
        keepTags();
      }, "quiet"));
  })));
};
filter.addEventListener("change", showNotes);
search.addEventListener("input", showNotes);

let subject;
start((found) => {
  data = found;
  titles = new Map(data.levels.flatMap((level) => level.expectations).map((one) => [one.id, one.title]));
  const aim = showAim();
  const level = aim && data.level.get(aim);
  const options = level ? [[level.title, level.expectations]] : data.levels.map((one) => [one.title, one.expectations.filter(({ id }) => id.startsWith(`${one.id}/`))]);
  const first = expectation.options[0];
  expectation.replaceChildren(first, ...options.map(([title, list_]) => el("optgroup", { label: title }, list_.map((one) => new Option(one.title, one.id)))));
  if (subject !== book().subject) {
    subject = book().subject;
    const typed = removed() && draftOf(text.value);
    const asked = decodeURIComponent(/^#e=(.*)/.exec(location.hash)?.[1] ?? "");
    load(titles.has(asked) ? undefined : unfinished());
    // What was typed about a person who is removed stays in the form.
    if (typed?.x) show({ ...typed, x: [text.value, typed.x].filter(Boolean).join("\n\n") });
    if (titles.has(asked)) {
      tags.expectations.add(asked);
      showTags();
      text.focus();
    }
  }
  showNotes();
  showCoverage(level);
}, ladder);
