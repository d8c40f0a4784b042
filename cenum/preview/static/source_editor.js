// The editor of the view for writing: CodeMirror, or a plain text area where that is wanted, or nothing else can be.
//
// The parent's data say in which language one writes, the page's nonce for styles, and CodeMirror's words.

import { openCodeEditor } from "./code_editor.js";
import { usualEnd, withEndsOf, withPlainEnds } from "./line_ends.js";
import { openPlainEditor } from "./plain_editor.js";
import { firstWords } from "./tools_lines.js";
import { changeBetween, changesBetween } from "./text_changes.js";

const PLAIN = "cenum-plain-editor";

export const wantsPlainEditor = () => localStorage.getItem(PLAIN) !== null;

// Remembered by the browser.
export function wishPlainEditor(plain) {
  if (plain) localStorage.setItem(PLAIN, "yes");
  else localStorage.removeItem(PLAIN);
}

// An editor of `text` in `parent`. `onChange()` is called after what the person did, `onScroll(topLine)` and `onMove(line)`
// where she looks and where the cursor is elsewhere. With the words `head`, the letter's head is folded where it can be. What
// it gives is the same for both kinds: positions are in the document, where each line break counts 1.
export async function openEditor(parent, shape) {
  const open = await editorOpener();
  return open(parent, shape);
}

// What opens such an editor at once: all that takes time is done.
export async function editorOpener() {
  const parts = wantsPlainEditor() ? null : await import("./codemirror.js").catch(() => null);
  return (parent, shape) => openWith(parts, parent, shape);
}

// The cursor where it was in the editor `before`, or else in the letter: who only begins to type does not write into its head.
export function beginWhere(editor, before) {
  if (before) editor.select(before.from, before.to);
  else editor.goToLine(editor.lineOf(firstWords(withPlainEnds(editor.text()))));
}

function openWith(parts, parent, { text, label, head = null, onChange, onScroll = ignore, onMove = ignore }) {
  let line = 1;
  const shape = {
    text: withPlainEnds(text),
    label,
    head,
    language: parent.dataset.language,
    nonce: parent.dataset.nonce,
    phrases: JSON.parse(parent.dataset.phrases || "{}"),
    changed: () => onChange(),
    scrolled: () => onScroll(editor.topLine()),
    moved() {
      const now = editor.lineOf(editor.selection().from);
      if (now === line) return;
      line = now;
      onMove(line);
    },
  };
  const inner = parts ? openCodeEditor(parts, parent, shape) : openPlainEditor(parent, shape);
  const { separator, replace, ...exact } = exactText(inner, text);
  let isOpen = true;
  const editor = {
    kind: parts ? "code" : "plain",
    ...exact,
    isOpen: () => isOpen,
    // An answer that comes when it is closed writes nothing, least of all into the one that is open by then.
    replace: (...edit) => isOpen && replace(...edit),
    get lineSeparator() {
      return separator();
    },
    undo: inner.undo,
    redo: inner.redo,
    ...sharedPlaces(inner),
    setMarks: inner.setMarks,
    isComposing: inner.isComposing,
    onPaste: takesFirst(inner.target, "paste", "clipboardData"),
    onDrop: takesFirst(inner.target, "drop", "dataTransfer"),
    focus: inner.focus,
    destroy() {
      isOpen = false;
      inner.destroy();
    },
  };
  return editor;
}

function ignore() {}

function exactText(inner, text) {
  let original = text;
  return {
    text: () => withEndsOf(original, inner.plain()),
    separator: () => usualEnd(original),
    // Another text, exactly: nothing jumps. What only follows the file is not what the person did, and not hers to undo.
    setText(fresh, { undoable = false } = {}) {
      original = fresh;
      const [before, now] = [inner.plain(), withPlainEnds(fresh)];
      const { from, to, insert } = changeBetween(before, now);
      if (!undoable) inner.takeOver(changesBetween(before, now));
      else if (before !== now) inner.replace(from, to, insert);
    },
    // One step for undo.
    replace: (from, to, insert, { select } = {}) => inner.replace(from, to, withPlainEnds(insert), select),
  };
}

function sharedPlaces({ scroller, plain, lineOf, lineAt, heightOf, position, positionAt, selection, select, goToLine }) {
  const stretch = () => scroller.scrollHeight / Math.max(scroller.scrollHeight - scroller.clientHeight, 1);
  const lineCount = () => lineOf(plain().length);
  // What is above the first line, and below the last, belongs to them.
  const heightWithEdges = (place) => {
    if (place <= 1) return 0;
    return place > lineCount() ? scroller.scrollHeight : heightOf(place);
  };
  return {
    selection,
    select,
    position,
    // What is at a point of the window.
    positionAt,
    lineOf,
    goToLine,
    scroller,
    lineCount,
    topLine: () => lineAt(scroller.scrollTop),
    // The line, and part of it, that is as far down in what one sees as what one sees is in the text: both ends meet.
    place: () => lineAt(scroller.scrollTop * stretch()),
    scrollToPlace(place) {
      scroller.scrollTop = heightWithEdges(place) / stretch();
    },
  };
}

// Takes handlers; the first that gives true for what was pasted or dropped is the last that is asked.
function takesFirst(target, kind, carried) {
  const handlers = [];
  const take = (event) => {
    if (!handlers.some((handler) => handler(event[carried], event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener(kind, take, { capture: true });
  return (handler) => handlers.push(handler);
}
