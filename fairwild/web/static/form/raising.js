// Writing a nonconformity, on the page of the form or on its own page: it is kept on the device
// first and sent from there, so that it is neither lost nor written twice.
"use strict";
import { keepFinding } from "./keeping.js";
import { written } from "./sending.js";
import { filled } from "./words.js";

export class Raising {
  constructor(form, { place, words, after, unsent }) {
    this.form = form;
    this.place = place;
    this.words = words;
    this.after = after;
    this.unsent = unsent;
    this.panel = form.closest("[data-finding-panel]");
    this.said = document.querySelector("[data-finding-state]");
    this.order = undefined;
    this.opener = null;
    this.movedOn = false;
  }

  begin() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.movedOn = false;
      this.keep();
    });
    for (const sign of ["click", "focusin"]) {
      document.addEventListener(sign, ({ target }) => {
        if (!this.form.contains(target)) this.movedOn = true;
      }, true);
    }
    if (!this.panel) return;
    this.form.querySelector("[data-finding-cancel]").addEventListener("click", () => {
      this.leave();
      this.say("");
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-raise]");
      if (!link) return;
      event.preventDefault();
      this.opener = link;
      this.open({ indicators: [link.dataset.raise] });
    });
    // The form stands in for the page of its own where there is no connection.
    if (!/\/nonconformities\/new$/.test(location.pathname)) return;
    const code = new URLSearchParams(location.search).get("indicator");
    this.open({ indicators: code ? [code] : [] });
  }

  // Show the fields, empty but for the indicator, or with what came back to be changed.
  open({ indicators, grade = "", description = "", order }) {
    this.form.reset();
    this.order = order;
    const [first = "", ...more] = indicators;
    this.form.elements.namedItem("indicator").value = first;
    for (const box of this.form.querySelectorAll('[name="indicators[]"]')) {
      box.checked = more.includes(box.value);
    }
    const choice = this.form.querySelector(`[name="grade"][value="${grade}"]`);
    if (choice) choice.checked = true;
    this.form.elements.namedItem("description").value = description;
    this.say("");
    if (this.panel) this.panel.hidden = false;
    (this.panel ?? this.form).scrollIntoView({ block: "start" });
    const next = this.form.querySelector(first ? '[name="grade"]' : '[name="indicator"]');
    next.focus({ preventScroll: true });
  }

  close() {
    if (this.panel) this.panel.hidden = true;
    this.order = undefined;
    this.form.reset();
  }

  // Close, and give the focus back to where it came from unless it has gone elsewhere.
  leave() {
    const away = this.movedOn;
    this.close();
    if (!away) this.opener?.focus();
  }

  say(text, wrong = false) {
    this.said.textContent = text;
    this.said.classList.toggle("save-state-wrong", wrong);
  }

  content() {
    const typed = new FormData(this.form);
    const codes = [typed.get("indicator"), ...typed.getAll("indicators[]")];
    return {
      indicators: [...new Set(codes.filter(Boolean))],
      grade: typed.get("grade"),
      description: String(typed.get("description")).replace(/\r\n/g, "\n").trim(),
    };
  }

  async keep() {
    const { audit, person } = this.place;
    this.say(this.words.saving);
    const row = await keepFinding({ audit, person, ...this.content(), order: this.order });
    this.order = row.order;
    await this.after();
    const done = written.get(row.key);
    if (done) return this.wasWritten(done);
    const back = (await this.unsent()).find((one) => one.key === row.key);
    if (back?.state === "refused") {
      this.say(`${this.words.refused} ${back.reasons.join(" ")}`, true);
      return;
    }
    this.leave();
    this.say(this.words.kept);
  }

  // It is said that it is written. On a page of its own one then goes on to it, unless one has
  // turned to something else meanwhile; beside the form one stays.
  wasWritten(found) {
    const stays = this.panel || this.movedOn;
    this.leave();
    this.say("");
    const link = document.createElement("a");
    link.href = found.address;
    link.textContent = filled(this.words.written, found);
    this.said.append(link);
    if (!stays) window.location.assign(found.address);
  }
}
