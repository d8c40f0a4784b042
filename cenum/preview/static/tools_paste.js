// What is pasted or dropped: a picture, an address, a text with marks, or plain text, which the editor takes by itself.

import { post } from "./api.js";
import { withPlainEnds } from "./line_ends.js";
import { clip } from "./tools_clip.js";
import { closeNotice, showNotice } from "./tools_notice.js";
import { addPictures } from "./tools_picture.js";
import { bodyStart, insertion, isWithinLine, paragraphs } from "./tools_lines.js";
import { freeNote, isAddress, linkAt, linkMarkdown } from "./tools_links.js";

// Browsers do not know the photographs of some telephones; who reads them says what they are.
const isPicture = ({ name, type }) => type.startsWith("image/") || /\.(?:heic|heif|avif|tiff?)$/iu.test(name);
// Pictures within a page are never read, and can be larger than all else.
const withoutPictures = (html) => html.replaceAll(/(\ssrc\s*=\s*["'])data:[^"']*/giu, "$1data:,");

// Whether a paste is taken: then the tools insert it. The head of the letter holds plain text alone.
export function takePasted(desk, carried) {
  const html = carried.getData("text/html");
  const plain = withPlainEnds(carried.getData("text/plain"));
  // Word and Excel put a picture of a text beside the text.
  if (carried.files.length > 0 && !plain.trim()) return takeFiles(desk, [...carried.files]);
  if (desk.editor.selection().from < bodyStart(desk.text())) return false;
  if (isAddress(plain)) return takeAddress(desk, plain.trim());
  if (!html || !plain.trim()) return false;
  takeMarked(desk, withoutPictures(html), plain);
  return true;
}

// Files go where they are dropped; the editor takes all else.
export function takeDropped(desk, carried, { clientX, clientY }) {
  const files = [...carried.files];
  if (files.length === 0) return false;
  desk.editor.select(desk.editor.positionAt(clientX, clientY));
  return takeFiles(desk, files);
}

function takeFiles(desk, files) {
  const pictures = files.filter((file) => isPicture(file));
  if (pictures.length > 0) addPictures(desk, pictures);
  else showNotice(desk.said.notPicture.replace("{name}", () => files[0].name));
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
    return showNotice(desk.said.plain.replace("{why}", () => data?.said ?? desk.said.noServer));
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
    isPassing: lost.length === 0,
  });
}

// A word that was copied with the space beside it has it still.
const spaced = (plain, line) => `${/^[ \t]/u.test(plain) ? " " : ""}${line}${/[ \t]$/u.test(plain) ? " " : ""}`;
