// The search itself, in a dialog or on a page: a combobox whose list are the results, and the kinds as facets.
import { searchWorker } from "../workers.js";
import strings from "../strings-search.js";

const FACETS = ["chapter", "level", "skill", "role", "item", "template", "term", "source", "page"];
const root = new URL("../../../", import.meta.url).href;
const { site } = document.documentElement.dataset;
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const counted = (n) => fill(strings[`count_${plural.select(n)}`] ?? strings.count_other, { n: n.toLocaleString(language) });

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
const highlighted = (parts) => parts.map(({ text, hit }) => (hit ? element("mark", {}, text) : text));

/** Builds the search into an element and gives its input. `chosen` hears of a result that is followed. */
export function mount(place, { chosen = () => {}, asked = () => {} } = {}) {
  const input = element("input", {
    type: "text", class: "search-input", role: "combobox", id: "r:search-input", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", inputmode: "search", enterkeyhint: "search", placeholder: strings.label, "aria-label": strings.label,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "r:search-list",
  });
  const facets = element("div", { class: "search-facets", role: "group", "aria-label": strings.kinds, hidden: "" });
  const said = element("p", { class: "search-said", role: "status" });
  const list = element("div", { class: "search-list", role: "listbox", id: "r:search-list", "aria-label": strings.results, hidden: "" });
  place.append(input, facets, said, list);
  said.textContent = strings.hint;

  let worker;
  let facet = "";
  let number = 0;
  let active = -1;
  const options = () => [...list.children];

  const choose = (at) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = all.length ? (at + all.length) % all.length : -1;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    all[active].setAttribute("aria-selected", "true");
    all[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active].id);
  };
  const showFacets = (counts) => {
    const present = FACETS.filter((one) => counts[one]);
    facets.hidden = present.length < 2 && !facet;
    const held = facets.contains(document.activeElement);
    facets.replaceChildren(...["", ...present].map((one) => {
      const label = one ? strings[one] : strings.all;
      const button = element("button", { type: "button", "aria-pressed": String(one === facet) }, label);
      if (one) button.append(" ", element("span", { class: "search-number" }, counts[one].toLocaleString(language)));
      button.addEventListener("click", () => {
        facet = one;
        ask();
      });
      return button;
    }));
    if (held) facets.querySelector("[aria-pressed=true]")?.focus();
  };
  const showResults = (shown) => {
    list.replaceChildren(...shown.map((result, at) => {
      const option = element("a", { role: "option", id: `r:search-${at}`, tabindex: "-1", "aria-selected": "false", href: new URL(result.url, root).href, class: "search-result" });
      const kind = element("span", { class: "search-kind" }, strings[`kind_${result.kind}`] ?? strings[result.kind]);
      option.append(element("span", { class: "search-title" }, ...highlighted(result.title)), kind);
      if (result.path.length) option.append(element("span", { class: "search-path" }, result.path.join(" › ")));
      if (result.excerpt.length) option.append(element("span", { class: "search-text" }, ...highlighted(result.excerpt)));
      return option;
    }));
    const any = shown.length > 0;
    list.hidden = !any;
    input.setAttribute("aria-expanded", String(any));
    list.scrollTop = 0;
    choose(0);
  };
  const clear = (words) => {
    facets.hidden = true;
    showResults([]);
    said.textContent = words;
  };
  const hear = ({ data }) => {
    // Only the last question counts.
    if (data.id !== number) return;
    if (data.error !== undefined) return fail();
    list.setAttribute("aria-busy", "false");
    if (facet && !data.facets[facet]) {
      facet = "";
      if (data.total) return ask();
    }
    showFacets(data.facets);
    showResults(data.shown);
    const total = facet ? data.facets[facet] : data.total;
    said.textContent = total ? counted(total) : fill(strings.none, { query: input.value.trim() });
  };
  const fail = () => {
    worker?.terminate();
    worker = undefined;
    list.setAttribute("aria-busy", "false");
    clear(strings.failed);
  };
  const ask = () => {
    const query = input.value.trim();
    number += 1;
    asked(query);
    if (!query) {
      facet = "";
      return clear(strings.hint);
    }
    if (!worker) {
      worker = searchWorker();
      worker.addEventListener("message", hear);
      worker.addEventListener("error", fail);
      said.textContent = strings.loading;
    }
    list.setAttribute("aria-busy", "true");
    worker.postMessage({ id: number, query, facet, site: { root, site, language } });
  };

  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp") choose(active - 1);
    else if (event.key === "Enter" && active >= 0) {
      const { ctrlKey, metaKey, shiftKey } = event;
      options()[active].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    } else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) chosen();
  });
  return input;
}
