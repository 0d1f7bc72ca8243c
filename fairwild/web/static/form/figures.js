// The share and the gates as they are on this device, with what is not sent yet. Whole numbers
// only: a share is never decided by rounding.
"use strict";
import { filled } from "./words.js";

const percent = (points, norm, lang) =>
  new Intl.NumberFormat(lang, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(
    norm ? points / norm : 0,
  );

export function rate(cards, { norm, least, parts }) {
  const found = { points: 0, norm: 0, open: [], missed: [], met: 0, asked: 0, waived: 0, others: 0 };
  for (const { code, value, level, pointless } of cards) {
    if (value === "n") {
      if (level === null) found.others += 1;
      else found.waived += 1;
      continue;
    }
    if (!pointless) found.norm += norm;
    if (level !== null) found.asked += 1;
    if (value === "") {
      found.open.push(code);
      continue;
    }
    if (!pointless) found.points += Number(value);
    if (level === null) continue;
    const reached = pointless ? Number(value === "met") : Number(value);
    if (reached < level) found.missed.push(code);
    else found.met += 1;
  }
  found.needed = Math.ceil((found.norm * least) / parts);
  found.enough = found.norm > 0 && found.points * parts >= found.norm * least;
  return found;
}

function gate(element, icon, words) {
  const classes = { "circle-check": "gate-open", "circle-x": "gate-shut", clock: "gate-waits" };
  element.classList.remove(...Object.values(classes));
  element.classList.add(classes[icon]);
  const use = element.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${icon}`);
  element.querySelector("span").textContent = words;
}

// A spot check of a buyer has no points and so no share to draw.
function drawShare(box, found, words, lang) {
  const share = percent(found.points, found.norm, lang);
  box.querySelector(".share-label strong").textContent = filled(words.points, { ...found, share });
  const wide = Math.min(1000, Math.floor((found.points * 1000) / Math.max(found.norm, 1)));
  box.querySelector("rect.quota-used").setAttribute("width", wide);
  const more = Math.max(found.needed - found.points, 1);
  const reached = found.enough ? words.reaches : filled(words.lacks, { more });
  const first = box.querySelector("[data-gate=share]");
  gate(first, found.enough ? "circle-check" : "circle-x", reached);
}

export function draw(box, cards, words, lang) {
  const terms = { norm: +box.dataset.norm, least: +box.dataset.least, parts: +box.dataset.parts };
  const found = rate(cards, terms);
  if (box.querySelector(".share-label strong")) drawShare(box, found, words, lang);
  const second = box.querySelector("[data-gate=minimum]");
  const levels = cards.filter((card) => card.level !== null && card.value === "").length;
  const said = [filled(words.minimum, found)];
  if (found.missed.length) said.push(filled(words.missed, { codes: found.missed.join(", ") }));
  if (levels) said.push(filled(words.open, { count: levels }));
  const state = found.missed.length ? "circle-x" : levels ? "clock" : "circle-check";
  gate(second, state, said.join(" "));
  const aside = box.querySelector("[data-not-applicable]");
  aside.hidden = found.waived + found.others === 0;
  aside.querySelector("span").textContent = filled(words.waived, found);
  return found;
}
