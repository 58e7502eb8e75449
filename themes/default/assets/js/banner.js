// Says that storage refuses to keep what the reader did, and offers it as a file.
import strings from "./strings-banner.js";
import { newer } from "./store.js";

const text = document.createElement("p");
text.setAttribute("role", "alert");
const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: strings.download });
button.addEventListener("click", async () => (await import("./export.js")).download());
const banner = Object.assign(document.createElement("section"), { className: "banner" });
banner.append(text, button);

export const show = () => {
  if (banner.isConnected) return;
  text.textContent = "";
  document.querySelector("footer").append(banner);
  text.textContent = newer() ? strings.newer : strings.unsaved;
};
