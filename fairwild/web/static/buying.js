"use strict";
// The buying point: scanner and keys lead from harvester to weights to the next person.
(function () {
  const form = document.querySelector("[data-buying]");
  if (!form) return;
  const box = form.elements.namedItem("harvester");
  const gross = form.elements.namedItem("gross");
  const tare = form.elements.namedItem("tare");
  const save = form.querySelector("[data-save]");
  const matches = form.querySelector("[data-matches-here]");
  const quota = form.querySelector("[data-quota-here]");
  const goods = form.querySelector("[data-goods]");
  const said = form.querySelector("[data-goods-said]");
  let waiting = 0;
  let asked = 0;

  async function fragment(address, values) {
    const answer = await fetch(`${address}?${new URLSearchParams(values)}`, {
      headers: { "X-Requested-With": "fetch" },
    });
    return answer.ok ? answer.text() : null;
  }

  const people = () => Array.from(matches.querySelectorAll("input[type=radio]"));

  // The last question asked is the only one whose answer counts.
  async function find() {
    window.clearTimeout(waiting);
    const mine = ++asked;
    const text = box.value;
    const html = await fragment(form.dataset.matches, { harvester: text });
    if (mine !== asked || html === null) return false;
    matches.innerHTML = html;
    return true;
  }

  async function choose() {
    if (!(await find())) return;
    const found = people();
    if (found.length === 1) gross.focus();
    else if (found.length) found[0].focus();
    else box.select();
  }

  async function showQuota() {
    const values = {};
    for (const name of ["area_id", "goods", "state", "collected_at", "gross", "tare"]) {
      values[name] = form.elements.namedItem(name).value;
    }
    const html = await fragment(form.dataset.quotaAt, values);
    if (html === null) return;
    quota.innerHTML = html;
    gross.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function sayGoods() {
    const words = ["goods", "area_id"].map((name) => {
      const list = form.elements.namedItem(name);
      return list.value ? list.selectedOptions[0].textContent : "";
    });
    const state = form.querySelector("input[name=state]:checked");
    if (state) words.splice(1, 0, form.querySelector(`label[for="${state.id}"]`).textContent.trim());
    const price = form.elements.namedItem("price_per_kg");
    const currency = price.parentElement.textContent.trim();
    if (price.value) words.push(`${price.value} ${currency} ${said.dataset.perKg}`);
    const text = words.filter(Boolean).join(" · ");
    if (text) said.textContent = text;
  }

  box.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(find, 180);
  });

  // A scanner types the code and Enter; a keyboard walks from field to field.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName === "BUTTON") return;
    if (event.target.tagName === "SUMMARY" || event.target.tagName === "A") return;
    event.preventDefault();
    if (event.target === box) choose();
    else if (event.target === gross) tare.focus();
    else if (event.target.type === "radio" && event.target.name === "harvester_id") {
      event.target.checked = true;
      gross.focus();
    } else form.requestSubmit(save);
  });

  form.querySelector("[data-find]").addEventListener("click", (event) => {
    event.preventDefault();
    choose();
  });

  matches.addEventListener("click", (event) => {
    if (event.target.type === "radio" && event.detail > 0) gross.focus();
  });

  goods.addEventListener("change", () => {
    sayGoods();
    showQuota();
  });

  // What is wrong must be seen: a closed box would hide the browser's hint.
  form.addEventListener(
    "invalid",
    (event) => {
      if (goods.contains(event.target)) goods.open = true;
    },
    true,
  );

  form.addEventListener("submit", (event) => {
    if (event.submitter !== save) return;
    if (!people().some((one) => one.checked)) {
      event.preventDefault();
      choose();
      return;
    }
    // A second press within the same moment must not send twice; the server counts once anyway.
    window.setTimeout(() => {
      save.disabled = true;
    }, 0);
  });
  window.addEventListener("pageshow", () => {
    save.disabled = false;
  });

  const chosen = people().filter((one) => one.checked);
  if (chosen.length === 1 && !gross.value) gross.focus();
})();
