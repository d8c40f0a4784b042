// On a narrow screen the letter has the page: what stands around it is folded, and comes up as a sheet, one at a time.

import { all, byId } from "./dom.js";

const folders = () => all("[data-folds]");

export function toggleFold(button) {
  const opens = button.getAttribute("aria-expanded") === "false";
  closeFold();
  if (!opens) return;
  button.setAttribute("aria-expanded", "true");
  const sheet = byId(button.dataset.folds);
  sheet.classList.add("unfolded");
  sheet.focus({ preventScroll: true });
}

// Who was in the sheet is at its button again.
export function closeFold() {
  const button = folders().find((one) => one.getAttribute("aria-expanded") === "true");
  if (!button) return;
  const sheet = byId(button.dataset.folds);
  const within = sheet.contains(document.activeElement);
  sheet.classList.remove("unfolded");
  button.setAttribute("aria-expanded", "false");
  if (within) button.focus({ preventScroll: true });
}
