// A click in the letter while one writes: the cursor comes to the word that was clicked, and the text to the front.

import { byId } from "./dom.js";
import { linkAround } from "./letter_links.js";
import { withPlainEnds } from "./line_ends.js";
import { placeOfWord } from "./words_in_source.js";
import { desk, goTo } from "./writing_desk.js";

document.addEventListener("editor-opened", () => {
  byId("frame").contentDocument.addEventListener("click", clickedWord, { signal: desk.end.signal });
});

function clickedWord(event) {
  const element = event.target.closest?.("[data-line]");
  if (!element) return;
  // As long as the letter is shown.
  const place = placeOfClick(event);
  if (!linkAround(event.target)) showText();
  goTo(element);
  if (place !== null) desk.editor.select(place);
}

// On a narrow screen, where either the text or the letter is shown. Where a link leads is said beside the letter.
const showText = () => byId("writing").querySelector("[name=side][value=text]").click();

// Where in the text what was clicked stands, null where that is not known. A link is part of its paragraph.
function placeOfClick({ target, clientX, clientY }) {
  const block = target.closest("[data-line]:not(a)");
  const letter = target.ownerDocument;
  const at = letter.caretPositionFromPoint?.(clientX, clientY);
  const { startContainer, startOffset } = (at ? null : letter.caretRangeFromPoint?.(clientX, clientY)) ?? {};
  const node = at?.offsetNode ?? startContainer;
  if (!block?.contains(node)) return null;
  const before = letter.createRange();
  before.setStart(block, 0);
  before.setEnd(node, at?.offset ?? startOffset);
  const start = desk.editor.position(Number(block.dataset.line));
  const found = placeOfWord(withPlainEnds(desk.editor.text()).slice(start), block.textContent, before.toString().length);
  return found === null ? null : start + found;
}
