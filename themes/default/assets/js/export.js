// Offers the reader's records as a file: a backup, or one subject's records in another form.
import { toCsv, toFile, toMarkdown } from "./file.js";
import { bySubject } from "./kept.js";
import { all, people, whole } from "./notebook.js";
import { manifest, register } from "./store.js";
import { download as offer } from "./download.js";

const named = (end) => `${manifest.site}-${new Date().toISOString().slice(0, 10)}${end}`;
/** Downloads a backup of everything, or the file of one subject. Only the first counts as a backup. */
export const download = (subject = "all") => {
  const title = manifest.title ?? document.querySelector(".brand").textContent.trim();
  const file = toFile(all(), { site: manifest.site, title, subject, now: Date.now() });
  offer(named("-progress.json"), `${JSON.stringify(file, null, 2)}\n`, "application/json");
  if (subject === "all") register("exported", Date.now());
};
const records = async (subject) => {
  await whole();
  return bySubject(all()).get(subject) ?? new Map();
};
/** Downloads one subject's records as Markdown; `strings` are the words of its headings. */
export const markdown = async (subject, strings) => {
  const name = people().find(({ id }) => id === subject)?.name;
  const text = toMarkdown(await records(subject), manifest, (key) => strings[key], { title: manifest.title, name, now: Date.now() });
  offer(named(".md"), text, "text/markdown");
};
/** Downloads one subject's records as a table. */
export const csv = async (subject) => offer(named(".csv"), toCsv(await records(subject), manifest), "text/csv");
