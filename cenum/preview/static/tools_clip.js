// An address becomes a line of the review: what its page tells, and what one has to write oneself.

import { post } from "./api.js";
import { byId } from "./dom.js";
import { dayInLetter } from "./tools_dates.js";
import { askWith } from "./tools_dialog.js";
import { lineAround, paragraphs } from "./tools_lines.js";
import { literal } from "./tools_links.js";
import { closeNotice, showNotice } from "./tools_notice.js";

// The line of the review of the page at `url`, at the `place` where the address stands, if it still does.
export async function clip(desk, url, place) {
  showNotice(desk.said.clipping);
  desk.editor.focus();
  const answer = await post("/clip", { addresses: url, to: "nowhere", issue: desk.key });
  const data = answer && (answer.ok || answer.status === 422) ? await answer.json() : null;
  if (!desk.editor.isOpen()) return null;
  if (!data?.clips) return showNotice(data?.said ?? desk.said.noServer);
  const made = clipIn(data.clips);
  const markdown = await completed(desk, made);
  if (!desk.editor.isOpen()) return null;
  if (markdown === null) return leaveClip(desk);
  const text = desk.text();
  if (text.slice(place.from, place.to) !== url) return showNotice(desk.said.changed, { lines: made.told });
  // The next address goes below.
  desk.apply(withMissing(paragraphs(text, withoutPoint(text, place), `${markdown}\n\n`)));
  const isTold = made.told.length === 0 || isAsked(made);
  return isTold ? closeNotice() : showNotice(desk.said.clipped, { lines: made.told });
}

// {markdown, open, outlet, told}: `open` are the words that stand in it for what one has to write, `outlet` is what it guesses.
function clipIn(html) {
  const shown = new DOMParser().parseFromString(html, "text/html");
  const line = shown.querySelector(".clip pre");
  const told = [...shown.querySelectorAll(".told li")].map((one) => one.textContent.trim());
  return { markdown: line.textContent.trim(), open: JSON.parse(line.dataset.open), outlet: line.dataset.outlet, told };
}

// The title stands in the heading and in the link: who had to write it there would write it twice.
const isAsked = ({ markdown, open }) => "title" in open && markdown.includes(open.title);

// The Markdown with what she writes into the form, null where she leaves it.
function completed(desk, made) {
  if (!isAsked(made)) return made.markdown;
  const isThere = { ...made.open, ...(made.outlet && made.markdown.includes(emphasised(made.outlet)) && { outlet: made.outlet }) };
  for (const name of ["title", "outlet", "authors", "date"]) byId(`tool-clip-${name}`).closest("p").hidden = !(name in isThere);
  closeNotice();
  const asked = askWith("clip", { outlet: made.outlet }, (values) => clipWith(made, values, desk.language));
  byId("tool-clip-told").textContent = made.told.join("\n");
  return asked;
}

const emphasised = (words) => `*${literal(words)}*`;

function clipWith({ markdown, open, outlet }, values, language) {
  const { title, authors, date } = values;
  const known = { title: literal(title), authors: literal(authors), date: date && dayInLetter(date, language) };
  const line = values.outlet.trim() ? markdown.replace(emphasised(outlet), () => emphasised(values.outlet)) : markdown;
  return Object.entries(open)
    .filter(([name]) => known[name])
    .reduce((made, [name, words]) => made.replaceAll(words, () => known[name]), line);
}

// It has a heading of its own, which is no point of a list.
function withoutPoint(text, { from, to }) {
  const line = lineAround(text, from);
  return /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+$/u.test(text.slice(line.from, from)) ? { from: line.from, to } : { from, to };
}

function leaveClip(desk) {
  closeNotice();
  desk.editor.focus();
}

// What is still open stands in brackets: the first is selected, for her to write it.
function withMissing(edit) {
  const missing = /\[[^[\]\n]+\](?!\()/u.exec(edit.insert);
  if (!missing) return edit;
  const from = edit.from + missing.index;
  return { ...edit, select: [from, from + missing[0].length] };
}
