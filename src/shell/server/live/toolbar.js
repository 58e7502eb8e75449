// The author's bar: edit what is clicked, show or hide drafts, the coverage report.

const style = `
  .rungs-bar { position: fixed; inset-block-end: .75rem; inset-inline-end: .75rem; z-index: 2147483646; display: flex; gap: .25rem;
    padding: .25rem; background: #26262c; color: #fff; border-radius: 8px; font: 13px/1.4 system-ui, sans-serif; box-shadow: 0 2px 10px #0006; }
  .rungs-bar :is(button, a) { min-block-size: 2rem; padding: .25rem .625rem; display: inline-flex; align-items: center; color: inherit;
    background: none; border: 0; border-radius: 5px; font: inherit; text-decoration: none; cursor: pointer; }
  .rungs-bar :is(button, a):hover { background: #44444d; }
  .rungs-bar [aria-pressed=true] { background: #fff; color: #26262c; }
  .rungs-bar :focus-visible { outline: 2px solid #fff; outline-offset: 1px; }
  .rungs-editing [data-source] { cursor: pointer; }
  .rungs-editing [data-source]:hover { outline: 2px dashed currentColor; outline-offset: 3px; }
  .rungs-editing [data-source]:has([data-source]:hover) { outline: 0; }
  @media print { .rungs-bar { display: none; } }
`;
const DRAFTS = "rungs-drafts=hidden";
const areHidden = () => document.cookie.split("; ").includes(DRAFTS);

/** Adds the bar to the page. */
export function showToolbar() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const bar = document.createElement("nav");
  bar.className = "rungs-bar";
  bar.dir = "ltr";
  bar.lang = "en";
  bar.setAttribute("aria-label", "For the author");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  bar.append(editButton(said), draftsButton(), said);
  // Scripts that look at the page as it was sent do not see the bar.
  document.documentElement.append(bar);
  addCoverage(said);
}

function editButton(said) {
  const edit = button("Edit", "Click a paragraph to open it in your editor; Alt-click works at any time");
  edit.setAttribute("aria-pressed", "false");
  const turn = (on) => {
    edit.setAttribute("aria-pressed", String(on));
    document.documentElement.classList.toggle("rungs-editing", on);
  };
  edit.addEventListener("click", () => turn(edit.getAttribute("aria-pressed") === "false"));
  addEventListener("keydown", (event) => event.key === "Escape" && turn(false));
  document.addEventListener("click", (event) => {
    const block = event.target.closest?.("[data-source]");
    const isAsked = edit.getAttribute("aria-pressed") === "true" || event.altKey;
    if (!block || !isAsked) return;
    event.preventDefault();
    event.stopPropagation();
    turn(false);
    openBlock(block, said);
  }, { capture: true });
  return edit;
}

async function openBlock(block, said) {
  const [, source, offset] = /^(.*)@(\d+)$/.exec(block.dataset.source);
  const answer = await fetch(`/_rungs/place?source=${encodeURIComponent(source)}&offset=${offset}`);
  if (!answer.ok) return;
  const { url, file, line } = await answer.json();
  said.textContent = `${file}:${line}`;
  if (url) location.assign(url);
}

function draftsButton() {
  const drafts = button(areHidden() ? "Drafts hidden" : "Drafts shown", "Switch between your view and the readers'");
  drafts.addEventListener("click", () => {
    document.cookie = areHidden() ? "rungs-drafts=; path=/; max-age=0" : `${DRAFTS}; path=/; samesite=strict`;
    location.reload();
  });
  return drafts;
}

// A book without a ladder has no report, and readers have none.
async function addCoverage(follower) {
  const answer = await fetch("/_rungs/coverage").catch(() => null);
  const address = answer?.ok && (await answer.text());
  if (!address) return;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "Coverage";
  link.title = "What the ladder still lacks";
  follower.before(link);
}

function button(text, title) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.title = title;
  return made;
}
