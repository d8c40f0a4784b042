// Findings at their words while somebody writes: what is wrong where the cursor is, the keys, the clicks that correct.

import { byId, showSentence } from "./dom.js";
import { withPlainEnds } from "./line_ends.js";
import { desk } from "./writing_desk.js";
import { sayAloud, sentence } from "./writing_words.js";

// How long the cursor rests before it is said what is wrong there.
const REST = 250;

// What was found in the text that was judged last.
let known = { lines: [], marks: [] };
let shownHere = "";
let resting = 0;

const linesNow = () => withPlainEnds(desk.editor.text()).split("\n");

function takeMarks({ marks, text }) {
  // What is of a text that she has changed since comes again, of the text as it is now.
  if (!marks || text !== desk.editor?.text()) return;
  known = { lines: linesNow(), marks };
  // A click corrects the text that was judged: before there is one, none is offered.
  document.body.classList.add("judged");
  desk.editor.setMarks(marks);
  showHere();
}

// Where a line stands by now that was judged: where it was, or where the only one like it is; 0 where nobody can tell.
function lineNow(line, lines) {
  const content = known.lines[line - 1];
  if (lines[line - 1] === content) return line;
  const first = lines.indexOf(content);
  return first >= 0 && first === lines.lastIndexOf(content) ? first + 1 : 0;
}

// In the document, by now; null where the text was changed there.
function placeNow({ line, from, to }, lines) {
  const now = lineNow(line, lines);
  return now ? { from: desk.editor.position(now, from), to: desk.editor.position(now, to) } : null;
}

function placedMarks() {
  const lines = linesNow();
  return known.marks
    .map((mark) => ({ mark, at: placeNow(mark, lines) }))
    .filter(({ at }) => at)
    .toSorted((one, other) => one.at.from - other.at.from);
}

// All that a click corrects is one step for undo.
function correct(fixes, label) {
  const lines = linesNow();
  const changes = fixes.map((fix) => ({ at: placeNow(fix, lines), insert: fix.insert })).toSorted((one, other) => one.at?.from - other.at?.from);
  if (changes.some(({ at }) => !at)) {
    sayAloud(sentence("wait"));
    return;
  }
  const text = lines.join("\n");
  const [begin, end] = [changes[0].at.from, changes.at(-1).at.to];
  let made = "";
  let done = begin;
  for (const { at, insert } of changes) {
    made += text.slice(done, at.from) + insert;
    done = at.to;
  }
  desk.editor.replace(begin, end, made);
  sayAloud(sentence("corrected", { label }));
}

function isAt({ from, to }, selection) {
  return from <= selection.from && selection.to <= to;
}

// What stands at the cursor, the narrowest first.
function marksHere() {
  const selection = desk.editor.selection();
  return placedMarks()
    .filter(({ at }) => isAt(at, selection))
    .toSorted((one, other) => one.at.to - one.at.from - (other.at.to - other.at.from))
    .map(({ mark }) => mark);
}

function showHere() {
  if (!desk.editor) return;
  const [mark] = marksHere();
  const said = mark ? `${mark.message} — ${mark.remedy}` : "";
  const now = JSON.stringify([said, mark?.fixes]);
  if (now === shownHere) return;
  shownHere = now;
  showSentence(byId("here-said"), said);
  byId("here-hint").hidden = said !== "";
  byId("here-do").replaceChildren(...(mark?.fixes ?? []).map((fix) => fixButton(fix)));
}

function fixButton(fix) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "correction";
  button.textContent = fix.label;
  button.dataset.fixes = JSON.stringify([fix]);
  return button;
}

function stepToMark(by) {
  const places = placedMarks();
  if (places.length === 0) {
    sayAloud(sentence("none_found"));
    return;
  }
  const { from } = desk.editor.selection();
  const after = places.find(({ at }) => at.from > from) ?? places[0];
  const before = places.findLast(({ at }) => at.from < from) ?? places.at(-1);
  const found = by > 0 ? after : before;
  desk.editor.select(found.at.from, found.at.to);
  desk.editor.focus();
  showHere();
}

function correctHere() {
  const fix = marksHere().flatMap(({ fixes }) => fixes)[0];
  if (fix) correct([fix], fix.label);
  else sayAloud(sentence("no_correction"));
}

function pressed(event) {
  if (!desk.editor || event.ctrlKey || event.metaKey) return;
  if (event.key === "F8" && !event.altKey) stepToMark(event.shiftKey ? -1 : 1);
  else if (event.key === "Enter" && event.altKey && !event.shiftKey) correctHere();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function correctionClicked({ target }) {
  const button = target.closest?.(".correction");
  if (button && desk.editor) correct(JSON.parse(button.dataset.fixes), button.textContent);
}

function rest() {
  clearTimeout(resting);
  if (byId("source-text").contains(document.activeElement)) resting = setTimeout(showHere, REST);
}

function forget() {
  known = { lines: [], marks: [] };
  document.body.classList.remove("judged");
}

document.addEventListener("around-shown", ({ detail }) => takeMarks(detail));
document.addEventListener("selectionchange", rest);
document.addEventListener("editor-closed", forget);
document.addEventListener("click", correctionClicked);
byId("source-text").addEventListener("keydown", pressed, { capture: true });
