// The audit form at work: every answer is kept on the device first and sent from there, so that
// neither a broken connection nor a closed page loses one.
"use strict";
import { Card } from "./cards.js";
import { draw as drawFigures } from "./figures.js";
import {
  canKeep,
  hear,
  keepAnswer,
  keepFile,
  knownOf,
  learn,
  takenOf,
  unsentOf,
} from "./keeping.js";
import { Raising } from "./raising.js";
import { Outcome, choose, discard, send, written } from "./sending.js";
import { Steps } from "./steps.js";
import { canTake, refresh, takeAlong } from "./taking.js";
import { filled } from "./words.js";

const WRITING_MS = 400;
const POLL_MS = 15000;
const HURRY_MS = 2500;
const SHORT = 60;

const box = document.querySelector("[data-unsent]");
const words = JSON.parse(box.dataset.words);
const { audit, number, person, form, worker } = box.dataset;
const { language } = box.dataset;
const languages = box.dataset.languages.split(" ");
const place = { audit, number, person, form, worker, language, languages };
const cards = Array.from(document.querySelectorAll("[data-score-card]"), (one) => new Card(one));
const byCode = new Map(cards.map((card) => [card.code, card]));
const elsewhere = document.querySelector("[data-elsewhere]");
const whole = document.querySelector("[data-figures]");
const live = document.querySelector("[data-live]");
const takeState = document.querySelector("[data-take-state]");
const lang = document.documentElement.lang || "en";
const arrived = new Map();
const timers = new Map();
let raised = [];
let outcome = Outcome.DONE;
let leaving = false;

const steps = new Steps(cards, { leave, words });
const fields = document.querySelector("[data-finding-form]");
const ownUnsent = async () => (await unsentOf(audit, person)).own;
const raising =
  fields && new Raising(fields, { place, words, after: sendFinding, unsent: ownUnsent });

// ── keeping and sending ─────────────────────────────────────────────────────

async function keep(card) {
  clearTimeout(timers.get(card.code));
  if (!card.form || !card.changed) return;
  const { value, note } = card.content();
  const seen = { ...card.shown, version: card.base };
  card.shown = { value, note };
  await keepAnswer({ audit, person, indicator: card.code, value, note, seen });
}

async function save(card) {
  if (!card.changed) return;
  card.say(words.saving);
  await keep(card);
  await draw();
  await sendNow();
}

async function sendNow(asked = false) {
  const before = (await unsentOf(audit, person)).own.length;
  const done = await send(place, asked);
  outcome = done.outcome;
  if (done.state) raised = done.state.findings;
  for (const one of done.state?.files ?? []) {
    arrived.set(one.indicator, (arrived.get(one.indicator) ?? new Set()).add(one.name));
  }
  await draw();
  const after = (await unsentOf(audit, person)).own.length;
  if (live && after < before) await drawLive();
}

async function sendFinding() {
  await draw();
  await sendNow(true);
}

async function drawLive() {
  try {
    const answer = await fetch(live.dataset.live, { cache: "no-store" });
    if (answer.ok) live.innerHTML = await answer.text();
  } catch (offline) {
    // The figures stay as they were; what is not sent is said above.
  }
}

// Leave for another page once everything is kept, and sent where that goes quickly.
async function leave(link) {
  leaving = true;
  await Promise.all(cards.map(keep));
  const late = new Promise((resolve) => setTimeout(resolve, HURRY_MS));
  await Promise.race([sendNow(), late]);
  if (outcome === Outcome.OFFLINE && !(await opensOffline())) {
    leaving = false;
    return;
  }
  window.location.assign(link.href);
}

const opensOffline = async () =>
  Boolean(navigator.serviceWorker?.controller && (await takenOf(audit)));

// ── drawing ─────────────────────────────────────────────────────────────────

const latest = (rows, code) =>
  rows.filter((row) => row.kind === "answers" && row.indicator === code).at(-1);

function sayAbout(card, row, stands) {
  if (!row) {
    if (stands?.by && stands.person !== person) card.say(filled(words.assessed, stands));
    else if (card.told) card.say(words.saved);
  } else if (row.state === "refused") {
    card.say(`${words.refused} ${row.reasons.join(" ")}`, true);
  } else if (row.state === "conflict") {
    card.say(words.conflict, true);
  } else if (outcome !== Outcome.DONE) {
    card.say(words.kept);
  }
}

function drawCard(card, own, known) {
  const row = latest(own, card.code);
  const stands = known.get(card.code);
  if (row) card.show(row);
  else if (stands && stands.version >= card.version) card.show(stands);
  sayAbout(card, row, stands);
  card.compare(row?.state === "conflict" ? row : null, words, keepOne);
  const files = own.filter((one) => one.kind === "files" && one.indicator === card.code);
  card.listFiles(files, arrived.get(card.code) ?? [], words);
  const about = (one) => one.indicators?.includes(card.code);
  const findings = own.filter((one) => one.kind === "findings" && about(one));
  card.listFindings(findings, [...raised, ...written.values()].filter(about), words);
  steps.mark(card, Boolean(row || files.length || findings.length));
}

async function keepOne(row, whose) {
  const card = byCode.get(row.indicator);
  // What was changed while both stood side by side is what the auditor keeps.
  if (whose === "mine") await keep(card);
  const now = latest((await unsentOf(audit, person)).own, row.indicator) ?? row;
  if (whose === "theirs") card.shown = card.content();
  await choose(now, whose);
  await draw();
  await sendNow();
}

function line(row) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const code = row.indicator ?? row.indicators[0];
  link.href = steps.address(code, place);
  // Opened over the indicator it leads to, the list would hide it.
  link.addEventListener("click", () => link.closest("details").removeAttribute("open"));
  link.textContent = `${row.indicators?.join(", ") ?? code}: ${whatOf(row)}`;
  const said = { waiting: words.waiting, conflict: words.conflict }[row.state];
  item.append(link, " ", said ?? `${words.refused} ${row.reasons.join(" ")}`);
  if (row.state === "refused") {
    if (row.kind === "findings" && raising) {
      item.append(" ", quiet(words.change, () => raising.open(row)));
    }
    item.append(" ", quiet(words.discard, () => throwAway(row)));
  }
  return item;
}

function whatOf(row) {
  if (row.kind === "files") return row.name;
  if (row.kind === "answers") return words[row.value];
  const { description } = row;
  const short = description.length > SHORT ? `${description.slice(0, SHORT).trim()}…` : description;
  return `${words[row.grade]}: ${short}`;
}

function quiet(text, deed) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = text;
  button.addEventListener("click", deed);
  return button;
}

async function throwAway(row) {
  if (!window.confirm(words.discardAsk)) return;
  const card = byCode.get(row.indicator);
  if (card && row.kind === "answers") card.shown = card.content();
  await discard(row);
  await draw();
}

function drawUnsent(own, foreign) {
  const count = own.length + foreign.length;
  box.hidden = count === 0 && outcome === Outcome.DONE;
  const counted = count === 1 ? words.one : filled(words.many, { count });
  box.querySelector("[data-unsent-count]").textContent = count ? counted : "";
  const torn = own.filter((one) => one.state === "conflict").length;
  const choice = { 0: "", 1: words.oneToChoose }[torn] ?? filled(words.toChoose, { count: torn });
  const said = { offline: words.offline, signedOut: words.signedOut }[outcome] ?? choice;
  box.querySelector("[data-send-now]").hidden = outcome === Outcome.DONE && torn === count;
  const others = foreign.length ? filled(words.foreign, { count: foreign.length }) : "";
  box.querySelector("[data-unsent-state]").textContent = [said, others].join(" ").trim();
  const list = box.querySelector("[data-unsent-list]");
  list.replaceChildren(...own.map(line));
  list.parentElement.hidden = !own.length;
}

async function draw() {
  const [{ own, foreign }, known] = await Promise.all([unsentOf(audit, person), knownOf(audit)]);
  for (const card of cards) drawCard(card, own, known);
  drawUnsent(own, foreign);
  if (whole && cards.length) {
    const seen = cards.map((card) => ({ ...card.content(), code: card.code, level: card.level, pointless: card.pointless }));
    const found = drawFigures(whole, seen, words, lang);
    steps.progress(cards.length - found.open.length, cards.length);
  }
}

// ── what one does ───────────────────────────────────────────────────────────

function listen(card) {
  card.element.addEventListener("change", (event) => {
    if (event.target.type !== "file") save(card);
  });
  card.element.addEventListener("input", (event) => {
    if (event.target.name !== "note") return;
    clearTimeout(timers.get(card.code));
    timers.set(card.code, setTimeout(() => save(card), WRITING_MS));
  });
  card.form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const then = event.submitter?.value ?? "stay";
    if (!steps.go(then)) await save(card);
  });
}

function listenToFiles(root, code) {
  const chosen = root.querySelector("[data-file-form]");
  const input = chosen?.querySelector("input[type=file]");
  if (!input) return;
  const take = async () => {
    const files = Array.from(input.files);
    for (const file of files) await keepFile({ audit, person, indicator: code, file });
    input.value = "";
    await draw();
    await sendNow(true);
  };
  input.addEventListener("change", take);
  chosen.addEventListener("submit", (event) => event.preventDefault());
}

function press(card, key) {
  if (leaving) return true; // the key is meant for the indicator that comes
  if (/^[0-3n]$/.test(key)) {
    if (!card.choose(key)) return false;
    card.element.focus();
    save(card);
    return true;
  }
  if (key === "e") {
    card.form?.elements.namedItem("note").focus();
    return Boolean(card.form);
  }
  return key === "m" ? steps.go("missing") : false;
}

// Keys count only while the card has the focus, and never while somebody writes.
function listenToKeys(card) {
  card.element.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.name === "note") {
      if (key === "Escape") card.element.focus();
      return;
    }
    if (target.type === "file") return;
    let done = press(card, key);
    if (!done && target.type !== "radio") {
      if (key === "ArrowRight") done = steps.go("next");
      if (key === "ArrowLeft") done = steps.go("previous");
    }
    if (done) event.preventDefault();
  });
}

// What was pressed while the page was still coming, in its order; who writes already goes on writing.
function pressAgain() {
  const writing = document.activeElement?.name === "note" && document.activeElement;
  let at = null;
  for (const { code, key } of pressedEarly()) {
    at = at?.closest("[data-score-card]") ?? byCode.get(code).element;
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    at = document.activeElement; // a step within the form leads to another indicator
  }
  if (writing) writing.focus();
}

const pressedEarly = () => window.pressedEarly?.() ?? [];

async function offerTaking() {
  const button = document.querySelector("[data-take-along]");
  if (!button) return;
  const said = (row) => {
    const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const timeZone = box.dataset.zone;
    const style = { ...parts, hourCycle: "h23", timeZone };
    const when = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, style);
    takeState.textContent = filled(words.taken, { when: when.format(new Date(row.at)) });
  };
  const known = await takenOf(audit);
  if (known) said(known);
  if (!canTake()) {
    takeState.textContent = words.noWorker;
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    takeState.textContent = words.taking;
    try {
      said({ at: await takeAlong(place) });
    } catch (broken) {
      takeState.textContent = words.notTaken;
    }
  });
}

// Without a connection the form is handed out at every address of its audit: an indicator's page
// can stand in the form, the desk and the others cannot.
function sayWhereOneIs() {
  const here = window.location.pathname;
  const inForm = here === new URL(form, window.location.href).pathname || here.includes("/score");
  if (elsewhere) elsewhere.hidden = inForm;
}

const showWhatNeedsScripts = () =>
  document.querySelectorAll("[data-scripted]").forEach((one) => {
    one.hidden = false;
  });

async function begin() {
  sayWhereOneIs();
  steps.begin();
  if (!(await canKeep())) {
    showWhatNeedsScripts();
    for (const { code, key } of pressedEarly()) byCode.get(code).choose(key);
    return; // plain forms go on working
  }
  const read = cards.map((card) => ({
    indicator: card.code,
    version: card.version,
    ...card.shown,
  }));
  await learn(audit, read.filter((one) => one.version > 0));
  for (const card of cards) {
    listen(card);
    listenToKeys(card);
    listenToFiles(whole ? card.element : document, card.code);
  }
  raising?.begin();
  showWhatNeedsScripts(); // only now do the keys they tell of count
  pressAgain();
  cards.forEach(save); // what was chosen while the page was still coming
  box.querySelector("[data-send-now]").addEventListener("click", () => sendNow(true));
  hear(draw);
  window.addEventListener("online", () => sendNow(true));
  window.addEventListener("offline", () => sendNow(true));
  window.addEventListener("pageshow", () => {
    leaving = false; // come back to by the browser's own button, as it was left
  });
  window.addEventListener("pagehide", () => cards.forEach(keep));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) cards.forEach(keep);
    else sendNow(true);
  });
  setInterval(() => document.hidden || sendNow(true), POLL_MS);
  await offerTaking();
  await draw();
  await sendNow(true);
  if (outcome === Outcome.DONE && canTake()) await refresh(place).catch(() => undefined);
}

begin();
