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

const radar = (axes, series) => {
  const [width, height, radius] = [440, 350, 132];
  const at = (axis, step) => {
    const angle = (Math.PI * 2 * axis) / axes.length - Math.PI / 2;
    return [round(width / 2 + (Math.cos(angle) * radius * step) / 5), round(height / 2 + (Math.sin(angle) * radius * step) / 5)];
  };
  const ring = (step) => svg("polygon", { points: axes.map((_, axis) => at(axis, step).join(",")).join(" "), class: "radar-ring" });
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
    const dots = known.map(([cx, cy]) => svg("circle", { cx, cy, r: 3.5 }));
    const shape = known.length > 2 ? [svg("polygon", { points: known.map((point) => point.join(",")).join(" ") })] : [];
    return svg("g", { class: `radar-series radar-${name}` }, ...shape, ...dots);
  });
  return [width, height, [...[1, 2, 3, 4, 5].map(ring), ...spokes, ...shapes, ...labels]];
};
const plot = (axes, series) => {
  const [width, left, line] = [440, 190, 26];
  const x = (step) => left + 14 + (step / 5) * (width - left - 34);
  const rows = axes.map((title, row) => {
    const y = 24 + row * line;
    const dots = series.map(({ values, name }) => (values[row] === undefined ? undefined : svg("g", { class: `radar-series radar-${name}` }, svg("circle", { cx: x(values[row]), cy: y, r: name === "first" ? 5 : 6.5 }))));
    return [svg("line", { x1: x(0), x2: x(5), y1: y, y2: y, class: "radar-ring" }), svg("text", { x: left, y: y + 4, "text-anchor": "end", class: "radar-label" }, title), ...dots.reverse().filter(Boolean)];
  });
  const marks = [0, 1, 2, 3, 4, 5].map((step) => svg("text", { x: x(step), y: 10, "text-anchor": "middle", class: "radar-label" }, String(step)));
  return [width, 24 + axes.length * line, [...marks, ...rows.flat()]];
};

/** `axes` are titles; `series` are `{name: "first" | "second", title, values}`, a value per axis or undefined. */
export const picture = (axes, series, title, description) => {
  const [width, height, parts] = axes.length > MOST_AXES || axes.length < 3 ? plot(axes, series) : radar(axes, series);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${description}`, class: "radar" }, svg("title", {}, title), svg("desc", {}, description), ...parts);
  const key = el("p", { className: "radar-key small muted" }, series.map(({ name, title: words }) => el("span", { className: `radar-key-${name}` }, words)));
  return el("figure", { className: "radar-figure" }, drawing, key);
};
export const mean = (values) => (values.length ? round(values.reduce((sum, value) => sum + value, 0) / values.length) : undefined);
