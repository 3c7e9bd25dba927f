// The service worker: when the server cannot be reached, a page that says so.
// It keeps nothing else; pages hold personal text and are never stored.

const store = "offline-1";
const page = "/offline";

interface Extendable extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Extendable { request: Request; respondWith(answer: Promise<Response>): void }
interface Scope { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } }
const scope = self as unknown as Scope;

// assetsOf finds what the offline page needs to look like itself.
function assetsOf(html: string): string[] {
  return [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1]);
}

async function keepOfflinePage(): Promise<void> {
  const cache = await caches.open(store);
  const answer = await fetch(page, { cache: "reload", credentials: "omit" });
  if (!answer.ok) throw new Error("the offline page cannot be had");
  const assets = assetsOf(await answer.clone().text());
  await cache.put(page, answer);
  await cache.addAll([...new Set(assets)]);
}

async function pageOrOffline(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(page)) ?? Response.error();
  }
}

async function assetOrKept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("install", (event) => {
  (event as Extendable).waitUntil(keepOfflinePage().then(() => scope.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(scope.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  if (request.mode === "navigate" && request.method === "GET") {
    (event as Fetching).respondWith(pageOrOffline(request));
  } else if (new URL(request.url).pathname.startsWith("/assets/")) {
    (event as Fetching).respondWith(assetOrKept(request));
  }
});
