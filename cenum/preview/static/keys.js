// What a key does: it presses the button that names it, or moves on.

import { stepToChange } from "./comparison.js";
import { all, byId } from "./dom.js";
import { stepToFinding } from "./findings.js";
import { closeFold } from "./folds.js";
import { showNeighbour } from "./issues.js";
import { leavePlace } from "./places.js";
import { shown } from "./state.js";

const moves = {
  j: () => step(1),
  k: () => step(-1),
  n: () => showNeighbour(1),
  p: () => showNeighbour(-1),
  Escape: leave,
};

// A sheet first, then the place, then the figures.
function leave() {
  if (document.querySelector(".unfolded")) closeFold();
  else if (byId("place").hidden) document.querySelector(".figures")?.removeAttribute("open");
  else leavePlace();
}

function step(by) {
  if (shown.panel === "compare") stepToChange(by);
  else stepToFinding(by);
}

export function typed(event) {
  if (!byId("listen").checked || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  const button = all("[aria-pressed]:has(kbd)").find((candidate) => candidate.querySelector("kbd").textContent === event.key);
  if (button?.id === "as-source" && shown.panel !== "compare") return;
  if (button) button.click();
  else if (event.key in moves) moves[event.key]();
  else return;
  event.preventDefault();
}
