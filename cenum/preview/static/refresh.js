// The page as the files are now: one question to the server at a time, and the last state in the end.

import { fetchRendering } from "./api.js";
import { refreshComparison } from "./comparison.js";
import { byId } from "./dom.js";
import { fillFrame } from "./letter_frame.js";
import { setStatus, showPanels } from "./panels.js";
import { labels, shown } from "./state.js";

let wanted = false;
let busy = false;

export async function refresh() {
  wanted = true;
  if (busy || !shown.key) return;
  busy = true;
  try {
    while (wanted) {
      wanted = false;
      // oxlint-disable-next-line no-await-in-loop -- the next question waits for the answer to this one
      const rendering = await fetchRendering(shown.key, shown.view);
      if (rendering.key === shown.key && !wanted) show(rendering);
    }
  } catch {
    setStatus(labels.lost, "bad");
  } finally {
    busy = false;
  }
}

function show(rendering) {
  shown.rendering = rendering;
  showPanels(rendering);
  fillFrame(byId("frame"), rendering.letter);
  if (shown.panel === "compare") refreshComparison();
  document.body.dataset.revision = rendering.revision;
}
