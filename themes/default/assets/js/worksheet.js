// Worksheets: the text follows what is written into the fields; copy and download take it as Markdown.
import strings from "./strings.js";
import { copy, download } from "./take.js";

const say = (text) => { document.getElementById("r:live").textContent = text; };

const bind = (sheet) => {
  const all = (query) => [...sheet.querySelectorAll(query)];
  const fields = all("[data-note]");
  const result = sheet.querySelector("[data-result]");
  const blanks = new Map(all("[data-value]").map((blank) => [blank, blank.textContent]));
  const value = (key) => fields.find((field) => field.dataset.note === key && (field.type !== "radio" || field.checked))?.value ?? "";
  const show = () => {
    for (const [blank, empty] of blanks) {
      const text = value(blank.dataset.value).trim();
      blank.textContent = text || empty;
      blank.toggleAttribute("data-filled", Boolean(text));
    }
  };
  const text = () => `${result.textContent.trim()}\n`;
  const work = {
    copy: async (button) => {
      const said = (await copy(text())) ? strings.js_copied : strings.js_copy_failed;
      say(said);
      const label = button.textContent;
      button.textContent = said;
      setTimeout(() => { button.textContent = label; }, 2000);
    },
    download: () => download(`${sheet.dataset.worksheet}.md`, text(), "text/markdown"),
  };
  for (const button of all("[data-do]")) button.addEventListener("click", () => work[button.dataset.do]?.(button));
  sheet.addEventListener("input", show);
  show();
};
for (const sheet of document.querySelectorAll("[data-worksheet]")) bind(sheet);
