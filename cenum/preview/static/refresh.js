// The page as the files are now: the letter first, because somebody waits for it, then what is to be said of it.

import { fetchAround, fetchRendering } from "./api.js";
import { refreshComparison } from "./comparison.js";
import { byId } from "./dom.js";
import { followHeight } from "./frame_height.js";
import { fillFrame } from "./letter_frame.js";
import { setStatus, setTitle, showPanels } from "./panels.js";
import { labels, shown } from "./state.js";

// How long somebody who writes has to pause for what is said of the letter: the letter itself comes at once, and the server,
// busy with what is said, would keep the next one waiting.
const PAUSE = 400;

const refreshAround = oneAtATime(() => (shown.draft ? shown.draft.around() : fetchAround(shown.key)), showAround);
export const refresh = oneAtATime(
  () => (shown.draft ? shown.draft.rendering(shown.view) : fetchRendering(shown.key, shown.view)),
  showLetter,
);
let pausing = 0;

// The letter with what she writes now comes first; then this is for later again.
export const putOffAround = () => clearTimeout(pausing);

// Asks the server one question at a time, and again if it was to be asked meanwhile: the last answer is shown.
// Somebody who goes on writing sees those before it as well.
function oneAtATime(ask, show) {
  let wanted = false;
  let busy = false;
  return async () => {
    wanted = true;
    if (busy || !shown.key) return;
    busy = true;
    try {
      while (wanted) {
        wanted = false;
        // oxlint-disable-next-line no-await-in-loop -- the next question waits for the answer to this one
        const answer = await ask();
        if (answer.key === shown.key && (shown.draft || !wanted)) show(answer);
      }
    } catch {
      setStatus(labels.lost, "bad");
    } finally {
      busy = false;
    }
  };
}

function showLetter(rendering) {
  shown.rendering = rendering;
  setTitle(rendering.title);
  fillFrame(byId("frame"), rendering.letter);
  followHeight();
  document.dispatchEvent(new Event("letter-shown"));
  clearTimeout(pausing);
  if (shown.draft) pausing = setTimeout(refreshAround, PAUSE);
  else refreshAround();
}

function showAround(around) {
  showPanels(around);
  if (shown.panel === "compare") refreshComparison();
  document.body.dataset.revision = around.revision;
  document.dispatchEvent(new CustomEvent("around-shown", { detail: around }));
}
