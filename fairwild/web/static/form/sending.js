// Sends what waits, one after the other. An answer leaves the device only when the house has said
// that it is written; sent again after a broken connection it has the same key, and the house
// answers as the first time and writes nothing.
"use strict";
import {
  cameBack,
  change,
  forget,
  learn,
  newKey,
  takenUp,
  tell,
  waitingOf,
  wasWritten,
} from "./keeping.js";

const PATIENCE_MS = 20000;
const TOKEN_LASTS_MS = 30000;

// Things a caller cares about: sent everything, no connection, not signed in any more.
export const Outcome = { DONE: "done", OFFLINE: "offline", SIGNED_OUT: "signedOut" };

class NoConnection extends Error {}
class SignedOut extends Error {}

async function ask(url, options = {}) {
  try {
    return await fetch(url, {
      ...options,
      headers: { Accept: "application/json", ...options.headers },
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (broken) {
    throw new NoConnection(broken);
  }
}

let token = { csrf: "", at: 0 };

async function readState(place) {
  const answer = await ask(`${place.form}/state`);
  if (answer.status >= 500) throw new NoConnection();
  if (!answer.ok) throw new SignedOut();
  const state = await answer.json().catch(() => {
    throw new NoConnection();
  });
  if (state.person !== place.person) throw new SignedOut();
  token = { csrf: state.csrf, at: Date.now() };
  await learn(place.audit, state.scores);
  return state;
}

// The house compares who is signed in with who entered the answer.
function post(place, row) {
  const headers = {
    "X-CSRFToken": token.csrf,
    "X-Entered-By": row.person,
    "Idempotency-Key": row.key,
  };
  if (row.kind === "findings") return postFinding(place, row, headers);
  const url = `${place.form}/${row.kind}/${encodeURIComponent(row.indicator)}`;
  if (row.kind === "files") {
    const body = new FormData();
    body.append("file", row.blob, row.name);
    return ask(url, { method: "POST", headers, body });
  }
  headers["Content-Type"] = "application/json";
  const { value, note, base } = row;
  const body = JSON.stringify({ value, note, seen_version: base });
  return ask(url, { method: "POST", headers, body });
}

function postFinding(place, { indicators, grade, description }, headers) {
  const body = JSON.stringify({ indicators, grade, description });
  const all = { ...headers, "Content-Type": "application/json" };
  return ask(`${place.form}/findings`, { method: "POST", headers: all, body });
}

async function told(answer) {
  const said = await answer.json().catch(() => ({}));
  const reasons = (said.errors ?? []).map((one) => one.detail);
  return { kind: (said.type ?? "").split("/").at(-1), reasons, title: said.title ?? "" };
}

async function overtaken(place, row) {
  const state = await readState(place);
  const theirs = state.scores.find((one) => one.indicator === row.indicator);
  if (theirs) await cameBack(row, { state: "conflict", theirs });
}

// What became of the nonconformities that were sent from this page, by their keys.
export const written = new Map();

async function settle(place, row, answer) {
  if (answer.ok) {
    const said = await answer.json();
    if (row.kind === "answers") await wasWritten(row, said.version);
    else await forget(row.kind, row.order);
    if (row.kind === "findings") written.set(row.key, said);
    return;
  }
  if (answer.status >= 500 || answer.status === 429) throw new NoConnection();
  const said = await told(answer);
  if (said.kind === "conflict" && row.kind === "answers") return overtaken(place, row);
  if (said.kind === "conflict" && row.kind === "findings") return; // it goes with the next attempt
  if (answer.status === 400 || !answer.status) {
    token.at = 0; // it grew old, or nobody is signed in: the next attempt finds out which
    throw new NoConnection();
  }
  if (answer.status === 403 || answer.status === 404) await readState(place);
  const reasons = said.reasons.length ? said.reasons : [said.title || String(answer.status)];
  const back = { state: "refused", reasons };
  if (row.kind === "answers") await cameBack(row, back);
  else await change(row.kind, { ...row, ...back });
}

async function sendOne(place, row) {
  const going = row.kind === "answers" ? await takenUp(row.order) : row;
  if (going) await settle(place, going, await post(place, going));
  tell();
}

const next = async (place, tried) => {
  const waiting = await waitingOf(place.audit, place.person);
  return waiting.find((one) => !tried.has(`${one.kind} ${one.order} ${one.key}`));
};

async function sendAll(place, asked) {
  let state = null;
  // Where the browser knows of no connection nothing is tried, so that an answer may still change.
  if (!asked && navigator.onLine === false) throw new NoConnection();
  if (asked || Date.now() - token.at > TOKEN_LASTS_MS) state = await readState(place);
  const tried = new Set();
  for (let row = await next(place, tried); row; row = await next(place, tried)) {
    tried.add(`${row.kind} ${row.order} ${row.key}`);
    await sendOne(place, row);
  }
  return state;
}

let current = Promise.resolve();
let pending = null;

// One window sends at a time; where browsers have no locks the keys alone keep order.
function alone(deed) {
  if (!navigator.locks) return deed();
  return navigator.locks.request("fairwild-audit-sending", deed);
}

async function attempt(place, asked) {
  try {
    return { outcome: Outcome.DONE, state: await alone(() => sendAll(place, asked)) };
  } catch (error) {
    if (error instanceof SignedOut) return { outcome: Outcome.SIGNED_OUT };
    if (error instanceof NoConnection) return { outcome: Outcome.OFFLINE };
    throw error;
  }
}

// Send what waits, after what is being sent now; `asked` says to look at the house's state too.
export function send(place, asked = false) {
  pending ??= current.then(() => {
    pending = null;
    return attempt(place, asked);
  });
  current = pending.catch(() => undefined);
  return pending;
}

// The auditor has chosen between two answers.
export async function choose(row, whose) {
  if (whose === "theirs") {
    await forget("answers", row.order);
  } else {
    // Based on what was seen beside it: whoever writes after that is asked about again.
    const { theirs, ...mine } = row;
    const again = { base: theirs.version, key: newKey(), attempted: false, state: "waiting" };
    await change("answers", { ...mine, ...again });
  }
  tell();
}

export async function discard(row) {
  await forget(row.kind, row.order);
  tell();
}
