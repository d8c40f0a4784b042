// How the letter is seen: by which mail program, how wide, or something else in its place. What does not go with
// what is shown is not offered (cenum/preview/shown_together.py).

import { refreshComparison } from "./comparison.js";
import { all, byId } from "./dom.js";
import { refresh } from "./refresh.js";
import { shown } from "./state.js";

export function setView({ width = shown.chosenWidth, view = shown.view, panel = "" }) {
  const other = view !== shown.view;
  const widths = all("[data-view]").find(({ dataset }) => dataset.view === view).dataset.widths.split(" ");
  Object.assign(shown, { chosenWidth: width, width: widths.includes(width) ? width : widths[0], view, panel });
  for (const name of ["width", "view", "panel"]) {
    for (const button of all(`[data-${name}][aria-pressed]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === shown[name]));
    }
  }
  for (const button of all("button[data-width]")) {
    button.setAttribute("aria-disabled", String(!widths.includes(button.dataset.width)));
  }
  byId("why").hidden = widths.length > 1;
  byId("how").hidden = Boolean(panel);
  byId("stage").dataset.width = shown.width;
  byId("stage").hidden = Boolean(panel);
  byId("panel").hidden = !panel;
  document.body.classList.toggle("comparing", panel === "compare");
  for (const section of all("#panel > section")) section.hidden = section.dataset.of !== panel;
  if (other) refresh();
  if (panel === "compare") refreshComparison();
}

// The button of a panel leads back from it as well.
export function chooseView(button) {
  const { width, view, panel } = button.dataset;
  if (button.getAttribute("aria-disabled") === "true") return;
  if (panel === undefined) setView(width ? { width } : { view });
  else setView({ panel: panel === shown.panel ? "" : panel });
}
