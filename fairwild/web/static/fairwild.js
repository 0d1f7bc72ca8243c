"use strict";
// Comfort on top of pages that work without it. The server remains the truth for every number.
(function () {
  const root = document.documentElement;
  const all = (selector, inside = document) => Array.from(inside.querySelectorAll(selector));

  // htmx sends the page's token with every request it makes.
  document.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.request.headers["X-CSRFToken"] = document.body.dataset.csrf;
  });

  const GRAMS = { kg: 1000, g: 1, t: 1e6, lb: 453.59237 };

  // Whole thousandths: kilograms become grams and nothing is lost to binary fractions;
  // a weight may say its unit, as in 27.5 lb.
  function thousandths(text) {
    const plain = text.trim().replace(/\s/g, "").replace(",", ".").toLowerCase();
    const found = /^(\d+(?:\.\d*)?|\.\d+)(kg|g|t|lb)?$/.exec(plain);
    return found ? Math.round(Number(found[1]) * GRAMS[found[2] ?? "kg"]) : null;
  }

  function shown(amount, digits) {
    return new Intl.NumberFormat(root.lang || "en", {
      minimumFractionDigits: digits,
      maximumFractionDigits: Math.max(digits, 3),
    }).format(amount / 1000);
  }

  function plain(amount, digits) {
    const text = (amount / 1000).toFixed(digits);
    // Weights drop empty decimals, money keeps both.
    return digits > 2 ? text.replace(/\.?0+$/, "") : text;
  }

  const named = (form, name) => form.elements.namedItem(name);

  // data-difference="gross,tare" and data-product="net,price" fill a field from two others.
  function calculate(form) {
    for (const target of all("[data-difference], [data-product]", form)) {
      const isProduct = target.hasAttribute("data-product");
      const names = (isProduct ? target.dataset.product : target.dataset.difference).split(",");
      const [first, second] = names.map((name) => thousandths(named(form, name.trim()).value));
      put(target, isProduct ? product(first, second) : difference(first, second));
    }
    all("[data-quota][data-input]").forEach(moveQuota);
  }

  const difference = (first, second) => (first === null ? null : Math.max(first - (second ?? 0), 0));
  const product = (first, second) =>
    first === null || second === null ? null : Math.round((first * second) / 1000);

  function put(target, amount) {
    const digits = Number(target.dataset.digits ?? 3);
    if (target.tagName === "INPUT") {
      target.value = amount === null ? "" : plain(amount, digits);
    } else {
      target.textContent = amount === null ? "–" : shown(amount, digits);
    }
  }

  function moveQuota(bar) {
    const input = document.querySelector(bar.dataset.input);
    const used = Number(bar.dataset.used);
    const total = Number(bar.dataset.total);
    const adding = (input && thousandths(input.value)) || 0;
    const reach = Math.max(used + adding, total, 1);
    const wide = (amount) => Math.floor((amount * 1000) / reach);
    bar.querySelector("rect.quota-used").setAttribute("width", wide(used));
    bar.querySelector("rect.quota-adding").setAttribute("x", wide(used));
    bar.querySelector("rect.quota-adding").setAttribute("width", wide(adding));
    bar.querySelector("rect.quota-limit").setAttribute("x", Math.min(wide(total), 996));
    bar.classList.toggle("quota-over", used + adding > total);
    bar.classList.toggle("quota-near", used + adding <= total && used + adding >= Number(bar.dataset.warned));
    bar.querySelector(".quota-this").hidden = adding === 0;
    bar.querySelector("[data-quota-adding]").textContent = `${shown(adding, 0)} kg`;
    const left = total - used - adding;
    bar.querySelector("[data-quota-left]").textContent = `${shown(left, 0)} kg`;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form) calculate(form);
  });

  // data-confirm asks in a dialog before the form is sent.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const dialog = document.getElementById("confirm");
    if (!button || !button.dataset.confirm || !dialog || button.dataset.agreed) return;
    event.preventDefault();
    dialog.querySelector("[data-question]").textContent = button.dataset.confirm;
    dialog.returnValue = "no";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return button.focus();
        button.dataset.agreed = "yes";
        event.target.requestSubmit(button);
      },
      { once: true },
    );
    dialog.showModal();
  });

  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function changeTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch (refused) {
      // Without storage the choice lasts for this page.
    }
  }

  async function copy(button) {
    const source = document.querySelector(button.dataset.copy);
    const words = button.querySelector("span") ?? button;
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    words.textContent = button.dataset.copied;
  }

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-toggle], [data-copy], [data-print], [data-select]");
    if (!button) return;
    if (button.hasAttribute("data-theme-toggle")) changeTheme();
    if (button.hasAttribute("data-copy")) copy(button);
    if (button.hasAttribute("data-print")) window.print();
    if (button.hasAttribute("data-select")) select(button);
  });

  // A select or a radio that says data-autosubmit sends its form when it changes.
  document.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-autosubmit")) event.target.form.requestSubmit();
  });

  // A long lineage opens where the lot is that the page is about.
  function showFocus(box) {
    const lot = box.querySelector(".is-focus");
    if (!lot) return;
    const [room, spot] = [box.getBoundingClientRect(), lot.getBoundingClientRect()];
    box.scrollLeft += spot.left + spot.width / 2 - (room.left + room.width / 2);
  }

  function begin(inside) {
    all("[data-theme-toggle], [data-copy], [data-print]", inside).forEach((button) => {
      button.hidden = false;
    });
    all("form", inside).forEach((form) => {
      if (form.querySelector("[data-difference], [data-product]")) calculate(form);
    });
    all(".lineage", inside).forEach(showFocus);
    const first = inside.querySelector("[data-autofocus]");
    // An address that names a place on the page goes there.
    if (first && !(inside === document && window.location.hash)) first.focus();
  }

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target instanceof Element) begin(event.target);
  });
  begin(document);
  // In a low window the list at the side scrolls: show where one is.
  const here = document.querySelector(".side-nav [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest" });
})();
