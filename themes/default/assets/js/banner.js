// Says that storage refuses to keep what the reader did, and offers it as a file.
import strings from "./strings-banner.js";
import { newer } from "./store.js";

const text = Object.assign(document.createElement("p"), { id: "r:banner" });
text.setAttribute("role", "alert");
const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: strings.download });
button.addEventListener("click", async () => (await import("./export.js")).download());
const banner = Object.assign(document.createElement("section"), { className: "banner" });
banner.setAttribute("aria-labelledby", text.id);
banner.append(text, button);

export const show = () => {
  if (banner.isConnected) return;
  text.textContent = "";
  // At the end of the page it has a place of its own, below the footer.
  document.body.append(banner);
  text.textContent = newer() ? strings.newer : strings.unsaved;
};
