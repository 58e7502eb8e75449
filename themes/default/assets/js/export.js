// Offers the reader's records as a file: a backup, or one subject's records in another form.
import { toCsv, toFile, toMarkdown } from "./file.js";
import { bySubject } from "./kept.js";
import { all, people, whole } from "./notebook.js";
import { manifest, register } from "./store.js";
import { named, download as offer } from "./download.js";

const nameOf = (subject) => people().find(({ id }) => id === subject)?.name;
const fileName = (end, subject) => named(end, manifest.site, nameOf(subject), new Date().toISOString().slice(0, 10));
/** Downloads a backup of everything, or the file of one subject. Only the first counts as a backup. */
export const download = (subject = "all") => {
  const title = manifest.title ?? document.querySelector(".brand").textContent.trim();
  const file = toFile(all(), { site: manifest.site, title, subject, now: Date.now() });
  offer(fileName("-progress.json", subject), `${JSON.stringify(file, null, 2)}\n`, "application/json");
  if (subject === "all") register("exported", Date.now());
};
const records = async (subject) => {
  await whole();
  return bySubject(all()).get(subject) ?? new Map();
};
/** Downloads one subject's records as Markdown; `strings` are the words of its headings. */
export const markdown = async (subject, strings) => {
  const text = toMarkdown(await records(subject), manifest, (key) => strings[key], { title: manifest.title, name: nameOf(subject), now: Date.now() });
  offer(fileName(".md", subject), text, "text/markdown");
};
/** Downloads one subject's records as a table. */
export const csv = async (subject) => offer(fileName(".csv", subject), toCsv(await records(subject), manifest), "text/csv");
