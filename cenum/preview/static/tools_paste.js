// What is pasted or dropped: a picture, an address, a text with marks, or plain text, which the editor takes by itself.

import { post } from "./api.js";
import { closeNotice, showNotice } from "./tools_notice.js";
import { addPictures } from "./tools_picture.js";
import { insertion, isWithinLine, paragraphs } from "./tools_lines.js";
import { freeNote, isAddress, linkAt, linkMarkdown } from "./tools_links.js";

const isPicture = (file) => file.type.startsWith("image/");
const plainly = (text) => text.replaceAll(/\r\n?/gu, "\n");

// Whether `carried`, a DataTransfer, is taken: then the tools insert it.
export function takeCarried(desk, carried) {
  const pictures = [...carried.files].filter((file) => isPicture(file));
  const html = carried.getData("text/html");
  const plain = plainly(carried.getData("text/plain"));
  const said = plain.trim();
  // Word and Excel put a picture of a text beside the text.
  if (carried.files.length > 0 && !said) {
    addPictures(desk, pictures.length > 0 ? pictures : [...carried.files]);
    return true;
  }
  if (said && isAddress(said)) return takeAddress(desk, said);
  if (!html || !said) return false;
  takeMarked(desk, html, plain);
  return true;
}

// The address of a page: the target of what is selected; else it stands there, and what else it could become is offered.
function takeAddress(desk, url) {
  const { editor } = desk;
  const chosen = editor.selection();
  if (chosen.text.trim() && !isAddress(chosen.text)) {
    desk.apply(insertion(chosen, linkMarkdown(chosen.text, url)));
    return true;
  }
  desk.apply(insertion(chosen, url));
  const place = { from: chosen.from, to: chosen.from + url.length };
  showNotice(desk.said.address, {
    choices: [
      [desk.said.clip, () => clip(desk, url, place)],
      [desk.said.asLink, () => desk.askLink(linkAt(desk.text(), place))],
    ],
  });
  return true;
}

// The line of the review, where the address still stands.
async function clip(desk, url, place) {
  showNotice(desk.said.clipping);
  desk.editor.focus();
  const answer = await post("/clip", { addresses: url, to: "nowhere" });
  const data = answer && (answer.ok || answer.status === 422) ? await answer.json() : null;
  if (!desk.editor.isOpen()) return null;
  if (!data?.clips) return showNotice(data?.said ?? desk.said.noServer);
  const shown = new DOMParser().parseFromString(data.clips, "text/html");
  const markdown = shown.querySelector(".clip pre")?.textContent.trim();
  const told = [...shown.querySelectorAll(".told li")].map((one) => one.textContent.trim());
  const text = desk.text();
  if (!markdown || text.slice(place.from, place.to) !== url) return showNotice(desk.said.changed, { lines: told });
  const whole = { from: place.from, to: place.to };
  desk.apply(isWithinLine(text, whole) ? insertion(whole, markdown) : paragraphs(text, whole, markdown));
  return told.length > 0 ? showNotice(data.said, { lines: told }) : closeNotice();
}

// Text with marks: the plain text stands there at once, and Markdown in its place when it is read. Undo goes back the same
// way.
async function takeMarked(desk, html, plain) {
  const { editor } = desk;
  const chosen = editor.selection();
  const note = freeNote(desk.text());
  desk.apply(insertion(chosen, plain));
  const place = { from: chosen.from, to: chosen.from + plain.length };
  showNotice(desk.said.pasting);
  const answer = await post("/pasted", { html, note });
  const data = answer && answer.status !== 403 ? await answer.json().catch(() => null) : null;
  if (!editor.isOpen()) return null;
  if (!answer?.ok || !data) {
    return showNotice(desk.said.plain.replace("{why}", data?.said ?? desk.said.noServer));
  }
  const text = desk.text();
  if (!data.markdown || data.markdown === plain.trim()) {
    return data.lost.length > 0 ? showNotice(desk.said.lost, { lines: data.lost }) : closeNotice();
  }
  if (text.slice(place.from, place.to) !== plain) return showNotice(desk.said.changed);
  const isInline = data.line !== null && (isWithinLine(text, place) || data.line === data.markdown);
  const edit = isInline ? insertion(place, spaced(plain, data.line)) : paragraphs(text, place, data.markdown);
  desk.apply(edit);
  return offerPlain(desk, data.lost, edit, text.slice(edit.from, edit.to));
}

function offerPlain(desk, lost, edit, before) {
  const back = () => {
    const end = edit.from + edit.insert.length;
    if (desk.text().slice(edit.from, end) === edit.insert) desk.apply(insertion({ from: edit.from, to: end }, before));
    else showNotice(desk.said.changed);
  };
  showNotice(lost.length > 0 ? `${desk.said.pasted} ${desk.said.lost}` : desk.said.pasted, {
    lines: lost,
    choices: [[desk.said.plainly, back]],
  });
}

// A word that was copied with the space beside it has it still.
const spaced = (plain, line) => `${/^[ \t]/u.test(plain) ? " " : ""}${line}${/[ \t]$/u.test(plain) ? " " : ""}`;
