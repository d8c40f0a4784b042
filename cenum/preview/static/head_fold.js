// The head of a letter, folded into one line: it has a form, and its lines are there for who goes to them.

import { bodyStart } from "./tools_lines.js";

// Unfolded where the cursor, a finding or a search comes into the head: nobody writes into lines that she does not see.
// Folded again where a program leads elsewhere; under the hand of a person nothing moves. `words` are {name, form, lines}.
export function headFold({ Decoration, EditorView, StateField, WidgetType }, words) {
  const widget = Object.assign(new WidgetType(), {
    toDOM: (view) => foldedLine(view, words),
    eq: (other) => other === widget,
    ignoreEvent: () => true,
  });
  const folded = (doc) => {
    const end = bodyStart(doc.toString()) - 1;
    // Where no line follows it, there would be none to write in.
    if (end < 0 || doc.sliceString(end, end + 1) !== "\n") return null;
    return { end, shown: Decoration.set(Decoration.replace({ widget, block: true }).range(0, end)) };
  };
  return StateField.define({
    create: ({ doc }) => folded(doc),
    update(value, transaction) {
      const { changes, docChanged, selection, state } = transaction;
      const leads = selection && !docChanged && !transaction.isUserEvent("select");
      const isStale = value ? docChanged && changes.touchesRange(0, value.end + 1) : leads;
      const now = isStale ? folded(state.doc) : value;
      return now && selection && comesInto(state.selection, now.end) ? null : now;
    },
    provide: (field) => EditorView.decorations.from(field, (value) => value?.shown ?? Decoration.none),
  });
}

const comesInto = ({ ranges }, end) => ranges.some(({ from }) => from <= end);

function foldedLine(view, { name, form, lines }) {
  const line = document.createElement("div");
  line.className = "folded-head";
  line.lang = document.documentElement.lang;
  line.append(name, " ", button(form, () => document.dispatchEvent(new CustomEvent("head-wanted", { detail: {} }))), " ", button(lines, () => unfold(view)));
  return line;
}

function unfold(view) {
  view.dispatch({ selection: { anchor: view.state.doc.line(2).from }, scrollIntoView: true });
  view.focus();
}

function button(words, pressed) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = words;
  element.addEventListener("click", pressed);
  return element;
}
