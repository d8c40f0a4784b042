// From one issue to another.

import { all, byId } from "./dom.js";
import { forgetFinding } from "./findings.js";
import { leavePlace } from "./places.js";
import { refresh } from "./refresh.js";
import { shown } from "./state.js";

export function showIssue(key) {
  if (!key || key === shown.key) return;
  shown.key = key;
  forgetFinding();
  leavePlace();
  byId("frame").contentWindow.scrollTo(0, 0);
  scrollTo(0, 0);
  history.replaceState(null, "", `?issue=${key}`);
  document.dispatchEvent(new Event("issue-chosen"));
  refresh();
}

export function showNeighbour(step) {
  const keys = all("#list a").map((link) => link.dataset.key);
  showIssue(keys[keys.indexOf(shown.key) + step]);
}
