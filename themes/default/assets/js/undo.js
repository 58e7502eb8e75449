// The Undo beside an item that was just changed. There is one at a time: that of the last change.
import strings from "./strings.js";
import { mine } from "./store.js";

const button = Object.assign(document.createElement("button"), { type: "button", className: "item-undo", textContent: strings.js_undo });
let takeBack;
button.addEventListener("click", () => takeBack());

/** Offers to write `before` again. That is a write like any other, so that other devices learn of it; the time of the tick stays. */
export const offer = (box, place, before) => {
  takeBack = () => {
    mine.write("i", box.dataset.item, { ...before, ...(before.t && { c: before.c ?? before.t }) });
    document.getElementById("r:live").textContent = strings.js_undone;
    button.remove();
    box.focus();
  };
  place.prepend(button);
};
