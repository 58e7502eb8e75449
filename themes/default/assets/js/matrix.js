// Filters of the matrix: one area, core skills only. They stand in the address, so that a filtered view can be sent on.
const area = document.getElementById("r:area");
const core = document.getElementById("r:core");
const full = document.getElementById("r:full");
const body = document.getElementById("r:matrix");
const wish = new URLSearchParams(location.search);

const show = () => {
  for (const group of body.querySelectorAll("[data-area]")) group.hidden = area.value !== "*" && group.dataset.area !== area.value;
  body.toggleAttribute("data-core", core.checked);
};
const keep = () => {
  show();
  const address = new URL(location.href);
  address.search = "";
  if (area.value !== "*") address.searchParams.set("area", area.value);
  if (core.checked) address.searchParams.set("core", "");
  if (full.checked) address.searchParams.set("full", "");
  history.replaceState(history.state, "", address);
};

if ([...area.options].some((option) => option.value === wish.get("area"))) area.value = wish.get("area");
core.checked = wish.has("core");
full.checked = wish.has("full");
area.addEventListener("change", keep);
core.addEventListener("change", keep);
full.addEventListener("change", keep);
show();
