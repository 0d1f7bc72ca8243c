// Shows beside each lot by how much what was counted differs from what is booked.
"use strict";

for (const table of document.querySelectorAll("[data-counting]")) {
  table.addEventListener("input", (event) => {
    const typed = event.target.closest("[data-counted]");
    if (!typed) return;
    const row = typed.closest("tr");
    const said = row.querySelector("[data-off-by]");
    const kilograms = Number(typed.value.trim().replace(",", "."));
    if (typed.value.trim() === "" || Number.isNaN(kilograms)) {
      said.textContent = "–";
      return;
    }
    const difference = Math.round(kilograms * 1000) - Number(row.dataset.booked);
    said.textContent = `${difference > 0 ? "+" : ""}${difference / 1000} kg`;
  });
}
