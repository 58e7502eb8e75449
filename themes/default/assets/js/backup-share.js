// Share links: making one, and looking at one beside one's own records. Nothing is written.
import { announce, at, button, complaint, make, row, say } from "./backup-parts.js";
import { whole } from "./notebook.js";
import { count, find } from "./records.js";
import { decode, encode } from "./share.js";
import strings from "./strings-backup.js";
import { manifest, mine } from "./store.js";
import { copy } from "./copy.js";

/** Makes a link of the reader's state and offers to copy it. */
export const makeLink = async () => {
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
};
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
/** Shows the state in the address, read only. */
export const showShared = async () => {
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
    const step = (view, id) => find(manifest, view, `a:${id}`)?.v;
    const skills = Object.entries(manifest.skills).filter(([id]) => views.some((view) => step(view, id) !== undefined));
    const heads = beside ? [strings.theirs, strings.mine] : [strings.theirs];
    const parts = [];
    if (pages.length) parts.push(table([strings.list, ...heads], pages.map(([title, scope]) => [title, ...views.map((view) => of(view, scope))])));
    if (skills.length) parts.push(table([strings.skill, ...heads], skills.map(([id, skill]) => [skill.title, ...views.map((view) => step(view, id) ?? strings.not_assessed)])));
    if (!pages.length && !skills.length) parts.push(make("p", strings.share_empty));
    const compare = button(strings.compare, () => {
      beside = true;
      show();
      at("shared-title").focus();
    }, "button strong");
    at("shared-body").replaceChildren(make("p", strings.share_text), row(...(beside ? [] : [compare]), close), ...parts);
  };
  show();
  at("shared-title").focus();
};
