// The buttons that ask about the letter's links: below the findings, and in the step that waits for it.

import { postLinkCheck } from "./api.js";
import { all } from "./dom.js";
import { refresh } from "./refresh.js";
import { labels, shown } from "./state.js";

let isAsking = false;
// The revision of what was said of the letter before the answers came, which are in a later one; null once all is said.
let before = null;

export async function checkLinks() {
  if (before !== null) return;
  isAsking = true;
  before = Number(document.body.dataset.revision);
  showLinkCheck();
  const answer = await postLinkCheck(shown.key);
  isAsking = false;
  // Of what could not be asked nothing new is said.
  if (!answer?.ok) before = null;
  showLinkCheck();
  refresh();
}

// What is said of the letter is drawn anew while it is being checked: the buttons go on saying so until the answer is there.
document.addEventListener("around-shown", ({ detail: { revision } }) => {
  if (!isAsking && revision > before) before = null;
  showLinkCheck();
});

// They keep the focus, as disabled ones would not.
function showLinkCheck() {
  for (const button of all("#check, .check-links")) {
    button.dataset.label ??= button.textContent;
    button.textContent = before === null ? button.dataset.label : labels.checking;
    button.setAttribute("aria-disabled", String(before !== null));
  }
}
