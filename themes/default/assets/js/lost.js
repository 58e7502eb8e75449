// Suggestions on the page for unknown addresses: the site's own addresses that look most like the one asked for.
const MANY = 5;
const LIKE_ENOUGH = 0.4;
// Beside a name that is much more like what was asked for, this share of its likeness is none.
const BESIDE = 0.5;

const place = document.getElementById("r:lost");
const { root, base } = place.dataset;

// How alike two words are: the share of their pairs of letters that they have in common (Sørensen and Dice).
const pairs = (word) => Array.from({ length: Math.max(word.length - 1, 1) }, (_, at) => word.slice(at, at + 2));
const alike = (one, other) => {
  const [mine, theirs] = [pairs(one), pairs(other)];
  const total = mine.length + theirs.length;
  let both = 0;
  for (const pair of mine) {
    const at = theirs.indexOf(pair);
    if (at < 0) continue;
    theirs.splice(at, 1);
    both += 1;
  }
  return (2 * both) / total;
};
// What a path says: its folder and its name without an ending, in small letters.
const spoken = (path) => {
  let text = path;
  try {
    text = decodeURIComponent(path);
  } catch { /* an address that was never encoded stays as it is */ }
  const parts = text.toLowerCase().replace(/\.\w+$/, "").split("/").filter((part) => part && part !== "index");
  return { name: (parts.pop() ?? "").replace(/[^\p{L}\p{N}]+/gu, "-"), folder: parts.pop() ?? "" };
};
const likeness = (asked, path) => {
  const one = spoken(path);
  return one.name ? alike(asked.name, one.name) + (asked.folder && asked.folder === one.folder ? 0.1 : 0) : 0;
};

// A page is fetched as a document, so its title needs no reading of HTML by us.
const titled = (path) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("GET", root + path);
  request.responseType = "document";
  request.onload = () => done(request.status === 200 ? request.response?.querySelector("h1")?.textContent.trim() : undefined);
  request.onerror = () => done(undefined);
  request.send();
});

const suggest = async () => {
  const asked = spoken(location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname);
  const answer = await fetch(`${root}sitemap.xml`, { cache: "no-cache" });
  if (!answer.ok || !asked.name) return;
  const paths = [...(await answer.text()).matchAll(/<loc>([^<]*)/g)].map(([, address]) => address.replaceAll("&amp;", "&").slice(base.length));
  const found = paths.map((path) => ({ path, score: likeness(asked, path) })).filter(({ score }) => score >= LIKE_ENOUGH)
    .sort((one, other) => other.score - one.score || (one.path < other.path ? -1 : 1));
  const best = found.filter(({ score }) => score >= found[0].score * BESIDE).slice(0, MANY);
  const titles = await Promise.all(best.map(({ path }) => titled(path)));
  best.forEach(({ path }, at) => {
    if (!titles[at]) return;
    const [row, link] = [document.createElement("li"), document.createElement("a")];
    link.className = "row-title";
    link.href = root + path;
    link.textContent = titles[at];
    row.append(link);
    place.querySelector("ul").append(row);
    place.hidden = false;
  });
};
suggest().catch(() => { /* without an answer the page is what it is without a script */ });
