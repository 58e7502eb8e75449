// The way to a level: gaps skill by skill, and which practice fits next. Pure functions.
import { find } from "./records.js";

const weights = { core: 0, supporting: 1 };

/**
 * The skills of `level`, the widest gap first, core before supporting: {skill, step, target, weight, width, assumed}.
 * Where the reader has not assessed a skill, the step their present level asks for is assumed, if they named one.
 */
export const gaps = (level, assessed, present) => Object.entries(level.targets).map(([skill, { step: target, weight, note }]) => {
  const own = assessed.get(skill)?.v;
  const step = own ?? present?.targets[skill]?.step;
  return { skill, step, target, weight, note, levels: [level.id, present?.id], assumed: own === undefined && step !== undefined, width: step === undefined ? undefined : Math.max(0, target - step) };
}).sort((a, b) => (b.width ?? -1) - (a.width ?? -1) || weights[a.weight] - weights[b.weight]);

const isOpen = (manifest, records, id) => !["done", "na"].includes(find(manifest, records, `i:${id}`)?.s);
const forSubject = (records, item) => !records.person || item.owner;
/** Items in the order of the book. */
export const inOrder = (manifest) => [...manifest.items].sort(([, a], [, b]) => (a.at ?? 0) - (b.at ?? 0));

// What is for the time after a move, or the first weeks in a role, prepares for nothing.
const isAfter = (manifest, item) => manifest.pages[item.page]?.kind === "transition" || item.page.startsWith("role/");
/**
 * Open items that help to reach the next step of a gap's skill. First those that name the step and belong to no other
 * level, then those that help at any step, last the practice of other levels.
 */
export const building = (manifest, records, gap) => {
  const next = (gap.step ?? 0) + 1;
  const found = inOrder(manifest).filter(([id, item]) => item.skills?.includes(gap.skill) && (item.step ?? next) === next
    && !isAfter(manifest, item) && forSubject(records, item) && isOpen(manifest, records, id));
  const rank = ([, item]) => (item.level && !gap.levels.includes(item.level) ? 2 : 0) + (item.step ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
};

/** The next item to do, as [id, item, gap]: what was begun, else practice for the widest gaps, else the next of the list ticked last. */
export const nextItem = (manifest, records, open = []) => {
  const items = inOrder(manifest).filter(([, item]) => forSubject(records, item));
  const record = (id) => find(manifest, records, `i:${id}`);
  const doing = items.filter(([id]) => record(id)?.s === "doing").sort(([a], [b]) => record(b).t - record(a).t)[0];
  if (doing) return doing;
  for (const gap of open.filter(({ width }) => width > 0)) {
    const [found] = building(manifest, records, gap);
    if (found) return [...found, gap];
  }
  const last = items.filter(([id]) => record(id)?.s === "done").reduce((best, [id, item]) => (record(id).t > (best?.t ?? 0) ? { t: record(id).t, item, id } : best), undefined);
  const left = items.filter(([id]) => isOpen(manifest, records, id));
  const at = last ? items.findIndex(([id]) => id === last.id) : -1;
  const order = (found) => items.indexOf(found);
  return left.find(([, item]) => item.page === last?.item.page) ?? left.find((one) => order(one) > at) ?? left[0];
};
