// Where the page itself scrolls, the frame is as high as its letter, so that one scrolls the one and not the other.

import { byId } from "./dom.js";

const narrow = matchMedia("(max-width: 64rem)");
const watched = new ResizeObserver(fit);

function fit() {
  const frame = byId("frame");
  // Nothing is measured where nothing follows from it: that is asked at each key of somebody who writes.
  if (!narrow.matches) {
    frame.style.height = "";
    return;
  }
  const letter = frame.contentDocument.documentElement;
  const sideways = letter.scrollWidth > letter.clientWidth ? frame.contentWindow.innerHeight - letter.clientHeight : 0;
  const height = Math.ceil(letter.getBoundingClientRect().height) + sideways;
  frame.style.height = `${height}px`;
}

// Of the letter that the frame holds by now.
export function followHeight() {
  watched.disconnect();
  watched.observe(byId("frame").contentDocument.documentElement);
  fit();
}

narrow.addEventListener("change", fit);
