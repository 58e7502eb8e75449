// Ids may have been renamed since they were written down; the manifest knows what to. Pure functions.

/** The present name of an id; `letter` is that of its kind: `a` a skill, `l` a level, `e` an expectation. */
export const present = (manifest, letter, id) => {
  for (const [now, old] of manifest.was ?? []) if (now.startsWith(`${letter}:`) && old.includes(id)) return now.slice(2);
  return id;
};
