/*
 * Keeps a release of the console in the browser, so that it opens without the server. It knows files only:
 * what the server says is never kept. A new release waits until the pages of the old one let it in.
 */
const RELEASE = '__RELEASE__';
const FILES = __FILES__;
const CACHE = `guichet-${RELEASE}`;
const PAGE = '/index.html';
/** These are the server's own, pages included. */
const SERVERS = /^\/(api|ws|metrics|health|portail|public)(\/|$)/;
const AT_ONCE = 4;

/** Names under assets/ have a hash: what an older release kept under the same name is the same file. */
async function keep(cache, file) {
  const known = file.startsWith('/assets/') ? await caches.match(file) : undefined;
  if (known) return cache.put(file, known);
  return cache.add(new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' }));
}

async function fill() {
  const cache = await caches.open(CACHE);
  const left = [...FILES];
  const worker = async () => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) await keep(cache, file);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('guichet-') && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.mode === 'navigate' ? PAGE : path)) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin || SERVERS.test(pathname)) return;
  event.respondWith(answer(event.request, pathname));
});
