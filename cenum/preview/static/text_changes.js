// What makes one text of another.

import { sameLines } from "./line_matches.js";

// The one change that does: all between what both begin with and what both end with.
export function changeBetween(before, after) {
  const shortest = Math.min(before.length, after.length);
  let from = 0;
  while (from < shortest && before[from] === after[from]) from++;
  let same = 0;
  while (same < shortest - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

// The changes that do, line by line, all in places of `before`: what stands between them is left alone.
export function changesBetween(before, after) {
  const [left, right] = [before, after].map((text) => text.split(/(?<=\n)/u));
  const changes = [];
  let [i, j, place] = [0, 0, 0];
  for (const [index, other] of [...sameLines(left, right), [left.length, right.length]]) {
    const [old, fresh] = [left.slice(i, index).join(""), right.slice(j, other).join("")];
    if (old !== fresh) {
      const { from, to, insert } = changeBetween(old, fresh);
      changes.push({ from: place + from, to: place + to, insert });
    }
    place += old.length + (left[index]?.length ?? 0);
    [i, j] = [index + 1, other + 1];
  }
  return changes;
}

// Where a place in the text is after the changes.
export function placeAfter(place, changes) {
  return changes.reduceRight((at, { from, to, insert }) => {
    if (at <= from) return at;
    return at >= to ? at + insert.length - (to - from) : Math.min(at, from + insert.length);
  }, place);
}
