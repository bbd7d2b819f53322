// The whole portal is kept on the device at the first visit; a new version waits until the person presses for it.
const CACHE = 'portal-__VERSION__';
const FILES = __FILES__;
const fresh = (url) => new Request(url, { cache: url.startsWith('/assets/') ? 'default' : 'reload' });

// Calls of services pass beside this worker: through it, what a page sends while it is being left is lost with the page.
addEventListener('install', (e) => {
  e.waitUntil(e.addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' }));
  e.waitUntil(caches.open(CACHE).then((c) => c.addAll(FILES.map(fresh))));
});

addEventListener('activate', (e) => e.waitUntil((async () => {
  for (const key of await caches.keys()) if (key.startsWith('portal-') && key !== CACHE) await caches.delete(key);
  await self.clients.claim();
})()));

addEventListener('message', (e) => e.data === 'take-over' && self.skipWaiting());

addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  e.respondWith((async () => {
    const kept = await caches.open(CACHE);
    return (await kept.match(e.request.mode === 'navigate' ? '/' : url.pathname)) || fetch(e.request);
  })());
});
