// The button that asks about the letter's links.

import { postLinkCheck } from "./api.js";
import { byId } from "./dom.js";
import { refresh } from "./refresh.js";
import { labels, shown } from "./state.js";

export async function checkLinks() {
  const button = byId("check");
  const words = button.textContent;
  button.disabled = true;
  button.textContent = labels.checking;
  await postLinkCheck(shown.key);
  button.textContent = words;
  button.disabled = false;
  refresh();
}
