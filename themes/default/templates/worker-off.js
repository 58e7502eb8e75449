// This site keeps nothing for reading offline. A worker of an earlier version is replaced by this one, which lets go
// of what was kept and leaves. Above this line the build writes SITE.
const PREFIX = `rungs:${SITE}:${new URL(self.registration.scope).pathname}:`;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
    await self.registration.unregister();
  })());
});
