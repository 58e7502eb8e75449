// The one place where a worker starts, and the one Trusted Types policy of the site: it passes these two addresses.
const search = new URL("./search/worker.js", import.meta.url).href;
const offline = new URL("../../sw.js", import.meta.url).href;
const pass = (url) => {
  if (url !== search && url !== offline) throw new TypeError(`${url} is no worker of this site`);
  return url;
};
const policy = globalThis.trustedTypes?.createPolicy("rungs", { createScriptURL: pass }) ?? { createScriptURL: pass };

/** The worker that searches. */
export const searchWorker = () => new Worker(policy.createScriptURL(search), { type: "module" });

/** Keeps the site for reading offline: the worker first, then, unless the reader saves data, its pages. */
export async function keepOffline() {
  const workers = navigator.serviceWorker;
  const fill = () => navigator.connection?.saveData || workers.ready.then(({ active }) => active.postMessage("fill"));
  // A new version takes over while the page is open.
  workers.addEventListener("controllerchange", fill);
  await workers.register(policy.createScriptURL(offline), { updateViaCache: "none" });
  await fill();
}
