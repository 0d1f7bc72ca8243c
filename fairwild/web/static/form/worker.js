// Hands out forms that were taken along when there is no connection, and nothing else: what is
// sent passes by untouched.
"use strict";

const CACHE = "fairwild-audit-form";
const PATIENCE_MS = 6000;
const AUDIT = /^\/audits\/[0-9a-f-]{36}(?=\/|$)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (address) => (await caches.open(CACHE)).match(address, { ignoreVary: true });

// The house first. A connection that only pretends to be one does not keep anybody waiting
// where there is something to show instead.
async function fromHouse(request, ...addresses) {
  const found = await Promise.all(addresses.map(kept));
  const instead = found.find(Boolean);
  if (!instead) return fetch(request);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (broken) {
    return instead;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const audit = AUDIT.exec(url.pathname);
    if (!audit) return;
    const form = `${audit[0]}/form`;
    const language = encodeURIComponent(url.searchParams.get("language") ?? "");
    event.respondWith(fromHouse(request, `${form}?language=${language}`, form));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fromHouse(request, url.pathname));
  }
});
