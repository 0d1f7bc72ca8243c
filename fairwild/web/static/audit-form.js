"use strict";
// Scoring without waiting: keys 0 to 3 and n, arrows to go on, and saving while one writes.
// The server answers each save with the live figures and the version that was written.
(function () {
  const form = document.querySelector("[data-score-form]");
  if (!form) return;
  const card = document.querySelector("[data-score-card]");
  const live = document.querySelector("[data-live]");
  const state = document.querySelector("[data-save-state]");
  const version = form.elements.namedItem("seen_version");
  let waiting = Promise.resolve(true);
  let timer = 0;
  let sent = content();

  function content() {
    const typed = new FormData(form);
    return JSON.stringify([typed.get("value"), typed.get("note")]);
  }

  function say(words, wrong) {
    state.textContent = words;
    state.classList.toggle("save-state-wrong", Boolean(wrong));
  }

  async function send() {
    const now = content();
    if (now === sent) return true;
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1", "X-CSRFToken": document.body.dataset.csrf },
        keepalive: true,
      });
      const html = await answer.text();
      if (answer.ok || answer.status === 409) live.innerHTML = html;
      const written = live.querySelector("[data-version]");
      if (!answer.ok || !written) {
        say(form.dataset.refused, true);
        return false;
      }
      version.value = written.dataset.version;
      sent = now;
      say(form.dataset.saved);
      return true;
    } catch (offline) {
      say(form.dataset.offline, true);
      return false;
    }
  }

  // One save after the other: each needs the version of the one before.
  function save() {
    clearTimeout(timer);
    waiting = waiting.then(send);
    return waiting;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, 900);
  }

  async function go(link) {
    if (link && (await save())) window.location.assign(link.href);
  }

  const step = (name) => document.querySelector(`a[data-step="${name}"]`);

  function choose(value) {
    const radio = form.querySelector(`input[name="value"][value="${value}"]`);
    if (!radio) return;
    radio.checked = true;
    card.focus();
    save();
  }

  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    if (event.target.name === "note") later();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (!link || content() === sent) return;
    event.preventDefault();
    go(link);
  });

  // Keys count only while the card has the focus, and never while somebody writes.
  card.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || target.name === "note") return;
    if (/^[0-3n]$/.test(event.key)) choose(event.key);
    else if (event.key === "m") go(step("missing"));
    else if (target.type === "radio") return;
    else if (event.key === "ArrowRight") go(step("next"));
    else if (event.key === "ArrowLeft") go(step("previous"));
    else return;
    event.preventDefault();
  });

  document.querySelectorAll("[data-scripted]").forEach((element) => {
    element.hidden = false;
  });
})();
