// What a page is examined for, wherever it is: axe, the markup validator, and whether it fits a window.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
/** The validator's recommended rules but for these. */
const MARKUP_RULES = {
  // A matter of taste.
  "doctype-style": "off",
  "void-style": "off",
  "no-trailing-whitespace": "off",
  // How long a title is, is the author's business.
  "long-title": "off",
  // Ids are anchors and may hold any character but white space, as HTML says.
  "valid-id": ["error", { relaxed: true }],
  // Browsers put ticks back by themselves after a reload, and only this attribute stops them: the records decide.
  "valid-autocomplete": "off",
};
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules: MARKUP_RULES });

/**
 * What axe finds on a page, or in the part of it that a selector names (`within`), by all rules or by these (`only`).
 * The page must be opened with `bypassCSP`.
 */
export async function violations(page, { only, within } = {}) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(
    ([runOnly, part]) => window.axe.run(part ? document.querySelector(part) : document, { runOnly, resultTypes: ["violations"] }), [only ? { type: "rule", values: only } : RULES, within]);
  return found.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** What the validator finds in a page's HTML. */
export async function markupFaults(html, path) {
  const { results } = await validator.validateString(html, path);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${path}:${line}: ${ruleId}: ${message}`));
}

/** By how many pixels a page is wider than a window of this size: 0 when it fits. */
export async function excess(page, viewport) {
  await page.setViewportSize(viewport);
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}
