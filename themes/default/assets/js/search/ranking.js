// Questions answered from the records: the index, what counts more, and the answer as the page shows it.
import MiniSearch from "../../vendor/minisearch-7.2.0/index.js";
import { asked, excerpt, fold, isCjk, marked, terms } from "./text.js";

/** Kind of a record → facet. */
const FACETS = {
  home: "chapter", chapter: "chapter", track: "level", level: "level", skill: "skill", role: "role", transition: "role",
  checklist: "item", item: "item", template: "template", term: "term", source: "source", page: "page",
};
/** The ladder first; a page before its sections and items. */
const WEIGHTS = { track: 1.5, level: 1.6, skill: 1.4, term: 1.3, chapter: 1.1, item: .7, source: .6 };
const SECTION = .75;
/** So many results of one page are enough while all kinds are shown. */
const PER_PAGE = 3;
const LIMIT = 30;

const OPTIONS = { fields: ["title", "path", "text"], tokenize: terms, processTerm: (term) => term };

/** The index of some records. */
export const index = (records) => {
  const search = new MiniSearch(OPTIONS);
  search.addAll(records.map(([, title, path, , text], id) => ({ id, title, path: path.join(" "), text })));
  return search;
};
/** The index from its stored form. */
export const restored = (stored) => MiniSearch.loadJS(stored, OPTIONS);

const isSection = ([kind, , path]) => path.length > 0 && !["item", "term", "source"].includes(kind);
const weight = (record) => (WEIGHTS[record[0]] ?? 1) * (isSection(record) ? SECTION : 1);

const find = (search, records, query) => {
  const options = {
    tokenize: asked,
    processTerm: (term) => term,
    boost: { title: 4, path: 1.5 },
    prefix: (term, _, all) => term.length > 1 || all.length === 1,
    fuzzy: (term) => (term.length > 3 && !isCjk(term) ? .2 : false),
    boostDocument: (id) => weight(records[id]),
  };
  const all = search.search(query, { ...options, combineWith: "AND" });
  return all.length ? all : search.search(query, { ...options, combineWith: "OR" });
};

/** The answer to a question: how many there are of each facet, and the best of one facet or of all. */
export const answer = (search, records, query, facet) => {
  const whole = fold(query.trim());
  const found = find(search, records, query).map(({ id, score, match }) => {
    const title = fold(records[id][1]);
    const named = title === whole ? 4 : title.startsWith(whole) ? 1.8 : 1;
    return { id, score: score * named, match };
  });
  found.sort((a, b) => b.score - a.score || a.id - b.id);
  const facets = {};
  for (const { id } of found) {
    const own = FACETS[records[id][0]] ?? "page";
    facets[own] = (facets[own] ?? 0) + 1;
  }
  const shown = [];
  const pages = new Map();
  for (const { id, match } of found) {
    const [kind, title, path, url, text] = records[id];
    if (facet && (FACETS[kind] ?? "page") !== facet) continue;
    const [page] = url.split("#");
    const before = pages.get(page) ?? 0;
    pages.set(page, before + 1);
    if (!facet && before >= PER_PAGE && kind !== "term") continue;
    const words = new Set(Object.keys(match));
    shown.push({ kind: FACETS[kind] ?? "page", title: marked(title, words), path, url, excerpt: excerpt(text, words) });
    if (shown.length === LIMIT) break;
  }
  return { total: found.length, facets, shown };
};
