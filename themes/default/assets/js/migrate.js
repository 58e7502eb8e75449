// Brings stored records of an older schema up. Each step may be repeated, so a page closed halfway loses nothing.
import { SCHEMA } from "./records.js";
import { migrate } from "./steps.js";
import { get, keys, kindOf, newer, parse, prefix, set, tell } from "./store.js";

export const bringUp = (from) => {
  if (newer()) return;
  let done = true;
  for (const key of keys()) {
    const record = parse(key, get(key));
    if (record) done = set(key, JSON.stringify(migrate(kindOf(key), record, from))) && done;
  }
  if (done) set(`${prefix}v`, `${SCHEMA}`);
  tell();
};
