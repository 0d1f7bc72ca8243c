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

const inLanguage = (place, language) => `${place.form}?language=${encodeURIComponent(language)}`;

// Taking a language along is not choosing it, so the house is told which of the two this is.
async function pageIn(place, language) {
  const headers = { "X-Taking-Along": "yes" };
  const asked = { cache: "no-store", redirect: "error", headers };
  const page = await fetch(inLanguage(place, language), asked);
  if (!page.ok) throw new Error(String(page.status));
  return page;
}

// Every language of the standard goes along, so that another can be chosen without a connection;
// where none is named the form opens in the one it is read in now.
async function keepPage(place) {
  const cache = await caches.open(CACHE);
  const pages = await Promise.all(place.languages.map((one) => pageIn(place, one)));
  const now = pages[place.languages.indexOf(place.language)].clone();
  await Promise.all(pages.map((page, at) => cache.put(inLanguage(place, place.languages[at]), page)));
  await cache.put(place.form, now);
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
