"use strict";
// Loaded before the first paint, so that a chosen theme never flickers.
(function () {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    // Storage may be switched off; the system's own preference then holds.
  }
})();
