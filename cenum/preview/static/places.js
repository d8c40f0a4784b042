// The place in a file that the person looks at: shown in the letter or the source, and opened in an editor.

import { postPlace } from "./api.js";
import { all, byId } from "./dom.js";
import { elementAtLine, highlight } from "./letter_frame.js";
import { showTarget } from "./letter_links.js";
import { labels, shown } from "./state.js";
import { setView } from "./views.js";

let place = null;
let came = null;

export function goToPlace({ file, line, own, url, words }) {
  const number = Number(line);
  namePlace({ file: file || shown.rendering.file, line: number, words });
  if (!own || !number) return;
  if (shown.panel === "source") showInSource(number);
  else showInLetter(number, url);
}

function showInSource(number) {
  for (const other of all(".source .here")) other.classList.remove("here");
  const line = byId(`line-${number}`);
  line?.classList.add("here");
  line?.scrollIntoView({ block: "center" });
}

function showInLetter(number, url) {
  setView({});
  const element = elementAtLine(byId("frame").contentDocument, number, url);
  element?.scrollIntoView({ block: "center" });
  highlight(element);
}

// `words` are those of a finding, `link` the one of the letter that was clicked, where there is one.
export function namePlace({ file, line, words = "", link = null }) {
  place = { file, line: line || null };
  byId("what").textContent = words;
  byId("where").textContent = line ? `${file}:${line}` : file;
  byId("trouble").textContent = "";
  showTarget(link);
  came = null;
  byId("place").hidden = false;
}

// From a link of the letter to the one that opens it, and back to it in the end.
export function goToTarget() {
  came = byId("frame").contentDocument.activeElement;
  (byId("out").hidden ? byId("close") : byId("out")).focus();
}

export function leavePlace() {
  byId("place").hidden = true;
  highlight(null);
  came?.focus();
  came = null;
}

export async function openPlace() {
  const answer = await postPlace(place);
  if (!answer?.ok) byId("trouble").textContent = labels.notOpened;
  else if (answer.status === 200) await offerCommand(await answer.text());
}

// An editor of the terminal: its command is there to be copied.
async function offerCommand(command) {
  const copied = await navigator.clipboard.writeText(command).then(() => true, () => false);
  const code = document.createElement("code");
  code.textContent = command;
  byId("trouble").replaceChildren(copied ? labels.copied : labels.inTerminal, " ", code);
}
