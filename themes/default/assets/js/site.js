// The one entry. Each module does its work when it loads; this shows what needs a script.
import "./shell.js";
import "./progress.js";
import { keys } from "./store.js";

document.documentElement.dataset.js = "";
// What stands further down comes when the reader comes near; worksheets at once when there are notes.
const near = (query, load) => {
  const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && (watch.disconnect(), load()), { rootMargin: "50% 0px" });
  for (const element of document.querySelectorAll(query)) watch.observe(element);
};
near(".code, [data-copy]", () => import("./copy.js"));
const sheet = document.querySelector("[data-worksheet]");
if (sheet && keys().some((key) => key.includes(":n:"))) import("./worksheet.js");
else near("[data-worksheet]", () => import("./worksheet.js"));
if (document.getElementById("r:search-here")) import("./search/page.js");
if (document.getElementById("r:lost")) import("./lost.js");
if (document.querySelector("[data-continue]") && keys().some((key) => /:(?:i:|m:aim$)/.test(key))) import("./continue.js");

// Search comes when it is first wanted; without it, its link leads to a page.
const searchLink = document.getElementById("r:search");
const search = (event) => {
  event.preventDefault();
  import("./search/dialog.js").then((dialog) => dialog.open()).catch(() => { location.href = searchLink.href; });
};
if (searchLink) {
  searchLink.role = "button";
  searchLink.ariaHasPopup = "dialog";
  searchLink.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  searchLink.addEventListener("click", search);
  searchLink.addEventListener("keydown", (event) => event.key === " " && search(event));
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") search(event);
  });
}

// Readers' browsers keep the site for reading offline, once it is loaded; `rungs serve` does not ask for it.
if ("offline" in document.documentElement.dataset && navigator.serviceWorker) {
  addEventListener("load", () => import("./workers.js").then((workers) => workers.keepOffline()).catch(() => {}));
}
