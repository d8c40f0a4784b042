// What an earlier page left unsaved: it is asked about, one after the other, and stays until somebody decided.

import { byId } from "./dom.js";
import { desk } from "./writing_desk.js";
import { forgetUnsaved, leftUnsaved } from "./writing_kept.js";
import { sayAloud, sentence } from "./writing_words.js";

let left = [];

export async function askWhatWasLeft() {
  const { issue, session } = desk;
  const found = await leftUnsaved(issue);
  const known = ({ text }) => text === session.saved().text;
  for (const { id } of found.filter((one) => known(one))) forgetUnsaved(issue, id);
  const [asked] = left;
  // What is asked already stays in front: its button may be pressed right now.
  left = found.filter((one) => !known(one)).toSorted((one, other) => (other.id === asked?.id) - (one.id === asked?.id));
  askNext();
}

export function stopAsking() {
  left = [];
  askNext();
}

function askNext() {
  const [one] = left;
  byId("kept").hidden = !one;
  if (!one) return;
  const hour = new Date(one.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  const words = sentence(isOfThisFile(one) ? "kept" : "kept_beside", { hour });
  byId("kept-said").textContent = words;
  sayAloud(words);
}

const isOfThisFile = ({ base }) => base === desk.session.saved().digest;

// From here on this page keeps it. What she wrote before she took it is in the file, and is compared.
export async function takeWhatWasLeft() {
  const [one] = left;
  await desk.session.save();
  if (!one || one.id !== left[0]?.id || desk.session.isUnsaved()) return;
  if (isOfThisFile(one)) desk.editor.setText(one.text, { undoable: true });
  else desk.session.contest(one.text);
  throwAwayWhatWasLeft();
}

export function throwAwayWhatWasLeft() {
  forgetUnsaved(desk.issue, left.shift().id);
  askNext();
  desk.editor.focus();
}
