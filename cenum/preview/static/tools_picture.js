// Pictures: shown, described, sent, and then put where one writes.

import { byId } from "./dom.js";
import { writeHead } from "./tools_head.js";
import { askWith, sayTrouble } from "./tools_dialog.js";
import { afterEdit, paragraphs } from "./tools_lines.js";
import { picturePlace, portraitPlace } from "./tools_fences.js";
import { pictureMarkdown } from "./tools_links.js";

const SHOWN = 240;

// The file that the form is about.
let waiting = null;

// One after the other: each is asked for what it shows.
export async function addPictures(desk, [file, ...others]) {
  const isDone = await addPicture(desk, file, { said: others.length > 0 ? desk.said.several : "" });
  if (isDone && others.length > 0) await addPictures(desk, others);
}

// The picture of who speaks in the block in which she writes, where she goes on then.
export function addPortrait(desk, file) {
  return addPicture(desk, file, { placeIn: (text, position) => ({ ...portraitPlace(text, position), isAbove: true }), isPortrait: true });
}

export async function addPicture(desk, file, { said = "", placeIn = picturePlace, asHead = false, isPortrait = false } = {}) {
  const dialog = byId("ask-picture");
  const input = byId("tool-picture-file");
  const choosing = new AbortController();
  const chosen = async () => {
    await showFile(desk, dialog, input.files[0] ?? null);
    if (waiting) dialog.querySelector("[name=alt]").focus();
  };
  input.addEventListener("change", chosen, choosing);
  input.closest("p").hidden = Boolean(file);
  dialog.querySelector("[name=as_head]").closest("p").hidden = isPortrait;
  const asking = askWith("picture", { as_head: asHead }, (values) => sendPicture(desk, dialog, values));
  dialog.querySelector(".tool-progress").textContent = said;
  if (!file) input.focus();
  await showFile(desk, dialog, file);
  const made = await asking;
  choosing.abort();
  waiting = null;
  if (!made) return false;
  if (made.asHead) await writeHead(desk, { image: made.path, alt: made.alt, credit: made.credit });
  else insertPicture(desk, made, placeIn);
  return true;
}

function insertPicture(desk, made, placeIn) {
  const text = desk.text();
  const { from, to } = desk.editor.selection();
  const { isAbove, ...place } = placeIn(text, to);
  const edit = paragraphs(text, place, pictureMarkdown(made));
  if (!isAbove) return desk.apply(edit);
  // The blank line below it is the one on which she writes.
  if (text.slice(place.to, from) === "\n") edit.insert += "\n";
  return desk.apply({ ...edit, select: [afterEdit(from, edit), afterEdit(to, edit)] });
}

async function showFile(desk, dialog, file) {
  waiting = file;
  const place = byId("tool-picture-shown");
  const canvas = place.querySelector("canvas");
  sayTrouble(dialog, "");
  place.hidden = !file;
  if (!file) return;
  place.querySelector(".tool-name").textContent = file.name;
  canvas.hidden = true;
  const most = Number(byId("tool-picture-file").dataset.most);
  if (file.size > most) {
    waiting = null;
    sayTrouble(dialog, desk.said.tooLarge.replace("{name}", () => file.name).replace("{number}", most / 1_000_000));
    return;
  }
  // What this browser can't show, the server may read all the same, and says what it is if not.
  const shown = await createImageBitmap(file).catch(() => null);
  if (!shown || waiting !== file) return;
  const scale = Math.min(1, SHOWN / Math.max(shown.width, shown.height));
  canvas.width = Math.max(1, Math.round(shown.width * scale));
  canvas.height = Math.max(1, Math.round(shown.height * scale));
  canvas.getContext("2d").drawImage(shown, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
  shown.close();
}

// The picture beside the issue, as the text shows it; undefined where it can't be, which the form says.
async function sendPicture(desk, dialog, { alt, credit, as_head: asHead }) {
  const file = waiting;
  if (!file) {
    if (!dialog.querySelector(".tool-trouble").textContent) sayTrouble(dialog, desk.said.noFile);
    byId("tool-picture-file").focus();
    return null;
  }
  if (!alt.trim()) {
    sayTrouble(dialog, desk.said.noAlt);
    return null;
  }
  const progress = dialog.querySelector(".tool-progress");
  const answer = await upload(`/media/${desk.key}`, file, (percent) => {
    progress.textContent = percent < 100 ? desk.said.sending.replace("{percent}", percent) : desk.said.shrinking;
  });
  progress.textContent = "";
  if (answer.status !== 201) {
    sayTrouble(dialog, answer.data?.said ?? desk.said.notSent);
    return null;
  }
  return { path: answer.data.path, alt, credit, asHead };
}

// fetch can't tell how much was sent.
function upload(path, file, sent) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Cenum-Token", document.body.dataset.token);
    request.setRequestHeader("X-Cenum-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.upload.addEventListener("progress", ({ loaded, total }) => sent(Math.round((100 * loaded) / total)));
    request.addEventListener("loadend", () => resolve({ status: request.status, data: request.response }));
    request.send(file);
  });
}
