// From one finding to the next.

import { all, around, byId } from "./dom.js";

let current = -1;

export function forgetFinding() {
  current = -1;
}

// A finding that somebody clicked, or something else with a place, which is none: those after it come next.
export function noteFinding(element) {
  current = Math.max(current, all("#findings .finding").indexOf(element));
}

export function stepToFinding(by) {
  const findings = all("#findings .finding").filter((finding) => !finding.closest("details:not([open])"));
  if (findings.length === 0) return;
  current = around(current, by, findings.length);
  findings[current].focus();
  findings[current].click();
}

// What can be accepted was: it does not count.
export function countFindings() {
  const count = all("#findings > .findings > li").length;
  byId("count").textContent = count > 0 ? count : "";
}
