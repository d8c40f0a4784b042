// Line ends: an editor has one kind of them, a file may have three.

import { sameLines } from "./line_matches.js";

const LINE_END = /\r\n?|\n/gu;

export const withPlainEnds = (text) => text.replaceAll(LINE_END, "\n");

// The kind of line end that most lines of the text have.
export function usualEnd(text) {
  const counted = new Map([["\n", 0]]);
  for (const end of text.match(LINE_END) ?? []) counted.set(end, (counted.get(end) ?? 0) + 1);
  return [...counted].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

// `plain`, whose lines end with "\n", with the ends that its lines have in `original`; new lines get the usual one.
export function withEndsOf(original, plain) {
  const ends = original.match(LINE_END) ?? [];
  const usual = usualEnd(original);
  if (ends.every((end) => end === usual)) return usual === "\n" ? plain : plain.replaceAll("\n", usual);
  const lines = plain.split("\n");
  const given = lines.map(() => usual);
  for (const [index, other] of sameLines(withPlainEnds(original).split("\n"), lines)) given[other] = ends[index] ?? usual;
  given[lines.length - 1] = "";
  return lines.map((line, index) => line + given[index]).join("");
}
