// The copy of the site that a reader keeps. A new build is a new list of files with their hashes:
// the browser sees that this script has changed, and only changed files are fetched again.
const FILES = /* files */ {}; // path -> hash
const ROOT = self.registration.scope;
const NAME = `kb-offline ${ROOT}`;
const LIST = `${ROOT}offline.list`;
const PATIENCE = 4000; // milliseconds that a page may take before the copy is shown

const address = (path) => new URL(path.replace(/(^|\/)index\.html$/, "$1"), ROOT).href;

const list = async (cache) => {
  const kept = await cache.match(LIST);
  return kept ? kept.json() : {};
};

const keep = async () => {
  const cache = await caches.open(NAME);
  const kept = await list(cache);
  const waiting = Object.keys(FILES).filter((path) => kept[path] !== FILES[path]);
  const fetchNext = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const response = await fetch(address(path), { cache: "no-cache" });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(address(path), response);
    }
  };
  await Promise.all(Array.from({ length: 6 }, fetchNext));
  await cache.put(LIST, new Response(JSON.stringify(FILES)));
  return self.skipWaiting();
};

const tidy = async () => {
  const cache = await caches.open(NAME);
  const wanted = new Set([LIST, ...Object.keys(FILES).map(address)]);
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  return self.clients.claim();
};

const copy = async (request) => {
  const cache = await caches.open(NAME);
  const page = request.url.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");
  const found = (await cache.match(page)) ?? (await cache.match(`${page}/`));
  if (found || request.mode !== "navigate") return found;
  const lost = await cache.match(address("404.html"));
  return lost && new Response(lost.body, { status: 404, headers: lost.headers });
};

// Pages come from the net, which knows the newest, and from the copy if it is slow or gone.
const answer = async (request) => {
  const named = /-[0-9a-f]{10}\b/.test(request.url); // its content never changes
  const kept = named ? await copy(request) : null;
  if (kept) return kept;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: late.signal, cache: named ? "default" : "no-cache" });
  } catch {
    return (await copy(request)) ?? (late.signal.aborted ? fetch(request) : Response.error());
  } finally {
    clearTimeout(timer);
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(ROOT)) event.respondWith(answer(event.request));
});
