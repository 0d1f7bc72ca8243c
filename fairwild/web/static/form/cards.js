// One indicator on the page: what stands in its fields, and what is said about it.
"use strict";
import { filled } from "./words.js";

// A form sends line ends as two signs; kept and compared they are one.
const oneLineEnd = (text) => String(text).replace(/\r\n/g, "\n").trim();

export class Card {
  constructor(element) {
    this.element = element;
    this.code = element.dataset.code;
    this.level = element.dataset.level === undefined ? null : Number(element.dataset.level);
    this.pointless = element.dataset.kind === "met-or-not";
    this.form = element.querySelector("[data-score-form]");
    this.files = element.querySelector("[data-files]") ?? document.querySelector("[data-files]");
    this.stateLine = element.querySelector("[data-save-state]");
    this.places = element.querySelector("[data-two-places]");
    this.fileNames = new Set(
      Array.from(this.files?.querySelectorAll("a span") ?? [], (one) => one.textContent),
    );
    this.shown = this.delivered();
    this.base = this.version;
  }

  get version() {
    return Number(this.element.dataset.version);
  }

  // What the house wrote into the page, whatever was chosen or written in it since.
  delivered() {
    if (!this.form) return this.content();
    const radios = Array.from(this.form.querySelectorAll("input[name=value]"));
    const note = this.form.elements.namedItem("note").defaultValue;
    return { value: radios.find((one) => one.defaultChecked)?.value ?? "", note: oneLineEnd(note) };
  }

  content() {
    if (!this.form) return { value: this.element.dataset.value, note: "" };
    const typed = new FormData(this.form);
    return { value: String(typed.get("value") ?? ""), note: oneLineEnd(typed.get("note") ?? "") };
  }

  get changed() {
    const now = this.content();
    return now.value !== this.shown.value || now.note !== this.shown.note;
  }

  // Show what is kept or known, unless somebody is writing here now. An answer is based on the
  // version that was seen: one that came while somebody was writing is not seen yet.
  show({ value, note, version }) {
    if (!this.form) return;
    const seen = this.shown.value === value && this.shown.note === note;
    if (version !== undefined && (seen || !this.changed)) this.base = version;
    if (this.changed || seen) return;
    const radio = this.form.querySelector(`input[name="value"][value="${value}"]`);
    if (radio) radio.checked = true;
    this.form.elements.namedItem("note").value = note;
    this.shown = this.content();
  }

  // The key of a figure chooses its score; where there are none, 1 is met and 0 is not.
  choose(key) {
    const value = this.pointless ? { 1: "met", 0: "not-met" }[key] ?? key : key;
    const radio = this.form?.querySelector(`input[name="value"][value="${value}"]`);
    if (!radio) return false;
    radio.checked = true;
    return true;
  }

  say(words, wrong = false) {
    this.told = true;
    if (!this.stateLine || this.stateLine.textContent === words) return;
    this.stateLine.textContent = words;
    this.stateLine.classList.toggle("save-state-wrong", wrong);
  }

  // Two answers side by side; the auditor keeps one.
  compare(row, words, choose) {
    const mark = row ? JSON.stringify([row.value, row.note, row.theirs]) : "";
    if (!this.places || this.places.dataset.mark === mark) return;
    this.places.dataset.mark = mark;
    this.places.replaceChildren();
    if (!row) return;
    const panel = document.querySelector("[data-two-answers]").content.cloneNode(true);
    const put = (name, text) => {
      panel.querySelector(`[data-${name}]`).textContent = text;
    };
    put("mine-value", words[row.value]);
    put("mine-note", row.note || "–");
    put("theirs-by", filled(words.theirs, row.theirs));
    put("theirs-value", words[row.theirs.value]);
    put("theirs-note", row.theirs.note || "–");
    for (const button of panel.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => choose(row, button.dataset.keep));
    }
    this.places.append(panel);
  }

  // Files that wait, and those the house has got since the page was made.
  listFiles(waiting, arrived, words) {
    if (!this.files) return;
    this.files.querySelectorAll("[data-later]").forEach((one) => one.remove());
    const add = (name, remark) => {
      const line = document.createElement("li");
      line.dataset.later = "";
      const said = document.createElement("span");
      said.textContent = name;
      const muted = document.createElement("span");
      muted.className = "muted";
      muted.textContent = remark;
      line.append(said, muted);
      this.files.append(line);
    };
    for (const name of arrived) if (!this.fileNames.has(name)) add(name, words.sent);
    for (const row of waiting) {
      add(row.name, row.state === "refused" ? row.reasons.join(" ") : words.waiting);
    }
    const none = this.files.parentElement.querySelector("[data-no-files]");
    if (none) none.hidden = this.files.childElementCount > 0;
    const count = this.element.querySelector("[data-file-count]");
    if (count) count.textContent = this.files.childElementCount || "";
  }

  // Nonconformities about this indicator that wait, and those written since the page was made.
  listFindings(waiting, raised, words) {
    const list = this.element.querySelector("[data-findings]");
    if (!list) return;
    list.querySelectorAll("[data-later]").forEach((one) => one.remove());
    const known = new Set(Array.from(list.querySelectorAll("a"), (one) => one.pathname));
    for (const one of raised) {
      if (known.has(one.address)) continue;
      known.add(one.address);
      const link = document.createElement("a");
      link.href = one.address;
      link.textContent = filled(words.nonconformity, one);
      list.append(later(link, words[one.grade]));
    }
    for (const row of waiting) {
      const refused = row.state === "refused" ? `${words.refused} ${row.reasons.join(" ")}` : "";
      list.append(later(words[row.grade], row.description, refused || words.waiting));
    }
  }
}

function later(...parts) {
  const line = document.createElement("li");
  line.dataset.later = "";
  parts.forEach((part, at) => line.append(at ? " · " : "", part));
  return line;
}
