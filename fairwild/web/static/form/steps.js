// Going from one indicator to the next: by links between pages, or within the page of the whole
// form, where one is shown at a time and the others stand in the tree.
"use strict";

export class Steps {
  constructor(cards, { leave, words }) {
    this.cards = cards;
    this.leave = leave;
    this.words = words;
    this.tree = document.querySelector("[data-form-tree]");
    this.current = null;
  }

  begin() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-step], a[data-read-in]");
      if (link) {
        event.preventDefault();
        // The same indicator stands there in another language.
        if (link.matches("[data-read-in]")) link.hash = location.hash;
        this.leave(link);
      }
      const button = event.target.closest("button[data-go]");
      if (button) this.go(button.dataset.go);
    });
    if (!this.tree || !this.cards.length) return;
    const fold = document.querySelector("[data-tree-fold]");
    if (window.matchMedia("(max-width: 63.99rem)").matches) fold.open = false;
    window.addEventListener("hashchange", () => {
      const card = this.named() ?? this.cards[0];
      if (card !== this.current) this.show(card, true);
    });
    this.show(this.named() ?? this.missing() ?? this.cards[0], false);
  }

  // The indicator the address names, also where the page stands in for that of one indicator.
  named() {
    const path = /\/score\/([^/]+)$/.exec(location.pathname);
    const wanted = location.hash.startsWith("#i-")
      ? decodeURIComponent(location.hash.slice(3))
      : path && decodeURIComponent(path[1]);
    return this.cards.find((card) => card.code === wanted);
  }

  missing() {
    const here = Math.max(this.cards.indexOf(this.current), 0);
    const round = [...this.cards.slice(here), ...this.cards.slice(0, here)];
    return round.find((card) => card !== this.current && card.content().value === "");
  }

  show(card, focus) {
    this.current = card;
    for (const one of this.cards) one.element.hidden = one !== card;
    for (const leaf of this.tree.querySelectorAll("[data-leaf]")) {
      const here = leaf.dataset.leaf === card.code;
      if (here) leaf.setAttribute("aria-current", "true");
      else leaf.removeAttribute("aria-current");
    }
    const leaf = this.tree.querySelector("[aria-current]");
    for (const branch of this.tree.querySelectorAll("[data-branch]")) {
      branch.open = branch.contains(leaf);
    }
    if (this.tree.scrollHeight > this.tree.clientHeight) {
      this.tree.scrollTop = Math.max(leaf.offsetTop - this.tree.clientHeight / 2, 0);
    }
    const at = this.cards.indexOf(card);
    document.querySelector("[data-place]").textContent = `${at + 1} / ${this.cards.length}`;
    document.querySelector("button[data-go=previous]").disabled = at === 0;
    document.querySelector("button[data-go=next]").disabled = at === this.cards.length - 1;
    if (focus) card.element.focus();
  }

  // Go where a word says; false where it leads nowhere.
  go(where) {
    if (!this.tree) {
      const link = document.querySelector(`a[data-step="${where}"]`);
      if (link) this.leave(link);
      return Boolean(link);
    }
    const at = this.cards.indexOf(this.current);
    const goal = {
      next: this.cards[at + 1],
      previous: this.cards[at - 1],
      missing: this.missing(),
    }[where];
    if (!goal) return false;
    // At once: the address tells later, and a key pressed meanwhile would score the old one.
    this.show(goal, true);
    location.hash = `i-${goal.code}`;
    return true;
  }

  address(code, place) {
    if (this.tree) return `#i-${code}`;
    return `${place.form.replace(/\/form$/, "")}/score/${encodeURIComponent(code)}`;
  }

  mark(card, unsent) {
    const leaf = this.tree?.querySelector(`[data-leaf="${card.code}"]`);
    if (!leaf) return;
    const { value } = card.content();
    const dot = leaf.querySelector(".dot");
    dot.className = `dot dot-${value === "" ? "none" : value}`;
    dot.textContent = { "": "–", met: "✓", "not-met": "✗" }[value] ?? value;
    leaf.querySelector("[data-leaf-dot] .visually-hidden").textContent = this.words[value];
    leaf.querySelector("[data-leaf-unsent]").hidden = !unsent;
  }

  progress(done, count) {
    document.querySelector("[data-progress]").textContent = this.words.progress
      .replace("{done}", done)
      .replace("{count}", count);
    for (const branch of this.tree.querySelectorAll("[data-branch]")) {
      const leaves = Array.from(branch.querySelectorAll("[data-leaf]"));
      const open = leaves.filter((leaf) => leaf.querySelector(".dot-none")).length;
      const said = `${leaves.length - open}/${leaves.length}`;
      branch.querySelector("[data-branch-count]").textContent = said;
    }
  }
}
