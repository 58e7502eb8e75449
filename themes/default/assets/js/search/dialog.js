// The search dialog: made when it is first opened.
import { mount } from "./panel.js";
import strings from "../strings-search.js";

let dialog;
let input;

const styled = () => new Promise((done) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("../../css/search.css", import.meta.url).href;
  link.addEventListener("load", done);
  link.addEventListener("error", done);
  document.head.append(link);
});

async function make() {
  dialog = document.createElement("dialog");
  dialog.className = "search-dialog";
  dialog.setAttribute("aria-label", strings.label);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "search-close";
  close.textContent = strings.close;
  close.addEventListener("click", () => dialog.close());
  const place = document.createElement("div");
  place.className = "search";
  input = mount(place, { chosen: () => dialog.close() });
  dialog.append(place, close);
  // A click beside the dialog is one on its backdrop.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  await styled();
  document.body.append(dialog);
}

let making;
/** Opens the dialog; on the search page, goes to its input. */
export async function open() {
  const here = document.querySelector("main .search-input");
  if (here) return here.focus();
  await (making ??= make());
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
}
