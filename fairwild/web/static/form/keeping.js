// What a device keeps of audit forms: answers and files that wait to be sent, the last known
// score of each indicator, and which forms were taken along. Where the browser keeps nothing,
// the page says so and sends at once or not at all.
"use strict";

const NAME = "fairwild-audit-form";
export const CACHE = "fairwild-audit-form";
const changed = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

// A random key also where the address is not secure, which crypto.randomUUID would ask for.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = () => {
      const fresh = asked.result;
      const missing = (name) => !fresh.objectStoreNames.contains(name);
      for (const name of ["answers", "files", "findings"].filter(missing)) {
        fresh.createObjectStore(name, { keyPath: "order", autoIncrement: true });
      }
      if (missing("known")) fresh.createObjectStore("known", { keyPath: ["audit", "indicator"] });
      if (missing("taken")) fresh.createObjectStore("taken", { keyPath: "audit" });
    };
    asked.onsuccess = () => {
      // A newer page in another window is not kept waiting by this one.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

let base = null;

export async function canKeep() {
  try {
    base ??= await opened();
    return true;
  } catch (refused) {
    return false;
  }
}

export const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Do something with stores in one transaction; what it gives holds once all of it is on disk.
export async function within(names, mode, deed) {
  base ??= await opened();
  const transaction = base.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
  const result = await deed(...names.map((name) => transaction.objectStore(name)));
  await done;
  return result;
}

export const all = (name) => within([name], "readonly", (store) => answered(store.getAll()));

export function tell() {
  changed?.postMessage("changed");
  window.dispatchEvent(new Event("fairwild:unsent"));
}

// Hear when this or another window keeps or sends something.
export function hear(deed) {
  changed?.addEventListener("message", deed);
  window.addEventListener("fairwild:unsent", deed);
}

const sameContent = (one, other) => one.value === other.value && one.note === other.note;

// Keep an answer. One that may already have reached the house is never changed any more: the new
// one stands behind it and will be based on the version that one gets. All others are based on the
// version the auditor saw, which may be older than what this device has learnt since: `seen` is the
// answer that stood in the fields before, with its version.
export async function keepAnswer({ audit, person, indicator, value, note, seen }) {
  const place = { audit, person, indicator };
  await within(["answers", "known"], "readwrite", async (answers, known) => {
    const stands = await answered(known.get([audit, indicator]));
    const base = stands && sameContent(stands, seen) ? stands.version : seen.version;
    const waiting = (await answered(answers.getAll())).filter(
      (one) => one.audit === audit && one.person === person && one.indicator === indicator,
    );
    const last = waiting.at(-1);
    const fresh = { ...place, value, note, key: newKey(), state: "waiting", attempted: false };
    fresh.at = new Date().toISOString();
    if (!last) {
      await answered(answers.add({ ...fresh, base }));
    } else if (last.state === "conflict") {
      await answered(answers.put({ ...last, value, note }));
    } else if (last.state === "refused") {
      await answered(answers.put({ ...fresh, order: last.order, base }));
    } else if (!last.attempted) {
      await answered(answers.put({ ...last, value, note }));
    } else if (!sameContent(last, { value, note })) {
      await answered(answers.add({ ...fresh, base: null }));
    }
  });
  tell();
}

export async function keepFile({ audit, person, indicator, file }) {
  const blob = new Blob([await file.arrayBuffer()], { type: file.type });
  const row = { audit, person, indicator, name: file.name, blob, state: "waiting" };
  await within(["files"], "readwrite", (files) => answered(files.add({ ...row, key: newKey() })));
  tell();
}

// Keep a nonconformity, in the place of one that came back where `order` names it. It always gets
// a new key: what came back was not written.
export async function keepFinding({ audit, person, indicators, grade, description, order }) {
  const row = { audit, person, indicators, grade, description, key: newKey(), state: "waiting" };
  if (order !== undefined) row.order = order;
  const kept = await within(["findings"], "readwrite", (findings) => answered(findings.put(row)));
  tell();
  return { ...row, order: kept };
}

// What waits here: of several answers to one indicator only the latest is spoken of.
const spoken = (answers) => [
  ...new Map(answers.map((one) => [`${one.audit} ${one.person} ${one.indicator}`, one])).values(),
];

const everything = () => Promise.all(["answers", "files", "findings"].map(all));

export async function unsentOf(audit, person) {
  const [answers, files, findings] = await everything();
  const here = (one) => one.audit === audit;
  const rows = [
    ...spoken(answers.filter(here)).map((one) => ({ ...one, kind: "answers" })),
    ...findings.filter(here).map((one) => ({ ...one, kind: "findings" })),
    ...files.filter(here).map((one) => ({ ...one, kind: "files" })),
  ];
  return {
    own: rows.filter((one) => one.person === person),
    foreign: rows.filter((one) => one.person !== person),
  };
}

// What can be sent next: answers in the order they were given, of which the first starts the
// audit, then nonconformities, then files.
export async function waitingOf(audit, person) {
  const [answers, files, findings] = await everything();
  const ready = (one) => one.audit === audit && one.person === person && one.state === "waiting";
  return [
    ...answers.filter((one) => ready(one) && one.base !== null).map((one) => ({ ...one, kind: "answers" })),
    ...findings.filter(ready).map((one) => ({ ...one, kind: "findings" })),
    ...files.filter(ready).map((one) => ({ ...one, kind: "files" })),
  ];
}

export async function countUnsent() {
  const [answers, files, findings] = await everything();
  return spoken(answers).length + files.length + findings.length;
}

export const change = (kind, row) =>
  within([kind], "readwrite", (store) => {
    const { kind: _, ...kept } = row;
    return answered(store.put(kept));
  });

export const forget = (kind, order) =>
  within([kind], "readwrite", (store) => answered(store.delete(order)));

// An answer on its way, as it stands now: a note written since it was listed goes with it. From
// here on the house may know it, so it is not changed any more.
export const takenUp = (order) =>
  within(["answers"], "readwrite", async (answers) => {
    const row = await answered(answers.get(order));
    if (!row || row.state !== "waiting") return null;
    await answered(answers.put({ ...row, attempted: true }));
    return { ...row, kind: "answers" };
  });

// The house has written an answer: it leaves the device, and what stands behind it follows on it.
export function wasWritten(row, version) {
  return within(["answers", "known"], "readwrite", async (answers, known) => {
    await answered(answers.delete(row.order));
    const { audit, indicator, value, note } = row;
    await answered(known.put({ audit, indicator, value, note, version }));
    for (const one of await answered(answers.getAll())) {
      const behind = one.audit === audit && one.indicator === indicator && one.base === null;
      if (behind && one.person === row.person) await answered(answers.put({ ...one, base: version }));
    }
  });
}

// An answer came back unwritten. What was written last here is what stays in its place, so that
// nothing behind it waits for a version that never comes.
export function cameBack(row, more) {
  return within(["answers"], "readwrite", async (answers) => {
    const rows = (await answered(answers.getAll())).filter(
      (one) =>
        one.audit === row.audit && one.person === row.person && one.indicator === row.indicator,
    );
    const latest = rows.at(-1) ?? row;
    for (const one of rows) await answered(answers.delete(one.order));
    if (more.theirs && sameContent(latest, more.theirs)) return;
    const { kind: _, ...kept } = row;
    await answered(answers.put({ ...kept, value: latest.value, note: latest.note, ...more }));
  });
}

// Keep the newest of what is known here and what was just read, indicator by indicator.
export function learn(audit, scores) {
  return within(["known"], "readwrite", async (known) => {
    const before = await answered(known.getAll(IDBKeyRange.bound([audit], [audit, []])));
    const kept = new Map(before.map((one) => [one.indicator, one]));
    for (const score of scores) {
      const { version = -1, by } = kept.get(score.indicator) ?? {};
      if (version < score.version || (version === score.version && score.by && !by)) {
        known.put({ ...score, audit });
      }
    }
  });
}

export async function knownOf(audit) {
  const rows = await within(["known"], "readonly", (known) =>
    answered(known.getAll(IDBKeyRange.bound([audit], [audit, []]))),
  );
  return new Map(rows.map((one) => [one.indicator, one]));
}

export const takenOf = (audit) =>
  within(["taken"], "readonly", (taken) => answered(taken.get(audit)));

export const keepTaken = (row) =>
  within(["taken"], "readwrite", (taken) => answered(taken.put(row)));

// Leave nothing on the device but what is not sent yet.
export async function clearDevice() {
  if ("caches" in window) await caches.delete(CACHE);
  await within(["known", "taken"], "readwrite", async (known, taken) => {
    const waiting = known.clear();
    await answered(taken.clear());
    await answered(waiting);
  });
}
