// The page for clips. Nothing is asked of the server before a click.

import { post } from "./api.js";
import { byId, replaceContent } from "./dom.js";

const clipWords = document.body.dataset;
let clipping = false;

function sayOfClips(sentence, tone = "") {
  byId("status").textContent = sentence;
  byId("status").className = tone;
}

// A button that is busy stays where it is, and so does the focus.
function setBusy(busy) {
  clipping = busy;
  document.body.toggleAttribute("data-busy", busy);
  for (const button of document.querySelectorAll("[data-to]")) button.setAttribute("aria-disabled", String(busy));
}

async function makeClips({ to, issue = "" }) {
  if (clipping) return;
  setBusy(true);
  sayOfClips(clipWords.reading);
  const section = issue && byId("section").value;
  const brought = byId("title-brought");
  const titled = brought ? { title: brought.textContent, of: brought.dataset.of } : {};
  const answer = await post("/clip", { addresses: byId("addresses").value, to, issue, section, ...titled });
  setBusy(false);
  if (!answer) sayOfClips(clipWords.lost, "bad");
  else if (answer.ok || answer.status === 422) showClips(await answer.json());
  else sayOfClips(clipWords.anew, "bad");
}

function showClips({ said, tone, clips }) {
  replaceContent(byId("made"), clips);
  sayOfClips(said, tone);
}

async function copyText(text, element) {
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  if (!copied) getSelection().selectAllChildren(element);
  sayOfClips(copied ? clipWords.copied : clipWords.byHand);
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button, a");
  if (!pressed) return;
  if (pressed.id === "bookmark") {
    event.preventDefault();
    sayOfClips(clipWords.dragged);
  } else if (pressed.id === "copy-bookmark") copyText(byId("bookmark").getAttribute("href"), byId("bookmark"));
  else if (pressed.dataset.to) makeClips(pressed.dataset);
  else if (pressed.matches(".copy")) {
    const block = pressed.closest(".clip").querySelector("pre");
    copyText(block.textContent, block);
  }
});
