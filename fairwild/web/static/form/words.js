// Sentences come from the page in its language; {names} stand for what the script puts in.
"use strict";

export const filled = (words, values) =>
  words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
