// The lines of a text around a place in it, and what must stand between blocks.

// An edit is {from, to, insert, select: [from, to]}: `select` is where one goes on writing, in the text as it is then.
export function insertion({ from, to }, insert) {
  return { from, to, insert, select: [from + insert.length, from + insert.length] };
}

// Where the line begins in which `position` is, and where it ends.
export function lineAround(text, position) {
  const from = text.lastIndexOf("\n", position - 1) + 1;
  const end = text.indexOf("\n", position);
  return { from, to: end < 0 ? text.length : end };
}

// Where the lines that are selected begin and end; a selection that ends before a line's first letter has none of it.
export function linesAround(text, { from, to }) {
  const last = to > from && text[to - 1] === "\n" ? to - 1 : to;
  return { from: lineAround(text, from).from, to: lineAround(text, last).to };
}

// Where the letter's text begins, below its head; 0 where it has none.
export function bodyStart(text) {
  const head = /^---[ \t]*\n(?:[\s\S]*?\n)?---[ \t]*(?:\n|$)/u.exec(text);
  return head ? head[0].length : 0;
}

// Where one begins to write: the first words below the letter's first heading, or where its text begins.
export function firstWords(text) {
  const start = bodyStart(text);
  const heading = /^#[ \t].*\n*/mu.exec(text.slice(start));
  if (heading) return start + heading.index + heading[0].length;
  return Math.min(start + (/^\n*/u.exec(text.slice(start))?.[0].length ?? 0), text.length);
}

// Where a `place` behind an edit is once it is made.
export const afterEdit = (place, { from, to, insert }) => place + insert.length - (to - from);

// What is selected without the spaces at its ends.
export function tight(text, { from, to }) {
  const said = text.slice(from, to);
  const start = from + (said.length - said.trimStart().length);
  return said.trim() ? { from: start, to: start + said.trim().length } : { from, to };
}

// Whether something stands beside what is selected in its line.
export function isWithinLine(text, { from, to }) {
  const line = lineAround(text, from);
  return (text.slice(line.from, from) + text.slice(to, lineAround(text, to).to)).trim() !== "";
}

// What is missing of the blank line between `before` and a block, and between a block and `after`.
export function blankAfter(before) {
  return before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
}

export function blankBefore(after) {
  if (!after.trim()) return after.includes("\n") ? "" : "\n";
  return after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
}

// Markdown of whole paragraphs where one writes: what stands before and after it stays apart from it.
export function paragraphs(text, { from, to }, markdown) {
  const line = lineAround(text, from);
  const isBlank = !text.slice(line.from, from).trim();
  const start = isBlank ? line.from : from;
  const before = blankAfter(text.slice(0, start));
  const cursor = start + before.length + markdown.length;
  return { from: start, to, insert: `${before}${markdown}${blankBefore(text.slice(to))}`, select: [cursor, cursor] };
}
