// Reads the records, keeps the index by their hash, and answers questions.
import strings from "../strings-search.js";
import { answer, index, restored, vocabulary } from "./ranking.js";
import { speak } from "./text.js";

const KEPT = "index";
/** How the index is made; one that was kept before that changed is made anew. */
const VERSION = 2;
const fresh = async (url) => {
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
};
/** Without Cache Storage (plain http, private windows) the index is made anew for each page. */
const store = async (site) => {
  try {
    return await caches.open(`rungs:${site}:search`);
  } catch {
    return undefined;
  }
};

async function load({ root, site, language }) {
  speak(language);
  const cache = await store(site);
  // The key is no address of the site's; it only has to look like one.
  const key = new URL(KEPT, root).href;
  const kept = await cache?.match(key).then((response) => response?.json()).catch(() => undefined);
  const usable = kept?.version === VERSION && kept.language === language;
  const versions = await fresh(new URL("version.json", root)).catch(() => undefined);
  if (usable && (!versions || versions.files["search.json"] === kept.hash)) return [restored(kept.index), kept.records, vocabulary(strings)];
  const { hash, records } = await fresh(new URL("search.json", root));
  const search = index(records);
  const body = JSON.stringify({ version: VERSION, hash, language, records, index: search });
  // Nobody's answer waits for the disk.
  cache?.put(key, new Response(body)).catch(() => undefined);
  return [search, records, vocabulary(strings)];
}

let ready;
self.addEventListener("message", async ({ data }) => {
  try {
    ready ??= load(data.site);
    const [search, records, language] = await ready;
    self.postMessage({ id: data.id, ...answer(search, records, data.query, data.facet, language) });
  } catch (error) {
    ready = undefined;
    self.postMessage({ id: data.id, error: String(error) });
  }
});
