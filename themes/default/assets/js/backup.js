// The page "Your data": backup, archive, erasing; import, share link and other forms come when they are wanted.
import { announce, ask, at, button, chooser, complaint, date, make, panel, row, say } from "./backup-parts.js";
import { archived, bySubject } from "./kept.js";
import { all, people, put, whole } from "./notebook.js";
import strings from "./strings-backup.js";
import { manifest, onChange, register, stale } from "./store.js";

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
const exporting = () => import("./export.js");
at("backup-all").addEventListener("click", async () => (await exporting()).download());

// Other forms, for the reader or one of their people.
let whose = "me";
const showWhose = () => {
  const options = [["me", strings.me], ...people().map(({ id, name }) => [id, name])];
  at("whose").hidden = options.length < 2;
  if (!options.some(([id]) => id === whose)) whose = "me";
  const { made, select } = chooser(strings.whose, options, whose);
  select.addEventListener("change", () => { whose = select.value; });
  if (!at("whose").contains(document.activeElement)) at("whose").replaceChildren(made);
};
const forms = { json: ({ download }) => download(whose), markdown: ({ markdown }) => markdown(whose, strings), csv: ({ csv }) => csv(whose) };
for (const one of document.querySelectorAll("[data-do]")) one.addEventListener("click", async () => forms[one.dataset.do](await exporting()));

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
  ask(strings.erase_title, say("erase_text", { n }), strings.erase_yes, async () => {
    (await exporting()).download();
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

const showUndo = () => {
  const last = register("undo");
  if (!last) return at("undo").replaceChildren();
  const take = () => {
    const now = all();
    // What was written after the import is the reader's own and stays.
    const own = ([name]) => !(JSON.parse(now.get(name) ?? "{}").t > last.at);
    put(new Map(last.before.filter(own)));
    register("undo", null);
    at("preview").replaceChildren();
    announce(strings.undone);
    at("file").focus();
  };
  at("undo").replaceChildren(row(make("span", say("imported", { date: date(last.at) })), button(strings.undo, take)));
};
const show = () => {
  showState();
  showUndo();
  showWhose();
  return Promise.all([showArchive(), showKept()]);
};
onChange(show);
at("file").addEventListener("change", async ({ target }) => target.files[0] && (await import("./backup-import.js")).open(target.files[0]));
at("share").addEventListener("click", async () => (await import("./backup-share.js")).makeLink());
const shared = async () => (location.hash.startsWith("#p=") || !at("shared").hidden) && (await import("./backup-share.js")).showShared();
addEventListener("hashchange", shared);
// Nothing is seen before everything is in its place.
Promise.allSettled([show(), shared()]).then(() => { document.documentElement.dataset.ready = ""; });
