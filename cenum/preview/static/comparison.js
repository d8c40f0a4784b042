// The issue beside another one, or beside itself at another time.

import { embeddedComparison, fetchChoices, fetchComparison, hasServer } from "./api.js";
import { all, around, byId, replaceContent } from "./dom.js";
import { fillFrame } from "./letter_frame.js";
import { lead } from "./scrolling.js";
import { labels, shown } from "./state.js";

const compared = { key: "", other: "", both: null, change: -1, asSource: false };

export const comparedFrames = () => [byId("before"), byId("after")];

// What can be chosen may be new as well, and what was chosen stays so.
export async function refreshComparison() {
  if (!hasServer) {
    showBoth(embeddedComparison());
    return;
  }
  const chosen = byId("other")?.value;
  replaceContent(byId("choices"), await fetchChoices(shown.key));
  if (chosen) byId("other").value = chosen;
  await compareWithChosen();
}

export async function compareWithChosen() {
  const [key, other] = [shown.key, byId("other")?.value];
  if (!other) {
    showBoth(null);
    return;
  }
  const both = await fetchComparison(key, other);
  if (key !== shown.key || other !== byId("other")?.value) return;
  if (key !== compared.key || other !== compared.other) compared.change = -1;
  Object.assign(compared, { key, other });
  showBoth(both);
}

function showBoth(both) {
  compared.both = both;
  const letters = Boolean(both?.before && both.after);
  byId("as-source").hidden = !letters;
  byId("as-source").setAttribute("aria-pressed", String(compared.asSource));
  byId("pair").hidden = !letters || compared.asSource;
  byId("compared").hidden = !both || (letters && !compared.asSource);
  byId("missing").hidden = !both?.missing;
  replaceContent(byId("missing"), both?.missing ?? "");
  replaceContent(byId("compared"), both?.rows ?? "");
  byId("differences").textContent = both?.said ?? "";
  if (letters) {
    fillFrame(byId("before"), both.before);
    fillFrame(byId("after"), both.after);
  }
}

export function toggleSource() {
  compared.asSource = !compared.asSource;
  showBoth(compared.both);
}

export function stepToChange(by) {
  if (byId("compared").hidden) stepInLetters(by);
  else stepInSource(by);
}

function stepInLetters(by) {
  const { both } = compared;
  const count = both?.changes.length;
  if (!count) return;
  compared.change = around(compared.change, by, count);
  announce(compared.change, count, both.changes[compared.change]);
  const number = compared.change - (both.unmarked ?? 0);
  const firsts = comparedFrames().map((frame) => [frame, markChange(frame, number)]);
  // This issue leads, or the other one where the words are only there.
  const [leader, first] = firsts.findLast(([, mark]) => mark) ?? [];
  if (leader) lead(leader, first);
}

// Put a frame around the words of the change, and around no others; gives the first of them, if there are any.
function markChange(frame, number) {
  const isOfChange = (mark) => Number(mark.dataset.change) === number;
  const marks = all("[data-change]", frame.contentDocument);
  for (const mark of marks) mark.style.boxShadow = isOfChange(mark) ? "0 0 0 2px #b23419" : "";
  return marks.find((mark) => isOfChange(mark));
}

function stepInSource(by) {
  const rows = all("#compared tbody tr").filter((row) => row.querySelector("del, ins"));
  if (rows.length === 0) return;
  const current = rows.findIndex((row) => row.classList.contains("here"));
  rows[current]?.classList.remove("here");
  const index = around(current, by, rows.length);
  const row = rows[index];
  row.classList.add("here");
  row.scrollIntoView({ block: "center" });
  announce(index, rows.length, row.lastElementChild.textContent || row.children[1].textContent);
}

function announce(index, count, words) {
  const which = labels.change.replace("{number}", index + 1).replace("{count}", count);
  byId("differences").textContent = `${which} ${words}`;
}
