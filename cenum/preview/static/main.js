// The preview's page, as it begins.

import { hasServer, onChange } from "./api.js";
import { clicked, clickedInLetter, keepLinkShut, pointedInLetter } from "./clicks.js";
import { comparedFrames, compareWithChosen } from "./comparison.js";
import { byId } from "./dom.js";
import { typed } from "./keys.js";
import { whenReady } from "./letter_frame.js";
import { setStatus } from "./panels.js";
import { refresh } from "./refresh.js";
import { scrollTogether } from "./scrolling.js";
import { labels } from "./state.js";

// The key did its work: from here on a cookie does, and the address can be shown to anybody.
function forgetKey() {
  const here = new URL(location.href);
  if (!here.searchParams.has("key")) return;
  here.searchParams.delete("key");
  history.replaceState(history.state, "", here);
}

function begin() {
  const letter = byId("frame").contentDocument;
  letter.addEventListener("click", clickedInLetter);
  letter.addEventListener("auxclick", keepLinkShut);
  for (const event of ["mouseover", "mouseout", "focusin", "focusout"]) letter.addEventListener(event, pointedInLetter);
  letter.addEventListener("keydown", typed);
  refresh();
}

function beginComparing(frame, other) {
  frame.contentDocument.addEventListener("click", keepLinkShut);
  frame.contentDocument.addEventListener("keydown", typed);
  scrollTogether(frame, other);
}

if (hasServer) forgetKey();
document.addEventListener("click", clicked);
document.addEventListener("change", (event) => event.target.id === "other" && compareWithChosen());
document.addEventListener("keydown", typed);
whenReady(byId("frame"), begin);
if (byId("pair")) {
  const [before, after] = comparedFrames();
  whenReady(before, () => beginComparing(before, after));
  whenReady(after, () => beginComparing(after, before));
}
if (hasServer) onChange(refresh, () => setStatus(labels.lost, "bad"));
