// The home page's first way in becomes the next thing to do, once a reader has begun.
import { gaps, nextItem } from "./gap.js";
import { notebook, whole } from "./notebook.js";
import { present } from "./renamed.js";
import { manifest, mine } from "./store.js";

const place = document.querySelector("[data-continue]");
const root = new URL("../../", import.meta.url);
const begun = notebook("me").list("i").length > 0 || mine.read("m", "aim")?.v;
if (begun) {
  await whole();
  const aim = mine.read("m", "aim")?.v;
  let open = [];
  if (aim) {
    const { levels } = await (await fetch(new URL("ladder.json", root), { cache: "no-cache" })).json();
    const level = (name) => levels.find(({ id }) => id === present(manifest, "l", mine.read("m", name)?.v));
    const assessed = new Map(Object.keys(manifest.skills).map((id) => [id, mine.read("a", id)]).filter(([, record]) => record));
    if (level("aim")) open = gaps(level("aim"), assessed, level("level"));
  }
  const [id, item] = nextItem(manifest, mine, open) ?? [];
  if (id) {
    const [label, link, from] = [".way", "a", ".muted"].map((query) => place.querySelector(query));
    label.textContent = place.dataset.continue;
    link.textContent = item.title;
    link.href = new URL(`${manifest.pages[item.page]?.url}#item:${encodeURIComponent(id)}`, root).href;
    // Nothing below may move: a title of two lines takes the place of the line under it.
    const short = link.offsetHeight < 1.5 * parseFloat(getComputedStyle(link).lineHeight);
    from.textContent = short ? manifest.pages[item.page]?.title ?? "" : "";
  }
}
