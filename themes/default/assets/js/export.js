// Offers a file for download: the whole backup, or one subject's records in another form.
import { toFile } from "./file.js";
import { all } from "./notebook.js";
import { manifest, register } from "./store.js";

/** Gives a text to the reader as a file. */
export const offer = (text, name, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
export const fileName = (end) => `${manifest.site}-${new Date().toISOString().slice(0, 10)}${end}`;
/** Downloads the backup: everything, or one subject. Only a backup of everything counts as one. */
export const download = (subject = "all") => {
  const file = toFile(all(), { site: manifest.site, title: manifest.title ?? document.title, subject, now: Date.now() });
  offer(`${JSON.stringify(file, null, 2)}\n`, fileName("-progress.json"), "application/json");
  if (subject === "all") register("exported", Date.now());
};
