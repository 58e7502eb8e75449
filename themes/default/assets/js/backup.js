// The page "Your data": backup, import, share link, archive, erasing.
import { archived, bySubject, preview, readFile } from "./file.js";
import { csv, download, markdown } from "./export.js";
import { mergeAll } from "./merge.js";
import { all, people, put, whole } from "./notebook.js";
import { count } from "./records.js";
import { decode, encode } from "./share.js";
import strings from "./strings-backup.js";
import { manifest, mine, onChange, register, stale } from "./store.js";
import { copy } from "./copy.js";

const at = (id) => document.getElementById(`r:${id}`);
const make = (name, text = "", className = "") => Object.assign(document.createElement(name), { textContent: text, className });
const locale = document.documentElement.lang;
const plural = new Intl.PluralRules(locale);
const say = (key, values = {}) => {
  const text = strings[key] ?? strings[`${key}_${plural.select(values.n)}`] ?? strings[`${key}_other`];
  return text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
};
const date = (time) => new Date(time).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });
const announce = (text) => { document.getElementById("r:live").textContent = text; };
const button = (text, act, className = "button") => {
  const made = make("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};
const row = (...parts) => {
  const made = make("p", "", "actions");
  made.append(...parts);
  return made;
};
const panel = (...parts) => {
  const made = make("div", "", "panel");
  made.append(...parts);
  return made;
};
const complaint = (text) => {
  const made = panel(make("p", text));
  made.classList.add("bad");
  made.setAttribute("role", "alert");
  return made;
};
// A dialog that asks once; `yes` is done when the reader says so.
const ask = (title, text, label, yes) => {
  const dialog = make("dialog", "", "ask");
  const heading = make("h2", title);
  const from = document.activeElement;
  heading.id = "r:ask";
  dialog.setAttribute("aria-labelledby", heading.id);
  const agree = () => {
    dialog.close();
    yes();
  };
  dialog.append(heading, make("p", text), row(button(label, agree, "button strong"), button(strings.cancel, () => dialog.close())));
  dialog.addEventListener("close", () => {
    dialog.remove();
    from?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};
const chooser = (label, options, chosen) => {
  const made = make("label", `${label} `);
  const select = make("select");
  for (const [value, text] of options) select.append(new Option(text, value));
  select.value = chosen;
  made.append(select);
  return { made, select };
};
const subjects = () => [["me", strings.me], ...people().map(({ id, name }) => [id, name])];
// Records that a reader would call so: no preferences, no schema, nothing unreadable.
const kept = () => [...bySubject(all()).values()].reduce((sum, records) => sum + [...records].filter(([key, record]) => key[0] !== "m" && !record.z).length, 0);

// Backup.
const showState = () => {
  const n = kept();
  const last = register("exported");
  const { changed } = stale();
  const since = !last ? [say("never")] : [say("last", { date: date(last) }), changed ? say("changed", { n: changed }) : say("unchanged")];
  at("state").textContent = n ? [say("records", { n }), ...since].join(" ") : strings.none;
  for (const id of ["backup-all", "share", "erase"]) at(id).hidden = !n;
  for (const form of document.querySelectorAll("[data-do]")) form.disabled = !n;
};
at("backup-all").addEventListener("click", () => download());

// Import. What it overwrites is remembered, so that it can be taken back.
const nameOf = (subject, key) => (subject === "me" ? key : `@${subject}:${key}`);
const apply = (changes) => {
  const now = all();
  const before = [...changes.keys()].map((name) => [name, now.get(name) ?? null]);
  register("undo", { at: Date.now(), before });
  return put(changes);
};
const showUndo = () => {
  const last = register("undo");
  if (!last) return at("undo").replaceChildren();
  const take = () => {
    const now = all();
    // What was written after the import is the reader's own and stays.
    const own = ([name]) => !(JSON.parse(now.get(name) ?? "{}").t > last.at);
    put(new Map(last.before.filter(own)));
    register("undo", null);
    announce(strings.undone);
    at("file").focus();
  };
  at("undo").replaceChildren(row(make("span", say("imported", { date: date(last.at) })), button(strings.undo, take)));
};
const closePreview = () => {
  at("preview").replaceChildren();
  at("file").value = "";
};
const finish = (key, changes) => {
  const done = changes.size === 0 || apply(changes);
  closePreview();
  const text = !done ? strings.full : changes.size ? say(key, { n: changes.size }) : strings.nothing;
  at("preview").replaceChildren(done ? panel(make("p", text)) : complaint(text));
  announce(text);
  at("file").focus();
};
const showPreview = (read, file) => {
  const here = bySubject(all());
  const only = read.subjects.size === 1 ? [...read.subjects.keys()][0] : undefined;
  const options = subjects();
  if (read.person && !options.some(([id]) => id === read.person)) options.push([read.person, read.names.get(read.person) ?? read.person]);
  const { made, select } = chooser(strings.into, options, only ?? "me");
  const list = make("ul", "", "rows");
  // One subject's file may be brought into another: a report's own file into what their manager keeps of them.
  const pairs = () => [...read.subjects].map(([from, records]) => {
    const to = from === only ? select.value : from;
    const theirs = new Map(records);
    if (to === "me") theirs.delete("m:person");
    return { to, theirs, ours: here.get(to) ?? new Map() };
  });
  const changesOf = (targets) => new Map(targets.flatMap(({ to, ours, result }) => [...new Set([...ours.keys(), ...result.keys()])]
    .filter((key) => JSON.stringify(ours.get(key)) !== JSON.stringify(result.get(key)))
    .map((key) => [nameOf(to, key), result.has(key) ? JSON.stringify(result.get(key)) : null])));
  const show = () => {
    const sums = { dropped: read.dropped, clamped: read.clamped, gone: 0 };
    for (const { ours, theirs } of pairs()) {
      for (const [name, n] of Object.entries(preview(ours, theirs, manifest).sum)) sums[name] = (sums[name] ?? 0) + n;
      sums.gone += [...ours.keys()].filter((key) => !theirs.has(key) && key[0] !== "m").length;
    }
    const lines = [["fresh", sums.fresh], ["newer_there", sums.newerThere], ["newer_here", sums.newerHere], ["both", sums.both], ["same", sums.same],
      ["gone", sums.gone], ["unknown", sums.unknown], ["clamped", sums.clamped], ["dropped", sums.dropped]];
    list.replaceChildren(...lines.filter(([, n]) => n).map(([key, n]) => {
      const line = make("li");
      line.append(make("span", strings[key]), make("span", n, "count"));
      return line;
    }));
  };
  const merge = () => finish("merged", changesOf(pairs().map((pair) => ({ ...pair, result: mergeAll(pair.ours, pair.theirs) }))));
  const replace = () => finish("replaced", changesOf(pairs().map((pair) => {
    const person = pair.ours.get("m:person");
    return { ...pair, result: new Map([...(person ? [["m:person", person]] : []), ...pair.theirs]) };
  })));
  const title = make("h3", strings.preview);
  title.tabIndex = -1;
  const shown = panel(title, make("p", `${file.name}. ${say("exported", { date: date(read.exported) })}`), list);
  if (only && options.length > 1) shown.append(made);
  shown.append(make("p", strings.merge_note, "small muted"),
    row(button(strings.merge, merge, "button strong"), button(strings.replace, replace), button(strings.cancel, () => { closePreview(); at("file").focus(); })));
  select.addEventListener("change", show);
  show();
  at("preview").replaceChildren(shown);
  title.focus();
};
at("file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  await whole();
  const read = file.size > 1024 * 1024 ? { error: "large" } : readFile(await file.text(), { site: manifest.site, now: Date.now() });
  if (!read.error) return showPreview(read, file);
  at("preview").replaceChildren(complaint(say(`error_${read.error}`, { site: read.site })));
  target.value = "";
});

// Share link.
at("share").addEventListener("click", async () => {
  await whole();
  const link = make("input");
  link.readOnly = true;
  link.ariaLabel = strings.link;
  link.value = new URL(`#p=${encode(manifest, mine)}`, location.href.split("#")[0]).href;
  link.addEventListener("focus", () => link.select());
  const line = make("div", "", "link-row");
  line.append(link, button(strings.copy, async ({ target }) => {
    target.textContent = (await copy(link.value)) ? strings.copied : strings.copy_failed;
    announce(target.textContent);
    setTimeout(() => { target.textContent = strings.copy; }, 2000);
  }));
  at("link").replaceChildren(line);
  link.focus();
});
const table = (heads, rows) => {
  const made = make("table");
  const top = made.createTHead().insertRow();
  for (const head of heads) {
    const cell = make("th", head);
    cell.scope = "col";
    top.append(cell);
  }
  const body = made.createTBody();
  for (const [name, ...values] of rows) {
    const line = body.insertRow();
    const cell = make("th", name);
    cell.scope = "row";
    line.append(cell);
    for (const value of values) line.insertCell().textContent = value;
  }
  return made;
};
const showShared = async () => {
  const fragment = /^#p=(.*)$/.exec(location.hash)?.[1];
  at("shared").hidden = fragment === undefined;
  if (fragment === undefined) return;
  await whole();
  const { error, records } = decode(manifest, fragment);
  const close = button(strings.close, () => {
    history.replaceState(null, "", location.pathname + location.search);
    showShared();
    document.querySelector("h1").tabIndex = -1;
    document.querySelector("h1").focus();
  });
  if (error) return at("shared-body").replaceChildren(complaint(say(`share_${error}`)), row(close));
  let beside = false;
  const show = () => {
    const of = (view, scope) => say("of", count(manifest, view, scope));
    const views = beside ? [records, mine] : [records];
    const pages = Object.entries(manifest.pages).map(([key, page]) => [page.title, `page:${key}`])
      .filter(([, scope]) => views.some((view) => { const sum = count(manifest, view, scope); return sum.done + sum.doing + sum.na > 0; }));
    const step = (view, id) => view.get(`a:${id}`)?.v ?? strings.not_assessed;
    const skills = Object.entries(manifest.skills).filter(([id]) => views.some((view) => view.get(`a:${id}`)?.v !== undefined));
    const heads = beside ? [strings.theirs, strings.mine] : [strings.theirs];
    const parts = [make("p", strings.share_text)];
    if (pages.length) parts.push(table([strings.list, ...heads], pages.map(([title, scope]) => [title, ...views.map((view) => of(view, scope))])));
    if (skills.length) parts.push(table([strings.skill, ...heads], skills.map(([id, skill]) => [skill.title, ...views.map((view) => step(view, id))])));
    if (!pages.length && !skills.length) parts.push(make("p", strings.share_empty));
    const compare = button(strings.compare, () => {
      beside = true;
      show();
      at("shared-title").focus();
    }, "button strong");
    at("shared-body").replaceChildren(...parts, row(...(beside ? [] : [compare]), close));
  };
  show();
  at("shared-title").focus();
};
addEventListener("hashchange", showShared);

// Other forms, for the reader or one of their people.
let whose = "me";
const showWhose = () => {
  const options = subjects();
  at("whose").hidden = options.length < 2;
  if (!options.some(([id]) => id === whose)) whose = "me";
  const { made, select } = chooser(strings.whose, options, whose);
  select.addEventListener("change", () => { whose = select.value; });
  if (!at("whose").contains(document.activeElement)) at("whose").replaceChildren(made);
};
const forms = { json: () => download(whose), markdown: () => markdown(whose, strings), csv: () => csv(whose) };
for (const one of document.querySelectorAll("[data-do]")) one.addEventListener("click", () => forms[one.dataset.do]());

// Archive: what the book has no longer, and what could not be read.
const showArchive = async () => {
  await whole();
  const now = all();
  const gone = archived(bySubject(now).get("me"), manifest);
  const unread = [...now].filter(([name]) => name.startsWith("bad:"));
  at("archive").hidden = !gone.length && !unread.length;
  const parts = [];
  const rows = (entries) => {
    const list = make("ul", "", "rows");
    for (const [text, end, className = ""] of entries) {
      const line = make("li");
      line.append(make("span", text, className), make("span", end, "muted"));
      list.append(line);
    }
    return list;
  };
  if (gone.length) parts.push(make("p", strings.archive_text), rows(gone.map(([key, record]) => [record.l || key.slice(2), date(record.c ?? record.t)])));
  if (unread.length) parts.push(make("p", strings.unread_text), rows(unread.map(([name, text]) => [text.slice(0, 300), name.slice(name.indexOf(":", 4) + 1), "unread"])));
  at("archive-body").replaceChildren(...parts);
};

// Erasing: this handbook's own keys, after a backup.
at("erase").addEventListener("click", () => {
  const n = kept();
  ask(strings.erase_title, say("erase_text", { n }), strings.erase_yes, () => {
    download();
    const before = all();
    if (!put(new Map([...before.keys()].map((name) => [name, null])))) return at("erased").replaceChildren(complaint(strings.full));
    const back = () => {
      put(before);
      at("erased").replaceChildren();
      at("erase").focus();
    };
    at("erased").replaceChildren(panel(make("p", strings.erased), row(button(strings.bring_back, back))));
    announce(strings.erased);
  });
});
const showKept = async () => {
  const asked = register("persist");
  const granted = await navigator.storage?.persisted?.().catch(() => false);
  at("kept").textContent = granted ? strings.granted : asked === undefined ? strings.not_asked : strings.denied;
};

const show = () => {
  showState();
  showUndo();
  showWhose();
  showArchive();
  showKept();
};
onChange(show);
show();
showShared();
