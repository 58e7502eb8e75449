// The schemas of records so far: from each to the next, as pure functions.
import { SCHEMA } from "./records.js";

/** Schema → what a record of a kind becomes in the next one. */
export const steps = {
  // In the first schema a chapter that was read had a revision, which said nothing.
  1: (kind, record) => {
    if (kind !== "p") return record;
    const { r, ...rest } = record;
    return rest;
  },
};
/** A record of an older schema as one of this. */
export const migrate = (kind, record, from) => {
  let now = record;
  for (let schema = from; schema < SCHEMA; schema += 1) now = steps[schema](kind, now);
  return now;
};
