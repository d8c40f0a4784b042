// What is shown where the file was changed elsewhere: both versions, and what can be done. Nothing is done before a click.

import { all, byId } from "./dom.js";
import { withEndsOf, withPlainEnds } from "./line_ends.js";
import { changeBetween } from "./text_changes.js";
import { passagesOf, putTogether } from "./writing_merge.js";
import { sayAloud, sentence } from "./writing_words.js";

let passages = [];

const differing = () => passages.filter((passage) => !passage.same);

// `theirs` is null where the file is gone.
export function showConflict({ mine, theirs, base }) {
  const gone = theirs === null;
  const chosen = choicesByPassage();
  passages = gone ? [] : passagesOf(...[mine, theirs, base].map((text) => withPlainEnds(text)));
  for (const passage of differing()) passage.choice = chosen.get(nameOfPassage(passage)) ?? passage.choice;
  const words = sentence(gone ? "gone" : "passages");
  if (byId("conflict").hidden) sayAloud(words);
  byId("conflict-said").textContent = words;
  for (const id of ["keep-mine", "take-theirs", "take-chosen"]) byId(id).hidden = gone;
  byId("write-again").hidden = !gone;
  byId("passages").replaceChildren(...differing().map((passage, index, { length }) => passageShown(passage, index, length)));
  byId("conflict").hidden = false;
}

export function hideConflict() {
  byId("conflict").hidden = true;
  byId("passages").replaceChildren();
}

// The text as it was chosen passage by passage, with the line ends of `theirs`.
export const chosenText = (theirs) => withEndsOf(theirs, putTogether(passages, chosenValues()));

const chosenValues = () => all("#passages input:checked").map((input) => input.value);

// Who goes on writing meanwhile keeps what she has chosen.
function choicesByPassage() {
  const values = chosenValues();
  return new Map(differing().map((passage, index) => [nameOfPassage(passage), values[index]]));
}

const nameOfPassage = ({ mine, theirs }) => JSON.stringify([mine, theirs]);

function passageShown({ mine, theirs, line, choice }, index, count) {
  const set = element("fieldset", { className: "passage" });
  const [left, right] = [mine.join("\n"), theirs.join("\n")];
  set.append(
    element("legend", {}, sentence("passage", { number: index + 1, count, line })),
    sideShown("mine", left, changeBetween(right, left)),
    sideShown("theirs", right, changeBetween(left, right)),
    element(
      "div",
      { className: "choices" },
      ...["mine", "theirs", "both"].map((value) => {
        const input = element("input", { type: "radio", name: `passage-${index}`, value, checked: value === choice });
        return element("label", {}, input, ` ${sentence(value)}`);
      }),
    ),
  );
  return set;
}

// What differs within the passage is marked.
function sideShown(side, text, { from, insert }) {
  const block = element("div", { className: `version ${side}` });
  block.append(element("h3", {}, sentence(side)));
  const [before, changed, behind] = [text.slice(0, from), text.slice(from, from + insert.length), text.slice(from + insert.length)];
  if (text) block.append(element("pre", { className: "plain" }, before, element("mark", {}, changed), behind));
  else block.append(element("p", { className: "calm" }, sentence("nothing")));
  return block;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
