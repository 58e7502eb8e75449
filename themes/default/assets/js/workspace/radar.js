// A picture of steps by area: a radar, above eight axes a dot plot. The table beside it says the same.
import { el } from "./page.js";

const SPACE = "http://www.w3.org/2000/svg";
const MOST_AXES = 8;
const svg = (name, attributes, ...children) => {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const round = (number) => Math.round(number * 10) / 10;
/** A series, or its mark in the key: a line round a shape, where there is one, and dots. */
const drawn = (name, radius, dots, shape) => svg("g", { class: `radar-series radar-${name}` },
  ...(shape ? [svg("polygon", { points: shape.join(" ") })] : []), ...dots.map(([cx, cy]) => svg("circle", { cx, cy, r: radius })));

const radar = (axes, series) => {
  const [width, height, radius] = [440, 350, 132];
  const at = (axis, step) => {
    const angle = (Math.PI * 2 * axis) / axes.length - Math.PI / 2;
    return [round(width / 2 + (Math.cos(angle) * radius * step) / 5), round(height / 2 + (Math.sin(angle) * radius * step) / 5)];
  };
  const ring = (step) => svg("polygon", { points: axes.map((_, axis) => at(axis, step)).join(" "), class: "radar-ring" });
  const spokes = axes.map((_, axis) => {
    const [x2, y2] = at(axis, 5);
    return svg("line", { x1: width / 2, y1: height / 2, x2, y2, class: "radar-ring" });
  });
  const labels = axes.map((title, axis) => {
    const [x, y] = at(axis, 5.55);
    const side = Math.abs(x - width / 2) < 12 ? "middle" : x > width / 2 ? "start" : "end";
    return svg("text", { x, y: y + 4, "text-anchor": side, class: "radar-label" }, title);
  });
  const shapes = series.map(({ values, name }) => {
    const known = values.map((value, axis) => (value === undefined ? undefined : at(axis, value))).filter(Boolean);
    return drawn(name, 3.5, known, known.length > 2 && known);
  });
  return [width, height, [...[1, 2, 3, 4, 5].map(ring), ...spokes, ...shapes, ...labels], (name) => drawn(name, 3.5, [[13, 7]], [[1, 7], [25, 7]])];
};
const plot = (axes, series) => {
  const [width, left, line] = [440, 190, 26];
  const radius = (name) => (name === "first" ? 5 : 6.5);
  const x = (step) => left + 14 + (step / 5) * (width - left - 34);
  const rows = axes.map((title, row) => {
    const y = 24 + row * line;
    // The ring lies below the dot.
    const dots = series.toReversed().map(({ values, name }) => drawn(name, radius(name), values[row] === undefined ? [] : [[x(values[row]), y]]));
    return [svg("line", { x1: x(0), x2: x(5), y1: y, y2: y, class: "radar-ring" }), svg("text", { x: left, y: y + 4, "text-anchor": "end", class: "radar-label" }, title), ...dots];
  });
  const marks = [0, 1, 2, 3, 4, 5].map((step) => svg("text", { x: x(step), y: 10, "text-anchor": "middle", class: "radar-label" }, String(step)));
  return [width, 24 + axes.length * line, [...marks, ...rows.flat()], (name) => drawn(name, radius(name), [[13, 7]])];
};

/** `axes` are titles; `series` are `{name: "first" | "second", title, values}`, a value per axis or undefined. */
export const picture = (axes, series, title, description) => {
  const [width, height, parts, mark] = axes.length > MOST_AXES || axes.length < 3 ? plot(axes, series) : radar(axes, series);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${description}`, class: "radar" }, svg("title", {}, title), svg("desc", {}, description), ...parts);
  const key = el("p", { className: "radar-key small muted" }, series.map(({ name, title: words }) => el("span", {}, svg("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" }, mark(name)), words)));
  return el("figure", { className: "radar-figure" }, drawing, key);
};
export const mean = (values) => (values.length ? round(values.reduce((sum, value) => sum + value, 0) / values.length) : undefined);
