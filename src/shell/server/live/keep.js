// A reload that the author does not notice: scroll, open details, focus and typed text are put back.

const key = "rungs-live-kept";
const fields = () => [...document.querySelectorAll("main :is(input:not([type=checkbox], [type=radio]), textarea, select)")];
const details = () => [...document.querySelectorAll("main details")];
const focusable = () => [...document.querySelectorAll("a, button, input, textarea, select, summary, [tabindex]")];

/** Reloads the page, once `before` is done. */
export function reload(before) {
  before();
  const kept = {
    path: location.pathname,
    scroll: [scrollX, scrollY],
    fields: fields().map((field) => field.value),
    details: details().map((one) => one.open),
    focus: focusable().indexOf(document.activeElement),
    selection: [document.activeElement?.selectionStart, document.activeElement?.selectionEnd],
  };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Without storage the page reloads at its top.
  }
  location.reload();
}

/** Puts back what the reload before kept; fields only where there are as many as before. */
export function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
  } catch {
    return;
  }
  if (kept?.path !== location.pathname) return;
  // After the page's own scripts have bound theirs.
  addEventListener("load", () => {
    const now = { fields: fields(), details: details() };
    if (now.details.length === kept.details.length) now.details.forEach((one, at) => { one.open = kept.details[at]; });
    if (now.fields.length === kept.fields.length) {
      now.fields.forEach((field, at) => {
        if (field.value === kept.fields[at]) return;
        field.value = kept.fields[at];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    const focused = focusable()[kept.focus];
    focused?.focus({ preventScroll: true });
    if (kept.selection[0] != null && focused?.setSelectionRange) {
      try {
        focused.setSelectionRange(...kept.selection);
      } catch { /* some fields have no selection */ }
    }
    scrollTo({ left: kept.scroll[0], top: kept.scroll[1], behavior: "instant" });
  }, { once: true });
}
