// What every page of the workspace starts from: words, elements, dates, the subject, the whole manifest.
import common from "../strings-work.js";
import { notebook, people, texts, whole } from "../notebook.js";
import { present as presentOf } from "../renamed.js";
import { manifest, onChange, register } from "../store.js";

export { manifest };

const language = document.documentElement.lang;
const root = new URL("../../../", import.meta.url);
const plural = new Intl.PluralRules(language);
const known = { ...common };
/** Adds a page's own words. */
export const learn = (words) => Object.assign(known, words);
/** The words of a key; a plural goes by `n`. What is said otherwise of somebody else has a key of its own, with their {name}. */
export const t = (key, values = {}) => {
  const text = (view.person && known[`${key}_person`]) || (known[key] ?? known[`${key}_${plural.select(values.n ?? 0)}`] ?? known[`${key}_other`] ?? key);
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? ((name === "name" && who()) || place));
};

/** An element. What a reader wrote goes in as text, never as markup. */
export const el = (name, properties, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [event, hear] of Object.entries(value)) element.addEventListener(event, hear);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(2).filter((child) => child || child === 0));
  return element;
};
export const link = (href, text, className) => el("a", { href: new URL(href, root).href, className }, text);
export const button = (text, key, click, className = "button") => el("button", { type: "button", className, data: { key }, on: { click } }, text);

/** Today, as a day of the reader's own calendar. */
export const day = (time = Date.now()) => {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};
const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const ages = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const timeOf = (when) => (typeof when === "number" ? when : Date.parse(`${when}T12:00`));
export const date = (when) => (Number.isNaN(timeOf(when)) ? String(when) : dates.format(timeOf(when)));
/** How long ago a time or day is, in words. */
export const age = (when) => {
  const days = Math.round((Date.parse(`${day(timeOf(when))}T12:00`) - Date.parse(`${day()}T12:00`)) / 864e5);
  if (Number.isNaN(days)) return String(when);
  if (Math.abs(days) < 14) return ages.format(days, "day");
  if (Math.abs(days) < 60) return ages.format(Math.round(days / 7), "week");
  return Math.abs(days) < 700 ? ages.format(Math.round(days / 30.4), "month") : ages.format(Math.round(days / 365), "year");
};
export const time = (when) => el("time", { dateTime: typeof when === "number" ? day(when) : when, title: date(when) }, age(when));

/** Whether this book's workspace has the page. */
export const has = (page) => document.querySelector(".work").dataset.pages.split(" ").includes(page);
export const part = (name) => {
  const section = document.querySelector(`[data-part="${name}"]`);
  return { section, into: section?.querySelector("[data-into]"), said: section?.querySelector("[data-said]") };
};
const isText = (element) => element?.matches("textarea, input:not([type=checkbox], [type=radio])");
/** Puts nodes into a place. Focus stays on what has the same key, else it goes to what stands there now; a field being written into is left alone. */
export const draw = (place, ...nodes) => {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  if (isText(focused)) return focused.addEventListener("blur", () => requestAnimationFrame(() => show()), { once: true });
  const stops = () => [...place.querySelectorAll("[data-key]")];
  const before = focused ? stops() : [];
  const at = before.indexOf(focused);
  const open = new Set([...place.querySelectorAll("details[open][data-open]")].map((details) => details.dataset.open));
  place.replaceChildren(...nodes.flat(2).filter(Boolean));
  for (const details of place.querySelectorAll("details[data-open]")) if (open.has(details.dataset.open)) details.open = true;
  if (!focused) return undefined;
  const now = new Map(stops().map((stop) => [stop.dataset.key, stop]));
  const next = [...before.slice(at), ...before.slice(0, at).reverse()].map((stop) => now.get(stop.dataset.key)).find(Boolean);
  const heading = place.closest("section")?.querySelector("h2");
  if (!next && heading) heading.tabIndex = -1;
  return (next ?? heading)?.focus();
};
/** Shows a section when it has something. */
export const fill = (name, ...nodes) => {
  const { section, into } = part(name);
  const filled = nodes.flat(2).some(Boolean);
  section.hidden = !filled;
  draw(into, ...nodes);
};
export const say = (text) => { document.getElementById("r:live").textContent = text; };
const unsay = () => document.querySelectorAll("[data-said]").forEach((place) => place.replaceChildren());
let pressed;
document.addEventListener("click", ({ target }) => { pressed = target.closest("[data-key]")?.dataset.key; }, true);
/** Says what was done last, and offers to take it back; focus then returns to what was pressed, or to the heading. */
export const done = (place, text, undo) => {
  say(text);
  unsay();
  if (!place) return;
  const section = place.closest("section");
  section.hidden = false;
  const key = pressed;
  place.append(el("p", {}, `${text} `, button(t("undo"), "undo", () => {
    unsay();
    undo();
    say(t("undone"));
    const heading = section.querySelector("h2");
    heading.tabIndex = -1;
    (section.querySelector(`[data-key="${key}"]`) ?? heading).focus();
  }, "button small")));
};
export const more = (rows, first, key) => {
  if (rows.length <= first) return rows.map((make) => make());
  const rest = el("li", { className: "more" }, button(t("more", { n: rows.length - first }), key, () => {
    const added = rows.slice(first).map((make) => make());
    rest.replaceWith(...added);
    added[0].querySelector("a, button, input")?.focus();
  }));
  return [...rows.slice(0, first).map((make) => make()), rest];
};

export const present = (letter, id) => presentOf(manifest, letter, id);

/** The steps of a snapshot, by present ids of skills. */
export const stepsOf = (snapshot) => new Map(Object.entries(snapshot.v).map(([id, step]) => [present("a", id), step]));

let view = notebook("me");
/** The person who was removed while this page was open about them. */
let gone;
/** Whether the page was about somebody who is removed, and is the reader's own since then. */
export const removed = () => gone !== undefined;
let show = () => {};
/** The records of the subject that is chosen. */
export const book = () => view;
export const who = () => people().find((one) => one.id === view.subject)?.name;
/** A text that is being written, kept as a note: it takes the place of what was read; what another tab writes meanwhile is joined to it. */
export const draft = (id, kind = "draft") => {
  let [from, of] = [];
  return {
    read: () => {
      // What is typed about a person who is removed stays in the form.
      if (!gone || of !== gone) [from, of] = [view.read("n", id), view.subject];
      return from && { ...from, x: texts(from).map(({ x }) => x).filter(Boolean).join("\n\n") };
    },
    write: (fields) => {
      [from] = texts(view.write("n", id, { k: kind, ...fields, o: [] }, from ?? {}));
      of = view.subject;
    },
  };
};
export const setting = (name) => view.read("m", name)?.v;
export const set = (name, value) => view.write("m", name, { v: value });
/** The assessments of a view: skill → record. */
export const assessments = (of = view) => new Map(Object.keys(manifest.skills).map((id) => [id, of.read("a", id)]).filter(([, record]) => record));

let ladders;
/** `ladder.json`, once; levels, skills and expectations by id. */
export const ladder = () => (ladders ??= fetch(new URL("ladder.json", root), { cache: "no-cache" }).then((answer) => answer.json()).then((json) => {
  const by = (list) => new Map((list ?? []).map((one) => [one.id, one]));
  return { ...json, level: by(json.levels), skill: by(json.skills), area: by(json.areas) };
}));

const bindSubject = () => {
  const select = document.getElementById("r:subject");
  if (!select) return;
  const me = select.options[0].textContent;
  const turn = (id) => {
    view = notebook(id);
    unsay();
    document.querySelector(".work").dataset.subject = view.person ? "person" : "me";
    options();
  };
  const options = () => {
    select.replaceChildren(new Option(me, "me"), ...people().map(({ id, name }) => new Option(name, id)), new Option(t("people_edit"), ""));
    select.value = view.subject;
  };
  const choose = (id) => {
    gone = undefined;
    select.nextElementSibling?.remove();
    register("subject", id);
    turn(id);
    show();
  };
  // Focus leaves what was being written, so that no further key goes to the reader's own records.
  const leave = () => {
    const name = select.selectedOptions[0].text;
    document.activeElement.blur();
    gone = view.subject;
    turn("me");
    import("./people.js").then(({ tellGone }) => tellGone(select, name));
  };
  const kept = register("subject");
  turn(people().some(({ id }) => id === kept) ? kept : "me");
  select.addEventListener("change", () => {
    if (select.value) return choose(select.value);
    select.value = view.subject;
    return import("./people.js").then(({ edit }) => edit(choose, view.subject));
  });
  onChange(() => {
    if (view.person && !who()) leave();
    else if (document.activeElement !== select) options();
  });
};

/** Runs a page: `draws(data)` after the data came and after every change. `needs` are further data to wait for. */
export const start = async (draws, ...needs) => {
  let data;
  try {
    data = await Promise.all([whole(), ...needs.map((need) => need())]);
  } catch {
    document.getElementById("r:failed").hidden = false;
    return;
  }
  show = () => draws(...data.slice(1));
  bindSubject();
  onChange(() => show());
  show();
  document.documentElement.dataset.ready = "";
};
/** A choice of level, bound to a register. */
export const bindLevel = (id, name) => {
  const select = document.getElementById(id);
  select.addEventListener("change", () => set(name, select.value || null));
  return () => {
    const kept = setting(name);
    select.value = kept ? present("l", kept) : "";
    return select.value || undefined;
  };
};
