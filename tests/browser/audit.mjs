// What a page is examined for, wherever it is: axe, the markup validator, whether it fits a window, what paper shows of it.

import { execFileSync } from "node:child_process";
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

/** The text of each sheet that a page is printed on, without backgrounds as browsers do; undefined where pdftotext is missing. */
export async function sheets(page, options = { format: "A4" }) {
  const pdf = await page.pdf({ printBackground: false, ...options });
  try {
    return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }).split("\f").slice(0, -1);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** What paper loses of a page, as browsers print no backgrounds: drawings made of nothing else, and text too pale without. */
export async function lostOnPaper(page) {
  await page.emulateMedia({ media: "print" });
  const lost = await page.evaluate(() => {
    const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const pixel = (color) => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
    };
    const onWhite = (color) => {
      const [red, green, blue] = pixel(color).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
    };
    const isPainted = (style) => style.backgroundImage !== "none" || (pixel(style.backgroundColor)[3] > 0 && onWhite(style.backgroundColor) > 1.1);
    const isLost = (style) => isPainted(style) && style.printColorAdjust !== "exact";
    const name = (element) => `${element.localName}.${element.className}`;
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!element.checkVisibility() || element.closest("svg, button, input, select, textarea, [data-key=undo]")) continue;
      const style = getComputedStyle(element);
      const isEmpty = !element.textContent.trim() && !element.querySelector("img, svg, input");
      if (isEmpty && isLost(style)) found.push(`${name(element)} is a background`);
      for (const end of ["::before", "::after"]) {
        const drawn = getComputedStyle(element, end);
        if (drawn.content === "\"\"" && drawn.display !== "none" && isLost(drawn)) found.push(`${name(element)}${end} is a background`);
      }
      const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      let ground = element;
      while (ground && !isPainted(getComputedStyle(ground))) ground = ground.parentElement;
      const stays = ground && getComputedStyle(ground).printColorAdjust === "exact";
      if (words && !stays && onWhite(style.color) < 3) found.push(`${name(element)} is too pale: ${element.textContent.trim().slice(0, 30)}`);
    }
    return [...new Set(found)];
  });
  await page.emulateMedia({ media: null });
  return lost;
}
