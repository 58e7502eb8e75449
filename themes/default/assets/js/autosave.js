// Saves what is typed a moment after the last key, and at once when the field or the page is left.
const waiting = new Set();
const flushAll = () => [...waiting].forEach((flush) => flush());
addEventListener("pagehide", flushAll);
document.addEventListener("visibilitychange", () => document.hidden && flushAll());

/** Calls `save(value)` for a field; gives a function that saves what is waiting. */
export const autosave = (field, save) => {
  let timer;
  const flush = () => {
    if (!waiting.delete(flush)) return;
    clearTimeout(timer);
    save(field.value);
  };
  field.addEventListener("input", () => {
    waiting.add(flush);
    clearTimeout(timer);
    timer = setTimeout(flush, 300);
  });
  field.addEventListener("change", flush);
  return flush;
};
