// A plain text area with what the view for writing needs of an editor. Line breaks are "\n" in here.

import { placeAfter } from "./text_changes.js";

export function openPlainEditor(parent, shape) {
  const area = document.createElement("textarea");
  area.className = "plain-editor";
  area.value = shape.text;
  area.spellcheck = true;
  area.lang = shape.language;
  area.setAttribute("aria-label", shape.label);
  parent.append(area);
  area.setSelectionRange(0, 0);
  area.addEventListener("input", shape.changed);
  area.addEventListener("scroll", shape.scrolled);
  area.addEventListener("selectionchange", shape.moved);

  let composing = false;
  area.addEventListener("compositionstart", () => {
    composing = true;
  });
  area.addEventListener("compositionend", () => {
    composing = false;
    shape.changed();
  });
  return {
    ...areaText(area),
    ...areaPlaces(area, shape.moved),
    isComposing: () => composing,
    // What it can't show at its words stands in the list of findings.
    setMarks() {},
    scroller: area,
    target: area,
    focus: () => area.focus({ preventScroll: true }),
    destroy: () => area.remove(),
  };
}

function areaText(area) {
  // Deprecated, and the only way by which a text area can undo what a program did.
  const again = (way) => {
    area.focus({ preventScroll: true });
    document.execCommand(way);
  };
  return {
    plain: () => area.value,
    undo: () => again("undo"),
    redo: () => again("redo"),
    replace(from, to, insert, chosen) {
      const focused = document.activeElement;
      area.focus({ preventScroll: true });
      area.setSelectionRange(from, to);
      if (insert) document.execCommand("insertText", false, insert);
      else if (from < to) document.execCommand("delete");
      const end = from + insert.length;
      area.setSelectionRange(...(chosen ?? [end, end]));
      if (focused !== area) focused?.focus({ preventScroll: true });
    },
    takeOver(changes) {
      const [top, start, end] = [area.scrollTop, area.selectionStart, area.selectionEnd];
      for (const { from, to, insert } of changes.toReversed()) area.setRangeText(insert, from, to);
      area.setSelectionRange(placeAfter(start, changes), placeAfter(end, changes));
      area.scrollTop = top;
    },
  };
}

function areaPlaces(area, moved) {
  const tops = lineTops(area);
  const lineOf = (position) => area.value.slice(0, position).split("\n").length;
  const position = (line, column = 0) => {
    const lines = area.value.split("\n");
    const index = Math.min(Math.max(line, 1), lines.length) - 1;
    const before = lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
    return before + Math.min(column, lines[index].length);
  };
  const select = (from, to = from) => {
    area.setSelectionRange(from, to);
    moved();
  };
  return {
    lineOf,
    position,
    select,
    selection() {
      const [from, to] = [area.selectionStart, area.selectionEnd];
      return { from, to, text: area.value.slice(from, to) };
    },
    goToLine(line) {
      select(position(line));
      area.scrollTop = heightOfLine(tops(), line) - area.clientHeight / 2;
    },
    positionAt(x, y) {
      const at = document.caretPositionFromPoint?.(x, y);
      return at?.offsetNode === area ? at.offset : area.selectionEnd;
    },
    lineAt: (y) => lineAtHeight(tops(), y),
    heightOf: (line) => heightOfLine(tops(), line),
  };
}

// Where each line begins, as the area wraps them, and where the last one ends: measured in a copy that nobody sees.
function lineTops(area) {
  let measured = { text: null, width: 0, tops: [0, 0] };
  return () => {
    const [text, width] = [area.value, area.clientWidth];
    if (measured.text === text && measured.width === width) return measured.tops;
    const copy = document.createElement("div");
    copy.className = "plain-editor-copy";
    copy.style.width = `${width}px`;
    const lines = text.split("\n").map((line) => {
      const row = document.createElement("div");
      row.textContent = line || " ";
      return row;
    });
    copy.append(...lines);
    area.after(copy);
    measured = { text, width, tops: [...lines.map((row) => row.offsetTop), copy.scrollHeight] };
    copy.remove();
    return measured.tops;
  };
}

// `tops` has where each line begins, and where the last one ends. A line and a half is 1.5 lines further.
function lineAtHeight(tops, y) {
  const index = Math.max(tops.findLastIndex((top) => top <= y), 0);
  const height = (tops[index + 1] ?? tops[index]) - tops[index];
  return index + 1 + (height > 0 ? Math.min((y - tops[index]) / height, 1) : 0);
}

function heightOfLine(tops, line) {
  const index = Math.min(Math.max(Math.floor(line) - 1, 0), tops.length - 1);
  return tops[index] + (line - 1 - index) * ((tops[index + 1] ?? tops[index]) - tops[index]);
}
