// How the letter is seen: how wide, by which mail program, or something else in its place.

import { refreshComparison } from "./comparison.js";
import { all, byId } from "./dom.js";
import { refresh } from "./refresh.js";
import { shown } from "./state.js";

export function setView({ width = shown.width, view = shown.view, panel = "" }) {
  const other = view !== shown.view;
  Object.assign(shown, { width, view, panel });
  for (const name of ["width", "view", "panel"]) {
    for (const button of all(`[data-${name}][aria-pressed]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === shown[name]));
    }
  }
  byId("stage").dataset.width = width;
  byId("stage").hidden = Boolean(panel);
  byId("panel").hidden = !panel;
  document.body.classList.toggle("comparing", panel === "compare");
  for (const section of all("#panel > section")) section.hidden = section.dataset.of !== panel;
  if (other) refresh();
  if (panel === "compare") refreshComparison();
}

// The button of a panel leads back from it as well.
export function chooseView({ width, view, panel }) {
  if (panel) setView({ panel: panel === shown.panel ? "" : panel });
  else setView(width ? { width } : { view });
}
