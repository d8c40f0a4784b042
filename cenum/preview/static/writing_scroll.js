// The text and the letter, at the same place: who is being used leads, the other one follows.

import { all } from "./dom.js";
import { followHeight } from "./frame_height.js";
import { elementAtLine } from "./letter_frame.js";
import { counterpart } from "./scrolling.js";

const USES = ["pointerdown", "pointerenter", "wheel", "touchstart", "keydown"];

// Ends with `signal`.
export function scrollWithLetter(editor, frame, signal) {
  let leader = null;
  const letter = frame.contentWindow;
  const uses = (target, side) => {
    const leads = () => {
      leader = side;
    };
    for (const kind of USES) target.addEventListener(kind, leads, { capture: true, passive: true, signal });
  };
  uses(editor.scroller, editor);
  uses(frame, letter);
  uses(frame.contentDocument, letter);

  letter.addEventListener("scroll", () => leader === letter && editor.scrollToPlace(lineInLetter(frame, editor.lineCount())), { signal });
  const cursorLine = () => editor.lineOf(editor.selection().from);
  const showCursor = () => showLine(frame, cursorLine());
  return {
    follow: () => leader === editor && letter.scrollTo(0, placeInLetter(frame, editor.place(), editor.lineCount())),
    // The words that she writes are to be seen in the letter.
    showCursor: () => leader === editor && showCursor(),
    // As above, where the letter was not to be seen at all.
    bringCursor() {
      followHeight();
      elementAtLine(frame.contentDocument, cursorLine())?.scrollIntoView({ block: "center" });
    },
    // Neither follows the other one to where both are brought.
    release() {
      leader = null;
    },
  };
}

const heightWithin = (frame) => frame.contentDocument.documentElement.scrollHeight;
const stretch = (frame) => heightWithin(frame) / Math.max(heightWithin(frame) - frame.clientHeight, 1);

// As many points as the letter has blocks: [line, y], both rising, from the first line to behind the last.
function linesAndTops(frame, count) {
  const { scrollY } = frame.contentWindow;
  const points = [[1, 0]];
  for (const block of all("[data-line]", frame.contentDocument)) {
    const [line, top] = [Number(block.dataset.line), block.getBoundingClientRect().top + scrollY];
    const [lastLine, lastTop] = points.at(-1);
    if (line > lastLine && top >= lastTop) points.push([line, top]);
  }
  return [...points, [count + 1, heightWithin(frame)]];
}

const placeInLetter = (frame, place, count) => counterpart(place, linesAndTops(frame, count)) / stretch(frame);

function lineInLetter(frame, count) {
  const turned = linesAndTops(frame, count).map(([line, top]) => [top, line]);
  return counterpart(frame.contentWindow.scrollY * stretch(frame), turned);
}

function showLine(frame, line) {
  const element = elementAtLine(frame.contentDocument, line);
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  if (bottom < 0 || top > frame.clientHeight) element.scrollIntoView({ block: "center" });
}
