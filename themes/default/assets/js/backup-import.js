// Bringing in a backup: what is in the file, merging or replacing, and the way back.
import { announce, at, button, chooser, complaint, date, make, panel, row, say } from "./backup-parts.js";
import { LARGEST, preview, readFile } from "./file.js";
import { bySubject } from "./kept.js";
import { mergeAll } from "./merge.js";
import { all, people, put, whole } from "./notebook.js";
import strings from "./strings-backup.js";
import { manifest, register } from "./store.js";

// What an import overwrites is remembered, so that it can be taken back.
const nameOf = (subject, key) => (subject === "me" ? key : `@${subject}:${key}`);
const apply = (changes) => {
  const now = all();
  const before = [...changes.keys()].map((name) => [name, now.get(name) ?? null]);
  register("undo", { at: Date.now(), before });
  return put(changes);
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
  const options = [["me", strings.me], ...people().map(({ id, name }) => [id, name])];
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
    const some = lines.filter(([, n]) => n);
    if (!some.length) return list.replaceChildren(make("li", strings.empty));
    return list.replaceChildren(...some.map(([key, n]) => {
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
/** Shows what is in a file, or why it is none. */
export const open = async (file) => {
  await whole();
  const read = file.size > LARGEST ? { error: "large" } : readFile(await file.text(), { site: manifest.site, now: Date.now() });
  if (!read.error) return showPreview(read, file);
  at("preview").replaceChildren(complaint(say(`error_${read.error}`, { site: read.site })));
  at("file").value = "";
};
