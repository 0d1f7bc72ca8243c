// Taking a form along: its page and everything the page needs is kept, and a worker hands it out
// when there is no connection.
"use strict";
import { CACHE, clearDevice, keepTaken, takenOf, within, answered } from "./keeping.js";

const isOurs = (url) => new URL(url, location.href).origin === location.origin;

function parts() {
  const named = Array.from(document.querySelectorAll("link[href], script[src], img[src]"), (one) =>
    one.href || one.src,
  );
  const used = Array.from(document.querySelectorAll("use[href]"), (one) =>
    one.getAttribute("href").split("#")[0],
  );
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const found = [...named, ...used, ...loaded].filter((url) => url && isOurs(url));
  const addresses = found.map((url) => new URL(url, location.href).pathname);
  return [...new Set(addresses.filter((path) => path.startsWith("/static/")))];
}

export const canTake = () => "serviceWorker" in navigator && "caches" in window;

async function keepPage(place) {
  const cache = await caches.open(CACHE);
  const page = await fetch(place.form, { cache: "no-store", redirect: "error" });
  if (!page.ok) throw new Error(String(page.status));
  await cache.put(place.form, page);
  return cache;
}

export async function takeAlong(place) {
  await navigator.serviceWorker.register(place.worker);
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
  const cache = await keepPage(place);
  await cache.addAll(parts());
  const at = new Date().toISOString();
  const { audit, number, person } = place;
  await keepTaken({ audit, number, person, at });
  return at;
}

// A page that came from the house just now takes the place of the one kept before; another person
// at this device does not find what the one before took along.
export async function refresh(place) {
  const rows = await within(["taken"], "readonly", (store) => answered(store.getAll()));
  if (rows.some((one) => one.person !== place.person)) await clearDevice();
  const taken = await takenOf(place.audit);
  if (taken) {
    const cache = await keepPage(place);
    await cache.addAll(parts());
  }
}
