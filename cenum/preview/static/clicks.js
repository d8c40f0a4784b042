// What a click does.

import { toggleSource } from "./comparison.js";
import { noteFinding } from "./findings.js";
import { showIssue } from "./issues.js";
import { highlight } from "./letter_frame.js";
import { checkLinks } from "./links.js";
import { goToPlace, leavePlace, namePlace, openPlace } from "./places.js";
import { shown } from "./state.js";
import { chooseView } from "./views.js";

const actions = { "as-source": toggleSource, open: openPlace, close: leavePlace, check: checkLinks };

export function clicked(event) {
  const button = event.target.closest("button, a[data-key]");
  if (!button) return;
  if (button.id in actions) actions[button.id]();
  else if (button.matches("[data-key]")) {
    event.preventDefault();
    showIssue(button.dataset.key);
  } else if (button.matches("[aria-pressed]")) chooseView(button.dataset);
  else if (button.matches(".number")) goToPlace({ ...button.dataset, own: "yes" });
  else if (button.matches("[data-line]")) {
    noteFinding(button);
    goToPlace(button.dataset);
  }
}

export function clickedInLetter(event) {
  keepLinkShut(event);
  const element = event.target.closest?.("[data-line]");
  if (!element) return;
  highlight(element);
  namePlace(shown.rendering.file, Number(element.dataset.line));
}

export function keepLinkShut(event) {
  if (event.target.closest?.("a")) event.preventDefault();
}
