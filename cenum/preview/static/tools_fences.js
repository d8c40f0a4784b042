// Sections and blocks, put where they belong.

import { blankAfter, blankBefore, bodyStart, lineAround, linesAround } from "./tools_lines.js";

const FENCE = /^(:{3,})[ \t]*(.*)$/u;
const CODE = /^(?:```|~~~)/u;
const HEADING_LINE = /^#{1,6}\s/u;
const SECTION = /^#[ \t]+(.*)$/u;
const BRACES = /\{([^{}]*)\}$/u;
// Colons of a fence.
const FEWEST = 3;
const HOLD_ALL = ["interview"];
// To come to an event is what its button asks for. Who is quoted asks for nothing, and the title of a resource is its link.
const HOLD_A_BUTTON = [...HOLD_ALL, "event", "note", "lang"];

// In the lines of a block: where what is selected goes, and one goes on writing.
export const CHOSEN = "\u0001";
const CURSOR = "\u0000";

// A section at its place: before the first one that comes later by `orders`, the numbers of some by their ids. One that is
// `there` is only gone to; one without an id is the letter's own.
export function sectionEdit(text, { id, heading }, orders) {
  const found = sectionsIn(text);
  const own = found.find((one) => isSection(one, id, heading));
  if (own) return { from: own.to, to: own.to, insert: "", select: [own.to, own.to], there: true };
  const next = found.find((one) => orders[one.id] > orders[id]);
  const at = next ? next.from : text.length;
  const from = text.slice(0, at).trimEnd().length;
  const head = `${from > 0 ? "\n\n" : ""}# ${heading}${id ? ` {#${id}}` : ""}\n\n`;
  const begin = from + head.length;
  return { from, to: at, insert: head + (next ? "\n\n" : "\n"), select: [begin, begin] };
}

export const isSection = (one, id, heading) => (id !== "" && one.id === id) || (!one.id && one.name === heading);

// The sections of the letter: id, name, and where the heading begins and ends.
export function sectionsIn(text) {
  const found = [];
  let position = bodyStart(text);
  let isCode = false;
  for (const line of text.slice(position).split("\n")) {
    if (CODE.test(line)) isCode = !isCode;
    const head = isCode ? null : SECTION.exec(line);
    if (head) {
      const said = head[1].trimEnd();
      const [whole, braces] = BRACES.exec(said) ?? ["", ""];
      const name = said.slice(0, said.length - whole.length).trimEnd();
      found.push({ id: /#([\w-]+)/u.exec(braces)?.[1] ?? "", name, from: position, to: position + line.length });
    }
    position += line.length + 1;
  }
  return found;
}

// A block of `lines` around what is selected, or below the paragraph in which one writes, and below the block there: but an
// interview holds all kinds, and some keep a button. The blocks around it get the colons that they need. Who has said in a form
// all that belongs to it goes on below.
export function blockEdit(text, selection, opening, lines) {
  const place = blockPlace(text, selection, opening, lines);
  const chosen = lines.includes(CHOSEN) ? text.slice(place.from, place.to).trim() : "";
  const depth = Math.max(FEWEST - 1, ...chosen.split("\n").map((line) => FENCE.exec(line)?.[1].length ?? 0)) + 1;
  const fence = ":".repeat(depth);
  const body = lines.join("\n").replace(CHOSEN, () => chosen + CURSOR);
  const below = body.includes(CURSOR) ? "" : `\n\n${CURSOR}`;
  const made = `${blankAfter(text.slice(0, place.from))}${fence} ${opening}\n${body}\n${fence}${below}${blankBefore(text.slice(place.to))}`;
  return widened(text, { ...place, insert: made }, depth);
}

// Where a block goes: around whole lines, if it takes what is selected; in their place, if it says the same.
function blockPlace(text, selection, opening, lines) {
  if (selection.from < bodyStart(text)) return placeBelow(text, selection.from);
  const chosen = linesAround(text, selection);
  const isWhole = text.slice(chosen.from, chosen.to).trim() === text.slice(selection.from, selection.to).trim();
  const takes = selection.from < selection.to && (lines.includes(CHOSEN) || isWhole);
  if (takes) return chosen;
  const place = placeBelow(text, selection.to);
  return belowBlock(text, place, kindOf(opening) === "button" ? HOLD_A_BUTTON : HOLD_ALL);
}

const kindOf = (opening) => opening.split(/[ \t]/u, 1)[0];

function belowBlock(text, place, holding) {
  const around = blocksAround(text, place).findLast(({ kind }) => !holding.includes(kind));
  if (!around) return place;
  const end = lineAround(text, around.closes).to;
  return { from: end, to: end };
}

// Where a picture goes: it is the portrait in a testimony that has none, and stands before its words.
export function picturePlace(text, position) {
  const place = placeBelow(text, position);
  const [around] = blocksAround(text, place);
  if (around?.kind !== "testimony") return place;
  const first = beginningOf(text, around);
  return text.slice(first.from).trimStart().startsWith("![") ? place : first;
}

// Where the portrait goes of who speaks in the block around `position`, or in the one that ends above it.
export function portraitPlace(text, position) {
  const above = lineAround(text, text.slice(0, position).trimEnd().length);
  const isBelow = FENCE.exec(text.slice(above.from, above.to))?.[2] === "";
  const place = isBelow ? { from: above.from, to: above.from } : placeBelow(text, position);
  const [around] = blocksAround(text, place);
  return around ? beginningOf(text, around) : place;
}

function beginningOf(text, { opens }) {
  const start = lineAround(text, opens).to;
  return { from: start, to: start };
}

// The end of the paragraph around `position`, or of the letter, if that is in its head. A blank line is a place by itself.
function placeBelow(text, position) {
  if (position < bodyStart(text)) return { from: text.trimEnd().length, to: text.length };
  const { from, to } = lineAround(text, position);
  const line = text.slice(from, to);
  if (!line.trim()) return { from, to };
  let end = to;
  if (!HEADING_LINE.test(line) && !FENCE.test(line)) {
    while (end < text.length) {
      const next = lineAround(text, end + 1);
      const below = text.slice(next.from, next.to);
      if (!below.trim() || FENCE.test(below) || HEADING_LINE.test(below)) break;
      end = next.to;
    }
  }
  return { from: end, to: end };
}

// `change`, which puts a block of `depth` colons somewhere, with more colons for the blocks around it, as one edit.
function widened(text, change, depth) {
  const changes = [change];
  let needed = depth + 1;
  for (const around of blocksAround(text, change)) {
    if (around.depth < needed) {
      for (const at of [around.opens, around.closes]) {
        changes.push({ from: at, to: at + around.length(at), insert: ":".repeat(needed) });
      }
    }
    needed = Math.max(around.depth, needed) + 1;
  }
  return together(text, changes.toSorted((one, other) => one.from - other.from));
}

// The blocks around a place, the innermost first, of those that are closed at all.
function blocksAround(text, { from, to }) {
  const open = [];
  const found = [];
  let position = bodyStart(text);
  for (const line of text.slice(position).split("\n")) {
    const [, colons, name] = FENCE.exec(line) ?? [];
    const here = position;
    if (name) open.push({ opens: here, kind: kindOf(name), depth: colons.length });
    else if (colons && open.length > 0) {
      while (open.length > 1 && open.at(-1).depth > colons.length) open.pop();
      const { opens, kind, depth } = open.pop();
      const length = (at) => (at === opens ? depth : colons.length);
      if (opens < from && to <= here) found.push({ opens, kind, closes: here, depth, length });
    }
    position += line.length + 1;
  }
  return found;
}

// Several changes as one.
function together(text, changes) {
  const [{ from }] = changes;
  let insert = "";
  let at = from;
  for (const change of changes) {
    insert += text.slice(at, change.from) + change.insert;
    at = change.to;
  }
  const cursor = from + insert.indexOf(CURSOR);
  return { from, to: at, insert: insert.replace(CURSOR, ""), select: [cursor, cursor] };
}
