// Two letters side by side: one scrolls as the other does.

import { all } from "./dom.js";

// Where each letter was scrolled to because the other one was: it does not move the other in turn.
const followed = new WeakMap();

export function scrollTogether(frame, other) {
  frame.contentWindow.addEventListener("scroll", () => {
    if (followed.get(frame) === Math.round(frame.contentWindow.scrollY)) return;
    followed.delete(frame);
    follow(frame, other);
  });
}

// Bring `element` to the middle; the other letter follows.
export function lead(frame, element) {
  const { top, height } = element.getBoundingClientRect();
  frame.contentWindow.scrollBy(0, top + height / 2 - frame.clientHeight / 2);
}

function follow(frame, other) {
  const middle = frame.clientHeight / 2;
  const to = Math.round(counterpart(frame.contentWindow.scrollY + middle, commonPoints(frame, other)) - middle);
  const view = other.contentWindow;
  const highest = Math.max(heightOf(other) - view.innerHeight, 0);
  const settled = Math.min(Math.max(to, 0), highest);
  if (Math.abs(settled - view.scrollY) < 1) return;
  followed.set(other, settled);
  view.scrollTo(0, settled);
}

const heightOf = (frame) => frame.contentDocument.documentElement.scrollHeight;

// Where the blocks that both have begin, as [y in the one, y in the other], and both ends.
function commonPoints(frame, other) {
  const theirs = topsOf(other);
  const points = [...topsOf(frame)].filter(([pair]) => theirs.has(pair)).map(([pair, top]) => [top, theirs.get(pair)]);
  return [[0, 0], ...points.toSorted(([top], [another]) => top - another), [heightOf(frame), heightOf(other)]];
}

function topsOf(frame) {
  const y = frame.contentWindow.scrollY;
  return new Map(all("[data-pair]", frame.contentDocument).map((block) => [block.dataset.pair, block.getBoundingClientRect().top + y]));
}

// What `y` of the one letter is in the other: between two common points, in proportion.
export function counterpart(y, points) {
  const next = points.findIndex(([top], index) => index > 0 && (top > y || index === points.length - 1));
  const [[from, otherFrom], [to, otherTo]] = [points[next - 1], points[next]];
  const share = to > from ? (y - from) / (to - from) : 0;
  return otherFrom + share * (otherTo - otherFrom);
}
