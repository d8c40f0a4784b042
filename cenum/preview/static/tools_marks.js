// The marks of words and of lines: bold, italics, lists, quotations, headings.

import { bodyStart, lineAround, linesAround, tight } from "./tools_lines.js";

const POINT = /^\s*[-*+]\s+/u;
const NUMBER = /^\s*\d{1,9}[.)]\s+/u;
const MARKED = /^(\s*)(?:[-*+]|\d{1,9}[.)])\s+/u;
const QUOTED = /^> ?/u;
const HEADED = /^(#{1,6})\s+/u;
const FENCED = /^:::/u;
const LETTER = /[\p{L}\p{N}\p{M}'’-]/u;
const DEEPEST_HEADING = 3;

// Bold and italics, put on or taken off.
export function emphasis(text, selection, mark) {
  const { from, to } = selection.from === selection.to ? wordAround(text, selection.from) : tight(text, selection);
  const said = text.slice(from, to);
  if (isRow(rowBefore(text, from, mark[0]), mark) && isRow(rowAfter(text, to, mark[0]), mark)) {
    const start = from - mark.length;
    return { from: start, to: to + mark.length, insert: said, select: [start, start + said.length] };
  }
  if (said.length > 2 * mark.length && said.startsWith(mark) && said.endsWith(mark)) {
    const plain = said.slice(mark.length, -mark.length);
    return { from, to, insert: plain, select: [from, from + plain.length] };
  }
  if (!said) return { from, to, insert: mark + mark, select: [from + mark.length, from + mark.length] };
  const insert = said.split("\n").map((line) => withMark(line, mark)).join("\n");
  if (said.includes("\n")) return { from, to, insert, select: [from, from + insert.length] };
  const start = from + insert.indexOf(mark) + mark.length;
  return { from, to, insert, select: [start, from + insert.length - mark.length] };
}

// Whether a row of signs is `mark`: three are bold and italics at once.
const isRow = (count, mark) => count === mark.length || count === 3;

function rowBefore(text, from, sign) {
  let count = 0;
  while (text[from - 1 - count] === sign) count++;
  return count;
}

function rowAfter(text, to, sign) {
  let count = 0;
  while (text[to + count] === sign) count++;
  return count;
}

// What stands in front of a line's words stays in front.
function withMark(line, mark) {
  const [, front, said] = /^(\s*(?:(?:[-*+]|\d{1,9}[.)]|>|#{1,6})\s+)*)(.*)$/u.exec(line.trimEnd());
  return said ? `${front}${mark}${said}${mark}` : line;
}

function wordAround(text, position) {
  let [from, to] = [position, position];
  while (from > 0 && LETTER.test(text[from - 1])) from--;
  while (to < text.length && LETTER.test(text[to])) to++;
  return { from, to };
}

// Points, numbers or a quotation, put before each line or taken off where all have them; null in the letter's head.
export function lineMarks(text, selection, kind) {
  if (selection.from < bodyStart(text)) return null;
  const { from, to } = linesAround(text, selection);
  const lines = text.slice(from, to).split("\n");
  const said = lines.filter((line) => line.trim());
  const has = { quotation: QUOTED, list: POINT, numbers: NUMBER }[kind];
  const off = said.length > 0 && said.every((line) => has.test(line));
  const put = off ? (line) => line.replace(has, "") : kind === "quotation" ? quoted(lines.length) : points(kind, lines.length);
  return onLinesOfTheirOwn(text, { from, to, insert: lines.map((line) => put(line)).join("\n") }, off ? null : kind);
}

const quoted = (count) => (line) => (count > 1 ? `> ${line}`.trimEnd() : `> ${line}`);

function points(kind, count) {
  let number = 0;
  return (line) => {
    if (!line.trim() && count > 1) return line;
    const [, margin] = MARKED.exec(line) ?? ["", ""];
    number += 1;
    return `${margin}${kind === "list" ? "-" : `${number}.`} ${line.replace(MARKED, "").replace(HEADED, "").trimStart()}`;
  };
}

// A list and a quotation begin and end with a blank line: else what stands beside them is a part of them.
function onLinesOfTheirOwn(text, { from, to, insert }, kind) {
  const has = kind === "quotation" ? QUOTED : MARKED;
  const isApart = (line) => !line.trim() || has.test(line) || FENCED.test(line);
  const above = from > 0 ? text.slice(lineAround(text, from - 1).from, from - 1) : "";
  const below = to < text.length ? text.slice(to + 1, lineAround(text, to + 1).to) : "";
  const before = kind && !isApart(above) ? "\n" : "";
  const after = kind && !isApart(below) ? "\n" : "";
  const end = from + before.length + insert.length;
  return { from, to, insert: `${before}${insert}${after}`, select: [end, end] };
}

// A heading in a section, then one below it, then none; null in the letter's head.
export function headingMark(text, selection) {
  if (selection.from < bodyStart(text)) return null;
  const { from, to } = lineAround(text, selection.from);
  const line = text.slice(from, to);
  const level = HEADED.exec(line)?.[1].length ?? 0;
  const next = level === 0 ? 2 : level >= DEEPEST_HEADING || level === 1 ? 0 : level + 1;
  const insert = `${next ? `${"#".repeat(next)} ` : ""}${line.replace(HEADED, "").trimStart()}`;
  return { from, to, insert, select: [from + insert.length, from + insert.length] };
}
