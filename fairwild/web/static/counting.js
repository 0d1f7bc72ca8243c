// Shows beside each lot what was counted weighs, and by how much that differs from what is booked.
"use strict";

const grams = (input) => {
  const typed = input ? input.value.trim().replace(",", ".") : "";
  return typed === "" ? null : Math.round(Number(typed) * 1000);
};

const kilograms = (mass) => `${mass / 1000} kg`;

for (const table of document.querySelectorAll("[data-counting]")) {
  table.addEventListener("input", (event) => {
    if (!event.target.matches("[data-counted], [data-units]")) return;
    const row = event.target.closest("tr");
    const weighed = grams(row.querySelector("[data-counted]"));
    const counted = row.querySelector("[data-units]")?.value.trim() ?? "";
    const units = counted === "" ? null : Number(counted);
    const found = (weighed ?? 0) + (units ?? 0) * Number(row.dataset.unit ?? 0);
    const known = (weighed !== null || units !== null) && !Number.isNaN(found);
    const difference = found - Number(row.dataset.booked);
    row.querySelector("[data-found]").textContent = known ? kilograms(found) : "–";
    row.querySelector("[data-off-by]").textContent = known
      ? `${difference > 0 ? "+" : ""}${kilograms(difference)}`
      : "–";
  });
}
