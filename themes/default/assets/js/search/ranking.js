// Questions answered from the records: the index, what counts more, and the answer as the page shows it.
import MiniSearch from "../../vendor/minisearch-7.2.0/index.js";
import { asked, excerpt, fold, isCjk, marked, terms } from "./text.js";

/** Kind of a record → facet. */
const FACETS = {
  home: "chapter", chapter: "chapter", track: "level", level: "level", skill: "skill", role: "role", transition: "role",
  checklist: "item", item: "item", template: "template", term: "term", source: "source", page: "page",
};
/** The ladder first; a page before its sections and items. */
const WEIGHTS = { track: 1.5, level: 1.6, skill: 1.4, role: 1.2, template: 1.2, chapter: 1.1, item: .7, source: .6 };
const SECTION = .75;
/** What stands in a folder of a folder is a detail of what stands above it, such as the pages of a reference. */
const DEEP = .3;
/** Where a question names a kind, its records count so much more. */
const OF_KIND = 5;
/** A title that is the whole question; one that is all of it but the kind; one that begins with it. */
const NAMED = { whole: 10, rest: 3, start: 1.8 };
/** A word that stands in more than a share of the records, and in so many at least, need not be in a result. */
const COMMON = { share: .25, least: 100 };
/** With fewer results than these that hold every word, those that hold some of them follow. */
const FEW = 6;
/** A longer word with the same beginning is mostly another form of the word: disagree, disagreement. */
const PREFIX = .7;
/** So many results of one page are enough while all kinds are shown. */
const PER_PAGE = 3;
const LIMIT = 30;

const OPTIONS = { fields: ["title", "path", "text"], tokenize: terms, processTerm: (term) => term };
/** The name in a page's address, by which its authors call it: `adr` finds `templates/adr.html`. */
const nameOf = (url) => (url.includes("#") ? "" : url.replace(/^.*\/|\.html$/g, ""));

/** The index of some records. */
export const index = (records) => {
  const search = new MiniSearch(OPTIONS);
  search.addAll(records.map(([, title, path, url, text], id) => ({ id, title, path: [...path, nameOf(url)].join(" "), text })));
  return search;
};
/** The index from its stored form. */
export const restored = (stored) => MiniSearch.loadJS(stored, OPTIONS);

const facetOf = ([kind]) => FACETS[kind] ?? "page";
const isSection = ([kind, , path]) => path.length > 0 && !["item", "term", "source"].includes(kind);
const isDeep = ([, , , url]) => url.split("/").length > 2;
const weight = (record) => (WEIGHTS[record[0]] ?? 1) * (isSection(record) ? SECTION : 1) * (isDeep(record) ? DEEP : 1);

/** The words of a language by which questions name a kind, as a Map to its facet, and the small ones they are made of. */
export const vocabulary = (strings) => ({
  kinds: new Map(Object.values(FACETS).flatMap((facet) => terms(strings[`asks_${facet}`] ?? "").map((word) => [word, facet]))),
  small: new Set(terms(strings.small ?? "")),
});

/** What a question says: the facets it names, the words a result should hold, all it is looked for by, and what each is worth. */
const understood = (search, records, query, { kinds, small }) => {
  const all = [...new Set(asked(query))];
  const large = all.filter((word) => !small.has(word));
  const own = large.filter((word) => !kinds.has(word));
  const times = new Map(own.map((word) => [word, search.search(word, { tokenize: (one) => [one] }).length]));
  const rare = own.filter((word) => times.get(word) <= Math.max(COMMON.least, records.length * COMMON.share));
  const first = (...lists) => lists.find((list) => list.length) ?? [];
  return {
    // A question of nothing but names of kinds asks for these words.
    named: new Set(own.length ? large.map((word) => kinds.get(word)).filter(Boolean) : []),
    needed: first(rare, own, large, all),
    wanted: first(large, all),
    worth: (word) => Math.log(1 + records.length / (1 + (times.get(word) ?? records.length))),
  };
};

/** All results, best first: those that hold every needed word, and when these are few, those that hold some. */
const find = (search, records, query, language) => {
  const { named, needed, wanted, worth } = understood(search, records, query, language);
  const isNeeded = new Set(needed);
  const whole = fold(query.trim());
  const rest = needed.join(" ");
  const isOfKind = (record) => named.has(facetOf(record)) || wanted.every((word) => terms(record[1]).includes(word));
  const found = search.search(query, {
    tokenize: () => wanted,
    processTerm: (term) => term,
    boost: { title: 4, path: 1.5 },
    prefix: (term) => isNeeded.has(term) && (term.length > 1 || needed.length === 1),
    fuzzy: (term) => (isNeeded.has(term) && term.length > 3 && !isCjk(term) ? .2 : false),
    weights: { prefix: PREFIX, fuzzy: .45 },
    boostDocument: (id) => weight(records[id]),
  }).map(({ id, score, match, queryTerms }) => {
    const title = fold(records[id][1]);
    const ofKind = named.size > 0 && isOfKind(records[id]);
    const name = title === whole ? NAMED.whole : ofKind && title === rest ? NAMED.rest : title.startsWith(whole) ? NAMED.start : 1;
    // The library multiplies by the number of words that are found; rare ones say more.
    const weighed = (score * queryTerms.reduce((sum, term) => sum + worth(term), 0)) / queryTerms.length;
    return { id, match, score: weighed * name * (ofKind ? OF_KIND : 1), held: queryTerms.filter((term) => isNeeded.has(term)).length };
  });
  const full = found.filter(({ held }) => held === needed.length);
  const kept = full.length < FEW ? found.filter(({ held }) => held > 0) : full;
  return kept.sort((a, b) => b.score - a.score || a.id - b.id);
};

/** The answer to a question: how many there are of each facet, and the best of one facet or of all. */
export const answer = (search, records, query, facet, language) => {
  const found = find(search, records, query, language);
  const facets = {};
  for (const { id } of found) {
    const own = facetOf(records[id]);
    facets[own] = (facets[own] ?? 0) + 1;
  }
  const shown = [];
  const pages = new Map();
  for (const { id, match } of found) {
    const [kind, title, path, url, text] = records[id];
    if (facet && facetOf(records[id]) !== facet) continue;
    const [page] = url.split("#");
    const before = pages.get(page) ?? 0;
    pages.set(page, before + 1);
    if (!facet && before >= PER_PAGE && kind !== "term") continue;
    const hits = new Set(Object.keys(match));
    shown.push({ kind: facetOf(records[id]), title: marked(title, hits), path, url, excerpt: excerpt(text, hits) });
    if (shown.length === LIMIT) break;
  }
  return { total: found.length, facets, shown };
};
