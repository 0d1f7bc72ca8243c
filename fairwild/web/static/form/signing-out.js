// On every page of the house: signing out asks first where answers of an audit are not sent yet,
// and leaves nothing on the device but those.
"use strict";
import { canKeep, clearDevice, countUnsent, hear } from "./keeping.js";

const form = document.querySelector("[data-sign-out]");
const button = form?.querySelector("button");

async function warn() {
  const count = await countUnsent();
  if (count) button.dataset.confirm = form.dataset.warning.replace("{count}", count);
  else delete button.dataset.confirm;
}

async function leave(event) {
  if (event.defaultPrevented || form.dataset.cleared) return;
  event.preventDefault();
  form.dataset.cleared = "yes";
  await clearDevice().catch(() => undefined);
  form.requestSubmit(button);
}

if (form && (await canKeep())) {
  await warn();
  hear(warn);
  document.addEventListener("visibilitychange", warn);
  // After the house's own question, which stops the first attempt.
  document.addEventListener("submit", (event) => event.target === form && leave(event));
}
