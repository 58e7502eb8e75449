// Reads the records, keeps the index by their hash, and answers questions.
import { answer, index, restored } from "./ranking.js";
import { speak } from "./text.js";

const KEPT = "index";
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
  const usable = kept?.version === 1 && kept.language === language;
  const versions = await fresh(new URL("version.json", root)).catch(() => undefined);
  if (usable && (!versions || versions.files["search.json"] === kept.hash)) return [restored(kept.index), kept.records];
  const { hash, records } = await fresh(new URL("search.json", root));
  const search = index(records);
  const body = JSON.stringify({ version: 1, hash, language, records, index: search });
  await cache?.put(key, new Response(body)).catch(() => undefined);
  return [search, records];
}

let ready;
self.addEventListener("message", async ({ data }) => {
  try {
    ready ??= load(data.site);
    const [search, records] = await ready;
    self.postMessage({ id: data.id, ...answer(search, records, data.query, data.facet) });
  } catch (error) {
    ready = undefined;
    self.postMessage({ id: data.id, error: String(error) });
  }
});
