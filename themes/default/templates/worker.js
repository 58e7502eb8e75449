// Keeps this site readable without a network. Above this line the build writes:
// SITE, the handbook's id; VERSION, the hash of all files; CORE and PAGES, what is kept: [address, hash].
//
// Pages and data come from the network first, since they change; what a page was made with (`?v=`) comes from here
// first, since it never does. A new version is filled beside the old one, which goes when the new one is whole; the
// scripts and styles of one version back stay for the tabs that still show it.

const { scope } = self.registration;
const PREFIX = `rungs:${SITE}:${new URL(scope).pathname}:`;
const NOW = `${PREFIX}site:${VERSION}`;
const VISITED = `${PREFIX}visited`;
const LIST = `${scope}?kept`;
const WHOLE = `${scope}?whole`;
/** So many pages and pictures that are not kept from the start stay after a visit. */
const VISITED_LIMIT = 200;
/** A network that is slower than this gives way to what is kept. */
const PATIENCE = 3000;
const AT_ONCE = 4;

const address = (path) => new URL(path, scope).href;
const listed = new Set([...CORE, ...PAGES].map(([path]) => address(path)));
const earlier = async () => (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}site:`) && name !== NOW);

/** What earlier versions keep: address and hash → where. */
async function known() {
  const found = new Map();
  for (const name of await earlier()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST).then((response) => response?.json() ?? []);
    for (const [path, hash] of list) found.set(`${path} ${hash}`, cache);
  }
  return found;
}

/** Puts files into this version: from an earlier one when they are the same there, else from the network. */
async function fill(files, mustAll) {
  const cache = await caches.open(NOW);
  const before = await known();
  const queue = [...files];
  let whole = true;
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const [path, hash] = file;
      const url = address(path);
      if (await cache.match(url)) continue;
      try {
        const same = await before.get(`${path} ${hash}`)?.match(url);
        const response = same ?? (await fetch(url, { cache: "no-cache" }));
        if (!response.ok || response.redirected) throw new Error(`${response.status} ${url}`);
        await cache.put(url, response);
      } catch (error) {
        if (mustAll) throw error;
        whole = false;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return whole;
}

/** The old versions go; what the tabs that still show the last one may ask for stays. */
async function dropOld() {
  const cache = await caches.open(NOW);
  for (const name of await earlier()) {
    const old = await caches.open(name);
    for (const [path] of await old.match(LIST).then((response) => response?.json() ?? [])) {
      const url = address(path);
      const kept = path.includes("?v=") && !(await cache.match(url)) && (await old.match(url));
      if (kept) await cache.put(url, kept);
    }
    await caches.delete(name);
  }
  const visited = await caches.open(VISITED);
  await Promise.all([...listed].map((url) => visited.delete(url)));
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await fill(CORE, true);
    await (await caches.open(NOW)).put(LIST, new Response(JSON.stringify([...CORE, ...PAGES])));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

// A page that is loaded asks for the rest; what failed then is asked for by the next one.
let filling;
self.addEventListener("message", (event) => {
  if (event.data !== "fill") return;
  filling ??= (async () => {
    const cache = await caches.open(NOW);
    if ((await cache.match(WHOLE)) || !(await fill([...CORE, ...PAGES], false))) return;
    await dropOld();
    await cache.put(WHOLE, new Response());
  })().finally(() => { filling = undefined; });
  event.waitUntil(filling);
});

/** What is kept for an address, whichever way it is written. */
async function kept(url) {
  const { pathname } = new URL(url);
  const names = [NOW, VISITED, ...(await earlier())];
  const ways = pathname.endsWith("/") ? [`${pathname}index.html`] : [pathname, `${pathname}.html`, `${pathname}/index.html`];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const way of ways) {
      const response = await cache.match(new URL(way, scope).href);
      if (response) return response;
    }
  }
  return undefined;
}

/** Keeps what was visited and is not kept anyway; the oldest go. */
async function remember(url, response) {
  if (!response.ok || response.redirected || listed.has(url)) return;
  const cache = await caches.open(VISITED);
  await cache.put(url, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - VISITED_LIMIT)).map((key) => cache.delete(key)));
}

const plain = (url) => url.split(/[?#]/)[0];

async function networkFirst(event) {
  const { request } = event;
  const fresh = (async () => {
    const response = (await event.preloadResponse) ?? (await fetch(request));
    event.waitUntil(remember(plain(request.url), response.clone()));
    return response;
  })();
  const late = new Promise((done) => { setTimeout(done, PATIENCE); }).then(() => kept(request.url)).then((response) => response ?? fresh);
  try {
    return await Promise.race([fresh, late]);
  } catch (error) {
    const response = await kept(request.url);
    if (response) return response;
    if (request.mode === "navigate") return Response.redirect(address("offline.html"));
    throw error;
  }
}

async function versioned(request) {
  for (const name of [NOW, ...(await earlier())]) {
    const response = await (await caches.open(name)).match(request.url);
    if (response) return response;
  }
  return fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope) || request.headers.has("range")) return;
  event.respondWith(new URL(request.url).searchParams.has("v") ? versioned(request) : networkFirst(event));
});
