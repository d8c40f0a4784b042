// The words of the view for writing, which came with the page.

import { byId } from "./dom.js";

const sentences = JSON.parse(byId("writing").dataset.said);

// The sentence, its places filled.
export function sentence(name, values = {}) {
  return Object.entries(values).reduce((text, [place, value]) => text.replace(`{${place}}`, () => value), sentences[name]);
}

// A line of its own for those who only hear the page: the same words twice are said twice.
export function sayAloud(words) {
  const line = byId("writing-said");
  line.textContent = "";
  setTimeout(() => {
    line.textContent = words;
  });
}
