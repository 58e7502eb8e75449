// Takes the changes of a page into the page that is open. Three trees are compared: the page as the server sent it,
// the page as the server sends it now, and the live one, which scripts may have added to. Only what differs between
// the first two is touched in the third, so that scroll, open details, focus and typed text stay.

const PLACE = "data-source";
// Scripts bind these when the page loads: a change in them needs a reload.
const ACTIVE = "input, button, textarea, select, form, dialog, script, svg, template, .code, [data-copy], [data-items], [data-scope], [data-read], [data-worksheet]";
const isReadByScripts = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches("script");

/** The body as the server sent it, places taken out; `live` leads from its nodes to those of the open page. */
let sent;
/** What the page is drawn and moved with, as the server sent it. */
let drawnWith;
const live = new WeakMap();
const places = new WeakMap();

/** Remembers the page as it came. Runs before any other script. */
export function capture() {
  drawnWith = sheetsAndScripts(document);
  sent = document.body.cloneNode(true);
  pair(sent, document.body);
  takePlaces(sent);
}

/** Asks for the page again and takes in what changed; false when only a reload will do. */
export async function swap() {
  const next = await ask();
  if (!next || sheetsAndScripts(next) !== drawnWith) return false;
  const body = next.body;
  takePlaces(body);
  const changes = [];
  if (!compare(sent, body, changes)) return false;
  for (const change of changes) change();
  renewPlaces(sent, body);
  if (document.title !== next.title) document.title = next.title;
  // Whoever counts or marks looks again.
  if (changes.length) dispatchEvent(new PageTransitionEvent("pageshow"));
  return true;
}

function ask() {
  return new Promise((found) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.responseType = "document";
    // An address without a page has one too, which says so.
    request.addEventListener("load", () => found([200, 404].includes(request.status) ? request.response : null));
    request.addEventListener("error", () => found(null));
    request.send();
  });
}

/** The names of the style sheets and scripts of a page, without their versions: those change without a reload. */
function sheetsAndScripts(page) {
  const parts = page.querySelectorAll("link[rel=stylesheet], script[src]");
  return [...parts].map((part) => new URL(part.getAttribute("href") ?? part.getAttribute("src"), location.href).pathname).join("\n");
}

function pair(node, one) {
  live.set(node, one);
  node.childNodes.forEach((child, at) => pair(child, one.childNodes[at]));
}

// Where blocks stand in their sources shifts with every line typed above them, and changes nothing that is seen.
function takePlaces(root) {
  for (const element of root.querySelectorAll(`[${PLACE}]`)) {
    places.set(element, element.getAttribute(PLACE));
    element.removeAttribute(PLACE);
  }
}

function renewPlaces(old, next) {
  const place = places.get(next);
  if (place !== undefined) {
    places.set(old, place);
    live.get(old)?.setAttribute(PLACE, place);
  }
  for (let at = 0; at < old.childNodes.length && at < next.childNodes.length; at += 1) renewPlaces(old.childNodes[at], next.childNodes[at]);
}

/** Collects what makes `old` equal to `next`; false when that would touch what scripts have bound. */
function compare(old, next, changes) {
  if (old.isEqualNode(next)) return true;
  if (isReadByScripts(old)) return false;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    changes.push(() => {
      old.data = next.data;
      live.get(old).data = next.data;
    });
    return true;
  }
  for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (old.getAttribute(name) === value) continue;
    // Scripts have read their own attributes already.
    if (name.startsWith("data-")) return false;
    changes.push(() => [old, live.get(old)].forEach((one) => (value === null ? one.removeAttribute(name) : one.setAttribute(name, value))));
  }
  return compareChildren(old, next, changes);
}

const isAlike = (old, next) => old.nodeType === next.nodeType && old.nodeName === next.nodeName && old.id === next.id;

// Equal children at both ends stay. Between them, children of one kind are paired in their order; others come or go.
function compareChildren(old, next, changes) {
  const [before, after] = [[...old.childNodes], [...next.childNodes]];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
  const [was, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const follower = before[before.length - end] ?? null;
  let at = 0;
  for (const child of now) {
    const mate = was.findIndex((other, place) => place >= at && isAlike(other, child));
    if (mate < 0) {
      if (!insert(old, child, was[at] ?? follower, changes)) return false;
      continue;
    }
    for (const gone of was.slice(at, mate)) if (!remove(gone, changes)) return false;
    if (!compare(was[mate], child, changes)) return false;
    at = mate + 1;
  }
  return was.slice(at).every((gone) => remove(gone, changes));
}

const isActive = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(ACTIVE) || node.querySelector(ACTIVE) !== null);

function insert(parent, child, follower, changes) {
  if (isActive(child)) return false;
  changes.push(() => {
    const kept = child.cloneNode(true);
    const shown = document.importNode(child, true);
    pair(kept, shown);
    parent.insertBefore(kept, follower);
    const behind = follower && live.get(follower);
    live.get(parent).insertBefore(shown, behind?.parentNode === live.get(parent) ? behind : null);
  });
  return true;
}

function remove(child, changes) {
  if (isActive(child)) return false;
  changes.push(() => {
    live.get(child).remove();
    child.remove();
  });
  return true;
}
