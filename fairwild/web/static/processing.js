"use strict";
// Sums while typing; the server weighs everything again.
(function () {
  const form = document.querySelector("[data-process]");
  if (!form) return;
  const language = document.documentElement.lang || "en";
  const grammes = { kg: 1000, g: 1, t: 1e6, lb: 453.59237 };
  const show = (grams) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(grams / 1000);
  const kg = (grams) => `${show(grams)} kg`;

  function grams(text) {
    const found = /^(\d+(?:[.,]\d*)?)\s*(kg|g|t|lb)?$/i.exec(text.trim());
    if (!found) return 0;
    const unit = grammes[(found[2] || "kg").toLowerCase()];
    return Math.round(Number(found[1].replace(",", ".")) * unit);
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

  // Another lot goes in as a whole by its tick, or in part by its weight.
  function others() {
    return Array.from(form.querySelectorAll("[data-lot]")).reduce((all, lot) => {
      const part = grams(lot.querySelector("[data-part-of]").value);
      const whole = lot.querySelector("[type=checkbox]").checked ? lot.dataset.available : "";
      return all + (part || grams(whole));
    }, 0);
  }

  function rows(kind) {
    return Array.from(form.querySelectorAll("[data-output-row]"))
      .filter((row) => row.querySelector("select").value === kind)
      .reduce((all, row) => all + grams(row.querySelector("[data-more]").value), 0);
  }

  function batch() {
    const into = sum("[data-take]") + others();
    const goods = of("output") + rows("goods");
    const out = goods + of("by_product") + rows("by-product") + of("loss");
    const divisor = form.dataset.ratioOf === "all" ? out : goods;
    if (form.dataset.lowest) {
      const least = Math.ceil(into / fraction(form.dataset.highest));
      const most = Math.floor(into / fraction(form.dataset.lowest));
      put("[data-expected]", `${kg(least)} – ${kg(most)}`);
    }
    put("[data-in]", kg(into));
    put("[data-added]", kg(of("added")));
    put("[data-total]", kg(out));
    put("[data-rest]", kg(into + of("added") - out));
    put("[data-ratio]", divisor && goods ? (into / divisor).toFixed(3) : "–");
  }

  // Whether something of a lot goes in, as a whole or in part.
  function goesIn(one) {
    if (!one.matches("[data-lot]")) return grams(one.value) > 0;
    const part = grams(one.querySelector("[data-part-of]").value);
    return part > 0 || one.querySelector("[type=checkbox]").checked;
  }

  // What there is of every lot of which something goes in.
  function available() {
    return Array.from(form.querySelectorAll("[data-available]"))
      .filter(goesIn)
      .reduce((all, one) => all + grams(one.dataset.available), 0);
  }

  // Several lots become one: what goes in, less the loss, comes out.
  function together() {
    const into = sum("[data-take]") + others();
    const own = sum("[data-take][data-available]") + others();
    put("[data-in]", kg(into));
    put("[data-made]", kg(into - of("loss")));
    put("[data-left]", kg(available() - own));
  }

  // Some of one lot goes out of it.
  function apart() {
    const packed = Number(form.elements.namedItem("units")?.value || 0) * of("unit");
    const out = (packed || 0) + sum("[data-part]") + of("loss_kg");
    put("[data-out]", kg(out));
    put("[data-rest]", kg(grams(form.dataset.available) - out));
  }

  // Every line of a recipe beside its share; the line that is furthest sets the whole.
  function shares() {
    const lines = Array.from(form.querySelectorAll("[data-line]")).map((line) => ({
      line,
      share: fraction(line.dataset.share),
      into: Array.from(line.querySelectorAll("[data-take]")).reduce(
        (all, one) => all + grams(one.value),
        0,
      ),
    }));
    const all = lines.reduce((sum, one) => sum + one.into, 0);
    const whole = Math.max(0, ...lines.map((one) => one.into / one.share));
    const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    for (const { line, share, into } of lines) {
      line.querySelector("[data-line-sum]").hidden = !all;
      line.querySelector("[data-line-in]").textContent = kg(into);
      line.querySelector("[data-line-share]").textContent = percent.format(all ? into / all : 0);
      line.querySelector("[data-line-expected]").textContent = kg(whole * share);
    }
  }

  function calculate() {
    if (form.dataset.mass) batch();
    else if (form.dataset.available) apart();
    else together();
    if (form.dataset.process === "recipe") shares();
  }

  form.addEventListener("input", calculate);
  form.addEventListener("change", calculate);
  calculate();
})();
