// What is wrong with the book, over the last good page: every diagnostic with its excerpt, and a way into the editor.

const style = `
  .rungs-trouble { position: fixed; inset: auto 0 0 0; max-block-size: 60vh; overflow: auto; z-index: 2147483647;
    margin: 0; padding: 1rem 1.25rem; background: #26161a; color: #fff; border-block-start: 4px solid #e5484d;
    font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; text-align: start; direction: ltr; }
  .rungs-trouble h2 { margin: 0 0 .75rem; font: inherit; font-weight: 700; color: inherit; border: 0; padding: 0; }
  .rungs-trouble ol { margin: 0; padding: 0; list-style: none; }
  .rungs-trouble li { margin: 0; padding-block: .5rem; border-block-start: 1px solid #5c3a40; }
  .rungs-trouble pre { margin: 0; padding: 0; background: none; border: 0; color: inherit; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
  .rungs-trouble a { color: #ffb3b5; }
  .rungs-trouble button { float: inline-end; margin-inline-start: 1rem; padding: .25rem .75rem; min-block-size: 2rem; color: inherit;
    background: none; border: 1px solid currentColor; border-radius: 4px; font: inherit; cursor: pointer; }
  .rungs-trouble :focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
  @media print { .rungs-trouble { display: none; } }
`;

let overlay = null;
let hidden = "";

/** Shows `[{severity, text, url}]`; the same list is not shown again once the author hid it. */
export function showTrouble(entries) {
  const all = JSON.stringify(entries);
  if (hidden === all) return;
  hidden = "";
  overlay ??= make();
  const title = document.createElement("h2");
  const errors = entries.filter((entry) => entry.severity === "error").length;
  title.textContent = `The book has ${errors === 1 ? "an error" : `${errors} errors`}; this is the last good site.`;
  const hide = document.createElement("button");
  hide.type = "button";
  hide.textContent = "Hide";
  hide.addEventListener("click", () => {
    hidden = all;
    overlay.remove();
  });
  const list = document.createElement("ol");
  list.append(...entries.map(entryOf));
  overlay.replaceChildren(hide, title, list);
  document.body.append(overlay);
}

/** The book is well again. */
export function hideTrouble() {
  hidden = "";
  overlay?.remove();
}

function make() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const section = document.createElement("section");
  section.className = "rungs-trouble";
  section.setAttribute("role", "alert");
  section.tabIndex = 0;
  section.setAttribute("aria-label", "What is wrong with the book");
  return section;
}

function entryOf({ text, url }) {
  const entry = document.createElement("li");
  const lines = document.createElement("pre");
  lines.textContent = text;
  entry.append(lines);
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = "Open in the editor";
    entry.append(link);
  }
  return entry;
}
