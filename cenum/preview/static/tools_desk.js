// What each tool does with the text: the desk is the editor, and what the tools need to know beside it.

import { withPlainEnds } from "./line_ends.js";
import { blockLines, fromSelection, missingIn } from "./tools_blocks.js";
import { dayInLetter } from "./tools_dates.js";
import { askWith, hasForm, sayTrouble } from "./tools_dialog.js";
import { blockEdit, sectionEdit, sectionsIn } from "./tools_fences.js";
import { openHead } from "./tools_head.js";
import { tight } from "./tools_lines.js";
import { linkAt, linkEdit, wordsEdit } from "./tools_links.js";
import { emphasis, headingMark, lineMarks } from "./tools_marks.js";
import { addPicture, addPortrait } from "./tools_picture.js";

// The desk with the `editor` of the issue `key` on it; `bar` has the words and the letter's language.
export function deskWith(editor, key, bar) {
  const desk = {
    editor,
    said: JSON.parse(bar.dataset.said),
    language: bar.dataset.language,
    key,
    text: () => withPlainEnds(editor.text()),
    apply({ from, to, insert, select }) {
      editor.replace(from, to, insert, { select });
      editor.focus();
    },
    askLink: (place) => askLink(desk, place),
  };
  return desk;
}

const marking = (markEdit, ...kind) => (desk) => {
  const edit = markEdit(desk.text(), desk.editor.selection(), ...kind);
  if (edit) desk.apply(edit);
  else desk.editor.focus();
};

const tools = {
  undo: ({ editor }) => again(editor, editor.undo),
  redo: ({ editor }) => again(editor, editor.redo),
  head: (desk) => fillHead(desk),
  section: askSection,
  heading: marking(headingMark),
  bold: marking(emphasis, "**"),
  italic: marking(emphasis, "*"),
  link: (desk) => askLink(desk, linkAt(desk.text(), desk.editor.selection())),
  list: marking(lineMarks, "list"),
  numbers: marking(lineMarks, "numbers"),
  quotation: marking(lineMarks, "quotation"),
  date: askDate,
  picture: (desk) => addPicture(desk, null),
};

function again(editor, step) {
  step();
  editor.focus();
}

export const applyTool = (desk, name) => tools[name](desk);

// The form of the head; one writes in its `field`, or at its beginning.
export async function fillHead(desk, field = "") {
  const picture = await openHead(desk, field);
  if (picture) await addPicture(desk, picture, { asHead: true });
}

async function askLink(desk, place) {
  const edit = await askWith("link", { words: place.words, url: place.url }, (values) => linkEdit(place, values));
  if (edit) desk.apply(edit);
  else desk.editor.focus();
}

async function askDate(desk) {
  const made = await askWith("date", {}, ({ day, weekday }) => dayInLetter(day, desk.language, { weekday }));
  if (made) desk.apply(wordsEdit(desk.text(), desk.editor.selection(), made));
  else desk.editor.focus();
}

// A letter that was begun just now: its form, and then the words that cenum wrote below its first heading, which what one
// types or pastes takes the place of.
export async function beginLetter(desk) {
  await fillHead(desk);
  const text = desk.text();
  const [first, second] = sectionsIn(text);
  if (!first) return;
  const words = tight(text, { from: first.to, to: second?.from ?? text.length });
  desk.editor.goToLine(desk.editor.lineOf(words.from));
  desk.editor.select(words.from, words.to);
  desk.editor.focus();
}

export async function putBlock(desk, name) {
  const known = fromSelection(name, desk.editor.selection().text);
  const take = (given, dialog) => takeBlock(desk, name, given, dialog);
  const values = hasForm(`block-${name}`) ? await askWith(`block-${name}`, known, take) : {};
  if (!values) return desk.editor.focus();
  desk.apply(blockEdit(desk.text(), desk.editor.selection(), ...blockLines(name, values, desk.language)));
  const [portrait] = values.portrait ?? [];
  return portrait && addPortrait(desk, portrait);
}

function takeBlock(desk, name, given, dialog) {
  const missing = missingIn(name, given);
  if (!missing) return given;
  sayTrouble(dialog, desk.said[missing]);
  dialog.querySelector(`[name="${missing}"]`).focus();
  return null;
}

async function askSection(desk) {
  const section = await askWith("section", {}, ({ heading }) => ({ id: "", heading: heading.trim() }));
  if (section) putSection(desk, section, {});
  else desk.editor.focus();
}

// `section` has its id and its heading; `orders` are numbers of sections by their ids.
export function putSection(desk, section, orders) {
  const { there, ...edit } = sectionEdit(desk.text(), section, orders);
  if (there) {
    desk.editor.goToLine(desk.editor.lineOf(edit.from));
    desk.editor.select(...edit.select);
    desk.editor.focus();
  } else desk.apply(edit);
}
