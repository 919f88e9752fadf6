// Keeps the companion's own files, so that it opens while the glasses are away. The glasses' copy counts whenever they can be reached.
const KEPT = "companion-1";
const FILES = [
  "/companion", "/style.css", "/timeline.js", "/icon.svg", "/icon-192.png", "/icon-512.png", "/vendor/mqtt-5.16.0.js",
  ...["companion.css", "companion.js", "controls.js", "app.webmanifest", "crypto.js", "exchange.js", "link.js", "pairing.js", "session.js", "store.js", "views.js"].map((name) => `/companion/${name}`),
];

self.addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !FILES.includes(pathname)) return;
  event.respondWith(fresh(event.request, pathname));
});

async function fresh(request, pathname) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(3000) });
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer.ok ? answer : (await cache.match(pathname)) ?? answer;
  } catch {
    return (await cache.match(pathname)) ?? Response.error();
  }
}
