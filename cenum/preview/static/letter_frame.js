// A frame with a letter in it: how it is filled, and what in it is found and shown.

import { all } from "./dom.js";
import { patch } from "./tree_patch.js";

const filled = new WeakMap();

// The frame keeps its document, and so its place: only what differs in it is put anew.
export function fillFrame(frame, html) {
  const { contentDocument: letter, contentWindow: view } = frame;
  if (!letter || filled.get(frame) === html) return;
  const [x, y] = [view.scrollX, view.scrollY];
  // Parsed by the frame, under its own policy: styles on elements are for letters alone.
  const fresh = new view.DOMParser().parseFromString(html, "text/html");
  patch(letter.documentElement, fresh.documentElement);
  view.scrollTo(x, y);
  filled.set(frame, html);
}

export function whenReady(frame, then) {
  const ready = frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank";
  if (ready) then();
  else frame.addEventListener("load", then, { once: true });
}

// The link to `url` in the line, or else what stands in the line or last before it; undefined where nothing does.
export function elementAtLine(letter, line, url) {
  const marked = all("[data-line]", letter).map((element) => [Number(element.dataset.line), element]);
  const link = marked.find(([number, element]) => number === line && url && element.getAttribute("href") === url);
  if (link) return link[1];
  const before = marked.filter(([number]) => number <= line);
  const nearest = Math.max(...before.map(([number]) => number));
  return before.find(([number]) => number === nearest)?.[1];
}

let highlighted = null;

// At most one element is highlighted; none for null.
export function highlight(element) {
  highlighted?.style.removeProperty("outline");
  highlighted?.style.removeProperty("outline-offset");
  highlighted = element;
  element?.style.setProperty("outline", "3px solid #b23419");
  element?.style.setProperty("outline-offset", "3px");
}
