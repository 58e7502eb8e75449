// The browser's side of `rungs serve`: reloads this page when its own content changed, and shows what is
// wrong with the book. Loaded by the development server only.

const scrollKey = "rungs-live-scroll";
const style = `
  .rungs-live { position: fixed; inset: auto 0 0 0; max-block-size: 60vh; overflow: auto; z-index: 2147483647;
    margin: 0; padding: 1rem 1.25rem; background: #2b1215; color: #fff; border-block-start: 4px solid #e5484d;
    font: 14px/1.5 ui-monospace, monospace; }
  .rungs-live p { margin: 0 0 .5rem; font-weight: 700; }
  .rungs-live pre { margin: 0; padding: 0; background: none; color: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
  .rungs-live button { float: inline-end; margin-inline-start: 1rem; padding: .25rem .75rem; color: inherit;
    background: none; border: 1px solid currentColor; border-radius: 4px; font: inherit; cursor: pointer; }
  @media print { .rungs-live { display: none; } }
`;

let source = null;
let version = null;
let banner = null;

const isErrorPage = document.documentElement.dataset.rungs === "error";

function open() {
  if (source || document.hidden) return;
  source = new EventSource(`/_rungs/events?page=${encodeURIComponent(location.pathname)}`);
  source.addEventListener("version", (event) => {
    // The first one belongs to the page as it was loaded; another one means that we missed a change.
    if (version !== null && version !== event.data) reload();
    version = event.data;
  });
  source.addEventListener("reload", reload);
  source.addEventListener("errors", (event) => show(event.data));
  source.addEventListener("ok", hide);
}

// Browsers allow six connections a host; hidden tabs must not hold one.
function close() {
  source?.close();
  source = null;
}

function reload() {
  close();
  try {
    sessionStorage.setItem(scrollKey, JSON.stringify([location.pathname, scrollX, scrollY]));
  } catch {
    // Without storage the page reloads at its top.
  }
  location.reload();
}

function restoreScroll() {
  try {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(scrollKey)) ?? [];
    sessionStorage.removeItem(scrollKey);
    if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
  } catch {
    // A record that cannot be read is worth nothing.
  }
}

function show(text) {
  if (isErrorPage) return;
  if (!banner) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    banner = document.createElement("section");
    banner.className = "rungs-live";
    banner.setAttribute("role", "alert");
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Hide";
  close.addEventListener("click", hide);
  const title = document.createElement("p");
  title.textContent = "The book has errors; this is the last good site.";
  const details = document.createElement("pre");
  details.tabIndex = 0;
  details.textContent = text;
  banner.replaceChildren(close, title, details);
  document.body.append(banner);
}

function hide() {
  banner?.remove();
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
restoreScroll();
open();
