"use strict";
// Sums while typing; the server weighs everything again.
(function () {
  const form = document.querySelector("[data-process]");
  if (!form) return;
  const language = document.documentElement.lang || "en";
  const show = (grams) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(grams / 1000);

  function grams(text) {
    const plain = text.trim().replace(/\s/g, "").replace(",", ".");
    return /^\d+(\.\d*)?$|^\.\d+$/.test(plain) ? Math.round(Number(plain) * 1000) : 0;
  }

  const of = (name) => grams(form.elements.namedItem(name)?.value ?? "");
  const sum = (selector) =>
    Array.from(form.querySelectorAll(selector)).reduce((all, one) => all + grams(one.value), 0);

  function fraction(text) {
    const [top, bottom] = text.split("/").map(Number);
    return top / (bottom || 1);
  }

  function put(selector, text) {
    const place = form.querySelector(selector);
    if (place) place.textContent = text;
  }

  function dry(into, out) {
    if (form.dataset.lowest) {
      const least = Math.ceil(into / fraction(form.dataset.highest));
      const most = Math.floor(into / fraction(form.dataset.lowest));
      put("[data-expected]", `${show(least)} – ${show(most)} kg`);
    }
    put("[data-ratio]", out ? (into / out).toFixed(3) : "–");
    put("[data-rest]", out ? show(into - out) : "–");
  }

  function calculate() {
    const available = grams(form.dataset.available ?? "");
    const into = sum("[data-take]");
    const out = of("output") + of("by_product") + of("loss");
    put("[data-in]", show(into));
    if (form.dataset.process === "dry") dry(into, out);
    if (form.dataset.process === "cut") put("[data-rest]", show(into - out));
    if (form.dataset.process === "split") put("[data-rest]", show(available - sum("[data-part]")));
    if (form.dataset.process === "pack") {
      const packed = Number(form.elements.namedItem("units").value || 0) * of("unit");
      put("[data-packed]", show(packed || 0));
      put("[data-rest]", show(available - (packed || 0)));
    }
  }

  form.addEventListener("input", calculate);
  calculate();
})();
