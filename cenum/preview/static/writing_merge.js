// Two versions of one text, passage by passage.

import { sameLines } from "./line_matches.js";

// Passages in order: `{ same }` has lines that both have, `{ mine, theirs, line, choice }` those that differ, from `line` on
// of mine. Where only one side changed what stood in `base`, that one is chosen; otherwise both are.
export function passagesOf(mine, theirs, base) {
  const [left, right, origin] = [mine, theirs, base].map((text) => text.split("\n"));
  const passages = [];
  let [i, j] = [0, 0];
  const differ = (to, other) => {
    const passage = { mine: left.slice(i, to), theirs: right.slice(j, other), line: i + 1 };
    if (to > i || other > j) passages.push({ ...passage, choice: whatChanged(passage, origin) });
  };
  for (const [index, other] of sameLines(left, right)) {
    differ(index, other);
    const last = passages.at(-1);
    if (last?.same) last.same.push(left[index]);
    else passages.push({ same: [left[index]] });
    [i, j] = [index + 1, other + 1];
  }
  differ(left.length, right.length);
  return passages;
}

// A passage that stands in the origin word for word is not what somebody wrote meanwhile. One that is empty tells nothing.
function whatChanged({ mine, theirs }, origin) {
  const [minesIsOld, theirsIsOld] = [mine, theirs].map((lines) => lines.length > 0 && standsIn(lines, origin));
  if (minesIsOld === theirsIsOld) return "both";
  return minesIsOld ? "theirs" : "mine";
}

function standsIn(lines, origin) {
  return origin.some((_, at) => lines.every((line, index) => origin[at + index] === line));
}

// The text of what was chosen for each passage that differs, in order.
export function putTogether(passages, choices) {
  const chosen = [...choices];
  const lines = passages.flatMap((passage) => {
    if (passage.same) return passage.same;
    const { mine, theirs } = passage;
    return { mine, theirs, both: [...mine, ...theirs] }[chosen.shift()];
  });
  return lines.join("\n");
}
