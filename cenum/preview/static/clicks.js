// What a click does.

import { toggleSource } from "./comparison.js";
import { noteFinding } from "./findings.js";
import { closeFold, toggleFold } from "./folds.js";
import { showIssue } from "./issues.js";
import { highlight } from "./letter_frame.js";
import { aimOf, jumpWithin, linkAround, showAim } from "./letter_links.js";
import { checkLinks } from "./links.js";
import { goToPlace, goToTarget, leavePlace, namePlace, openPlace } from "./places.js";
import { shown } from "./state.js";
import { chooseView } from "./views.js";

const actions = { "as-source": toggleSource, open: openPlace, close: leavePlace, check: checkLinks };

export function clicked(event) {
  const button = event.target.closest("button, a[data-key]");
  if (!button) return;
  if (button.id in actions) actions[button.id]();
  else if (button.matches(".check-links")) checkLinks();
  else if (button.matches("[data-folds]")) toggleFold(button);
  else if (button.matches("[data-key]")) {
    event.preventDefault();
    showIssue(button.dataset.key);
    closeFold();
  } else if (button.matches("[aria-pressed]")) {
    chooseView(button);
    // What is shown now stands below the sheet; how the letter is seen changes beside it.
    if (button.closest(".tabs")) closeFold();
  } else if (button.matches(".number")) goToPlace({ ...button.dataset, own: "yes" });
  else if (button.matches("[data-line]")) {
    noteFinding(button);
    goToPlace({ ...button.dataset, words: button.querySelector(".message")?.textContent });
    closeFold();
  }
}

export function clickedInLetter(event) {
  keepLinkShut(event);
  closeFold();
  const link = linkAround(event.target);
  const { within } = link ? aimOf(link.getAttribute("href"), location.href) : {};
  if (within !== undefined) {
    jumpWithin(event.view.document, within);
    return;
  }
  const element = event.target.closest?.("[data-line]");
  if (!element && !link) return;
  highlight(element ?? link);
  namePlace({ file: shown.rendering.file, line: Number(element?.dataset.line), link });
  // Who came by keyboard goes on from here, to the link that opens it.
  if (link && event.detail === 0) goToTarget();
}

export function pointedInLetter({ type, target, relatedTarget }) {
  const pointed = type.endsWith("out") ? relatedTarget : target;
  showAim(pointed && linkAround(pointed));
}

export function keepLinkShut(event) {
  if (linkAround(event.target)) event.preventDefault();
}
