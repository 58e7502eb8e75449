// The picker of two levels: leads to the page of their comparison. Nothing is compared here; the links know which pairs
// there are.
const from = document.getElementById("r:from");
const to = document.getElementById("r:to");
const pages = new Map([...document.querySelectorAll("a[data-pair]")].map((link) => [link.dataset.pair, link.href]));
const page = () => pages.get(`${from.value} ${to.value}`);

/** Offers as second level only what the first can be compared with. */
const offer = () => {
  for (const option of to.options) option.disabled = !pages.has(`${from.value} ${option.value}`);
  if (!page()) to.value = [...to.options].find((option) => !option.disabled)?.value ?? "";
};

from.addEventListener("change", offer);
document.getElementById("r:go").addEventListener("click", () => {
  if (page()) location.href = page();
});
offer();
