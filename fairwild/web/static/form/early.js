// Keys pressed at an indicator before its page listens: held here, and pressed again once it does.
// Loaded before the page is drawn, because the page's own script arrives in several parts.
"use strict";
(function () {
  const held = [];
  const DEEDS = /^[0-3nm]$/;
  const WAYS = /^Arrow(Left|Right)$/;

  function hold(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const card = target.closest?.("[data-score-card]");
    if (!card || target.name === "note" || target.type === "file") return;
    const note = card.querySelector("[name=note]");
    const way = WAYS.test(key) && target.type !== "radio";
    if (key === "e" && note) note.focus(); // what is written then stands in its field already
    else if (way || DEEDS.test(key)) held.push({ code: card.dataset.code, key });
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", hold);
  window.pressedEarly = () => {
    document.removeEventListener("keydown", hold);
    return held.splice(0);
  };
})();
